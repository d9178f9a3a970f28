import { randomBytes } from 'node:crypto';
import type { PrivacyMode } from '@dartwing-va/contract/rest.ts';
import type { SiteClient } from './frappe/site-client.ts';
import type { Clock } from './lib/clock.ts';
import { maskedModel, withLimits } from './llm/masked-model.ts';
import type { Model, ModelRequest } from './llm/model.ts';
import type { Person } from './people/person.ts';
import { createColleagues } from './privacy/colleagues.ts';
import { createMasker } from './privacy/masking.ts';
import { rulesOf } from './privacy/modes.ts';
import { namesInAnswer } from './privacy/names.ts';
import { withoutPersonal } from './privacy/personal-data.ts';
import type { PrivacySettings } from './privacy/settings.ts';

/** Joins the rooms `privacy` and `llm`: what a provider outside sees of personal data. */
export interface ModelMasking {
  /** Stands before a model of a provider outside. */
  protect(model: Model): Model;
  /** Masks what an embedder outside reads; null: names of people are to be masked, which cannot be done there. */
  readonly protectText: ((text: string) => string) | null;
  /** The model as it answers a person in a conversation of that mode, with the names that are to be masked. */
  forPerson(model: Model, person: Person, mode: PrivacyMode): Model;
}

export function createModelMasking(deps: {
  readonly settings: PrivacySettings;
  readonly site: Pick<SiteClient, 'read'>;
  readonly clock: Clock;
}): ModelMasking {
  const { masking } = deps.settings;
  const key = randomBytes(32).toString('hex');
  const colleagues = createColleagues(deps);
  return {
    protect: (model) =>
      maskedModel(model, (request) => {
        // The router asks nobody outside then; whoever else comes here is stopped.
        if (request.outside === 'never') throw new Error('a request that may not leave the company was about to');
        const level = request.outside === 'masked' ? 'all' : masking;
        return level === 'off' ? null : createMasker({ level, key, people: level === 'all' ? othersIn(request) : [] });
      }),
    protectText: masking === 'all' ? null : masking === 'contact' ? withoutPersonal : (text) => text,
    forPerson(model, person, mode) {
      const { outside } = rulesOf(mode);
      if (model.rules === true || (outside === 'by-setting' && masking !== 'all')) return model;
      if (outside === 'never') return withLimits(model, () => ({ outside }));
      return withLimits(model, async () => ({
        people: await colleagues.names(person),
        ...(outside === 'masked' ? { outside } : {}),
      }));
    },
  };
}

/** Colleagues, and whoever else the answers of tools name. */
function othersIn({ people = [], messages }: ModelRequest): readonly string[] {
  const named = messages.flatMap((message) => (message.role === 'tool' ? namesInAnswer(message.content) : []));
  return [...new Set([...people, ...named])];
}
