/** What the offline model does with moving and cancelling meetings. */

import { z } from 'zod';
import { readDuration } from '../../../language/durations.ts';
import { newStart } from '../../../language/nlu/slots/meeting-moves.ts';
import { normaliseText } from '../../../language/normalise.ts';
import type { ModelRequest, Situation } from '../../model.ts';
import type { Filling, Prepared, Skill, Talk } from '../skill.ts';
import { ask, call, GO_AHEAD_SUGGESTIONS, type Step, tell, textOf, today } from '../step.ts';
import { type PURPOSES, withMeeting } from './change-found.ts';
import { lastMeeting, mentioning } from './mention.ts';
import { otherTime } from './other-time.ts';
import { rangeOf, readRef } from './pick.ts';
import { say } from './sentences.ts';
import { targetOf } from './target.ts';
import { slotContext } from './wording.ts';

const meetingSchema = z.object({ id: z.string(), title: z.string(), start: z.string(), end: z.string() });
const optionsSchema = z.array(meetingSchema);

/** First half: a look at the days on which the meeting can be. */
export function lookFor(text: string, request: ModelRequest, purpose: keyof typeof PURPOSES): Step {
  const { situation } = request;
  const range = rangeOf(readRef(text, situation), today(situation));
  return call('get_calendar_events', { ...range, look_up: purpose }, request);
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

const MOVE_IT =
  /^(?:(?:ok|okay|actually|please|no|oh|and|then|can you|could you)[ ,]+)*(?:move|push|shift|reschedule|postpone|bring|change|put|make) (?:it|that|this|them|the meeting|that one)(?![a-z])/u;
const CANCEL_IT =
  /^(?:(?:ok|okay|actually|please|no|oh|and|then|can you|could you)[ ,]+)*(?:cancel|delete|remove|drop|call off|scrap) (?:it|that|this|the meeting|that one|that meeting)(?![a-z])/u;

const NO_MEETINGS = new Set(['Leave Application', 'Expense Claim', 'Task', 'ToDo', 'Opportunity']);

/** "Move it to 4", "cancel that one": of the meeting that was talked of last; null for other words. */
export function changeIt(text: string, request: ModelRequest): Step | null {
  const plain = normaliseText(text);
  const purpose = MOVE_IT.test(plain) ? 'move' : CANCEL_IT.test(plain) ? 'cancel' : null;
  const [last] = request.situation.focus.mentions ?? [];
  // "Cancel that" after leave was asked for is about the leave.
  if (last?.doctype !== undefined && NO_MEETINGS.has(last.doctype)) return null;
  if (purpose === null || lastMeeting(request.situation) === null) return null;
  return lookFor(text, request, purpose);
}

export const moving: Skill = {
  tool: 'reschedule_meeting',
  parts: say('partsMove'),
  begin(text, _known, request) {
    const { pending } = request.situation;
    // "Find another time" beside a card that clashes is about that card.
    const other = pending === null ? null : otherTime(text, pending, request);
    return other ?? lookFor(text, request, 'move');
  },
  answer(text, choice, filling, request) {
    const { situation } = request;
    const said = textOf(filling.args['said']) ?? text;
    if (filling.asked === 'event_id') {
      const meeting = pickedOf(choice, filling);
      if (meeting !== null) return withMeeting(moving.tool, said, meeting, request);
      return readRef(text, situation).days !== null || readRef(text, situation).times.length > 0
        ? lookFor(text, request, 'move')
        : again(filling, say('whichMeeting'), situation);
    }
    const asked = meetingSchema.safeParse(filling.args['meeting']);
    const from = asked.success ? asked.data.start : textOf(filling.args['new_start_datetime']);
    if (from === null) return lookFor(text, request, 'move');
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
    const it = changeIt(text, request);
    if (it !== null) return it;
    // "Rather to Friday at 10" after it was moved.
    const start = newStart(text, slotContext(request.situation));
    return start === null ? null : call(moving.tool, { ...lastArgs, new_start_datetime: start }, request);
  },
  present: (prepared, talk) => presented('movePrepared', prepared, talk),
};

export const cancelling: Skill = {
  tool: 'cancel_meeting',
  begin: (text, _known, request) => lookFor(text, request, 'cancel'),
  answer(text, choice, filling, request) {
    const meeting = pickedOf(choice, filling);
    const said = textOf(filling.args['said']) ?? text;
    if (meeting !== null) return withMeeting(cancelling.tool, said, meeting, request);
    const ref = readRef(text, request.situation);
    return ref.days !== null || ref.times.length > 0 || ref.words.length > 0
      ? lookFor(text, request, 'cancel')
      : again(filling, say('whichMeeting'), request.situation);
  },
  follow: (text, _lastArgs, request) => changeIt(text, request),
  present: (prepared, talk) => presented('cancelPrepared', prepared, talk),
};

export function presented(
  key: 'movePrepared' | 'cancelPrepared' | 'remindPrepared',
  { card, parameters }: Prepared,
  { request }: Talk,
): Step {
  const { situation } = request;
  const notes = (card?.warnings ?? []).map((note) => `${note} `).join('');
  const step = tell(say(key, { title: card?.title ?? '', notes }), situation, GO_AHEAD_SUGGESTIONS);
  const id = textOf(parameters?.['event_id']);
  return id === null ? step : mentioning(step, { id, title: card?.lines[0]?.to ?? '' });
}
