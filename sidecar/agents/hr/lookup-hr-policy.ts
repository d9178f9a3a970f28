import { z } from 'zod';
import type { ReadTool } from '../../actions/tool.ts';
import { isOfKind, isPolicy } from '../../knowledge/categories.ts';
import type { ArticleLibrary } from '../../knowledge/library.ts';
import { searchArticles } from '../../knowledge/search.ts';
import { answerFrom } from '../knowledge/answer.ts';
import { DOCTYPES, nothingToRead, wishOf } from '../knowledge/shelf.ts';

/** What the document's categories are about, for a question that does not name its matter ("what is the rule?"). */
const MATTERS = {
  leave: 'leave vacation sick absence',
  benefits: 'benefits insurance pension allowance',
  conduct: 'conduct respect gifts compliance',
  travel: 'travel trip hotel flight',
} as const;

const schema = z.object({
  query: z.string().min(1).max(300).describe('The question, in the words of the user.'),
  category: z
    .enum(['leave', 'benefits', 'conduct', 'travel'])
    .optional()
    .describe('What it is about, when it is one of these.'),
});
type Args = z.infer<typeof schema>;

const LIMIT = 3;

export function lookupHrPolicy(library: ArticleLibrary): ReadTool<Args> {
  return {
    kind: 'read',
    name: 'lookup_hr_policy',
    agent: 'hr',
    label: 'Looking up the policy',
    description:
      "Finds what the company's own policies say about a question of leave, benefits, conduct, travel, work from home and the like. When nothing is found, nothing is known: never answer from other companies' rules.",
    schema,
    doctypes: DOCTYPES,
    async run({ query, category }, context) {
      const texts = [query, ...(category === undefined ? [] : [MATTERS[category]]), 'annual leave'];
      const isMeant = (folder: string) => isOfKind(folder, 'policies');
      const shelf = await library.shelfOf(context.reads, wishOf(context, texts, isMeant));
      const { articles, around } = shelf;
      if (shelf.isEmpty) return nothingToRead();
      const more = category === undefined ? {} : { category };
      // Who asks for a policy gets one before a FAQ that has the same words.
      const policies = /polic|polc|\brules?\b/iu.test(`${context.userText} ${query}`) ? articles.filter(isPolicy) : [];
      const among = searchArticles(query, policies, 1, around).hits.length > 0 ? policies : articles;
      // Leave that is called nothing else is the annual one.
      const annual = /^(?:the |our )?(?:leave|vacation|holiday)s?$/iu.test(query.trim()) ? 'annual leave' : null;
      if (annual !== null && searchArticles(annual, among, 1, around).hits.length > 0) {
        return answerFrom(annual, among, { limit: LIMIT, shelf, more });
      }
      const isAnswered = searchArticles(query, among, 1, around).hits.length > 0;
      // "What are the rules?" about a matter: the words of the matter itself.
      const wish = isAnswered || category === undefined || !isBare(query) ? query : MATTERS[category];
      return answerFrom(wish, among, { limit: LIMIT, shelf, more });
    },
  };
}

function isBare(query: string): boolean {
  return !/[\p{L}]{4,}/u.test(
    query.replace(/\b(?:what|which|policy|policies|rules?|about|company|there|tell|does|have|your|with)\b/giu, ''),
  );
}
