/** What words say of the arguments of the knowledge tools, and of a look into HR's policies. */
import { NUMBER_WORDS } from '../../date-tokens.ts';
import { type Asking, bareMatter, QUESTION, wordSet } from './bare-words.ts';
import { documentOf, READING, summaryOf } from './document-words.ts';
import { faqOf } from './faq-words.ts';
import { hrPolicyOf } from './hr-policy-words.ts';
import { firstOf, plainQuestion, trimmed } from './matter-words.ts';
import type { SlotReaders } from './slot-reader.ts';

const PLACE =
  '(?:knowledge ?base|knowlege ?base|kb|wiki|intranet|help ?center|docs|documentation|company knowledge|knowledge)';
const THING =
  '(?:help )?(?:articles?|docs?|documents?|documentation|pages?|wiki pages?|material|materials|info|information|resources?|know-how|guides?|manuals?|files?|help|posts?)';
const FIND =
  '(?:search|serch|consult|look|find|check|browse|get|show|give|list|scan|query|look up|look through|search through|look for|search for)';

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
    `\\b(?:written(?: down| up)?|anything|something|everything|material|info|information|resources?|know-how|knowledge|help) (?:on|about|for|regarding) (?<it>.+?)(?: in (?:our|the) ${PLACE})?$`,
    'u',
  ),
  new RegExp(
    `^${FIND} (?:me )?(?:for |up |in |through )?(?:the |our )?(?:top |first |all )?(?:\\d+ |three |five )?(?:the )?(?:\\w+ )?(?:${THING}|policies|procedures|faqs?|results?)(?: (?:from|of|in) (?:the )?\\w+)? (?:on|about|for|of|regarding|that mention|that deal with|mentioning) (?<it>.+?)(?: in (?:the |our )?${PLACE})?$`,
    'u',
  ),
  new RegExp(
    `\\b(?:${THING}) (?:(?:from|of|by) (?:the )?\\w+ )?(?:on|about|for|regarding|concerning|re) (?<it>.+)$`,
    'u',
  ),
  new RegExp(
    `^(?:${FIND} )?(?:for |in |the |our )*${PLACE}(?: search)?(?: for|:| about| on| concerning| regarding)? (?<it>.+)$`,
    'u',
  ),
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

const LIBRARY =
  'search hunt look browse scan consult check find find out read get show give list knowledge base kb wiki intranet entries entry articles article documented documentation described explained anything something everything through from under';
const SEARCHING: Asking = {
  lead: new Set([...QUESTION.lead, ...wordSet(LIBRARY, 'in with')]),
  tail: new Set([...QUESTION.tail, ...wordSet(LIBRARY, 'in on')]),
};

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
  const framed = security ?? firstOf(plain, SEARCHED) ?? withoutQuestion(plain);
  const query = OPEN_SEARCH.test(plain) || framed === null ? null : bareMatter(framed, SEARCHING);
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

const OPENING =
  '(?:(?:yeah|so|hey),? )?(?:(?:can|could) you )?(?:show|open up|open|get|give|pull up|pull|bring up|read|see|present|display|fetch|find|look at|load|(?:i )?want to (?:read|see|check|look at|review)|(?:check|review)|let me see|i need|need)(?: me| us)?(?: (?:the|our|that|a|this|my))*';
const POLICY_FRAMES = [
  /^(?:which|what) (?:policy|policies) (?:covers?|applies to|governs?|regulates?|is about) (?<it>.+)$/u,
  /^(?:does|do|is|are|can) (?:the |our )?(?<it>.+?) (?:policy|polcy) (?:allow|say|cover|mention|forbid|permit|require|apply)\b.*$/u,
  /^open up (?:the |our )?(?<it>.+?) (?:policy|polcy)$/u,
  /\b(?:copy|wording|text) of (?<it>.+?) (?:policy|polcy|policies)$/u,
  /\bpolicy (?:document|doc|text) (?:on|for|about) (?<it>.+)$/u,
  /\b(?:rules?|policy) (?:on|for|about) (?<it>.+), the policy$/u,
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
  /^(?:the |our )?(?<it>.+?) (?:policy|polcy)(?:,? (?:(?:latest|current|newest|old|previous)(?: version)?|version .*|v\d.*|update))$/u,
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
  const name = isOpen ? null : policyNamed(plain);
  return {
    ...(name === null || /^(?:a|some|which)$/u.test(name) ? {} : { policy_name: name.replace(/^limit for /u, '') }),
    ...(version === undefined ? {} : { version }),
  };
}

/** "IT" and "bring your own device" are names of policies. */
const NAMING: Asking = {
  ...READING,
  lead: new Set(
    [...READING.lead, ...wordSet('newer current latest')].filter((word) => !/^(?:it|bring|your)$/u.test(word)),
  ),
  tail: new Set([...READING.tail].filter((word) => word !== 'it')),
};

function policyNamed(plain: string): string | null {
  const framed = firstOf(plain, POLICY_FRAMES);
  if (framed !== null) return bareMatter(framed, NAMING);
  // "A customer asks for our environmental policy": what stands behind the last article.
  const before = /^(?<it>.+?) (?:policy|polcy)(?![a-z])/u.exec(plain)?.groups?.['it'] ?? '';
  return bareMatter(before.replace(/^.*(?<=^| )(?:the|our|my|an?) (?=\S)/u, ''), NAMING);
}

const PROCEDURE_FRAMES = [
  /^sop:?(?: for| on)? (?<it>.+)$/u,
  /^(?:explain|tell me|show me|describe) how (?:the |our )?(?<it>\w+(?: \w+)?) works$/u,
  /^what (?:must|should|do|can) (?:i|we|one)(?: have to)? do (?:in order to|so that (?:i|we)) (?<it>.+)$/u,
  /^in (?:what|which) (?:manner|way|fashion) (?:is|are|do|does|should|can|must)(?: (?:i|we|one|you))? (?:an? |the )?(?<it>.+)$/u,
  /^how to (?<it>.+), the (?:procedure|process|steps)$/u,
  /^what(?:'s| is) (?:needed|required|necessary|to be done) (?:to|for) (?<it>.+)$/u,
  /^what do (?:i|we) need (?:to|for) (?<it>.+)$/u,
  /^(?:in )?(?:what|which) (?:order|way|sequence) (?:do|should|must|can) (?:i|we|one|you) (?<it>.+)$/u,
  /^(?:(?:i (?:want|need|would like|'d like) to )?(?:know|learn|understand)|tell me|show me|explain) how (?:we|i|you|to|one) (?<it>.+)$/u,
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
  /\b(?:procedure|process|proces|steps|instructions|way|rules)(?: is)?(?: to be (?:observed|followed|taken))? (?:to(?! be )|for|of|when|if|around|about|regarding|behind) (?<it>.+)$/u,
  /^(?:what|whom|who) (?:must|should|do|can) (?:i|we|one)(?: have to)? (?:do|tell|inform|ask)(?: to| if| when| in case of|,)? (?<it>.+?)(?:, and how)?$/u,
  /^(?:what to do) (?:in case of|if|when|with|about) (?<it>.+)$/u,
  /^(?:walk|guide|take|talk) me through (?<it>.+)$/u,
  /^(?:explain|tell me|show me|describe)(?: me)? how (?:to|i|we|one|you)(?: can| should| do)? (?<it>.+)$/u,
  /^how (?:do|does|can|should|shall|would|must|could|did|may)(?: (?:i|we|one|you|someone|people|employees))?(?: (?:like|best|properly))?(?: proceed (?:with|if|when|in case of))? (?<it>.+?)(?:, what(?:'s|s)? the (?:process|proces|procedure))?$/u,
  /^how to (?<it>.+)$/u,
  /^how (?:is|are) (?<it>.+?)(?: (?:made|done|handled|approved|organi[sz]ed|booked|processed|managed|set up))?(?: here)?$/u,
  /^how (?<it>.+)$/u,
  /^(?:explain |show me |the |what(?:'s| is) |our )*(?<it>.+?) (?:procedure|process|proceedure|steps)(?: step by step)?$/u,
  /^(?:procedure|process|proceedure|steps)(?: for|:)? (?<it>.+)$/u,
];

const GUIDING =
  'walk guide take talk step by steps through procedure process workflow instructions explain tell show inform order';
const STEPS: Asking = {
  lead: new Set([...QUESTION.lead, ...wordSet(GUIDING, 'in with need want')]),
  tail: new Set([...QUESTION.tail, ...wordSet(GUIDING.replace(' order', ''))]),
};

/** No frame fits: what stands behind the last "how to", "if", "when", "to", or the whole without its question. */
function matterOf(plain: string): string | null {
  const behind =
    /\b(?:how to|how (?:do|does|should|can) (?:i|we|you|one)|if|when|in case of|procedure|process|steps|to) (?<it>(?!be |do |know |me |the procedure).+)$/u.exec(
      plain,
    )?.groups?.['it'];
  const near = behind === undefined || behind.split(' ').length > 8 ? plain : behind;
  return bareMatter(near, STEPS);
}

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
  const name = (firstOf(plain, PROCEDURE_FRAMES) ?? matterOf(plain))
    ?.replace(/^(?:we )?handle it when |^i (?=get |fall |am )/u, '')
    .replace(/^do (?:an?|the) /u, '')
    .replace(/,? (?:the (?:procedure|process|steps)|and how)$/u, '')
    .replace(/^(?:and )?in (?:what|which) order (?:when|if) /u, '')
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
  /\bsub-? ?(?:topics|categories) (?:are there |do we have )?(?:for|of|in|under) (?<it>[a-z]+)$/u,
  /\b(?:sub-? ?categories|subtopics|topics) (?:does|do|of|has) (?<it>[a-z]+)(?: have)?$/u,
];

function categoriesOf(text: string): Record<string, unknown> {
  const parent = firstOf(plainQuestion(text), PARENTS);
  return parent === null || /^(?:wiki|kb|knowledge base|docs|which .+)$/u.test(parent) ? {} : { parent };
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
