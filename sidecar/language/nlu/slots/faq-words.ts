/** What is asked of the answers to frequent questions. */
import { bareMatter, QUESTION } from './bare-words.ts';
import { firstOf, plainQuestion, trimmed } from './matter-words.ts';

const FAQ = '(?:faqs?|frequently asked questions)';
const FAQ_FRAMES = [
  /^where (?:do|can|could|should|might|may|would|will) (?:i|we|one|you) (?:find|get|see|look up|look for) (?<it>.+)$/u,
  /^(?:where|when|how) (?:may|might|should|can) (?:one|people|employees) (?<it>.+ .+)$/u,
  /^where (?:should|can|must|do|may) (?!i |we |one |you |employees )(?:the |our |my )?(?<it>.+)$/u,
  /^(?:does|do) (?:anybody|anyone|somebody|someone|you) know (?:who|where|when|what|how|if|whether) (?:the |our |i |we )?(?<it>.+)$/u,
  /^who knows (?:where|when|how|what) (?:the |our |to )?(?<it>.+?)(?: is| are)?$/u,
  /^which (?<kind>\w+) (?:is|are) (?<it>(?:the |our ).*\k<kind>)$/u,
  /^(?:from|until|till|by|since|at) (?:when|(?:what|which) (?:time|hour|day|date)) (?:on )?(?:is|are|can|may|do|does) (?<it>.+)$/u,
  /^is (?:the |our )(?<it>\w+ open .+)$/u,
  /^(?:which|what) (?:floor|room|building|office) (?:is|are) (?:the |our )?(?<it>.+?)(?: on| in| at)?$/u,
  new RegExp(`^(?:the )?${FAQ} (?:entry|page|section|article) (?:for|on|about) (?<it>.+)$`, 'u'),
  /^where(?:'s| is| are) (?:the |our |my |a )?(?<it>.+)$/u,
  /^(?:who|whom) (?:do|should|can|must) (?:i|we) (?<it>.+?) (?:to|with)$/u,
  /^how (?:long|much time) (?:does|do|will) it take (?:to|for|until) (?<it>.+)$/u,
  /^(?:until|by|from|since|at) (?:when|what time) (?:can|may|must|do|does|should) (?:i|we|one|you) (?<it>.+)$/u,
  /^(?:is|are) there (?:anywhere|somewhere|a place|any place|a way) to (?<it>.+)$/u,
  new RegExp(
    `^(?:what(?:'s| is|s) )?(?:the )?${FAQ} (?:answer|entry|question)s? (?:on|about|for|to|regarding) (?<it>.+)$`,
    'u',
  ),
  new RegExp(
    `^(?:in|from) (?:the |our )?${FAQ},? (?:is|are) there (?:something|anything|some answer|an answer|an entry) (?:about|on|for|to) (?<it>.+)$`,
    'u',
  ),
  new RegExp(
    `^is there in (?:the |our )?${FAQ} (?:some|any|an|something|anything)(?: answer| entry)? ?(?:for|about|on|to) (?<it>.+)$`,
    'u',
  ),
  new RegExp(
    `^is (?:the )?(?:matter|question|topic|subject|issue) of (?<it>.+?) (?:dealt with|answered|covered|addressed|treated|mentioned) in (?:the |our )?${FAQ}$`,
    'u',
  ),
  new RegExp(`^(?:do|does) (?:the |our )?${FAQ} (?:address|cover|mention|treat|deal with) (?<it>.+)$`, 'u'),
  new RegExp(
    `^i (?:look|search|am looking|'m looking) in (?:the |our )?${FAQ} for (?:the )?(?<it>.+?)(?: (?:which|that|who) .+)?$`,
    'u',
  ),
  new RegExp(
    `\\b${FAQ}(?: (?:entry|entries|answers?|page|section|article))?[,:]? (?:on|about|for|regarding|concerning|with regard to|re) (?<it>.+)$`,
    'u',
  ),
  new RegExp(`^(?:search|check|look (?:in|at|through|into)|open|browse) (?:the |our )?${FAQ}[,:]? (?<it>.+)$`, 'u'),
  /^(?:entry|entries|answers?|page|article) (?:for|on|about|regarding) (?<it>.+)$/u,
  /^what (?:do|should|must|can) (?:i|we) do (?:if|when|about) (?:the |my )?(?<it>.+)$/u,
  /^how (?:much|big|far|old|expensive|late) (?:is|are) (?:the |a )?(?<it>.+)$/u,
  /^what (?:do|does|did) (?<it>(?:new )?(?:people|employees|hires|starters|joiners|colleagues)) (?:usually |often |always |commonly |mostly )?ask$/u,
  /^(?:do you know|can you tell me|tell me|any idea) (?:where|when|what|who|how|if|whether) (?:the |our |my |a )?(?<it>.+?)(?: is| are)?$/u,
  /^(?:where|when) (?:the |our |my )?(?<it>.+?) (?:is|are)$/u,
  /^(?<it>\w+(?: \w+)?),? (?:when|where|how much|how long|who)$/u,
  /^(?:on )?(?:which|what) (?:date|day|time) (?:comes?|is|are|do|does) (?:the |my |our )?(?<it>.+?)(?: come| paid| arrive)?$/u,
  /^where can (?<it>employees \w+)$/u,
  /^when do we (?<it>get paid)(?: .*)?$/u,
  /\b(?:people|employees|others|everyone|colleagues|new hires) (?:usually |often |always |commonly )?ask about (?<it>.+)$/u,
  /^about (?<it>.+?), what does the faq say$/u,
  /^(?:who|whom) (?:should|do|can|must) (?:i|we) (?:talk|speak|turn|write|go) to (?:about|for|with|on) (?<it>.+)$/u,
  /^(?:who|whom) (?:do|should|can) i (?:tell|inform) (?:that |if |when |about )?(?<it>.+)$/u,
  /^who(?: is|'s) (?:responsible for|in charge of) (?<it>.+)$/u,
  /\bfaqs? say (?:on|about|regarding) (?<it>.+)$/u,
  /^faqs?:? (?:when|how|where|what|why) (?:do|does|is|are|can) (?:i|we|you|the) (?<it>.+)$/u,
  /^(?:on |at |by )?(?:which|what) (?:date|day|time)(?: of the month)? (?:is|are|do|does|will|can) (?:the |i |we |my |our )*(?<it>.+)$/u,
  /^(?:frequ?ently|frequntly) asked q\w+ (?:on|about) (?<it>.+)$/u,
  /\bquestions? (?:on|about) (?<it>.+?)(?: answered| in the faqs?)?$/u,
  /\bfaqs? (?:on|about|for|say about|says about) (?<it>.+)$/u,
  /^(?:search|check|look in|look at) (?:the )?faqs? (?:for|about|on) (?<it>.+)$/u,
  /^(?:does|do) (?:the )?faqs? (?:answer|say|explain|tell)(?: anything| something)?(?: how to| about| on)? (?<it>.+)$/u,
  /^faqs?:? (?<it>.+)$/u,
  /^(?<it>.+?) faqs?$/u,
  /^(?:when|where|which day|on which day|what day)(?: of the month)? (?:is|are|do|does|will|can|'s)(?: (?:i|we|you|employees|staff|my|our))? (?<it>.+)$/u,
  /^(?:who|whom)(?: do i| can i| helps me| should i| is the person|'s the person| to)?(?: call| ask| contact)? (?:for |with |when my |when )?(?<it>.+)$/u,
  /^(?:what(?:'s| is| are|s)) (?<it>.+)$/u,
  /^what (?:should|do|must) i (?<it>.+)$/u,
  /^(?:how (?:do|does|can|long|early|late|often|many)) (?:(?:is|does|do|are|can) )?(?:(?:people|employees|colleagues)(?: usually| normally)? (?:get |do )?)?(?:(?:the|i|we|you|a) )*(?<it>.+?)(?: usually| normally)?(?: take| last)?$/u,
  /^(?:do|does|is|are|can|may) (?:(?:we|i|you|there|the office|it|possible to|employees|my) )*(?:(?:have|get|be|a|an|any|the) )*(?<it>.+?)(?: at the office)?$/u,
];

/** Arguments of `search_faq`: the matter without the question around it, or whose questions are to be listed. */
export function faqOf(text: string): Record<string, unknown> {
  const plain = plainQuestion(text)
    .replace(/^(?<asks>when|where|who|how)'s /u, '$<asks> is ')
    .replace(/\bq ?(?:&|and) ?a(?=s?\b)/u, 'faq')
    .replace(/\bfreq\w* ask\w* q\w+/u, 'faq')
    .replace(/^faqs?[:,]? (?!on |about |for |say)(?=\S)/u, '');
  if (/^(?:(?:show|open|read|see|list)(?: me)? )?(?:the |all )?(?:faqs?|frequently asked questions)$/u.test(plain))
    return {};
  const own =
    /^(?:show me |open |the |read )*(?:the )?(?<it>hr|it|finance|sales|engineering|payroll|operations|legal) faqs?$/u.exec(
      plain,
    )?.groups?.['it'];
  if (own !== undefined) return { category: own };
  const query = matterOf(firstOf(plain, FAQ_FRAMES) ?? plain);
  return query === null ? {} : { query };
}

function matterOf(words: string): string | null {
  const bare = bareMatter(words, QUESTION)?.replace(/ (?:kept|stored|located|found|situated|listed)$/u, '') ?? null;
  return bare === null ? null : trimmed(bare);
}
