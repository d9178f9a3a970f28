/** Whom and what was talked of last: for "his number", "move it", "the second one". */
import { readReferences } from '../../../language/references.ts';
import type { Focus, Situation } from '../../model.ts';
import type { Step } from '../step.ts';

export type MentionKind = 'Contact' | 'Account' | 'Opportunity';
type Mention = NonNullable<Focus['mentions']>[number];
const MOST = 10;

/** Remembers these, in the order in which they were said. */
export function mentioning(
  step: Step,
  kind: MentionKind,
  things: readonly { readonly id: string; readonly label: string }[],
): Step {
  const fresh = things.slice(0, MOST).map(
    ({ id, label }): Mention => ({
      kind: kind === 'Contact' ? 'person' : 'document',
      doctype: kind,
      name: id,
      label,
    }),
  );
  const ids = new Set(fresh.map(({ name }) => name));
  const others = (step.focus.mentions ?? []).filter(({ name, doctype }) => !(doctype === kind && ids.has(name)));
  return { ...step, focus: { ...step.focus, mentions: [...fresh, ...others].slice(0, MOST) } };
}

/** The one of a kind that was talked of last; null when there was none. */
export function lastOf(kind: MentionKind, { focus }: Pick<Situation, 'focus'>): Mention | null {
  return focus.mentions?.find(({ doctype }) => doctype === kind) ?? null;
}

/** "the second one", "the last": of those that were listed last. */
export function placeIn(kind: MentionKind, text: string, { focus }: Pick<Situation, 'focus'>): Mention | null {
  const place = readReferences(text).find((reference) => reference.kind === 'ordinal');
  if (place?.kind !== 'ordinal') return null;
  const listed = (focus.mentions ?? []).filter(({ doctype }) => doctype === kind);
  return (place.from < 0 ? listed.at(place.from) : listed[place.from - 1]) ?? null;
}
