/** Hurried, dictated and formal sentences in the wording that the readers of slots know. */

import { mayBeName } from '../../people-words.ts';
import { FIRST_NAMES, ORG_WORDS } from '../names-known.ts';

/** Their own words go out or are kept as they were typed: only the request around them is put plainly. */
const KEEPS_WORDS: ReadonlySet<string> = new Set(['send_email', 'notify_colleague', 'set_reminder', 'create_task']);

/** Sounds of thinking, of a voice that was written down. */
const FILLER = /(?<![\p{L}\p{N}'’-])(?:um+|uh+|uhm+|er+m|hmm+)(?![\p{L}\p{N}'’-])[,.]*\s*/giu;
/** A small word that is said again after a pause. */
const AGAIN =
  /(?<![\p{L}'’])(?<word>the|an?|who's|what's|to|i|is|can|of|and|my|for|with|in|on|it|we|you)(?:,? \k<word>)+(?![\p{L}'’])/giu;
const START =
  /^(?:(?:so|yeah|yes so|ok(?:ay)?|alright|right|well|hey|hi|hello|oh|please|pls|plz)[,!]?\s+)*(?:(?:would|could|can|will) you (?:(?:please|kindly) )+|kindly |pray |gimme |lemme (?=see|have))/iu;
/** Greetings and little words before a request. */
const GREETING =
  /^(?:(?:hey|hi|hello|hiya|yo|yeah|yep|nope|hold on|regrettably|unfortunately|sadly|like|dear|good (?:morning|afternoon|evening|day)|morning|afternoon|evening|ok(?:ay)?|so|well|alright|right|oh|yeah|listen|sorry|excuse me|actually|just(?! (?:my|the) (?:meetings|appointments|events|calendar))|quick (?:one|question|thing|request)|one (?:more )?thing|by the way|btw)(?: (?:there|again|assistant|dartwing|team|all))?(?! (?:to|prio?|pri) )(?:\s*[,:;!.-]+)?\s+)+(?=\S)/iu;
const DEAR = /^dear (?:assistant|dartwing|sir or madam|sir|madam),?\s+/iu;
/** Ways of asking that somebody does what follows. */
const ASKING =
  /^(?:i(?:'m| am| was) (?:just )?wondering (?:if|whether) you (?:could|can|would|might)|i wonder (?:if|whether) you (?:could|can|would)|do you think you (?:could|can)|any chance (?:that )?you (?:could|can)|would you be (?:so|as) (?:kind|good) (?:as )?(?:to|and)|be (?:so|as) (?:kind|good) (?:as )?to|i(?:'d| would| should) (?:appreciate|be grateful|be glad|be obliged|be happy) (?:it )?if you (?:could|would)|i (?:would like|should like|'d like|want|wish) that (?:you )?|please to|(?:please )?(?:would|could|can|will) you(?= (?:transfer|move|cancel|delete|show|give|set|add|create|make|open|find|search|tell|remind|mark|put|send) )|(?:i(?:'d| would) like|i want|i need) you to|if you (?:could|can|would)(?: please)?|(?:could|can|would|will) you(?: (?:please|possibly|perhaps|maybe|just|quickly|kindly))+) (?=\S)/iu;
/** Courtesies behind a request. */
const CLOSING =
  /(?:\s*[,.;!]?\s+(?:please|pls|plz|thanks|thanks (?:a lot|so much|in advance|again)|thank you|thank you (?:very much|so much|in advance)|thx|cheers|ta|much appreciated|(?:when(?:ever)?|if|once|as soon as) you (?:have|get|find|can|could|do)(?: (?:a|the|some))?(?: (?:second|sec|minute|min|moment|chance|time))?|at your (?:earliest )?convenience|right away|straight ?away|immediately|if possible|would you|will you|if you (?:would|could) be so (?:good|kind)))+\s*[.!?]*$/iu;
const PLEASE_LAST = /,?\s+(?:please|pls)\s*[.!?]*$/iu;
const IF_YOU_PLEASE = /,? if you please(?=[.!?]*$|:)/iu;
const TOTALLY =
  /(?<=(?<![\p{L}])(?:is|are|was|i'm|in|at) )(?:like,? )?(?:(?:totally|basically|literally|kind of|sort of) |(?<=like,? ))/giu;
/** A word of hesitation behind a helping verb: "am I like allowed". */
const LIKE =
  /(?<=(?<![\p{L}])(?:am i|are we|can i|can we|do i|do we|could i|search for|look for|how do we|do we have|that at|it at|to) )like,? (?=\p{L})/giu;
const CLOSING_APART = new RegExp(CLOSING.source.replace('[,.;!]?', '[,.;!]'), 'iu');
const HURRY = /,?\s+(?:asap|as soon as possible|(?:right )?now|quickly|urgently)\s*[.!?]*$/iu;
/** How pressing, or how things stand now, is what these are asked for. */
const HURRY_MATTERS: ReadonlySet<string> = new Set([
  'create_task',
  'get_my_tasks',
  'get_my_projects',
  'check_availability',
  'get_calendar_events',
  'get_todays_schedule',
]);
const START_INSTEAD: Readonly<Record<string, string>> = { gimme: 'give me ', lemme: 'let me ' };
/** "Write please an email", "Ask Jen please where ...". */
const PLEASE_WITHIN = /^(?<lead>[\p{L}'’]+(?: (?:me|us|to me|to us)| \p{Lu}[\p{L}'’]+)?),? (?:please|pls|kindly),? /u;

const ASIDES: readonly (readonly [RegExp, string])[] = [
  [/^(?:i|we) (?:wish|desire|beg|should like|would like) to (?=\p{L})/iu, 'I want to '],
  [/,? if you (?:please|would|don'?t mind)(?=[.!?]*$)/iu, ''],
  [/ would be appreciated(?=[.!?]*$)/iu, ''],
  [/\s(?:->|=>|→)\s?/gu, ' to '],
  [
    /(?<![\p{L}\p{N}])(?:(?:hi|high|low|med)[ -]?(?:prio?|pri)|(?:prio?|pri) (?:high|low|med(?:ium)?))(?![\p{L}\p{N}])/giu,
    ' ',
  ],
];

/** Whole words that are written short; `before` and `after` say where. */
const SHORT: readonly (readonly [RegExp, string])[] = (
  [
    ['w\\/', 'with', '', '(?= ?\\p{L})'],
    ['w', 'with', '(?<![-.] ?|w-)', '(?= (?!two(?![a-z])|2)\\p{L}{2})'],
    ['b4', 'before'],
    ['abt', 'about'],
    ['nxt', 'next'],
    ['tmrw|tmr|tmw|tomo', 'tomorrow'],
    ['yest', 'yesterday'],
    ['nite', 'night'],
    ['wk', 'week'],
    ['qtr', 'quarter'],
    ['yr', 'year'],
    ['yrs', 'years'],
    ['mo', 'month', '(?<=(?:last|this|next|past|per|each|the) )'],
    ['mtg', 'meeting'],
    ['mtgs', 'meetings'],
    ['appt', 'appointment'],
    ['cxl|canx', 'cancel'],
    ['resched', 'reschedule'],
    ['sched', 'schedule'],
    ['acct', 'account'],
    ['dept', 'department'],
    ['mgr', 'manager'],
    ['mktg', 'marketing'],
    ['ppl', 'people'],
    ['ext', 'extension'],
    ['convo', 'conversation'],
    ['exps', 'expenses'],
    ['exp', 'expense'],
    ['ph nr|ph no|ph|tel no', 'phone number'],
    ['proc', 'procedure'],
    ['4', 'for', '(?<=(?:procedure|process|steps|policy|rules|faq) )', '(?= \\p{L})'],
    ['reqs', 'requests'],
    ['req', 'request'],
    ['pct', 'percent'],
    ['pts', 'points'],
    ['addr', 'address'],
    ['todays', "today's"],
    ['tomorrows|tmrws|tmws|tmrs', "tomorrow's"],
    ['2mrw|2moro|2morrow', 'tomorrow'],
    ['mv', 'move', '(?<=^)'],
    ['del', 'delete', '(?<=^)'],
    ['wip', 'in progress'],
    ['gonna', 'going to'],
    ['yesterdays', "yesterday's"],
    ['weeks', "week's", '(?<=(?:last|this|next) )', '(?= \\p{L})'],
    ['months', "month's", '(?<=(?:last|this|next) )', '(?= \\p{L})'],
    ['whos', "who's"],
    ['whats', "what's"],
    ['wheres', "where's"],
    ['hows', "how's"],
    ['dont', "don't"],
    ['cant', "can't"],
    ['im', "I'm"],
    ['ive', "I've"],
    ['thats', "that's"],
    ['heres', "here's"],
    ['takin', 'taking'],
    ['workin', 'working'],
    // Figures for words: "task 4 priya", "steps 4 new vendors", "huddle 2 tues", "spoke 2 linda".
    ['4', 'for', '(?<=\\p{L} )', '(?= (?:this|next|last|the|my|our|me|us|new|all|our)(?![\\p{L}]))'],
    ['2', 'to', '(?<=(?:spoke|talked|POs|things?|move|need|want|have) )', '(?= \\p{L})'],
    ['2', 'to', '(?<=\\p{L}{4,} )', '(?= (?:mon|tue|wed|thu|fri|sat|sun|tom|next)\\p{L}*)'],
  ] as const
).map(([word, instead, before = '', after = '']) => [
  new RegExp(`(?<![\\p{L}\\p{N}@'’.-])${before}(?:${word})(?![\\p{L}\\p{N}'’-])\\.?${after}`, 'giu'),
  instead,
]);

const TASK_FOR = /^(?<lead>(?:(?:high|low|medium) priority |new )*(?:task|tsk|todo|ticket)s?) 4 (?=\p{L})/iu;
/** A title is no part of a name. */
const HONORIFIC = /(?<=^|[\s,(])(?:mr|mrs|ms|miss|dr|prof)\.? (?=\p{L})/giu;

/**
 * The utterance for the readers of a tool's arguments: sounds of thinking and courtesies gone, short forms written out. What is
 * to be sent or kept word for word stays as it was typed.
 */
export function plainSpeech(tool: string, text: string): string {
  let plain = quiet(text).replace(FILLER, '').replace(/\s+/gu, ' ').trim().replace(AGAIN, '$<word>');
  plain = withoutCourtesy(tool, plain);
  const start = START.exec(plain)?.[0];
  if (start !== undefined) {
    const word = /gimme|lemme/iu.exec(start)?.[0].toLowerCase() ?? '';
    plain = `${START_INSTEAD[word] ?? ''}${plain.slice(start.length)}`;
  }
  plain = plain.replace(PLEASE_WITHIN, '$<lead> ');
  for (const [aside, instead] of ASIDES) {
    plain = plain.replace(aside, (words: string) => (instead === ' ' ? priorityOf(words) : instead));
  }
  plain = plain.replace(TASK_FOR, '$<lead> for ');
  if (KEEPS_WORDS.has(tool)) return plain;
  plain = withApostrophes(plain);
  for (const [word, instead] of SHORT) plain = plain.replace(word, instead);
  return plain.replace(HONORIFIC, '');
}

function priorityOf(words: string): string {
  return /low/iu.test(words) ? 'low priority' : /med/iu.test(words) ? 'medium priority' : 'high priority';
}

function withoutCourtesy(tool: string, text: string): string {
  let plain = text.replace(IF_YOU_PLEASE, '').replace(LIKE, '').replace(TOTALLY, '');
  for (let before = ''; before !== plain; ) {
    before = plain;
    for (const lead of [DEAR, GREETING, ASKING]) {
      const rest = plain.replace(lead, '');
      // "ok HR-EXP-2026-00012" decides: a request has two words at least.
      if (/\S\s+\S/u.test(rest)) plain = rest;
    }
  }
  const closing = KEEPS_WORDS.has(tool) ? CLOSING_APART : CLOSING;
  const open = plain.replace(closing, '').replace(PLEASE_LAST, '');
  if (/\S\s+\S/u.test(open)) plain = open;
  if (KEEPS_WORDS.has(tool) || HURRY_MATTERS.has(tool)) return plain;
  const calm = plain.replace(HURRY, '');
  return /\S\s+\S/u.test(calm) ? calm : plain;
}

/** One kind of apostrophe, no shouting, no full stop behind a single sentence, no capital that only begins it. */
function quiet(text: string): string {
  const straight = text.replace(/[\u2018\u2019\u02bc\u00b4`]/gu, "'");
  const isShouted =
    straight === straight.toUpperCase() && /\p{Lu}{2,}\P{Lu}+\p{Lu}{2,}/u.test(straight) && !/\d{3}/u.test(straight);
  const calm = isShouted ? straight.toLowerCase() : straight;
  const open = calm.replace(/(?<=[\p{L}\p{N}"”')])\s*\.+\s*$/u, '');
  const first = /^\p{Lu}\p{Ll}+(?= )/u.exec(open)?.[0];
  if (first === undefined) return open;
  const word = first.toLowerCase();
  const isName =
    FIRST_NAMES.has(word) ||
    ORG_WORDS.has(word) ||
    mayBeName(word, false) ||
    /^ \p{Lu}/u.test(open.slice(first.length));
  return isName && !VERB_FIRST.has(word) ? open : `${word}${open.slice(first.length)}`;
}

/** Begin a request also before a name. */
const VERB_FIRST: ReadonlySet<string> = new Set(
  'assign give delegate hand have let make get tell ask add move cancel email mail message call book invite open show find new log note set update approve reject decline'.split(
    ' ',
  ),
);

const OWNED =
  'phone|number|email|e-mail|mobile|cell|contact|card|details|address|extension|title|role|function|manager|boss|supervisor|team|reports|calendar|diary|availability|schedule|leave|vacation|holidays?|pto|balance|day off|time off|expenses?|claims?|timesheet|trip|request|account|deals?|renewal|desk|job|dinner|lunch|breakfast';
const POSSESSIVE = new RegExp(`(?<![\\p{L}'])(?<name>\\p{L}{2,})s (?=(?:\\p{L}+ )?(?:${OWNED})(?![\\p{L}]))`, 'giu');

/** "tanyas number", "mondays dinner": the apostrophe that a hurried hand left out. */
function withApostrophes(plain: string): string {
  return plain.replace(POSSESSIVE, (words: string, name: string) => {
    const base = name.toLowerCase();
    if (FIRST_NAMES.has(`${base}s`) || ORG_WORDS.has(`${base}s`)) return words;
    const isDay = /^(?:mon|tues|wednes|thurs|fri|satur|sun)day$|^(?:this )?morning$/u.test(base);
    return FIRST_NAMES.has(base) || isDay ? `${name}'s ${words.slice(name.length + 2)}` : words;
  });
}
