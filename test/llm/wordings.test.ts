import { describe, expect, test } from 'vitest';
import { recognise } from '../../sidecar/language/nlu/recognise.ts';
import { said } from './harness.ts';
import { BALANCE, BOOK, CANCEL, HOLIDAYS, OUT_OF_SCOPE, REQUESTS } from './wordings.ts';

/** The tool that the model calls, or asks facts for. */
async function wanted(text: string): Promise<string | null> {
  const round = await said(text);
  return round.calls[0]?.name ?? round.focus.filling?.tool ?? null;
}

describe('free wording finds its tool', () => {
  test.each(BALANCE)('balance: %s', async (text) => {
    expect(await wanted(text)).toBe('check_leave_balance');
  });
  test.each(REQUESTS)('requests: %s', async (text) => {
    expect(await wanted(text)).toBe('get_leave_requests');
  });
  test.each(BOOK)('book: %s', async (text) => {
    expect(await wanted(text)).toBe('submit_leave_request');
  });
  test.each(HOLIDAYS)('holidays: %s', async (text) => {
    expect(await wanted(text)).toBe('get_holidays');
  });
  test.each(CANCEL)('cancel: %s', async (text) => {
    expect(recognise(text)[0]?.label).toBe('cancel_leave_request');
    const tool = await wanted(text);
    // By id at once, else by a look at the requests it could be.
    expect(tool).toBe(/HR-LAP/u.test(text) ? 'cancel_leave_request' : 'get_leave_requests');
  });
});

describe('what is no leave business of the user calls nothing and is answered all the same', () => {
  test.each(OUT_OF_SCOPE)('%s', async (text) => {
    const round = await said(text);
    expect(round.calls).toEqual([]);
    expect(round.focus.filling).toBeUndefined();
    expect(round.text.length).toBeGreaterThan(3);
    expect(round.text.length).toBeLessThan(240);
  });
});
