/** Articles that were talked of: "open it", "summarise the second one". */
import { normaliseText } from '../../../language/normalise.ts';
import { readReferences } from '../../../language/references.ts';
import type { Situation } from '../../model.ts';
import type { Step } from '../step.ts';
import type { Named } from './data.ts';

const DOCTYPE = 'Help Article';
const MOST = 10;

/** Remembers articles, in the order in which they were named. */
export function mentioning(step: Step, articles: readonly Named[]): Step {
  const ids = new Set(articles.map(({ id }) => id));
  const fresh = articles.map(
    ({ id, title }) => ({ kind: 'document', doctype: DOCTYPE, name: id, label: title }) as const,
  );
  const others = (step.focus.mentions ?? []).filter(({ name }) => !ids.has(name));
  return { ...step, focus: { ...step.focus, mentions: [...fresh, ...others].slice(0, MOST) } };
}

/** Id of the article that words point at without naming it; null when they name one, or none was talked of. */
export function pointedAt(text: string, { focus }: Pick<Situation, 'focus'>): string | null {
  const articles = (focus.mentions ?? []).filter(({ doctype }) => doctype === DOCTYPE);
  if (articles.length === 0) return null;
  for (const reference of readReferences(text)) {
    if (reference.kind === 'ordinal')
      return articles.at(reference.from > 0 ? reference.from - 1 : reference.from)?.name ?? null;
    if (reference.kind === 'pronoun') return articles[0]?.name ?? null;
  }
  const plain = normaliseText(text);
  return /(?<![a-z])(?:it|that|this|the whole (?:thing|article|policy)|the article|that article|more about it)(?![a-z])/u.test(
    plain,
  )
    ? (articles[0]?.name ?? null)
    : null;
}
