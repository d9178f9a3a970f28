import { normaliseText } from '../../../language/normalise.ts';
import type { ModelRequest } from '../../model.ts';
import type { Pending } from '../skill.ts';
import { type Step, textOf } from '../step.ts';
import { find } from './find.ts';

const OTHER_TIME =
  /(?<![a-z])(?:another|other|different|better|next available) (?:time|times|slot|day|option)s?(?![a-z])|^(?:please )?(?:find|suggest)(?: a)? (?:free )?(?:time|slot)/u;

/** "Find another time" for the meeting on the card that waits: free times from its day on; null for other words. */
export function otherTime(text: string, pending: Pending, request: ModelRequest): Step | null {
  const { attendees, start_datetime: said, title, duration_minutes: minutes } = pending.parameters;
  const start = textOf(said);
  if (!pending.tool.endsWith('schedule_meeting') || start === null || !OTHER_TIME.test(normaliseText(text)))
    return null;
  const people = Array.isArray(attendees) ? attendees.map(String) : [];
  return find(text, { duration_minutes: minutes, title, date_range_start: start.slice(0, 10) }, request, people);
}
