/** Several wishes in one breath: "book Friday off and tell the team, and move my 3 pm to Monday". */
import { normaliseText } from '../normalise.ts';
import { infoOf, type Label, type LabelScore } from './labels.ts';

export interface Clause {
  readonly text: string;
  readonly best: LabelScore;
}

/** Where one wish may end and the next begin. */
const JOINT =
  /(?:[,;.!?]+\s+|\s+-+\s+|\s+)(?:and\s+(?:then|also)|and|then|also|plus|after that|afterwards|as well as|oh and)\s+(?:also\s+|then\s+)?|[;.!?]+\s+|,\s+/giu;
/** What may stand before the verb of a wish. */
const LEAD =
  /^(?:(?:and|then|also|plus|please|pls|oh|ok|okay|so|hey|um|uh|well|just|maybe|finally|lastly|first|next|second|after that|i also|i|we|can|could|would|will|you|to|want|need|like|would like|id like|i'd like|have|kindly|while you're at it|when you're done)[,\s]+)*/iu;
const VERBS = new Set(
  `book cancel move schedule reschedule tell email mail message send notify ping remind set add create make update close mark finish complete approve reject decline deny show list give
  check find search look get open summarise summarize expense submit file request apply take log record note put push shift postpone invite call withdraw drop delete remove let ask inform
  what what's whats when where who how is are do does did has have pull draft write change bump raise lower plan arrange claim reimburse start assign generate run print read
  fetch review delay swap switch reserve text slack drop block`.split(/\s+/u),
);
/** Their own words go on as they like: "remind me to call Anna and send the contract". */
const FREE_TEXT: ReadonlySet<Label> = new Set([
  'set_reminder',
  'create_task',
  'send_email',
  'notify_colleague',
  'log_activity',
  'schedule_meeting',
]);
const SURE = 0.45;
const VERY_SURE = 0.75;

type Scorer = (text: string) => LabelScore;

/**
 * The wishes of an utterance in order; one when nothing tells them apart. A new one begins only where both sides are
 * requests of their own: a verb, and a tool that the scorer is sure of.
 */
export function clausesOf(text: string, best: Scorer): readonly Clause[] {
  const cuts = [...text.matchAll(JOINT)].slice(0, 12);
  const clauses: Clause[] = [];
  let start = 0;
  for (const cut of cuts) {
    const left = text.slice(start, cut.index).trim();
    const next = text.slice(cut.index + cut[0].length);
    const right = next.slice(0, nextJoint(next)).trim();
    const one = wish(left, best);
    const other = wish(right, best) ?? wish(next, best);
    if (one === null || other === null) continue;
    const isStrong = /[;.!?]|\bthen\b|\balso\b|,\s*and\b/iu.test(cut[0]);
    if (FREE_TEXT.has(one.label) && !isStrong && (other.score < VERY_SURE || other.label === one.label)) continue;
    // Without a joining word, a comma may only be a pause.
    if (cut[0].trim() === ',' && (other.score < VERY_SURE || one.label === other.label)) continue;
    if (one.label === other.label && !ownVerb(left)) continue;
    clauses.push({ text: left, best: one });
    start = cut.index + cut[0].length;
  }
  if (clauses.length === 0) return [{ text, best: best(text) }];
  const last = text.slice(start).trim();
  return [...clauses, { text: last, best: best(last) }];
}

function nextJoint(text: string): number {
  JOINT.lastIndex = 0;
  const found = JOINT.exec(text);
  JOINT.lastIndex = 0;
  return found?.index ?? text.length;
}

function wish(text: string, best: Scorer): LabelScore | null {
  const found = best(text);
  if (!ownVerb(text) && found.own === undefined) return null;
  return (found.own ?? infoOf(found.label)).tool !== null && found.score >= SURE ? found : null;
}

function ownVerb(text: string): boolean {
  const plain = normaliseText(text);
  const rest = plain.slice(LEAD.exec(plain)?.[0].length ?? 0);
  const [first = ''] = rest.split(/[^\p{L}']+/u);
  return VERBS.has(first) && /\s/u.test(rest);
}
