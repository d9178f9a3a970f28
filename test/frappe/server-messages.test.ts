import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainText } from '../../sidecar/frappe/plain-text.ts';
import { serverMessages, thrownSentence } from '../../sidecar/frappe/server-messages.ts';

const encode = (...items: readonly unknown[]) => JSON.stringify(items.map((item) => JSON.stringify(item)));

describe('_server_messages', () => {
  it('are decoded twice, and the thrown one is the sentence', () => {
    const field = encode(
      { message: 'Saved', indicator: 'green' },
      { message: 'To date is before from date', raise_exception: 1 },
      { message: 'Afterwards', indicator: 'blue' },
    );
    expect(thrownSentence(field)).toBe('To date is before from date');
    expect(serverMessages(field).map((one) => one.text)).toEqual([
      'Saved',
      'To date is before from date',
      'Afterwards',
    ]);
  });
  it('without a thrown one give the last', () => {
    expect(thrownSentence(encode({ message: 'one' }, { message: 'two' }))).toBe('two');
  });
  it('lose their HTML but not their words', () => {
    const field = encode({
      message:
        'Row #1: <a href="/app/leave-type/X"><b>Annual &amp; Sick</b></a> needs 2 &lt; 3 days<br>See&nbsp;HR &#39;now&#39;',
      raise_exception: 1,
    });
    expect(thrownSentence(field)).toBe("Row #1: Annual & Sick needs 2 < 3 days See HR 'now'");
  });
  it.each([[undefined], [null], [''], ['not json'], ['{}'], ['[1, null, {}]'], ['["{"]'], [42]])(
    'that are nonsense (%j) are no sentence, or the text itself',
    (field) => expect([null, '{']).toContain(thrownSentence(field)),
  );
  it('never throw and never keep a tag, whatever they hold', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.array(fc.string()).map((items) => encode(...items)),
        ),
        (field) => {
          for (const { text } of serverMessages(field)) expect(text.length).toBeLessThanOrEqual(500);
        },
      ),
    );
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (words) => {
        const clean = words.replace(/[<>&\s]/g, '').slice(0, 400);
        expect(thrownSentence(encode({ message: `<p class="x">${clean}</p>`, raise_exception: true }))).toBe(
          clean === '' ? null : clean,
        );
      }),
    );
  });
  it('do not take long over hostile text', () => {
    const start = performance.now();
    plainText('<a '.repeat(200_000));
    plainText('&'.repeat(500_000));
    expect(performance.now() - start).toBeLessThan(500);
  });
});
