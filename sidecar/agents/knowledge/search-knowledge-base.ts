import { z } from 'zod';
import type { ReadTool } from '../../actions/tool.ts';
import { type ArticleKind, isCalled, isOfKind } from '../../knowledge/categories.ts';
import type { ArticleLibrary } from '../../knowledge/library.ts';
import { answerFrom } from './answer.ts';
import { DOCTYPES, nothingToRead, wishOf } from './shelf.ts';

const schema = z.object({
  query: z.string().min(1).max(300).describe('What is looked for, in the words of the user.'),
  category: z
    .enum(['all', 'policies', 'procedures', 'faq', 'guides'])
    .default('all')
    .describe('Only when the user names one of these kinds.'),
  department: z.string().min(1).max(140).optional().describe('Only when the user names a department.'),
  limit: z.number().int().min(1).max(10).default(5),
});
type Args = z.infer<typeof schema>;

export function searchKnowledgeBase(library: ArticleLibrary): ReadTool<Args> {
  return {
    kind: 'read',
    name: 'search_knowledge_base',
    agent: 'knowledge',
    label: 'Searching the knowledge base',
    description:
      "Searches the company's articles (policies, procedures, FAQs, guides) that the user may read, and gives the passages that answer with their titles. Use it for every question about how things are done or what the rules are. When nothing is found, nothing is known.",
    schema,
    doctypes: DOCTYPES,
    async run({ query, category, department, limit }, context) {
      const isMeant = (folder: string) =>
        department !== undefined ? isCalled(folder, department) : category !== 'all' && isOfKind(folder, category);
      const among = department === undefined && category === 'all' ? undefined : isMeant;
      const shelf = await library.shelfOf(context.reads, wishOf(context, [query], among));
      const { articles } = shelf;
      if (shelf.isEmpty) return nothingToRead();
      const ofKind = category === 'all' ? articles : articles.filter((one) => isOfKind(one.category, category));
      const own = department === undefined ? [] : ofKind.filter((one) => isCalled(one.category, department));
      // A site that keeps no such category has its policies somewhere else; a department seldom has one of its own.
      const searched = own.length > 0 ? own : ofKind.length > 0 ? ofKind : articles;
      const missing: ArticleKind | null = category !== 'all' && ofKind.length === 0 ? category : null;
      return answerFrom(query, searched, {
        limit,
        shelf,
        more: { category, ...(missing === null ? {} : { no_category: missing }) },
      });
    },
  };
}
