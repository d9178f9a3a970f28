/** What the offline model does with what has taken place: with whom, what it was, what it was about, when. */

import { readMoment } from '../../../language/moments.ts';
import { saidActivity, saidContent, saidDay, saidTopic, saidWith } from '../../../language/nlu/slots/activity-words.ts';
import { classifyReply } from '../../../language/replies.ts';
import type { ModelRequest, Situation } from '../../model.ts';
import { slotContext } from '../calendar/wording.ts';
import type { Skill } from '../skill.ts';
import { type Args, ask, call, dateContext, type Step, textOf } from '../step.ts';
import { pointedAt } from './contact-skills.ts';
import { lastOf, mentioning } from './mention.ts';
import { beside, presentCard } from './present.ts';
import { say } from './sentences.ts';

const LOG = 'log_activity';
const KINDS = ['Call', 'E-mail', 'Meeting', 'Note'];
const KIND_NAMES: Readonly<Record<string, string>> = {
  Call: 'call',
  'E-mail': 'email',
  Meeting: 'meeting',
  Note: 'note',
};

function factsIn(text: string, situation: Situation): Args {
  const context = slotContext(situation);
  const who = saidWith(text, context);
  const kind = saidActivity(text);
  const content = saidContent(text, who) ?? whatTheySay(text);
  const topic = saidTopic(content === null ? text : text.slice(0, text.length - content.length));
  const when = momentIn(text, situation) ?? saidDay(text, context);
  return {
    ...(who === null ? {} : { contact_id: who }),
    ...(kind === null ? {} : { activity_type: kind }),
    // One of them is what it was about; both are the subject and more of it.
    ...(topic === null && content === null ? {} : { subject: topic ?? content }),
    ...(topic === null || content === null ? {} : { description: content }),
    ...(when === null ? {} : { date: when }),
  };
}

/** "I called Anna, she wants a better price" */
function whatTheySay(text: string): string | null {
  return (
    /[,;:.-]\s*(?:and |but )?(?<what>(?:he|she|they|it|we)(?:'s| is| are| want| need| like| would| will| said| ask|'ll| has| have).{3,})$/iu.exec(
      text,
    )?.groups?.['what'] ?? null
  );
}

/** "yesterday at 3": a moment with a time of day. */
function momentIn(text: string, situation: Situation): string | null {
  const head = text.split(':')[0] ?? text;
  const reading = readMoment(/:\d\d/u.test(text) ? text : head, dateContext(situation, { direction: 'past' }));
  if (reading.kind !== 'moment' || reading.time === undefined || reading.part !== undefined) return null;
  return `${reading.date} ${reading.time}`;
}

function goOn(args: Args, request: ModelRequest): Step {
  const { situation } = request;
  const asks = (text: string, asked: string, choices: readonly string[] = []) =>
    ask({ text, tool: LOG, args, asked, choices }, situation);
  if (textOf(args['contact_id']) === null) return asks(say('withWhom'), 'contact_id');
  if (textOf(args['activity_type']) === null) return asks(say('whatKind'), 'activity_type', KINDS);
  if (textOf(args['subject']) === null)
    return asks(args['activity_type'] === 'note' ? say('noteWhat') : say('aboutWhat'), 'subject');
  return call(LOG, args, request);
}

export const logging: Skill = {
  tool: LOG,
  parts: say('activityParts'),
  named: ['contact_id'],
  freeText: ['subject'],
  begin(text, known, request) {
    const { situation } = request;
    const facts = factsIn(text, situation);
    const who = textOf(facts['contact_id']) ?? pointedAt(text, situation) ?? accountIn(text, situation);
    const all = { ...known, ...facts, ...(who === null ? {} : { contact_id: who }), ...beside(LOG, situation) };
    return goOn(all, request);
  },
  answer(text, choice, filling, request) {
    const { args, asked } = filling;
    const said = choice ?? text.trim();
    if (asked === 'activity_type') {
      const kind = KIND_NAMES[said] ?? saidActivity(text);
      return kind === null
        ? ask({ text: say('whatKind'), tool: LOG, args, asked, choices: KINDS }, request.situation)
        : goOn({ ...args, activity_type: kind }, request);
    }
    if (asked === 'contact_id' && choice === null) {
      const who = pointedAt(text, request.situation) ?? saidWith(text, slotContext(request.situation)) ?? said;
      return goOn({ ...args, contact_id: who }, request);
    }
    if (asked === 'date') {
      const when = momentIn(text, request.situation) ?? saidDay(text, slotContext(request.situation));
      return when === null ? null : goOn({ ...args, date: when }, request);
    }
    // "Yes" says nothing of what it was about.
    if (classifyReply(text).kind === 'yes') return goOn(args, request);
    return goOn({ ...args, [asked]: said }, request);
  },
  change(text, pending, request) {
    const { contact_id: who, date, ...facts } = factsIn(text, request.situation);
    // "He needs it by Friday" goes on about it and says nothing of when it was.
    const tells = /^(?:and |also |plus )?(?:he|she|they|we|i|the|there|it will|wants?|needs?)(?![a-z'])/iu.test(
      text.trim(),
    );
    const { description, ...rest } = pending.parameters;
    if (tells) {
      const said = text.trim().replace(/^(?:and|also|plus) /iu, '');
      return goOn(
        { ...rest, description: [textOf(description), said].filter((part) => part !== null).join(' ') },
        request,
      );
    }
    const only = /(?<![\p{L}])(?:with|not|rather|it was)(?![\p{L}])/iu.test(text) ? who : undefined;
    const about = /(?<![\p{L}])(?:subject|about|say)(?: is| should be| it|:)?\s+(?<what>.{3,})$/iu.exec(text)?.groups?.[
      'what'
    ];
    const next = {
      ...facts,
      ...(date === undefined ? {} : { date }),
      ...(only === undefined ? {} : { contact_id: only }),
      ...(about === undefined ? {} : { subject: about.trim() }),
    };
    if (Object.keys(next).length === 0) return null;
    const kept = next['subject'] === undefined && description !== undefined ? { description } : {};
    return goOn({ ...rest, ...kept, ...next }, request);
  },
  present(prepared, talk) {
    const who = textOf(prepared.parameters?.['contact_id']);
    const step = presentCard(prepared, talk);
    const known = who === null ? null : lastOf('Contact', talk.request.situation);
    return known !== null || who === null ? step : mentioning(step, 'Contact', [{ id: who, label: who }]);
  },
};

/** "Log a call with them": the customer that was talked of. */
function accountIn(text: string, situation: Situation): string | null {
  return /(?<![a-z])(?:them|they|it)(?![a-z])/iu.test(text) ? (lastOf('Account', situation)?.name ?? null) : null;
}
