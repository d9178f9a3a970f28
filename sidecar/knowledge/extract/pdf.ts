import { getDocumentProxy } from 'unpdf';
import type { Block } from '../html-text.ts';
import { LIMITS } from './limits.ts';

interface Line {
  readonly text: string;
  /** Height of its letters, in points. */
  readonly size: number;
  /** Space to the line above, in points; negative at the top of a page. */
  readonly gap: number;
}

const STEP = /^(?:[-*•‣▪–]|\d{1,3}[.)]|[a-z][.)])\s+(?<text>.+)$/u;
/** Larger letters than the text has make a heading. */
const HEADING = 1.15;
const HEADING_CHARS = 160;

/** Headings (by the size of their letters), paragraphs and list items of a PDF; a scan without text has none. */
export async function blocksOfPdf(data: Uint8Array): Promise<readonly Block[]> {
  const pdf = await getDocumentProxy(data);
  const lines: Line[] = [];
  let chars = 0;
  for (let number = 1; number <= Math.min(pdf.numPages, LIMITS.pages) && chars < LIMITS.chars; number++) {
    const page = await pdf.getPage(number);
    const { items } = await page.getTextContent();
    const found = linesOf(items.flatMap((item) => ('str' in item ? [item] : [])));
    chars += found.reduce((sum, { text }) => sum + text.length, 0);
    lines.push(...found);
    page.cleanup();
  }
  await pdf.cleanup();
  return blocksOfLines(lines);
}

/** Pieces of one line stand at the same height. */
function linesOf(
  items: readonly {
    readonly str: string;
    readonly transform: readonly unknown[];
    readonly height: number;
    readonly hasEOL: boolean;
  }[],
): readonly Line[] {
  const lines: { text: string; size: number; y: number; gap: number }[] = [];
  for (const item of items) {
    if (item.str === '') continue;
    const y = Number(item.transform[5]);
    const last = lines.at(-1);
    if (last !== undefined && Math.abs(last.y - y) < Math.max(2, last.size * 0.4)) {
      last.text += item.str;
      last.size = Math.max(last.size, item.height);
    } else lines.push({ text: item.str, size: item.height, y, gap: last === undefined ? -1 : last.y - y });
  }
  return lines.filter(({ text }) => text.trim() !== '');
}

function blocksOfLines(lines: readonly Line[]): readonly Block[] {
  const body = commonSize(lines);
  const blocks: { kind: Block['kind']; text: string }[] = [];
  let isOpen = false;
  for (const { text: raw, size, gap } of lines) {
    const text = raw.replace(/\s+/gu, ' ').trim();
    const step = STEP.exec(text)?.groups?.['text'];
    const last = blocks.at(-1);
    if (size > body * HEADING && text.length <= HEADING_CHARS) {
      if (last?.kind === 'heading' && isOpen && gap >= 0 && gap < size * 1.6) last.text += ` ${text}`;
      else blocks.push({ kind: 'heading', text });
      isOpen = true;
    } else if (step !== undefined) {
      blocks.push({ kind: 'step', text: step });
      isOpen = true;
    } else if (last === undefined || last.kind === 'heading' || !isOpen || gap > size * 1.9) {
      blocks.push({ kind: 'text', text });
      isOpen = true;
    } else {
      // A word that was parted at the end of its line.
      last.text = /\p{Ll}-$/u.test(last.text) ? last.text.slice(0, -1) + text : `${last.text} ${text}`;
    }
  }
  return blocks;
}

/** Size of the letters that most of the text has. */
function commonSize(lines: readonly Line[]): number {
  const chars = new Map<number, number>();
  for (const { size, text } of lines) {
    const rounded = Math.round(size * 2) / 2;
    chars.set(rounded, (chars.get(rounded) ?? 0) + text.length);
  }
  return [...chars].sort((one, other) => other[1] - one[1])[0]?.[0] ?? 0;
}
