/** Arguments of the CRM tools that an utterance says. */
import { normaliseText } from '../../normalise.ts';
import { periodOfKey, readPeriod } from '../../periods.ts';
import { FIRST_NAMES, ORG_WORDS } from '../names-known.ts';
import { saidActivity, saidContent, saidDay, saidTopic, saidWith } from './activity-words.ts';
import { saidAmount, saidClosing, saidDeal, saidNote, saidProbability, saidStage, saidStep } from './deal-words.ts';
import { saidLead } from './lead-words.ts';
import { type Party, parties } from './party-words.ts';
import type { SlotContext, SlotReader, SlotReaders } from './slot-reader.ts';

type Slots = Readonly<Record<string, unknown>>;

/** Leaves out what was not said. */
function said(slots: Readonly<Record<string, unknown>>): Slots {
  return Object.fromEntries(Object.entries(slots).filter(([, value]) => value !== null && value !== undefined));
}

const EMAIL = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/u;
const DOMAIN = /(?<![\w@.])[\w-]+\.(?:com|org|net|test|io|de|example|co)(?!\w)/u;
const FUNCTION =
  /(?<![a-z])(?<what>ceo|cfo|cto|coo|founder|owner|technical|(?:plant|office|store|project|product|account|hr|operations|facility|warehouse|general) managers?|purchasing(?: managers?)?|procurement|it managers?|sales managers?|directors?|head of [a-z]+|accounting|finance|marketing|legal|engineers?|buyers?)(?![a-z])/u;
const AT = /(?<![a-z])(?:at|from|of|with|for|by|inside)(?: the)?(?: customer| client| company| account)? $/u;
const PLACE = /(?<![a-z])(?:in|based in|located in|near) $/u;

const searchContacts: SlotReader = (text, context) => {
  const plain = normaliseText(text);
  const found = parties(text, context);
  const address = EMAIL.exec(plain)?.[0] ?? DOMAIN.exec(plain)?.[0] ?? null;
  const what = FUNCTION.exec(plain)?.groups?.['what'] ?? null;
  const companies = found.filter((one) => one.kind !== 'person' && isCompany(one, found));
  const company = companies.find((one) => /(?<![a-z])(?:at|from|of|with) $/u.test(one.before)) ?? companies[0] ?? null;
  const person = found.find((one) => one !== company) ?? null;
  const city = /(?<![a-z])(?:based|located|living|sitting) in (?<city>[a-z]+(?: [a-z]+)?)[.?!]*$/u.exec(plain)
    ?.groups?.['city'];
  const count =
    /(?<![a-z])(?:first|top|show|list|give me) (?<n>\d{1,2})(?= |$)|(?<![a-z\d])(?<m>\d{1,2}|two|three|four|five|ten) contacts/u.exec(
      plain,
    )?.groups;
  const phone = /\+?\d[\d ()-]{5,}\d/u.exec(plain)?.[0] ?? null;
  const limit = countSaid(count?.['n'] ?? count?.['m'] ?? '0');
  return said({
    query: address ?? person?.text ?? what ?? phone ?? city,
    company: company === null || address?.includes(company.text) === true ? null : company.text,
    limit: limit > 0 ? limit : null,
  });
};

function countSaid(word: string): number {
  return { two: 2, three: 3, four: 4, five: 5, ten: 10 }[word] ?? Number(word);
}

/** "at Northwind", "Globex contacts", "contacts globex"; a single name after "find", "look for", "named" is a person. */
function isCompany(one: Party, all: readonly Party[]): boolean {
  if (/(?<![a-z])(?:named|called|name of|the name) $/u.test(one.before)) return false;
  if (PLACE.test(one.before) && one.kind === 'unknown') return false;
  if (/(?<![a-z])(?:search|find|look|looking|book)(?: [a-z]+){0,3} for $/u.test(one.before))
    return one.kind === 'company' && one.text.includes(' ');
  if (one.kind === 'company' || AT.test(one.before)) return true;
  if (all.some((other) => other !== one && other.kind === 'person')) return true;
  if (/^ (?:contacts?|people|folks|staff|employees|team)(?![a-z])/u.test(one.after)) return true;
  return (
    /(?<![a-z])(?:contacts|customer contacts|customers|client) $/u.test(one.before) &&
    !/(?<![a-z])(?:search|find|for) /u.test(one.before)
  );
}

const getContact: SlotReader = (text, context) => {
  const id = /(?<![\p{L}\p{N}-])(?:CONT|CRM-LEAD)-[\d-]+/iu.exec(text)?.[0].toUpperCase() ?? null;
  const found = parties(text, context);
  const person =
    found.find((one) => one.kind === 'person') ??
    // "For Cole at Initech": whoever is at a company is none.
    found.find((one) => /^ (?:over )?(?:at|from) /u.test(one.after)) ??
    found.find((one) => !AT.test(one.before) || found.length === 1) ??
    null;
  return said({
    contact_id: id ?? (person === null ? null : nameAlone(person.text)),
    include_history:
      wantsHistory(text) ||
      /(?<![a-z])last time (?:i|we) (?:spoke|talked|met|called|heard|contacted)(?![a-z])/u.test(normaliseText(text))
        ? true
        : null,
  });
};

/** "acme buyer linda gomez", "linda gomez acme": the person's own name. */
function nameAlone(text: string): string {
  const words = text.split(' ');
  const first = words.findIndex((word) => FIRST_NAMES.has(word));
  if (words.length < 3 || first < 0) return text;
  // "ruben haas fjordline phone": a third word is a company, but behind "de" or "van".
  const own = words.slice(
    first,
    first + (/^(?:de|da|del|di|van|von|der|la|le|al|el|bin|\p{L})$/u.test(words[first + 1] ?? '') ? 3 : 2),
  );
  while (own.length > 2 && ORG_WORDS.has(own.at(-1) ?? '')) own.pop();
  return own.join(' ');
}

export function wantsHistory(text: string): boolean {
  return /(?<![a-z])(?:history|(?:did|have) (?:i|we|you) (?:\w+ )?(?:discuss(?:ed)?|talk(?:ed)?|sp(?:eak|oke|oken))|last (?:conversation|chat|talk|exchange|interaction|activity)|last (?:discuss(?:ed)?|talk(?:ed)?|speak|spoke|contact(?:ed)?|met|heard|call(?:ed)?)|last contact|did we (?:ever )?(?:talk|speak|discuss|meet|call)|in touch|past (?:calls|activities|interactions|conversations)|interactions|been talking)(?![a-z])/u.test(
    normaliseText(text).replace(/(?<![a-z])(?:get|be|keep|stay) in touch(?![a-z])/u, ''),
  );
}

const getAccount: SlotReader = (text, context) => {
  const plain = normaliseText(text);
  const id = /(?<![\p{L}\p{N}-])CUST-[\d-]+/iu.exec(text)?.[0].toUpperCase() ?? null;
  const found = parties(text, context);
  const company = found.find((one) => one.kind === 'company') ?? found[0] ?? null;
  const without = (what: string) =>
    new RegExp(`(?<![a-z])(?:without|no|except|skip|not) (?:the |any |its )?(?:\\w+ (?:or|and) )?${what}`, 'u').test(
      plain,
    );
  const withThem = (what: string) =>
    new RegExp(
      `(?<![a-z])(?:with|including|incl\\.?|and|plus) (?:its |the |all |their |any )*(?:open |current )?(?:\\w+ and )?${what}`,
      'u',
    ).test(plain);
  const flag = (what: string) => (without(what) ? false : withThem(what) ? true : null);
  return said({
    account_id: id ?? company?.text ?? null,
    include_contacts: flag('contacts?'),
    include_opportunities: flag('(?:deals?|opportunit(?:y|ies))'),
  });
};

const getOpportunities: SlotReader = (text, context) => {
  const status = saidDealStatus(text);
  return said({ status, account_id: saidAccountOfDeals(text, context), stage: saidListStage(text) });
};

export function saidDealStatus(text: string): 'open' | 'won' | 'lost' | 'all' | null {
  const plain = normaliseText(text);
  if (/(?<![a-z])(?:won and lost|lost and won|open and closed|whether open or)(?![a-z])/u.test(plain)) return 'all';
  if (
    /(?<![a-z])(?:lost|lose|losing|slipped away|got away|fell through|(?:didn't|did not|haven't|not) (?:win|won|get)|failed)(?![a-z])/u.test(
      plain,
    )
  )
    return 'lost';
  if (
    /(?<![a-z])(?:won|win(?! rate)|winning|closed successfully|close successfully|closed won|signed|landed)(?![a-z])/u.test(
      plain,
    )
  )
    return 'won';
  if (
    /(?<![a-z])(?:open(?! up)|active|still (?:running|going|on)|unclosed|ongoing|current|pending|running|up for grabs|chasing|in play|still alive|not closed)(?![a-z])/u.test(
      plain,
    )
  )
    return 'open';
  return /(?<![a-z])(?:list all|all (?:the |our |my )?(?:opportunities|deals)|every (?:deal|opportunity)|any status|whatever (?:the )?status)(?![a-z])/u.test(
    plain,
  ) && !/(?<![a-z])all (?:of )?(?:our|my) team/u.test(plain)
    ? 'all'
    : null;
}

function saidListStage(text: string): string | null {
  const stage = /(?<![a-z])(?:negotiat|proposal|qualif|prospecting|needs analysis|value proposition)/u.test(
    normaliseText(text),
  )
    ? saidStage(text)
    : null;
  const free = /(?<![a-z])in (?:the )?(?<stage>[a-z]+(?: [a-z]+)?) (?:stage|phase)(?![a-z])/u.exec(normaliseText(text))
    ?.groups?.['stage'];
  return stage === 'won' || stage === 'lost' ? null : (stage ?? free ?? null);
}

const WITH_ACCOUNT =
  /(?<![a-z])(?:with|at|for|of|from|to|in|concerning|regarding|about|sell|selling|offer|offering)(?: the)?(?: customer| client| account)? $/u;

/** The customer whose deals are asked for: "deals with Northwind", "does Blue Harbor have any deals", "Globex's deals". */
function saidAccountOfDeals(text: string, context: SlotContext): string | null {
  const found = parties(text, context).filter(
    (one) => one.kind !== 'person' && !/^ (?:stage|phase)(?![a-z])/u.test(one.after),
  );
  const one = found.find(
    (each) =>
      WITH_ACCOUNT.test(each.before) ||
      /^ (?:have|has)(?![a-z])/u.test(each.after) ||
      (each.before === '' &&
        /^[,:]? (?:which|what|any|all) (?:open |our )?(?:deals|opportunities)/u.test(each.after)) ||
      (/(?<![a-z])(?:deals|opportunities|opps) $/u.test(each.before) && /^[?.! ]*$/u.test(each.after)) ||
      (/^(?: (?:open|won|lost|active))?(?: (?:deals|opportunities|opps))(?![a-z])/u.test(each.after) &&
        (!/(?<![a-z])the $/u.test(each.before) ||
          /(?<![a-z])(?:show|list|see|get|find|open)(?: me)?(?: all)? the $/u.test(each.before))),
  );
  // "The Northwind deal" is one of them, called by its customer.
  if (one === undefined || /^(?: [a-z]+){0,2} (?:deal|opportunity|renewal|portal)(?![a-z])/u.test(one.after))
    return null;
  return one.text;
}

const END_OF = /(?<![a-z])(?:end of|month end|eom|eoq)(?![a-z])/u;

const updateOpportunity: SlotReader = (text, context) => {
  const note = saidNote(text);
  const head = note === null ? text : text.slice(0, text.length - note.length);
  const closing = saidClosing(head, context);
  const amount = saidStep(head) === null ? saidAmount(head, context) : null;
  return said({
    opportunity_id: saidDeal(head, context),
    stage: saidStage(head),
    amount: amount?.amount ?? null,
    probability: saidProbability(head),
    // Of a stretch only its end is a day: "the end of March".
    close_date:
      closing !== null && (closing.from === closing.to || END_OF.test(normaliseText(head))) ? closing.to : null,
    notes: note?.toLowerCase() ?? null,
  });
};

/** "log: called Marta": what is asked for stands before what took place. */
const LOG_LEAD = /^(?:please )?(?:crm )?(?:log|logging|activity|crm)(?: (?:this|entry|it))?: */iu;

const logActivity: SlotReader = (words, context) => {
  const text = words.replace(LOG_LEAD, '');
  const who = saidWith(text, context);
  const content = saidContent(text, who);
  // What is kept says nothing of the day: "she pays on Friday".
  const head = content === null ? text : text.replace(content, ' ').trim();
  const topic = saidTopic(head, who);
  return said({
    contact_id: who,
    activity_type: saidActivity(text),
    subject: topic?.toLowerCase() ?? null,
    description: content?.toLowerCase() ?? null,
    date: saidDay(head, context),
  });
};

const pipeline: SlotReader = (text, context) => said({ period: saidPipelinePeriod(text, context) });

/** The key of the period that is asked about; null when none is said. What a pipeline is compared with is none. */
export function saidPipelinePeriod(text: string, context: Pick<SlotContext, 'now' | 'timeZone'>): string | null {
  const plain = normaliseText(text);
  if (/(?<![a-z])(?:than|compared (?:to|with)|versus|vs\.?|since)(?![a-z])/u.test(plain)) return null;
  const read = readPeriod(text, { ...context, direction: 'future' })?.key;
  if (read !== undefined) return read;
  const unit =
    /(?<![a-z])(?:the |whole |entire |full |for )+(?<unit>month|quarter|year)(?![a-z])|(?<![a-z])(?<each>annual|yearly|monthly|quarterly)(?![a-z])/u.exec(
      plain,
    )?.groups;
  const each = { annual: 'year', yearly: 'year', monthly: 'month', quarterly: 'quarter' }[unit?.['each'] ?? ''];
  const named = unit?.['unit'] ?? each;
  return named === undefined ? null : (periodOfKey(`current_${named}`, context)?.key ?? null);
}

const createLead: SlotReader = (text, context) => said({ ...saidLead(text, context) });

export const crmSlots: SlotReaders = {
  search_contacts: searchContacts,
  get_contact: getContact,
  get_account: getAccount,
  get_opportunities: getOpportunities,
  update_opportunity: updateOpportunity,
  log_activity: logActivity,
  get_pipeline_summary: pipeline,
  create_lead: createLead,
};
