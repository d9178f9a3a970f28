import { z } from 'zod';
import type { ReadTool } from '../../actions/tool.ts';
import { isCalled } from '../../knowledge/categories.ts';
import type { ArticleLibrary } from '../../knowledge/library.ts';
import { say } from './sentences.ts';
import { DOCTYPES, nothingToRead } from './shelf.ts';
import { sourceOf } from './sources.ts';

const schema = z.object({
  parent: z.string().min(1).max(140).optional().describe('A category, to list what is in it.'),
});
type Args = z.infer<typeof schema>;

export function listKnowledgeCategories(library: ArticleLibrary): ReadTool<Args> {
  return {
    kind: 'read',
    name: 'list_knowledge_categories',
    agent: 'knowledge',
    label: 'Looking what there is',
    description:
      'Lists the categories of the knowledge base in which the user may read something, with how many articles; or the articles of one category.',
    schema,
    doctypes: DOCTYPES,
    async run({ parent }, context) {
      const { articles, categories, isEmpty } = await library.shelfOf(context.reads);
      if (isEmpty) return nothingToRead();
      if (parent === undefined) {
        return {
          kind: 'data',
          data: { categories },
          visual: {
            kind: 'list',
            title: say('categoriesTitle'),
            items: categories.map(({ name, description, articles: count }) => ({
              title: name,
              detail: [say('categoryLine', { articles: count }), description].filter(Boolean).join('; '),
              action: { label: 'Show', say: `what is in the category ${name}` },
            })),
          },
        };
      }
      const category = categories.find(({ name }) => isCalled(name, parent));
      if (category === undefined) {
        return { kind: 'refusal', code: 'NOT_FOUND', sentence: say('noSuchCategory', { name: `"${parent}"` }) };
      }
      const held = articles
        .filter((article) => article.category === category.name)
        .sort((one, other) => one.title.localeCompare(other.title));
      return {
        kind: 'data',
        data: { category: category.name, articles: held.map(({ id, title }) => ({ id, title })) },
        visual: {
          kind: 'list',
          title: category.name,
          items: held.map(({ title }) => ({ title, action: { label: 'Open', say: `open ${title}` } })),
        },
        citations: held.length <= 5 ? held.map((article) => sourceOf(article)) : [],
      };
    },
  };
}
