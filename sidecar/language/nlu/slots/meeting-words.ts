/** What words say of a meeting: who, what it is called, where, how long; and which meeting of the calendar is meant. */
import { findDateWords } from '../../date-words.ts';
import { findDurations } from '../../durations.ts';
import { readMoment } from '../../moments.ts';
import { splitMove } from '../../moves.ts';
import { normaliseText } from '../../normalise.ts';
import { readPeople } from '../../people.ts';
import { readQuoted } from '../../quoted.ts';
import { alignText, blankOut, type TextSpan } from '../../spans.ts';
import { findTimes } from '../../times.ts';
import type { SlotContext } from './slot-reader.ts';

/** Nouns that are a title by themselves. */
const EVENTS =
  "stand[- ]?ups?|dentist(?: (?:visit|appointment))?|doctor(?: appointment|'s appointment)|retros?|retrospectives?|kick[- ]?offs?|demos?|interviews?|lunch(?:es)?|coffee|breakfast|dinner|brainstorm(?:ing)?|workshops?|one[ -]on[ -]ones?|1:1s?|1[ -]on[ -]1|reviews?|planning|training|onboarding|all[ -]hands|town ?hall|check[- ]?ins?|catch[- ]?ups?|follow[- ]?ups?|focus time|deep work|presentation|rehearsal|handover|debrief|briefing|offsite|hackathon|refinement|grooming|weekly(?! [a-z0-9])|sync[- ]up";
/** Nouns that need a word before them to be one: "budget meeting", "team sync". */
const PLAIN =
  'meetings?|calls?|sync|session|chat|appointment|event|get-?together|huddle|discussion|time|slot|block|visit|round|conference|lesson|class|roundtable|walkthrough|drill';
const MODIFIER =
  '(?!(?:an?|the|my|our|this|that|me|us|to|for|in|on|at|of|with|and|or|up|set|book|schedule|plan|arrange|put|create|add|make|new|have|get|got|need|want|like|some|phone|video|zoom|online|calendar|recurring|regular|weekly|daily|monthly|next|another|quick|short|brief|minute|minutes|min|hour|hours|long|please|invite|send|hold|block|out|can|could|you|we|i|organi[sz]e|do|is|every|each|first|last|a|regarding|about|half|one|two|three)(?![a-z0-9]))[a-z0-9&+-]+';
const TITLED = new RegExp(
  `(?<![a-z0-9])(?<title>(?:(?:quick|short) (?=sync(?![a-z])))?(?:${MODIFIER} ){0,3}?(?:${EVENTS})(?: (?:meeting|call|session|prep|planning))?|(?:${MODIFIER} ){1,3}(?:${PLAIN})|quick sync)(?![a-z0-9])`,
  'u',
);
const ABOUT =
  /(?<![a-z])(?:about|regarding|re:?|concerning|to (?:talk|speak|chat) (?:about|over|through)|to (?:discuss|go over|go through|review|plan|work on|finali[sz]e|prepare|align on)|on the (?:topic|subject) of|(?:with )?(?:the )?topic:?) (?<about>[^~,.;?!]+)/u;
const CALLED =
  /(?<![a-z])(?:called|named|titled|entitled|with the title|with title|subject:?|(?:new )?(?:event|entry|appointment):|for an?(?= (?:interview|workshop|demo|presentation)))[:,]? (?<name>[^~,.;?!]+)/u;

/** The title that was said, as typed; null for none. */
export function saidTitle(text: string, context: SlotContext): string | null {
  const [quoted] = readQuoted(text);
  if (quoted !== undefined) return quoted.text;
  const { normalised, original } = alignText(text);
  const plain = blankOut(normalised, cutsOf(normalised, text, context));
  const typed = (from: number, length: number) => text.slice(...original([from, from + length])).trim();
  for (const [pattern, group] of [
    [CALLED, 'name'],
    [ABOUT, 'about'],
  ] as const) {
    const match = pattern.exec(plain);
    const words = match?.groups?.[group];
    if (match === null || words === undefined) continue;
    const clean = trimmedEnd(words);
    const lead = clean.length - clean.trimStart().length;
    const from = match.index + match[0].length - words.length + lead;
    const title = clean.trim().replace(/^(?:the|our|my|a|an) /u, '');
    if (title !== '') return typed(from + clean.trim().length - title.length, title.length);
  }
  const match = TITLED.exec(plain);
  const title = match?.groups?.['title'];
  return match === null || title === undefined ? null : typed(match.index, title.length);
}

/** Dates, times, lengths and people: no part of a title. */
function cutsOf(normalised: string, text: string, context: SlotContext): readonly TextSpan[] {
  const moment = readMoment(text, { ...context, direction: 'future' });
  const people = readPeople(text, context.people);
  return [
    ...(moment.kind === 'none' ? [] : moment.spans),
    ...findDateWords(normalised, context),
    ...findTimes(normalised, context).flatMap(({ spans }) => spans),
    ...findDurations(normalised).map(({ span }) => span),
    ...people.spans,
  ];
}

function trimmedEnd(words: string): string {
  return words.replace(
    /(?:\s+(?:at|on|by|for|with|from|to|in|and|please|pls|thanks|tomorrow|today|every|each|next|this|until|but|so|if|when|because)(?![a-z]).*)$/u,
    '',
  );
}

const PLACE =
  /(?<![a-z])(?:in|at) (?:the )?(?<place>(?:(?:conference|meeting|board|big|small|large|blue|red|green) )?room [a-z0-9]+|(?:conference|meeting|board) ?room(?: [a-z0-9]{1,3})?|boardroom|cafeteria|canteen|lobby|head office|main office|office \d+|(?!the |a |an |one |any )[a-z0-9]+ room)(?![a-z0-9])|(?<=(?:book|reserve|get|need) (?:the |a )?)(?<booked>(?:big |small |large )?(?:conference|meeting|board) ?room)(?![a-z0-9])|(?<=[ ~])(?<end>(?!the |meeting |conference |board |our )[a-z0-9]+ room|room [a-z0-9]{1,3})[.!]?$|(?<![a-z])(?:on|via|over|by) (?<link>zoom|teams|google meet|webex|skype|slack)(?![a-z])|(?<=[ ~])(?<tool>zoom|teams|webex|google meet|canteen|cafeteria|boardroom|lobby)[.!]*$/u;

export function saidPlace(text: string): string | null {
  const { normalised, original } = alignText(text);
  const match = PLACE.exec(normalised);
  const words =
    match?.groups?.['place'] ??
    match?.groups?.['end'] ??
    match?.groups?.['booked'] ??
    match?.groups?.['link'] ??
    match?.groups?.['tool'];
  if (match === null || words === undefined) return null;
  const from = match.index + match[0].lastIndexOf(words);
  return text.slice(...original([from, from + words.length]));
}

const QUIET =
  /(?<![a-z])(?:(?:without|no need to) (?:telling|notifying|informing|inviting|sending|tell|notify|inform|invite|send)|(?:don'?t|do not|dont) (?:tell|notify|inform|invite|send|e-?mail|bother)|no (?:invites?|invitations?|notifications?)|quietly|silently)(?![a-z])/u;

/** Whether nobody is to be told. */
export function saidQuiet(text: string): boolean {
  return QUIET.test(normaliseText(text));
}

const VERB =
  '(?:make it to|pull(?! out)|set|update|re[sk]+[ck]?h?edule|get me out of|take me off|drop me from|take me out of|no need for|cancel|cancle|cancl|call off|erase|scratch|annul|decline|strike|forget(?: about)?|scrapping|removing|deleting|transfer|prepone|advance|change (?:the )?time of|get(?= .* (?:onto|to) ~)|give(?= .* (?:another|a new|a different) )|drop|delete|remove|scrap|kill|bin|wipe|nix|nuke|ditch|abort|unbook|withdraw the invite for|skip|skipping|dropping|cancelling|axe|unschedule|get rid of|take(?! place)|clear|move|push|shove|slide|shift|defer|adjourn|reschedule|reshedule|resched|postpone|put off|delay|bring|bump|switch|change|swap|extend|shorten|lengthen|cut|trim|make|start|put|rebook|do|doing|hold|having|be(?= (?:an?|any) )|get(?= .* off(?![a-z]))|attend|have(?! to)|call(?= (?:the|my|our|~).* off(?![a-z]))|before|after|coming to|invited to|attending|come to|about|for|need)';
const WISH = new RegExp(`(?<![a-z'])${VERB} (?:of )?(?<rest>.+)$`, 'u');
const WISHES = new RegExp(`(?<![a-z'])${VERB}(?![a-z])|(?<![a-z])(?:can|could|i|we|late|there)(?![a-z])`, 'u');
/** One name, though it has an "and" in it. */
const AND_WITHIN = /(?<![a-z])(?:lunch and learn|meet and greet|q and a|drinks and [a-z]+|arts and crafts)(?![a-z])/gu;
const NOUN_END =
  /(?:\s|^)(?:to|for|until|till|because|but|and|so|by|off|away|out|down|back|forward|later|earlier|longer|shorter|instead|please|pls|any ?more|from|of|in|on|at|reason|is|was|should|needs?|has|can|must|will|be|some other|another|moves|up|without|rather|since|as|if|like|over|an? (?:hour|half)|into|onto|one|down|moved|pushed|shifted|rescheduled|only|got|takes|lasts|then|again|due|it|me|we|i|make(?= (?:it|that)))(?![a-z0-9:_]).*$/u;
const EMPTY =
  /^(?:(?:my|the|a|an|our|this|that|next|last|whole|entire|all|some|any|clear|free|upcoming|first|meetings?|calls?|appointments?|events?|mtgs?|one|it|them|everything|time|half|of|another|calendar|time|start|today|tomorrow|thing|slot|remaining|rest|everything with .*|all with .*|go|it all|something(?: came)?|nobody|no one|somebody|someone|flight|train|o'clock)(?:'s)?\s*)+$/u;

/** The words by which a meeting is called: "design review", "call with anna"; null when only a time or nothing says which. */
export function saidMeeting(text: string, context: SlotContext): string | null {
  const id = /(?<![a-z])EV-?\d{3,6}(?!\d)/iu.exec(text)?.[0];
  if (id !== undefined) return id.toUpperCase();
  const [quoted] = readQuoted(text);
  if (quoted !== undefined) return quoted.text.toLowerCase();
  const whole = normaliseText(text)
    .replace(/[?!.]+$/u, '')
    .replace(/ thing(?=,? (?:~|tomorrow|today|on |at |move|to ))/u, '')
    .replace(AND_WITHIN, (words) => words.replaceAll(' ', '_'));
  const move = splitMove(whole);
  const plain = move === null ? whole : whole.slice(0, move.upTo);
  const clear = withoutTimes(plain, context);
  for (const phrase of phrasesIn(clear)) {
    const name = cleaned(phrase);
    if (name !== null) return name;
  }
  return null;
}

/** Who says so or why stands first: "Raj asked whether our sync could be ~", "my flight is late, so the review must go to ~". */
const SAID_BEHIND = [
  /^(?:i'm|i am|we're|we are) not (?:going|coming|able to come|able to make it) to (?:the |my |our )(?<it>[a-z0-9:' -]+)/u,
  /(?<![a-z])get rid of ~ (?<it>[a-z0-9:' -]+)/u,
  /(?<![a-z])(?:do|go|manage) without (?:the |my |our )?(?<it>[a-z0-9:' -]+)/u,
  /(?<![a-z])(?:looks like|seems(?: like)?|afraid|think|sounds like|heard) (?:that )?(?:the |my |our )(?<it>[a-z0-9:' -]+?) (?:won't|will not|isn't|is not|is off|doesn't|can't|cannot|falls|fell)(?![a-z])/u,
  /(?<![a-z])(?:want|would like|'d like|need|have|get) (?:the |my |our )(?<it>[a-z0-9:' -]+?)(?: ~)? (?:cancell?ed|deleted|removed|called off|scrapped|gone|moved|rescheduled|postponed)(?![a-z])/u,
  /(?<![a-z])(?:whether|if|that) (?:the |my |our )(?<it>[a-z0-9:' -]+?) (?:could|can|should|might|would|may|will|begins?|starts?|takes place|is|be)(?![a-z])/u,
  /[, ]so (?:the |my |our )(?<it>[a-z0-9:' -]+?) (?:must|has to|needs? to|should|can|could|will|is|was)(?![a-z])/u,
  /(?<![a-z])(?:would like|'d like|wants?|wishes|prefers?|asked|asks) (?:for )?(?:to (?:have|move|start|do|hold) )?(?:the |my |our )(?<it>[a-z0-9:' -]+?)(?: ~| (?:to|an|a|half|at|on|by|later|earlier|moved|pushed|instead|rather)(?![a-z])|$)/u,
  /(?<![a-z])(?:everything|anything|all) (?:about|with|for) (?:the |my |our )(?<it>[a-z0-9:' -]+)/u,
  /^(?:nobody|no one|no-one|hardly anyone|hardly anybody) (?:is |will be )?(?:coming|going|comes|goes|can come|can make it|make it|shows up|attends?|attending) ?(?:to )?(?:the |my |our )(?<it>[a-z0-9:' -]+)/u,
];

function* phrasesIn(plain: string): Generator<string> {
  for (const pattern of SAID_BEHIND) {
    const it = pattern.exec(plain)?.groups?.['it'];
    if (it !== undefined && !WISHES.test(it)) yield it;
  }
  // "tomorrow's standup should start later", "the kickoff is off": what the sentence is about stands first.
  const subject =
    /^(?:(?:hey|um|uh|so|ok|please|sorry|and|well|oh|can|could|let)[ ,]+)*(?!no )(?<subject>(?:the |my |our |~ ?)?[a-z0-9:' -]+?)(?: ~)? (?:is|was|should|needs?|has to|must|will|(?:can't|cannot|couldn't) (?:be|start|happen)|(?:begins|starts|takes place) ~|can (?:go|be|move|start|wait)|could (?:go|be|move|start|wait)|(?:~ )?(?:be|start|happen) (?:~|moved|shifted|pushed|rescheduled)|to(?= ~))(?![a-z])/u.exec(
      plain,
    )?.groups?.['subject'];
  if (subject !== undefined && !WISHES.test(subject)) yield subject;
  const topic =
    /^(?:(?:hey|um|uh|so|ok|please|sorry|and|well|oh)[ ,]+)*(?:(?:the|my|our|that|this) |~ ?)(?<topic>[a-z0-9:' ~-]+?),? (?:can we|could we|can you|could you|let's|let us|we're|we are|we won't|we will|i'm|i can't|i won't|(?:~ ?)?(?:just )?(?:cancel|move|drop|push|shift|delete|scrap) (?:that|it))(?![a-z])/u.exec(
      plain,
    )?.groups?.['topic'];
  if (
    topic !== undefined &&
    !/ (?:isn't|is not|won't|will not|does not|doesn't)(?![a-z])/u.test(topic) &&
    !WISHES.test(topic)
  )
    yield topic;
  const asked =
    /^(?:(?:hey|so|ok|and)[ ,]+)*(?:can|could|may|should|let) (?:the |my |our |(?=[a-z]+'s ))(?<asked>[a-z0-9:' -]+?) (?:go|be|move|start|happen|wait|take place)(?![a-z])/u.exec(
      plain,
    )?.groups?.['asked'];
  if (asked !== undefined && !WISHES.test(asked)) yield asked;
  // "the meeting with raj does not take place", "no lunch with jen, cancel"
  const aside =
    /^(?:the |my |our |that |this )(?<aside>[a-z0-9:' -]+?)(?: ~)?,.*,? (?:so )?(?:can|could) (?:we|you) (?:do|move|have|push|shift|cancel) (?:that|it)(?![a-z])/u.exec(
      plain,
    )?.groups?.['aside'];
  if (aside !== undefined && !WISHES.test(aside)) yield aside;
  const off =
    /^(?:no |the |my |our )?(?!call )(?<named>[a-z0-9:' -]+?)(?: (?:does not|doesn't|will not|won't|isn't|is not|is off|fell through|has been called off)(?![a-z])|,? (?:cancel|off|cancelled|canceled)$)/u.exec(
      plain,
    )?.groups?.['named'];
  if (off !== undefined && !WISHES.test(off)) yield off;
  // "we don't need the design review any more", "can we have the call with anna earlier"
  let rest: string | undefined = plain;
  for (let turn = 0; turn < 3; turn++) {
    const match: RegExpExecArray | null = WISH.exec(rest);
    rest = match?.groups?.['rest'];
    if (rest === undefined) break;
    if (!rest.startsWith('to ')) yield rest;
  }
  const denied = /^(?:no|the|our|my) (?<named>[a-z0-9:' -]+)/u.exec(plain)?.groups?.['named'];
  if (denied !== undefined && !/ (?:cancell?ed|called|sick|ill)$/u.test(denied) && !WISHES.test(denied)) yield denied;
  const bare = /^(?:can|could|should|may|let) (?<bare>(?!you |we |i ).+)$/u.exec(plain)?.groups?.['bare'];
  if (bare !== undefined && !WISHES.test(bare)) yield bare;
  if (!WISHES.test(plain)) yield plain;
}

/** How far a meeting moves, which is no length of its own. */
const SHIFT =
  /(?<![a-z])(?:(?:by )?(?:half an hour|(?:a )?quarter (?:of an )?hour|(?:an?|\d+|one|two|three|five|ten|fifteen|twenty|thirty|forty[ -]five|sixty) (?:minutes?|mins?|hours?|hrs?))(?= (?:later|earlier|back|forward|sooner)(?![a-z]))|by (?:half an hour|an? hour)|(?:by )?(?:an?|one|two|three|four|five|\d+) (?:days?|weeks?)(?= (?:later|earlier|back|forward|sooner)(?![a-z])|[.!?]*$)|\d+ ?(?:h|hrs?|m|mins?)(?= (?:later|earlier|back|forward)(?![a-z])))/gu;

function withoutTimes(plain: string, context: SlotContext): string {
  const moment = { ...context, direction: 'future' as const };
  const spans = [
    ...findDateWords(plain, context),
    ...findTimes(plain, moment).flatMap(({ spans: found }) => found),
    ...findDurations(plain).map(({ span }) => span),
    ...[...plain.matchAll(SHIFT)].map(({ index, 0: words }): TextSpan => [index, index + words.length]),
  ];
  return blankOut(
    plain,
    spans.filter(([from, to]) => !/^(?:the )?(?:1:1|one|1)$/u.test(plain.slice(from, to))),
  )
    .replace(/~+'s?/gu, '~')
    .replace(/~+/gu, '~');
}

function cleaned(phrase: string): string | null {
  let name = ` ${phrase} `
    .replace(/ (?:please|pls|for me) /gu, ' ')
    .replace(ONE_ON_ONE, (words) => words.replaceAll(' ', '_'))
    .trim()
    .replace(
      /^(?:(?:(?:the|my|our|this|that|an?|whole|entire|upcoming|next|last|all(?! hands)|of|event|for|back|forward|out)(?:'s)?|~+) )*~*/u,
      '',
    );
  const cut = /[~,;:](?!\d)/u.exec(name);
  if (cut !== null) name = name.slice(0, cut.index);
  const withWhom = /^(?<head>[a-z0-9:' -]*? ?(?:with|w\/) )(?<whom>.+)$/u.exec(name)?.groups;
  if (withWhom !== undefined) {
    const whom = (withWhom['whom'] ?? '')
      .replace(NOUN_END, '')
      .replace(/^(?:the )(?=\w+ team)/u, '')
      .trim();
    name = whom === '' ? (withWhom['head'] ?? '').replace(/ ?(?:with|w\/) $/u, '') : `${withWhom['head'] ?? ''}${whom}`;
  } else name = name.replace(NOUN_END, '');
  name = name
    .replaceAll('_', ' ')
    .replace(/ (?:time|event|thing)$/u, '')
    .replace(/^tonight's /u, '')
    .replace(/ (?:(?:is )?not needed|any ?more|after all|altogether)$/u, '')
    .replace(/(?<=^(?:.* )?(?:kick-?off|stand-?up|retro)) meeting$/u, '')
    .replace(/[\s,.~-]+$/u, '')
    .trim();
  return name === '' || name.length > 80 || EMPTY.test(name) || !/[a-z]|1:1/u.test(name) ? null : name;
}

/** Its last "one" is no word like the one in "move the first one". */
const ONE_ON_ONE = /(?<![a-z])(?:one on one|1 on 1)(?![a-z])/gu;
