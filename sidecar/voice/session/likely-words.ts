import type { Clock } from '../../lib/clock.ts';
import type { Log } from '../../lib/log.ts';
import type { Person } from '../../people/person.ts';

/** What a recogniser would not guess, the likeliest first. */
export interface LikelyWords {
  /** The assistant's name, and where the person works. */
  readonly hints: readonly string[];
  /** Of people: the person and his colleagues. */
  readonly names: readonly string[];
}

/** A call does not begin later because of them, ms. */
const PATIENCE_MS = 500;

/** Never rejects. */
export async function likelyWords(
  person: Person,
  deps: {
    readonly clock: Clock;
    readonly log: Log;
    readonly colleagues?: (person: Person) => Promise<readonly string[]>;
  },
): Promise<LikelyWords> {
  const { instance, fullName, employee, company } = person;
  const hints = [instance.vaName, company.name, employee.department, employee.designation];
  return {
    hints: hints.filter((hint): hint is string => hint !== null && hint !== ''),
    names: [fullName, ...(await colleagues())],
  };

  async function colleagues(): Promise<readonly string[]> {
    if (deps.colleagues === undefined) return [];
    const known = new AbortController();
    const tired = deps.clock.sleep(PATIENCE_MS, known.signal).then(
      () => [],
      () => [],
    );
    try {
      return await Promise.race([deps.colleagues(person), tired]);
    } catch (error) {
      deps.log.warn('a call goes on without the names of colleagues', {}, error);
      return [];
    } finally {
      known.abort();
    }
  }
}
