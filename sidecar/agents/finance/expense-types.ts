/** From the six categories of the assistant to the company's own Expense Claim Types, by name alone. */
import { wordsOf } from '../../language/normalise.ts';
import type { ExpenseDetails } from './money-reads.ts';

export const CATEGORIES = ['travel', 'meals', 'supplies', 'equipment', 'training', 'other'] as const;
export type Category = (typeof CATEGORIES)[number];

/** Stems that a type's name has when it is for the category, the surest first. */
const STEMS: Readonly<Record<Category, readonly string[]>> = {
  travel: [
    'travel',
    'trip',
    'transport',
    'mileage',
    'convey',
    'taxi',
    'flight',
    'hotel',
    'lodging',
    'accommodation',
    'fuel',
  ],
  meals: ['meal', 'food', 'dining', 'entertain', 'restaurant', 'catering', 'per diem'],
  supplies: ['suppl', 'stationer', 'office', 'consumable', 'material'],
  equipment: ['equipment', 'hardware', 'device', 'tool', 'computer', 'furniture', 'it '],
  training: ['training', 'course', 'education', 'learning', 'conference', 'certif', 'book'],
  other: ['other', 'misc', 'general', 'sundr'],
};
export interface TypeChoice {
  /** The one that fits; null when several do or none does. */
  readonly type: string | null;
  /** What to choose from. */
  readonly choices: readonly string[];
  readonly fits: 'one' | 'several' | 'none';
}

/**
 * The type of an expense: the one that was named; else the only one whose name speaks of the category; of several the one
 * that the description names. "Software licence" under equipment finds the type Software.
 */
export function chooseType(
  details: ExpenseDetails,
  category: Category,
  description: string,
  named: string | null,
): TypeChoice {
  const names = details.types.map(({ name }) => name);
  const wanted = named?.toLowerCase().trim() ?? null;
  const exact = wanted === null ? undefined : names.find((name) => name.toLowerCase() === wanted);
  if (exact !== undefined) return { type: exact, choices: [], fits: 'one' };
  const spoken = namedIn(description, names);
  // A taxi to the office supplies shop is travel; a software licence is whatever the company calls Software.
  const broad = category !== 'travel' && category !== 'meals';
  if (broad && spoken !== null) return { type: spoken, choices: [], fits: 'one' };
  for (const key of STEMS[category]) {
    const found = names.filter((name) => `${name.toLowerCase()} `.includes(key));
    const [first] = found;
    if (first !== undefined && found.length === 1) return { type: first, choices: [], fits: 'one' };
    if (found.length > 1) return { type: spoken, choices: found, fits: spoken === null ? 'several' : 'one' };
  }
  // Who has one kind alone has no choice.
  if (names.length === 1) return { type: names[0] ?? null, choices: [], fits: 'one' };
  return { type: null, choices: names, fits: 'none' };
}

/** The only type all of whose words the description has. */
function namedIn(description: string, names: readonly string[]): string | null {
  const said = new Set(wordsOf(description).map(stem));
  const found = names.filter((name) => wordsOf(name).every((word) => said.has(stem(word))));
  return found.length === 1 ? (found[0] ?? null) : null;
}

function stem(word: string): string {
  return word.replace(/(?:ies|es|s)$/u, '').slice(0, 8);
}
