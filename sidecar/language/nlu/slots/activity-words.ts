/** What words say of something that took place with a customer: what it was, with whom, what about, when. */
import { daysBetween, todayIn } from '../../calendar.ts';
import { readDates } from '../../dates.ts';
import { normaliseText } from '../../normalise.ts';
import { parties } from './party-words.ts';
import type { SlotContext } from './slot-reader.ts';

const KINDS: readonly (readonly ['call' | 'email' | 'meeting' | 'note', RegExp])[] = [
  [
    'email',
    /(?<![a-z])(?:e-?mail(?:ed|s)?|mailed|wrote (?:us|to|an)|sent (?:\w+ ){1,3}(?:an |the )?(?:e-?mail|mail|message))(?![a-z])/u,
  ],
  [
    'call',
    /(?<![a-z])(?:phone call|phone|call(?!s? (?:in|back))|callback|cal|called|rang|phoned|voicemail|left (?:a )?message|lm|on the line|hung up|(?:tried to|couldn't|could not|can't) reach)(?![a-z])/u,
  ],
  [
    'meeting',
    /(?<![a-z])(?:met|meeting|visit(?:ed)?|lunch|dinner|coffee|demo|breakfast|in person|presentation)(?![a-z])/u,
  ],
  ['note', /(?<![a-z])(?:note(?:s|d)?|jot|remember|write down|keep in mind)(?![a-z])/u],
];

export function saidActivity(text: string): 'call' | 'email' | 'meeting' | 'note' | null {
  const plain = normaliseText(text);
  const head = plain.split(':')[0] ?? plain;
  // "log it as a meeting" says it whatever it was.
  const as = /(?<![a-z])as an? (?<kind>call|meeting|e-?mail|note)(?![a-z])/u.exec(plain)?.groups?.['kind'];
  if (as !== undefined) return as.startsWith('e') ? 'email' : (as as 'call');
  if (
    /^(?:please )?(?:(?:add|put|make|leave|take|write)(?: down)? (?:a |an )?)?(?:quick |short )?notes? (?:to|on|for|about|that(?! (?:i|we) )|from)(?![a-z])|^(?:take|make|put|add|leave|jot down|write down) an? note|^crm note|^(?:(?:can|could) you )?(?:note|write|jot|put) down (?:for|on) [^:]+ that |^(?:write|jot|put) down that (?!(?:\p{L}+ ){0,3}and i |i |we )/u.test(
      plain,
    )
  )
    return 'note';
  for (const [kind, pattern] of KINDS) {
    if (kind === 'note') {
      // "... , note it" only asks to keep it.
      if (
        /(?<![a-z])(?:keep (?:a )?note|take (?:a )?note|add (?:a )?note|put (?:a )?note|leave (?:a )?note|make (?:a )?note|quick note|^note)(?![a-z])/u.test(
          head,
        )
      )
        return kind;
      return /^note/u.test(head) ? kind : null;
    }
    if (pattern.test(head.replace(/(?<![a-z])prefers? calls?.*$/u, ''))) return kind;
  }
  return null;
}

/** With whom or on what: the person before the company. */
export function saidWith(text: string, context: SlotContext): string | null {
  const head = (text.split(/[:]/u)[0] ?? text).trim();
  const found = parties(head.length >= 6 ? head : text, context);
  const all = found.length > 0 ? found : parties(text, context);
  const person = all.find((one) => one.kind === 'person');
  const led = all.find((one) =>
    /(?<![a-z])(?:with|to|on|for|w\/|at|from|met|visited|called|emailed|phoned|rang) (?:the (?:customer|client) )?$/u.test(
      one.before,
    ),
  );
  const chosen = person ?? led ?? all[0];
  return chosen === undefined ? null : chosen.text;
}

const ABOUT =
  /(?<![\p{L}])(?:about|regarding|concerning|re:?|in respect of|on the (?:topic|subject) of|(?:the )?(?:topic|subject|matter) (?:was|is)|(?:topic|subject):|(?<=(?:with|to) (?:\p{L}+ ){1,3})on(?= (?:the|our|their) )(?! (?:the )?(?:\d|phone|line|mon|tue|wed|thu|fri|sat|sun|first|last)))\s+(?:the |our |their |a |an )?(?<what>[^,.;:!?]+)/iu;
const DISCUSSED =
  /(?<![\p{L}])(?:discussed|to discuss|discussing|talked over|talked through|went over|went through|to go over|for discuss(?:ing)?|to talk (?:about|through|over))\s+(?:the |our |their |a |an )?(?<what>[^,.;:!?]+?)(?= with (?!the )|[,.;:!?]|$)/iu;
const SENT =
  /(?<![\p{L}])(?:e-?mailed|sent)\s+(?:\p{L}+ ){1,2}(?:the|our|an?) (?<what>(?!e-?mail|mail|message)[^,.;:!?]+)/iu;
/** "Emailed the quote to Oskar". */
const SENT_TO =
  /(?<![\p{L}])(?:e-?mailed|sent) (?:the |our |an? )?(?<what>(?!e-?mail|mail|message)\p{L}+(?: \p{L}+){0,2}?) to (?=\p{L})/iu;
const CUT =
  /\s+(?:(?:make|take|keep) a note\b.*|(?:put|enter|file|save) (?:it|that|this)\b.*|in (?:the |our )?(?:records?|crm|system|log|files)|note (?:it|that|this)(?: down)?|log (?:it|that|this)|please|pls|(?:and )?(?:log|record|save|note)\b.*|yesterday|today|this morning|this afternoon|last \p{L}+|on \p{L}+day|with \p{Lu}.*)$/iu;

/** What it was about, as typed. */
export function saidTopic(text: string, who: string | null = null): string | null {
  for (const pattern of [ABOUT, DISCUSSED, SENT, SENT_TO]) {
    const what = pattern.exec(text)?.groups?.['what'];
    const clean = what?.replace(CUT, '').replace(CUT, '').trim();
    if (clean !== undefined && clean !== '' && !/^(?:it|that|this|them|him|her)$/iu.test(clean)) return clean;
  }
  return who === null ? null : terseTopic(text, who);
}

/** "emailed ortiz pricing log it", "meeting victor roth yesterday rollout log": what is left behind the name. */
function terseTopic(text: string, who: string): string | null {
  if (!/^(?:i )?(?:e-?mailed|called|met|meeting|call|visit(?:ed)?|phoned) /iu.test(text) || text.split(' ').length > 9)
    return null;
  const at = text.toLowerCase().indexOf(who);
  const left = text
    .slice(at < 0 ? text.length : at + who.length)
    .replace(
      /(?:[,;]|\b(?:and|then|please|pls|log|logged|onsite|note|record|save|it|that|this|down|yesterday|today|last \w+|this \w+|mon\w*|tue\w*|wed\w*|thu\w*|fri\w*)\b)/giu,
      ' ',
    )
    .replace(/\s+/gu, ' ')
    .trim();
  return /^(?!(?:at|in|on|from|of|for|with|about|is|was|over|to|by|who|the|a|an|and|morning|afternoon|lunch|visit)\b)[\p{L} -]{3,40}$/iu.test(
    left,
  ) && left.split(' ').length <= 3
    ? left
    : null;
}

const SAID_AFTER = /(?:[^:]{3,})(?<!subject|topic|(?<!\p{L})re):\s*(?<text>.{2,})$/su;
const THAT =
  /(?<![\p{L}])(?:note|record|write down|log|mention|remember|memo|add)(?: down)?(?: (?:for|on|to|about|with) [^:,]+?)? that\s+(?<text>.{2,})$/isu;

/** What is to be kept, as typed: after a colon, after "note that". */
export function saidContent(text: string, who: string | null): string | null {
  const after = SAID_AFTER.exec(text)?.groups?.['text'];
  if (after !== undefined && !/^\S+@|^\/\//u.test(after)) return ended(after);
  const that = THAT.exec(text)?.groups?.['text'];
  if (that !== undefined) {
    if (
      /^(?:down|it)\b/iu.test(that) ||
      /^(?:\p{L}+ ){0,3}and i\b|^(?:i|we) (?:just )?(?:rang|phoned|had|met|called|spoke|talked|visited|sent|emailed|discussed)\b/iu.test(
        that,
      )
    )
      return null;
    // "note that Northwind is interested": the name says on whom it is.
    const own = who === null ? -1 : that.toLowerCase().indexOf(who);
    return own === 0 ? ended(that.slice(who?.length ?? 0).replace(/^['’]s /u, '')) : ended(that);
  }
  const tells =
    /,\s*(?<rest>(?:he|she|they)(?:'\p{L}+|’\p{L}+)? .{4,}?)(?:[,.]? (?:please |pls )?(?:log|note|record|save)(?: (?:it|that|this))?)?[.!]*$/isu.exec(
      text,
    )?.groups?.['rest'];
  if (tells !== undefined) return ended(tells);
  const goesOn = who === null ? undefined : toldIn(behind(text, who));
  if (goesOn !== undefined) return ended(goesOn);
  const listed = /^[^,]*(?:log|call|note)[^,]*,\s*[^,]+,\s*(?<rest>.{4,})$/isu.exec(text)?.groups?.['rest'];
  return listed === undefined || /(?<![\p{L}])(?:log|note|record|please)(?![\p{L}])/iu.test(listed)
    ? null
    : ended(listed);
}

/** Right behind the name: "hung up with Marta she's keen", "Marta rang, wants a discount". */
const GOES_ON =
  /^(?:[^,:]{0,40}?(?<!(?:that|what|when|how|because|since|while|if|as)) (?<rest>(?:he|she|they)(?:['’](?:s|re|ll|d|ve)| (?:is|are|was|were|wants?|needs?|asked|likes?|liked|says?|said|will|would|has|have|had|agreed|can|can't|prefers?|pays?)) .{3,}?)|[^,:]{0,40}?, ?(?<told>(?:wants?|needs?|asks? for|asked for|asked about|likes?|liked|says|said|agreed|will|prefers?|interested in) .{3,}?))(?:[,.]? (?:please |pls )?(?:log|note|record|save)(?: (?:it|that|this))?)?[.!]*$/isu;

function toldIn(words: string): string | undefined {
  const found = GOES_ON.exec(words)?.groups;
  return found?.['rest'] ?? found?.['told'];
}

function behind(text: string, who: string): string {
  const at = text.toLowerCase().indexOf(who);
  return at < 0 ? '' : text.slice(at + who.length);
}

function ended(text: string): string | null {
  const clean = text
    .trim()
    .replace(/[.!]+$/u, '')
    .replace(/,? (?:please|pls|thanks)$/iu, '')
    .trim();
  return clean === '' ? null : clean;
}

/** So long ago nobody logs what took place on a day that was said without its year. */
const LONG_AGO_DAYS = 60;

/** The day it took place; null when none was said. "June 20" that lies shortly ahead is that day, and not last year's. */
export function saidDay(text: string, context: SlotContext): string | null {
  const head = text.split(':')[0] ?? text;
  const past = dayIn(head, context, 'past');
  if (past === null) return null;
  const today = todayIn(context.now, context.timeZone);
  const next = dayIn(head, context, 'future');
  const isNear = next !== null && next > today && daysBetween(today, next) <= LONG_AGO_DAYS;
  return isNear && daysBetween(past, today) > LONG_AGO_DAYS ? next : past;
}

function dayIn(head: string, context: SlotContext, direction: 'past' | 'future'): string | null {
  const reading = readDates(head, { ...context, direction });
  return reading.kind === 'range' && reading.from === reading.to ? reading.from : null;
}
