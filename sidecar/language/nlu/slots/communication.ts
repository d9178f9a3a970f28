/** What words say of the arguments of the tools that write to people. */
import { saidMail } from './mail-words.ts';
import { saidMessage } from './notify-words.ts';
import type { SlotReaders } from './slot-reader.ts';

/** One name for each group, however it was called. */
function group(who: string): string {
  return who
    .replace(
      /^(?:(?:my|our|the) )?(?:line |direct |team )?(?:boss|supervisor|superior|lead|team ?lead|manager)$/iu,
      'my manager',
    )
    .replace(/^(?:everybody|all|all staff|all employees|all people|people)$/iu, 'everyone');
}

export const communicationSlots: SlotReaders = {
  send_email(text) {
    const { to, subject, body } = saidMail(text);
    return {
      ...(to === null ? {} : { to: group(to) }),
      ...(subject === null ? {} : { subject }),
      ...(body === null ? {} : { body }),
    };
  },
  notify_colleague(text) {
    const { who, message } = saidMessage(text);
    return {
      ...(who === null ? {} : { colleague: group(who) }),
      ...(message === null ? {} : { message }),
    };
  },
};
