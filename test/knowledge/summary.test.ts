import { describe, expect, test } from 'vitest';
import { articleOf } from '../../sidecar/knowledge/article.ts';
import { summaryOf } from '../../sidecar/knowledge/summary.ts';

const policy = articleOf(
  { id: 'p', title: 'Travel policy', category: 'Policies', route: null, published: true, modified: '1' },
  `<p>This policy is about travel for the company. It was written by many people over many years.</p>
   <h2>Booking</h2><p>Book travel through the desk. Hotels cost at most 180 USD a night. The weather is often nice.</p>
   <h2>After the trip</h2><ul><li>Hand in receipts within 30 days</li><li>Return the card</li></ul>`,
);
const all = policy.sentences.map(({ text }) => text);

describe('a summary', () => {
  test.each(['brief', 'detailed', 'key_points', 'action_items'] as const)(
    '%s is made of the article’s own sentences, in its order',
    (type) => {
      const { sentences } = summaryOf(policy, type, 200);
      const places = sentences.map((sentence) => all.indexOf(sentence));
      expect(places).not.toContain(-1);
      expect(places).toEqual([...places].sort((one, other) => one - other));
      expect(sentences.length).toBeGreaterThan(0);
    },
  );

  test('keeps to its length, but says one thing at least', () => {
    const words = summaryOf(policy, 'detailed', 25).sentences.join(' ').split(/\s+/u).length;
    expect(words).toBeLessThanOrEqual(25);
    expect(summaryOf(policy, 'brief', 1).sentences).toHaveLength(1);
  });

  test('brief leaves out the small talk', () => {
    const { sentences, whole } = summaryOf(policy, 'brief', 200);
    expect(sentences.join(' ')).not.toContain('weather');
    expect([sentences.length, whole]).toEqual([2, false]);
  });

  test('action items are what somebody has to do', () => {
    const { sentences } = summaryOf(policy, 'action_items', 200);
    expect(sentences).toEqual(['Book travel through the desk.', 'Hand in receipts within 30 days', 'Return the card']);
  });

  test('key points come from every section', () => {
    const sections = new Set(
      summaryOf(policy, 'key_points', 40).sentences.map(
        (text) => policy.sentences.find((one) => one.text === text)?.section,
      ),
    );
    expect(sections.size).toBe(3);
  });

  test('of an article without text there is none', () => {
    const empty = articleOf({ ...policy }, '<p></p>');
    expect(summaryOf(empty, 'brief', 100)).toEqual({ sentences: [], whole: true });
  });
});
