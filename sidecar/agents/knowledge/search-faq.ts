import { z } from 'zod';
import type { ReadTool } from '../../actions/tool.ts';
import { isCalled, isFaq, isOfKind } from '../../knowledge/categories.ts';
import type { ArticleLibrary } from '../../knowledge/library.ts';
import { searchArticles } from '../../knowledge/search.ts';
import { answerFrom } from './answer.ts';
import { DOCTYPES, nothingToRead, wishOf } from './shelf.ts';

const schema = z.object({
  query: z.string().min(1).max(300).describe('The question, in the words of the user.'),
  category: z
    .string()
    .min(1)
    .max(140)
    .optional()
    .describe('A category of the knowledge base, when the user names one.'),
});
type Args = z.infer<typeof schema>;

const LIMIT = 3;

export function searchFaq(library: ArticleLibrary): ReadTool<Args> {
  return {
    kind: 'read',
    name: 'search_faq',
    agent: 'knowledge',
    label: 'Looking in the FAQs',
    description:
      'Answers a question from the frequently asked questions that the user may read; when those do not, from all other articles.',
    schema,
    doctypes: DOCTYPES,
    async run({ query, category }, context) {
      const isMeant = (folder: string) =>
        category === undefined ? isOfKind(folder, 'faq') : isCalled(folder, category);
      const shelf = await library.shelfOf(context.reads, wishOf(context, [query], isMeant));
      const { articles } = shelf;
      if (shelf.isEmpty) return nothingToRead();
      const within = category === undefined ? [] : articles.filter((one) => isCalled(one.category, category));
      const among = within.length > 0 ? within : articles;
      const faqs = among.filter(isFaq);
      const scope = searchArticles(query, faqs, 1, shelf.around).hits.length > 0 ? 'faq' : 'all';
      return answerFrom(query, scope === 'faq' ? faqs : among, { limit: LIMIT, shelf, more: { scope } });
    },
  };
}
