import type { Ctx } from '../../engine/types.ts';
import { type Article, HR_ARTICLES, OPEN_ARTICLES } from './articles.ts';

/** Twenty Help Articles; two of them are for HR only. */
export function seedKnowledge(ctx: Ctx): void {
  for (const [category, articles] of Object.entries(OPEN_ARTICLES)) seedCategory(ctx, category, articles, true);
  seedCategory(ctx, 'HR Internal', HR_ARTICLES, false);
}

function seedCategory(ctx: Ctx, category: string, articles: readonly Article[], published: boolean): void {
  ctx.insert({ doctype: 'Help Category', category_name: category });
  for (const article of articles) {
    ctx.insert({
      doctype: 'Help Article',
      title: article[0],
      category,
      content: contentOf(article),
      published: published ? 1 : 0,
      author: 'Acme',
      level: 'Beginner',
    });
  }
}

function contentOf([, ...paragraphs]: Article): string {
  return paragraphs
    .map((paragraph) => {
      if (typeof paragraph !== 'string') return `<ol>${paragraph.map((step) => `<li>${step}</li>`).join('')}</ol>`;
      return paragraph.startsWith('# ') ? `<h3>${paragraph.slice(2)}</h3>` : `<p>${paragraph}</p>`;
    })
    .join('');
}
