/** What words say of the arguments of the tools that write to people. */
import { saidMail } from './mail-words.ts';
import { saidMessage } from './notify-words.ts';
import type { SlotReaders } from './slot-reader.ts';

/** Groups and superiors by the words that the tool takes. */
const KINDS: Readonly<Record<string, string>> = {
  everybody: 'everyone',
  'all staff': 'everyone',
  'all employees': 'everyone',
  'my boss': 'my manager',
  'my supervisor': 'my manager',
};

export const communicationSlots: SlotReaders = {
  send_email(text) {
    const { to, subject, body } = saidMail(text);
    return {
      ...(to === null ? {} : { to: KINDS[to] ?? to }),
      ...(subject === null ? {} : { subject }),
      ...(body === null ? {} : { body }),
    };
  },
  notify_colleague(text) {
    const { who, message } = saidMessage(text);
    return { ...(who === null ? {} : { colleague: KINDS[who] ?? who }), ...(message === null ? {} : { message }) };
  },
};
