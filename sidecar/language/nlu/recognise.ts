/** What one wish is: replies by their phrases, leave and talk by quick patterns, the rest by the classifier. */
import { classifyReply } from '../replies.ts';
import { classify } from './classify.ts';
import { infoOf, type Label, type LabelScore } from './labels.ts';
import { quickPatterns } from './quick/quick-patterns.ts';

const REPLIES: Readonly<Record<string, Label>> = {
  yes: 'meta.confirm',
  no: 'meta.cancel',
  stop: 'meta.cancel',
  undo: 'meta.undo',
};
/** A pattern from here on is believed over the classifier, where that doubts and holds the pattern's label for possible. */
const PRECISE = 0.9;
const POSSIBLE = 0.1;
const VERY_SURE = 0.7;

/** A turn asks of the same words in several places: what they are is worked out once. */
const REMEMBERED = 64;
const recent = new Map<string, readonly LabelScore[]>();

/** Labels of an utterance that holds one wish, best first; never empty. The same words always have the same ones. */
export function recognise(text: string): readonly LabelScore[] {
  const known = recent.get(text);
  if (known !== undefined) return known;
  const found = recognised(text);
  const [oldest] = recent.size < REMEMBERED ? [] : recent.keys();
  if (oldest !== undefined) recent.delete(oldest);
  recent.set(text, found);
  return found;
}

/** For measurements: the next words are worked out anew. */
export function forgetRecognised(): void {
  recent.clear();
}

/** Whether there is a policy on something asks for the policy itself, whatever it is about. */
const POLICY_ITSELF =
  /^(?:is there|do we have|have we got|are there) (?:an? |any )?polic(?:y|ies) (?:on|for|about|regarding) /iu;

function policyItself(text: string, trained: readonly LabelScore[]): readonly LabelScore[] {
  const own = trained.find(({ label }) => label === 'get_policy');
  if (
    trained[0]?.label !== 'lookup_hr_policy' ||
    own === undefined ||
    own.score < POSSIBLE ||
    !POLICY_ITSELF.test(text)
  )
    return trained;
  return [{ ...own, score: trained[0].score }, ...trained.filter((one) => one !== own)];
}

function recognised(text: string): readonly LabelScore[] {
  const reply = REPLIES[classifyReply(text).kind];
  if (reply !== undefined) return [{ label: reply, score: 0.95 }];
  const trained = policyItself(text, classify(text));
  const [quick] = quickPatterns(text);
  const [best] = trained;
  if (quick === undefined || best === undefined || quick.score < PRECISE || quick.label === best.label) return trained;
  // "leave.beyond" is a kind of `other` that the classifier does not tell apart.
  const isKindOf = best.label === 'other' && infoOf(quick.label).intent === 'other';
  const own = trained.find(({ label }) => label === quick.label)?.score ?? 0;
  if (!isKindOf && (own < POSSIBLE || (best.label !== 'other' && best.score >= VERY_SURE))) return trained;
  return [quick, ...trained.filter(({ label }) => label !== quick.label)];
}
