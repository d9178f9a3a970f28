import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { profileOf } from '../fakes/acme-people.ts';
import { type EngineBench, engineBench } from '../fakes/engine-bench.ts';

let bench: EngineBench;
beforeEach(async () => {
  bench = await engineBench({
    profiles: [
      profileOf('Priya'),
      profileOf('Tom', { consents: {} }),
      profileOf('Gone', { refusal: { code: 'EMPLOYEE_LEFT', message: null } }),
    ],
  });
});
afterEach(async () => {
  await bench.close();
});

/** What `say` leaves at the site. */
function siteTurn(name: string, first: string, text: string, over: Record<string, unknown> = {}) {
  const shared = { employee: `HR-EMP-${first}`, owner: `${first.toLowerCase()}@acme.test` };
  bench.site.put('VA Conversation', {
    name: `conv_${first}`,
    ...shared,
    status: 'Active',
    started_at: '2026-11-23 09:00:00',
    mode: 'text',
  });
  bench.site.put('VA Conversation Turn', {
    name,
    conversation: `conv_${first}`,
    ...shared,
    role: 'User',
    status: 'Pending',
    origin: 'Site',
    content: text,
    turn_number: 7,
    timestamp: '2026-11-23 09:00:00',
    client_message_id: `cm_${name}`,
    ...over,
  });
  return {
    kind: 'turn',
    turn: name,
    conversation: `conv_${first}`,
    employee: `HR-EMP-${first}`,
    user: shared.owner,
  } as const;
}
const answers = () => bench.site.rows('VA Conversation Turn').filter((row) => row['role'] === 'Assistant');

async function settled(): Promise<void> {
  await bench.engine.idle();
  await bench.drained();
}

describe('a turn of the site', () => {
  it('is answered over the bus, once, after the number that its row has', async () => {
    const event = siteTurn('turn_site1', 'Priya', 'hello');
    await Promise.all([bench.engine.handleBus(event), bench.engine.handleBus(event)]);
    await settled();
    await bench.engine.handleBus(event);
    await settled();
    expect(answers()).toMatchObject([
      { content: 'You said: hello.', in_reply_to: 'turn_site1', turn_number: 8, origin: 'Site' },
    ]);
    expect(bench.site.row('VA Conversation Turn', 'turn_site1')).toMatchObject({ status: 'Answered' });
    expect(bench.model.requests).toHaveLength(1);
  });

  it('that was written while we were away is answered after the reconnect, once', async () => {
    siteTurn('turn_site1', 'Priya', 'one');
    siteTurn('turn_site2', 'Priya', 'two', { turn_number: 8, timestamp: '2026-11-23 09:00:01' });
    await bench.engine.handleBus({ kind: 'connected' });
    await settled();
    await bench.engine.handleBus({ kind: 'connected' });
    await settled();
    expect(answers().map((row) => row['content'])).toEqual(['You said: one.', 'You said: two.']);
  });

  it('is taken later when the site could not be read just then', async () => {
    siteTurn('turn_site1', 'Priya', 'hello');
    bench.site.down = true;
    await expect(bench.engine.handleBus({ kind: 'connected' })).rejects.toMatchObject({ code: 'SITE_UNAVAILABLE' });
    bench.site.down = false;
    await bench.engine.tick();
    await settled();
    expect(answers()).toHaveLength(1);
  });

  it('cannot confirm: it came without a live session', async () => {
    await bench.engine.handleBus(siteTurn('turn_site1', 'Priya', 'book friday'));
    await settled();
    await bench.engine.handleBus(siteTurn('turn_site2', 'Priya', 'yes', { turn_number: 9 }));
    await settled();
    expect(answers().at(-1)).toMatchObject({ content: 'Please confirm that on the page yourself.' });
    expect(bench.site.rows('Leave Application')).toEqual([]);
  });

  it.each([
    ['who has given no consent', 'Tom', {}, /need your consent/, 'CONSENT_REQUIRED'],
    ['who has left', 'Gone', {}, /no longer active/, 'EMPLOYEE_LEFT'],
    ['with nothing in it', 'Priya', { content: ' ' }, /empty/, 'VALIDATION_ERROR'],
    ['of a row that names another employee', 'Priya', { employee: 'HR-EMP-Tom' }, /permission/, 'FORBIDDEN'],
  ])('of somebody %s is answered with the reason', async (_what, first, over, sentence, code) => {
    const event = siteTurn('turn_site1', first, 'hello', over);
    if (code === 'FORBIDDEN')
      bench.site.put('VA Conversation', { ...bench.site.row('VA Conversation', 'conv_Priya'), employee: 'HR-EMP-Tom' });
    await bench.engine.handleBus(event);
    await settled();
    expect(answers()).toMatchObject([{ content: expect.stringMatching(sentence), status: 'Failed', error_code: code }]);
    expect(bench.site.row('VA Conversation Turn', 'turn_site1')).toMatchObject({ status: 'Failed' });
    expect(bench.model.requests).toEqual([]);
  });
});
