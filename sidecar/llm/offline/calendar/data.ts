/** What the calendar tools tell, as this model reads it; moments `YYYY-MM-DD HH:MM` on the person's own clock. */
import { z } from 'zod';

const eventLine = z.object({
  id: z.string(),
  title: z.string(),
  start: z.string(),
  end: z.string(),
  all_day: z.boolean(),
  own: z.boolean(),
  host: z.string(),
  with: z.array(z.string()),
  place: z.string().nullable(),
  repeats: z.string().nullable(),
});
export type EventLine = z.infer<typeof eventLine>;

export const eventsData = z.object({ from_date: z.string(), to_date: z.string(), events: z.array(eventLine) });
export type EventsData = z.infer<typeof eventsData>;

export const dayData = z.object({
  date: z.string(),
  include_tasks: z.boolean(),
  events: z.array(eventLine),
  tasks: z.array(z.object({ title: z.string(), due: z.string(), overdue: z.boolean() })),
  reminders: z.array(z.object({ at: z.string(), text: z.string() })),
});
export type DayData = z.infer<typeof dayData>;

export const absencesData = z.object({
  from_date: z.string(),
  to_date: z.string(),
  named: z.boolean(),
  looked_at: z.array(z.string()),
  away: z.array(z.object({ name: z.string(), days: z.array(z.string()) })),
  not_visible: z.array(z.string()),
});

const span = z.object({ from: z.string(), to: z.string() });
export type TimeSpan = z.infer<typeof span>;

export const availabilityData = z.object({
  date: z.string(),
  from: z.string(),
  to: z.string(),
  whole_day: z.boolean(),
  duration_minutes: z.number(),
  people: z.array(
    z.object({ name: z.string(), you: z.boolean(), busy: z.array(span), off: z.array(span), free: z.array(span) }),
  ),
  own_meetings: z.array(span.extend({ title: z.string() })),
  all_free: z.array(span),
  not_visible: z.array(z.string()),
});
export type AvailabilityData = z.infer<typeof availabilityData>;
export type PersonTimes = AvailabilityData['people'][number];

export const slotsData = z.object({
  from_date: z.string(),
  to_date: z.string(),
  duration_minutes: z.number(),
  attendees: z.array(z.string()),
  slots: z.array(z.object({ start: z.string(), end: z.string(), when: z.string() })),
  preferred: z.boolean().nullable(),
  not_visible: z.array(z.string()),
});
