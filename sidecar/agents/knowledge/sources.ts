import type { Citation } from '@dartwing-va/contract/visuals.ts';
import type { Article } from '../../knowledge/article.ts';

/** Where a person opens an article: on the website when it is published there, else in Desk; a file or a page by its address. */
export function sourceOf(article: Article, section: string | null = null): Citation {
  const path =
    article.href ??
    (article.published && article.route !== null
      ? `/${article.route.replace(/^\/+/u, '')}`
      : `/app/help-article/${encodeURIComponent(article.id)}`);
  const href = encodeURI(decodedOnce(path));
  return { title: article.title, href, ...(section === null ? {} : { section }) };
}

/** A route may hold letters that an address must not, or be encoded already. */
function decodedOnce(path: string): string {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}
