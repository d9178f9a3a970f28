import { DateTime } from 'luxon';
import type { Clock } from '../../lib/clock.ts';
import type { Person } from '../../people/person.ts';
import type { SiteKey } from '../../stores/site-key.ts';
import type { Counters } from '../../stores/stores.ts';
import type { VoiceSettings } from '../settings.ts';
import type { TalkTime } from './talk-time.ts';

/** Longer than any day of any zone. */
const DAY_MS = 26 * 3_600_000;
const MINUTE_MS = 60_000;

/** Whether there is a minute left, or whose are used up: his of the day, those of his assistant for the month, his company's. */
export type MinuteLeft = 'ok' | 'user' | 'month' | 'company';
export const USED_UP: Readonly<Record<Exclude<MinuteLeft, 'ok'>, 'minutesUsed' | 'monthUsed' | 'companyMinutesUsed'>> =
  {
    user: 'minutesUsed',
    month: 'monthUsed',
    company: 'companyMinutesUsed',
  };

/** Voice minutes of a day, of the person and of the company; and of his month. */
export interface Minutes {
  /** Counts one minute that begins; says whose are used up. */
  begin(person: Person): Promise<MinuteLeft>;
}

export function createMinutes(deps: {
  readonly counters: Counters;
  readonly talkTime: Pick<TalkTime, 'month'>;
  readonly clock: Clock;
  readonly siteKey: SiteKey;
  readonly settings: Pick<VoiceSettings, 'minutesPerUser' | 'minutesPerCompany'>;
}): Minutes {
  return {
    async begin(person) {
      const { monthlyVoiceMinutes } = person.instance;
      if (monthlyVoiceMinutes !== null && (await deps.talkTime.month(person)) >= monthlyVoiceMinutes * MINUTE_MS)
        return 'month';
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
