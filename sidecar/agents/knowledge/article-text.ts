import type { Article, Sentence } from '../../knowledge/article.ts';

const MOST_CHARS = 6_000;

export interface ArticleSection {
  /** Null for what stands before the first heading. */
  readonly heading: string | null;
  readonly text: string;
  readonly steps: readonly string[];
}

/** What an article says, by section, bounded; `cut` says that there is more. */
export function sectionsOf(sentences: readonly Sentence[]): {
  readonly sections: readonly ArticleSection[];
  readonly cut: boolean;
} {
  const sections: { heading: string | null; text: string; steps: string[] }[] = [];
  let room = MOST_CHARS;
  for (const { section, text, isStep } of sentences) {
    room -= text.length;
    if (room < 0) return { sections, cut: true };
    let last = sections.at(-1);
    if (last === undefined || last.heading !== section) {
      last = { heading: section, text: '', steps: [] };
      sections.push(last);
    }
    if (isStep) last.steps.push(text);
    else last.text += last.text === '' ? text : ` ${text}`;
  }
  return { sections, cut: false };
}

/** Headings in order, each once. */
export function headingsOf({ sentences }: Article): readonly string[] {
  return [...new Set(sentences.flatMap(({ section }) => section ?? []))];
}

/** Facts of an article that every answer about it tells. */
export function factsOf(article: Article) {
  return {
    id: article.id,
    title: article.title,
    category: article.category,
    /** Day of the last change, YYYY-MM-DD. */
    changed: article.modified.slice(0, 10),
  };
}
