/** Which budget is asked for. */
import { MONTHS } from '../../date-tokens.ts';
import { normaliseText } from '../../normalise.ts';
import { saidPeriod } from './finance-periods.ts';
import type { SlotContext } from './slot-reader.ts';

const DEPARTMENTS =
  'engineering|marketing|sales|hr|human resources|finance|it|operations|management|support|customer support|legal|design|product|research|compliance|procurement|logistics|production|purchasing|accounting|facilities|quality|warehouse|maintenance|shipping';
/** Say nothing of which budget. */
const IDLE = new Set(
  `the our my your a an this that of for in on to is are was were we i they it do does did have has had much many how what what's whats which any all budget budgets money funds left
  remaining still over within under against status overview report numbers situation show check get me please pls current total annual quarterly monthly yearly used up spent spend spending used
  enough room there so um hey now doing look looks like wise limit plan planned actual versus vs and compare percentage percent gone burn rate faster than yet department dept team group project its blow
  exceed exceeded overrun far close near reached running out here available new another more two dollars last next month quarter year week overspent overspend overspending got inside outside departmental remains remain remaining state funding present fiscal financial burned through full amount
  allocated allocation balance can could would still tell give list any gone kindly please me so trouble danger risk problem problems issue issues tight good bad fine ok okay go goes went going know if with allows allow permits actuals before order buy afford where as at by`.split(
    /\s+/u,
  ),
);

/** What is spent in every department. */
const ACCOUNTS = new Set(
  'travel software hardware training advertising events office equipment supplies marketing entertainment rent salaries payroll utilities consulting recruiting'.split(
    ' ',
  ),
);

export function saidBudget(text: string, context: SlotContext): Readonly<Record<string, unknown>> {
  const plain = normaliseText(text);
  const period = saidPeriod(text, context);
  const when = period === null ? {} : { period };
  if (/\b(?:my (?:own|personal)|personal|own|learning) budget\b|\bmy own\b/u.test(plain))
    return { budget_type: 'personal', ...when };
  const words = ` ${plain
    .replace(/[^\p{L}\p{N}&' ]+/gu, ' ')
    .replace(/'s\b/gu, '')
    .replace(/\s+/gu, ' ')} `;
  if (/ (?:my|our) projects /u.test(words)) return { budget_type: 'project', ...when };
  const project = projectIn(words);
  if (project !== null) return { budget_type: 'project', budget_id: project, ...when };
  const department = new RegExp(` (?<name>${DEPARTMENTS}) `, 'u').exec(
    words.replace(/ it (?!(?:budget|department|dept|team))/gu, ' '),
  )?.groups?.['name'];
  if (department !== undefined) return { budget_type: 'department', budget_id: department, ...when };
  const other = namedIn(words);
  const kind = / (?:department|dept|departmental|team) /u.test(words) ? { budget_type: 'department' } : {};
  if (other === null) return { ...kind, ...when };
  // A name of two words is a project's; one word an account's: software, travel.
  return other.includes(' ') || (/ (?:over|under|within|inside|on) budget /u.test(words) && !ACCOUNTS.has(other))
    ? { budget_type: 'project', budget_id: other, ...when }
    : { ...kind, budget_id: other, ...when };
}

function projectIn(words: string): string | null {
  const found = / (?:the |of |in |for |did |is |on )*(?<name>[\p{L}\p{N}&]+(?: [\p{L}\p{N}&]+){0,2}) project /u.exec(
    words,
  )?.groups?.['name'];
  const after = / project (?<name>[\p{L}\p{N}&]+(?: [\p{L}\p{N}&]+)?) /u.exec(words)?.groups?.['name'];
  for (const said of [found, after]) {
    const name = said === undefined ? '' : trimmed(said);
    if (name !== '') return name;
  }
  return null;
}

/** "the software budget", "left for Website Relaunch", "mobile app budget left?" */
function namedIn(words: string): string | null {
  const patterns = [
    / (?<name>[\p{L}\p{N}&]+(?: [\p{L}\p{N}&]+){0,2}) budgets? /u,
    / (?:budget|money|funds|funding) (?:is |do we |have we )?(?:left|available|remaining|remains|still)? ?(?:for|of|in|on) (?:the )?(?<name>[\p{L}\p{N}&]+(?: [\p{L}\p{N}&]+)?) /u,
    / (?:is|was|are) (?:the )?(?<name>[\p{L}\p{N}&]+(?: [\p{L}\p{N}&]+)?) (?:within|over|under|above) (?:the )?budget /u,
    /^ budgets? (?:for |of )?(?:the )?(?<name>[\p{L}\p{N}&]+(?: [\p{L}\p{N}&]+)?) $/u,
    / (?:in|of) the (?<name>[\p{L}\p{N}&]+) pot /u,
    / left (?:for|of|in|on) (?:the )?(?<name>[\p{L}\p{N}&]+(?: [\p{L}\p{N}&]+)?) /u,
  ];
  for (const pattern of patterns) {
    const said = pattern.exec(words)?.groups?.['name'];
    const name = said === undefined ? '' : trimmed(said);
    if (name !== '') return name;
  }
  return null;
}

function trimmed(said: string): string {
  const words = said.trim().split(' ');
  const last = words.findLastIndex((word) => IDLE.has(word));
  // "used of the mobile app": what stands after the last idle word, unless that is the end.
  const kept = last === words.length - 1 ? words.filter((word) => !IDLE.has(word)) : words.slice(last + 1);
  return kept.filter((word) => !IDLE.has(word) && !/^(?:q[1-4]|\d+)$/u.test(word) && !MONTHS.has(word)).join(' ');
}
