import { z } from 'zod';
import type { Operation } from '../../actions/operation.ts';
import type { Proposal, Question, Refusal, ToolContext, WriteTool } from '../../actions/tool.ts';
import { ownMeeting } from './own-meeting.ts';
import { say } from './sentences.ts';
import { msOfSite } from './when.ts';
import { clockOf, namesOf } from './wording.ts';

const schema = z.object({
  event_id: z.string().min(1).max(140).describe('Id of the meeting from get_calendar_events, or words of its title.'),
  reason: z.string().max(1000).optional().describe('Only what the user gave as reason.'),
  notify_attendees: z.boolean().default(true).describe('Frappe tells nobody either way; the user is told so.'),
});
type Args = z.infer<typeof schema>;

/** Cancelling sets the status, so that it can be put back: Frappe lets nobody but a System Manager delete an Event, and a deleted one is gone. */
export const cancelMeeting: WriteTool<Args> = {
  kind: 'write',
  name: 'cancel_meeting',
  agent: 'calendar',
  verb: 'Cancel',
  label: 'Preparing the cancellation',
  description:
    'Prepares the cancellation of a meeting that the user called. Meetings of others only their hosts can cancel. Nothing changes before the user confirms the card.',
  schema,
  doctypes: ['Event'],
  reversible: true,
  reversibleNote: say('cancelNote'),
  propose,
  present(operations, person, parameters) {
    const { title, start } = meetingOf(operations);
    const when = clockOf(person, null).moment(msOfSite(start, person));
    const guests = namesIn(parameters);
    const reason = parameters?.['reason'];
    return {
      title: say('cancelTitle', { title, when }),
      lines: [
        { label: say('lineTitle'), to: title },
        { label: say('lineWhen'), to: when },
        ...(guests.length === 0 ? [] : [{ label: say('lineWith'), to: guests.join(', ') }]),
        ...(typeof reason === 'string' && reason !== '' ? [{ label: say('lineReason'), to: reason }] : []),
      ],
    };
  },
  done(operations, _person, parameters) {
    const guests = namesIn(parameters);
    const told = guests.length === 0 ? '' : say('guestsNotTold', { names: namesOf(guests) });
    return say('cancelled', { title: meetingOf(operations).title }) + told;
  },
};

async function propose(args: Args, context: ToolContext): Promise<Proposal | Refusal | Question> {
  const found = await ownMeeting(args.event_id, 'cancel', context);
  if ('answer' in found) return found.answer;
  const { event, repeats, guests } = found.meeting;
  const reason = (args.reason ?? '').replace(/[<>]/gu, ' ').trim();
  const noted =
    reason === '' ? null : [event.description ?? '', say('cancelReason', { reason })].filter((part) => part !== '');
  const values = { status: 'Cancelled', ...(noted === null ? {} : { description: noted.join('\n') }) };
  return {
    kind: 'proposal',
    operations: [
      {
        op: 'update',
        doctype: 'Event',
        name: event.name,
        values,
        from: {
          status: event.status,
          ...(noted === null ? {} : { description: event.description ?? null }),
          subject: event.subject,
          starts_on: event.starts_on,
          docstatus: event.docstatus,
        },
      },
    ],
    parameters: { ...args, event_id: event.name, attendees: guests.map(({ name }) => name) },
    warnings: repeats ? [say('cancelSeries')] : [],
    target: { doctype: 'Event', name: event.name },
  };
}

function meetingOf(operations: readonly Operation[]): { readonly title: string; readonly start: string } {
  const operation = operations[0];
  if (operation?.op !== 'update') return { title: '', start: '' };
  return { title: String(operation.from['subject'] ?? ''), start: String(operation.from['starts_on'] ?? '') };
}

function namesIn(parameters: Readonly<Record<string, unknown>> = {}): readonly string[] {
  const { attendees } = parameters;
  return Array.isArray(attendees) ? attendees.map(String) : [];
}
