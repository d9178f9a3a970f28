import { classifyReply } from '../../../language/replies.ts';
import { say } from '../../sentences.ts';
import { type KeptText, keptText } from './disclosure.ts';
import { createLinkGuard } from './links.ts';

/**
 * What a model says goes through here before anybody hears it. It decides without a model: a model that obeys everybody
 * obeys no rule about this either (docs/security.md).
 */
export interface AnswerGuard {
  /** Takes words of the answer; gives those that can be said now. */
  push(text: string): string;
  /** What was held back: the answer is over, or something else comes in between. */
  flush(): string;
  /** Suggestions that may be shown: a person who taps on one says it in his own words. */
  suggestions(given: readonly string[]): readonly string[];
  /** Whether arguments of a call would carry out what is kept. */
  discloses(value: unknown): boolean;
}

/** Marks that nobody sees: tags, zero-width, direction. Joiners stay, they make letters and emoji. */
const INVISIBLE = /[\u{e0000}-\u{e007f}\u200b\u2060-\u2064\ufeff\u202a-\u202e\u2066-\u2069\u00ad]/gu;
const MAX_SUGGESTION = 100;
/** A tap must not send anything anywhere. */
const NO_SUGGESTION = /[@\n<>]|https?:|\/\/|www\./iu;

/**
 * @param kept what never leaves: the prompts. Null: whoever speaks was told none.
 * @param hosts those that links may lead to
 */
export function createAnswerGuard(options: {
  readonly kept: readonly string[] | null;
  readonly hosts: readonly string[];
  readonly userText: string;
}): AnswerGuard {
  const links = createLinkGuard(options);
  const kept: KeptText | null = options.kept === null ? null : keptText(options.kept);
  const watch = kept?.watch() ?? null;
  let isOver = false;

  function watched(text: string): string {
    if (watch === null || isOver) return isOver ? '' : text;
    const said = watch.push(text);
    if (!watch.found) return said;
    isOver = true;
    return `${said.trimEnd()}${said.trim() === '' ? '' : ' '}${say('promptKept')}`;
  }

  return {
    push: (text) => (isOver ? '' : watched(links.push(text.replace(INVISIBLE, '')))),
    flush() {
      if (isOver) return '';
      const said = watched(links.flush());
      return isOver || watch === null ? said : said + watch.flush();
    },
    suggestions: (given) => given.filter((one) => mayBeOffered(one) && kept?.isIn(one) !== true),
    discloses: (value) => kept?.isIn(value) ?? false,
  };
}

function mayBeOffered(suggestion: string): boolean {
  const text = suggestion.normalize('NFKC').replace(INVISIBLE, '').trim();
  // The yes to a card is the person's own, or the card's button.
  return text.length <= MAX_SUGGESTION && !NO_SUGGESTION.test(text) && classifyReply(text).kind !== 'yes';
}
