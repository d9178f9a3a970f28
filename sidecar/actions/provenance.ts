import type { Operation } from './operation.ts';

/** What a look-up of this turn told. */
export interface LookUp {
  /** Dotted name of the tool. */
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Where what a write takes may come from (decisions.md 14). */
export interface Provenance {
  /** The user's own words of this turn. */
  readonly userText: string;
  /** What is his own: ids of his Employee, User, Company. */
  readonly own: ReadonlySet<string>;
  /** Look-ups of this turn, asked for or not. */
  readonly lookUps: readonly LookUp[];
  /** Whether the user's own words of this turn ask for a tool. */
  readonly asksFor: (type: string) => boolean;
}

/** Keys under which a document's or a person's id stands; any other text in an answer is somebody's words. */
const ID_KEY = /^(?:name|id|docname|employee|user|.*_id)$/u;
const DATE = /^\d{4}-\d{2}-\d{2}(?:[ T]\d{2}:\d{2}(?::\d{2})?)?$/u;
const MOST_DEPTH = 8;

/** Whether every document and value of operations stands in the user's words, is his own, or was found for him. */
export function isGrounded(operations: readonly Operation[], given: Provenance): boolean {
  const said = ` ${words(given.userText)} `;
  const found = foundIn(given.lookUps.filter(({ type }) => given.asksFor(type)));
  const stands = (value: unknown): boolean => {
    if (value === null || value === '') return true;
    if (typeof value === 'number') return isSaid(String(value), said) || found.figures.has(value);
    if (typeof value !== 'string') return false;
    return given.own.has(value) || isSaid(value, said) || found.names.has(value);
  };
  return operations.every((operation) => {
    if (operation.op !== 'insert' && operation.op !== 'update') return false;
    if (operation.op === 'update' && !isSaid(operation.name, said) && !found.names.has(operation.name)) return false;
    return Object.values(operation.values).every(stands);
  });
}

/** Ids, dates and figures that look-ups told, as whole values. Free text in them grounds nothing: anybody may have written it. */
function foundIn(lookUps: readonly LookUp[]): {
  readonly names: ReadonlySet<string>;
  readonly figures: ReadonlySet<number>;
} {
  const names = new Set<string>();
  const figures = new Set<number>();
  const look = (value: unknown, key: string, depth: number): void => {
    if (typeof value === 'number') figures.add(value);
    else if (typeof value === 'string') {
      if (DATE.test(value) || (ID_KEY.test(key) && value.length <= 140)) names.add(value);
    } else if (Array.isArray(value)) for (const one of depth < MOST_DEPTH ? value : []) look(one, key, depth + 1);
    else if (typeof value === 'object' && value !== null && depth < MOST_DEPTH) {
      for (const [name, one] of Object.entries(value)) look(one, name, depth + 1);
    }
  };
  for (const { data } of lookUps) look(data, '', 0);
  return { names, figures };
}

function isSaid(value: string, said: string): boolean {
  const needle = words(value);
  return needle !== '' && said.includes(` ${needle} `);
}

/** Lower case, letters and digits, single spaces: "Call, ACME!" and "call acme" are the same words. */
function words(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}.]+/gu, ' ')
    .trim();
}
