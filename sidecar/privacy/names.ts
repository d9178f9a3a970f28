/** Finds people's names in texts: those that are given, and parts of them. */
export interface NameFinder {
  /** Places of names, in order, with the person and which part of the name it is. */
  in(text: string): readonly FoundName[];
}
export interface FoundName {
  readonly at: number;
  readonly value: string;
  /** Full name of the one person who is called so; the part itself when several are. */
  readonly person: string;
  readonly part: 'whole' | 'first' | 'last';
}

/** First names that are words: only as they are written in a name. */
const WORDS = new Set(
  'will may mark grace rose summer art bill dawn hope joy june april august faith frank jack pat rob sue ray guy max gene dean drew chase grant chance lane page young king long day price banks cook baker walker reed kim park lee'.split(
    ' ',
  ),
);
const SHORTEST = 3;

/** @param people full names of those who are to be found */
export function createNameFinder(people: readonly string[]): NameFinder {
  const known = new Map<string, Omit<FoundName, 'at' | 'value'>>();
  const add = (name: string, person: string, part: FoundName['part']) => {
    const key = name.toLowerCase();
    const before = known.get(key);
    // Two Toms: whoever of them is meant.
    if (before !== undefined && before.person !== person && before.part !== 'whole') {
      known.set(key, { person: key, part: 'whole' });
    } else if (before === undefined) known.set(key, { person, part });
  };
  for (const person of new Set(people.map((name) => name.trim().replace(/\s+/gu, ' ')))) {
    if (person.length >= SHORTEST) add(person, person, 'whole');
  }
  for (const person of new Set(people.map((name) => name.trim().replace(/\s+/gu, ' ')))) {
    const parts = person.split(' ');
    const [first = ''] = parts;
    const last = parts.at(-1) ?? '';
    if (parts.length > 1 && first.length >= SHORTEST) add(first, person, 'first');
    if (parts.length > 1 && last.length >= SHORTEST) add(last, person, 'last');
  }
  if (known.size === 0) return { in: () => [] };
  const longestFirst = [...known.keys()].toSorted((one, other) => other.length - one.length);
  const pattern = new RegExp(
    `(?<![\\p{L}\\p{N}_])(?:${longestFirst.map(escaped).join('|')})(?![\\p{L}\\p{N}_])`,
    'giu',
  );
  return {
    in: (text) =>
      [...text.matchAll(pattern)].flatMap((match) => {
        const [value] = match;
        const name = known.get(value.toLowerCase().replace(/\s+/gu, ' '));
        if (name === undefined) return [];
        if (WORDS.has(value.toLowerCase()) && !/^\p{Lu}/u.test(value)) return [];
        return [{ at: match.index, value, ...name }];
      }),
  };
}

function escaped(name: string): string {
  return name.replace(/[.*+?^${}()|[\]\\-]/gu, '\\$&').replaceAll(' ', '\\s+');
}

/** Keys of answers under which people's names stand, one or several. */
const NAME_KEY =
  /^(?:full_name|(?:employee|reports_to|approver|contact|lead|person|owner|sender|manager|host|assignee|attendee|guest|to|colleague|requested_by|asked_by)_name|attendees|guests|host|assignees|colleagues|names)$/u;
const MOST_DEPTH = 10;
const LONGEST = 80;

/** Names of people that an answer of a tool has as names; none for a text that is no JSON. */
export function namesInAnswer(json: string): readonly string[] {
  const names: string[] = [];
  const look = (value: unknown, isName: boolean, depth: number): void => {
    if (typeof value === 'string') {
      if (isName && value.length <= LONGEST && !/[@\d]/u.test(value)) names.push(value);
    } else if (depth < MOST_DEPTH && Array.isArray(value)) for (const one of value) look(one, isName, depth + 1);
    else if (depth < MOST_DEPTH && typeof value === 'object' && value !== null) {
      for (const [key, one] of Object.entries(value)) look(one, NAME_KEY.test(key), depth + 1);
    }
  };
  try {
    look(JSON.parse(json), false, 0);
  } catch {
    return [];
  }
  return names;
}
