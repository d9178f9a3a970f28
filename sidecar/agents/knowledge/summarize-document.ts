import { z } from 'zod';
import type { ReadTool } from '../../actions/tool.ts';
import type { ArticleLibrary } from '../../knowledge/library.ts';
import { summaryOf } from '../../knowledge/summary.ts';
import { factsOf } from './article-text.ts';
import { findArticle } from './find-article.ts';
import { DOCTYPES, nothingToRead, wishOf } from './shelf.ts';
import { sourceOf } from './sources.ts';

const schema = z.object({
  document_id: z.string().min(1).max(140).describe('Id of a search result, or the title as the user said it.'),
  summary_type: z
    .enum(['brief', 'detailed', 'key_points', 'action_items'])
    .default('brief')
    .describe('brief: the gist; detailed; key_points: a list; action_items: what has to be done.'),
  max_length: z.number().int().min(10).max(1000).default(200).describe('Words at most.'),
});
type Args = z.infer<typeof schema>;

export function summarizeDocument(library: ArticleLibrary): ReadTool<Args> {
  return {
    kind: 'read',
    name: 'summarize_document',
    agent: 'knowledge',
    label: 'Picking out what matters',
    description:
      'Picks the most telling sentences out of an article that the user may read. They are extracts, word for word, and must be called so.',
    schema,
    doctypes: DOCTYPES,
    async run({ document_id, summary_type: type, max_length: words }, context) {
      const shelf = await library.shelfOf(context.reads, wishOf(context, [document_id]));
      if (shelf.isEmpty) return nothingToRead();
      const found = findArticle(document_id, shelf, 'document_id');
      if ('answer' in found) return found.answer;
      const article = await library.whole(found.article);
      const { sentences, whole } = summaryOf(article, type, words);
      return {
        kind: 'data',
        data: { ...factsOf(article), summary_type: type, extract: true, whole, sentences },
        citations: [sourceOf(article)],
      };
    },
  };
}
