import { siteTime } from '../../engine/site-time.ts';
import type { Ctx, Doc, Row, Site } from '../../engine/types.ts';
import { addDays, day, daysOf, weekday } from '../dates.ts';
import { holidaysIn } from '../erpnext/holidays.ts';
import { checked, parsed, text, textOrNull } from '../values.ts';
import { notFound, vaError } from './errors.ts';
import { employeeOf, textArg } from './identity.ts';
import { clipped, merged, type Occurrence, occurrencesOf } from './occurrences.ts';
import { workHoursOf, zoneOf } from './people.ts';
import { personReading } from './readers.ts';

const MAX_USERS = 20;
const MAX_SPAN_DAYS = 366;
const MAX_MEETINGS = 500;

/** Times of colleagues without their meaning, and one's own calendar with it. */
export function addCalendarReads(site: Site): void {
  const get = { verbs: ['GET'] } as const;
  site.addMethod('dartwing_va.reads.free_busy', get, freeBusy);
  site.addMethod('dartwing_va.reads.meetings', get, meetings);
}

/** When colleagues are busy, never with what: open meetings of theirs and approved leave; with `work` also when they do not work. */
function freeBusy(ctx: Ctx, args: Row): Row {
  const own = personReading(ctx);
  const users = parsed(args['users']);
  if (!Array.isArray(users) || users.length === 0 || users.length > MAX_USERS) throw vaError('VALIDATION_ERROR');
  const { from, to } = spanOf(args);
  const busy: Row = {};
  const off: Row = {};
  for (const user of users.map(String)) {
    const employee = employeeOf(ctx, user);
    if (employee === null || employee['company'] !== own['company'] || employee['status'] !== 'Active')
      throw notFound();
    const taken = eventsOf(ctx, user, employee.name, ['Open'])
      .filter((event) => event['owner'] === user || checked(event['invited']))
      .flatMap((event) => occurrencesOf(event, from, to));
    busy[user] = clipped(merged([...taken, ...leaveOf(ctx, employee.name, from, to)]), from, to);
    off[user] = offOf(ctx, user, employee, from, to);
  }
  return checked(args['work']) ? { busy, off } : { busy };
}

/** Outside the hours in which a person works, weekly days off and holidays; nothing says which of them. */
function offOf(ctx: Ctx, user: string, employee: Doc, from: string, to: string): Occurrence[] {
  const zone = siteTime(zoneOf(ctx, user, employee));
  const here = siteTime(ctx.site.timeZone);
  const hours = workHoursOf(ctx, employee);
  const first = addDays(zone.date(here.epoch(from)), -1);
  const last = addDays(zone.date(here.epoch(to)), 1);
  const free = daysOff(ctx, employee, first, last);
  const at = (date: string, time: string) => here.format(zone.epoch(`${date} ${time}:00`)).slice(0, 19);
  const stretches = daysOf(first, last).flatMap((date): Occurrence[] => {
    const next = at(addDays(date, 1), '00:00');
    if (free(date)) return [{ from: at(date, '00:00'), to: next }];
    return [
      { from: at(date, '00:00'), to: at(date, hours.from) },
      { from: at(date, hours.to), to: next },
    ];
  });
  return clipped(merged(stretches), from, to);
}

/** Days of the person's Holiday List; without one, Saturdays and Sundays. */
function daysOff(ctx: Ctx, employee: Doc, from: string, to: string): (date: string) => boolean {
  const list =
    textOrNull(employee['holiday_list']) ??
    textOrNull(ctx.getValue('Company', text(employee['company']), 'default_holiday_list'));
  if (list === null) return (date) => weekday(date) > 5;
  const dates = new Set(holidaysIn(ctx, list, from, to).map((holiday) => holiday.date));
  return (date) => dates.has(date);
}

/**
 * The caller's meetings: his own, those whose host put him on the list, and public ones. Frappe shows an Event to its
 * owner alone; an invitation is for the invited, so he learns title, times, place, host and guests, and not the rest.
 */
function meetings(ctx: Ctx, args: Row): Row {
  const own = personReading(ctx);
  const { from, to } = spanOf(args);
  const found = eventsOf(ctx, ctx.user, own.name, ['Open', 'Closed', 'Completed']).flatMap((event) => {
    const mine = event['owner'] === ctx.user;
    const times = occurrencesOf(event, from, to);
    if (times.length === 0) return [];
    const plain = text(event['description']).replace(/<[^>]*>/g, '\n');
    const shared = {
      name: event['name'],
      subject: event['subject'],
      all_day: checked(event['all_day']),
      category: textOrNull(event['event_category']),
      location: textOrNull(/^Location: (.+)$/m.exec(plain)?.[1]),
      host: event['owner'],
      host_name: ctx.getValue('User', text(event['owner']), 'full_name'),
      own: mine,
      invited: checked(event['invited']),
      repeats: checked(event['repeat_this_event']) ? textOrNull(event['repeat_on']) : null,
      participants: guestsOf(ctx, text(event['name'])),
    };
    return times.map((time) => ({ ...shared, ...time }));
  });
  found.sort((a, b) => a.from.localeCompare(b.from) || text(a.name).localeCompare(text(b.name)));
  return { meetings: found.slice(0, MAX_MEETINGS) };
}

function guestsOf(ctx: Ctx, event: string): Row[] {
  const rows = ctx.getAll('Event Participants', {
    fields: ['reference_doctype', 'reference_docname', 'email'],
    filters: { parent: event, parenttype: 'Event' },
    orderBy: 'idx asc',
  });
  return rows.map((row) => ({ name: nameOfGuest(ctx, row), email: textOrNull(row['email']) }));
}

function nameOfGuest(ctx: Ctx, row: Row): string {
  const [doctype, name] = [text(row['reference_doctype']), text(row['reference_docname'])];
  const field = { Employee: 'employee_name', User: 'full_name' }[doctype];
  return (field === undefined ? null : textOrNull(ctx.getValue(doctype, name, field))) ?? name;
}

/** Events that concern a person, with `invited` for those whose list of guests has him. */
function eventsOf(ctx: Ctx, user: string, employee: string, statuses: readonly string[]): Row[] {
  return ctx.sql(
    `select event.*, max(guest.name is not null) as invited
       from "tabEvent" event left join "tabEvent Participants" guest on guest.parent = event.name
        and ((guest.reference_doctype = 'Employee' and guest.reference_docname = ?)
          or (guest.reference_doctype = 'User' and guest.reference_docname = ?) or guest.email = ?)
      where event.status in (${statuses.map(() => '?').join(', ')})
        and (event.owner = ? or event.event_type = 'Public' or guest.name is not null)
      group by event.name`,
    [employee, user, user, ...statuses, user],
  );
}

function leaveOf(ctx: Ctx, employee: string, from: string, to: string): Occurrence[] {
  const rows = ctx.getAll('Leave Application', {
    fields: ['from_date', 'to_date'],
    filters: [
      ['employee', '=', employee],
      ['docstatus', '=', 1],
      ['status', '=', 'Approved'],
      ['from_date', '<=', to.slice(0, 10)],
      ['to_date', '>=', from.slice(0, 10)],
    ],
  });
  return rows.map((row) => ({
    from: `${text(row['from_date']).slice(0, 10)} 00:00:00`,
    to: `${addDays(text(row['to_date']).slice(0, 10), 1)} 00:00:00`,
  }));
}

function spanOf(args: Row): Occurrence {
  const from = timeArg(args, 'from');
  const to = timeArg(args, 'to');
  if (to <= from || to.slice(0, 10) > addDays(from.slice(0, 10), MAX_SPAN_DAYS)) throw vaError('OUT_OF_RANGE');
  return { from, to };
}

function timeArg(args: Row, key: string): string {
  const value = textArg(args, key);
  if (!/^\d{4}-\d{2}-\d{2}( \d{2}:\d{2}(:\d{2}(\.\d+)?)?)?$/.test(value)) throw vaError('INVALID_FORMAT');
  day(value, key);
  return value.length === 10 ? `${value} 00:00:00` : value.length === 16 ? `${value}:00` : value.slice(0, 19);
}
