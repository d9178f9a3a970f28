/** Which leave type a request is for, and whether there is any of it on its days. */
import type { Question, Refusal, ToolContext } from '../../actions/tool.ts';
import { isSickType, matchLeaveType, spokenKind } from './leave-types.ts';
import { say } from './sentences.ts';
import { type LeaveDetails, readLeaveDetails } from './site-answers.ts';
import { wordingFor } from './wording.ts';

/** Whether days before today may be asked for: an illness was named, or it is the only kind there is for the words. */
export function maySick(asked: string, details: LeaveDetails): boolean {
  const { names } = matchLeaveType(asked, Object.keys(details.leave_allocation));
  return isSickType(asked) || (names.length > 0 && names.every(isSickType));
}

/** Leave must be allocated on its last day too: HRMS takes no request that runs out of the allocation. */
export async function allocatedThrough(
  type: string,
  from: string,
  to: string,
  first: LeaveDetails,
  context: ToolContext,
): Promise<Refusal | null> {
  if (from.slice(0, 7) === to.slice(0, 7) || first.lwps.includes(type) || !(type in first.leave_allocation))
    return null;
  const last = await readLeaveDetails(context.reads, { date: to });
  if (type in last.leave_allocation || last.lwps.includes(type)) return null;
  const sentence = say('notAllocatedThrough', { type, date: wordingFor(context.person, null).date(to) });
  return { kind: 'refusal', code: 'UNPROCESSABLE_ENTITY', sentence };
}

/** The company's leave type that the words mean on that day, or why there is none, or which of several. */
export async function chosenType(
  asked: string,
  details: LeaveDetails,
  today: string,
  context: ToolContext,
): Promise<string | Refusal | Question> {
  const available = [...new Set([...Object.keys(details.leave_allocation), ...details.lwps])];
  if (matchLeaveType(asked, Object.keys(details.leave_allocation)).names.length === 0 && details.date !== today) {
    // Not there on that day, but there today: next year's leave is allocated when HR comes to it.
    const now = await readLeaveDetails(context.reads, { date: today });
    const names = matchLeaveType(asked, Object.keys(now.leave_allocation)).names.filter(
      (name) => !available.includes(name),
    );
    const unpaid = matchLeaveType(asked, details.lwps).names.length > 0 && spokenKind(asked) !== 'leave';
    if (names.length > 0 && !unpaid) {
      const type = names.length === 1 ? (names[0] ?? asked) : spokenKind(asked);
      const date = wordingFor(context.person, null).date(details.date.slice(0, 10));
      return { kind: 'refusal', code: 'UNPROCESSABLE_ENTITY', sentence: say('notAllocatedYet', { type, date }) };
    }
  }
  if (available.length === 0) return { kind: 'refusal', code: 'UNPROCESSABLE_ENTITY', sentence: say('noTypes') };
  const { names } = matchLeaveType(asked, available);
  const [only] = names;
  if (names.length === 1 && only !== undefined) return only;
  return {
    kind: 'question',
    slot: 'leave_type',
    sentence: names.length === 0 ? say('noSuchType', { asked: spokenKind(asked) }) : say('whichType'),
    choices: names.length === 0 ? available : names,
  };
}
