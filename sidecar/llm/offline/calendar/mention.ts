import type { Focus, Situation } from '../../model.ts';
import type { Step } from '../step.ts';
import type { EventLine } from './data.ts';

const MOST = 10;

/** Remembers the meeting that was talked of, for "move it" and "who is coming?". */
export function mentioning(step: Step, event: Pick<EventLine, 'id' | 'title'>): Step {
  const mention = { kind: 'document', doctype: 'Event', name: event.id, label: event.title } as const;
  const others = (step.focus.mentions ?? []).filter(({ name }) => name !== event.id);
  return { ...step, focus: { ...step.focus, mentions: [mention, ...others].slice(0, MOST) } };
}

/** A meeting that has no id yet, because it is only being prepared: known by when it starts, `YYYY-MM-DD HH:MM`. */
export function mentioningStart(step: Step, start: string, title: string): Step {
  const mention = { kind: 'document', doctype: 'Event', name: `@${start}`, label: title } as const;
  const others = (step.focus.mentions ?? []).filter(({ name }) => !name.startsWith('@'));
  return { ...step, focus: { ...step.focus, mentions: [mention, ...others].slice(0, MOST) } };
}

/** The meeting that was talked of last: its id, or `@` and its start; null when there was none. */
export function lastMeeting({ focus }: Pick<Situation, 'focus'>): string | null {
  return meetingIn(focus)?.name ?? null;
}

function meetingIn(focus: Focus) {
  return focus.mentions?.find(({ kind, doctype }) => kind === 'document' && doctype === 'Event');
}
