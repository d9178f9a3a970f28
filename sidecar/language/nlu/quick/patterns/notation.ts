/**
 * Patterns by label, over masked words (mask.ts). `<X>` is a word or phrase of the lexicon's X, `~` up to three words, `~~` up to
 * eight, `a|b` one of them, `_` joins the words of a phrase, `?` makes optional, `^` and `$` are the ends. They are hints to the
 * classifier, which learns how far to trust each of them.
 */
export type Patterns = Readonly<Record<string, readonly string[]>>;
