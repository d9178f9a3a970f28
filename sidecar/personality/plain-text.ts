const MARKED = /[*_#`~[>|-]/u;
const PAIR = /(^|[\s("“'])(\*{1,3}|_{2,3}|~~)(?=\S)([^*~\n]*?[^\s*~])\2(?=$|[\s.,!?;:)"”'…])/gmu;
const CODE = /`{1,3}([^`\n]+)`{1,3}/gu;
const HEADING = /^[ \t]*#{1,6}[ \t]+/gmu;
const QUOTE = /^[ \t]*>[ \t]+/gmu;
const BULLET = /^([ \t]*)[-*][ \t]+(?=\S)/gmu;
const LINK = /\[([^\]\n]+)\]\((https?:[^)\s]+)\)/gu;

/** Takes the marks of Markdown out of a text and leaves every word, number and address. */
export function withoutMarkup(text: string): string {
  if (!MARKED.test(text)) return text;
  let before = '';
  let left = text;
  // One mark inside another: every round makes the text shorter.
  while (left !== before) {
    before = left;
    left = left
      .replace(HEADING, '')
      .replace(QUOTE, '')
      .replace(BULLET, '$1• ')
      .replace(LINK, '$1 ($2)')
      .replace(CODE, '$1')
      .replace(PAIR, '$1$3');
  }
  return left;
}
