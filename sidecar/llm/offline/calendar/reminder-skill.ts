/** What the offline model does with reminders: always for the user himself. */
import { momentIn } from '../../../language/nlu/slots/meeting-times.ts';
import { reminderText, saidBefore } from '../../../language/nlu/slots/reminder-words.ts';
import { readSlots } from '../../../language/nlu/slots/slots.ts';
import { normaliseText } from '../../../language/normalise.ts';
import { readRecurrence } from '../../../language/recurrence.ts';
import type { ModelRequest, Situation } from '../../model.ts';
import type { Skill } from '../skill.ts';
import { type Args, ask, call, dateContext, type Step, tell, textOf } from '../step.ts';
import { withMeeting } from './change-found.ts';
import { changeIt, lookFor, pickedOf, presented } from './change-skills.ts';
import { say } from './sentences.ts';
import { targetOf } from './target.ts';
import { slotContext } from './wording.ts';

export const reminding: Skill = {
  tool: 'set_reminder',
  parts: say('partsReminder'),
  freeText: ['reminder_text'],
  begin(text, known, request) {
    const { situation } = request;
    const plain = normaliseText(text);
    if (
      /(?<![a-z])remind (?!me|us|again|myself|[a-z]*\d)(?:him|her|them|everyone|the team|my [a-z]+|[a-z]+) (?:to|that|about|of)(?![a-z])/u.test(
        plain,
      )
    )
      return tell(say('remindOthers'), situation);
    if (readRecurrence(text, dateContext(situation)) !== null) return tell(say('remindOnce'), situation);
    if (saidBefore(text) !== null) return lookFor(`about ${saidBefore(text)?.meeting ?? ''}`, request, 'remind');
    const slots = readSlots(reminding.tool, text, slotContext(situation));
    const about = reminderText(text, slotContext(situation));
    const at = momentOf(text, situation);
    const channel = textOf(slots['channel']);
    return goOn(
      {
        ...known,
        ...(about === null ? {} : { reminder_text: about }),
        ...(at === null ? {} : { remind_at: at }),
        ...(channel === null ? {} : { channel }),
      },
      request,
    );
  },
  answer(text, choice, filling, request) {
    const { situation } = request;
    if (filling.asked === 'event_id') {
      const meeting = pickedOf(choice, filling);
      return meeting === null
        ? null
        : withMeeting(reminding.tool, textOf(filling.args['said']) ?? text, meeting, request);
    }
    if (filling.asked === 'reminder_text') {
      const at = filling.args['remind_at'] === undefined ? momentOf(text, situation) : null;
      const about = at === null ? text.trim() : (reminderText(text, slotContext(situation)) ?? text.trim());
      return goOn({ ...filling.args, reminder_text: about, ...(at === null ? {} : { remind_at: at }) }, request);
    }
    const at = momentOf(text, situation, true);
    if (at === null) {
      const { tool, args, asked, choices } = filling;
      return ask({ text: say('notATime', { question: say('remindWhen') }), tool, args, asked, choices }, situation);
    }
    return goOn({ ...filling.args, remind_at: at }, request);
  },
  change(text, pending, request) {
    const from = textOf(pending.parameters['remind_at']);
    const target =
      from === null ? null : targetOf(text, from.length === 10 ? `${from} 09:00` : from, request.situation);
    if (target === null) return null;
    const { about: _about, ...known } = pending.parameters;
    return call(reminding.tool, { ...known, remind_at: target.start }, request);
  },
  follow(text, lastArgs, request) {
    const it = changeIt(text, request);
    if (it !== null) return it;
    // "And at noon too": the same again at another time.
    const at = /^(?:and|also)(?![a-z])/u.test(normaliseText(text)) ? momentOf(text, request.situation) : null;
    return at === null ? null : call(reminding.tool, { ...lastArgs, remind_at: at }, request);
  },
  present: (prepared, talk) => presented('remindPrepared', prepared, talk),
};

/** A moment, a day alone, or the beginning of a part of a day; null when nothing of it was said. */
function momentOf(text: string, situation: Situation, asked = false): string | null {
  const moment = momentIn(text, { ...slotContext(situation), asked });
  if (moment === null || (/later today/u.test(normaliseText(text)) && moment.time === undefined)) return null;
  return moment.time === undefined ? moment.date : `${moment.date} ${moment.time}`;
}

function goOn(args: Args, request: ModelRequest): Step {
  const { situation } = request;
  const asks = (text: string, asked: string) => ask({ text, tool: reminding.tool, args, asked }, situation);
  if (textOf(args['reminder_text']) === null) return asks(say('remindWhat'), 'reminder_text');
  if (textOf(args['remind_at']) === null) return asks(say('remindWhen'), 'remind_at');
  return call(reminding.tool, args, request);
}
