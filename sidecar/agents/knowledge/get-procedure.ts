import { z } from 'zod';
import type { ReadTool } from '../../actions/tool.ts';
import type { Article } from '../../knowledge/article.ts';
import { isOfKind } from '../../knowledge/categories.ts';
import type { ArticleLibrary } from '../../knowledge/library.ts';
import { searchArticles } from '../../knowledge/search.ts';
import { factsOf, sectionsOf } from './article-text.ts';
import { findArticle } from './find-article.ts';
import { DOCTYPES, nothingToRead } from './shelf.ts';
import { sourceOf } from './sources.ts';

const schema = z.object({
  procedure_name: z.string().min(1).max(200).describe('What is to be done, in the words of the user.'),
  context: z
    .string()
    .min(1)
    .max(300)
    .optional()
    .describe('What the user told of the case, such as "for a contractor".'),
});
type Args = z.infer<typeof schema>;

export function getProcedure(library: ArticleLibrary): ReadTool<Args> {
  return {
    kind: 'read',
    name: 'get_procedure',
    agent: 'knowledge',
    label: 'Looking up how it is done',
    description:
      'Reads how something is done in this company, step by step, from the procedures that the user may read.',
    schema,
    doctypes: DOCTYPES,
    async run({ procedure_name: name, context: circumstances }, context) {
      const { articles } = await library.shelfOf(context.reads);
      if (articles.length === 0) return nothingToRead();
      const found = procedureFor(name, circumstances, articles);
      if ('answer' in found) return found.answer;
      const { article } = found;
      const steps = article.sentences.filter(({ isStep }) => isStep).map(({ text }) => text);
      return {
        kind: 'data',
        data: {
          ...factsOf(article),
          // What is written as a text is told as it stands.
          steps: steps.length > 0 ? steps : article.sentences.map(({ text }) => text),
          ...sectionsOf(article.sentences.filter(({ isStep }) => !isStep || steps.length === 0)),
        },
        citations: [sourceOf(article)],
      };
    },
  };
}

/** Procedures first: how to ask for leave and the policy about it speak of the same. */
function procedureFor(name: string, circumstances: string | undefined, articles: readonly Article[]) {
  const procedures = articles.filter(
    (one) => isOfKind(one.category, 'procedures') || isOfKind(one.category, 'guides') || /^how\b/iu.test(one.title),
  );
  for (const among of [procedures, articles]) {
    const [exact] = circumstances === undefined ? [] : searchArticles(`${name} ${circumstances}`, among, 1).hits;
    if (exact !== undefined) return { article: exact.article };
    const [best] = searchArticles(name, among, 1).hits;
    if (best !== undefined) return { article: best.article };
  }
  return findArticle(name, articles, 'procedure_name');
}
