/** What the site answers to the calendar reads (docs/site-api.md, Reads), as moments in epoch ms. */
import { z } from 'zod';
import type { EmployeeReads } from '../../actions/tool.ts';
import type { Person } from '../../people/person.ts';
import { parsedAnswer } from '../site-answer.ts';
import { msOfSite, siteTextOf } from './when.ts';

/** As many logins as one question to the site may name. */
const USERS_AT_ONCE = 20;

const interval = z.looseObject({ from: z.string(), to: z.string() });
const meetingsAnswer = z.looseObject({
  meetings: z.array(
    interval.extend({
      name: z.string(),
      subject: z.string(),
      all_day: z.boolean().default(false),
      location: z.string().nullish(),
      host: z.string(),
      host_name: z.string().nullish(),
      own: z.boolean(),
      invited: z.boolean().default(false),
      repeats: z.string().nullish(),
      participants: z.array(z.looseObject({ name: z.string(), email: z.string().nullish() })).default([]),
    }),
  ),
});
const freeBusyAnswer = z.looseObject({
  busy: z.record(z.string(), z.array(interval)),
  off: z.record(z.string(), z.array(interval)).default({}),
});

export interface Span {
  /** Epoch ms. */
  readonly from: number;
  readonly to: number;
}

/** A meeting of the person's calendar; each one of a series by itself. */
export interface Meeting extends Span {
  readonly id: string;
  readonly title: string;
  readonly allDay: boolean;
  readonly place: string | null;
  readonly own: boolean;
  /** Keeps the person busy: his own, or he is invited. Others are public. */
  readonly mine: boolean;
  readonly host: string;
  /** Daily, Weekly, Monthly or Yearly; null for a single one. */
  readonly repeats: string | null;
  readonly guests: readonly { readonly name: string; readonly email: string | null }[];
}

export interface Availability {
  /** Meetings and approved leave. */
  readonly busy: readonly Span[];
  /** Outside the hours of work, days off and holidays. */
  readonly off: readonly Span[];
}

/** The calendar of the person: own meetings, those he is invited to, and public ones, by time. */
export async function readMeetings(reads: EmployeeReads, span: Span, person: Person): Promise<readonly Meeting[]> {
  const args = { from: siteTextOf(span.from, person), to: siteTextOf(span.to, person) };
  const { meetings } = parsedAnswer(meetingsAnswer, await reads.method('dartwing_va.reads.meetings', args));
  return meetings.map(
    (row): Meeting => ({
      id: row.name,
      title: row.subject,
      from: msOfSite(row.from, person),
      to: msOfSite(row.to, person),
      allDay: row.all_day,
      place: row.location ?? null,
      own: row.own,
      mine: row.own || row.invited,
      host: row.host_name ?? row.host,
      repeats: row.repeats ?? null,
      guests: row.participants.map(({ name, email }) => ({ name, email: email ?? null })),
    }),
  );
}

/** When logins of the person's company are busy or not at work. @throws VaError NOT_FOUND when one of them is none of its people. */
export async function readAvailability(
  reads: EmployeeReads,
  users: readonly string[],
  span: Span,
  person: Person,
): Promise<ReadonlyMap<string, Availability>> {
  const found = new Map<string, Availability>();
  const spanText = { from: siteTextOf(span.from, person), to: siteTextOf(span.to, person) };
  const spans = (rows: readonly { readonly from: string; readonly to: string }[] = []) =>
    rows.map((row) => ({ from: msOfSite(row.from, person), to: msOfSite(row.to, person) }));
  for (let start = 0; start < users.length; start += USERS_AT_ONCE) {
    const part = users.slice(start, start + USERS_AT_ONCE);
    const args = { users: JSON.stringify(part), work: 1, ...spanText };
    const answer = parsedAnswer(freeBusyAnswer, await reads.method('dartwing_va.reads.free_busy', args));
    for (const user of part) found.set(user, { busy: spans(answer.busy[user]), off: spans(answer.off[user]) });
  }
  return found;
}
