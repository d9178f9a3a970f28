/** What words say of a reminder: of what, when, by which way, about which meeting. */
import { todayIn } from '../../calendar.ts';
import { durationAt } from '../../durations.ts';
import { readMoment } from '../../moments.ts';
import { normaliseText } from '../../normalise.ts';
import { readQuoted } from '../../quoted.ts';
import { alignText, blankOut, type TextSpan } from '../../spans.ts';
import { withHour } from './meeting-times.ts';
import type { SlotContext, SlotReader } from './slot-reader.ts';

const CHANNEL =
  /(?<![a-z])(?<email>(?:by|via|as an|an|per) e-?mail|(?:by|via|per) mail|e-?mail (?:me|reminder)|mail me|(?:to|in) my inbox)(?![a-z])|(?<![a-z])(?<push>push|notification|popup|pop-up)(?![a-z])/u;
const BEFORE =
  /(?<![a-z\d])(?:before|ahead of|prior to) (?:the |my |our |~'?s? ?)?(?<meeting>[a-z0-9:' -]+?)(?: (?:starts|begins))?(?:,? (?:(?:please )?(?:give|ping|remind|nudge|alert|tell|poke) me|let me know|would be|set a).*)?[.?!]*$/u;

/** "15 minutes before the design review": how long before which meeting. Null when nothing is said so. */
export function saidBefore(text: string): { readonly meeting: string; readonly minutes: number } | null {
  const plain = normaliseText(text);
  const match = BEFORE.exec(plain);
  const meeting = match?.groups?.['meeting'];
  if (
    match === null ||
    meeting === undefined ||
    /^(?:noon|lunch|\d|monday|tuesday|wednesday|thursday|friday|saturday|sunday|then|i |we |he |she |tomorrow|next|end)/u.test(
      meeting,
    )
  )
    return null;
  let minutes: number | null = null;
  for (const { index } of plain.slice(0, match.index).matchAll(/(?<![a-z\d])(?=[a-z\d])/gu)) {
    minutes ??= durationAt(plain, index)?.minutes ?? null;
  }
  return { meeting, minutes: minutes ?? 15 };
}

const LEAD =
  /(?<![a-z'])(?:(?:send|mail|e-?mail|message|text) me [^,]*?so (?:that )?i (?:do not|don't|won't) forget|(?:give|send|drop) me a (?:shout|buzz|ring|poke|ping|nudge|bell)|(?:please )?(?:remind(?:ed)?|rmndr|rmnd|rmd|remnd|remid|rem(?= me)|buzz|bug|remember|nudge|ping|poke|alert|tell|notify|e-?mail|mail|message|text|send|give)(?: me| myself)(?: again)?(?: an? (?:e-?mail |push )?(?:reminder|alert|nudge|heads[ -]?up|notification))?|(?:set|create|add|put|make|schedule|i need|i want|i'd like)(?: me| up)? (?:an? |the |another |one )?(?:new |quick )?(?:e-?mail |push )?(?:reminder|alarm|alert|nudge|poke)|reminder|remind|(?:do not|don't|dont) let me (?:forget|miss|4get)|i (?:must|should) not forget|i mustn't forget|make sure (?:that )?i (?:remember|do not forget|don't forget)|help me (?:to )?remember|jog my memory|let me know|wake me(?: up)?|alarm(?= ?(?:for|at|~))|i (?:want|need|would like|'d like) (?:to be reminded|reminding)|make me (?:remember|think)|note to (?:self|myself|me):?|i (?:need|have|want) to remember)(?![a-z])/u;
const LINK =
  /^(?:[\s~,:;-]|(?:on|in|to) my (?:phone|mobile|laptop|calendar)(?![a-z0-9'])|(?:to|that|about|of|re:?|for|concerning|regarding|4(?= ?[~:])|i (?:have|need|must|should|ought)(?: to)?|i(?= [a-z]+ (?:the|my|a|an|him|her|them|it) )|that i|on|at|by(?: e-?mail| mail| push)?|via e-?mail|when it's (?:time|~)(?: for)?|in|please|then|2(?= [a-z])|again|later|sometime|saying|called)(?![a-z0-9']))*/u;
const TAIL =
  /(?:[\s~,.;:!?-]|(?<![a-z])(?:please|pls|thanks|thank you|at|on|by|for|in|and|so|later|then|can you|could you|would you|(?:and )?remind me(?: (?:of|about) (?:it|that))?|keep me honest|set a reminder|reminder|please remember me)(?![a-z]))+$/iu;
const NOTHING =
  /^(?:(?:before|ahead of) .*|alarm|alert|reminder|something|me|it|that|this|again|one|up|ok|hey|um|oh|and|please|later)?$/iu;

/** How often: no part of what it is about. */
const OFTEN =
  /(?<![a-z])(?:every|each) (?:other )?(?:single )?(?:hour|half hour|day|morning|evening|week|month|weekday|(?:mon|tues|wednes|thurs|fri|satur|sun)day|\d+ (?:minutes|hours|days))s?(?![a-z])|(?<![a-z])(?:daily|hourly|weekly)(?![a-z])(?=[.!?]*$| (?:at|to) )/gu;

/** What to be reminded of, as typed; null when nothing is left. */
export function reminderText(text: string, context: SlotContext): string | null {
  const [quoted] = readQuoted(text);
  if (quoted !== undefined) return quoted.text;
  const moment = readMoment(text, context);
  const { normalised, original } = alignText(text);
  const often = [...normalised.matchAll(OFTEN)].map(({ index, 0: words }): TextSpan => [index, index + words.length]);
  const plain = blankOut(normalised, [...(moment.kind === 'none' ? [] : moment.spans), ...often]);
  const lead = LEAD.exec(plain);
  const typed = (from: number, to: number) => text.slice(...original([from, to]));
  const after = lead === null ? 0 : lead.index + lead[0].length;
  const start = after + (lead === null ? 0 : (LINK.exec(plain.slice(after))?.[0].length ?? 0));
  const rest = piecesOf(plain, start, plain.length, typed);
  if (rest !== null) return rest;
  if (lead === null) return null;
  // "At five I have to send the proposal, remind me": what is due was said first.
  const begin =
    /^(?:[\s~,]|(?:hey|um|uh|oh|so|and|please|i (?:(?:have|need|must|should|ought|got)(?: to)?|do not want to forget|don't want to forget|must not forget|mustn't forget|can't forget))(?![a-z']))*/u.exec(
      plain,
    )?.[0].length ?? 0;
  return begin < lead.index ? piecesOf(plain, begin, lead.index, typed) : null;
}

/** The words between two places without what was cut out of them. */
function piecesOf(plain: string, from: number, to: number, typed: (from: number, to: number) => string): string | null {
  const pieces: string[] = [];
  for (const { 0: piece, index } of plain.slice(from, to).matchAll(/[^~]+/gu)) {
    const words = typed(from + index, from + index + piece.length).trim();
    if (words !== '') pieces.push(words);
  }
  const joined = pieces
    .join(' ')
    .replace(TAIL, '')
    .replace(/^[\s,;:-]+/u, '')
    .replace(/^(?:for|at|on|in|by)[\s,;:-]*,\s*/iu, '')
    .replace(/^(?:it's|it is) (?:about )?time (?:to|for) /iu, '')
    .replace(
      /^(?:so )?(?:that )?i (?:(?:do not|don't|won't|will not|must not|mustn't) (?:miss|forget)|(?:tend to|always|often|usually|easily|might|may|will) forget)(?: about| to)? /iu,
      '',
    )
    .replace(/^so (?:that )?i (?:can |don't forget to |do not forget to |remember to )?(?=\p{L}+ )/iu, '')
    .replace(
      /^(?:so )?i (?:should|must|have to|need to|gotta|ought to|want to|keep forgetting to|always forget to|tend to forget to) /iu,
      '',
    )
    .trim();
  const bare = /^(?:the|my|a|an) (?<noun>\S+)$/iu.exec(joined)?.groups?.['noun'] ?? joined;
  return NOTHING.test(bare) ? null : bare;
}

/** "Half an hour before", without what it is before. */
const AHEAD =
  /,? (?:half an hour|(?:a )?quarter (?:of an )?hour|(?:an?|\d+|one|two|five|ten|fifteen|twenty|thirty) (?:minutes?|mins?|hours?|hrs?|days?)) (?:ahead|before|beforehand|prior|in advance)[.!?]*$/iu;

export const saidReminder: SlotReader = (said, context) => {
  const text = withHour(said)
    .replace(/(?<= in \d{1,2})(?=[.!?]*$| to )/u, ' minutes')
    .replace(AHEAD, '');
  const plain = normaliseText(text);
  const channel = CHANNEL.exec(plain)?.groups;
  const before = saidBefore(text);
  if (before !== null) return { event_id: before.meeting };
  const reading = readMoment(text, context);
  const moment = reading.kind === 'ambiguous' ? reading.readings[0] : reading.kind === 'moment' ? reading : undefined;
  const about = reminderText(text, context);
  const vague =
    moment?.part !== undefined || (moment !== undefined && /later today/u.test(plain) && moment.time === undefined);
  const at =
    moment === undefined || vague ? null : moment.time === undefined ? moment.date : `${moment.date} ${moment.time}`;
  return {
    ...(about === null ? {} : { reminder_text: about.toLowerCase() }),
    ...(at === null || at < todayIn(context.now, context.timeZone) ? {} : { remind_at: at }),
    ...(channel === undefined ? {} : { channel: channel['email'] === undefined ? 'push' : 'email' }),
  };
};
