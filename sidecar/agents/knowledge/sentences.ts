import { defineMessages } from '../../lib/messages.ts';

/** What the knowledge tools say to people. */
export const say = defineMessages({
  nothingToRead:
    'There is nothing in the knowledge base that you may read. Your administrator or HR can publish articles there.',
  noSuchArticle: 'I find no article called {name} that you may read.',
  noSuchPolicy: 'I find no policy on {name} that you may read. HR may know.',
  whichArticle: 'Which of these do you mean?',
  noSuchSection: '"{title}" has no section {section}. It has {sections}.',
  noSections: '"{title}" has no sections.',
  onlyLatest: 'Only the present version of "{title}" is kept, not {version}.',
  noSuchCategory: 'There is no category {name} with anything that you may read.',
  categoryLine: (p: { articles: number }) => (p.articles === 1 ? '1 article' : `${p.articles} articles`),
  categoriesTitle: 'Knowledge base',
  resultsTitle: 'Found for {query}',
  nearestTitle: 'No answer; this comes nearest',
  nearestByWords: 'No answer; nearest by its words (meanings are not compared)',
});
