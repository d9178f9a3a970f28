import { clausesOf } from '../../language/nlu/clauses.ts';
import { infoOf, LABEL_NAMES, type LabelScore } from '../../language/nlu/labels.ts';
import { recognise } from '../../language/nlu/recognise.ts';
import { wordsOf } from '../../language/normalise.ts';
import type { Situation } from '../../llm/model.ts';

/** Readings of the words that count, best first. */
const READINGS = 3;
const LIKELY = 0.1;
/** What nobody is asked about once more. */
export const SURELY = 0.4;
const QUOTES = /["“”„«»:\n]|(?<!\w)'/u;
/** Wants to know, not to have done. */
const ASKS = /^\W*(?:what|who|whose|whom|when|where|why|how|which|is|are|was|were|do|does|did|has|have)\b/iu;
const PLAIN_WORDS = 30;
const KNOWN = 0.6;
const NOTHING: LabelScore = { label: 'other', score: 0 };

/** Tools that words can be taken for. Of others it is not known what asks for them. */
const RECOGNISED = new Set(LABEL_NAMES.map((label) => infoOf(label).tool));

/**
 * Tells whether the user's own words ask for a tool. A model that read something may want tools that nobody asked for
 * (docs/security.md): what it prepares with them is named and takes no bare yes.
 * @param least how sure the reading has to be
 * @param planned the tool that the words were taken for when they were taken apart
 */
export function askedFor(
  text: string,
  situation: Pick<Situation, 'focus' | 'pending'>,
  changing: boolean,
  planned?: string,
  least = LIKELY,
): (tool: string, hasRead: boolean) => boolean {
  const wishes = [text, ...clausesOf(text, (words) => recognise(words)[0] ?? NOTHING).map((clause) => clause.text)];
  const readings = [...new Set(wishes)].flatMap((words) => recognise(words).slice(0, READINGS));
  const asked = new Set(readings.filter(({ score }) => score >= least).map(({ label }) => infoOf(label).tool));
  // Words that answer a question, or change a card, ask for what the question or the card is for.
  asked.add(situation.focus.filling?.tool ?? null);
  if (changing) asked.add(situation.pending?.tool ?? null);
  if (planned !== undefined) asked.add(planned);
  const verbs = pointedVerbs(text);
  // Short words of no known kind that quote nobody, before anything was read: a model may understand what no label stands for.
  const isKnown = readings.some(({ label, score }) => label !== 'other' && score >= KNOWN);
  const isPlain =
    least === LIKELY && !isKnown && !ASKS.test(text) && !QUOTES.test(text) && wordsOf(text).length <= PLAIN_WORDS;
  return (tool, hasRead) =>
    asked.has(tool) || verbs.has(tool.split('_')[0] ?? '') || (!hasRead && (isPlain || !RECOGNISED.has(tool)));
}

/** "Cancel it", "and move that to 4": of what was spoken of, so short that no reader of whole wishes knows it. */
const POINTS_BACK = new Set(['it', 'that', 'this', 'them', 'those', 'these', 'one']);
const POINTING_WORDS = 8;
/** What people say for the first word of a tool's name. */
const VERBS: Readonly<Record<string, readonly string[]>> = {
  cancel: ['cancel', 'drop', 'delete', 'remove', 'withdraw', 'call off'],
  reschedule: ['move', 'shift', 'push', 'postpone', 'reschedule', 'delay', 'bring'],
  approve: ['approve', 'accept', 'sign off'],
  reject: ['reject', 'decline', 'deny', 'refuse'],
  update: ['update', 'mark', 'set', 'change', 'finish', 'close', 'complete', 'done', 'make', 'reassign', 'assign'],
  submit: ['submit', 'book', 'file', 'claim', 'request', 'take'],
  send: ['send', 'mail', 'email', 'forward'],
  notify: ['tell', 'notify', 'ping', 'message', 'let'],
  log: ['log', 'note', 'record'],
  set: ['remind'],
};

function pointedVerbs(text: string): ReadonlySet<string> {
  const words = wordsOf(text);
  if (words.length > POINTING_WORDS || !words.some((word) => POINTS_BACK.has(word))) return new Set();
  const said = ` ${words.join(' ')} `;
  const fitting = Object.entries(VERBS).filter(([, forms]) => forms.some((form) => said.includes(` ${form} `)));
  return new Set(fitting.map(([verb]) => verb));
}
