import { Agent, request as httpRequest } from 'node:http';
import { meResponse, startResponse, tokenResponse } from '@dartwing-va/contract/rest.ts';
import { z } from 'zod';
import { siteUser } from '../../test/chaos/site-client.ts';
import type { Stack } from '../../test/chaos/stack.ts';

const PASSWORD = 'demo';
/** Sign-ins and the like under way at once. */
const AT_ONCE = 4;
const apiKeys = z.object({ api_key: z.string(), api_secret: z.string() });

/** An employee who is signed in, has agreed and has a conversation. */
export interface Colleague {
  readonly user: string;
  readonly token: string;
  readonly conversation: string;
  /** What signs him in again. */
  readonly credentials: unknown;
}

/** Makes employees through the site's own REST, as HR would, and signs them in at the sidecar. */
export async function hireStaff(stack: Stack, count: number, tell: (line: string) => void): Promise<Colleague[]> {
  tell(`making ${count} employees`);
  const admin = siteUser({ url: stack.siteUrl, login: { user: 'Administrator', password: PASSWORD } });
  const users = Array.from({ length: count }, (_, n) => `bench${n + 1}@acme.test`);
  for (const [n, user] of users.entries()) {
    await admin.insert('User', {
      email: user,
      first_name: 'Bench',
      last_name: String(n + 1),
      enabled: 1,
      language: 'en',
      send_welcome_email: 0,
      roles: [{ role: 'Employee' }],
    });
    await admin.insert('Employee', {
      first_name: 'Bench',
      last_name: String(n + 1),
      gender: 'Other',
      date_of_birth: '1990-01-01',
      date_of_joining: '2020-01-01',
      status: 'Active',
      company: 'Acme',
      user_id: user,
      create_user_permission: 1,
    });
  }
  tell('signing them in');
  const http = createHttp(stack.sidecarUrl, AT_ONCE);
  const staff: Colleague[] = [];
  const waiting = [...users];
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let user = waiting.shift(); user !== undefined; user = waiting.shift()) {
        // By their own keys: guessing passwords from one address is held up, here as anywhere.
        const keys = await admin.method('frappe.core.doctype.user.user.generate_keys', { user });
        staff.push(await enter(http, user, { grant_type: 'api_key', ...apiKeys.parse(keys) }));
      }
    }),
  );
  http.close();
  return staff;
}

/** Signs in somebody of the demo company. */
export async function signIn(http: Http, user: string): Promise<Colleague> {
  return await enter(http, user, { grant_type: 'password', username: user, password: PASSWORD });
}

/** Signs in, agrees and begins a conversation. */
export async function enter(http: Http, user: string, credentials: unknown): Promise<Colleague> {
  const token = tokenResponse.parse(await ok(http, 'POST', '/api/v1/auth/token', null, credentials)).access_token;
  const { consents_required } = meResponse.parse(await ok(http, 'GET', '/api/v1/me', token));
  if (consents_required.length > 0) {
    const consents = consents_required.map(({ consent_type, version }) => ({ consent_type, version, granted: true }));
    await ok(http, 'POST', '/api/v1/consents', token, { consents });
  }
  return { user, token, conversation: await newConversation(http, token), credentials };
}

export async function newConversation(http: Http, token: string): Promise<string> {
  return startResponse.parse(await ok(http, 'POST', '/api/v1/conversations', token, {})).conversation_id;
}

/** JSON over kept connections with as little of our own time as can be. */
export interface Http {
  send(
    method: 'GET' | 'POST',
    path: string,
    token: string | null,
    body?: unknown,
  ): Promise<{ readonly status: number; readonly text: string }>;
  close(): void;
}

export function createHttp(url: string, connections: number): Http {
  const { hostname, port } = new URL(url);
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  return {
    send: (method, path, token, body) =>
      new Promise((resolve, reject) => {
        const payload = body === undefined ? null : Buffer.from(JSON.stringify(body));
        const headers = {
          ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
          ...(payload === null ? {} : { 'Content-Type': 'application/json', 'Content-Length': payload.length }),
        };
        const request = httpRequest({ hostname, port, method, path, headers, agent }, (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () =>
            resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() }),
          );
          response.on('error', reject);
        });
        request.on('error', reject);
        request.end(payload ?? undefined);
      }),
    close: () => agent.destroy(),
  };
}

/** @throws Error for anything but 200. */
export async function ok(
  http: Http,
  method: 'GET' | 'POST',
  path: string,
  token: string | null,
  body?: unknown,
): Promise<unknown> {
  const answer = await http.send(method, path, token, body);
  if (answer.status !== 200) throw new Error(`${method} ${path}: ${answer.status} ${answer.text.slice(0, 300)}`);
  return JSON.parse(answer.text);
}

/** One message by REST; resolves to the answer, JSON. @throws Error when there is none. */
export async function chat(http: Http, who: Colleague, text: string, conversation = who.conversation): Promise<string> {
  const path = `/api/v1/conversations/${conversation}/messages`;
  const answer = await http.send('POST', path, who.token, { content: text });
  if (answer.status !== 200 || !answer.text.includes('"status":"answered"')) {
    throw new Error(`${who.user}: ${answer.status} ${answer.text.slice(0, 300)}`);
  }
  return answer.text;
}

/** What people say who want nothing. */
export const SMALL_TALK = ['hello', 'good morning', 'how are you?', 'thank you', 'what can you do?'] as const;
