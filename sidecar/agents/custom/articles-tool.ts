import { z } from 'zod';
import type { ReadTool } from '../../actions/tool.ts';
import type { ArticleLibrary } from '../../knowledge/library.ts';
import { searchKnowledgeBase } from '../knowledge/search-knowledge-base.ts';
import type { CustomRecord } from './record.ts';

const schema = z.strictObject({
  query: z.string().min(1).max(300).describe('What is looked for, in the words of the user.'),
});

/** The search of the product's Knowledge agent, in the Help Categories of one custom agent and nowhere else. */
export function articlesTool(
  name: string,
  agent: Pick<CustomRecord, 'id' | 'folders'>,
  library: ArticleLibrary,
): ReadTool<z.infer<typeof schema>> {
  const { folders } = agent;
  const search = searchKnowledgeBase({
    ...library,
    async shelfOf(reads, wish) {
      const isOurs = (folder: string) => folders.includes(folder);
      const shelf = await library.shelfOf(reads, wish === undefined ? wish : { ...wish, among: isOurs });
      const articles = shelf.articles.filter(({ category }) => isOurs(category));
      return {
        ...shelf,
        articles,
        categories: shelf.categories.filter((category) => isOurs(category.name)),
        related: shelf.related.filter(({ article }) => isOurs(article.category)),
        // Where only some were looked at, there may be others.
        isEmpty: shelf.isEmpty || (shelf.around === null && articles.length === 0),
      };
    },
  });
  return {
    ...search,
    name,
    agent: agent.id,
    ofCompany: true,
    description: `Searches the articles of ${folders.join(', ')} that the user may read, and gives the passages that answer. When nothing is found, nothing is known.`,
    schema,
    run: ({ query }, context) => search.run({ query, category: 'all', limit: 5 }, context),
  };
}
