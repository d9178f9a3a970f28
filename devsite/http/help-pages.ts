import type { EngineCtx } from '../engine/internal.ts';
import { sanitizeHtml } from '../engine/sanitize.ts';
import type { Row } from '../engine/types.ts';
import { type Answer, html } from './envelope.ts';
import { escapeHtml } from './html.ts';
import { signedInPage } from './signed-in-page.ts';

const text = (value: unknown): string => String(value ?? '');

/** What the website shows of the knowledge base to whoever is signed in: published articles by their address, and lists of them. */
export function helpPage(ctx: EngineCtx, route: string): Answer {
  const filters = route === 'kb' ? { published: 1 } : { published: 1, route };
  const [article] = route === 'kb' ? [] : articles(ctx, filters);
  if (article !== undefined) {
    const content = sanitizeHtml(text(ctx.getValue('Help Article', text(article['name']), 'content')));
    return show(ctx, text(article['title']), `<p class="dim">${escapeHtml(article['category'])}</p>${content}`);
  }
  const category = ctx.getValue('Help Category', { route, published: 1 }, 'name');
  if (route !== 'kb' && category === null) return html(404, 'Not Found', 'There is no such page.');
  const listed = articles(ctx, category === null ? { published: 1 } : { published: 1, category });
  const items = listed.map((row) => `<li><a href="/${escapeHtml(row['route'])}">${escapeHtml(row['title'])}</a></li>`);
  return show(ctx, category === null ? 'Knowledge Base' : text(category), `<ul>${items.join('')}</ul>`);
}

function articles(ctx: EngineCtx, filters: Row): Row[] {
  const open = new Set(
    ctx.getAll('Help Category', { fields: ['name'], filters: { published: 1 } }).map((row) => row['name']),
  );
  return ctx
    .getAll('Help Article', { fields: ['name', 'title', 'category', 'route'], filters, orderBy: 'title asc' })
    .filter((row) => open.has(row['category']));
}

function show(ctx: EngineCtx, title: string, body: string): Answer {
  return signedInPage(ctx, { title, body: `<h1>${escapeHtml(title)}</h1>${body}`, desk: false });
}
