import { NO_PERSONALITY, type PersonalitySource } from '../../sidecar/people/person.ts';
import type { Dimensions } from '../../sidecar/personality/dimensions.ts';
import { type Personality, resolvePersonality } from '../../sidecar/personality/model.ts';

/** A personality that starts from a template, with changes. */
export function personality(
  preset: string | null,
  values: Partial<Dimensions> = {},
  more: Partial<PersonalitySource> = {},
): Personality {
  return resolvePersonality({ ...NO_PERSONALITY, own: { preset, values }, ...more });
}
