/** What words about colleagues say of the directory's arguments. */
import { normaliseText } from '../../normalise.ts';
import { mayBeName } from '../../people-words.ts';
import { saidColleague, wantsContact } from './people-words.ts';
import type { SlotReader, SlotReaders } from './slot-reader.ts';

const DEPARTMENT = String.raw`(?<department>engineering|finance|accounting|accounts|sales|marketing|hr|human resources|i\.?t\.?|compliance|legal|operations|support|customer (?:service|support|success)|product|design|purchasing|procurement|production|logistics|shipping|warehouse|facilities|payroll|maintenance|administration|management|research|quality|security)`;
const UNIT = '(?:department|dept|team|division|group|unit|office|people|staff|folks|colleagues|crowd|guys)';
const IN_DEPARTMENT = [
  new RegExp(
    String.raw`(?<!\b(?:head|director|chief|vp|president|manager|lead) )\b(?:in|from|at|for|within|of) (?:the |our )?${DEPARTMENT}(?: ${UNIT})?\b(?! (?:manager|lead|head|director|engineer|assistant|specialist))`,
    'u',
  ),
  new RegExp(String.raw`\b(?:the |our )?${DEPARTMENT} ${UNIT}\b`, 'u'),
  new RegExp(String.raw`\bresponsible for (?:the |our )?${DEPARTMENT}\b`, 'u'),
];
/** "pete warehouse cell" */
const BESIDE = new RegExp(String.raw`^(?<name>\p{L}+) ${DEPARTMENT}(?: \p{L}+)?$`, 'u');
/** Says that nobody in particular is meant. */
const NOBODY =
  /^(?:persons?|new person|somebody|someone|anyone|anybody|everyone|everybody|people|employee|employees|colleague|colleagues|coworker|co-worker|contact|names|member|members|list|directory|staff)$/u;

const directory: SlotReader = (text) => {
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
  const named = saidColleague(rest);
  const query = named === null || NOBODY.test(named) ? null : isWritten(named, text) ? named : singular(named);
  return {
    ...(query === null ? {} : { query }),
    ...(department === null ? {} : { department }),
    ...(wantsContact(text) ? { include_contact: true } : {}),
  };
};

const whose: SlotReader = (text) => {
  const id = /\bHR-EMP-\d{3,}\b/iu.exec(text)?.[0].toUpperCase();
  const name = id ?? saidColleague(text);
  return name === null || NOBODY.test(name) ? {} : { employee_id: name };
};

/** With a capital within the sentence: "Anders" is nobody's plural. */
function isWritten(name: string, text: string): boolean {
  return text
    .split(/\s+/u)
    .some((word, at) => at > 0 && /^\p{Lu}/u.test(word) && word.toLowerCase().startsWith(name.split(' ')[0] ?? name));
}

/** "developers" are looked for as "developer"; names keep their s. */
function singular(words: string): string {
  return words.replace(/\b(?<role>\p{L}+(?:er|or|nt|ist|yst|eer|ect|ian|ner|ern))s\b/gu, '$<role>');
}

export const peopleSlots: SlotReaders = {
  search_employee_directory: directory,
  get_reporting_manager: whose,
  get_direct_reports: whose,
};
