/** What the offline model does with moving and cancelling meetings. */

import { z } from 'zod';
import { readDuration } from '../../../language/durations.ts';
import { newStart } from '../../../language/nlu/slots/calendar.ts';
import type { ModelRequest, Situation } from '../../model.ts';
import type { Filling, Prepared, Skill, Talk } from '../skill.ts';
import { ask, call, GO_AHEAD_SUGGESTIONS, type Step, tell, textOf, today } from '../step.ts';
import { withMeeting } from './change-found.ts';
import { rangeOf, readRef } from './pick.ts';
import { say } from './sentences.ts';
import { targetOf } from './target.ts';
import { slotContext } from './wording.ts';

const meetingSchema = z.object({ id: z.string(), title: z.string(), start: z.string(), end: z.string() });
const optionsSchema = z.array(meetingSchema);

/** First half: a look at the days on which the meeting can be. */
export function lookFor(text: string, request: ModelRequest): Step {
  const { situation } = request;
  return call('get_calendar_events', rangeOf(readRef(text, situation), today(situation)), request);
}

/** The meeting that was picked of those offered. */
export function pickedOf(choice: string | null, filling: Filling) {
  const options = optionsSchema.safeParse(filling.args['options']);
  const at = choice === null ? -1 : filling.choices.indexOf(choice);
  return options.success ? (options.data[at] ?? null) : null;
}

/** Asks once more; words that fit nothing are not guessed at. */
function again(filling: Filling, text: string, situation: Situation): Step {
  const { tool, args, asked, choices } = filling;
  return ask({ text, tool, args, asked, choices }, situation);
}

export const moving: Skill = {
  tool: 'reschedule_meeting',
  parts: say('partsMove'),
  begin: (text, _known, request) => lookFor(text, request),
  answer(text, choice, filling, request) {
    const { situation } = request;
    const said = textOf(filling.args['said']) ?? text;
    if (filling.asked === 'event_id') {
      const meeting = pickedOf(choice, filling);
      if (meeting !== null) return withMeeting(moving.tool, said, meeting, request);
      return readRef(text, situation).days !== null || readRef(text, situation).times.length > 0
        ? lookFor(text, request)
        : again(filling, say('whichMeeting'), situation);
    }
    const asked = meetingSchema.safeParse(filling.args['meeting']);
    const from = asked.success ? asked.data.start : textOf(filling.args['new_start_datetime']);
    if (from === null) return lookFor(text, request);
    const { meeting: _meeting, ...rest } = filling.args;
    const known = asked.success ? { ...rest, event_id: asked.data.id } : rest;
    if (filling.asked === 'new_duration_minutes') {
      const length = readDuration(text, { asked: true });
      if (length === null) return again(filling, say('howLong'), situation);
      return call(moving.tool, { ...known, new_duration_minutes: length.minutes }, request);
    }
    const target = targetOf(text, from, situation);
    if (target === null) return again(filling, say('notATime', { question: say('whenWith') }), situation);
    return call(
      moving.tool,
      {
        ...known,
        new_start_datetime: target.start,
        ...(target.length === null ? {} : { new_duration_minutes: target.length }),
      },
      request,
    );
  },
  change(text, pending, request) {
    const from = textOf(pending.parameters['new_start_datetime']);
    const target = from === null ? null : targetOf(text, from, request.situation);
    if (target === null) return null;
    const { attendees: _attendees, ...known } = pending.parameters;
    const length = target.length === null ? {} : { new_duration_minutes: target.length };
    return call(moving.tool, { ...known, new_start_datetime: target.start, ...length }, request);
  },
  follow(text, lastArgs, request) {
    // "Rather to Friday at 10" after it was moved.
    const start = newStart(text, slotContext(request.situation));
    return start === null ? null : call(moving.tool, { ...lastArgs, new_start_datetime: start }, request);
  },
  present: (prepared, talk) => presented('movePrepared', prepared, talk),
};

export const cancelling: Skill = {
  tool: 'cancel_meeting',
  begin: (text, _known, request) => lookFor(text, request),
  answer(text, choice, filling, request) {
    const meeting = pickedOf(choice, filling);
    const said = textOf(filling.args['said']) ?? text;
    if (meeting !== null) return withMeeting(cancelling.tool, said, meeting, request);
    const ref = readRef(text, request.situation);
    return ref.days !== null || ref.times.length > 0 || ref.words.length > 0
      ? lookFor(text, request)
      : again(filling, say('whichMeeting'), request.situation);
  },
  present: (prepared, talk) => presented('cancelPrepared', prepared, talk),
};

export function presented(
  key: 'movePrepared' | 'cancelPrepared' | 'remindPrepared',
  { card }: Prepared,
  { request }: Talk,
): Step {
  const { situation } = request;
  const notes = (card?.warnings ?? []).map((note) => `${note} `).join('');
  return tell(say(key, { title: card?.title ?? '', notes }), situation, GO_AHEAD_SUGGESTIONS);
}
