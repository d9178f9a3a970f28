/**
 * One picture: a flag, or what devices draw in colour (with skin tone, joined to others, tagged). A sign that is drawn as text, such
 * as the copyright sign, is none, and neither is a digit in a box. By hand, because `\p{RGI_Emoji}` takes a hundred times as long.
 */
const PICTURE = String.raw`(?:\p{RI}{2}|(?:\p{Emoji_Presentation}\uFE0F?|\p{Extended_Pictographic}\uFE0F)\p{EMod}?(?:\u200D\p{Extended_Pictographic}\uFE0F?\p{EMod}?)*[\u{E0020}-\u{E007F}]*)`;
const EMOJI = new RegExp(PICTURE, 'u');
const ONE = new RegExp(PICTURE, 'gu');
const RUN = new RegExp(String.raw`([ \t]*)((?:${PICTURE}[ \t]?)+)`, 'gu');
/** Cheap, and true for every text that could hold one. */
const MAYBE = /[\p{Extended_Pictographic}\p{RI}]/u;

/** The text with its first `most` emoji at most, and how many those were. */
export function withFewEmoji(text: string, most: number): { readonly text: string; readonly kept: number } {
  if (most === Number.POSITIVE_INFINITY || !MAYBE.test(text)) return { text, kept: 0 };
  let kept = 0;
  let left = text;
  // What stood on both sides of an emoji can make a new one: two halves of a flag.
  while (EMOJI.test(left)) {
    kept = 0;
    const next = left.replace(RUN, (run: string, before: string, _pictures: string, at: number) => {
      const pictures = run.match(ONE) ?? [];
      const here = pictures.slice(0, Math.max(0, most - kept));
      kept += here.length;
      if (here.length === pictures.length) return run;
      const isFirst = at === 0 || left[at - 1] === '\n';
      const goesOn = /[ \t]$/u.test(run) ? ' ' : '';
      if (here.length > 0) return `${before}${here.join('')}${goesOn}`;
      return isFirst ? '' : goesOn || (isWordNext(left, at + run.length) ? before : '');
    });
    if (next === left) break;
    left = next;
  }
  return { text: left, kept };
}

function isWordNext(text: string, at: number): boolean {
  return /^[\p{L}\p{N}]/u.test(text.slice(at, at + 2));
}
