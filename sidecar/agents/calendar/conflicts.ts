/** Who cannot come at a time, as sentences: own meetings by their title, those of others never. */
import type { ToolContext } from '../../actions/tool.ts';
import type { Attendee } from './attendees.ts';
import { within, without } from './free-time.ts';
import { say } from './sentences.ts';
import { readAvailability, readMeetings, type Span } from './site-answers.ts';
import { clockOf, namesOf } from './wording.ts';

/**
 * What speaks against a time. `before` is where the meeting that moves is now: of that stretch nobody can tell whether
 * somebody is busy with anything else.
 */
export async function conflictsOf(
  span: Span,
  attendees: readonly Attendee[],
  context: ToolContext,
  before?: Span & { readonly id: string },
): Promise<readonly string[]> {
  const { person, reads } = context;
  const clock = clockOf(person, context.now);
  const own = (await readMeetings(reads, span, person)).filter((one) => one.mine && one.id !== before?.id);
  const known = attendees.flatMap(({ user, name }) => (user === null ? [] : [{ user, name }]));
  const users = [...new Set([person.user, ...known.map(({ user }) => user)])];
  const times = await readAvailability(reads, users, span, person);
  const open = before === undefined ? [span] : without(span, [before]);
  const found = own.map((one) => say('youHave', { title: one.title, times: clock.times(one) }));
  const mine = times.get(person.user);
  let you = false;
  const off: string[] = [];
  // Own leave is no meeting, and still keeps one away.
  if (mine !== undefined && own.length === 0 && open.some((part) => within(part, mine.busy).length > 0)) you = true;
  else if (mine !== undefined && within(span, mine.off).length > 0) you = true;
  for (const { user, name } of known) {
    const theirs = times.get(user);
    if (theirs === undefined || user === person.user) continue;
    const busy = open.flatMap((part) => within(part, theirs.busy));
    found.push(...busy.map((part) => say('busyThen', { name, times: clock.times(part) })));
    if (busy.length === 0 && within(span, theirs.off).length > 0) off.push(name);
  }
  if (you || off.length > 0) found.push(say('offThen', { names: namesOf(off), you }));
  const unseen = attendees.filter(({ user }) => user === null).map(({ name }) => name);
  if (unseen.length > 0) found.push(say('unknownCalendar', { names: namesOf(unseen), one: unseen.length === 1 }));
  return found;
}
