import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { auditTrail } from '../../sidecar/gateway/http/render.ts';
import { VaError } from '../../sidecar/lib/va-error.ts';
import type { Identity, Person } from '../../sidecar/people/person.ts';
import { profileOf } from '../fakes/acme-people.ts';
import { type EngineBench, engineBench } from '../fakes/engine-bench.ts';

let bench: EngineBench;
let priya: Person;
let session: Identity;
let conversation: string;
let id: string;
const plain = { digest: null, modifications: null };

beforeEach(async () => {
  bench = await engineBench({
    profiles: [profileOf('Priya'), profileOf('Erik'), profileOf('Quick', { no_confirm_tools: ['hr.book'] })],
  });
  priya = await bench.person('Priya');
  session = await bench.identity('Priya');
  conversation = await bench.begin('Priya');
  id = (await bench.say('Priya', conversation, 'book friday')).actions[0]?.action_id ?? '';
});
afterEach(async () => {
  await bench.close();
});

const leaves = () => bench.site.rows('Leave Application');
const audited = () =>
  bench.site.rows('VA Audit Log').map((row) => (row['payload'] as { event_subtype: string }).event_subtype);

describe('a confirmation', () => {
  it('executes once, however many devices say yes at the same time', async () => {
    const done = await Promise.all([1, 2, 3].map(() => bench.engine.actions.confirm(priya, session, id, plain)));
    expect(done.map((one) => one.kind === 'executed' && one.repeated).sort()).toEqual([false, true, true]);
    expect(leaves()).toHaveLength(1);
    expect(await bench.engine.actions.confirm(priya, session, id, plain)).toMatchObject({
      kind: 'executed',
      repeated: true,
      message: 'Booked friday.',
    });
    expect((await bench.engine.actions.get(priya, id)).card.result).toMatchObject({
      documents: [{ doctype: 'Leave Application' }],
    });
    await bench.drained();
    expect(audited().filter((event) => event === 'va_action_confirmed')).toHaveLength(1);
  });

  it('comes before the deed, also when the clock of the site is behind ours', async () => {
    const real = bench.site.post.bind(bench.site);
    bench.site.post = async (method, args, caller, options) => {
      const answer = (await real(method, args, caller, options)) as never;
      if (method.endsWith('execute_action')) bench.clock.forward(2000);
      return answer;
    };
    await bench.engine.actions.confirm(priya, session, id, plain);
    const done = await bench.engine.actions.get(priya, id);
    expect(done.confirmedAt).toBeLessThanOrEqual(done.executedAt ?? 0);
    expect(auditTrail(done).map((step) => step.event)).toEqual(['action_created', 'user_confirmed', 'action_executed']);
  });

  it('refuses a digest that is not the card’s, and says so in the audit', async () => {
    const forged = bench.engine.actions.confirm(priya, session, id, { digest: '0'.repeat(64), modifications: null });
    await expect(forged).rejects.toMatchObject({ code: 'ACTION_CHANGED' });
    expect(leaves()).toEqual([]);
    await bench.drained();
    expect(audited()).toContain('digest_mismatch');
    const { card } = await bench.engine.actions.get(priya, id);
    expect(
      await bench.engine.actions.confirm(priya, session, id, { digest: card.digest, modifications: null }),
    ).toMatchObject({ kind: 'executed' });
  });

  it('does nothing when the stored operations were edited: the site computes the digest anew', async () => {
    await bench.drained();
    Object.assign(bench.site.row('VA Action Log', id) ?? {}, {
      operations: '[{"op":"insert","doctype":"Leave Application","values":{"days":"all year"}}]',
    });
    await expect(bench.engine.actions.confirm(priya, session, id, plain)).rejects.toMatchObject({
      code: 'ACTION_CHANGED',
    });
    expect(leaves()).toEqual([]);
    expect((await bench.engine.actions.get(priya, id)).card.status).toBe('cancelled');
  });

  it('does nothing with a session that was revoked, and the card stays', async () => {
    bench.site.epochs.set('priya@acme.test', 2);
    await expect(bench.engine.actions.confirm(priya, session, id, plain)).rejects.toMatchObject({
      code: 'PROOF_REQUIRED',
    });
    expect(leaves()).toEqual([]);
    expect((await bench.engine.actions.get(priya, id)).card.status).toBe('pending');
  });

  it('does nothing with somebody else’s session', async () => {
    await expect(bench.engine.actions.confirm(priya, await bench.identity('Erik'), id, plain)).rejects.toMatchObject({
      code: 'ACTION_NOT_FOUND',
    });
    expect(leaves()).toEqual([]);
  });

  it('comes too late after fifteen minutes, also when nobody looked meanwhile', async () => {
    bench.clock.forward(900_001);
    const late = await bench.identity('Priya');
    await expect(bench.engine.actions.confirm(priya, late, id, plain)).rejects.toMatchObject({
      code: 'ACTION_EXPIRED',
    });
    expect((await bench.engine.actions.get(priya, id)).card.status).toBe('expired');
    await bench.drained();
    expect(bench.site.row('VA Action Log', id)).toMatchObject({ status: 'expired' });
  });

  it('waits until the proposal is at the site, and leaves the card open when the site is away', async () => {
    const next =
      (await bench.say('Priya', conversation, 'please book monday off for a trip')).actions[0]?.action_id ?? '';
    bench.site.fail.set('execute_action', [new VaError('SITE_UNAVAILABLE')]);
    await expect(bench.engine.actions.confirm(priya, session, next, plain)).rejects.toMatchObject({
      code: 'SITE_UNAVAILABLE',
      message: expect.stringMatching(/never done twice/),
    });
    expect((await bench.engine.actions.get(priya, next)).card.status).toBe('pending');
    expect(await bench.engine.actions.confirm(priya, session, next, plain)).toMatchObject({
      kind: 'executed',
      message: 'Booked monday.',
    });
  });

  it('finds out what happened when the answer was lost', async () => {
    const real = bench.site.post.bind(bench.site);
    let lost = false;
    bench.site.post = async (method, args, caller, options) => {
      const answer = await real(method, args, caller, options);
      if (!method.endsWith('execute_action') || lost) return answer as never;
      lost = true;
      throw new VaError('TIMEOUT');
    };
    await expect(bench.engine.actions.confirm(priya, session, id, plain)).rejects.toMatchObject({ code: 'TIMEOUT' });
    expect(await bench.engine.actions.confirm(priya, session, id, plain)).toMatchObject({
      kind: 'executed',
      repeated: true,
    });
    expect(leaves()).toHaveLength(1);
  });

  it('closes a card whose document has changed', async () => {
    bench.site.fail.set('execute_action', [new VaError('DOCUMENT_CHANGED', { meta: { changes: [] } })]);
    await expect(bench.engine.actions.confirm(priya, session, id, plain)).rejects.toMatchObject({
      code: 'DOCUMENT_CHANGED',
    });
    await expect(bench.engine.actions.confirm(priya, session, id, plain)).rejects.toMatchObject({
      code: 'ACTION_CANCELLED',
    });
  });
});

describe('a change through the API', () => {
  it('makes a new card, executes nothing, and leaves the old one superseded', async () => {
    const changed = await bench.engine.actions.confirm(priya, session, id, {
      digest: null,
      modifications: { days: 'monday' },
    });
    expect(changed).toMatchObject({
      kind: 'superseded',
      action: { card: { action_id: id, status: 'superseded' } },
      replacement: { card: { status: 'pending', title: 'Book monday off', parameters: { days: 'monday' } } },
    });
    expect(leaves()).toEqual([]);
    await expect(bench.engine.actions.confirm(priya, session, id, plain)).rejects.toMatchObject({
      code: 'ACTION_SUPERSEDED',
    });
    const replacement = changed.kind === 'superseded' ? changed.replacement.card.action_id : '';
    expect(await bench.engine.actions.confirm(priya, session, replacement, plain)).toMatchObject({
      message: 'Booked monday.',
    });
    expect(leaves()).toMatchObject([{ days: 'monday' }]);
  });

  it.each([
    [{ days: 7 }, 'VALIDATION_ERROR'],
    [{ employee: 'HR-EMP-Erik' }, 'VALIDATION_ERROR'],
    [{ days: 'sunday' }, 'UNPROCESSABLE_ENTITY'],
    [{ days: 'someday' }, 'UNPROCESSABLE_ENTITY'],
  ])('refuses what the tool does not take: %o', async (modifications, code) => {
    await expect(
      bench.engine.actions.confirm(priya, session, id, { digest: null, modifications }),
    ).rejects.toMatchObject({ code });
    expect((await bench.engine.actions.get(priya, id)).card.status).toBe('pending');
  });
});

describe('a cancel', () => {
  it('closes the card, may be repeated, and refuses a yes afterwards', async () => {
    await bench.engine.actions.cancel(priya, id, 'not needed', 'rejected');
    expect((await bench.engine.actions.cancel(priya, id, null, 'cancelled')).card.status).toBe('rejected');
    await expect(bench.engine.actions.confirm(priya, session, id, plain)).rejects.toMatchObject({
      code: 'ACTION_CANCELLED',
    });
    await bench.drained();
    expect(bench.site.row('VA Action Log', id)).toMatchObject({
      status: 'cancelled',
      cancel_reason: 'Rejected: not needed',
    });
    const listed = await bench.engine.actions.list(priya, {
      conversationId: null,
      status: 'rejected',
      type: null,
      startDate: null,
      endDate: null,
      limit: 10,
      offset: 0,
    });
    expect(listed).toMatchObject({ total: 1, actions: [{ card: { action_id: id, status: 'rejected' } }] });
  });

  it('and a yes at the same moment: one of them wins, and nothing is both', async () => {
    // The cancel gets in after the yes has looked at the card and before it has taken it.
    const real = bench.stores.leases.acquire.bind(bench.stores.leases);
    let once = true;
    bench.stores.leases.acquire = async (key, options) => {
      if (key.includes('actions-lock') && once) {
        once = false;
        await bench.engine.actions.cancel(priya, id, null, 'cancelled');
      }
      return await real(key, options);
    };
    await expect(bench.engine.actions.confirm(priya, session, id, plain)).rejects.toMatchObject({
      code: 'ACTION_CANCELLED',
    });
    expect(leaves()).toEqual([]);
    expect((await bench.engine.actions.get(priya, id)).card.status).toBe('cancelled');
  });

  it('comes too late after a yes', async () => {
    await bench.engine.actions.confirm(priya, session, id, plain);
    await expect(bench.engine.actions.cancel(priya, id, null, 'cancelled')).rejects.toMatchObject({
      code: 'ACTION_ALREADY_CONFIRMED',
    });
  });
});

describe('undo', () => {
  it('takes back what was done, once', async () => {
    await expect(bench.engine.actions.reverse(priya, session, id, null)).rejects.toMatchObject({
      code: 'ACTION_NOT_REVERSIBLE',
    });
    await bench.engine.actions.confirm(priya, session, id, plain);
    const undone = await bench.engine.actions.reverse(priya, session, id, 'wrong day');
    expect(undone).toMatchObject({ reversalId: `${id}_undo`, action: { card: { status: 'reversed' } } });
    expect(leaves()).toEqual([]);
    await expect(bench.engine.actions.reverse(priya, session, id, null)).rejects.toMatchObject({
      code: 'ACTION_ALREADY_REVERSED',
    });
    const record = await bench.engine.actions.get(priya, `${id}_undo`);
    expect(record.card.reversal_of).toBe(id);
    expect(record.confirmedAt).toBeLessThanOrEqual(record.executedAt ?? 0);
  });

  it('of an undo is refused with what to do instead', async () => {
    await bench.engine.actions.confirm(priya, session, id, plain);
    const { reversalId } = await bench.engine.actions.reverse(priya, session, id, null);
    await expect(bench.engine.actions.reverse(priya, session, reversalId, null)).rejects.toMatchObject({
      code: 'ACTION_NOT_REVERSIBLE',
      message: 'An undo cannot be undone. Ask me to do it again.',
    });
    expect((await bench.engine.actions.get(priya, reversalId)).card.reversible_note).toMatch(/cannot be undone/);
  });

  it('puts the offer to ask the approver on one card, however often it is tried', async () => {
    await bench.engine.actions.confirm(priya, session, id, plain);
    bench.site.approve('Leave Application', String(leaves()[0]?.['name']));
    const refused = await bench.engine.actions.reverse(priya, session, id, null).catch((error: unknown) => error);
    const again = await bench.engine.actions.reverse(priya, session, id, null).catch((error: unknown) => error);
    expect(refused).toMatchObject({
      code: 'ACTION_MOVED_ON',
      meta: { offer: 'request_cancellation', offer_action_id: expect.any(String) },
    });
    expect((again as VaError).meta['offer_action_id']).toBe((refused as VaError).meta['offer_action_id']);
  });
});

describe('the list', () => {
  const all = { conversationId: null, status: null, type: null, startDate: null, endDate: null, limit: 10, offset: 0 };

  it('shows a person’s own actions, the newest first, with pages and a total', async () => {
    await bench.say('Priya', conversation, 'please book monday off for a trip');
    const erik = await bench.begin('Erik');
    await bench.say('Erik', erik, 'book friday');
    const page = await bench.engine.actions.list(priya, { ...all, limit: 1 });
    expect(page).toMatchObject({ total: 2, actions: [{ card: { title: 'Book monday off' } }] });
    expect((await bench.engine.actions.list(priya, { ...all, offset: 1 })).actions).toMatchObject([
      { card: { action_id: id } },
    ]);
    expect((await bench.engine.actions.list(priya, { ...all, status: 'completed' })).total).toBe(0);
  });

  it('follows what was confirmed in Desk', async () => {
    await bench.drained();
    Object.assign(bench.site.row('VA Action Log', id) ?? {}, {
      status: 'completed',
      result: '{"documents":[]}',
      proof: 'user',
    });
    await bench.engine.handleBus({
      kind: 'action',
      action: id,
      status: 'completed',
      user: 'priya@acme.test',
      conversation,
    });
    expect(await bench.engine.actions.get(priya, id)).toMatchObject({ proof: 'user', card: { status: 'completed' } });
    expect((await bench.events('Priya', conversation)).at(-1)).toMatchObject({ type: 'action.done' });
    await expect(bench.engine.actions.cancel(priya, id, null, 'cancelled')).rejects.toMatchObject({
      code: 'ACTION_ALREADY_CONFIRMED',
    });
  });
});

describe('a write without a card', () => {
  it('runs at once when the tool is on the list and every value was said', async () => {
    const quick = await bench.begin('Quick');
    const outcome = await bench.say('Quick', quick, 'book friday');
    expect(outcome.actions).toMatchObject([{ status: 'completed' }]);
    expect(leaves()).toMatchObject([{ days: 'friday', owner: 'quick@acme.test' }]);
    expect((await bench.say('Quick', quick, 'undo that')).text).toBe('I have undone that.');
  });

  it('gets a card when there is no live session to prove it', async () => {
    const quick = await bench.begin('Quick');
    const outcome = await bench.say('Quick', quick, 'book friday', { withoutSession: true });
    expect(outcome.actions).toMatchObject([{ status: 'pending' }]);
    expect(leaves()).toEqual([]);
  });
});
