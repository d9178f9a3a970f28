import { DateTime } from 'luxon';
import type { Clock } from '../../lib/clock.ts';
import type { Person } from '../../people/person.ts';
import type { SiteKey } from '../../stores/site-key.ts';
import type { Counters } from '../../stores/stores.ts';
import type { VoiceSettings } from '../settings.ts';

/** Longer than any day of any zone. */
const DAY_MS = 26 * 3_600_000;

/** Voice minutes of a day, of the person and of the company. */
export interface Minutes {
  /** Counts one minute that begins; says whose are used up. */
  begin(person: Person): Promise<'ok' | 'user' | 'company'>;
}

export function createMinutes(deps: {
  readonly counters: Counters;
  readonly clock: Clock;
  readonly siteKey: SiteKey;
  readonly settings: Pick<VoiceSettings, 'minutesPerUser' | 'minutesPerCompany'>;
}): Minutes {
  return {
    async begin(person) {
      const day = DateTime.fromMillis(deps.clock.now(), { zone: person.timeZone }).toISODate() ?? '';
      const own = await deps.counters.hit(deps.siteKey('voice-minutes', 'user', person.user, day), DAY_MS);
      if (own.count > deps.settings.minutesPerUser) return 'user';
      const company = await deps.counters.hit(
        deps.siteKey('voice-minutes', 'company', person.company.name, day),
        DAY_MS,
      );
      return company.count > deps.settings.minutesPerCompany ? 'company' : 'ok';
    },
  };
}
