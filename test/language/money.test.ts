import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mainAmount, readMoney } from '../../sidecar/language/money.ts';
import { expectSpansInOrder, wildWords } from './wild-words.ts';

const brief = (text: string, context = {}) =>
  readMoney(text, context)
    .map(({ amount, currency }) => `${amount}${currency === null ? '' : ` ${currency}`}`)
    .join('; ');

describe('amounts of money in words and figures', () => {
  test.each([
    ['$48.50', '48.5 USD'],
    ['48,50 €', '48.5 EUR'],
    ['€45', '45 EUR'],
    ['45€', '45 EUR'],
    ['USD 1,200', '1200 USD'],
    ['45 eur', '45 EUR'],
    ['1.2k', '1200'],
    ['$45.5k', '45500 USD'],
    ['$1.2m', '1200000 USD'],
    ['1.5 million euros', '1500000 EUR'],
    ['2 million', '2000000'],
    ['one point two million', '1200000'],
    ['five and a half thousand', '5500'],
    ['half a million', '500000'],
    ['1,000,000,000,000', '1000000000000'],
    ['1000000000000', '1000000000000'],
    ['1,200.50', '1200.5'],
    ['1.200,50 €', '1200.5 EUR'],
    ["1'200.50 CHF", '1200.5 CHF'],
    ['12 000 euros', '12000 EUR'],
    ['1,20,000 rupees', '120000 INR'],
    ['Rs. 500', '500 INR'],
    ['twelve dollars fifty', '12.5 USD'],
    ['12 dollars and 50 cents', '12.5 USD'],
    ['forty five euros twenty', '45.2 EUR'],
    ['twelve fifty', '12.5'],
    ['three ninety nine', '3.99'],
    ['a buck fifty', '1.5 USD'],
    ['a hundred bucks', '100 USD'],
    ['fifteen hundred dollars', '1500 USD'],
    ['two hundred and fifty dollars', '250 USD'],
    ['a couple hundred dollars', '200 USD'],
    ['a grand', '1000'],
    ['45 quid', '45 GBP'],
    ['50 cents', '0.5 USD'],
    ['50p', '0.5 GBP'],
    ['$.50', '0.5 USD'],
    ['-5', '-5'],
    ['-$5', '-5 USD'],
    ['$-5', '-5 USD'],
    ['minus 20 dollars', '-20 USD'],
    ['0', '0'],
    ['zero', '0'],
    ['two', '2'],
    ['US$ 30', '30 USD'],
    ['A$30', '30 AUD'],
    ['30 Canadian dollars', '30 CAD'],
    ['300 kr', '300 SEK'],
    ['expense 45 for lunch yesterday', '45'],
    ['lunch for 3 people 60', '60'],
    ['on 12 march I paid 40', '40'],
    ['at 2pm I paid $40', '40 USD'],
    ['$120 taxi and $30 lunch', '120 USD; 30 USD'],
    ['45 dollars 20 minutes ago', '45 USD'],
    ['100 dollars for 2 people', '100 USD'],
    ['set it to 80k', '80000'],
    ['the deal is worth 250k', '250000'],
    ['change the amount to 75', '75'],
    ['Q3 500', '500'],
  ])('%s', (text, wanted) => {
    expect(brief(text)).toBe(wanted);
  });

  test.each([
    'task 12',
    'HR-EXP-2026-00003',
    'in 2025',
    '50%',
    '2 nights',
    'the 3rd',
    '10:30',
    'version 2.5',
    '1.2.3',
    'no one',
    '30m',
    '12 march',
    '2026-03-12',
    'next 3 weeks',
    'hello',
  ])('no amount in "%s"', (text) => {
    expect(readMoney(text)).toEqual([]);
  });

  test('marks are read as the locale writes them', () => {
    expect(brief('1.200 €', { locale: 'de-DE' })).toBe('1200 EUR');
    expect(brief('1.200 €', { locale: 'en-US' })).toBe('1.2 EUR');
    expect(brief('1,200', { locale: 'de-DE' })).toBe('1.2');
  });

  test('dollars are the dollars of the company', () => {
    expect(brief('$20', { currency: 'CAD' })).toBe('20 CAD');
    expect(brief('20 bucks', { currency: 'EUR' })).toBe('20 USD');
    expect(brief('300 kr', { currency: 'NOK' })).toBe('300 NOK');
  });

  test('where something else was read there is no amount', () => {
    expect(brief('expense 45 on 3', { taken: [[11, 15]] })).toBe('45');
  });

  test('the amount meant is the one with a currency', () => {
    expect(mainAmount(readMoney('dinner for 4, $120'))?.amount).toBe(120);
    expect(mainAmount(readMoney('approve expense 3'))?.amount).toBe(3);
    expect(mainAmount([])).toBeNull();
  });

  test('an amount as Intl writes it is that amount', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 10 ** 12 }),
        fc.constantFrom('en-US', 'en-GB', 'de-DE', 'fr-FR'),
        (cents, locale) => {
          const text = new Intl.NumberFormat(locale, { style: 'currency', currency: 'EUR' }).format(cents / 100);
          expect(readMoney(text, { locale })).toMatchObject([{ amount: cents / 100, currency: 'EUR' }]);
        },
      ),
    );
  });

  test('no words make it throw; spans lie in the text in order, amounts are finite', () => {
    const text = wildWords(
      "$ € usd 5 1,200 1.2k -5 12 dollars fifty a hundred and bucks quid cents grand half million point two % m k . , - 1'2 999999999999999999999",
    );
    fc.assert(
      fc.property(text, (words) => {
        const found = readMoney(words);
        expect(readMoney(words)).toEqual(found);
        for (const { amount } of found) {
          expect(Number.isFinite(amount)).toBe(true);
        }
        expectSpansInOrder(words, found);
      }),
      { numRuns: 200, seed: 20_260_311 },
    );
  });
});
