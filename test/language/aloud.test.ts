import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aloud } from '../../sidecar/language/aloud.ts';

describe('what is written, said aloud', () => {
  it.each([
    ['The total is $1,250.00.', 'The total is 1,250 dollars.'],
    ['Lunch was $48.50, taxi €1.', 'Lunch was 48 dollars and 50 cents, taxi 1 euro.'],
    ['A pipeline of $1.2m', 'A pipeline of 1.2 million dollars'],
    ['£0.01 and ₹12,34,567 and ¥900', '1 penny and 12,34,567 rupees and 900 yen'],
    ['EUR 30.05 or 30.05 EUR', '30 euros and 5 cents or 30 euros and 5 cents'],
    ['You are -$20 over', 'You are minus 20 dollars over'],
    ['US$99 a seat', '99 dollars a seat'],
    ['It is due 2026-12-04.', 'It is due December 4th, 2026.'],
    ['At 2026-12-04 14:30:00', 'At December 4th, 2026 at 2:30 pm'],
    ['from 14:00 to 15:30', 'from 2 pm to 3:30 pm'],
    ['at 9:30 AM, then 2:00 PM', 'at 9:30 am, then 2 pm'],
    ['It ends at 12:00 and 00:00.', 'It ends at noon and midnight.'],
    ['on Thursday, December 3', 'on Thursday, December 3rd'],
    ['on Thursday 12 December', 'on Thursday the 12th of December'],
    ['the 4 December meeting', 'the 4th of December meeting'],
    ['December 4–6, 9–11 days', 'December 4th to 6th, 9 to 11 days'],
    ['In December 2026 we hired 3 people', 'In December 2026 we hired 3 people'],
    ['2.5 days, 0.5 days, 1.5 hours', '2 and a half days, half a day, 1 and a half hours'],
    ['85 % of the budget, 12.5%', '85 percent of the budget, 12.5 percent'],
    ['Claim HR-EXP-2026-00003 is open', 'Claim number 3 is open'],
    ['TASK-2026-00120', 'number 120'],
    ['priya.nair@acme.test', 'priya dot nair at acme dot test'],
    ['Call +1 312 555 0142', 'Call plus 1, 3 1 2, 5 5 5, 0 1 4 2'],
    ['Call (312) 555-0142.', 'Call 3 1 2, 5 5 5, 0 1 4 2.'],
    ['10:00 → 11:00', '10 am to 11 am'],
    ['R&D, e.g. tools', 'R and D, for example tools'],
    ['3-5 days', '3 to 5 days'],
  ])('%s', (written, said) => {
    expect(aloud(written)).toBe(said);
  });

  it.each([
    'You have 14 days of Annual Leave left: 18 allocated, 4 taken.',
    'May I ask who approves it?',
    'Marcus Reed has Friday off.',
    'COVID-19 rules',
    'Order 66 of 1999',
  ])('leaves alone: %s', (text) => {
    expect(aloud(text)).toBe(text);
  });

  it('is quick and harmless whatever comes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        expect(aloud(text).length).toBeLessThanOrEqual(text.length * 16 + 64);
      }),
    );
    for (const text of [
      '1'.repeat(5000),
      '+1 2'.repeat(2000),
      'a.'.repeat(3000),
      '9,99'.repeat(2000),
      'A-A'.repeat(2000),
    ]) {
      aloud(text);
    }
  }, 5000);
});
