import { z } from 'zod';
import type { SiteClient } from '../frappe/site-client.ts';
import type { Clock } from '../lib/clock.ts';
import { currentTrace } from '../lib/trace.ts';
import type { Person } from '../people/person.ts';

/** Names of the people of a person's company, as that person may read them. */
export interface Colleagues {
  /** Full names without his own. @throws when they cannot be had: what is to be masked must not go out instead. */
  names(person: Person): Promise<readonly string[]>;
}

const KEPT_MS = 600_000;
const MOST_KEPT = 1000;
/** As many as the directory gives at once; whoever comes after them is masked where a tool names him. */
const LIMIT = 100;
const answer = z.looseObject({ people: z.array(z.looseObject({ employee_name: z.string() })) });

export function createColleagues(deps: { readonly site: Pick<SiteClient, 'read'>; readonly clock: Clock }): Colleagues {
  const kept = new Map<string, { readonly names: readonly string[]; readonly until: number }>();
  return {
    async names(person) {
      const known = kept.get(person.user);
      if (known !== undefined && deps.clock.now() < known.until) return known.names;
      const turnId = currentTrace().turn_id ?? 'masking';
      const caller = { kind: 'employee', user: person.user, turnId, doctypes: ['Employee'] } as const;
      const read = answer.parse(
        await deps.site.read('dartwing_va.reads.directory', { query: '', limit: LIMIT }, caller),
      );
      const names = read.people.map((one) => one.employee_name).filter((name) => name !== person.employee.name);
      kept.delete(person.user);
      kept.set(person.user, { names, until: deps.clock.now() + KEPT_MS });
      const oldest = kept.keys().next().value;
      if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
      return names;
    },
  };
}
