import type { Tool } from '../../actions/tool.ts';
import type { Agent } from '../agent.ts';
import { cancelMeeting } from './cancel-meeting.ts';
import { checkAvailability } from './check-availability.ts';
import { findMeetingTime } from './find-meeting-time.ts';
import { getCalendarEvents } from './get-calendar-events.ts';
import { getTeamAbsences } from './get-team-absences.ts';
import { getTodaysSchedule } from './get-todays-schedule.ts';
import { calendarPrompt } from './prompt.ts';
import { rescheduleMeeting } from './reschedule-meeting.ts';
import { scheduleMeeting } from './schedule-meeting.ts';
import { setReminder } from './set-reminder.ts';

const tools: readonly Tool[] = [
  getCalendarEvents,
  getTodaysSchedule,
  checkAvailability,
  getTeamAbsences,
  findMeetingTime,
  scheduleMeeting,
  rescheduleMeeting,
  cancelMeeting,
  setReminder,
];

export const calendarAgent: Agent = { id: 'calendar', label: 'Calendar', tools, prompt: calendarPrompt };
