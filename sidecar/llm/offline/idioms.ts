/** Ways of saying that hold none of the words of what they want. They count where nobody is sure of anything else. */
import { plainWords } from '../../language/nlu/quick/leave-vocabulary.ts';
import type { ModelRequest } from '../model.ts';
import { type IntentScore, isWish } from './intent.ts';
import { has } from './step.ts';

const SURE = 0.6;
const AWAY =
  '(?:off|out|away|absent|missing|on (?:\\w+ )?(?:leave|vacation|holiday|pto)|(?:back )?in(?: the office)?|around|at work|working|here)';

const PAY_OF_OTHERS = / who (?:\S+ ){0,2}(?:earns|makes|gets paid) (?:the )?(?:most|least|more|less) /u;

const IDIOMS: readonly (readonly [tool: string, form: RegExp])[] = [
  [
    'get_team_absences',
    new RegExp(
      String.raw` (?:who|whos|who else|anyone|anybody|someone|somebody|everyone|everybody|nobody|(?:my|our|the) (?:whole )?team)(?: else)?(?: (?:on|from|of|in) (?:my|the|our) (?:team|department|group))?(?: (?:is|are|s|will be|will|going to be|be|all))* ${AWAY}(?: \S+){0,4} $|^ (?:is|are|will) (?:my|our|the) (?:whole )?team (?:be )?(?:all )?${AWAY}(?: \S+){0,4} $`,
      'u',
    ),
  ],
  [
    'get_todays_schedule',
    / (?:what|anything|something) (?:that )?(?:needs|requires|wants|deserves) (?:my|some) attention | what should i (?:know|be aware of) | (?:brief|catch) me(?: up)?(?: on \S+)? $| what did i miss /u,
  ],
  [
    'get_opportunities',
    / (?:what|whats|everything|all) (?:is |we have |do we have |i have )?(?:currently )?in play | best (?:chance|bet|shot)s? | (?:which|what) (?:ones?|deals?) should have (?:\w+ )?closed /u,
  ],
  [
    'get_opportunities',
    / (?:hows|how is|how are|what about|whats up with|where are we (?:with|on)|where is|status of) (?:\S+ ){1,6}(?:deal|opportunity) /u,
  ],
  ['get_account', / (?:state|story|situation|news|latest) (?:of|with|on|about|at) (?:the )?\S+/u],
  [
    'get_opportunities',
    / who (?:owns|has|handles|runs|looks after|is (?:on|handling|working on)) (?:\S+ ){1,4}(?:deal|opportunity) /u,
  ],
  [
    'check_leave_balance',
    / how (?:many|much)(?: days?)? (?:would|will|do|does) (?:\S+ ){0,3}(?:be |have )?left(?: \S+){0,3} $/u,
  ],
  [
    'submit_leave_request',
    / (?:put|pencil|sign|mark|count) me (?:down|in|up|out|off) (?:for|on|from) .*(?:day|week|tomorrow|today|morning|afternoon|\d) /u,
  ],
  [
    'get_leave_requests',
    / (?:has|did|have) (?:my )?\S+ (?:said yes|say yes|approved?|decided|answered|signed off|replied|ok'?d)(?: \S+){0,3} $/u,
  ],
  [
    'get_expense_status',
    / (?:where|when|what happened)(?: is| are| do| does| to| did| will)* .*(?:money|refund|reimbursement|cash)(?: \S+){0,3} $/u,
  ],
  [
    'submit_expense',
    /^ (?:i )?(?:paid |spent )?(?:\$|usd |eur )?\d+(?:[.,]\d+)?k?(?: (?:dollars|bucks|usd|euros?|eur))? (?:for|on) (?:the |a |an |my |our )?\S+(?: \S+){0,5} $/u,
  ],
];

/** The tool that a way of saying stands for, when the words are sure of nothing else. */
export function withIdiom(text: string, best: IntentScore, request: ModelRequest): IntentScore {
  const words = plainWords(text);
  // Whose pay it is comes before who is meant.
  if (PAY_OF_OTHERS.test(words) && has('get_payroll_info', request)) return { intent: 'get_payroll_info', score: 1 };
  if (isWish(best) && best.score >= SURE && best.intent !== 'leave.beyond') return best;
  const found = IDIOMS.find(
    ([tool, form]) => form.test(words) && has(tool, request) && request.situation.outOfSight?.includes(tool) !== true,
  );
  return found === undefined ? best : { intent: found[0], score: SURE };
}
