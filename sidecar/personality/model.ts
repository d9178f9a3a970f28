import type { Person, PersonalitySource } from '../people/person.ts';
import { DEFAULTS, type Dimensions, dimensionsIn } from './dimensions.ts';
import { templateNamed } from './templates.ts';

/** How the assistant of one employee sounds, resolved: nothing is missing. */
export interface Personality extends Dimensions {
  readonly phrases: Phrases;
  /** Who the assistant is, in the words of the employee; '' when nothing was written. So are the next two. */
  readonly persona: string;
  /** What the company wants said or avoided. */
  readonly wording: string;
  /** What the employee wants of the assistant's manner. */
  readonly wishes: string;
}

/** Own words of the employee in place of usual ones. */
export interface Phrases {
  /** In place of "Hello". */
  readonly greeting: string | null;
  /** In place of "Goodbye". */
  readonly signOff: string | null;
  /** In place of "Got it". */
  readonly acknowledgments: readonly string[];
}

const LONGEST_PHRASE = 60;
const MOST_ACKNOWLEDGMENTS = 10;

/**
 * Merges what was chosen: defaults, then the company's changes, the template, what was learned, and on top what the employee set
 * himself. The company's own preset stands in when no template names one. `learned` never touches what the employee set.
 */
export function resolvePersonality(source: PersonalitySource, learned: Partial<Dimensions> = {}): Personality {
  const chosen = templateNamed(source.own.preset) ?? templateNamed(source.template);
  return {
    ...DEFAULTS,
    ...(chosen === null ? templateNamed(source.company.preset) : {}),
    ...dimensionsIn(source.company.values),
    ...chosen,
    ...learned,
    ...dimensionsIn(source.own.values),
    phrases: phrasesIn(source.phrases),
    persona: source.persona,
    wording: source.wording,
    wishes: source.wishes,
  };
}

const resolved = new WeakMap<PersonalitySource, Personality>();

/** The personality of a person's assistant. Worked out once for each profile that the site gave. */
export function personalityOf(person: Pick<Person, 'personality'>): Personality {
  const known = resolved.get(person.personality);
  if (known !== undefined) return known;
  const fresh = resolvePersonality(person.personality);
  resolved.set(person.personality, fresh);
  return fresh;
}

function phrasesIn(values: Readonly<Record<string, unknown>>): Phrases {
  const { greeting, sign_off: signOff, acknowledgments } = values;
  const list = Array.isArray(acknowledgments) ? acknowledgments : [];
  return {
    greeting: phrase(greeting),
    signOff: phrase(signOff),
    acknowledgments: list.flatMap((one) => phrase(one) ?? []).slice(0, MOST_ACKNOWLEDGMENTS),
  };
}

/** A phrase stands where a greeting stood, before a comma or a name: its own last mark goes. */
function phrase(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const text = value
    .replace(/\s+/gu, ' ')
    .trim()
    .replace(/[\s,.!:;]+$/u, '');
  return text === '' || text.length > LONGEST_PHRASE ? null : text;
}
