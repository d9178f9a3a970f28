/** The words of spec/agents.json for kinds of leave, and the names a company gave its leave types (conflicts.md C101). */

export const LEAVE_WORDS = ['vacation', 'sick', 'personal', 'bereavement', 'all'] as const;

const FAMILIES: ReadonlyMap<string, readonly string[]> = new Map([
  [
    'vacation',
    ['annual', 'vacation', 'privilege', 'privileged', 'earned', 'pto', 'holiday', 'paid', 'recreation', 'urlaub'],
  ],
  ['sick', ['sick', 'medical', 'illness', 'sickness']],
  ['personal', ['personal', 'casual', 'private']],
  ['bereavement', ['bereavement', 'compassionate', 'funeral', 'mourning']],
  ['unpaid', ['unpaid', 'without', 'lwp', 'lop']],
  ['compensatory', ['compensatory', 'comp', 'toil', 'lieu']],
  ['parental', ['parental', 'maternity', 'paternity']],
]);
const FILLER = new Set([
  'leave',
  'leaves',
  'day',
  'days',
  'off',
  'time',
  'the',
  'my',
  'a',
  'of',
  'type',
  'pay',
  'paid',
]);

export interface TypeMatch {
  /** The company's names that fit, best first; several when the words fit several alike. */
  readonly names: readonly string[];
}

const wordsOf = (text: string): readonly string[] =>
  text
    .toLowerCase()
    .normalize('NFKC')
    .match(/[\p{L}\p{N}]+/gu) ?? [];

/**
 * Finds the company's leave types that `asked` means: the literal name, then a word of it, then its family ("vacation"
 * is "Annual Leave" or "Privilege Leave"). Words that name no kind ("leave", "time off") fit all.
 */
export function matchLeaveType(asked: string, available: readonly string[]): TypeMatch {
  const wanted = wordsOf(asked);
  const literal = available.filter((name) => wordsOf(name).join(' ') === wanted.join(' '));
  if (literal.length > 0) return { names: literal };
  const kinds = wanted.filter((word) => !FILLER.has(word) || word === 'paid');
  if (kinds.length === 0 || asked === 'all') return { names: available };

  const shared = available.filter((name) => {
    const own = new Set(wordsOf(name));
    return kinds.every((word) => own.has(word));
  });
  if (shared.length > 0) return { names: shared };

  const families = [...FAMILIES].filter(([family, words]) =>
    kinds.some((word) => word === family || words.includes(word)),
  );
  const related = available.filter((name) => {
    const own = wordsOf(name);
    // "Leave Without Pay" is no paid leave, whatever words it shares.
    const unpaid = own.includes('without') || own.includes('unpaid');
    return families.some(
      ([family, words]) => (family === 'unpaid') === unpaid && own.some((word) => words.includes(word)),
    );
  });
  return { names: related };
}

/** A word of ours as a person says it: nobody has heard of a leave type `vacation` where it is called Annual Leave. */
export function spokenKind(asked: string): string {
  const own: Readonly<Record<string, string>> = { vacation: 'paid leave', leave: 'leave', all: 'leave' };
  const quiet = asked.trim().toLowerCase();
  return own[quiet] ?? (/leave|pay|off|days?$/iu.test(asked) ? asked : `${asked} leave`);
}

/** Whether the company's type is one for illness: it may be entered afterwards. */
export function isSickType(name: string): boolean {
  const words = wordsOf(name);
  return (FAMILIES.get('sick') ?? []).some((word) => words.includes(word));
}
