/** The second half of moving, cancelling and being reminded of a meeting: the calendar was looked at, now one is picked. */
import { saidReason } from '../../../language/nlu/slots/meeting-reasons.ts';
import { saidQuiet } from '../../../language/nlu/slots/meeting-words.ts';
import { saidBefore } from '../../../language/nlu/slots/reminder-words.ts';
import type { Situation } from '../../model.ts';
import type { Talk } from '../skill.ts';
import { ask, call, type Step, tell } from '../step.ts';
import type { EventLine, EventsData } from './data.ts';
import { lastMeeting, mentioning } from './mention.ts';
import { fitting, readRef } from './pick.ts';
import { say } from './sentences.ts';
import { movedBy, targetOf } from './target.ts';
import { eventText, listText, localNow, spanOfDays } from './wording.ts';

const MOST_CHOICES = 5;
/** What a look at the calendar was for. */
export const PURPOSES = { move: 'reschedule_meeting', cancel: 'cancel_meeting', remind: 'set_reminder' } as const;

/** What comes next for the wish to change or be reminded; null when the wish is another one. */
export function changeFound(data: EventsData, talk: Talk): Step | null {
  const { text, args, request } = talk;
  const wish = PURPOSES[args['look_up'] as keyof typeof PURPOSES] as string | undefined;
  if (wish === undefined) return null;
  const { situation } = request;
  const ref = readRef(wish === 'set_reminder' ? `about ${saidBefore(text)?.meeting ?? ''}` : text, situation);
  const found = fitting(data.events, ref, situation, lastMeeting(situation));
  // A meeting of one's own is meant where both fit.
  const own = found.filter((event) => event.own);
  const meant = own.length > 0 && wish !== 'set_reminder' ? own : found;
  const [only, ...more] = meant;
  if (only === undefined) return notThere(data, ref.days !== null, situation);
  if (more.length > 0) {
    const choices = meant.slice(0, MOST_CHOICES).map((event) => eventText(event, situation, true));
    const options = meant
      .slice(0, MOST_CHOICES)
      .map(({ id, title, start, end, own: mine }) => ({ id, title, start, end, own: mine }));
    const question = ref.all && wish === 'cancel_meeting' ? say('oneByOne') : say('whichMeeting');
    return ask({ text: question, tool: wish, args: { options, said: text }, asked: 'event_id', choices }, situation);
  }
  return mentioning(withMeeting(wish, text, only, talk.request), only);
}

function notThere(data: EventsData, hadDays: boolean, situation: Situation): Step {
  const now = localNow(situation);
  const ahead = data.events.filter(({ end, own }) => end > now && own);
  const once = ahead.filter((event, at) => ahead.findIndex(({ id }) => id === event.id) === at);
  const rest = once.length === 0 ? '' : say('thereIs', { list: listText(once.slice(0, MOST_CHOICES), situation) });
  const span = hadDays ? ` ${spanOfDays(data.from_date, data.to_date, situation)}` : '';
  return tell(say('noMeetingThere', { span, rest }).trim(), situation);
}

type Meeting = Pick<EventLine, 'id' | 'title' | 'start' | 'end'>;

/** The call for one meeting, or the question for what is missing. */
export function withMeeting(wish: string, text: string, meeting: Meeting, request: Talk['request']): Step {
  const { situation } = request;
  const { id, title, start, end } = meeting;
  if (wish === 'cancel_meeting') {
    const reason = saidReason(text);
    const quiet = saidQuiet(text) ? { notify_attendees: false } : {};
    return call(wish, { event_id: id, ...(reason === null ? {} : { reason }), ...quiet }, request);
  }
  if (wish === 'set_reminder') {
    const at = movedBy(start, -(saidBefore(text)?.minutes ?? 15));
    if (at <= localNow(situation))
      return ask(
        { text: say('beforeGone'), tool: wish, args: { reminder_text: title, event_id: id }, asked: 'remind_at' },
        situation,
      );
    return call(wish, { reminder_text: title, remind_at: at, event_id: id }, request);
  }
  const target = targetOf(text, start, situation);
  const quiet = saidQuiet(text) ? { notify_attendees: false } : {};
  if (target === null) {
    const known = { meeting: { id, title, start, end }, ...quiet };
    return ask({ text: say('moveWhen', { title }), tool: wish, args: known, asked: 'new_start_datetime' }, situation);
  }
  return call(
    wish,
    {
      event_id: id,
      new_start_datetime: target.start,
      ...(target.length === null ? {} : { new_duration_minutes: target.length }),
      ...quiet,
    },
    request,
  );
}
