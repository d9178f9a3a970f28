import { canBeLeftOut } from './brief.ts';
import { withFewEmoji } from './emoji.ts';
import { writtenOut } from './formal.ts';
import type { Personality } from './model.ts';
import { type Cut, createPieces, type Piece } from './pieces.ts';
import { withoutMarkup } from './plain-text.ts';

/** What a greeting depends on. */
export interface Moment {
  /** 0 to 23 where the person is. */
  readonly hour: number;
  readonly firstName: string;
  /** Whether this answer must be said in full by now: words beside a card are weighed before a yes. Default: it need not. */
  readonly inFull?: () => boolean;
  /** Somebody listens: what can be said is given word by word. */
  readonly spoken?: boolean;
}

/** Shapes one answer while it streams. */
export interface Shaper {
  /** Takes words of the answer; gives those that can be said now. */
  push(text: string): string;
  /** What was held back: the answer is over, or something else comes in between. */
  flush(): string;
}

/** From this formality on short forms are written out. */
const FORMAL = 7;
/** From this formality on a greeting is one of the time of day. */
const POLITE = 5;
/** What a brief answer says whatever it is, in sentences. */
const BRIEF_KEEPS = 2;
const MOST_EMOJI = { never: 0, rare: 1, moderate: Number.POSITIVE_INFINITY, frequent: Number.POSITIVE_INFINITY };
const DAYTIME = /^Good (?:morning|afternoon|evening)(?=\s|[,.!]|$)/u;
const FAREWELL = /^(?:Goodbye|Bye|See you|Take care)(?=[,.!])/u;
/** With one of these a sentence may begin that is put in other words: it is looked at as a whole clause. */
const MAY_CHANGE =
  /^\s*(?:[-*#>]|(?:Hello|Hi|Hey|Good|Goodbye|Bye|See|Take|Got|Understood|Sure|Okay|Of)(?=[\s,.!]|$))/u;
const ACKNOWLEDGMENT = /^(?:Got it|Understood|Sure|Okay|Of course)(?=[,.!])/u;

/**
 * Makes the words of an answer fit a personality: shorter, without markup, with fewer emoji, written out, with the employee's own
 * phrases and the right time of day. Every number, date, name, quote and reference stays, in its order, and so does every no,
 * question and warning. What was shaped is not changed by shaping it again.
 */
export function createShaper(personality: Personality, moment: Moment): Shaper {
  const pieces = createPieces();
  const isBrief = personality.response_length === 'brief';
  const most = MOST_EMOJI[personality.emoji_usage];
  const greeting = greetingOf(moment.firstName);
  let sentences = 0;
  let emoji = 0;
  let isFirst = true;
  let startsSentence = true;
  /** White space between what was said and what may come. */
  let gap = '';

  function cut(): Cut {
    if (isBrief && sentences >= BRIEF_KEEPS) return 'sentence';
    return moment.spoken === true && !(startsSentence && MAY_CHANGE.test(pieces.held)) ? 'word' : 'clause';
  }

  function shaped(piece: Piece): string {
    if (piece.words === '') {
      gap += piece.gap;
      if (piece.endsSentence) startsSentence = true;
      return '';
    }
    const mayGo = isBrief && sentences >= BRIEF_KEEPS && !`${gap}${piece.gap}`.includes('\n');
    const starts = startsSentence;
    startsSentence = piece.endsSentence;
    if (piece.endsSentence) sentences += 1;
    if (mayGo && moment.inFull?.() !== true && canBeLeftOut(piece.words)) return '';
    const few = withFewEmoji(
      personality.formatting === 'plain' ? withoutMarkup(piece.words) : piece.words,
      most - emoji,
    );
    let text = personality.formality >= FORMAL ? writtenOut(few.text) : few.text;
    if (isFirst) text = greeted(text);
    if (starts && personality.phrases.signOff !== null)
      text = text.replace(FAREWELL, () => personality.phrases.signOff ?? '');
    if (text.trim() === '') return '';
    emoji += few.kept;
    isFirst = false;
    // A mark that stood behind an emoji which is gone comes directly behind the word.
    const isBareMark = text !== piece.words && /^[.,!?;:]/u.test(text);
    const said = isBareMark ? text : gap + text;
    gap = piece.gap;
    return said;
  }

  /** The first words of an answer: own phrases first, then the time of day. */
  function greeted(text: string): string {
    const { greeting: own, acknowledgments } = personality.phrases;
    if (acknowledgments.length > 0) {
      const word = ACKNOWLEDGMENT.exec(text)?.[0];
      if (word !== undefined && !acknowledgments.includes(word)) {
        return acknowledgments[text.length % acknowledgments.length] + text.slice(word.length);
      }
    }
    if (own !== null) return text.replace(greeting, own);
    if (personality.time_awareness === 'ignore') return text;
    if (personality.time_awareness === 'adapt' && DAYTIME.test(text))
      return text.replace(DAYTIME, daytime(moment.hour));
    return personality.formality >= POLITE ? text.replace(greeting, daytime(moment.hour)) : text;
  }

  return {
    push(text) {
      pieces.add(text);
      let said = '';
      for (;;) {
        const piece = pieces.next(cut());
        if (piece === null) return said;
        said += shaped(piece);
      }
    },
    flush() {
      const rest = pieces.rest();
      return rest === null ? '' : shaped(rest);
    },
  };
}

/** A whole answer at once. */
export function shapeAnswer(text: string, personality: Personality, moment: Moment): string {
  const shaper = createShaper(personality, moment);
  return shaper.push(text) + shaper.flush();
}

function daytime(hour: number): string {
  if (hour < 12) return 'Good morning';
  return hour < 17 ? 'Good afternoon' : 'Good evening';
}

/** "Hi", "Hello there": before a mark or the person's name, so that no name of something else is taken for a greeting. */
function greetingOf(firstName: string): RegExp {
  const name = firstName.replace(/[^\p{L}\p{N}\s]/gu, '\\$&');
  return new RegExp(`^(?:Hello|Hi|Hey)(?: there)?(?=[,.!]|$${name === '' ? '' : `|,? ${name}(?!\\p{L})`})`, 'u');
}
