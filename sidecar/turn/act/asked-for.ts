import { infoOf, LABEL_NAMES } from '../../language/nlu/labels.ts';
import { recognise } from '../../language/nlu/recognise.ts';
import type { Situation } from '../../llm/model.ts';

/** Readings of the words that count, best first. */
const READINGS = 3;
const LIKELY = 0.1;

/** Tools that words can be taken for. Of others it is not known what asks for them. */
const RECOGNISED = new Set(LABEL_NAMES.map((label) => infoOf(label).tool));

/**
 * Tells whether the user's own words ask for a tool. A model that read something may want tools that nobody asked for
 * (docs/security.md): what it prepares with them is named and takes no bare yes.
 * @param planned the tool that the words were taken for when they were taken apart
 */
export function askedFor(
  text: string,
  situation: Pick<Situation, 'focus' | 'pending'>,
  changing: boolean,
  planned?: string,
): (tool: string, hasRead: boolean) => boolean {
  const readings = recognise(text).slice(0, READINGS);
  const asked = new Set(readings.filter(({ score }) => score >= LIKELY).map(({ label }) => infoOf(label).tool));
  // Words that answer a question, or change a card, ask for what the question or the card is for.
  asked.add(situation.focus.filling?.tool ?? null);
  if (changing) asked.add(situation.pending?.tool ?? null);
  if (planned !== undefined) asked.add(planned);
  return (tool, hasRead) => asked.has(tool) || (!RECOGNISED.has(tool) && !hasRead);
}
