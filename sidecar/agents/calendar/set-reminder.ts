import { z } from 'zod';
import type { Operation } from '../../actions/operation.ts';
import type { Proposal, Question, Refusal, ToolContext, WriteTool } from '../../actions/tool.ts';
import { addDays, isIsoDate } from '../../language/calendar.ts';
import { asks } from './meeting-length.ts';
import { say } from './sentences.ts';
import { readMeetings } from './site-answers.ts';
import { daySpan, msOf, msOfSite, readLocal, siteTextOf } from './when.ts';
import { clockOf, todayOf } from './wording.ts';

const AHEAD = 60;
/** When a reminder for a day comes. */
const MORNING = '09:00';

const schema = z.object({
  reminder_text: z.string().min(1).max(500).describe('What to remind of, in the words of the user.'),
  remind_at: z
    .string()
    .max(30)
    .describe("YYYY-MM-DD HH:MM on the user's own clock; a day alone means nine in the morning."),
  event_id: z.string().max(140).optional().describe('Id of the meeting it is about, if any.'),
  channel: z
    .enum(['push', 'email', 'both'])
    .optional()
    .describe('Only what the user asked for. Frappe reminds in Desk; it mails no reminders.'),
});
type Args = z.infer<typeof schema>;

/**
 * A document of the DocType Reminder: the one thing in Frappe 15 and 16 that reminds at a time. Its scheduler puts a
 * notification into the user's Desk within minutes. A ToDo only stands on its day's list, and an Event's `send_reminder` only
 * gets it into one mail in the morning.
 */
export const setReminder: WriteTool<Args> = {
  kind: 'write',
  name: 'set_reminder',
  agent: 'calendar',
  verb: 'Create',
  label: 'Preparing the reminder',
  description:
    'Prepares a reminder for the user himself at a time, once. Nothing is set before the user confirms the card. Ask when it shall be if nothing was said.',
  schema,
  doctypes: ['Event'],
  reversible: true,
  reversibleNote: say('remindNote'),
  propose,
  present(operations, person, parameters) {
    const { text, at } = reminderOf(operations);
    const when = clockOf(person, null).moment(msOfSite(at, person));
    const about = parameters?.['about'];
    return {
      title: say('remindTitle', { when, text }),
      lines: [
        { label: say('lineAbout'), to: text },
        { label: say('lineRemind'), to: when },
        ...(typeof about === 'string' ? [{ label: say('lineTitle'), to: about }] : []),
      ],
    };
  },
  done(operations, person) {
    const { text, at } = reminderOf(operations);
    return say('reminded', { when: clockOf(person, null).moment(msOfSite(at, person)), text });
  },
};

async function propose(args: Args, context: ToolContext): Promise<Proposal | Refusal | Question> {
  const { person, now } = context;
  const said = args.remind_at.trim();
  const local = isIsoDate(said) ? `${said} ${MORNING}` : readLocal(said);
  if (local === null) return asks('remind_at', say('badTime', { time: said }));
  const at = msOf(local, person);
  if (at <= now)
    return asks(
      'remind_at',
      isIsoDate(said) && said === todayOf(person, now)
        ? say('remindWhen')
        : say('inThePast', { when: clockOf(person, now).moment(at) }),
    );
  const text = args.reminder_text.replace(/[<>]/gu, ' ').trim();
  const meeting = args.event_id === undefined ? null : await meetingOf(args.event_id, context);
  const values = {
    description: text.charAt(0).toUpperCase() + text.slice(1),
    remind_at: siteTextOf(at, person),
    ...(meeting === null ? {} : { reminder_doctype: 'Event', reminder_docname: meeting.id }),
  };
  return {
    kind: 'proposal',
    operations: [{ op: 'insert', doctype: 'Reminder', values }],
    parameters: { ...args, remind_at: local, ...(meeting === null ? {} : { about: meeting.title }) },
    warnings: args.channel === 'email' || args.channel === 'both' ? [say('remindOnlyDesk')] : [],
    target: { doctype: 'Reminder', name: null },
  };
}

/** A meeting of the person's calendar by id; null for one that is not there: the reminder then stands alone. */
async function meetingOf(id: string, { person, reads, now }: ToolContext) {
  const today = todayOf(person, now);
  const ahead = await readMeetings(reads, daySpan(today, addDays(today, AHEAD), person), person);
  // A reminder links to what the person may open: Frappe shows an Event to its owner alone.
  return ahead.find((one) => one.id === id && one.own) ?? null;
}

function reminderOf(operations: readonly Operation[]): { readonly text: string; readonly at: string } {
  const operation = operations[0];
  const values = operation?.op === 'insert' ? operation.values : {};
  return { text: String(values['description'] ?? ''), at: String(values['remind_at'] ?? '') };
}
