import { describe, expect, it } from 'vitest';
import { createLog } from '../../sidecar/lib/log.ts';
import { withTrace } from '../../sidecar/lib/trace.ts';
import { VaError } from '../../sidecar/lib/va-error.ts';

function logged(use: (log: ReturnType<typeof createLog>) => void): Record<string, unknown>[] {
  const lines: string[] = [];
  use(createLog({ level: 'debug', destination: { write: (line) => void lines.push(line) } }));
  return lines.map((line): Record<string, unknown> => JSON.parse(line));
}

describe('the log', () => {
  it('writes JSON lines that carry the ids of the work in hand', () => {
    const [line, outside] = logged((log) => {
      withTrace({ request_id: 'req_1' }, () => withTrace({ turn_id: 'turn_1' }, () => log.info('ready', { count: 3 })));
      log.info('later');
    });
    expect(line).toMatchObject({ level: 'info', msg: 'ready', count: 3, request_id: 'req_1', turn_id: 'turn_1' });
    expect(outside).not.toHaveProperty('turn_id');
  });
  it('hides what is secret or somebody’s words, wherever it comes from', () => {
    const lines = logged((log) => {
      log.info('a', { token: 'abc', content: 'my leave', url: 'redis://:hunter2@cache:6379' });
      log.warn('b', { note: 'Authorization: token key123:sec456', other: 'Bearer abc.def' });
      log.error('c', {}, new Error('failed with eyJhbGciOi.eyJzdWIi.c2ln'));
    });
    const all = JSON.stringify(lines);
    for (const secret of ['abc', 'my leave', 'hunter2', 'sec456', 'abc.def', 'eyJ']) expect(all).not.toContain(secret);
  });
  it('tells of an error its code and cause, but no sentence that may name a person and no text that was read', () => {
    const lines = logged((log) => {
      log.error(
        'a',
        {},
        new VaError('FORBIDDEN', { message: 'Priya Nair may not', cause: new TypeError('x is null') }),
      );
      try {
        JSON.parse('I feel unwell');
      } catch (error) {
        log.error('b', {}, error);
      }
      log.error('c', {}, 'thrown words');
    });
    expect(JSON.stringify(lines)).not.toMatch(/Priya|unwell|thrown words/);
    expect(lines[0]?.['error']).toMatchObject({
      code: 'FORBIDDEN',
      cause: { type: 'TypeError', message: 'x is null' },
    });
  });
});
