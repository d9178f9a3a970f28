import { randomBytes } from 'node:crypto';
import { maskedModel, withPeople } from './llm/masked-model.ts';
import type { Model, ModelRequest } from './llm/model.ts';
import type { Person } from './people/person.ts';
import type { Colleagues } from './privacy/colleagues.ts';
import { createMasker } from './privacy/masking.ts';
import { namesInAnswer } from './privacy/names.ts';
import type { PrivacySettings } from './privacy/settings.ts';

/** Joins the rooms `privacy` and `llm`: what a provider outside sees of personal data. */
export interface ModelMasking {
  /** Stands before a model of a provider outside. */
  protect(model: Model): Model;
  /** The model as it answers a person, with the names that are to be masked. */
  forPerson(model: Model, person: Person): Model;
}

export function createModelMasking(deps: {
  readonly settings: PrivacySettings;
  readonly colleagues: Colleagues;
}): ModelMasking {
  const level = deps.settings.masking;
  const key = randomBytes(32).toString('hex');
  return {
    protect: (model) =>
      level === 'off'
        ? model
        : maskedModel(model, (request) =>
            createMasker({ level, key, people: level === 'all' ? othersIn(request) : [] }),
          ),
    forPerson: (model, person) =>
      level !== 'all' || model.rules === true ? model : withPeople(model, () => deps.colleagues.names(person)),
  };
}

/** Colleagues, and whoever else the answers of tools name. */
function othersIn({ people = [], messages }: ModelRequest): readonly string[] {
  const named = messages.flatMap((message) => (message.role === 'tool' ? namesInAnswer(message.content) : []));
  return [...new Set([...people, ...named])];
}
