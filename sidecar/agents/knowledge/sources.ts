import type { Citation } from '@dartwing-va/contract/visuals.ts';
import type { Article } from '../../knowledge/article.ts';

/** Where a person opens an article: on the website when it is published there, else in Desk. */
export function sourceOf(article: Article): Citation {
  const path =
    article.published && article.route !== null
      ? `/${article.route.replace(/^\/+/u, '')}`
      : `/app/help-article/${encodeURIComponent(article.id)}`;
  return { title: article.title, href: encodeURI(decodedOnce(path)) };
}

/** A route may hold letters that an address must not, or be encoded already. */
function decodedOnce(path: string): string {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}
