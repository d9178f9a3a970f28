import { CALENDAR } from './calendar/skills.ts';
import { COMMUNICATION } from './communication/skills.ts';
import { BUDGETS, EXPENSES } from './finance/skills.ts';
import { PAY } from './hr/pay-skills.ts';
import { PEOPLE } from './hr/people-skills.ts';
import { KNOWLEDGE } from './knowledge/skills.ts';
import { LEAVE } from './leave/skills.ts';
import { APPROVALS } from './operations/approval-skills.ts';
import { TASKS } from './operations/task-skills.ts';
import type { Skill, SkillSet } from './skill.ts';

/** In the order in which the assistant introduces itself. */
export const SKILL_SETS: readonly SkillSet[] = [
  LEAVE,
  CALENDAR,
  TASKS,
  APPROVALS,
  EXPENSES,
  PEOPLE,
  PAY,
  BUDGETS,
  KNOWLEDGE,
  COMMUNICATION,
];

const byTool = new Map(SKILL_SETS.flatMap((set) => set.skills.map((skill) => [skill.tool, { skill, set }] as const)));

export function skillOf(tool: string): Skill | null {
  return byTool.get(tool)?.skill ?? null;
}

/** The skill that goes on from a mentioned document. */
export function skillOfDocument(doctype: string): Skill | null {
  return SKILL_SETS.flatMap((set) => set.skills).find((skill) => skill.document === doctype) ?? null;
}

/** The domain a tool belongs to. */
export function skillSetOf(tool: string): SkillSet | null {
  return byTool.get(tool)?.set ?? null;
}
