/** The meeting that is to be changed: one's own, as it stands in Frappe now. */
import { z } from 'zod';
import type { Question, Refusal, ToolContext } from '../../actions/tool.ts';
import { addDays } from '../../language/calendar.ts';
import { theOne } from '../find-document.ts';
import { isOutOfSight, parsedAnswer } from '../site-answer.ts';
import { refuses } from './meeting-length.ts';
import { say } from './sentences.ts';
import { type Meeting, readMeetings, type Span } from './site-answers.ts';
import { daySpan, msOfSite, plusMinutes } from './when.ts';
import { clockOf, todayOf } from './wording.ts';

/** How far back and ahead a meeting is looked for by its name, days. */
const BACK = 1;
const AHEAD = 60;
/** Of an Event without an end. */
const DEFAULT_MINUTES = 60;

const eventSchema = z.looseObject({
  name: z.string(),
  owner: z.string(),
  subject: z.string(),
  status: z.string(),
  docstatus: z.number().default(0),
  starts_on: z.string(),
  ends_on: z.string().nullish(),
  description: z.string().nullish(),
  event_participants: z
    .array(z.looseObject({ reference_doctype: z.string(), reference_docname: z.string(), email: z.string().nullish() }))
    .default([]),
});
export type StoredEvent = z.infer<typeof eventSchema>;

export interface OwnMeeting {
  readonly event: StoredEvent;
  /** The next time it takes place (of a series), else its only one. */
  readonly span: Span;
  readonly repeats: boolean;
  readonly guests: readonly { readonly name: string; readonly email: string | null }[];
}

type Found = { readonly meeting: OwnMeeting } | { readonly answer: Refusal | Question };

/** The own, open meeting of an id or by words of its title; another's and one that is over get their sentence. */
export async function ownMeeting(said: string, what: 'move' | 'cancel', context: ToolContext): Promise<Found> {
  const { person, reads, now } = context;
  const today = todayOf(person, now);
  const around = daySpan(addDays(today, -BACK), addDays(today, AHEAD), person);
  const seen = (await readMeetings(reads, around, person)).filter((one) => one.to > now);
  const clock = clockOf(person, now);
  const [id = '', date] = said.trim().split('@');
  const direct = await stored(id, context);
  if (direct !== null) return checked(direct, nextOf(seen, direct.name, date ?? null, context), what, context);
  const known = seen.some((one) => one.id === id) ? firsts(seen.filter((one) => one.id === id)) : firsts(seen);
  const found = theOne(
    known.some((one) => one.id === id) ? id : said,
    known.map((one) => ({ id: one.id, title: `${one.title}, ${clock.moment(one.from)}`, meeting: one })),
    { slot: 'event_id', which: say('whichMeeting'), nothing: say('noSuchMeeting') },
  );
  if ('answer' in found) return found;
  const { meeting } = found.found;
  if (!meeting.own) {
    const words = { title: meeting.title, host: meeting.host, what: say(what) };
    return { answer: refuses('FORBIDDEN', say('notYours', words)) };
  }
  const event = await stored(meeting.id, context);
  if (event === null) return { answer: refuses('NOT_FOUND', say('noSuchMeeting')) };
  return checked(event, meeting, what, context);
}

/** Of a series its next meeting alone. */
function firsts(meetings: readonly Meeting[]): readonly Meeting[] {
  return meetings.filter((one, at) => meetings.findIndex((other) => other.id === one.id) === at);
}

function nextOf(seen: readonly Meeting[], id: string, date: string | null, context: ToolContext): Meeting | null {
  const own = seen.filter((one) => one.id === id);
  const day = date === null ? null : daySpan(date, date, context.person);
  return own.find((one) => day !== null && one.from >= day.from && one.from < day.to) ?? own[0] ?? null;
}

function checked(event: StoredEvent, meeting: Meeting | null, what: 'move' | 'cancel', context: ToolContext): Found {
  const { person, now } = context;
  if (event.owner !== person.user) {
    const host = meeting?.host ?? event.owner;
    return { answer: refuses('FORBIDDEN', say('notYours', { title: event.subject, host, what: say(what) })) };
  }
  if (event.status === 'Cancelled') return { answer: refuses('UNPROCESSABLE_ENTITY', say('alreadyCancelled')) };
  const from = msOfSite(event.starts_on, person);
  const to = event.ends_on ? msOfSite(event.ends_on, person) : plusMinutes(from, DEFAULT_MINUTES);
  const span = meeting ?? { from, to };
  if (span.to <= now || event.status !== 'Open')
    return { answer: refuses('UNPROCESSABLE_ENTITY', say('alreadyOver', { title: event.subject, what: say(what) })) };
  const guests = event.event_participants.map((row) => ({ name: row.reference_docname, email: row.email ?? null }));
  return {
    meeting: {
      event,
      span: { from: span.from, to: span.to },
      repeats: Number(event['repeat_this_event'] ?? 0) === 1,
      guests: meeting?.guests ?? guests,
    },
  };
}

/** The Event as the person may read it; null when there is none for him. */
async function stored(id: string, { reads }: ToolContext): Promise<StoredEvent | null> {
  // Words are no names of Events: not worth a question to the site.
  if (!/^[\w.-]+\d$/u.test(id)) return null;
  try {
    return parsedAnswer(eventSchema, await reads.get('Event', id));
  } catch (error) {
    if (isOutOfSight(error)) return null;
    throw error;
  }
}
