import { describe, expect, test } from 'vitest';
import { articleOf } from '../../sidecar/knowledge/article.ts';
import { searchArticles } from '../../sidecar/knowledge/search.ts';
import { handbook } from './handbook.ts';

const ask = (question: string) => searchArticles(question, handbook, 3);

describe('questions that the handbook answers', () => {
  test.each([
    ['how many vacation days do I get', 'Paid time off', '25 days'],
    ['can I carry pto over to next year', 'Paid time off', 'move to the next year'],
    ['when do I have to request a single day', 'Paid time off', 'two days are enough'],
    ['do I need a doctors note when I am sick', 'Being ill', 'fourth day'],
    ['may I fly business class', 'Business trips', 'eight hours'],
    ['how much may a hotel cost', 'Business trips', '150 EUR'],
    ['how fast are expense claims paid', 'Receipts and claims', 'ten days'],
    ['where can I park', 'Parking at the office', '20 spaces'],
    ["what's the wifi for guests", 'Wi-Fi for guests', 'Visitors'],
    ['set up vpn', 'Setting up the VPN', 'Install the client'],
    ['how do we release', 'Releasing software', 'Merge to main'],
    ['code reveiws', 'Code reviews', 'Two colleagues'],
    ['what can I wear', 'Dress code', 'beach wear'],
  ])('%s', (question, title, words) => {
    const [best] = ask(question).hits;
    expect(best?.article.title).toBe(title);
    expect(best?.passage).toContain(words);
  });
});

describe('questions without an answer', () => {
  test.each([
    'what is our parental leave policy',
    'can I bring my dog to the office',
    'do we have a gym',
    'what is the budget for training',
    'stock options',
    'pension plan',
    'who is the president of France',
    'data retention policy',
    'how do I hire a contractor',
    'dress code for the moon landing party in the canteen',
    'is there a bonus for referrals',
    'jury duty',
    '',
    'what is it',
    '???',
  ])('%s', (question) => {
    expect(ask(question).hits).toEqual([]);
  });

  test('what comes nearest is told apart from an answer', () => {
    expect(ask('wifi password for the printers').hits).toEqual([]);
    expect(ask('network of the Amsterdam branch').nearest.map(({ title }) => title)).not.toContain('Paid time off');
  });
});

describe('the passage', () => {
  test('is the sentence that answers and not the whole article', () => {
    const [best] = ask('business class on flights').hits;
    expect(best?.passage).toContain('Business class is for flights above eight hours.');
    expect(best?.passage).not.toContain('Hotels');
  });

  test('names the section it stands in', () => {
    expect(ask('how long in advance must a request for time off be sent').hits[0]?.section).toBe('Requesting');
  });

  test('is what the article says, word for word', () => {
    const whole = handbook.flatMap(({ sentences }) => sentences.map(({ text }) => text)).join(' ');
    for (const question of ['hotel', 'park', 'illness certificate', 'vacation days']) {
      for (const { passage } of ask(question).hits) expect(whole).toContain(passage);
    }
  });
});

test('only the articles at hand count: others change neither what is found nor how it is ranked', () => {
  const secret = articleOf(
    { id: 's', title: 'Salary bands', category: 'HR', route: null, published: false, modified: 'x' },
    '<p>Hotels of managers cost 900 EUR. Salary bands are reviewed in March.</p>',
  );
  const without = searchArticles('what does a hotel cost', handbook, 5);
  expect(searchArticles('salary bands', handbook, 5)).toEqual({ hits: [], nearest: [] });
  expect(JSON.stringify(without)).not.toContain('900');
  expect(searchArticles('salary bands', [...handbook, secret], 5).hits[0]?.article.id).toBe('s');
});

test('a large handbook is searched at once', () => {
  const many = Array.from({ length: 1000 }, (_, index) =>
    articleOf(
      { id: `a${index}`, title: `Article ${index}`, category: 'x', route: null, published: true, modified: '1' },
      `<p>${'words about the matter number '.repeat(40)}${index}. A single needle${index} is here.</p>`,
    ),
  );
  expect(searchArticles('where is needle77', many, 3).hits[0]?.article.id).toBe('a77');
});
