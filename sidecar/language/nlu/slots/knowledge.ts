/** What words say of the arguments of the knowledge tools, and of a look into HR's policies. */
import { NUMBER_WORDS } from '../../date-tokens.ts';
import { firstOf, plainQuestion, trimmed } from './matter-words.ts';
import type { SlotReaders } from './slot-reader.ts';

const PLACE =
  '(?:knowledge ?base|knowlege ?base|kb|wiki|intranet|help ?center|docs|documentation|company knowledge|knowledge)';
const THING =
  '(?:help )?(?:articles?|docs?|documents?|documentation|pages?|wiki pages?|material|materials|info|information|resources?|know-how|guides?|manuals?|files?|help|posts?)';
const FIND =
  '(?:search|serch|look|find|check|browse|get|show|give|list|scan|query|look up|look through|search through|look for|search for)';

const SEARCHED = [
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
  const query = OPEN_SEARCH.test(plain) ? null : security !== undefined ? trimmed(security) : firstOf(plain, SEARCHED);
  return {
    ...(query === null ? {} : { query: query.replace(/^for /u, '') }),
    ...(category === null ? {} : { category }),
    ...(named === undefined || ['company', 'whole', 'help'].includes(named) ? {} : { department: named }),
    ...(limit === null ? {} : { limit }),
  };
}

function kindSaid(plain: string): string | null {
  if (/\bpolicies\b/u.test(plain)) return 'policies';
  if (/\bprocedures\b/u.test(plain)) return 'procedures';
  if (/\bfaqs?\b/u.test(plain)) return 'faq';
  return /\bguides?\b/u.test(plain) ? 'guides' : null;
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

const ID = /\b(?<id>doc-?\d{2,})\b/iu;
const KIND_END = / (?:documents?|docs?|articles?|files?|pdf|page)$/u;
const SECTION = [
  /\b(?:section|chapter|page|part) (?<it>[\w.]+)(?= (?:of|in|from) | *$|,)/u,
  /\b(?:the )?(?<it>[a-z]+) (?:section|chapter|part) (?:of|in|from)\b/u,
  /\b(?:section|chapter|part) (?:on|about) (?<it>.+?)(?: (?:of|in) |$)/u,
];
const DOCUMENT = [
  /\b(?:section|chapter|part|page) (?:[\w.]+ )?(?:of|in|from) (?<it>.+)$/u,
  /^(?<it>.+?),? (?:section|chapter|page) (?:on |about )?[\w.]+$/u,
  /\b(?:articles?|documents?|docs?|files?|wiki pages?|pages?) (?:on|about|called|named|with|titled) (?<it>.+)$/u,
  /\bpdf of (?<it>.+)$/u,
  /^(?:where(?:'s| is| are)|where (?:can|do) i (?:find|get)) (?<it>.+)$/u,
  /^(?:open|show|get|read|display|pull up|bring up|see|fetch|retrieve|load|give|need|download|view|i need|find|have|opn)(?: me| us)? (?<it>.+)$/u,
  /^(?<it>.+)$/u,
];
const NO_DOCUMENT =
  /^(?:(?:the )?(?:first|second|third|last) (?:one|result|article|document|hit)|(?:that|this|it)(?: (?:document|article|doc|one|page|file))?|(?:the |a |an |some )?(?:documents?|articles?|docs?|files?|page))$/u;

function documentOf(text: string): Record<string, unknown> {
  const plain = plainQuestion(text);
  const section = firstOf(plain, SECTION);
  const id = ID.exec(text)?.groups?.['id'];
  const sections = section === null ? {} : { section };
  if (id !== undefined) return { document_id: id.toUpperCase(), ...sections };
  const named = nameOf(firstOf(plain, DOCUMENT));
  return { ...(named === null ? {} : { document_id: named }), ...sections };
}

function nameOf(raw: string | null): string | null {
  if (raw === null) return null;
  const bare = /^template for (?<of>\w+?)s?$/u.exec(raw)?.groups?.['of'];
  if (bare !== undefined) return `${bare} template`;
  const name = trimmed(
    raw
      .replace(/^(?:me |us )/u, '')
      .replace(/^(?:open|read|see|show) /u, '')
      .replace(/(?: to me| please)$/u, '')
      .replace(
        /^(?:the |a |that |this )?(?:full |whole )?(?:article|document|doc|file|page|wiki page) (?:on |about )?/u,
        '',
      )
      .replace(KIND_END, ''),
  );
  return name === null || NO_DOCUMENT.test(name) || NO_DOCUMENT.test(raw) ? null : name;
}

const FAQ_FRAMES = [
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
  const plain = plainQuestion(text);
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

const POLICY_FRAMES = [
  /\b(?:policy|rules?|limits?) (?:on|for|about|when|regarding|limit for) (?<it>.+?)(?: by policy)?$/u,
  /\b(?:policy|polcy|policies)(?: say| says| allow| allows)? (?:about|on|for) (?<it>.+)$/u,
  /\b(?:version \S+ of|(?:previous|latest|current|old|last|first) version of|version of|text of) (?<it>.+?) (?:policy|polcy)\b/u,
  /^(?:what(?:'s| is| are|s| does)|show|open|get|give|pull up|bring up|read|see|is there|which|can you (?:open|get)|i want to read|tell|explain)(?: me| us)? (?<it>.+?) (?:policy|polcy|policies)(?: (?:say|document|allow|text|doc|mean|about))?$/u,
  /^(?:the |our |that )?(?<it>.+?) (?:policy|polcy|policies)(?: (?:document|say|doc|text))?$/u,
  /^(?:policy|polcy)(?: for| on| about|:)? (?<it>.+)$/u,
  /^(?:how (?:much|often|many|long|far) (?:may|do|can|does) (?:i|we) )(?<it>.+)$/u,
];

function policyOf(text: string): Record<string, unknown> {
  const plain = plainQuestion(text);
  const version =
    /\bversion (?<v>\d+(?:\.\d+)?)\b/u.exec(plain)?.groups?.['v'] ??
    /\b(?<v>previous|latest|old|last) version\b/u.exec(plain)?.groups?.['v'];
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
  /\b(?:procedure|process|proces|steps|instructions|way|rules)(?: is)? (?:to|for|of|when|if) (?<it>.+)$/u,
  /^(?:what|whom|who) (?:must|should|do|can) (?:i|we|one)(?: have to)? (?:do|tell|inform|ask)(?: to| if| when| in case of|,)? (?<it>.+?)(?:, and how)?$/u,
  /^(?:what to do) (?:in case of|if|when|with|about) (?<it>.+)$/u,
  /^(?:walk|guide|take|talk) me through (?<it>.+)$/u,
  /^(?:explain|tell me|show me|describe)(?: me)? how (?:to|i|we|one|you)(?: can| should| do)? (?<it>.+)$/u,
  /^how (?:do|does|can|should|would|must|could|did|may)(?: (?:i|we|one|you|someone|people|employees))?(?: (?:like|best|properly))? (?<it>.+?)(?:, what(?:'s|s)? the (?:process|proces|procedure))?$/u,
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

const SUMMARY_FRAMES = [
  /\b(?:summary|summari[sz]e|sumarize|sumary|gist|main points|key points|main ideas|key takeaways|takeaways|highlights|essentials|action items|to-?dos|recap|digest|abstract|overview|outline|tl;?dr|tldr|short version|shorter version)(?: please)?(?: of| in| from| out of|:)? (?:what )?(?<it>.+?)(?: says?| for me| in detail| please| to the essentials| in bullet points| out)?$/u,
  /\b(?:summari[sz]e|shorten|condense|outline|compress|boil|recap|sum up|sumarize|explain)(?: me)? (?<it>.+?)(?: in detail| down to .*| to .*| into .*| for me| in a few words)?$/u,
  /^(?:what(?:'s| is| was| does| should i take away)|which) (?:important|decided|action items come out|the point|away|from)? ?(?:in|of|from|according to|about) (?<it>.+)$/u,
  /^what does (?<it>.+?) say (?:in short|in a nutshell|briefly)$/u,
  /^(?<it>.+?) (?:in (?:bullet points|short|a nutshell|\w+ sentences|\d+ words)|summary(?:, .*)?)$/u,
  /^(?:too long to read:|i don't have time to read) (?<it>.+?), .+$/u,
];
const SUMMARY_TYPES: readonly (readonly [RegExp, string])[] = [
  [/\b(?:action items|to-?dos|tasks come out)\b/u, 'action_items'],
  [/\b(?:key points|main points|bullet points|takeaways|take away|main ideas|key takeaways)\b/u, 'key_points'],
  [/\b(?:detailed|in detail|long|thorough)\b(?! to read)/u, 'detailed'],
  [/\b(?:short|brief|in a few words|short version|quick summary|briefly)\b/u, 'brief'],
];

function summaryOf(text: string): Record<string, unknown> {
  const plain = plainQuestion(text);
  const type = SUMMARY_TYPES.find(([pattern]) => pattern.test(plain))?.[1];
  const words = /\b(?<n>\d{2,4}) words\b/u.exec(plain)?.groups?.['n'];
  const id = ID.exec(text)?.groups?.['id'];
  const rest = plain
    .replace(/,? (?:in|at most|with|under|max|maximum) (?:at most )?\d+ words$/u, '')
    .replace(/, (?:at most|in) .*$/u, '')
    .replace(/^(?:give|show|write|make|list|pull|get|can i have|read)(?: me)? (?:an? |the )?/u, '')
    .replace(/^(?:an? |the )?(?:quick |short |brief |detailed |long )/u, '');
  const raw = /^(?:that|this|it)$/u.test(rest) ? null : firstOf(rest, SUMMARY_FRAMES);
  const name =
    id !== undefined
      ? id.toUpperCase()
      : nameOf(raw?.replace(/^(?:the )?(?:article|page|wiki page|document) (?:on|about) /u, '') ?? null);
  return {
    ...(name === null ? {} : { document_id: name }),
    ...(type === undefined ? {} : { summary_type: type }),
    ...(words === undefined ? {} : { max_length: Number(words) }),
  };
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

const HR_MATTERS: readonly (readonly [RegExp, string])[] = [
  [/\b(?:travel|trips?|hotels?|fl(?:y|ights?)|business class|per diem|taxis?|train|mileage)\w*/u, 'travel'],
  [
    /\b(?:conduct|gifts?|presents?|harass\w*|dress code|shorts|dating|date each other|relationships?|smok\w+|drinking|alcohol|respect|bribe\w*|discriminat\w*)\b/u,
    'conduct',
  ],
  [/\b(?:benefits?|insurance|pension|401k|dental)\b/u, 'benefits'],
  [
    /\b(?:leaves?|leav|vacations?|vaction|holidays? entitlement|sick|ill|doctor's note|certificate|maternity|paternity|parental|bereavement|relative dies|wedding|jury duty|sabbatical|half days?|days off|time off|pto)\b/u,
    'leave',
  ],
];
const HR_FRAMES = [
  /\b(?:policy|polcy|policies|rules?)(?: say| says)? (?:on|for|about|during|when|regarding) (?<it>.+)$/u,
  /\bcode of conduct say about (?<it>.+)$/u,
  /^(?:what (?:does|do) (?:the company|we) say about) (?<it>.+)$/u,
  /^(?:what(?:'s| is| are|s| does)|explain|show(?: me)?|tell me|look up|read|is there|which)(?: the| our| an?)* (?<it>.+?) (?:policy|polcy|policies|rules?|allowed|permitted)(?: say| on business trips)?$/u,
  /^(?:(?:am i|are we|is it|are|is) (?:allowed|permitted|eligible|entitled)(?: to| for)?) (?<it>.+)$/u,
  /^(?:can|may|could) (?:i|we|colleagues|you|employees) (?<it>.+)$/u,
  /^(?:do|does|did) (?:i|we|you)(?: (?:get|have to|need to|need|have))*(?: paid for)? (?<it>.+)$/u,
  /^(?:do|does) (?:the policy allow )?(?<it>.+)$/u,
  /^(?:how (?:is|are|does the company treat|long is|long are|many weeks of|many days of|much is)) (?<it>.+?)(?: handled| allowed| permitted| treated)?$/u,
  /^(?:is|are|where is|where are) (?<it>.+?)(?: (?:allowed|permitted|paid|possible|ok|forbidden))?(?: at (?:the office|work))?(?: on business trips| when travelling)?$/u,
  /^(?:from which day|when|where) (?:do|does|is|are|must|can) (?:i|we)(?: need)? (?<it>.+)$/u,
  /^(?:what happens to|what if i have to|what if|what's my|what is my) (?<it>.+)$/u,
  /^(?:how (?:much|far|long|many)(?: in advance| notice| days?| vacation days| weeks?)?) (?:must|can|do|does|may|should) (?:i|we|an employee) (?:have to |get |take )?(?<it>.+)$/u,
  /^(?:which|what) (?:kinds? of|types? of)? ?(?<it>.+?)(?: (?:exist|are there|do we have|may i book|is allowed))?(?: on business trips)?$/u,
  /^(?<it>.+?) (?:policy|polcy|policies|rules?)$/u,
];

function hrPolicyOf(text: string): Record<string, unknown> {
  const plain = plainQuestion(text);
  if (/^(?:(?:i have a question on|look up|find|show) )?an? hr policy$/u.test(plain)) return {};
  const category = HR_MATTERS.find(([pattern]) => pattern.test(plain))?.[1];
  const query = firstOf(plain, HR_FRAMES) ?? trimmed(plain);
  return { ...(category === undefined ? {} : { category }), ...(query === null ? {} : { query }) };
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
