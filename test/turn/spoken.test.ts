import { describe, expect, it } from 'vitest';
import { spokenOf } from '../../sidecar/turn/speak/spoken.ts';

describe('an answer for the ear', () => {
  it('is not told apart when it is the same', () => {
    expect(spokenOf('You have 14 days of Annual Leave left: 18 allocated, 4 taken.')).toBeNull();
  });

  it('has no markup, no addresses, no names of documents', () => {
    expect(spokenOf('**Done**: leave (HR-LAP-2026-00008) is open. See https://acme.test/app/leave')).toBe(
      'Done: leave is open. See the link on your screen',
    );
  });

  it('says the first of a list and counts the rest', () => {
    const list = [
      'You have five tasks:',
      '- Draft',
      '- Review',
      '- Call Anna',
      '- Pay',
      '- File',
      'Anything else?',
    ].join('\n');
    expect(spokenOf(list)).toBe('You have five tasks: Draft; Review; Call Anna, and 2 more. Anything else?');
  });

  it('stops after a while, and still asks', () => {
    const long = `${'This is one more sentence of the answer. '.repeat(40)}Shall I send it?`;
    const spoken = spokenOf(long);
    expect(spoken?.length).toBeLessThanOrEqual(600);
    expect(spoken).toMatch(/The rest is on your screen\. Shall I send it\?$/);
  });

  it('is short whatever comes', () => {
    for (const text of ['x'.repeat(5000), `${'word '.repeat(3000)}`, `- ${'a'.repeat(4000)}`]) {
      expect(spokenOf(text)?.length ?? 0).toBeLessThanOrEqual(620);
    }
  });
});
