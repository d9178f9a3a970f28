/**
 * What an article says, out of the HTML (or Markdown) that somebody typed: plain text in blocks, nothing of the markup. The
 * text stays untrusted data. One pass over the text, whatever stands in it.
 */
export interface Block {
  readonly kind: 'heading' | 'text' | 'step';
  readonly text: string;
}

const LONGEST = 100_000;
/** Quotes that do not close must not have every tag read to the end. */
const LONGEST_TAG = 2_000;
/** Contents that nobody reads. */
const SILENT = new Set(['script', 'style', 'noscript', 'iframe', 'object', 'template', 'svg', 'head', 'title']);
const HEADINGS = new Set(['h1', 'h2', 'h3', 'h4', 'h5', 'h6']);
const BREAKING = new Set(
  'address article aside blockquote br dd div dl dt figure footer form header hr li main nav ol p pre section table td th tr ul'.split(
    ' ',
  ),
);
const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  ndash: '–',
  mdash: '—',
  hellip: '…',
  rsquo: '’',
  lsquo: '‘',
  ldquo: '“',
  rdquo: '”',
  euro: '€',
  pound: '£',
  bull: '•',
};

const MARKUP =
  /<(?:p|div|br|h[1-6]|ul|ol|li|table|tr|td|span|a|b|i|em|u|strong|script|style|iframe|svg|img|section|article|pre|code)\b[^<]|<\/[a-z]|<!--/iu;

/** The blocks of a text, in order, none of them empty. */
export function blocksOf(source: string, most = LONGEST): readonly Block[] {
  const text = source.slice(0, most);
  return MARKUP.test(text) ? blocksOfHtml(text) : blocksOfLines(text);
}

function blocksOfHtml(html: string): readonly Block[] {
  const blocks: Block[] = [];
  let kind = 'text' as Block['kind'];
  let held = '';
  const flush = (next: Block['kind']) => {
    push(blocks, kind, held);
    held = '';
    kind = next;
  };
  let at = 0;
  while (at < html.length) {
    const open = html.indexOf('<', at);
    if (open < 0) {
      held += html.slice(at);
      break;
    }
    held += html.slice(at, open);
    if (html.startsWith('<!--', open)) {
      const end = html.indexOf('-->', open + 4);
      at = end < 0 ? html.length : end + 3;
      continue;
    }
    const name = /^\/?[a-zA-Z][a-zA-Z0-9]*/u.exec(html.slice(open + 1, open + 40))?.[0].toLowerCase();
    if (name === undefined) {
      held += '<';
      at = open + 1;
      continue;
    }
    at = endOfTag(html, open);
    const tag = name.replace('/', '');
    const closes = name.startsWith('/');
    if (SILENT.has(tag) && !closes) at = afterClosing(html, tag, at);
    else if (HEADINGS.has(tag)) flush(closes ? 'text' : 'heading');
    else if (tag === 'li') flush(closes ? 'text' : 'step');
    // A paragraph within a step is the step.
    else if (BREAKING.has(tag)) flush(kind === 'step' && !['ol', 'ul', 'table'].includes(tag) ? 'step' : 'text');
  }
  flush('text');
  return blocks;
}

/** Just behind the ">" of a tag; one within quotes does not end it. */
function endOfTag(html: string, open: number): number {
  let quote = '';
  for (let at = open + 1; at < html.length && at - open < LONGEST_TAG; at++) {
    const letter = html[at];
    if (quote !== '') {
      if (letter === quote) quote = '';
    } else if (letter === '"' || letter === "'") quote = letter;
    else if (letter === '>') return at + 1;
  }
  // Never closed: quotes were no quotes.
  const end = html.indexOf('>', open);
  return end < 0 ? html.length : end + 1;
}

function afterClosing(html: string, tag: string, from: number): number {
  const closing = new RegExp(`</${tag}\\b`, 'giu');
  closing.lastIndex = from;
  const found = closing.exec(html);
  return found === null ? html.length : endOfTag(html, found.index);
}

/** Plain text and Markdown: lines, "# headings", "- steps", "1. steps". */
function blocksOfLines(text: string): readonly Block[] {
  const blocks: Block[] = [];
  let held = '';
  const flush = () => {
    push(blocks, 'text', held);
    held = '';
  };
  for (const line of text.split(/\r?\n/u)) {
    const heading = /^\s{0,3}#{1,6}\s+(?<text>.*)$/u.exec(line)?.groups?.['text'];
    const step = /^\s{0,6}(?:[-*+•]|\d{1,3}[.)])\s+(?<text>.*)$/u.exec(line)?.groups?.['text'];
    if (heading === undefined && step === undefined && line.trim() !== '') {
      held += ` ${line}`;
      continue;
    }
    flush();
    if (heading !== undefined) push(blocks, 'heading', heading);
    if (step !== undefined) push(blocks, 'step', step);
  }
  flush();
  return blocks;
}

function push(blocks: Block[], kind: Block['kind'], raw: string): void {
  const text = decoded(raw)
    // What no eye sees: control and direction characters can make a text look like another.
    .replace(/[\p{Cc}\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
  if (text !== '') blocks.push({ kind, text });
}

function decoded(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));/giu, (whole, decimal, hex, name) => {
    if (name !== undefined) return ENTITIES[String(name).toLowerCase()] ?? whole;
    const code = decimal === undefined ? Number.parseInt(String(hex), 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : ' ';
  });
}
