import type { Visual } from '@dartwing-va/contract/visuals.ts';

const MAX_COLUMNS = 6;

/** Several records of one shape, to look at; null for anything else. */
export function tableOf(title: string, answer: unknown): Visual | null {
  const rows = recordsIn(answer);
  const [first] = rows;
  if (first === undefined || rows.length < 2) return null;
  const keys = Object.keys(first)
    .filter((key) => rows.every((row) => isPlain(row[key])) && rows.some((row) => textOf(row[key]) !== ''))
    .slice(0, MAX_COLUMNS);
  if (keys.length === 0) return null;
  return {
    kind: 'table',
    title: capital(title),
    columns: keys.map((key) => {
      const isFigure = rows.every((row) => typeof row[key] === 'number');
      return { label: capital(key.replaceAll('_', ' ')), ...(isFigure ? { align: 'end' as const } : {}) };
    }),
    rows: rows.map((row) => ({ cells: keys.map((key) => textOf(row[key])) })),
  };
}

/** A list of records, or the only one that an object holds. */
function recordsIn(answer: unknown): readonly Readonly<Record<string, unknown>>[] {
  const isObject = typeof answer === 'object' && answer !== null && !Array.isArray(answer);
  const lists = isObject ? Object.values(answer).filter(Array.isArray) : [answer];
  const [list] = lists;
  if (lists.length !== 1 || !Array.isArray(list)) return [];
  return list.every((one) => typeof one === 'object' && one !== null && !Array.isArray(one)) ? list : [];
}

function isPlain(value: unknown): boolean {
  return value === null || value === undefined || typeof value !== 'object';
}

function textOf(value: unknown): string {
  return value === null || value === undefined ? '' : String(value);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
