/** Names of people and companies in an utterance about customers, with what stands before them. */
import { findDateWords } from '../../date-words.ts';
import { mendTypo, normaliseText } from '../../normalise.ts';
import { mayBeName } from '../../people-words.ts';
import { alignText, overlaps, type TextSpan } from '../../spans.ts';
import { FIRST_NAMES, ORG_WORDS } from '../names-known.ts';
import type { SlotContext } from './slot-reader.ts';

export interface Party {
  /** Lower case, without a possessive. */
  readonly text: string;
  readonly span: TextSpan;
  /** What stands before it, and after it (without the possessive). */
  readonly before: string;
  readonly after: string;
  readonly kind: 'person' | 'company' | 'unknown';
}

/** Words of sales that are nobody, however they are written. */
const DOMAIN =
  `account accounts active current pending running ongoing activity activities address amount agreement approver book business card cards client clients closed company companies contact contacts conversation crm customer
  customers deal deals demo details document email emails entry everything exhibition follow forecast funnel history information interaction invoice invoices lead leads license lost lunch
  manager managers mobile negotiation negotiations note notes number opportunity opportunities owner people person phone pipeline portal pricing product profile proposal prospect prospects
  prospecting purchasing qualification qualified quote quota record referral referred renewal reopen revenue sales search seller signed source stage stages status summary technical visit
  visited voicemail website win won linkedin trade fair conference create search leed event webinar inquiry enquiry introduced guy lady woman man someone somebody anybody ceo cfo cto cell wins loses lose
  overview bakery traders logistics clinic architects labs industries tools holdings partners`.split(/\s+/u);
const NOBODY = new Set(
  `${DOMAIN.filter((word) => !ORG_WORDS.has(word)).join(' ')} just called emailed wrote write spoke speak talked met meet discussed sent logged logging log had has
  got get gave worth bump raise lower push slips slip moves goes going back more like fifty signed referred complained interested prefers wants needs stuck fone mail pls
  please um uh hey hi so well ok okay again lately ever touch re mtg particulars furnish kindly expo fair inbound web form log walking talking working making taking checking asking speaking rang phoned visited hung listed grabs chasing into logged onsite hold inside behind about named based located owe owes need highest probability tried capture came among
  active pending running ongoing main actually sorry meant rather instead usually biggest largest looking reach ring save store down`.split(
    /\s+/u,
  ),
);
/** Last words of companies' names that mean something else beside them. */
const COMPANY_ENDS = new Set(
  'tools holdings partners bakery traders logistics clinic architects labs industries foods steel group brothers sons services supplies'.split(
    ' ',
  ),
);
const VOCABULARY = DOMAIN.filter((word) => word.length >= 4);
const WORD = /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:[&'.-](?=[\p{L}\p{N}])[\p{L}\p{M}\p{N}]+)*/gu;
const COMPANY_LEAD =
  /(?:^|[^a-z])(?:at|of|by|behind|from|customer|client|account|company|prospect|organi[sz]ation|firm|contacts (?:of|for|at|from))(?: (?:the|our|this))?(?: (?:customer|client|account|company|prospect))? $/u;
const PERSON_LEAD =
  /(?:^|[^a-z])(?:called|named|contact|person|guy|lady|mr\.?|mrs\.?|ms\.?|dr\.?|her name is|his name is|name is|colleague|emailed|e-mailed|met|rang|phoned) $/u;

const COLOURED = /^(?:blue|green|red|white|black|silver|golden|north|south|east|west)$/u;

/** Companies' names that are people's, too. */
const SURNAMES = new Set(['stark', 'wayne', 'sterling', 'mifflin', 'dunder', 'tyrell', 'acme']);

interface Token {
  readonly text: string;
  readonly span: TextSpan;
  readonly capital: boolean;
  readonly first: boolean;
  readonly possessive: boolean;
}

/** All of them in order; ids, dates and addresses are none. */
export function parties(text: string, context: SlotContext): readonly Party[] {
  const { normalised, original } = alignText(text);
  const shouting = text === text.toUpperCase();
  const typed = (at: number) => text[original([at, at + 1])[0]] ?? '';
  const taken: readonly TextSpan[] = [
    ...findDateWords(normalised, context),
    ...[...normalised.matchAll(/[\w.+-]+@[\w.-]+|\b[a-z]{2,10}(?:-[a-z]{2,10})*-\d[\d-]*/gu)].map(
      (match): TextSpan => [match.index, match.index + match[0].length],
    ),
  ];
  const known = new Set((context.people ?? []).flatMap((name) => normaliseText(name).split(' ')));
  const tokens = [...normalised.matchAll(WORD)].map((match): Token => {
    const bare = match[0].replace(/'s?$/u, '');
    const letter = typed(match.index);
    return {
      text: bare,
      span: [match.index, match.index + bare.length],
      capital: !shouting && letter !== letter.toLowerCase(),
      first: /(?:^|[.!?]\s*)$/u.test(normalised.slice(0, match.index)),
      possessive: bare !== match[0] || normalised[match.index + match[0].length] === "'",
    };
  });
  const isName = (token: Token) => {
    if (taken.some((span) => overlaps(span, token.span))) return false;
    if (known.has(token.text) || FIRST_NAMES.has(token.text)) return true;
    if (NOBODY.has(token.text) || /'/u.test(token.text) || (!token.capital && isMistyped(token.text))) return false;
    return ORG_WORDS.has(token.text) || mayBeName(token.text, token.capital && !token.first);
  };
  const found = joined(tokens, isName, normalised, taken);
  // Who writes one name with a capital writes the others so too.
  const written = found.filter(({ span }) =>
    tokens.some((one) => one.capital && !one.first && overlaps(span, one.span)),
  );
  return written.length === 0
    ? found
    : found.filter(
        (one) =>
          written.includes(one) ||
          one.kind !== 'unknown' ||
          tokens.some((each) => each.capital && overlaps(one.span, each.span)),
      );
}

/** "acount", "contcts": a word of sales in a hurry. */
function isMistyped(word: string): boolean {
  return VOCABULARY.some((known) => word !== known && mendTypo(word, [known]) === known);
}

/** Name after name is one; a word with a capital beside one belongs to it ("Blue Harbor"). */
function joined(
  tokens: readonly Token[],
  isName: (token: Token) => boolean,
  plain: string,
  taken: readonly TextSpan[],
): readonly Party[] {
  const found: Party[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at];
    if (token === undefined) continue;
    const next = tokens[at + 1];
    // "Blue Harbor signed": the first word explains its capital, but the next one does not.
    const leads =
      token.capital && next?.capital && touches(token, next, plain) && isName(next) && !NOBODY.has(token.text);
    // "blue harbor", typed in a hurry.
    const leadsPlainly = COLOURED.test(token.text) && next !== undefined && touches(token, next, plain) && isName(next);
    if (!isName(token) && !(leads && mayLead(token)) && !leadsPlainly) continue;
    let last = at;
    for (;;) {
      const here = tokens[last];
      const following = tokens[last + 1];
      if (here === undefined || following === undefined || here.possessive || !touches(here, following, plain)) break;
      const named = isName(following) && (following.capital || !here.capital || FIRST_NAMES.has(following.text));
      const goesOn =
        named ||
        (following.capital &&
          here.capital &&
          !NOBODY.has(following.text) &&
          !taken.some((span) => overlaps(span, following.span))) ||
        ORG_WORDS.has(following.text) ||
        (COMPANY_ENDS.has(following.text) && following.capital === here.capital && !FIRST_NAMES.has(here.text));
      if (!goesOn || last - at >= 3) break;
      last++;
    }
    // "tobias brandt alpine tools": who it is, and where from.
    if (last - at >= 3 && FIRST_NAMES.has(token.text)) last = at + 1;
    const end = tokens[last] ?? token;
    const span: TextSpan = [token.span[0], end.span[1]];
    const words = tokens.slice(at, last + 1).map((each) => each.text);
    found.push({
      text: plain.slice(...span).includes(' & ') ? plain.slice(...span) : words.join(' '),
      span,
      before: plain.slice(0, span[0]),
      after: plain.slice(span[1]).replace(/^'s?(?![a-z])/u, ''),
      kind: kindOf(words, plain.slice(0, span[0])),
    });
    at = last;
  }
  return found;
}

/** "Is Globex ...", "Add Peter ...": a verb or a small word that begins the sentence is no part of a name. */
function mayLead({ text, first }: Token): boolean {
  return (
    !first ||
    /^(?:blue|big|first|global|green|north|south|east|west|red|white|new|united|general|good|great|super)$/u.test(text)
  );
}

function touches(one: Token, other: Token, plain: string): boolean {
  return /^ (?:& |and (?=co\b))?$/u.test(plain.slice(one.span[1], other.span[0]));
}

function kindOf(words: readonly string[], before: string): Party['kind'] {
  const [first = ''] = words;
  const last = words.at(-1) ?? '';
  if (words.length > 1 && ((ORG_WORDS.has(last) && !SURNAMES.has(last)) || COMPANY_ENDS.has(last))) return 'company';
  if (words.some((word) => ORG_WORDS.has(word)) && !FIRST_NAMES.has(first)) return 'company';
  if (FIRST_NAMES.has(first) || PERSON_LEAD.test(before)) return 'person';
  return COMPANY_LEAD.test(before) ? 'company' : 'unknown';
}
