/** What words say of the arguments of the knowledge tools, and of a look into HR's policies. */
import { NUMBER_WORDS } from '../../date-tokens.ts';
import { documentOf, summaryOf } from './document-words.ts';
import { hrPolicyOf } from './hr-policy-words.ts';
import { firstOf, plainQuestion, trimmed } from './matter-words.ts';
import type { SlotReaders } from './slot-reader.ts';

const PLACE =
  '(?:knowledge ?base|knowlege ?base|kb|wiki|intranet|help ?center|docs|documentation|company knowledge|knowledge)';
const THING =
  '(?:help )?(?:articles?|docs?|documents?|documentation|pages?|wiki pages?|material|materials|info|information|resources?|know-how|guides?|manuals?|files?|help|posts?)';
const FIND =
  '(?:search|serch|look|find|check|browse|get|show|give|list|scan|query|look up|look through|search through|look for|search for)';

const SEARCHED = [
  /\b(?:read up|read|learn|find out|know more) (?:on|about) (?<it>.+)$/u,
  /\b(?:articles?|pages?|docs?|documents?|guides?) (?:that|which) (?:explains?|describes?|shows?|tells?|covers?)(?: (?:about|how to))? (?<it>.+)$/u,
  /^(?:is|are) (?<it>.+?) (?:described|explained|documented|written down|covered|mentioned)(?: (?:somewhere|anywhere))?$/u,
  new RegExp(
    `^(?:what(?:'s| is) |anything |something )?(?:written|documented|noted|recorded|stored) (?:down )?(?:in|on) (?:the |our )?${PLACE} (?:about|on|for|regarding) (?<it>.+)$`,
    'u',
  ),
  /\b(?:whatever|what|anything|everything|all|something)(?: (?:we|you|there))?(?:'ve| have|'s| is)?(?: got| there)?(?: (?:is|in|on) (?:the |our )?(?:wiki|kb|knowledge ?base|docs|intranet))? (?:on|about|for|regarding) (?<it>.+)$/u,
  new RegExp(`^${FIND} (?:me )?(?:in |through )?(?:the |our )?${PLACE} (?:for |about )?(?<it>how .+)$`, 'u'),
  /\b(?:guidance|information|infos?|notes|advice|help|instructions|hints|tips) (?:on|about|for|regarding|concerning) (?<it>.+)$/u,
  /\b(?:mentions?|mentioning|deals? with|cover|covers|covering|say|says|said|know|have|have something) (?:on|about|for|that) (?<it>.+)$/u,
  new RegExp(`^(?:does|do|did) (?:the |our )?${PLACE} (?:mention|cover|have|say(?: anything)? about) (?<it>.+)$`, 'u'),
  /\b(?:that |which )?(?:mentions?|deals? with|covers?) (?<it>.+)$/u,
  new RegExp(`^(?:are|is) (?<it>.+?) (?:on|in) (?:the |our )?${PLACE}$`, 'u'),
  /^(?:is|are) (?<it>.+?) documented$/u,
  /^where (?:is|are|can i read about|do i read about|can i find) (?<it>.+?)(?: documented| written down)?$/u,
  new RegExp(
    `\\b(?:written(?: down)?|anything|something|everything|material|info|information|resources?|know-how|knowledge|help) (?:on|about|for|regarding) (?<it>.+?)(?: in (?:our|the) ${PLACE})?$`,
    'u',
  ),
  new RegExp(
    `^${FIND} (?:me )?(?:for |up |in |through )?(?:the |our )?(?:top |first |all )?(?:\\d+ |three |five )?(?:the )?(?:\\w+ )?(?:${THING}|policies|procedures|faqs?|results?)(?: (?:from|of|in) (?:the )?\\w+)? (?:on|about|for|of|regarding|that mention|that deal with|mentioning) (?<it>.+?)(?: in (?:the |our )?${PLACE})?$`,
    'u',
  ),
  new RegExp(`\\b(?:${THING}) (?:(?:from|of|by) (?:the )?\\w+ )?(?:on|about|for|regarding) (?<it>.+)$`, 'u'),
  new RegExp(`^(?:${FIND} )?(?:for |in |the |our )*${PLACE}(?: search)?(?: for|:| about| on)? (?<it>.+)$`, 'u'),
  new RegExp(`^(?:look up|look for|search for|find|check) (?<it>.+?)(?: (?:in|on) (?:the |our )?${PLACE})?$`, 'u'),
  new RegExp(
    `^(?:look|search|browse|check|serch) (?:the |our |through )*(?:${PLACE} )?(?:for |about |on )(?<it>.+)$`,
    'u',
  ),
  /^search(?: for)? (?!the |our |in |through |kb|wiki)(?<it>.+)$/u,
  /^(?:look for|find|search for|look up) (?<it>.+) (?:guides|documentation|docs|articles)$/u,
];
const OPEN_SEARCH = new RegExp(
  `^(?:${FIND}|i want to search|look something up|search|look something) ?(?:something |anything |up )*(?:in |through |the |our )*(?:${PLACE})?$`,
  'u',
);

function searched(text: string): Record<string, unknown> {
  const plain = plainQuestion(text);
  const category = kindSaid(plain);
  const limit = limitSaid(plain);
  const department =
    /\b(?:the (?<one>\w+) (?:docs|documentation|wiki)|(?:articles|docs|documents) from (?:the )?(?<two>\w+))\b/u.exec(
      plain,
    )?.groups;
  const named = department?.['one'] ?? department?.['two'];
  const security = /^(?:search|look) for (?<it>.+) (?:guides|docs|documentation|articles)$/u.exec(plain)?.groups?.[
    'it'
  ];
  const query = OPEN_SEARCH.test(plain)
    ? null
    : security !== undefined
      ? trimmed(security)
      : (firstOf(plain, SEARCHED) ?? withoutQuestion(plain));
  return {
    ...(query === null
      ? {}
      : { query: query.replace(/^for /u, '').replace(/(?<=\w) (?:info|information|documentation|docs)$/u, '') }),
    ...(category === null ? {} : { category }),
    ...(named === undefined || ['company', 'whole', 'help'].includes(named) ? {} : { department: named }),
    ...(limit === null ? {} : { limit }),
  };
}

/** Whatever is asked, without the words that only ask. */
function withoutQuestion(plain: string): string | null {
  const rest = plain
    .replace(
      /^(?:what|which|where|when|who|how|is|are|do|does|can)(?:'s| is| are| do| does)?(?: (?:the|our|we|you|i|there|have))* /u,
      '',
    )
    .replace(
      new RegExp(` (?:explained|described|documented|covered|mentioned)?(?: (?:on|in) (?:the |our )?${PLACE})?$`, 'u'),
      '',
    );
  return trimmed(rest);
}

function kindSaid(plain: string): string | null {
  if (/\bpolicies\b/u.test(plain)) return 'policies';
  if (/\bprocedures\b/u.test(plain)) return 'procedures';
  if (/\bfaqs?\b/u.test(plain)) return 'faq';
  return /\bguides?\b(?! for| on| about)|\bguides? (?:on|about|for) /u.test(plain) &&
    !/\bfor the [\w ]*guide$/u.test(plain)
    ? 'guides'
    : null;
}

function limitSaid(plain: string): number | null {
  const said =
    /\b(?:top|first|best|only)? ?(?<n>\d{1,2}|two|three|four|five|ten) (?:best |top )?(?:articles|results|hits|documents|docs|pages)\b/u.exec(
      plain,
    )?.groups?.['n'];
  if (said === undefined) return null;
  const number = NUMBER_WORDS.get(said) ?? Number(said);
  return number >= 1 && number <= 10 ? number : null;
}

const FAQ = '(?:faqs?|frequently asked questions)';
const FAQ_FRAMES = [
  /^where (?:should|can|must|do|may) (?!i |we |one |you |employees )(?:the |our |my )?(?<it>.+)$/u,
  /^(?:does|do) (?:anybody|anyone|somebody|someone|you) know (?:who|where|when|what|how|if|whether) (?:the |our |i |we )?(?<it>.+)$/u,
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
  /^what (?:do|does|did) (?<it>(?:new )?(?:people|employees|hires|starters|joiners|colleagues)) (?:usually |often |always |commonly |mostly )?ask$/u,
  /^(?:do you know|can you tell me|tell me|any idea) (?:where|when|what|who|how|if|whether) (?:the |our |my |a )?(?<it>.+?)(?: is| are)?$/u,
  /^(?:where|when) (?:the |our |my )?(?<it>.+?) (?:is|are)$/u,
  /^(?<it>\w+(?: \w+)?),? (?:when|where|how much|how long|who)$/u,
  /^(?:on )?(?:which|what) (?:date|day|time) (?:comes?|is|are|do|does) (?:the |my |our )?(?<it>.+?)(?: come| paid| arrive)?$/u,
  /^where (?:do|can|could|should) (?:i|we|one) (?:find|get|see|look up|look for) (?<it>.+)$/u,
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
  /^(?:does|do) (?:the )?faqs? (?:answer|say|explain|tell)(?: how to| about)? (?<it>.+)$/u,
  /^faqs?:? (?<it>.+)$/u,
  /^(?<it>.+?) faqs?$/u,
  /^(?:when|where|which day|on which day|what day)(?: of the month)? (?:is|are|do|does|will|can|'s)(?: (?:i|we|you|employees|staff|my|our))? (?<it>.+)$/u,
  /^(?:who|whom)(?: do i| can i| helps me| should i| is the person|'s the person| to)?(?: call| ask| contact)? (?:for |with |when my |when )?(?<it>.+)$/u,
  /^(?:what(?:'s| is| are|s)) (?<it>.+)$/u,
  /^what (?:should|do|must) i (?<it>.+)$/u,
  /^(?:how (?:do|does|can|long|early|often|many)) (?:(?:is|does|do|are|can) )?(?:(?:the|i|we|you|a) )*(?<it>.+?)(?: usually| normally)?(?: take| last)?$/u,
  /^(?:do|does|is|are|can|may) (?:(?:we|i|you|there|the office|it|possible to|employees|my) )*(?:(?:have|get|be|a|an|any|the) )*(?<it>.+?)(?: at the office)?$/u,
];

function faqOf(text: string): Record<string, unknown> {
  const plain = plainQuestion(text)
    .replace(/^(?<asks>when|where|who|how)'s /u, '$<asks> is ')
    .replace(/\bfreq\w* ask\w* q\w+/u, 'faq')
    .replace(/^faqs?[:,]? (?!on |about |for |say)(?=\S)/u, '');
  if (/^(?:(?:show|open|read|see|list)(?: me)? )?(?:the |all )?(?:faqs?|frequently asked questions)$/u.test(plain))
    return {};
  const own =
    /^(?:show me |open |the |read )*(?:the )?(?<it>hr|it|finance|sales|engineering|payroll|operations|legal) faqs?$/u.exec(
      plain,
    )?.groups?.['it'];
  if (own !== undefined) return { category: own };
  const query = firstOf(plain, FAQ_FRAMES) ?? trimmed(plain);
  return query === null ? {} : { query };
}

const OPENING =
  '(?:(?:yeah|so|hey),? )?(?:(?:can|could) you )?(?:show|open|get|give|pull up|pull|bring up|read|see|present|display|fetch|find|look at|load|(?:i )?want to (?:read|see|check|look at|review)|(?:check|review)|let me see|i need|need)(?: me| us)?(?: (?:the|our|that|a|this|my))*';
const POLICY_FRAMES = [
  /^(?:which|what) (?:policy|policies) (?:covers?|applies to|governs?|regulates?|is about) (?<it>.+)$/u,
  /^(?:does|do|is|are|can) (?:the |our )?(?<it>.+?) (?:policy|polcy) (?:allow|say|cover|mention|forbid|permit|require|apply)\b.*$/u,
  /\bcopy of (?<it>.+?) (?:policy|polcy|policies)$/u,
  /^(?:where (?:is|are|can i find)|pull(?: up)?|get(?! me| us)) (?<it>.+?) (?:policy|polcy|policies)(?: kept| up| stored| saved)?$/u,
  /^what (?:does|do|did) (?:the |our )?(?<it>.+?) (?:policy|polcy) (?:say|allow|mean|state)\b.*$/u,
  /\bin (?:the |our )?(?<it>[\w -]+?) (?:policy|polcy)$/u,
  /\b(?:policy|rules?|limits?) (?:on|for|about|when i|when|regarding|limit for|concerning) (?<it>.+?)(?: by policy)?$/u,
  /\b(?:policy|polcy|policies)(?: say| says| allow| allows)? (?:about|on|for) (?<it>.+)$/u,
  /\b(?:version \S+ of|(?:previous|latest|current|old|last|first) version of|version of|text of) (?<it>.+?) (?:policy|polcy)\b/u,
  /^(?:what(?:'s| is| are|s| does)|where(?:'s| is)|show|open|get|give|pull up|bring up|read|see|is there|which|can you (?:open|get)|i want to read|tell|explain)(?: me| us)?(?: the)? (?:company's |company )?(?<it>.+?) (?:policy|polcy|policies)(?: (?:say|document|allow|text|doc|mean|about))?$/u,
  new RegExp(
    `^${OPENING} (?<it>.+?) (?:policy|polcy|policies)(?: (?:document|doc|text))?(?:,? (?:in full|in its entirety|i need .*|so .*|please|for me|latest|to .*|up))?$`,
    'u',
  ),
  new RegExp(`^${OPENING} (?<it>code of conduct|employee handbook|rules of procedure)$`, 'u'),
  /^what (?:does|do) (?:the |our )?(?<it>.+?) (?:policy|polcy) (?:look like|cover|contain|include|require)$/u,
  /^(?:the |our )?(?<it>.+?) (?:policy|polcy)(?:,? (?:latest|current|newest|version .*|v\d.*|update))$/u,
  /^(?:the |our |that )?(?<it>.+?) (?:policy|polcy|policies)(?: (?:document|say|doc|text))?$/u,
  /^(?:policy|polcy)(?: for| on| about|:)? (?<it>.+)$/u,
  /^(?:how (?:much|often|many|long|far) (?:may|do|can|does) (?:i|we) (?:get |spend on |have )?)(?<it>.+)$/u,
];

function policyOf(text: string): Record<string, unknown> {
  const plain = plainQuestion(text);
  const version =
    /\bversion (?<v>\d+(?:\.\d+)?)\b/u.exec(plain)?.groups?.['v'] ??
    /\b(?<v>previous|latest|old|last|20\d\d) version\b/u.exec(plain)?.groups?.['v'];
  const isOpen =
    /^(?:(?:show|open|get|give|see|read|i need to see|need to see)(?: me)? )?(?:a |some )?policy(?: document)?$/u.test(
      plain,
    );
  const name = isOpen ? null : firstOf(plain, POLICY_FRAMES);
  return {
    ...(name === null || /^(?:a|some|which)$/u.test(name) ? {} : { policy_name: name.replace(/^limit for /u, '') }),
    ...(version === undefined ? {} : { version }),
  };
}

const PROCEDURE_FRAMES = [
  /^what(?:'s| is| do i need| do we need)? (?:needed|required|necessary|to be done)? ?(?:to|for) (?<it>.+)$/u,
  /^(?:in )?(?:what|which) (?:order|way|sequence) (?:do|should|must|can) (?:i|we|one|you) (?<it>.+)$/u,
  /^(?:i (?:want|need|would like|'d like) to (?:know|learn|understand)|tell me|show me|explain) how (?:we|i|you|to|one) (?<it>.+)$/u,
  /^(?<it>.+?), how (?:does|do|is|should) (?:that|this|it) .*$/u,
  /^what (?:comes|is|do i do|should i do|happens) (?:first|next) (?:when|if) (?:i|we|you|one) (?<it>.+)$/u,
  /\b(?:workflow|checklist|guide|guideline|instructions|drill|protocol) (?:for|to|of|on) (?<it>.+)$/u,
  /^i (?:don't|do not) know how (?:to|i|we) (?<it>.+?)(?:,.*)?$/u,
  /\b(?:steps|procedure|process)(?: to be)?(?: followed| taken| observed)? in (?:the event|case) of (?:an? )?(?<it>.+)$/u,
  /^(?:walk|guide|take|talk) me through how (?:we|i|you|to|one)(?: can| should)? (?<it>.+)$/u,
  /\bstep by step (?:for|to|on) (?<it>.+)$/u,
  /\bgo about (?<it>.+)$/u,
  /^how does (?<it>.+?) work$/u,
  /^step by step (?:for|on|of|to) (?<it>.+)$/u,
  /\b(?:procedure|process|proces|steps|instructions|way|rules)(?: is)? (?:to|for|of|when|if) (?<it>.+)$/u,
  /^(?:what|whom|who) (?:must|should|do|can) (?:i|we|one)(?: have to)? (?:do|tell|inform|ask)(?: to| if| when| in case of|,)? (?<it>.+?)(?:, and how)?$/u,
  /^(?:what to do) (?:in case of|if|when|with|about) (?<it>.+)$/u,
  /^(?:walk|guide|take|talk) me through (?<it>.+)$/u,
  /^(?:explain|tell me|show me|describe)(?: me)? how (?:to|i|we|one|you)(?: can| should| do)? (?<it>.+)$/u,
  /^how (?:do|does|can|should|shall|would|must|could|did|may)(?: (?:i|we|one|you|someone|people|employees))?(?: (?:like|best|properly))?(?: proceed (?:with|if|when|in case of))? (?<it>.+?)(?:, what(?:'s|s)? the (?:process|proces|procedure))?$/u,
  /^how to (?<it>.+)$/u,
  /^how (?:is|are) (?<it>.+?)(?: (?:made|done|handled|approved|organi[sz]ed|booked|processed|managed))?(?: here)?$/u,
  /^how (?<it>.+)$/u,
  /^(?:explain |show me |the |what(?:'s| is) |our )*(?<it>.+?) (?:procedure|process|proceedure|steps)(?: step by step)?$/u,
  /^(?:procedure|process|proceedure|steps)(?: for|:)? (?<it>.+)$/u,
];

function procedureOf(text: string): Record<string, unknown> {
  const plain = plainQuestion(text)
    .replace(/^so /u, '')
    .replace(/ step by step$/u, '');
  if (
    /^(?:(?:show|give|tell)(?: me)? )?(?:a |the )?(?:procedure|process|steps)(?: for something)?$/u.test(
      plain.replace(/^i need /u, ''),
    )
  )
    return {};
  const name = firstOf(plain, PROCEDURE_FRAMES)
    ?.replace(/^(?:we )?handle it when |^i (?=get |fall |am )/u, '')
    .replace(/^do an? /u, '')
    .replace(/ work here$/u, '')
    .replace(/^(\w+) work$/u, '$1')
    .replace(/ (?:in our|in the) system$/u, '')
    .replace(/^there(?:'s| is) (?:an? )?/u, '')
    .replace(/^purchase order made$/u, 'purchase order');
  const kept = name === undefined ? null : trimmed(name);
  return kept === null || kept === 'something' ? {} : { procedure_name: kept };
}

const PARENTS = [
  /\bthe category (?<it>[\p{L}][\p{L} &-]*)$/u,
  /\bthe (?<it>[\p{L}]+) category$/u,
  /\b(?:under|filed under|subtopics of|within) (?<it>[a-z][a-z &]+)$/u,
  /\b(?:sub-? ?categories|subtopics|topics) (?:does|do|of|has) (?<it>[a-z]+)(?: have)?$/u,
];

function categoriesOf(text: string): Record<string, unknown> {
  const parent = firstOf(plainQuestion(text), PARENTS);
  return parent === null || /^(?:wiki|kb|knowledge base|docs)$/u.test(parent) ? {} : { parent };
}

export const knowledgeSlots: SlotReaders = {
  search_knowledge_base: (text) => searched(text),
  get_document: (text) => documentOf(text),
  search_faq: (text) => faqOf(text),
  get_policy: (text) => policyOf(text),
  get_procedure: (text) => procedureOf(text),
  summarize_document: (text) => summaryOf(text),
  list_knowledge_categories: (text) => categoriesOf(text),
  lookup_hr_policy: (text) => hrPolicyOf(text),
};
