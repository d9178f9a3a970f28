import type { StoredAction } from '../actions/stored-action.ts';
import { localeOf } from '../language/format.ts';
import type { Focus, Situation } from '../llm/model.ts';
import type { Person } from '../people/person.ts';
import { personalityOf } from '../personality/model.ts';
import { toneOf } from '../personality/words.ts';

/** Facts of the moment for any model. */
export function situationOf(facts: {
  readonly person: Person;
  readonly now: number;
  readonly focus: Focus;
  readonly pending: StoredAction | null;
  /** The talk went on to something else since the card was shown. */
  readonly passed?: boolean;
}): Situation {
  const { person, pending } = facts;
  return {
    now: facts.now,
    timeZone: person.timeZone,
    locale: localeOf(person.language, person.dateFormat),
    dateFormat: person.dateFormat,
    firstName: person.employee.name.split(' ')[0] ?? person.employee.name,
    assistantName: person.instance.vaName,
    company: person.company.name,
    currency: person.company.currency,
    focus: facts.focus,
    pending:
      pending === null
        ? null
        : {
            tool: pending.type.split('.').slice(1).join('.'),
            parameters: pending.parameters,
            title: pending.title,
            ...(facts.passed === true ? { passed: true } : {}),
          },
    tone: toneOf(personalityOf(person)),
    standIn: false,
  };
}
