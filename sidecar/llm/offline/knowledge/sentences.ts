import { inManner } from '../../../lib/manner.ts';
import { defineMessages } from '../../../lib/messages.ts';

/** What the offline model says of articles. Quotes are the articles' own words. */
export const say = defineMessages({
  name: 'policies and procedures',
  can: 'look up policies, procedures and answers in your knowledge base',
  answer: '{passage}\nThat is from "{title}".{more}',
  'answer.formal': '{passage}\nThe source is "{title}".{more}',
  'answer.terse': '{passage}\n("{title}"){more}',
  answerIn: '{passage}\nThat is from "{title}", under "{section}".{more}',
  more: ' See also {titles}.',
  unknown: 'I do not know: nothing that you may read here answers that.{near}{words} {who} may know.',
  'unknown.formal':
    'I am sorry, I do not know: nothing that you may read here answers that.{near}{words} {who} may be able to tell you.',
  'unknown.terse': 'I do not know.{near}{words} Ask {who}.',
  near: (p: { titles: string; one: boolean }) =>
    p.one
      ? ` The nearest is ${p.titles}, which does not say it.`
      : ` The nearest are ${p.titles}, which do not say it.`,
  byWords: ' I compared words alone, so another word for it may find it.',
  whoHr: 'HR',
  whoManager: 'Your manager or HR',
  askQuery: 'What shall I look for?',
  askPolicy: 'Which policy?',
  askProcedure: 'How to do what?',
  askDocument: 'Which article?',
  whole: '{title}\n{text}',
  start: '{title}\n{text}\nThat is how it begins; the link below has all of it.',
  section: '{title}, {section}\n{text}',
  notOfficial: ' It is not kept as a policy.',
  procedure: 'How it goes, from "{title}":\n{steps}{rest}',
  step: '{number}. {text}',
  summary: 'The gist of "{title}", in its own words: {text}',
  summaryWhole: '"{title}" is short; this is all it says: {text}',
  summaryList: 'From "{title}", word for word:\n{list}',
  summaryPoint: '- {text}',
  noActions: '"{title}" tells nobody to do anything, as far as I see.',
  noText: '"{title}" has no text.',
  categories: 'There is something to read on {list}.',
  category: '{name} ({count})',
  articles: (p: { name: string; list: string; count: number }) =>
    p.count === 1
      ? `In ${p.name} there is one article: ${p.list}.`
      : `In ${p.name} there are ${p.count} articles: ${p.list}.`,
  articlesMore: '{list} and {count} more',
});

/** The same, in the manner of the person (`situation.tone`). */
export const spoken = inManner(say);
