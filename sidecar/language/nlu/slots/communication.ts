/** What words say of a message: for whom, about what, in which words. */
import { readPeople } from '../../people.ts';
import type { SlotContext, SlotReaders } from './slot-reader.ts';

export const communicationSlots: SlotReaders = {
  send_email(text, context) {
    const said = messageIn(text, context);
    const subject = SUBJECT.exec(text)?.[1];
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
    match === null || match.index < found.end - 1 ? null : nonEmpty(text.slice(match.index + match[0].length));
  const loose = inHead.to === null ? null : nonEmpty(text.slice(inHead.end, first).replace(LED_BY, ''));
  const isAboutFirst = about !== null && (says === null || about.index < says.index);
  return { to: found.to, topic: after(about), body: isAboutFirst ? null : after(says), loose };
}

/** Between the recipient and what he is told. */
const LED_BY =
  /^[\s,]*(?:know\b|to\b|for\b|an? (?:quick )?(?:message|note|ping|heads up|email|mail|line)\b|by (?:e-?mail|mail)\b)?[\s,]*/iu;

function recipients(text: string, context: SlotContext): { readonly to: string | null; readonly end: number } {
  const people = readPeople(text, context.people ?? []);
  const groups = people.groups.flatMap((group) => (group === 'me' ? [] : [group === 'manager' ? 'my manager' : group]));
  const named = [...people.emails, ...people.names.map((name) => name.text), ...groups];
  const end = people.spans.reduce((last, [, to]) => Math.max(last, to), 0);
  return { to: named.length === 0 ? null : named.join(', '), end };
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
