import { z } from 'zod';
import type { ReadTool, Refusal } from '../../actions/tool.ts';
import type { Article } from '../../knowledge/article.ts';
import type { ArticleLibrary } from '../../knowledge/library.ts';
import { formatList } from '../../language/format.ts';
import { matching } from '../find-document.ts';
import { factsOf, headingsOf, sectionsOf } from './article-text.ts';
import { findArticle } from './find-article.ts';
import { say } from './sentences.ts';
import { DOCTYPES, nothingToRead, wishOf } from './shelf.ts';
import { sourceOf } from './sources.ts';

const schema = z.object({
  document_id: z.string().min(1).max(140).describe('Id of a search result, or the title as the user said it.'),
  section: z.string().min(1).max(140).optional().describe('Heading of the section, when only that is wanted.'),
});
type Args = z.infer<typeof schema>;

export function getDocument(library: ArticleLibrary): ReadTool<Args> {
  return {
    kind: 'read',
    name: 'get_document',
    agent: 'knowledge',
    label: 'Opening the article',
    description: 'Reads one article of the knowledge base that the user may read, or one section of it.',
    schema,
    doctypes: DOCTYPES,
    async run({ document_id, section }, context) {
      const shelf = await library.shelfOf(context.reads, wishOf(context, [document_id]));
      if (shelf.isEmpty) return nothingToRead();
      const found = findArticle(document_id, shelf, 'document_id');
      if ('answer' in found) return found.answer;
      const article = await library.whole(found.article);
      const heading = section === undefined ? null : headingCalled(section, article);
      if (heading !== null && typeof heading !== 'string') return heading;
      const wanted =
        heading === null ? article.sentences : article.sentences.filter((sentence) => sentence.section === heading);
      return {
        kind: 'data',
        data: { ...factsOf(article), ...sectionsOf(wanted), ...(heading === null ? {} : { section: heading }) },
        citations: [sourceOf(article)],
      };
    },
  };
}

/** The heading that is meant, or why there is none. */
function headingCalled(said: string, article: Article): string | Refusal {
  const headings = headingsOf(article);
  const [heading] = matching(
    said,
    headings.map((title) => ({ id: title, title })),
  );
  if (heading !== undefined) return heading.title;
  const { title } = article;
  const sentence =
    headings.length === 0
      ? say('noSections', { title })
      : say('noSuchSection', { title, section: `"${said}"`, sections: formatList(headings) });
  return { kind: 'refusal', code: 'NOT_FOUND', sentence };
}
