import { DAY, NOUN } from './leave-vocabulary.ts';
import type { Rule } from './rule.ts';

/** What sounds like a wish for leave. */
export const BOOK_RULES: readonly Rule[] = [
  {
    intent: 'submit_leave_request',
    score: 0.9,
    when: new RegExp(
      String.raw` (?:book|apply|applying|request|requesting|submit|put|schedule|file|log|register|arrange|reserve|raise|create|enter|ask for|asking for|plan|make|sign me up|block)(?: \w+){0,6} (?:${NOUN}|off|absence|break) `,
      'u',
    ),
    leave: false,
  },
  {
    intent: 'submit_leave_request',
    score: 0.87,
    when: new RegExp(
      String.raw` (?:take|taking|need|want|would like|like|have|get|give|wish|hoping|love|require|grant)(?: \w+){0,7} (?:${NOUN}|off) `,
      'u',
    ),
  },
  {
    intent: 'submit_leave_request',
    score: 0.88,
    when: / (?:i am|i will be|i would be|i shall be|i will|i am going to be|i need to be|i have to be|mark me(?: as)?|put me(?: down)?(?: as| for)?|set me(?: as)?|want to be) (?:\w+ ){0,2}(?:off|out|away|sick|ill|unwell|absent|on leave|on vacation|on holiday|on sick leave|out of office|out sick) /u,
    leave: false,
  },
  {
    intent: 'submit_leave_request',
    score: 0.9,
    when: / (?:call|calling|called|phone|phoning|report|reporting) (?:in )?sick | off sick | out sick | sick (?:today|tomorrow|yesterday|day|since) /u,
    leave: false,
  },
  {
    intent: 'submit_leave_request',
    score: 0.88,
    when: / (?:feel|feeling|felt) (?:\w+ )?(?:sick|ill|unwell|terrible|awful|lousy|bad|poorly) | not (?:feeling|feel) (?:\w+ )?(?:well|good|great) | (?:have|got|has) (?:the |a |an )?(?:flu|fever|migraine|stomach bug|cold|covid|food poisoning) /u,
    leave: false,
  },
  {
    intent: 'submit_leave_request',
    score: 0.88,
    when: / (?:will not|can not|can t|not going to|not) (?:be |come |coming |make it |be coming )?(?:in|in to work|to work|into work|at work|to the office|into the office|able to come in|able to work) /u,
    leave: false,
  },
  {
    intent: 'submit_leave_request',
    score: 0.86,
    when: / (?:going|go|goes|leaving|away) on (?:a |my )?(?:vacation|leave|holiday|holidays|honeymoon|sick leave|maternity leave|paternity leave) /u,
    leave: false,
  },
  {
    intent: 'submit_leave_request',
    score: 0.85,
    when: new RegExp(
      String.raw` (?:book|take|taking|reserve|request|can i have|could i have|may i have|i want|i need) (?:\w+ ){0,3}(?:${DAY}) (?:\w+ ){0,6}off `,
      'u',
    ),
    leave: false,
  },
];
