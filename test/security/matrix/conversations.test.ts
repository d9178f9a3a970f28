import type { Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, type Company, type Employee, openCompany } from '../../flow/company.ts';

// Conversations and actions of others, by the API and by the socket: as if they were not there.
const USERS = ['priya@acme.test', 'finance@acme.test', 'sales@acme.test', 'marcus@acme.test', 'erik@globex.test'];
let company: Company;
const people = new Map<string, Employee>();
const compared = { api: 0, socket: 0 };
const leaks: string[] = [];

beforeAll(async () => {
  company = await openCompany({ env: { VA_LIMIT_ACTIONS: '100000', VA_LIMIT_OTHER: '100000' } });
  for (const user of USERS) people.set(user, await company.as(user));
}, 60_000);
afterAll(async () => {
  console.info(
    `conversations of others: ${compared.api} asked for by the API, ${compared.socket} by the socket, ${leaks.length} leaks`,
  );
  await company?.close();
});

const plain = (answer: unknown) => JSON.stringify(answer).replaceAll(/(?:act|turn|conv|req)_[0-9a-z_]+/gu, '_');
const otherId = (id: string) => id.replace(/.{8}(?<end>_1)?$/u, '00000000$<end>');

describe("somebody else's conversation", () => {
  const SECRET = 'my knee surgery is on the third of July';
  type Ask = (me: Employee, conversation: string, action: string) => Promise<Answer>;
  const ASKS: Readonly<Record<string, Ask>> = {
    read: (me, id) => me.api('GET', `/conversations/${id}`),
    messages: (me, id) => me.api('GET', `/conversations/${id}/messages?limit=50`),
    say: (me, id) => me.api('POST', `/conversations/${id}/messages`, { content: 'what did I say?' }),
    end: (me, id) => me.api('POST', `/conversations/${id}/end`, {}),
    'cancel a turn': (me, id) => me.api('POST', `/conversations/${id}/turns/turn_x/cancel`, {}),
    action: (me, _id, action) => me.api('GET', `/actions/${action}`),
    confirm: (me, _id, action) => me.api('POST', `/actions/${action}/confirm`, {}),
    'confirm there': (me, id, action) => me.api('POST', `/conversations/${id}/actions/${action}/confirm`, {}),
    cancel: (me, _id, action) => me.api('POST', `/actions/${action}/cancel`, {}),
    reverse: (me, _id, action) => me.api('POST', `/actions/${action}/reverse`, {}),
    batch: (me, _id, action) => me.api('POST', '/actions/batch/confirm', { action_ids: [action] }),
  };

  it('is as if it were not there, for everybody and by every way in, and nothing of it comes up elsewhere', async () => {
    for (const owner of USERS) {
      const mine = people.get(owner) as Employee;
      const conversation = await mine.begin();
      await mine.message(`create a task: ${SECRET}`);
      const action = mine.card().action_id;
      for (const user of USERS.filter((one) => one !== owner)) {
        const me = people.get(user) as Employee;
        for (const [what, ask] of Object.entries(ASKS)) {
          const there = await ask(me, conversation, action);
          const none = await ask(
            me,
            conversation.replace(/.{8}$/u, '00000000'),
            action.replace(/.{8}_1$/u, '00000000_1'),
          );
          compared.api += 1;
          const plain = ({ status, body }: Answer) =>
            `${status} ${JSON.stringify(body).replaceAll(/(?:act|turn|conv|req)_[0-9a-z_]+/gu, '_')}`;
          expect(plain(there), `${user} ${what} of ${owner}`).toBe(plain(none));
          expect(plain(there)).not.toContain('knee');
        }
        const lists = [await me.api('GET', '/conversations?limit=100'), await me.api('GET', '/actions/pending')];
        expect(JSON.stringify(lists.map(({ body }) => body))).not.toContain(conversation);
      }
      await mine.api('POST', `/actions/${action}/cancel`, {});
    }
  }, 60_000);

  it('is as if it were not there by the socket as well, and nothing of it is sent there', async () => {
    const sockets = new Map<string, Socket>();
    const heard: string[] = [];
    for (const [user, me] of people) {
      const socket = await me.socket();
      socket.onAny((name, event) => heard.push(`${user} ${name} ${JSON.stringify(event)}`));
      sockets.set(user, socket);
    }
    const requests = (conversation: string, action: string): readonly (readonly [string, object])[] => [
      ['conversation.open', { conversation_id: conversation, last_seq: 0 }],
      ['message.send', { conversation_id: conversation, content: 'what did I say?', client_message_id: 'a1' }],
      ['turn.cancel', { conversation_id: conversation, turn_id: 'turn_x' }],
      ['conversation.close', { conversation_id: conversation }],
      ['action.confirm', { action_id: action }],
      ['action.cancel', { action_id: action }],
      ['action.reverse', { action_id: action }],
    ];
    for (const owner of USERS) {
      const mine = people.get(owner) as Employee;
      const conversation = await mine.begin();
      await mine.message(`create a task: ${SECRET}`);
      const action = mine.card().action_id;
      for (const user of USERS.filter((one) => one !== owner)) {
        const none = requests(otherId(conversation), otherId(action));
        for (const [at, [name, request]] of requests(conversation, action).entries()) {
          const there = plain(await sockets.get(user)?.emitWithAck(name, request));
          const absent = plain(await sockets.get(user)?.emitWithAck(name, none[at]?.[1]));
          compared.socket += 1;
          if (there !== absent) leaks.push(`${user} ${name} of ${owner}: ${there} | ${absent}`);
        }
      }
      // The owner goes on, with the others listening.
      await mine.say('and what are my open tasks?');
      await mine.api('POST', `/actions/${action}/cancel`, {});
    }
    for (const socket of sockets.values()) socket.disconnect();
    expect(heard).toEqual([]);
    expect(leaks).toEqual([]);
    expect(compared.socket).toBe(USERS.length * (USERS.length - 1) * 7);
  }, 120_000);
});
