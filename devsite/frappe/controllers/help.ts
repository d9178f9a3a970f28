import type { Ctx, DocEvent, Site } from '../../engine/types.ts';

const text = (value: unknown): string => String(value ?? '');

/** "Annual leave policy" as a part of an address: annual-leave-policy. */
function scrubbed(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
}

function countArticles({ ctx, doc }: DocEvent): void {
  const category = text(doc['category']);
  const articles = ctx.getAll('Help Article', { fields: ['name'], filters: { category, published: 1 } });
  if (ctx.exists('Help Category', category))
    ctx.setValue('Help Category', category, { help_articles: articles.length });
}

function hideArticles(ctx: Ctx, category: string): void {
  for (const row of ctx.getAll('Help Article', { fields: ['name'], filters: { category, published: 1 } }))
    ctx.setValue('Help Article', text(row['name']), { published: 0 });
}

/** Addresses of articles on the website, and what a category takes from the website when it is closed. */
export function addHelpControllers(site: Site): void {
  site.addController('Help Category', {
    beforeInsert: ({ doc }) => {
      doc['published'] = 1;
    },
    validate: ({ ctx, doc }) => {
      doc['route'] ||= `kb/${scrubbed(text(doc['category_name']))}`;
      if (doc['published'] !== 1) hideArticles(ctx, text(doc.name));
    },
  });
  site.addController('Help Article', {
    // Two articles of one title are one too many, whatever their categories.
    autoname: ({ doc }) => scrubbed(text(doc['title'])),
    validate: ({ ctx, doc }) => {
      const category = text(ctx.getValue('Help Category', text(doc['category']), 'route'));
      doc['route'] ||= `${category}/${scrubbed(text(doc['title']))}`;
    },
    onUpdate: countArticles,
    afterDelete: countArticles,
  });
}
