/** Words about a meeting that waits for a yes: other times, people, lengths, names. */

import { findDurations } from '../../../language/durations.ts';
import { formatList } from '../../../language/format.ts';
import { saidGuests } from '../../../language/nlu/slots/guest-names.ts';
import { newLength } from '../../../language/nlu/slots/meeting-moves.ts';
import { repeatOf } from '../../../language/nlu/slots/meeting-times.ts';
import { saidPlace, saidQuiet } from '../../../language/nlu/slots/meeting-words.ts';
import { normaliseText } from '../../../language/normalise.ts';
import { readQuoted } from '../../../language/quoted.ts';
import type { ModelRequest } from '../../model.ts';
import type { Pending, Prepared, Talk } from '../skill.ts';
import { type Args, call, GO_AHEAD_SUGGESTIONS, type Step, tell, textOf } from '../step.ts';
import { namesSaid } from './guests.ts';
import { mentioningStart } from './mention.ts';
import { otherTime } from './other-time.ts';
import { SCHEDULE } from './schedule.ts';
import { say, spoken } from './sentences.ts';
import { targetOf } from './target.ts';
import { slotContext } from './wording.ts';

const ADDS = /(?<![a-z])(?:add|also|too|as well|include|invite|and|plus|bring)(?![a-z])/u;
const LEAVES = /(?<![a-z])(?:without|remove|drop|not|uninvite|leave out|take out|except|minus)(?![a-z])/u;
/** The meeting that waits, wanted different; null when the words say nothing about it. */
export function changeSchedule(text: string, pending: Pending, request: ModelRequest): Step | null {
  const { situation } = request;
  const plain = normaliseText(text);
  const known = pending.parameters;
  const start = textOf(known['start_datetime']);
  const before = Array.isArray(known['attendees']) ? known['attendees'].map(String) : [];
  if (start === null) return null;
  const other = otherTime(text, pending, request);
  if (other !== null) return other;
  const added = /^(?:and |also |please |ok |then )*(?:add|invite|include|bring) (?<who>.+)$/iu.exec(text.trim())
    ?.groups?.['who'];
  const led = saidGuests(text, slotContext(situation));
  const names = led.length === 0 && added !== undefined ? namesSaid(added, situation) : led;
  const length =
    newLength(text) ??
    bareMinutes(plain) ??
    (/(?<![a-z])(?:for|make it|rather|instead|only|just|long)(?![a-z])/u.test(plain)
      ? (findDurations(text)[0]?.minutes ?? null)
      : null);
  const target = length === null ? targetOf(text, start, situation) : null;
  const place = saidPlace(text);
  const title = titleIn(text);
  const changed: Args = {
    ...(names.length === 0 ? {} : { attendees: guestsAfter(before, names, plain) }),
    ...(length === null ? {} : { duration_minutes: length }),
    ...(target === null
      ? {}
      : { start_datetime: target.start, ...(target.length === null ? {} : { duration_minutes: target.length }) }),
    ...(place === null ? {} : { location: place }),
    ...(title === null ? {} : { title }),
    ...(saidQuiet(text) ? { send_invites: false } : {}),
    ...repeatOf(text, slotContext(situation)),
  };
  if (Object.keys(changed).length === 0) return null;
  return call(SCHEDULE, retitled({ ...known, ...changed }, known, changed), request);
}

/** "Make it 45": no hour of the day, so minutes. */
function bareMinutes(plain: string): number | null {
  const said =
    /(?<![a-z])(?:make|rather|just|only)(?: it| that)?(?: be)? (?<count>15|20|25|30|40|45|50|60|75|90|120)(?: instead| please| then)?[.!]*$/u.exec(
      plain,
    )?.groups?.['count'];
  return said === undefined ? null : Number(said);
}

/** A title that only named the people follows them. */
function retitled(args: Args, before: Args, changed: Args): Args {
  const own = textOf(before['title']) ?? '';
  return changed['attendees'] !== undefined && changed['title'] === undefined && own.startsWith('Meeting with ')
    ? { ...args, title: '' }
    : args;
}

function guestsAfter(before: readonly string[], names: readonly string[], plain: string): readonly string[] {
  if (LEAVES.test(plain)) {
    const gone = names.flatMap((name) => name.toLowerCase().split(' '));
    return before.filter(
      (name) =>
        !name
          .toLowerCase()
          .split(' ')
          .some((word) => gone.includes(word)),
    );
  }
  const only = /^(?:no,? |ok,? |actually,? )*(?:just|only|rather)(?![a-z])/u.test(plain);
  return (ADDS.test(plain) && !only) || !/(?<![a-z])(?:instead|rather|only|just)(?![a-z])/u.test(plain)
    ? [...new Set([...before, ...names])]
    : names;
}

function titleIn(text: string): string | null {
  const [quoted] = readQuoted(text);
  if (quoted !== undefined) return quoted.text;
  return (
    /(?:call it|name it|title it|rename it(?: to)?|titled?(?: should be| is|:)?|the title (?:is|should be))\s+(?<title>[^,.?!]{2,100})/iu
      .exec(text)
      ?.groups?.['title']?.trim() ?? null
  );
}

const CLASH = /is busy|You have "|outside/u;

export function presentSchedule(prepared: Prepared, talk: Talk): Step {
  const { start_datetime: start, title } = prepared.parameters ?? {};
  return mentioningStart(wordsBeside(prepared, talk), String(start ?? ''), String(title ?? ''));
}

function wordsBeside(prepared: Prepared, { request }: Talk): Step {
  const { situation } = request;
  const { card } = prepared;
  const title = card?.title ?? '';
  const people = card?.lines.find(({ label }) => label === 'With')?.to;
  const isNamed = people === undefined || people.split(', ').every((name) => title.includes(name));
  const summary = isNamed ? title : say('summary', { title, people: formatList(people.split(', ')) });
  const notes = (card?.warnings ?? []).map((note) => `${note} `).join('');
  if (CLASH.test(notes))
    return tell(say('preparedClash', { title: summary, notes }), situation, ['Yes, do it', 'Find another time', 'No']);
  if (prepared.replaces === true)
    return tell(say('changedTo', { title: summary, notes }), situation, GO_AHEAD_SUGGESTIONS);
  return tell(spoken(situation.tone?.manner, 'prepared', { title: summary, notes }), situation, GO_AHEAD_SUGGESTIONS);
}
