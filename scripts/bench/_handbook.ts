import { readFileSync } from 'node:fs';

export interface HandbookArticle {
  readonly title: string;
  readonly category: string;
  /** Markdown. */
  readonly text: string;
  readonly questions: readonly string[];
}

/** Articles with the questions that each of them answers, and questions that none does: data/handbook.md. */
export function readHandbook(): {
  readonly articles: readonly HandbookArticle[];
  readonly unanswerable: readonly string[];
} {
  const lines = readFileSync(new URL('./data/handbook.md', import.meta.url), 'utf8').split('\n');
  const articles: { title: string; category: string; text: string; questions: string[] }[] = [];
  const unanswerable: string[] = [];
  for (const line of lines) {
    const head = /^# (?<title>.+) \[(?<category>.+)\]$/u.exec(line)?.groups;
    const last = articles.at(-1);
    if (head !== undefined) {
      articles.push({ title: head['title'] ?? '', category: head['category'] ?? '', text: '', questions: [] });
    } else if (line.startsWith('? ')) last?.questions.push(line.slice(2));
    else if (line.startsWith('! ')) unanswerable.push(line.slice(2));
    else if (last !== undefined && line.trim() !== '') last.text += `${line}\n\n`;
  }
  return { articles, unanswerable };
}
