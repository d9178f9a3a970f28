import { goesOnWithCard } from '../../language/card-parts.ts';
import { wordsOf } from '../../language/normalise.ts';

const ABOUT = [
  /^(what|how) (does|do|did) (this|that|it|these|those|you) (mean|do)\b/u,
  /^what (is|are|was) (this|that|it|these|those)$/u,
  /^what (will|would|happens?|are you)\b.*\b(happen|do|if i|when i|doing)\b/u,
  /^what is (this|that|it) (for|about|mean)/u,
  /^(please )?(can|could) you explain( (this|that|it))?$/u,
  /^(please )?explain( (this|that|it|more))?( to me)?( please)?$/u,
  /^(is|are) (this|that|it|those) (right|correct|ok|okay|safe|final|undoable|reversible)$/u,
  /^can (i|you|we|it|this|that)( be)? (undo|take back|reverse|revert|undone|reversed|change)/u,
  /^(are you sure|why|huh|what|sorry|pardon|come again|how come|how so|meaning)$/u,
  /^i do not (understand|get it|get that|follow)/u,
  /^(yes|no|ok|okay|sure|do it|confirm)$/u,
];

/** Whether a question is about the card in front of the user, not about the world: "what does that mean?" */
export function asksAboutCard(text: string): boolean {
  const plain = wordsOf(text).join(' ');
  return ABOUT.some((pattern) => pattern.test(plain));
}

const DONE =
  /^(?:and |so |ok |okay |wait )*(?:what (?:have|did|has) (?:you|we|i|been)(?: just| actually| already| all)* (?:do|done|did|book|booked|change|changed|send|sent|submit|submitted|cancel|cancelled|approve|approved|reject|rejected|make|made)(?: for me| so far| today| here| now| just now| until now)*|what was (?:the |your )?last (?:thing|action|change)(?: (?:you|we|i) (?:did|made|changed))?|(?:is|are) (?:it|that|they|everything|all) (?:all )?(?:done|booked|sent|submitted)(?: now| already)?|did (?:it|that|they) (?:work|go (?:through|out)|arrive|get (?:sent|booked|through|out)))$/u;
const TAKES_BACK =
  /^(?:no|nope|nah|wait|oh|oops|sorry|actually)\b.*\b(?:i meant|i mean|i wanted|should (?:be|have been)|wrong)\b/u;

/** "No, I meant Tuesday" */
export function takesBack(text: string): boolean {
  return TAKES_BACK.test(wordsOf(text).join(' '));
}

/** "What did I just book?", "did that go through?": about this conversation's own changes. */
export function asksWhatWasDone(text: string): boolean {
  return DONE.test(wordsOf(text).join(' '));
}

const POINTS_AT_IT =
  /\b(it|that|this|them|instead|just|only|make|change|rather|move|also|too|add|shorten|extend|without|until|longer|shorter|later|earlier|actually|sorry|meant)\b/u;
/** Whole wishes are longer than this. */
const FRAGMENT_WORDS = 4;

/**
 * Whether words that are no plain change may still be one of the card in front: "Friday", "the afternoon", "also the
 * Monday". A whole new wish ("book the 24th of December off") is none: its card stands beside the other.
 */
export function maySpeakOfCard(text: string): boolean {
  const words = wordsOf(text);
  return words.length <= FRAGMENT_WORDS || POINTS_AT_IT.test(words.join(' ')) || goesOnWithCard(text);
}
