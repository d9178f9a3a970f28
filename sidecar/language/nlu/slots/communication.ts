/** What words say of the arguments of the tools that write to people. */
import { saidMail } from './mail-words.ts';
import { saidMessage } from './notify-words.ts';
import type { SlotReaders } from './slot-reader.ts';

export const communicationSlots: SlotReaders = {
  send_email(text) {
    const { to, subject, body } = saidMail(text);
    return {
      ...(to === null ? {} : { to }),
      ...(subject === null ? {} : { subject }),
      ...(body === null ? {} : { body }),
    };
  },
  notify_colleague(text) {
    const { who, message } = saidMessage(text);
    return { ...(who === null ? {} : { colleague: who }), ...(message === null ? {} : { message }) };
  },
};
