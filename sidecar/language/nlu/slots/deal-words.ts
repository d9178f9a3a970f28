/** What words say of a deal: which one, its stage, its amount, when it closes, a note. */

import { findDateWords } from '../../date-words.ts';
import { readDates } from '../../dates.ts';
import { mainAmount, readMoney } from '../../money.ts';
import { normaliseText } from '../../normalise.ts';
import { blankOut, type TextSpan } from '../../spans.ts';
import { parties } from './party-words.ts';
import type { SlotContext } from './slot-reader.ts';

const NOUN = '(?:deal|opportunity|opp|opportunities|thing|offer|quote)';
const X = String.raw`(?<x>(?:CRM-OPP-)?[\p{L}\p{N}][\p{L}\p{M}\p{N}&'.-]*(?: [\p{L}\p{N}&][\p{L}\p{M}\p{N}&'.-]*){0,3}?)`;
const THE = '(?:(?:the|our|my|that|this|a) )?';
const END =
  "(?=[,.:;!?]|$| (?:to|at|is|was|will|won't|as|into|in|by|from|back|one|goes|has|slips|should|with|for|that|and|now|won|lost|went|got|closes|closed|worth|on|going|stand|stands|needs|wants|want|moved|moves|grew|agreed|asked|accepted|rejected|decided|chose|may|might|could|can|signed|just|please|pls|deal|opportunity)(?![a-z]))";
const CHANGE =
  '(?:move|set|change|update|push|bump|put|take|raise|lower|mark|reopen|win|edit|advance|shift|increase|decrease|reduce|drop|close|bring|pull|delay|postpone|adjust|modify|make|extend|progress|reset|switch|correct|fix|(?:up|down)grade(?= (?:the|our|my|that) ))';
const OF =
  '(?:stage|amount|value|size|date|closing|close|expected close|closing date|close date|probability|expected closing|note|worth|status|forecast)';
const PATTERNS = [
  new RegExp(`(?<![\\p{L}])${OF}(?: date)? (?:of|for|on|in) ${THE}${X}(?: ${NOUN})?${END}`, 'u'),
  new RegExp(
    `(?<![\\p{L}])(?:note|comment|remark)s? (?:to|on|in|for|of) ${THE}${X}(?: ${NOUN})?(?=[:,]| that|$| to say)`,
    'u',
  ),
  new RegExp(`(?<![\\p{L}])(?:write|note)(?: down)? (?:in|on|for) ${THE}${X} ${NOUN}`, 'u'),
  new RegExp(`(?<![\\p{L}])${NOUN} note (?:for|on|to) ${THE}${X}${END}`, 'u'),
  new RegExp(`(?<![\\p{L}])${CHANGE} ${THE}${X}(?:'s)? ${NOUN}(?![a-z])`, 'u'),
  new RegExp(`(?<![\\p{L}])${THE}${X}(?:'s)? ${NOUN}(?![a-z])`, 'u'),
  new RegExp(`(?<![\\p{L}])${NOUN} (?:with|from|of|for|at|called|named) ${THE}${X}${END}`, 'u'),
  new RegExp(`(?<![\\p{L}])${CHANGE} ${THE}${X}${END}`, 'u'),
  new RegExp(`(?<![\\p{L}])(?:for|on|in|with) ${THE}${X}:`, 'u'),
  new RegExp(`(?<![\\p{L}])(?:won|lost|closed|win) ${THE}${X}${END}`, 'u'),
  new RegExp(
    `(?:^|[,!.] )(?:(?:um|hey|so|ok|and|well|hi|please),? )*${THE}${X}(?: ${NOUN})?(?: (?:is|should|goes|will|wants|want|into|decided|moved|moves|grew|agreed|accepted|rejected|won|won't|lost|slips|has|went|signed|closed|closes|to|at|needs|:)|:)(?![a-z])`,
    'u',
  ),
];
/** Say nothing of which deal it is. */
const EDGES = new Set(
  `a an as the our my that this these those it its his her their to of for on in at with from by and or so um uh hey hi please just now also then than deal deals opportunity opportunities opp
  thing offer quote one stage amount value date close closing expected probability note notes status we i you he she they them is was are be will would can could should has have had do does did
  new open big biggest largest change update edit move set make mark sent signed up down out back next previous further more less about what which how much many all any some every
  unfortunately sadly finally bump raise lower take push advance shift increase decrease reduce drop close bring pull delay postpone adjust modify make extend progress reset switch correct fix reopen win
  customer client account sales sale write add put lost won win lose got get log record proposal negotiation qualification prospecting here there something ones need before after until already forward along ahead competitor competitors rival someone somebody else again finally yet still`.split(
    /\s+/u,
  ),
);
const ID = /(?<![\p{L}\p{N}-])CRM-OPP-\d{4}-\d{3,}(?!\d)/iu;

/** The words by which a deal is called: "northwind renewal", "fleet app"; null when nothing says which. */
export function saidDeal(text: string, context: SlotContext): string | null {
  const id = ID.exec(text)?.[0];
  if (id !== undefined) return id.toUpperCase();
  const plain = withoutFigures(text, context);
  for (const pattern of PATTERNS) {
    const said = pattern.exec(plain)?.groups?.['x'];
    const name = said === undefined ? null : trimmed(said);
    if (name !== null) return name;
  }
  // "globex deal 12k", "northwind renewal won": a name, with what it is called by.
  const [first] = parties(text, context);
  if (first === undefined || first.kind === 'person' || trimmed(first.text) === null) return null;
  const more =
    /^ (?:renewal|portal|app|online shop|phone system|support desk|licences|licenses|project|upgrade|contract|framework|rollout|expansion|retainer|migration|pilot|extension|package|subscription)(?![a-z])/u.exec(
      first.after,
    )?.[0];
  return `${first.text}${more ?? ''}`;
}

function withoutFigures(text: string, context: SlotContext): string {
  const plain = normaliseText(text);
  const taken = findDateWords(plain, context);
  const money = readMoney(plain, { locale: context.locale, currency: context.currency, taken });
  return blankOut(plain, [...taken, ...money.map(({ span }) => span)]).replace(/~+/gu, ',');
}

function trimmed(said: string): string | null {
  // "got the initech": a name has no article within.
  const words = said
    .replace(/'s$/u, '')
    .replace(/^.* (?:the|our|my) (?=\S)/u, '')
    .split(' ');
  while (words.length > 0 && EDGES.has(words[0] ?? '')) words.shift();
  while (words.length > 0 && EDGES.has((words.at(-1) ?? '').replace(/'s$/u, ''))) words.pop();
  const name = words.join(' ').replace(/'s$/u, '');
  return name === '' || !/\p{L}/u.test(name) ? null : name;
}

const STAGE_WORDS: readonly (readonly [string, RegExp])[] = [
  ['negotiation', /(?<![a-z])negotiat(?:ion|ions|ing|ed)(?![a-z])/u],
  ['proposal', /(?<![a-z])(?:proposal(?: stage)?|proposed|quotation stage|proposal\/price quote)(?![a-z])/u],
  ['qualification', /(?<![a-z])qualif(?:ication|ied|y|ying)(?![a-z])/u],
  ['prospecting', /(?<![a-z])prospecting(?![a-z])/u],
  ['needs analysis', /(?<![a-z])needs analysis(?![a-z])/u],
  ['value proposition', /(?<![a-z])value proposition(?![a-z])/u],
];
const WON =
  /(?<![a-z])(?:won|win it|closed[- ]won|as (?:a )?win|signed(?: the (?:contract|deal))?|closed the (?:[a-z]+ ){0,2}deal|got the (?:[a-z]+ ){0,2}deal|got the contract)(?![a-z'])/u;
const LOST =
  /(?<![a-z])(?:lost|lose|closed[- ]lost|went to (?:a |the )?competitors?|fell through|is dead|decided against|went with someone else|turned us down)(?![a-z])/u;
const OPENS = /(?<![a-z])re-?open(?:ed)?(?![a-z])/u;
const NEXT =
  /(?<![a-z])(?:next stage|next step in the pipeline|(?:a|one) stage (?:further|up|ahead|forward|on)|move (?:it |the deal |that )?(?:along|forward|up))(?![a-z])/u;
const BACK = /(?<![a-z])(?:previous stage|(?:a|one) stage (?:back|down))(?![a-z])/u;

/** A stage as said; also `won`, `lost`, `open` (again), `next` and `previous`. Null for none. */
export function saidStage(text: string): string | null {
  const plain = normaliseText(text).replace(/sent (?:[a-z]+ ){0,3}?(?:the |a |our )?proposal/u, '');
  if (LOST.test(plain)) return 'lost';
  const named = STAGE_WORDS.filter(([, pattern]) => pattern.test(plain)).map(([stage]) => stage);
  const [only] = named;
  if (only !== undefined && named.length === 1) return only;
  if (only !== undefined) return lastOf(plain, named);
  if (WON.test(plain)) return 'won';
  if (OPENS.test(plain)) return 'open';
  if (NEXT.test(plain)) return 'next';
  if (BACK.test(plain)) return 'previous';
  const free =
    /(?<![a-z])(?:to|into|in|at|as) (?:the )?(?<stage>[a-z]+(?: [a-z]+)?) stage(?![a-z])|(?<![a-z])stage (?:is |to |= ?|: ?)?(?<other>[a-z]+)(?![a-z])/u.exec(
      plain,
    );
  const stage = free?.groups?.['stage'] ?? free?.groups?.['other'];
  return stage === undefined ||
    /^(?:the|next|same|this|that|of|to|for|what|which|one|further|back|is|by|change)$/u.test(stage)
    ? null
    : stage;
}

/** "from proposal to negotiation" */
function lastOf(plain: string, named: readonly string[]): string {
  const place = (stage: string) => STAGE_WORDS.find(([name]) => name === stage)?.[1].exec(plain)?.index ?? -1;
  return named.toSorted((a, b) => place(b) - place(a))[0] ?? '';
}

/** Whether the amount moves by what was said and not to it: 1 up, -1 down. */
export function saidStep(text: string): 1 | -1 | null {
  const step =
    /(?<![a-z])(?<way>raise|increase|bump|up|lift|lower|reduce|cut|decrease|drop)(?![a-z])[^.,;]* by (?=[$€£\d]|[a-z]+ (?:thousand|hundred|k))/u.exec(
      normaliseText(text),
    );
  const way = step?.groups?.['way'];
  if (way === undefined) return null;
  return /^(?:lower|reduce|cut|decrease|drop)$/u.test(way) ? -1 : 1;
}

/** The amount that was said, with its currency. */
export function saidAmount(
  text: string,
  context: SlotContext,
): { readonly amount: number; readonly currency: string | null } | null {
  const plain = normaliseText(text);
  const ids: readonly TextSpan[] = [...plain.matchAll(/[a-z]{2,}-[\da-z-]+|\d+(?:\.\d+)? ?(?:%|percent)/gu)].map(
    (match) => [match.index, match.index + match[0].length],
  );
  const readings = readMoney(plain, {
    locale: context.locale,
    currency: context.currency,
    taken: [...findDateWords(plain, context), ...ids],
  });
  const main = mainAmount(readings.filter(({ amount }) => amount !== 0 || readings.length === 1));
  return main === null ? null : { amount: main.amount, currency: main.currency };
}

/** Percent that was said. */
export function saidProbability(text: string): number | null {
  const plain = normaliseText(text);
  const said = /(?<value>\d{1,3}(?:[.]\d+)?) ?(?:%|percent|per cent)/u.exec(plain)?.groups?.['value'];
  if (said !== undefined) return Number(said);
  const named =
    /(?<![a-z])(?:probability|chance|likelihood|odds)(?: is| to| of| at| now| for| (?!is|to|of|at|now|for)[a-z]+(?= \d))* (?<value>\d{1,3})(?![\d%.k])/u.exec(
      plain,
    )?.groups?.['value'];
  return named === undefined ? null : Number(named);
}

/** When it closes: one day, or the stretch whose end it is. */
export function saidClosing(text: string, context: SlotContext): { readonly from: string; readonly to: string } | null {
  const reading = readDates(text, { ...context, direction: 'future' });
  if (reading.kind !== 'range' || (reading.open === 'until' && / before /u.test(` ${normaliseText(text)} `)))
    return null;
  return { from: reading.from, to: reading.to };
}

const COUNTS: Readonly<Record<string, number>> = {
  a: 1,
  an: 1,
  one: 1,
  another: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
};

/** How far the closing date moves: `+2w`, `-3d`, `+1m`; null when it does not say so. */
export function saidShift(text: string): string | null {
  const plain = normaliseText(text);
  const shift =
    /(?<![a-z])(?:by (?<by>\d+|[a-z]+) (?<unit>day|week|month)s?|(?<n>\d+|[a-z]+) (?<of>day|week|month)s? (?<way>later|earlier|sooner|back|out|forward))(?![a-z])/u.exec(
      plain,
    )?.groups;
  const count = shift?.['by'] ?? shift?.['n'] ?? '';
  const number = COUNTS[count] ?? Number(count);
  const unit = (shift?.['unit'] ?? shift?.['of'] ?? '').charAt(0);
  if (unit === '' || !Number.isInteger(number) || number < 1 || number > 99) return null;
  const earlier = /(?<![a-z])(?:earlier|sooner|forward|bring|pull|advance)(?![a-z])/u.test(plain);
  return `${earlier ? '-' : '+'}${number}${unit}`;
}

const NOTE =
  /(?<![\p{L}])(?:(?:add|put|leave|make|write|keep|save) (?:a |an |the )?(?:quick |short )?)?(?:deal )?(?:note|comment|remark)(?! down)[^:]*?(?::| that | saying | to say )\s*(?<note>.+)$|(?<![\p{L}])(?:write|note(?: down)?|mention|record)(?: it| this)? (?:in|on|for|to|with|down)[^:]*?(?::| that )\s*(?<other>.+)$/isu;

/** A note that is to be kept, as typed. */
export function saidNote(text: string): string | null {
  const match = NOTE.exec(text);
  const note = match?.groups?.['note'] ?? match?.groups?.['other'];
  return note === undefined ? null : note.trim().replace(/[.!]+$/u, '') || null;
}

/** Why a deal was lost, as typed. */
export function saidLostReason(text: string): string | null {
  const match =
    /(?:(?<![\p{L}])(?:because(?: of)?|due to|reason(?: is| was|:)|since|as they)|[,;:-] they)(?![\p{L}])\s*(?<why>.{3,300}?)[.!]*$/isu.exec(
      text,
    );
  const why = match?.groups?.['why']?.trim();
  if (why !== undefined)
    return /they\s*$/iu.test(match?.[0].slice(0, match[0].length - why.length) ?? '') ? `They ${why}` : why;
  return (
    /(?<![\p{L}])(?:(?:to|against) (?<rival>(?:a |the )?competitor\p{L}*|[\p{L}]+(?: [\p{L}]+)?)|on (?<point>price|pricing|features?|timing|budget))[.!]*$/iu
      .exec(text)?.[0]
      .trim()
      .replace(/[.!]+$/u, '') ?? null
  );
}
