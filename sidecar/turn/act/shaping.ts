import { DateTime } from 'luxon';
import type { Situation } from '../../llm/model.ts';
import type { Person } from '../../people/person.ts';
import { personalityOf } from '../../personality/model.ts';
import { createShaper, type Shaper } from '../../personality/transform.ts';

/**
 * Shapes what a model says to one person now. What cards and the product itself say is not shaped.
 * @param inFull whether nothing may be left out by now
 */
export function shaperFor(
  person: Person,
  situation: Situation,
  inFull: () => boolean,
  options: { readonly spoken?: boolean } = {},
): Shaper {
  const { hour } = DateTime.fromMillis(situation.now, { zone: situation.timeZone });
  return createShaper(personalityOf(person), { hour, firstName: situation.firstName, inFull, ...options });
}
