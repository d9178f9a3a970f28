/** Colleagues by name, function or group: whom a message is for. */
import type { Question, Refusal, ToolContext } from '../../actions/tool.ts';
import { type DirectoryPerson, findPerson, readDirectory, readReports } from '../find-person.ts';
import { say } from './sentences.ts';

type Found = { readonly people: readonly DirectoryPerson[] } | { readonly answer: Refusal | Question };

const TEAM =
  /^(?:(?:everyone|everybody|all|all of|people) (?:in |on |of )?)?(?:(?:the|my|our) )?(?:whole |entire )?(?:team|team ?mates|colleagues|direct reports|reports|crew|guys)$/iu;
const MANAGER = /^(?:(?:my|the) )?(?:line |direct )?(?:manager|boss|supervisor|superior|lead|team ?lead)$/iu;
const EVERYONE =
  /^(?:everyone|everybody|all|all hands|all staff|everyone at \S+|(?:the )?(?:whole |entire )?(?:company|office|staff))$/iu;
/** Stand around the name of a department. */
const AROUND =
  /^(?:(?:everyone|everybody|all|all of|people) (?:in |from |of |at )?)?(?:the |my |our )?|(?: team| department| dept| people| folks| guys)$/giu;
const SHORT: Readonly<Record<string, string>> = {
  hr: 'human resources',
  it: 'information technology',
  r_d: 'research',
};
const LIMIT = 100;

/** The words of a list: "Priya, Tom and the team". */
export function piecesOf(said: string): readonly string[] {
  const pieces = said.split(/\s*(?:[,;\n]|\band\b|&)\s*/iu).map((piece) => piece.trim());
  return [...new Set(pieces.filter((piece) => piece !== ''))];
}

/** The colleagues that a name or a group means; `contact`: with their addresses. The person himself is left out of groups. */
export async function colleaguesCalled(
  said: string,
  context: ToolContext,
  options: { readonly slot: string; readonly contact: boolean },
): Promise<Found> {
  const { person, reads } = context;
  const { slot, contact } = options;
  const name = said.trim().replace(/^to /iu, '');
  if (EVERYONE.test(name)) return refused('UNPROCESSABLE_ENTITY', say('everyone'));
  if (TEAM.test(name)) {
    const people = await teamOf(context, contact);
    return people.length === 0 ? refused('NOT_FOUND', say('noTeam')) : { people };
  }
  const manager = MANAGER.test(name);
  if (manager && person.employee.reportsTo === null) return refused('NOT_FOUND', say('noManager'));
  const department = manager ? [] : await departmentCalled(name, context, contact);
  if (department.length > 0) return { people: department };
  const wanted = manager ? (person.employee.reportsTo ?? name) : name;
  const nobody = say('nobodyCalled', { name: shown(name), company: person.company.name });
  const found = await findPerson(wanted, { reads }, { slot, nobody, contact });
  return 'answer' in found ? found : { people: [found.person] };
}

/** Those who report to the person; for who leads nobody, the others with the same manager. */
async function teamOf({ person, reads }: ToolContext, contact: boolean): Promise<readonly DirectoryPerson[]> {
  const { id, reportsTo } = person.employee;
  const own = await readReports(reads, id);
  const team = own.length > 0 || reportsTo === null ? own : await readReports(reads, reportsTo);
  const others = team.filter(({ employee }) => employee !== id);
  return contact ? await withContact(others, reads) : others;
}

/** Everybody of a department that is called so, however its name ends ("Engineering - ACM"). */
async function departmentCalled(
  said: string,
  { person, reads }: ToolContext,
  contact: boolean,
): Promise<readonly DirectoryPerson[]> {
  const bare = said.replace(AROUND, '').trim().toLowerCase();
  const wanted = SHORT[bare] ?? bare;
  if (wanted === '') return [];
  const people = await readDirectory(reads, wanted, { contact, limit: LIMIT });
  return people.filter(({ department, employee }) => {
    const own = (department ?? '').replace(/ - [A-Z0-9]+$/u, '').toLowerCase();
    return own === wanted && employee !== person.employee.id;
  });
}

async function withContact(
  people: readonly DirectoryPerson[],
  reads: ToolContext['reads'],
): Promise<readonly DirectoryPerson[]> {
  const wanted = new Set(people.map(({ employee }) => employee));
  const all = await readDirectory(reads, '', { contact: true, limit: LIMIT });
  return all.filter(({ employee }) => wanted.has(employee));
}

/** A name as people write it: "tom b" is "Tom B". */
export function shown(name: string): string {
  return /\p{Lu}|@/u.test(name) ? name : name.replace(/(?<![\p{L}])\p{Ll}/gu, (letter) => letter.toUpperCase());
}

function refused(code: Refusal['code'], sentence: string): { readonly answer: Refusal } {
  return { answer: { kind: 'refusal', code, sentence } };
}
