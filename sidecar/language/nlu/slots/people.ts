/** What words about colleagues say of the directory's arguments. */
import { normaliseText } from '../../normalise.ts';
import { mayBeName } from '../../people-words.ts';
import { ARTICLES, type Asking, AUXILIARIES, bareMatter, PRONOUNS, QUESTION_WORDS, wordSet } from './bare-words.ts';
import { saidColleague, wantsContact } from './people-words.ts';
import type { SlotReader, SlotReaders } from './slot-reader.ts';

const DEPARTMENT = String.raw`(?<department>engineering|finance|accounting|accounts|sales|marketing|hr|human resources|i\.?t\.?|compliance|legal|operations|support|customer (?:service|support|success)|product|design|purchasing|procurement|production|logistics|shipping|warehouse|facilities|payroll|maintenance|administration|management|research|quality|security)`;
const UNIT =
  '(?:department|dept|team|division|group|unit|office|people|staff|folks|colleagues|crowd|guys?|persons?|lady|man|woman)';
const IN_DEPARTMENT = [
  new RegExp(
    String.raw`(?<!\b(?:head|director|chief|vp|president|manager|lead) )\b(?:in|from|at|for|within|of) (?:the |our )?${DEPARTMENT}(?: ${UNIT})?\b(?! (?:manager|lead|head|director|engineer|assistant|specialist|support|help ?desk|desk|hotline|officer|system))`,
    'u',
  ),
  new RegExp(String.raw`\b(?:the |our )?${DEPARTMENT} ${UNIT}\b`, 'u'),
  new RegExp(String.raw`\b(?:contact|reach|call|phone|ring|ask|e-?mail) ${DEPARTMENT}$`, 'u'),
];
/** Who looks after something is looked for by that, be it a department or not. */
const IN_CHARGE = new RegExp(
  String.raw`\b(?:responsible for|in charge of|takes care of|looks after|looking after|runs|running|heads|(?:boss|chief) of|does|handles|handling|makes) (?:the |our )?${DEPARTMENT}(?: department| team)?(?: here| over here|,? who is it)?$`,
  'u',
);
const EMPLOYEE_ID = /\bHR-EMP-\d{3,}\b/iu;
/** Ask for somebody without naming whom; what is left of a question is who or what for. */
const LOOKING: Asking = {
  lead: wordSet(
    PRONOUNS,
    AUXILIARIES,
    QUESTION_WORDS,
    ARTICLES,
    'his her their he she our colleague colleagues coworker coworkers person people employee employees staff list all internal internally company email e-mail mail phone number numbers extension name names find search show give get look looking up reach contact talk speak turn ask to about in touch with call who speaks speak knows know works work on at of for from based responsible charge handles handle makes does please tell and so need want whose job hold new guy',
  ),
  tail: wordSet(
    PRONOUNS,
    AUXILIARIES,
    QUESTION_WORDS,
    'his her their he she title titles name names email e-mail mail phone number numbers extension again internally in-house house in at office company from staff employ employed based on please now part of with to over dept department team position job role how and so job function happen happens',
  ),
};
/** "pete warehouse cell" */
const BESIDE = new RegExp(String.raw`^(?<name>\p{L}+) ${DEPARTMENT}(?: \p{L}+)?$`, 'u');
/** Says that nobody in particular is meant. */
const NOBODY =
  /^(?:persons?|new person|somebody|someone|anyone|anybody|everyone|everybody|people|employee|employees|colleague|colleagues|coworker|co-worker|contact|names|member|members|list|directory|staff)$/u;

/** What somebody is to the speaker names nobody. */
const ROLE = /^(?:(?:line )?manager|boss|supervisor|superior|team lead|lead|chief)$/u;

const directory: SlotReader = (text) => {
  const id = EMPLOYEE_ID.exec(text)?.[0].toUpperCase();
  if (id !== undefined) return { query: id };
  const charge = IN_CHARGE.exec(normaliseText(text).replace(/[?!.]+$/u, ''))?.groups?.['department'];
  if (charge !== undefined) return { query: charge, ...(wantsContact(text) ? { include_contact: true } : {}) };
  const plain = normaliseText(text)
    .replace(/[?!,;]/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
  const beside = BESIDE.exec(plain)?.groups;
  if (beside !== undefined && mayBeName(beside['name'] ?? '', false))
    return {
      query: beside['name'],
      department: beside['department'],
      ...(wantsContact(text) ? { include_contact: true } : {}),
    };
  // "Is Ingrid in sales or marketing?" looks for Ingrid.
  const either = /^is (?<name>\p{L}+(?: \p{L}+)?) in (?:the )?\p{L}+ or (?:the |in )*\p{L}+/u.exec(plain)?.groups?.[
    'name'
  ];
  if (either !== undefined) return { query: either };
  const found = IN_DEPARTMENT.map((pattern) => pattern.exec(plain)).find((match) => match !== null);
  const department = found?.groups?.['department']?.replaceAll('.', '') ?? null;
  const rest = found ? plain.replace(found[0], ' ').replace(/\s+/gu, ' ').trim() : plain;
  const named = saidColleague(rest) ?? (found ? null : lookedFor(text));
  const query = named === null || NOBODY.test(named) ? null : isWritten(named, text) ? named : singular(named);
  return {
    ...(query === null ? {} : { query }),
    ...(department === null ? {} : { department }),
    ...(wantsContact(text) ? { include_contact: true } : {}),
  };
};

/** No pattern finds anybody: what the words that only ask leave over. */
function lookedFor(text: string): string | null {
  const bare = bareMatter(
    normaliseText(text)
      .replace(/[?!]+/gu, '')
      .replace(/(?<=\p{L})'s (?=\p{L}+$)/u, ' ')
      .trim(),
    LOOKING,
  );
  return bare === null ||
    bare.split(' ').length > 4 ||
    /^(?:this|last|next|since|started|joined)\b|\b(?:my|me|i)\b(?!.*\b(?:laptop|computer|phone|badge)\b)/u.test(bare)
    ? null
    : bare.replace(/ (?:in|on|at|of|from) (?:the |our |their )?\S+$/u, '');
}

const whose: SlotReader = (text) => {
  const id = EMPLOYEE_ID.exec(text)?.[0].toUpperCase();
  const name = id ?? saidColleague(text)?.replace(/^(?:head|direction|supervision|leadership) of /u, '') ?? null;
  return name === null || NOBODY.test(name) || ROLE.test(name) ? {} : { employee_id: name };
};

/** With a capital within the sentence: "Anders" is nobody's plural. */
function isWritten(name: string, text: string): boolean {
  return text
    .split(/\s+/u)
    .some((word, at) => at > 0 && /^\p{Lu}/u.test(word) && word.toLowerCase().startsWith(name.split(' ')[0] ?? name));
}

/** "developers" are looked for as "developer"; names keep their s. */
function singular(words: string): string {
  // "Customs papers" are no people.
  return words
    .replace(/\b(?<role>apprentice|trainee|intern|lead|director|nurse|secretary|colleague)s\b/gu, '$<role>')
    .replace(
      /\b(?!(?:papers|orders|matters|numbers|letters|offers|printers|computers|monitors|containers|trailers|trackers|folders|chargers|coolers|filters|meters|rooms|documents|payments|shipments|invoices|contracts|accounts|events|grants|complaints|plants|doors|errors|visitors)\b)(?<role>\p{L}+(?:er|or|nt|ist|yst|eer|ect|ian|ner|ern))s\b/gu,
      '$<role>',
    );
}

export const peopleSlots: SlotReaders = {
  search_employee_directory: directory,
  get_reporting_manager: whose,
  get_direct_reports: whose,
};
