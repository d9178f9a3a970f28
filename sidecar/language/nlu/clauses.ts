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
  fetch review delay swap switch reserve text slack drop block sign tick turn which who's how's where's when's am any`.split(
    /\s+/u,
  ),
);
/** Verbs of wishes that nobody here can grant; on their own, "order" and the like begin a wish all the same. */
const FOREIGN_VERBS = new Set(
  `order play turn translate buy sing rent ship deliver install print upload download transfer pay hire fire post publish record
  reset restart convert calculate fix repair cook hum flip roll switch dim lock unlock scan fax track sell wire`.split(
    /\s+/u,
  ),
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
/** "Log my call with Dana and send her an invoice": what is to be given to whoever was named before is asked for, and no part of the note. */
const GIVES =
  /^(?:please )?(?:send|give|ship|mail|e-?mail|bill|pay|order|write|make|book) (?:him|her|them) (?:an?|the|some|our|my) \p{L}/iu;
/** "Move the deal to proposal and make it 41k": more of the same thing. */
const GOES_ON_WITH_IT = /^(?:also |then )?\p{L}+ (?:it|that)(?![\p{L}'])/iu;
const SURE = 0.45;
const VERY_SURE = 0.75;
/** Out of scope is only what is so beyond doubt: half of a wish, looked at alone, is easily taken for it. */
const SURELY_FOREIGN = 0.7;
const WITHOUT_DOUBT = 0.9;
const POINTS_BACK = /(?<![\p{L}'])(?:it|its|that|this|them|those|these|him|her|one)(?![\p{L}'])/iu;

type Scorer = (text: string) => LabelScore;

/**
 * The wishes of an utterance in order; one when nothing tells them apart. A new one begins only where both sides are
 * requests of their own: a verb, and a tool that the scorer is sure of. With `foreign`, one of two sides may also be out of
 * scope beyond doubt; else such words stay with the wish before them.
 */
export function clausesOf(text: string, best: Scorer, foreign = false): readonly Clause[] {
  const cuts = [...text.matchAll(JOINT)].slice(0, 12);
  const clauses: Clause[] = [];
  let start = 0;
  for (const cut of cuts) {
    const left = text.slice(start, cut.index).trim();
    const next = text.slice(cut.index + cut[0].length);
    const right = next.slice(0, nextJoint(next)).trim();
    const wishedNext = wish(right, best) ?? wish(next, best);
    const wished = wish(left, best) ?? (wishedNext === null ? null : toldWish(left, right, wishedNext, best));
    const one = wished ?? (foreign && wishedNext !== null ? foreignWish(left, best) : null);
    const other = wishedNext ?? (foreign && wished !== null ? foreignWish(right, best) : null);
    if (one === null || other === null) continue;
    const isStrong = /[;.!?]|\bthen\b|\balso\b|,\s*and\b/iu.test(cut[0]);
    const isForeign = other.label === 'other' && other.own === undefined;
    const mayBeFreeText = isForeign || other.score < VERY_SURE || other.label === one.label;
    const isGift = one.label === 'log_activity' && GIVES.test(right);
    if (FREE_TEXT.has(one.label) && !isStrong && mayBeFreeText && !isGift) continue;
    // Without a joining word, a comma may only be a pause.
    if (cut[0].trim() === ',' && (other.score < VERY_SURE || one.label === other.label)) continue;
    if (one.label === other.label && (!ownVerb(left) || GOES_ON_WITH_IT.test(right))) continue;
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

/** "I'm sick today, please cancel my meetings": what comes first may be told rather than asked for. */
function toldWish(text: string, nextText: string, next: LabelScore, best: Scorer): LabelScore | null {
  if (next.own !== undefined || next.score < VERY_SURE || POINTS_BACK.test(nextText) || wordCount(text) < 3)
    return null;
  const found = best(text);
  const { tool, agent } = infoOf(found.label);
  return tool !== null && agent !== infoOf(next.label).agent && found.score >= WITHOUT_DOUBT ? found : null;
}

function foreignWish(text: string, best: Scorer): LabelScore | null {
  const isForeign = ownVerb(text, FOREIGN_VERBS);
  const mayPointBack = GIVES.test(text);
  if (!isForeign && (!ownVerb(text) || (POINTS_BACK.test(text) && !mayPointBack) || wordCount(text) < 4)) return null;
  const found = best(text);
  if (found.label !== 'other' || found.own !== undefined) return null;
  return found.score >= (isForeign ? SURELY_FOREIGN : WITHOUT_DOUBT) ? found : null;
}

function wordCount(text: string): number {
  return text.split(/\s+/u).length;
}

function ownVerb(text: string, verbs: ReadonlySet<string> = VERBS): boolean {
  const plain = normaliseText(text);
  const rest = plain.slice(LEAD.exec(plain)?.[0].length ?? 0);
  const [first = ''] = rest.split(/[^\p{L}']+/u);
  return verbs.has(first) && /\s/u.test(rest);
}
