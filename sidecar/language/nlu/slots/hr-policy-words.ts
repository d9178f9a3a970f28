/** What a question about HR's rules is about. */
import { bareMatter, QUESTION } from './bare-words.ts';
import { firstOf, plainQuestion, trimmed } from './matter-words.ts';

const MATTERS: readonly (readonly [RegExp, string])[] = [
  [
    /\b(?:travel\w*|trips?|hotels?|fl(?:y|ying|ights?)|airfares?|business class|first class|per diems?|taxis?|cabs?|trains?|mileage|rental cars?)\b/u,
    'travel',
  ],
  [
    /\b(?:conduct|gifts?|presents?|hampers?|(?:vendors?|suppliers?|customers?|clients?) (?:\w+ ){1,3}(?:tickets?|bottles?|vouchers?)|wear|written up|harass\w*|bully\w*|dress|dress code|attire|shorts|jeans|tattoos?|piercings?|beards?|dating|date (?:each other|an?|my|other)|relationships?|smok\w+|vap\w+|drink|drinking|alcohol|beers?|wine|drugs?|dogs?|pets?|respect\w*|brib\w*|discriminat\w*|behaviou?r|ethic\w*|conflicts? of interest|social media)\b/u,
    'conduct',
  ],
  [/\b(?:benefits?|insurance|pension|401k|dental)\b/u, 'benefits'],
  [
    /\b(?:funerals?|notice for (?:holidays?|vacations?)|leaves?(?! (?:early|work|the office|late))|leav|vacations?|vaction|holidays? entitlement|sick|sickness|ill|doctor's note|certificate|maternity|paternity|parental|bereavement|relative dies|wedding|jury duty|sabbaticals?|half days?|days off|day off|time off|pto|carry over)\b/u,
    'leave',
  ],
];
const WHO =
  '(?:i|we|you|one|people|employees|an employee|staff|colleagues|everyone|anyone|part[- ]?timers|interns|managers|contractors|new hires|freelancers|temps|apprentices|trainees|the company|the employer|they|hr|acme)';
const MODAL = '(?:can|may|must|should|could|do|does|did|am|are|is|will|shall)';
/** "What class of flight does the company allow": the question closes behind its matter. */
const CLOSE = new RegExp(
  `(?<=\\S{3,}) ${MODAL} ${WHO}(?: (?:allowed|permitted) to)?(?: (?:allow(?:ed)?|permit(?:ted)?|book|expense|claim|take|get|use|have|spend|pay|cover|reimburse|accept|wear|bring|keep|need|give|offer))?(?=$| (?:on|in|at|for|when|if|during) )`,
  'u',
);
/** "Is a taxi something I can expense", "probation in our policies". */
const ASIDE =
  / (?:(?:something|a thing|anything) (?:that )?(?:i|we|you) (?:can|may|could) \w+|(?:handled |treated |regulated )?(?:in|by|under|according to) (?:the|our) (?:policy|policies|rules|handbook|code of conduct)|(?:beside|besides|next to) this(?: one)?)$/u;
const FRAMES = [
  /^what (?:applies|counts|holds|happens) (?:when|if|for|to|on|during|in)(?: (?:i|we|you|one)(?: have to)?)? (?<it>.+)$/u,
  /^it is (?:permitted|allowed|ok|okay|forbidden|possible) (?:to|that (?:i|we)) (?<it>.+)$/u,
  /^(?:which|what) (?:rules?|regulations?|policy|policies|limits?) (?:appl(?:y|ies)|exists?|count|holds?|(?:is|are) (?:there|in force|valid))(?: (?:to|for|on|about|when|if))? (?<it>.+)$/u,
  /^how (?:much|long) (?:a )?(?<it>notice)(?= )/u,
  /^is (?:it|that|this) (?:an? )?(?:problem|issue|ok|okay|fine|big deal|allowed)(?: to| if| when)(?: (?:i|we|you|one))? (?<it>.+)$/u,
  /^(?:am|are|is) (?:i|we|you|one|people|employees) (?:covered|insured|protected|safe) (?:when|if) (?:i|we|you|one|they) (?<it>.+)$/u,
  /^(?:does|do|is|are) (?:anything|something|there anything|any rules?|the rules|our rules)(?: (?:in|within) (?:the|our) (?:rules|policy|policies|handbook|contract|code of conduct))?(?: that)? (?:forbids?|say|says|about|against|prohibits?|speaks? against|prevents?|allows?|stops?)(?: (?:me|us) from| about)? (?<it>.+)$/u,
  /^what (?:does|do|did) (?:the company|acme|hr|we|they|management) (?:think|make|hold|feel) (?:of|about) (?<it>.+)$/u,
  /^(?:from|up to|until|after|by|on|in|at) (?:which|what) \w+(?: \w+)? (?:is|are|do|does|can|may|must) (?<it>.+)$/u,
  /^how is (?:it|that|this) (?:regulated|handled|organi[sz]ed|done) (?:with|for|about) (?<it>.+)$/u,
  /^what(?:'s| is) (?:hr|the company|acme) (?:saying|thinking) (?:about|on) (?<it>.+)$/u,
  /^(?:is|are) there (?:an? |any )?(?:limits?|polic(?:y|ies)|rules?|restrictions?) (?:on|for|about|regarding) (?<it>.+)$/u,
  /^(?:can|may|could) (?:i|we) just (?<it>.+)$/u,
  /^(?:is|are) there (?<it>.+? (?:when|if|for|after|during) .+)$/u,
  /^what (?:do|can) (?:i|we) get (?:if|when) (?<it>.+)$/u,
  /^(?:what(?:'s| is) )?the (?:deal|policy|rule|story) (?:if|when) (?:i|we|you) (?:wanna|want to|have to|need to) (?<it>.+)$/u,
  /^(?:do|does) (?:the |our )?(?:policy|policies|rules|handbook|company|hr) (?:let|allow|permit) (?:me|us|you|people|employees)(?: to)? (?<it>.+)$/u,
  /^how (?:strict|generous|long|big|high|flexible) (?:is|are) (?:the |our )?(?<it>.+)$/u,
  /^how (?:long|far|early) (?:in advance|ahead|before) (?:must|should|does|do|has to) (?<it>(?!i |we |you ).+)$/u,
  /^(?:i|we|you) allowed to (?<it>.+)$/u,
  /^(?:need |want )?(?:hr |company )?(?:rules?|policy|policies)(?: info| information)? (?!on |for |about |during |when |regarding |of |concerning |against |re |around |as |if |say)(?<it>.+)$/u,
  /^(?<it>[^,]+?),? (?:how (?:long|much|many)|who pays|what applies)$/u,
  /^how (?:does|do) (?<it>.+?) work$/u,
  /^what (?:are|is) (?:my|our|the) (?:rights?|entitlements?|options?) (?:if|when|during|on|for|in case of)(?: (?:i|we|you))? (?<it>.+)$/u,
  /^(?:who|what) (?:pays|covers|reimburses)(?: for)? (?<it>.+)$/u,
  /^(?:what(?:'s| is) )?(?:the )?(?:company's |our |employer's |hr's )?(?:deal|story|situation|position|stance|view|line) (?:with|on|about|around) (?<it>.+?)(?:,? (?:how|what|when|who|do|does|is|are|can) .+)?$/u,
  /^what (?:does|do|did) (?:it|they|the company|hr|we|the handbook|the policy|the rules) (?:stipulate|say|state|provide|foresee|prescribe)(?: with regard to| regarding| about| on| for| concerning| as to)? (?<it>.+)$/u,
  /^how (?:many|much) (?:days|weeks|months|hours) of (?<it>.+?) (?:is|are) (?:foreseen|provided|granted|given|allowed|available|possible)(?: .*)?$/u,
  new RegExp(
    `^how much (?<it>notice(?= ${MODAL} )) ${MODAL} ${WHO} .*?(?:give|hand in|need)(?: (?:if|when) .+)?$`,
    'u',
  ),
  /^(?:what(?:'s| is) the |the )?(?:policy|rules?) (?:if|when) (?:i|we|you|one|people|someone|somebody) (?:want to |have to |need to |would like to )?(?<it>.+)$/u,
  /^(?:may|can) (?:we|i) (?<it>bring .+)$/u,
  /^can (?<it>\w+ be \w+ .+)$/u,
  /^how (?:should|must|do|can|may) (?:i|we|you|one|people|employees) (?<it>\w+ (?:at work|in the office))$/u,
  /\b(?:policy|polcy|policies|rules?|guidelines?|regulations?|stipulations?|provisions?|requirements?|handbook|code of conduct)(?: say| says| state| states)? (?:on|for|about|during|when|regarding|of|concerning|pertaining to|with regard to|in respect of|against|re|around|as to) (?<it>.+)$/u,
  /^(?:what (?:does|do) (?:the company|hr|we) say (?:about|on)) (?<it>.+)$/u,
  /^(?:what happens|what do (?:i|we) get|what)(?: by the rules)? (?:if|when) (?:i|we|you|one|someone|somebody|an employee) (?:have to )?(?<it>.+)$/u,
  /^who (?:has|needs|have) to (?<it>.+)$/u,
  /^what(?:'s| is| are) (?:allowed|permitted|possible|the rules?|the limits?|the policy) (?:for|as|on|with|about|around|in|regarding) (?<it>.+)$/u,
  /^(?:does|do) (?:the |our )?(?:handbook|policy|rules|code of conduct|hr|company) (?:mention|cover|say anything about|regulate|allow|address) (?<it>.+)$/u,
  /^(?:what happens (?:to|with|if)|what if i have to|what if|what about|how about) (?<it>.+)$/u,
  new RegExp(
    `^how (?:many|much) (?:days|weeks|months|hours|notice) of (?<it>.+?)(?: ${MODAL} ${WHO}\\b.*| are there)?$`,
    'u',
  ),
  new RegExp(`^how (?:many|much) (?<it>(?!days\\b|weeks\\b)\\w+ (?:days|leave|time)) ${MODAL} ${WHO}\\b.*$`, 'u'),
  new RegExp(
    `^(?:up to (?:what|which) \\w+|how (?:much|far|long|many|often|early|late)(?: in advance| notice| days?| vacation days| weeks?)?) ${MODAL} (?:${WHO} )(?:have to |need to |get |take |pay for |pay toward |cover |give for (?=\\w+$))?(?<it>.+)$`,
    'u',
  ),
  /^(?:what(?:'s| is| are|s| does)|explain|show(?: me)?|tell me|look up|read|is there|which)(?: the| our| an?)* (?<it>.+?) (?:policy|polcy|policies|rules?|allowed|permitted)(?: say| on business trips)?$/u,
  new RegExp(
    `^(?:is it|am i|are ${WHO}|is ${WHO})(?: still| even)? (?:allowed|permitted|ok|okay|fine|possible|forbidden|eligible|entitled|acceptable|obliged|obligated|required|expected|supposed|forced)(?: to(?: have| own| get)?| for| if i| when i)? (?<it>.+)$`,
    'u',
  ),
  new RegExp(
    `^(?:do|does|did|will|would) ${WHO} (?:allow|permit|tolerate|forbid|pay for|pay|cover|offer|provide|give|have|support|reimburse|tell|require)(?: for)? (?<it>.+)$`,
    'u',
  ),
  new RegExp(`^${MODAL} ${WHO} bring (?<it>.+?)(?: (?:to|into|in) .+)?$`, 'u'),
  new RegExp(`^(?:can|may|could|must|should) ${WHO} (?<it>.+)$`, 'u'),
  /^(?:do|does|did) (?:i|we|you|trainees|interns|managers|contractors|part[- ]?timers|employees|people|temps|freelancers|apprentices|new hires)(?: (?:get|have to|need to|need|have))*(?: paid for)? (?<it>.+)$/u,
  /^how (?:is|are) (?<it>.+? (?:during|in|on|for|after|before) .+)$/u,
  /^(?:do|does) (?:the policy allow )?(?<it>.+?)(?: gets? (?:paid(?: out)?|compensated|reimbursed))?$/u,
  /^(?:how (?:is|are|does the company (?:treat|handle|deal with)|do we (?:treat|handle|deal with)|long is|long are|many weeks of|many days of|much is)) (?<it>.+?)(?: (?:handled|allowed|permitted|treated|regulated|calculated|paid|compensated|organi[sz]ed))?$/u,
  new RegExp(`^how (?:should|must|do|can|may) ${WHO} (?<it>.+?)(?: at work| in the office)?$`, 'u'),
  /^(?:is|are|where is|where are) (?<it>.+?)(?: (?:allowed|permitted|paid|possible|ok|okay|forbidden|covered|reimbursed|compensated|prohibited))?(?: at (?:the office|work))?(?: on business trips| when travelling)?$/u,
  /^(?:from which day|when|where) (?:do|does|is|are|must|can) (?:i|we)(?: need| have)?(?: to)? (?<it>.+)$/u,
  /^who (?:is|are) (?<it>(?:eligible|entitled|covered|allowed|insured) .+)$/u,
  /^who (?<it>(?:qualifies|is entitled) .+)$/u,
  /^what (?:counts|qualifies) as (?<it>.+)$/u,
  /^(?:what's (?:my|the|our)|what is (?:my|the|our)) (?<it>.+)$/u,
  /^(?:what is|what's|what are) (?!(?:the|our|my) )(?<it>.+)$/u,
  /^(?:which|what) (?:kinds? of|types? of)? ?(?<it>.+?)(?: (?:exist|are there|do we have|may i book|is allowed))?(?: on business trips)?$/u,
  /^(?<it>.+?) (?:policy|polcy|policies|rules?)$/u,
];

/** Arguments of `lookup_hr_policy`: the matter, and which of the four kinds of rules it belongs to. */
export function hrPolicyOf(text: string): Record<string, unknown> {
  // "Overtime, is it paid?": what stands before says what it is about.
  const plain = plainQuestion(text).replace(
    /(?<=\S{3,}), (?:do|does|is|are|can|may|must|will) (?:i|we|it|they|that|this|one|you)(?![a-z]).*$/u,
    '',
  );
  if (
    /^(?:(?:i have a question on|look up|find|show|open|read|search) )?(?:an? |the |some |our )?(?:hr|company|human resources) polic(?:y|ies)$/u.test(
      plain,
    )
  )
    return {};
  const category = MATTERS.find(([pattern]) => pattern.test(plain))?.[1];
  const query = matterOf(firstOf(plain, FRAMES) ?? plain);
  return {
    ...(category === undefined ? {} : { category }),
    ...(query === null
      ? {}
      : {
          query: query
            .replace(/ (?:handled|treated|regulated|managed)(?= (?:during|in|on|for|after|before) )/u, '')
            .replace(/ (?:by policy|a year|per year|policy)$/u, ''),
        }),
  };
}

function matterOf(words: string): string | null {
  const bare = bareMatter(words.replace(ASIDE, '').replace(CLOSE, ''), QUESTION);
  return bare === null ? null : trimmed(bare);
}
