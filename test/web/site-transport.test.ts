import type { ActionCard, TurnEvent } from '@dartwing-va/contract/turn-events.ts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SiteApi } from '../../web/transport/site-api.ts';
import type { SiteBus, SiteNotice } from '../../web/transport/site-bus.ts';
import type { TurnRow } from '../../web/transport/site-rows.ts';
import { siteMoment } from '../../web/transport/site-time.ts';
import { SiteTransport } from '../../web/transport/site-transport.ts';
import { TransportError, type TransportEvents } from '../../web/transport/transport.ts';
import { card as anyCard } from '../gateway/fakes.ts';

const card = (changes: Partial<ActionCard>): ActionCard => ({ ...anyCard, ...changes });

/** A site of one conversation: answers the page's requests from rows that a test changes. */
class FakeSite {
  turns: TurnRow[] = [];
  actions: ActionCard[] = [];
  readonly asked: { readonly method: string; readonly args: Record<string, unknown>; readonly csrf: string | null }[] =
    [];
  /** The next answers of a method instead of the usual ones: a status and a body. */
  readonly refusals = new Map<string, { status: number; body: unknown }>();
  down = false;

  readonly fetch = async (input: string, init: RequestInit): Promise<Response> => {
    if (this.down) throw new TypeError('Failed to fetch');
    const url = new URL(input, 'http://site.test');
    const method = url.pathname.replace('/api/method/dartwing_va.api.', '').replace('/api/resource/', '');
    const args = init.body
      ? (JSON.parse(String(init.body)) as Record<string, unknown>)
      : Object.fromEntries(url.searchParams);
    this.asked.push({ method, args, csrf: new Headers(init.headers).get('X-Frappe-CSRF-Token') });
    const refusal = this.refusals.get(method);
    if (refusal) return Response.json(refusal.body, { status: refusal.status });
    return Response.json(this.#answer(decodeURIComponent(method), args));
  };

  #answer(method: string, args: Record<string, unknown>): unknown {
    switch (method) {
      case 'whoami':
        return {
          message: { user: 'li@acme.test', full_name: 'Li Wei', time_zone: 'America/Chicago', employee: 'EMP-1' },
        };
      case 'VA Instance':
        return { data: [{ va_name: 'Ada' }] };
      case 'VA Conversation':
        return {
          data: [{ name: 'conv_1', started_at: '2026-11-23 13:05:00.000001', status: 'Active', turn_count: 1 }],
        };
      case 'VA Conversation Turn':
        return { data: [{ conversation: 'conv_1', content: 'Book Friday off' }] };
      case 'say':
        this.turns.push(question('turn_9', 9, 'Pending', String(args['text']), String(args['client_message_id'])));
        return { message: { conversation: 'conv_1', turn: 'turn_9', repeated: false } };
      case 'my_turns': {
        const after = Number(args['after_turn_number']);
        return { message: { turns: this.turns.filter((row) => row.turn_number > after), actions: this.actions } };
      }
      case 'card':
        return { message: this.actions.find((one) => one.action_id === args['action']) };
      default:
        return { message: {} };
    }
  }
}

const question = (
  name: string,
  n: number,
  status: TurnRow['status'],
  content: string,
  id: string | null = null,
): TurnRow => ({
  name,
  turn_number: n,
  role: 'User',
  status,
  content,
  timestamp: '2026-11-23 13:05:00',
  client_message_id: id,
});
const answer = (name: string, n: number, content: string, status: TurnRow['status'] = 'Answered'): TurnRow => ({
  ...question(name, n, status, content),
  role: 'Assistant',
});

let site: FakeSite;
let events: TurnEvent[];
let connection: string[];
let signedOut: number;
let notify: (notice: SiteNotice) => void;

function open(withBus = true): SiteTransport {
  const bus: SiteBus = {
    on: (event, handler) => {
      if (event === 'dartwing_va_turn') notify = handler;
    },
    off: () => undefined,
  };
  const sink: TransportEvents = {
    onConnection: (state) => connection.push(state),
    onEvent: (event) => events.push(event),
    onReload: () => undefined,
    onSignedOut: () => {
      signedOut += 1;
    },
  };
  return new SiteTransport(new SiteApi('csrf-1'), sink, withBus ? bus : null, 'America/Chicago');
}
const told = () => events.map((event) => [event.type, event.turn_id]);
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const looks = () => site.asked.filter((one) => one.method === 'my_turns').length;

beforeEach(() => {
  vi.useFakeTimers();
  site = new FakeSite();
  events = [];
  connection = [];
  signedOut = 0;
  vi.stubGlobal('fetch', site.fetch);
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('the assistant over the company site alone', () => {
  it('knows the person, the name of his assistant, and his conversations by their first words and true time', async () => {
    const transport = open();
    expect(await transport.me()).toMatchObject({ user: 'li@acme.test', assistant_name: 'Ada', consents_required: [] });
    expect(await transport.conversations()).toEqual([
      {
        conversation_id: 'conv_1',
        created_at: '2026-11-23T19:05:00.000Z',
        status: 'active',
        summary: null,
        title: 'Book Friday off',
        turn_count: 1,
      },
    ]);
  });

  it('still has an assistant for whoever may not read its record', async () => {
    site.refusals.set('VA%20Instance', { status: 403, body: { exc_type: 'PermissionError' } });
    expect((await open().me()).assistant_name).toBe('Assistant');
  });

  it('sends a first message without a conversation, with the token against forgery, and learns its name', async () => {
    const sent = await open().send(null, 'hello', 'm1');
    expect(sent).toEqual({ turnId: 'turn_9', conversationId: 'conv_1' });
    expect(site.asked[0]).toEqual({ method: 'say', args: { text: 'hello', client_message_id: 'm1' }, csrf: 'csrf-1' });
  });

  it('finds the answer and its card by looking, and looks no more when there is nothing to wait for', async () => {
    await open().send('conv_1', 'book friday', 'm1');
    await pass(500);
    expect(told()).toEqual([['user.message', 'turn_9']]);
    site.turns = [question('turn_9', 9, 'Answered', 'book friday', 'm1'), answer('turn_9_a', 9, 'Shall I?')];
    site.actions = [card({ turn_id: 'turn_9' })];
    await pass(3000);
    expect(told()).toEqual([
      ['user.message', 'turn_9'],
      ['action.pending', 'turn_9'],
      ['turn.done', 'turn_9'],
    ]);
    const before = looks();
    await pass(60_000);
    expect(looks()).toBe(before);
  });

  it('hears of news by the bus, tells each of them once, and only of the conversation in front', async () => {
    const transport = open();
    site.turns = [question('turn_1', 1, 'Answered', 'hello'), answer('turn_1_a', 1, 'Hi')];
    site.actions = [card({ turn_id: 'turn_1' })];
    expect((await transport.load('conv_1')).turns).toMatchObject([{ user_content: 'hello', assistant_content: 'Hi' }]);
    await transport.open('conv_1');
    await pass(60_000);
    expect(events).toEqual([]);
    site.actions = [card({ turn_id: 'turn_1', status: 'completed' })];
    notify({ conversation: 'conv_2' });
    await pass(0);
    expect(events).toEqual([]);
    notify({ conversation: 'conv_1' });
    notify({ conversation: 'conv_1' });
    await pass(0);
    expect(told()).toEqual([['action.updated', 'turn_1']]);
  });

  it('looks from time to time without a bus, so that another window is noticed', async () => {
    const transport = open(false);
    await transport.load('conv_1');
    await transport.open('conv_1');
    site.turns = [question('turn_1', 1, 'Answered', 'from my phone'), answer('turn_1_a', 1, 'Hi')];
    await pass(20_000);
    expect(told()).toEqual([
      ['user.message', 'turn_1'],
      ['turn.done', 'turn_1'],
    ]);
  });

  it('gives each of two quick messages its own answer', async () => {
    const transport = open();
    await transport.load('conv_1');
    await transport.open('conv_1');
    site.turns = [
      question('turn_1', 1, 'Answered', 'one'),
      question('turn_2', 2, 'Answered', 'two'),
      answer('turn_1_a', 2, 'first'),
      answer('turn_2_a', 2, 'second'),
    ];
    notify({ conversation: 'conv_1' });
    await pass(0);
    expect(events.flatMap((event) => (event.type === 'turn.done' ? [[event.turn_id, event.text]] : []))).toEqual([
      ['turn_1', 'first'],
      ['turn_2', 'second'],
    ]);
  });

  it('tells a turn that failed as an error that can be tried again', async () => {
    await open().send('conv_1', 'book friday', 'm1');
    site.turns = [
      question('turn_9', 9, 'Failed', 'book friday', 'm1'),
      answer('turn_9_a', 9, 'That did not work.', 'Failed'),
    ];
    await pass(1000);
    expect(events.at(-1)).toMatchObject({ type: 'error', error: { message: 'That did not work.', retryable: true } });
  });

  it('confirms what was seen, and shows the card as the site has it afterwards', async () => {
    const shown = card({ digest: 'd1' });
    site.actions = [{ ...shown, status: 'completed' }];
    expect((await open().confirm(shown)).action.status).toBe('completed');
    expect(site.asked[0]).toMatchObject({ method: 'confirm_action', args: { action: shown.action_id, digest: 'd1' } });
  });

  it('passes on the words of a refusal and the terms that are missing', async () => {
    const meta = { missing: ['terms_of_service', 'conversation_logging'], version: '3', text: 'Be kind.' };
    const refused = { va_error: { code: 'CONSENT_REQUIRED', message: 'Before we start I need your consent.', meta } };
    site.refusals.set('say', { status: 403, body: refused });
    const error: unknown = await open()
      .send(null, 'hello', 'm1')
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(TransportError);
    expect(error).toMatchObject({ code: 'CONSENT_REQUIRED', retryable: false });
    const { required } = (error as TransportError).meta as {
      required: { consent_type: string; version: string; text: string }[];
    };
    expect(required[0]).toEqual({ consent_type: 'terms_of_service', version: '3', text: 'Be kind.' });
    expect(required[1]).toMatchObject({ consent_type: 'conversation_logging', version: '1' });
    expect(required[1]?.text).toContain('I keep what you write');
  });

  it('shows what stood beside an answer before its words, once, live and loaded again', async () => {
    const visual = { kind: 'list', title: 'Your tasks', items: [{ title: 'Draft' }] } as const;
    const citation = { title: 'Travel policy', href: '/kb/travel' };
    await open().send('conv_1', 'my tasks?', 'm1');
    site.turns = [
      question('turn_9', 9, 'Answered', 'my tasks?', 'm1'),
      { ...answer('turn_9_a', 9, 'One task.'), visuals: [visual], citations: [citation] },
    ];
    await pass(10_000);
    expect(events.slice(-3)).toMatchObject([
      { type: 'visual', visual, turn_id: 'turn_9' },
      { type: 'citation', ...citation },
      { type: 'turn.done', text: 'One task.' },
    ]);
    expect(events.filter((event) => event.type === 'visual')).toHaveLength(1);
    const { turns } = await open().load('conv_1');
    expect(turns[0]).toMatchObject({ visuals: [visual], citations: [citation] });
  });

  it('shows itself offline while the site cannot be reached, and catches up afterwards', async () => {
    await open().send('conv_1', 'hello', 'm1');
    site.down = true;
    await pass(1000);
    expect(connection.at(-1)).toBe('offline');
    site.down = false;
    site.turns = [question('turn_9', 9, 'Answered', 'hello', 'm1'), answer('turn_9_a', 9, 'Hi')];
    await pass(5000);
    expect(connection.at(-1)).toBe('online');
    expect(events.at(-1)).toMatchObject({ type: 'turn.done', text: 'Hi' });
  });

  it('ends with the login of the site', async () => {
    await open().send('conv_1', 'hello', 'm1');
    site.refusals.set('my_turns', { status: 401, body: { exc_type: 'AuthenticationError' } });
    await pass(1000);
    expect(signedOut).toBe(1);
  });
});

describe("a moment of the site's", () => {
  it("is read in the site's own zone, on both sides of a change of the clocks", () => {
    const at = (text: string) => new Date(siteMoment(text, 'America/Chicago')).toISOString();
    expect(at('2026-07-01 12:00:00.123456')).toBe('2026-07-01T17:00:00.123Z');
    expect(at('2026-11-01 00:30:00')).toBe('2026-11-01T05:30:00.000Z');
    expect(at('2026-11-01 03:00:00')).toBe('2026-11-01T09:00:00.000Z');
    expect(at('2026-03-08 03:30:00')).toBe('2026-03-08T08:30:00.000Z');
    expect(Number.isNaN(siteMoment('', 'America/Chicago'))).toBe(true);
  });
});
