import type { Person } from '../../people/person.ts';

/** Names that a recogniser would not guess: the assistant's, the person's, where he works. The likeliest first. */
export function likelyWords({ instance, fullName, employee, company }: Person): readonly string[] {
  const names = [instance.vaName, fullName, employee.name, company.name, employee.department, employee.designation];
  return [...new Set(names)].filter((name): name is string => name !== null && name !== '');
}
