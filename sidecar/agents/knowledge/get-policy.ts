import { z } from 'zod';
import type { ReadTool } from '../../actions/tool.ts';
import { isOfKind, isPolicy } from '../../knowledge/categories.ts';
import type { ArticleLibrary } from '../../knowledge/library.ts';
import { factsOf, sectionsOf } from './article-text.ts';
import { findArticle } from './find-article.ts';
import { say } from './sentences.ts';
import { DOCTYPES, nothingToRead, wishOf } from './shelf.ts';
import { sourceOf } from './sources.ts';

const schema = z.object({
  policy_name: z.string().min(1).max(140).describe('Name of the policy, as the user said it.'),
  version: z.string().min(1).max(40).default('latest'),
});
type Args = z.infer<typeof schema>;

export function getPolicy(library: ArticleLibrary): ReadTool<Args> {
  return {
    kind: 'read',
    name: 'get_policy',
    agent: 'knowledge',
    label: 'Reading the policy',
    description: 'Reads one policy of the company by its name. Only the present version is kept.',
    schema,
    doctypes: DOCTYPES,
    async run({ policy_name, version }, context) {
      const isMeant = (folder: string) => isOfKind(folder, 'policies');
      const shelf = await library.shelfOf(context.reads, wishOf(context, [policy_name], isMeant));
      if (shelf.isEmpty) return nothingToRead();
      const policies = shelf.articles.filter(isPolicy);
      const first = findArticle(policy_name, { ...shelf, articles: policies }, 'policy_name');
      // What somebody calls a policy may be kept as something else.
      const found =
        'answer' in first && first.answer.kind === 'refusal' ? findArticle(policy_name, shelf, 'policy_name') : first;
      if ('answer' in found) {
        if (found.answer.kind === 'question') return found.answer;
        return { ...found.answer, sentence: say('noSuchPolicy', { name: policy_name.trim() }) };
      }
      const article = await library.whole(found.article);
      const old = !/^(?:latest|current|newest|present|last)$/iu.test(version);
      return {
        kind: 'data',
        data: {
          ...factsOf(article),
          official: isPolicy(article),
          ...sectionsOf(article.sentences),
          ...(old ? { note: say('onlyLatest', { title: article.title, version }) } : {}),
        },
        citations: [sourceOf(article)],
      };
    },
  };
}
