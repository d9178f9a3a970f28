/** What words say of a message: for whom, about what, in which words. */
import { normaliseText } from '../../normalise.ts';
import { readPeople } from '../../people.ts';
import type { SlotContext, SlotReaders } from './slot-reader.ts';

export const communicationSlots: SlotReaders = {
  send_email(text, context) {
    const said = messageIn(text, context);
    const thing = THING.exec(text)
      ?.slice(1)
      .find((part) => part !== undefined);
    const isMail = thing !== undefined && /^(?:\w+ )?(?:e-?mail|mail|message|line)$/iu.test(thing);
    const subject = SUBJECT.exec(text)?.[1] ?? (isMail || said.topic !== null ? undefined : thing);
    return {
      ...(said.to === null ? {} : { to: said.to }),
      ...(subject === undefined && (said.topic === null || said.body !== null)
        ? {}
        : { subject: plain(subject ?? said.topic ?? '') }),
      ...(said.body === null ? {} : { body: said.body }),
    };
  },
  notify_colleague(text, context) {
    const said = messageIn(text, context);
    const message = said.body ?? said.topic ?? said.loose;
    return {
      ...(said.to === null ? {} : { colleague: said.to }),
      ...(message === null ? {} : { message }),
    };
  },
};

const SUBJECT = /\bsubject:?\s+["“]?(.+?)["”]?(?=\s+(?:and|to)\s+(?:say|tell|write)\b|[:,;]\s|$)/iu;
/** What the message says comes after these. */
const SAYS = /(?:\bthat|\bsaying(?: that)?|\b(?:and|to) say(?: that)?|\bwhether|\bif|:)\s+/iu;
/** What the message is about comes after these. */
const ABOUT = /\b(?:about|regarding|re|concerning|explaining|asking about)\s+/iu;

interface Said {
  readonly to: string | null;
  readonly topic: string | null;
  readonly body: string | null;
  /** Words after the recipient that nothing leads: "tell Tom I can't make it". */
  readonly loose: string | null;
}

function messageIn(text: string, context: SlotContext): Said {
  const asSaid = text.replace(SUBJECT, (words) => words.replace(/\S/gu, '_'));
  const says = SAYS.exec(asSaid);
  const about = ABOUT.exec(asSaid);
  const first = Math.min(says?.index ?? text.length, about?.index ?? text.length);
  const inHead = recipients(text.slice(0, first), context);
  const found = inHead.to === null ? recipients(text, context) : inHead;
  const after = (match: RegExpExecArray | null) =>
    match === null ? null : nonEmpty(text.slice(match.index + match[0].length));
  const topic = after(about);
  const isAboutFirst = about !== null && (says === null || about.index < says.index);
  return {
    to: found.to,
    // "An email about the budget to Dana"
    topic: topic !== null && inHead.to === null ? topic.replace(/ (?:to|for) \S+(?: \S+)?$/u, '') : topic,
    body: isAboutFirst ? null : after(says),
    loose: inHead.to === null ? null : nonEmpty(inHead.rest.replace(LED_BY, '')),
  };
}

const TELLS =
  /\b(?:write|shoot|send|text|message|mesage|telll|drop|e-?mail|emial|mail|dm|slack|nudge|ping)(?=\s+(?!to\b|an?\b|the\b|over\b|off\b|saying\b|that\b|about\b|regarding\b|re\b|on\b|for\b|it\b|by\b))/giu;
/** Departments, and people without a name. */
const DEPARTMENT =
  /\b(?:tell|inform|notify|ask|let|to|in|of|for) (?:the )?(hr|human resources|it|engineering|sales|finance|marketing|legal|compliance|accounting|people|all staff)(?![\p{L}])/iu;
/** "Mail the contract to Anna", "a follow up email to Jon": the thing is what it is about. */
const THING =
  /\b(?:forward|send(?: over)?|mail|e-?mail)\s+(?:\S+ (?:\S+ )?)??(?:the|an?)\s+([\p{L}]+(?: [\p{L}]+)?)\s+(?:to\b|around\b|by\b)|\ban?\s+((?:follow.?up|thank.?you|apology|update|welcome|reminder))\s+(?:e-?mail|mail)\b|\b(?:e-?mail|mail)\s+\p{L}+(?: \p{L}+)?\s+(?:the|an?)\s+([\p{L}]+)$/iu;

/** Between the recipient and what he is told. */
const LED_BY =
  /^[\s,]*(?:know\b|to\b|for\b|an? (?:quick )?(?:message|note|ping|heads up|email|mail|line)\b|by (?:e-?mail|mail)\b)?[\s,]*/iu;

/** Who is told, and the words that follow. */
function recipients(text: string, context: SlotContext): { readonly to: string | null; readonly rest: string } {
  // "Shoot Tom an email", "write Marcus": to the reader of people all of them tell him.
  const told = text.replace(TELLS, 'tell').replace(/\bI(?=['’\s])/gu, 'i');
  const people = readPeople(told, context.people ?? []);
  const groups = people.groups.flatMap((group) => (group === 'me' ? [] : [group === 'manager' ? 'my manager' : group]));
  const named = [...people.emails, ...people.names.map((name) => name.text), ...groups];
  let end = people.spans.reduce((last, [, to]) => Math.max(last, to), 0);
  const normalised = normaliseText(told);
  const department = DEPARTMENT.exec(normalised);
  const said = department?.[1];
  if (department !== null && said !== undefined && !named.some((name) => name.includes(said))) {
    if (department.index >= end) named.splice(0, named.length, said);
    end = Math.max(end, department.index + department[0].length);
  }
  return { to: named.length === 0 ? null : named.join(', '), rest: normalised.slice(end) };
}

function nonEmpty(text: string): string | null {
  const said = plain(text);
  return said === '' ? null : said;
}

function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[.!?]+$/u, '')
    .replace(/\s+/gu, ' ')
    .trim();
}
