import type { Ctx } from '../../engine/types.ts';
import { addDays } from '../dates.ts';
import { ACME, GLOBEX } from './companies.ts';
import { employeeNamed, mondayIn } from './people.ts';

interface TaskSeed {
  readonly subject: string;
  readonly user: string;
  readonly status: string;
  readonly priority: string;
  /** Days from today until it is due. */
  readonly due: number;
  readonly project: string;
}

const RELAUNCH = 'Website Relaunch';
const MOBILE = 'Mobile App';

const TASKS: readonly TaskSeed[] = [
  {
    subject: 'Review the launch checklist',
    user: 'priya@acme.test',
    status: 'Open',
    priority: 'High',
    due: 3,
    project: RELAUNCH,
  },
  {
    subject: 'Fix the contact form',
    user: 'priya@acme.test',
    status: 'Overdue',
    priority: 'Urgent',
    due: -2,
    project: RELAUNCH,
  },
  {
    subject: 'Write the release notes',
    user: 'priya@acme.test',
    status: 'Working',
    priority: 'Medium',
    due: 8,
    project: MOBILE,
  },
  {
    subject: 'Move the images to the new server',
    user: 'li@acme.test',
    status: 'Working',
    priority: 'Medium',
    due: 5,
    project: RELAUNCH,
  },
  {
    subject: 'Test sign-in on older phones',
    user: 'tom@acme.test',
    status: 'Open',
    priority: 'Medium',
    due: 6,
    project: MOBILE,
  },
  { subject: 'Plan the load test', user: 'tom.b@acme.test', status: 'Open', priority: 'Low', due: 15, project: MOBILE },
  {
    subject: 'Choose the analytics tool',
    user: 'marcus@acme.test',
    status: 'Completed',
    priority: 'Medium',
    due: -10,
    project: RELAUNCH,
  },
];

/** Two projects with their tasks; who does a task stands in its ToDo, as ERPNext assigns. */
export function seedWork(ctx: Ctx): void {
  const today = ctx.today();
  const project = (title: string, start: number, end: number, priority: string): string =>
    ctx.insert({
      doctype: 'Project',
      project_name: title,
      company: ACME.name,
      status: 'Open',
      priority,
      expected_start_date: addDays(today, start),
      expected_end_date: addDays(today, end),
      department: 'Engineering - ACM',
      users: ['marcus@acme.test', 'priya@acme.test'].map((user) => ({ user })),
    }).name;
  const projects = new Map([
    [RELAUNCH, project(RELAUNCH, -40, 30, 'High')],
    [MOBILE, project(MOBILE, -20, 75, 'Medium')],
  ]);
  for (const seed of TASKS) {
    const task = ctx.insert({
      doctype: 'Task',
      subject: seed.subject,
      project: projects.get(seed.project),
      status: seed.status,
      priority: seed.priority,
      exp_start_date: addDays(today, seed.due - 10),
      exp_end_date: addDays(today, seed.due),
      company: ACME.name,
      department: 'Engineering - ACM',
      completed_by: seed.status === 'Completed' ? seed.user : null,
    });
    if (seed.status === 'Completed') continue;
    ctx.insert({
      doctype: 'ToDo',
      description: seed.subject,
      status: 'Open',
      priority: seed.priority === 'Urgent' ? 'High' : seed.priority,
      date: addDays(today, seed.due),
      allocated_to: seed.user,
      assigned_by: 'marcus@acme.test',
      reference_type: 'Task',
      reference_name: task.name,
    });
  }
  ctx.insert({
    doctype: 'Task',
    subject: 'Count the stock',
    status: 'Open',
    priority: 'Medium',
    exp_end_date: addDays(today, 4),
    company: GLOBEX.name,
  });
}

interface MeetingSeed {
  readonly subject: string;
  readonly owner: string;
  readonly week: number;
  /** 0 Monday to 4 Friday. */
  readonly day: number;
  readonly from: string;
  readonly to: string;
  readonly guests: readonly string[];
}

const TEAM = ['priya@acme.test', 'li@acme.test', 'tom@acme.test', 'tom.b@acme.test'];

const MEETINGS: readonly MeetingSeed[] = [0, 1].flatMap((week): MeetingSeed[] => [
  {
    subject: 'Engineering weekly',
    owner: 'marcus@acme.test',
    week,
    day: 0,
    from: '09:30:00',
    to: '10:00:00',
    guests: TEAM,
  },
  {
    subject: 'One on one',
    owner: 'marcus@acme.test',
    week,
    day: 1,
    from: '14:00:00',
    to: '14:30:00',
    guests: ['priya@acme.test'],
  },
  {
    subject: 'Pipeline review',
    owner: 'sales@acme.test',
    week,
    day: 2,
    from: '11:00:00',
    to: '12:00:00',
    guests: ['dana@acme.test'],
  },
  {
    subject: 'Design review',
    owner: 'priya@acme.test',
    week,
    day: 2,
    from: '15:00:00',
    to: '16:00:00',
    guests: ['li@acme.test'],
  },
]);

/** Meetings of this week and the next; times are the site's. */
export function seedMeetings(ctx: Ctx): void {
  for (const meeting of MEETINGS) {
    const date = addDays(mondayIn(ctx, meeting.week), meeting.day);
    const event = {
      doctype: 'Event',
      subject: meeting.subject,
      event_type: 'Private',
      event_category: 'Meeting',
      status: 'Open',
      starts_on: `${date} ${meeting.from}`,
      ends_on: `${date} ${meeting.to}`,
      event_participants: meeting.guests.map((guest) => ({
        reference_doctype: 'Employee',
        reference_docname: employeeNamed(ctx, guest),
        email: guest,
      })),
    };
    // The organiser may not read every guest's Employee; the link was made in his name all the same.
    ctx.as(meeting.owner, (person) => person.insert(event, { ignorePermissions: true }));
  }
}
