import { z } from 'zod';
import type { ReadTool } from '../../actions/tool.ts';
import { isOfKind } from '../../knowledge/categories.ts';
import type { ArticleLibrary, Shelf } from '../../knowledge/library.ts';
import { searchArticles } from '../../knowledge/search.ts';
import { factsOf, sectionsOf } from './article-text.ts';
import { findArticle } from './find-article.ts';
import { DOCTYPES, nothingToRead, wishOf } from './shelf.ts';
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
      const texts = circumstances === undefined ? [name] : [name, `${name} ${circumstances}`];
      const shelf = await library.shelfOf(context.reads, wishOf(context, texts, isProcedural));
      if (shelf.isEmpty) return nothingToRead();
      const found = procedureFor(name, circumstances, shelf);
      if ('answer' in found) return found.answer;
      const article = await library.whole(found.article);
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

function isProcedural(folder: string): boolean {
  return isOfKind(folder, 'procedures') || isOfKind(folder, 'guides');
}

/** Procedures first: how to ask for leave and the policy about it speak of the same. */
function procedureFor(name: string, circumstances: string | undefined, shelf: Shelf) {
  const { articles, around } = shelf;
  const procedures = articles.filter((one) => isProcedural(one.category) || /^how\b/iu.test(one.title));
  for (const among of [procedures, articles]) {
    const [exact] =
      circumstances === undefined ? [] : searchArticles(`${name} ${circumstances}`, among, 1, around).hits;
    if (exact !== undefined) return { article: exact.article };
    const [best] = searchArticles(name, among, 1, around).hits;
    if (best !== undefined) return { article: best.article };
  }
  return findArticle(name, shelf, 'procedure_name');
}
