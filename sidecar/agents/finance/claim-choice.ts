/** Which claim an approver means: by its id, or by whose it is, what it is for and its amount, among those that wait for him. */
import type { Question, Refusal, ToolContext } from '../../actions/tool.ts';
import { formatList } from '../../language/format.ts';
import { readMoney } from '../../language/money.ts';
import { wordsOf } from '../../language/normalise.ts';
import { matching } from '../find-document.ts';
import { type Claim, readClaims } from './claims.ts';
import { isAbout, whatOf } from './get-expense-status.ts';
import { say } from './sentences.ts';
import { todayOf, wordingFor } from './wording.ts';

const MOST_CHOICES = 8;
const SPOKEN = 3;
/** Say nothing of which one. */
const FILLERS = new Set(
  `a an the my our of for from to with by and on in that this it one claim claims expense expenses report reimbursement request cost costs his her their submitted handed
  please approve ok pending open waiting queue all every each any team s`.split(/\s+/u),
);

/** The claim, also when it does not wait for him (the reason is told then); a question when several fit. */
export async function waitingClaim(
  said: string,
  context: ToolContext,
): Promise<{ readonly id: string } | Question | Refusal> {
  const id = /\b(?<id>[A-Z]{2,}(?:-[A-Z]+)*-\d{4}-\d+)\b/iu.exec(said)?.groups?.['id'];
  if (id !== undefined) return { id: id.toUpperCase() };
  const { claims } = await readClaims(context.reads, [
    ['docstatus', '=', 0],
    ['expense_approver', '=', context.person.user],
    ['employee', '!=', context.person.employee.id],
  ]);
  const found = fitting(said, claims);
  const [only, ...more] = found;
  if (only !== undefined && more.length === 0) return { id: only.id };
  if (claims.length === 0) return { kind: 'refusal', code: 'NOT_FOUND', sentence: say('nothingWaits') };
  if (only === undefined)
    return {
      kind: 'refusal',
      code: 'NOT_FOUND',
      sentence: say('noneFits', { said: said.trim(), count: claims.length }),
    };
  const wording = wordingFor(context.person, todayOf(context.person, context.now));
  return {
    kind: 'question',
    slot: 'expense_id',
    // Heard and not only seen: the few that there are, are told.
    sentence:
      found.length <= SPOKEN
        ? say('whichOfThese', {
            count: found.length,
            list: formatList(
              found.map((claim) =>
                say('claimSpoken', {
                  who: claim.employee_name,
                  amount: wording.money(claim.claimed),
                  what: whatOf(claim),
                }),
              ),
            ),
          })
        : say('whichClaim', { count: found.length }),
    choices: found.slice(0, MOST_CHOICES).map((claim) =>
      say('claimChoice', {
        who: claim.employee_name,
        amount: wording.money(claim.claimed),
        what: whatOf(claim),
        id: claim.id,
      }),
    ),
  };
}

function fitting(said: string, claims: readonly Claim[]): readonly Claim[] {
  const byNumber = matching(
    said,
    claims.map((claim) => ({ id: claim.id, title: '', claim })),
  );
  if (/^\D*\d{1,6}\D*$/u.test(said) && !/[$€£.]/u.test(said) && byNumber.length > 0)
    return byNumber.map(({ claim }) => claim);
  const latest = /\b(?:latest|newest|last|most recent)\b/iu.test(said);
  const oldest = /\b(?:oldest|first|next)\b/iu.test(said);
  const amounts = readMoney(said).map(({ amount }) => amount);
  const words = wordsOf(said)
    .map((word) => word.replace(/'s$/u, ''))
    .filter((word) => !FILLERS.has(word) && !/^\d/u.test(word))
    .filter(
      (word) => !/^(?:latest|newest|last|most|recent|oldest|first|next|list|usd|eur|dollars?|euros?)$/u.test(word),
    );
  const ofAmount = claims.filter(
    (claim) =>
      amounts.length === 0 ||
      amounts.some((amount) => claim.claimed === amount || claim.lines.some((line) => line.amount === amount)),
  );
  const fits = ofAmount.filter((claim) => words.every((word) => isWhose(claim, word) || isAbout(claim, word)));
  // HRMS lists newest first.
  if (latest) return fits.slice(0, 1);
  return oldest ? fits.slice(-1) : fits;
}

function isWhose({ employee_name: name }: Claim, word: string): boolean {
  const own = wordsOf(name);
  const bare = word.replace(/s$/u, '');
  return own.some(
    (each) => each === word || (bare.length > 1 && each === bare) || (word.length === 1 && each.startsWith(word)),
  );
}
