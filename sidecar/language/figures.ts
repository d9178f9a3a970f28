/** Numbers in figures, grouped and with decimals as different places write them. */

export interface Figure {
  readonly value: number;
  readonly end: number;
  /** Grouped or with decimals. */
  readonly formatted: boolean;
}

const FIGURE = /(?:\d{1,3}(?: \d{3})+(?:,\d{1,2})?(?![\d ]*\d)|\d[\d,.']*\d|\d|\.\d+)(?![\d])/uy;
const SPACED = /^\d{1,3}(?: \d{3})+(?:,\d{1,2})?$/u;
const COMMA_DECIMAL = new Set(
  'de fr es it nl pt pl cs sk hu ro bg hr sl da nb nn no sv fi et lv lt el tr ru uk id vi'.split(' '),
);

/** The number in figures that begins at a place; null when none does or it is no number as written ("1.2.3"). */
export function figureAt(text: string, at: number, locale: string): Figure | null {
  FIGURE.lastIndex = at;
  const match = FIGURE.exec(text);
  if (match === null) return null;
  const raw = match[0];
  const value = readFigure(raw, COMMA_DECIMAL.has(locale.toLowerCase().split(/[-_]/u)[0] ?? ''));
  if (value === null || !Number.isFinite(value)) return null;
  return { value, end: at + raw.length, formatted: /[^\d]/u.test(raw) };
}

function readFigure(raw: string, commaDecimal: boolean): number | null {
  if (/^\d+$/u.test(raw)) return Number(raw);
  if (SPACED.test(raw)) return Number(raw.replaceAll(' ', '').replace(',', '.'));
  const marks = [...new Set(raw.replace(/[\d ]/gu, ''))];
  if (marks.length > 2 || (marks.length === 0 && raw.includes(' '))) return null;
  if (marks.length === 2) {
    const last = Math.max(...marks.map((mark) => raw.lastIndexOf(mark)));
    const decimal = raw[last] ?? '.';
    const whole = raw.slice(0, last);
    const grouping = marks.find((mark) => mark !== decimal) ?? ',';
    if (whole.includes(decimal) || !isGrouped(whole, grouping)) return null;
    return Number(`${whole.replaceAll(grouping, '')}.${raw.slice(last + 1)}`);
  }
  const mark = marks[0] ?? '.';
  const parts = raw.split(mark);
  if (mark === "'") return isGrouped(raw, mark) ? Number(parts.join('')) : null;
  if (parts.length > 2) return isGrouped(raw, mark) ? Number(parts.join('')) : null;
  const [whole = '', rest = ''] = parts;
  // Three figures after a single mark are a group where that mark groups, else decimals.
  const groups = mark === ',' ? !commaDecimal : commaDecimal;
  if (rest.length === 3 && groups && /^[1-9]\d{0,2}$/u.test(whole)) return Number(whole + rest);
  if (mark === ',' && rest.length > 2 && !commaDecimal) return null;
  return Number(`${whole === '' ? '0' : whole}.${rest}`);
}

/** Thousands in threes, or as in India the last three and pairs before. */
function isGrouped(text: string, mark: string): boolean {
  const [first = '', ...rest] = text.split(mark);
  const last = rest.at(-1);
  if (!/^\d{1,3}$/u.test(first) || last?.length !== 3) return rest.length === 0 && /^\d+$/u.test(first);
  const inner = rest.slice(0, -1);
  return inner.every((each) => each.length === 3) || (first.length <= 2 && inner.every((each) => each.length === 2));
}
