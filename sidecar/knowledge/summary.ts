import { termsOf } from '../search/terms.ts';
import type { Article, Sentence } from './article.ts';

export type SummaryType = 'brief' | 'detailed' | 'key_points' | 'action_items';

export interface Summary {
  /** Sentences of the article, as they stand there, in its order: an extract, nothing that anybody wrote anew. */
  readonly sentences: readonly string[];
  /** Whether that is all the article says. */
  readonly whole: boolean;
}

const POINTS = 6;
const BRIEF_SENTENCES = 2;
/** What somebody has to do. */
const DUTY =
  /\b(?:must|should|need to|needs to|have to|has to|required|never|always|make sure|ensure|please|at least|within|before|by the)\b/iu;
const IMPERATIVE =
  /^(?:ask|tell|write|book|hand|open|attach|save|say|describe|lock|use|never|report|set|name|send|submit|check|contact|complete|sign|keep|do|don't|please|make|fill|call|inform|choose|add|bring|take|give|get|go|prepare|return|update|upload|click|select|enter|create|request|follow|wait|confirm|listen|decide|treat)\b/iu;

/** The sentences of an article that say most of it, at most `maxWords` words but always one. */
export function summaryOf(article: Article, type: SummaryType, maxWords: number): Summary {
  const { sentences } = article;
  const places = placesFor(sentences, article, type);
  const chosen: number[] = [];
  let words = 0;
  for (const at of places) {
    const length = (sentences[at]?.text ?? '').split(/\s+/u).length;
    if (chosen.length > 0 && words + length > maxWords) continue;
    chosen.push(at);
    words += length;
  }
  chosen.sort((one, other) => one - other);
  return { sentences: chosen.flatMap((at) => sentences[at]?.text ?? []), whole: chosen.length === sentences.length };
}

/** Places of sentences, the most telling first, as many as the kind of summary takes. */
function placesFor(sentences: readonly Sentence[], article: Article, type: SummaryType): readonly number[] {
  const value = valuesOf(sentences, article);
  const byValue = sentences
    .map((_, at) => at)
    .sort((one, other) => (value[other] ?? 0) - (value[one] ?? 0) || one - other);
  switch (type) {
    case 'brief':
      return byValue.slice(0, BRIEF_SENTENCES);
    case 'detailed':
      return byValue;
    case 'key_points':
      return firstOfEachSection(byValue, sentences).slice(0, POINTS);
    case 'action_items':
      return sentences.flatMap(({ text, isStep }, at) =>
        isStep || IMPERATIVE.test(text) || DUTY.test(text) ? at : [],
      );
  }
}

/** A sentence tells most when it has the words that the article is about, and stands where such sentences stand. */
function valuesOf(sentences: readonly Sentence[], article: Article): readonly number[] {
  const frequency = new Map<string, number>();
  for (const { terms } of sentences) for (const term of terms) frequency.set(term, (frequency.get(term) ?? 0) + 1);
  const title = new Set(termsOf(article.title));
  return sentences.map(({ terms, text }, at) => {
    let sum = 0;
    for (const term of terms) sum += (frequency.get(term) ?? 0) + (title.has(term) ? 2 : 0);
    const figures = /\d/u.test(text) ? 2 : 0;
    const place = at === 0 ? 2 : 0;
    return sum / Math.sqrt(Math.max(4, terms.size)) + figures + place;
  });
}

function firstOfEachSection(places: readonly number[], sentences: readonly Sentence[]): readonly number[] {
  const seen = new Set<string | null>();
  const first: number[] = [];
  const rest: number[] = [];
  for (const at of places) {
    const section = sentences[at]?.section ?? null;
    (seen.has(section) ? rest : first).push(at);
    seen.add(section);
  }
  return [...first, ...rest];
}
