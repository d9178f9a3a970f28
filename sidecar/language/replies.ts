/**
 * What a short answer means. A yes runs a change, so it counts only as a whole utterance of known words
 * (decisions.md 7; conflicts.md C066-C073): one unknown word, a negation or a question mark and it is no yes.
 */
import { normaliseText, wordsOf } from './normalise.ts';

export type ReplyKind = 'yes' | 'no' | 'unsure' | 'question' | 'undo' | 'stop' | 'change' | 'other';

export interface Reply {
  readonly kind: ReplyKind;
  /** For `unsure`: a yes and a no in one breath ("no, go ahead"). Nobody hesitates there: ask which of them. */
  readonly mixed?: true;
  /** For `undo`: of all that was done, not of the last thing. */
  readonly all?: true;
  /** For `change` and `question`: the words after a leading "ok", "yes but", "no,"; absent when nothing was said on it. */
  readonly rest?: string;
}

const phrases = (text: string): ReadonlySet<string> =>
  new Set(
    text
      .split('|')
      .map((phrase) => phrase.trim())
      .filter((phrase) => phrase !== ''),
  );

/** Each is consent on its own. */
const YES =
  phrases(`yes|yeah|yea|yep|yup|ok|okay|sure|sure thing|for sure|of course|certainly|absolutely|definitely|affirmative
  |alright|all right|correct|that is correct|that is right|you are right|exactly|confirm|confirmed|i confirm|confirm it|confirm that|i agree|agreed
  |go ahead|go ahead with it|go ahead with that|go for it|proceed|please do|do it|do that|do so|do it now|book it|book that|book it now|book them|send it|send that
  |send it off|submit it|submit that|submit|file it|hand it in|hand that in|hand them in|turn it in|put it in the calendar|put it in my calendar|log it|set it|claim it|schedule it|request it|make it so|let us do it|let us do that|let us go|sounds good|sounds great|sounds right|looks good
  |looks great|looks right|looks correct|that looks good|that looks right|that sounds good|that works|that works for me|works for me
  |that is fine|that is ok|that is okay|that is good|that is perfect|it is fine|it is ok|fine|fine by me|good to go|you can|you may|i am sure|i do
  |yes i am|yes i do|yes it is|yes that is right|yes do it|i would like that|would love that|by all means|why not do it|ok do it|make the request
  |sure why not|yes why not|yeah why not|yep why not|ok why not|okay why not|alright why not|well why not|make it happen|carry on|put it in|put it through|go|y|send|send the request|send it in|book|book the leave|submit the request
  |sounds good to me|looks good to me|looks right to me|fine with me|fine for me|good for me|ok for me|ok with me|approve|approve it|book it for me|do it for me|send it for me|i said yes|hell yes|oh yes`);
/** Take nothing away from a yes or no, and are neither by themselves. */
const SOFT =
  phrases(`please|thanks|thank you|thank you very much|many thanks|great|good|perfect|cool|nice|lovely|super|awesome|brilliant|wonderful|excellent
  |hey|hi|oh|ah|well|so|then|just|right|actually|now then|sir|madam|mate|cheers|👍|🙂|😀|😊|🙏|✅`);
const NO =
  phrases(`no|nope|nah|na|no way|no thanks|no thank you|not now|not today|not yet|not really|not at all|absolutely not|definitely not|certainly not|of course not
  |nvm|nm|never mind that|never mind it|skip it|skip that|no need|not needed|no longer needed|do not worry about it|cancel|cancel it|cancel that|cancel this|cancel the request|cancel that request|cancel this request|cancel the card|please cancel|never mind|nevermind|never|forget it
  |forget that|forget about it|leave it|leave that|drop it|drop that|scrap it|scrap that|discard|discard it|discard that|abort|abort it|abort that
  |do not|do not do it|do not do that|do not do this|do not bother|do not want it|i do not want it|i do not want that|i do not want to
  |i do not think so|better not|rather not|i would rather not|let us not|negative|i changed my mind|changed my mind|no deal|hold off|decline|reject|reject it|👎|n|hell no|scratch that|scratch it|i said no|not that|not that one|not this one|do not book that|do not send that`);
/** Directly before a consent phrase these turn it round: "do not send it", "never do that". */
const NEGATORS = phrases('do not|not|never|can not|will not|must not|should not|you must not|you should not');
const UNSURE =
  phrases(`i am not sure|not sure|i am unsure|unsure|not so sure|i am not so sure|i am not certain|not certain|i do not know|do not know|no idea|maybe|perhaps|possibly
  |maybe not|maybe later|later|hmm|hm|um|uh|er|erm|let me think|let me think about it|let me check|i need to think|i will think about it|i have to think about it
  |wait|wait a moment|wait a minute|wait a second|hold on|hang on|one moment|one second|one sec|just a moment|just a second|give me a moment|i guess|i guess so|i suppose|i suppose so|i think so
  |it depends|depends|not quite sure|could be|might be|no problem|no worries|no objection|no objections|why not|whatever|as you like|up to you|either|right|i might|i may`);
/** Said of a card, these ask for another one without saying which. */
const WRONG =
  phrases(`that is incorrect|incorrect|that is wrong|wrong|it is wrong|this is wrong|that is not right|that is not correct|not right|not correct|not quite|not quite right
  |that is not it|that is not what i meant|not what i meant|that is not what i said|not what i said|that is not what i asked|that is not what i want|that is not what i wanted|this is not right
  |this is incorrect|those are wrong|the dates are wrong|wrong dates|wrong date|wrong day|wrong days|the date is wrong|you got it wrong|you misunderstood|you misunderstood me
  |change it|change that|i want to change it|i want to change that|i would like to change it|change something|change the dates|change the date|edit|edit it|modify|modify it
  |no that is wrong|no that is not right|no that is incorrect|no wrong|no that is not what i meant|no change it`);
const UNDO =
  phrases(`undo|undo it|undo that|undo this|undo the last one|undo the last thing|undo the last action|undo my last action|undo my last request|undo what you did|undo what you just did
  |take that back|take it back|take this back|revert|revert it|revert that|revert this|reverse it|reverse that|reverse this|reverse the last one|reverse the last|undo the last|take back the last one|roll it back|roll that back|roll back|reverse the last action
  |unbook it|unbook that|unsend it|unsend that|undo the booking|undo the leave|undo the leave request|undo my request|undo the request|undo that request|undo that please|put it back|put it back the way it was|i did not mean that|i did not mean to do that`);
/** Each asks to take back all that was done. */
const UNDO_ALL =
  /^(?:undo|revert|reverse|roll back|take back) (?:it all|(?:it |that |them )?all|everything|all of (?:it|that|them|this)|both|both of them|the lot|all (?:my|the) changes|everything you did)$/u;
const STOP = phrases(
  `stop|stop it|stop that|stop talking|stop there|stop now|be quiet|quiet|shut up|hush|silence|enough|that is enough|shush|pause|stop speaking|stop please`,
);
/** Around a command these change nothing: "can you undo that?", "oh please stop". */
const COMMAND_FRAME = new Set(
  'please can could would will you just actually hey hi oh ok okay sorry wait thanks no i want to like now for me then and so'.split(
    ' ',
  ),
);
const CHANGE_CUES = [
  /\binstead\b/u,
  /\brather\b/u,
  /\bmake (?:it|that|this|them)\b/u,
  /\b(?:change|move|switch|shift|push|swap|update|edit|modify|extend|shorten|postpone|reschedule) (?:it|that|this|them|the|my|to|from)\b/u,
  /^(?:how|what) about (?!my|our|the (?:balance|weather|policy))/u,
  /^(?:just|only)\b/u,
  /\b(?:only|just) (?:the|on|for)?\s*(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|morning|afternoon|one day|half)/u,
  /^not \S+(?: \S+)* but\b/u,
  /^(?:add|remove|also|without|except|skip|drop) /u,
  /^(?:and|plus) .*\b(?:too|also|as well)$/u,
];
const QUESTION_START = new Set(
  'what why when where which who whose whom how is are am was were does did do can could will would should shall may has have'.split(
    ' ',
  ),
);

/** What may stand before a change without belonging to it: "ok, book it for Monday". */
const INTERJECTIONS = new Set(
  'yes yeah yea yep yup ok okay sure alright no nope nah fine great good perfect cool thanks please well hey oh right then so'.split(
    ' ',
  ),
);

const HESITATIONS = new Set('hm hmm um uh er erm'.split(' '));

function isPlainNo(words: readonly string[]): boolean {
  const { parts, length } = split(words);
  return words.length > 0 && length === words.length && parts.includes('no') && !parts.includes('yes');
}

/** Long forms people stretch: "yesss", "okkk", "nooo". */
function unstretch(word: string): string {
  if (/^ye+s+$/u.test(word)) return 'yes';
  if (/^yea+h+$/u.test(word)) return 'yeah';
  if (/^ye+p+$/u.test(word)) return 'yep';
  if (/^o+k+$/u.test(word) || word === 'k' || word === 'kk') return 'ok';
  if (/^o+ka+y+$/u.test(word) || word === 'okey') return 'okay';
  if (/^no{2,}$/u.test(word)) return 'no';
  return word;
}

type Part = 'yes' | 'no' | 'soft';
const LONGEST_PHRASE = 8;

interface Split {
  readonly parts: readonly Part[];
  /** Words covered; all of them when the whole utterance is made of known phrases. */
  readonly length: number;
}

/** Covers the words from the left with known phrases, longest first; stops at the first word that fits none. */
function split(words: readonly string[]): Split {
  const parts: Part[] = [];
  let at = 0;
  while (at < words.length) {
    // "Go ahead and book it"; an "and" that leads nowhere is an unfinished sentence, not a yes.
    if (words[at] === 'and' && parts.at(-1) === 'yes' && unitAt(words, at + 1)?.part === 'yes') at++;
    const unit = unitAt(words, at);
    if (unit === null) break;
    parts.push(unit.part);
    at += unit.length;
  }
  return { parts, length: at };
}

function unitAt(words: readonly string[], at: number): { readonly part: Part; readonly length: number } | null {
  for (let length = Math.min(LONGEST_PHRASE, words.length - at); length >= 1; length--) {
    const phrase = words.slice(at, at + length).join(' ');
    // Negation first: a phrase in both worlds would be a no.
    if (NO.has(phrase)) {
      const turned = NEGATORS.has(phrase) ? consentLength(words, at + length) : 0;
      return { part: 'no', length: length + turned };
    }
    if (NEGATORS.has(phrase)) {
      const turned = consentLength(words, at + length);
      if (turned > 0) return { part: 'no', length: length + turned };
      continue;
    }
    // "please do not": the consent in it is half of a refusal.
    if (YES.has(phrase) && words[at + length] !== 'not') return { part: 'yes', length };
    if (SOFT.has(phrase)) return { part: 'soft', length };
  }
  return null;
}

function consentLength(words: readonly string[], at: number): number {
  for (let length = Math.min(LONGEST_PHRASE, words.length - at); length >= 1; length--) {
    if (YES.has(words.slice(at, at + length).join(' '))) return length;
  }
  return 0;
}

function withoutFrame(words: readonly string[], wanted: ReadonlySet<string>): boolean {
  // Nobody wraps a command in forty words; a long message must not cost its square.
  if (words.length > 40) return false;
  let start = 0;
  let end = words.length;
  for (;;) {
    if (wanted.has(words.slice(start, end).join(' '))) return true;
    if (start < end && COMMAND_FRAME.has(words[start] ?? '')) start++;
    else break;
  }
  while (end > start && COMMAND_FRAME.has(words[end - 1] ?? '')) {
    end--;
    if (wanted.has(words.slice(start, end).join(' '))) return true;
  }
  return false;
}

/** The words without what stands politely around them. */
function bareOf(words: readonly string[]): string {
  const start = words.findIndex((word) => !COMMAND_FRAME.has(word));
  const end = words.findLastIndex((word) => !COMMAND_FRAME.has(word));
  return words.slice(Math.max(0, start), end + 1).join(' ');
}

/** Drops `count` words from the front of the text as typed, with the punctuation and a "but" or "and" that follow. */
function textAfter(text: string, count: number): string {
  let rest = text.trim();
  let left = count;
  while (left > 0) {
    const match =
      /^[^\p{L}\p{N}\p{Extended_Pictographic}]*([\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}\p{N}]+)*|\p{Extended_Pictographic})/u.exec(
        rest,
      );
    if (match === null) break;
    left -= Math.max(1, wordsOf(match[1] ?? '').length);
    rest = rest.slice(match[0].length);
  }
  return rest
    .replace(/^[^\p{L}\p{N}]+/u, '')
    .replace(/^(?:but|and|only|though|however)\b[\s,]*/iu, (found) => (/^only/iu.test(found) ? found : ''))
    .trim();
}

/**
 * Classifies an answer. `yes`, `no`, `undo` and `stop` are whole utterances and safe to act on; `unsure`, `question`,
 * `change` and `other` are hints for whoever talks on. It does not know whether a card is open: a yes or no without one
 * is just a word, and "cancel my leave on Friday" is `other` because it names something else than the card.
 */
export function classifyReply(text: string): Reply {
  const words = wordsOf(text).map(unstretch);
  if (words.length === 0) return { kind: 'other' };
  const joined = words.join(' ');
  const asks = normaliseText(text).includes('?');

  if (withoutFrame(words, UNDO)) return { kind: 'undo' };
  if (UNDO_ALL.test(bareOf(words))) return { kind: 'undo', all: true };
  if (withoutFrame(words, STOP)) return { kind: 'stop' };
  if (WRONG.has(joined)) return { kind: 'change' };
  if (UNSURE.has(joined)) return { kind: 'unsure' };

  const cover = split(words);
  const whole = cover.length === words.length;
  const saysYes = cover.parts.includes('yes');
  const saysNo = cover.parts.includes('no');
  // A no that was thought about is one; a yes that was is asked for again.
  const calm = words.slice(words.findIndex((word) => !HESITATIONS.has(word)));
  if (!asks && calm.length < words.length && isPlainNo(calm)) return { kind: 'no' };
  if (whole && saysYes && saysNo) return { kind: 'unsure', mixed: true };
  if (whole && asks && (saysYes || saysNo)) return { kind: 'question' };
  if (whole && saysNo) return { kind: 'no' };
  if (whole && saysYes) return { kind: 'yes' };
  if (whole) return { kind: 'other' };

  const lead = words.findIndex((word) => !INTERJECTIONS.has(word));
  const rest = lead > 0 ? textAfter(text, lead) : '';
  const restWords = rest === '' ? words : wordsOf(rest).map(unstretch);
  const restJoined = restWords.join(' ');
  if (WRONG.has(restJoined)) return { kind: 'change' };
  if (UNSURE.has(restJoined)) return { kind: 'unsure' };
  if (CHANGE_CUES.some((cue) => cue.test(restJoined))) {
    return { kind: 'change', rest: rest === '' ? text.trim() : rest };
  }
  if (asks || (QUESTION_START.has(restWords[0] ?? '') && restWords[1] !== 'not')) {
    return rest === '' ? { kind: 'question' } : { kind: 'question', rest };
  }
  if (rest !== '' && (saysYes || saysNo)) return { kind: 'change', rest };
  return { kind: 'other' };
}
