import { BOOK_RULES } from './book-rules.ts';
import { DAY, NOUN, REQUEST } from './leave-vocabulary.ts';
import type { Rule } from './rule.ts';

const CANCEL_VERB =
  '(?:cancel|cancelling|canceling|withdraw|retract|call off|delete|remove|drop|revoke|scrap|take back|get rid of|undo|pull back|rescind)';
/** What about leave an utterance wants. */
export const LEAVE_RULES: readonly Rule[] = [
  {
    intent: 'submit_leave_request',
    score: 0.8,
    when: new RegExp(` (?:book|request|reserve) (?:me )?(?:from |for |on )?(?:the )?(?:${DAY}) `, 'u'),
    leave: false,
  },
  {
    intent: 'submit_leave_request',
    score: 0.88,
    when: / i (?:was|have been|am|been|feel) (?:\w+ )?(?:sick|ill|unwell|poorly|under the weather|throwing up|not well|off colour|off color) /u,
    leave: false,
  },
  {
    intent: 'get_leave_requests',
    score: 0.85,
    when: / (?:show|list|see|view|display) (?:me )?(?:my |the |all )?(?:leaves?|vacations?|time off|pto|absences?) (?!balance|left|remaining)/u,
  },
  {
    intent: 'cancel_leave_request',
    score: 0.85,
    when: / (?:want|need|like|have) to cancel (?:something |a request |one )?$/u,
    leave: false,
  },
  {
    intent: 'check_leave_balance',
    score: 0.92,
    when: / how many days (?:\w+ ){0,4}(?:left|remaining|available) | how long can i (?:\w+ ){0,3}(?:off|leave|vacation|holiday|away) | can i still (?:use|take) /u,
    leave: false,
  },
  {
    intent: 'get_leave_requests',
    score: 0.92,
    when: new RegExp(
      String.raw`^ (?:is|was|are|were|has|have) (?:\w+ ){0,3}(?:${DAY}) (?:\w+ ){0,3}(?:approved|confirmed|accepted|rejected) `,
      'u',
    ),
    leave: false,
  },
  {
    intent: 'get_leave_requests',
    score: 0.92,
    when: / (?:list|overview|summary) of (?:all )?my (?:\w+ )?(?:leaves?|absences?|vacations?|holidays?|time off|days? off) | when (?:i am|am i|i will be|will i be) (?:off|away|on leave|on vacation|on holiday) /u,
    leave: false,
  },
  {
    intent: 'cancel_leave_request',
    score: 0.95,
    when: / (?:forget|forget about|never mind|nevermind|nix|scratch|ditch|bin|axe|void|annul|abandon) (?:my|the|that) (?:\w+ ){0,3}(?:leaves?|vacations?|holidays?|time off|days? off|off|request) | cancel (?:what|whatever|the one|everything) (?:i )?(?:have )?(?:booked|requested|applied|asked) /u,
    leave: false,
  },
  {
    intent: 'submit_leave_request',
    score: 0.87,
    when: new RegExp(
      String.raw`^ (?:\w+ ){0,2}(?:out of (?:the )?office|ooo|out of work) (?:on |from |for |until |the )*(?:${DAY}) `,
      'u',
    ),
    leave: false,
  },
  {
    intent: 'submit_leave_request',
    score: 0.87,
    when: new RegExp(
      String.raw` (?:(?:go|going|be|am|get) away|(?:need|want|take|taking|have) (?:a |some )?(?:\w+ )?break) (?:\w+ ){0,4}(?:${DAY}|weeks) `,
      'u',
    ),
    leave: false,
  },
  {
    intent: 'get_leave_requests',
    score: 0.9,
    when: /^ (?:\w+ )?(?:is|was|has|are|were|have) (?:that|it|this|they|those|these) (?:been |already |all )*(?:approved|accepted|rejected|declined|confirmed) |^ (?:show|list)(?: me)? (?:all |the )?(?:pending|open|approved|rejected)(?: ones)? $/u,
    leave: false,
  },
  {
    intent: 'check_leave_balance',
    score: 0.9,
    when: /^ (?:\w+ ){0,2}how many days (?:does|do|has|have) (?!it |that |this )(?:\w+ ){1,3}(?:have|has|got|get)(?: got| still| left| now)? $/u,
    leave: false,
  },
  {
    intent: 'check_leave_balance',
    score: 0.88,
    when: /^ (?!.* (?:account|accounts|bank|customer|supplier|invoice|sheet|work life|trial|opening|closing|outstanding) )(?:\w+ ){0,7}balances? (?:\w+ ){0,3}$/u,
    leave: false,
  },
  {
    intent: 'check_leave_balance',
    score: 0.9,
    when: / my (?:current )?balances? | how many days (?:\w+ ){0,6}off /u,
    leave: false,
  },
  {
    intent: 'check_leave_balance',
    score: 0.885,
    when: / do i (?:still |even |currently |now )?have (?:\w+ ){0,2}(?:leaves?|vacation|holidays?|pto|time off|days? off) /u,
  },
  {
    intent: 'get_leave_requests',
    score: 0.92,
    when: / did i (?:\w+ ){0,3}(?:request|book|apply|put|submit|ask|schedule|take) /u,
  },
  // What comes first would otherwise look like one of the four.
  {
    intent: 'approve_request',
    score: 0.96,
    when: / (?:approve|sign off|accept|grant) (?!my )(?:\w+ ){0,4}(?:leaves?|vacation|requests?|time off|holidays?|pto|applications?) /u,
    leave: false,
  },
  {
    intent: 'reject_request',
    score: 0.96,
    when: / (?:reject|decline|deny|refuse|disapprove|turn down) (?:\w+ ){0,4}(?:leaves?|vacation|requests?|time off|holidays?|pto|applications?) /u,
    leave: false,
  },
  {
    intent: 'get_pending_approvals',
    score: 0.97,
    when: / (?:waiting for|awaiting|need|needs) my approval | (?:requests|leaves|applications) (?:\w+ ){0,3}(?:to approve|for approval) | (?:waiting|waits) for me to approve /u,
    leave: false,
  },
  {
    intent: 'approve_request',
    score: 0.95,
    when: / approve (?:it|them|everything|both|all) |^ (?:please |can you |could you )?approve my /u,
    leave: false,
  },
  {
    intent: 'get_pending_approvals',
    score: 0.955,
    when: / who (?:\w+ ){0,4}(?:asked|requested|applied|asks|wants) (?:\w+ ){0,2}(?:leave|time off|days? off|vacation|off) /u,
    leave: false,
  },
  {
    intent: 'leave.beyond',
    score: 0.95,
    when: / who (?:(?:in|on|from|of) (?:\w+ ){1,4}(?:is|are)|is|are|else is|all is|will be|has|took|takes)(?: \w+){0,3} (?:off|out|away|on leave|on vacation|on holiday|absent|leave) | who is (?:off|out|away) /u,
    leave: false,
  },
  {
    intent: 'leave.beyond',
    score: 0.94,
    when: / (?:policy|policies|rules?|carry over|carry forward|carried (?:over|forward)|encash\w*|how does (?:\w+ )?leave work|notice period|eligible|eligibility) /u,
  },
  {
    intent: 'get_holidays',
    score: 0.94,
    when: / (?:do|did|will|are|does) (?:i|we|everyone|everybody|the company|they) (?:get |have |getting |having )?(?!any |some |enough |leave |a |more |time |days? |planned |booked )(?:the )?(?:day after |friday after )?(?:\w+ ){1,3}off $| (?:is|are) (?:the |our )?(?:office|company|we|business) (?:closed|shut|open|off|working) /u,
    leave: false,
  },
  {
    intent: 'get_holidays',
    score: 0.94,
    when: /^ (?:\w+ )?(?:are|is) there (?:any |a )?(?:\w+ )?holidays? | (?:public|bank|company|national|official|statutory) holidays? | (?:is|are) (?:\w+ ){1,3}a (?:public )?holiday | holiday (?:list|calendar) | next holiday (?!request)| which days are holidays | holidays (?:are|do we|this year|in (?:the )?\w+ this) /u,
    leave: false,
  },
  {
    intent: 'leave.beyond',
    score: 0.9,
    when: / (?:is|was|will) (?!my |the |it |there |that |this |i |be |not )\w+ (?:be )?(?:off|away|out|on leave|on vacation|on holiday) /u,
    leave: false,
  },

  {
    intent: 'cancel_leave_request',
    score: 0.95,
    when: new RegExp(String.raw` ${CANCEL_VERB} (?:\w+ ){0,6}(?:${NOUN}|${REQUEST}|off|hr lap)`, 'u'),
    leave: false,
  },
  {
    intent: 'cancel_leave_request',
    score: 0.9,
    when: new RegExp(` ${CANCEL_VERB} (?:my |the |that |for )?(?:${DAY}) `, 'u'),
    leave: false,
  },
  {
    intent: 'cancel_leave_request',
    score: 0.93,
    when: / (?:do not|no longer|not) (?:be )?(?:need|want|taking|take|require|going to take|going on)(?: to take)? (?:\w+ ){0,5}(?:leaves?|off|vacation|holidays?|time off|pto)/u,
    leave: false,
  },
  {
    intent: 'cancel_leave_request',
    score: 0.92,
    when: / (?:off|leave|vacation|holiday|request) (?:\w+ ){0,3}(?:cancelled|canceled|withdrawn|removed|deleted) (?:please|for me)?/u,
  },
  {
    intent: 'cancel_leave_request',
    score: 0.86,
    when: / (?:coming in|be in|work|working|be at work|come in) (?:\w+ ){0,4}(?:after all|anyway|instead of (?:my|taking|being)) /u,
    leave: false,
  },
  {
    intent: 'cancel_leave_request',
    score: 0.9,
    when: / changed my mind (?:about|on) (?:\w+ ){0,4}(?:leave|vacation|holiday|off|request)/u,
  },

  {
    intent: 'get_leave_requests',
    score: 0.93,
    when: new RegExp(
      String.raw` (?:show|list|see|view|display|look up|find|get|give|pull up|open|tell|what|which|where|any|how many|are there|check|track|review)(?: \w+){0,6} (?:${REQUEST}) `,
      'u',
    ),
  },
  {
    intent: 'get_leave_requests',
    score: 0.92,
    when: / (?:has|have|did|is|was|were|are|will|if) (?:\w+ ){0,7}(?:approved|accepted|rejected|declined|denied|approve|accept|gone through|go through|confirmed|still pending|waiting|signed off|turned down)/u,
  },
  {
    intent: 'get_leave_requests',
    score: 0.91,
    when: / (?:status|state|progress|news|update|updates) (?:\w+ ){0,3}(?:my|the|on) (?:\w+ ){0,4}(?:leaves?|requests?|vacation|holidays?|time off|pto|applications?|off)/u,
  },
  {
    intent: 'get_leave_requests',
    score: 0.92,
    when: / (?:what|which|any|the|show|list|all|see) (?:\w+ ){0,5}(?:leaves?|vacation|vacations|time off|days? off|holidays?|pto)(?: \w+){0,4} (?:booked|planned|scheduled|requested|coming up|applied for|upcoming|put in|taken off|lined up) /u,
  },
  {
    intent: 'get_leave_requests',
    score: 0.92,
    when: / (?:pending|upcoming|approved|rejected|open|planned|booked|scheduled|past|previous|declined|future|outstanding) (?:\w+ )?(?:leaves?|vacation|vacations|time off|days? off|holidays?|pto|requests?|applications?) /u,
  },
  {
    intent: 'get_leave_requests',
    score: 0.92,
    when: / when (?:is|am|are|was|do|did|will) (?:my|i)(?: \w+){0,5} (?:leave|vacation|holidays?|off|pto|away|time off|day off|break) /u,
    leave: false,
  },
  {
    intent: 'get_leave_requests',
    score: 0.9,
    when: / (?:leave|vacation|holiday|time off|pto|absence) (?:history|plans?|schedule|calendar|record|records|list|overview|requests|applications|bookings) /u,
  },
  {
    intent: 'get_leave_requests',
    score: 0.9,
    when: / (?:am i|do i have|have i got|did i|have i) (?:\w+ ){0,6}(?:booked|requested|applied|planned|scheduled|coming up|off next|off this|off on|put in|submitted) /u,
  },
  { intent: 'get_leave_requests', score: 0.88, when: / am i (?:off|on leave|on vacation|away) /u, leave: false },
  {
    intent: 'get_leave_requests',
    score: 0.9,
    when: / (?:my|all) (?:\w+ ){0,2}(?:requests|applications) /u,
    leave: false,
  },
  {
    intent: 'get_leave_requests',
    score: 0.88,
    when: / what (?:happened|about|is happening) (?:to|with|about)? ?my (?:\w+ ){0,3}(?:request|application|leave request) /u,
    leave: false,
  },

  {
    intent: 'check_leave_balance',
    score: 0.94,
    when: / (?:balance|balances|entitlement|allowance|quota|accrued|accrual) /u,
  },
  {
    intent: 'check_leave_balance',
    score: 0.93,
    when: / how (?:much|many)(?: \w+){0,5} (?:leaves?|vacation|vacations|holidays?|pto|time off|days? off|days|annual|sick|personal|bereavement|casual) /u,
  },
  {
    intent: 'check_leave_balance',
    score: 0.92,
    when: / (?:left|remaining|remain|remains|available|unused|leftover|left over) /u,
  },
  {
    intent: 'check_leave_balance',
    score: 0.9,
    when: / (?:do|have|if|whether) i (?:still |even |currently |already )?(?:have|got)(?: got)? (?:any|enough|some|more|more than|sufficient)(?: \w+){0,4} /u,
  },
  { intent: 'check_leave_balance', score: 0.9, when: / (?:run|ran|running) out of | (?:used up|used all|use up) /u },
  {
    intent: 'check_leave_balance',
    score: 0.89,
    when: / (?:days|leave|vacation|time off|holidays?|pto)(?: \w+){0,2} (?:can|could|may|am|have|did|do) i (?:\w+ ){0,3}(?:take|taken|use|used|have|get|got|allowed|entitled) /u,
  },

  ...BOOK_RULES,
];
