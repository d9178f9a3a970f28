import { setTimeout as delay } from 'node:timers/promises';
import { errorResponse, tokenResponse } from '@dartwing-va/contract/rest.ts';
import { BrokenPromise, type Ledger, PATIENCE_MS } from './ledger.ts';

const REQUEST_MS = 30_000;

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  /** Whether an earlier try of the same request was lost on the way, so that it may have happened before. */
  readonly uncertain: boolean;
}

/** One signed-in employee at the sidecar's REST API, as patient as a real page. */
export interface Client {
  readonly user: string;
  /**
   * Sends until there is an answer: again after a lost connection or an error that says so, with a new sign-in after 401.
   * The last answer is given whatever its status. @throws BrokenPromise when the service does not come back.
   */
  call(method: 'GET' | 'POST', path: string, body?: unknown): Promise<Answer>;
  token(): Promise<string>;
}

/** Told of each request as it leaves, so that a kill can be placed in the middle of one. */
export type Traffic = () => void;

export function createClient(options: {
  readonly url: string;
  readonly user: string;
  readonly password: string;
  readonly ledger: Ledger;
  readonly traffic: Traffic;
}): Client {
  const { url, user, ledger } = options;
  let tokens: { access: string; refresh: string; until: number } | null = null;

  async function send(method: string, path: string, body: unknown, token: string | null) {
    options.traffic();
    return await exchange(`${url}${path}`, {
      method,
      headers: {
        ...(token ? { Authorization: `Bearer ${token}` } : {}),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  async function patiently(method: string, path: string, body: unknown, signedIn: boolean): Promise<Answer> {
    const until = Date.now() + PATIENCE_MS;
    let uncertain = false;
    let last = 'no connection';
    while (Date.now() < until) {
      const answer = await send(method, path, body, signedIn ? await token() : null);
      if (answer === null) uncertain = true;
      else if (answer.status === 401 && signedIn) tokens = null;
      else {
        const wait = pauseAfter(answer);
        if (wait === null) return { ...answer, uncertain };
        // The request may have run although its answer says that something behind it is away.
        uncertain = true;
        last = `${answer.status} ${JSON.stringify(answer.body)}`;
        await delay(Math.max(0, Math.min(wait, until - Date.now())));
      }
      ledger.repeats += 1;
      await delay(100);
    }
    throw new BrokenPromise(`${method} ${path} of ${user} got no answer in ${PATIENCE_MS / 1000} s; last: ${last}`);
  }

  async function token(): Promise<string> {
    if (tokens && Date.now() < tokens.until) return tokens.access;
    const old = tokens;
    tokens = null;
    const signIn = { grant_type: 'password', username: user, password: options.password };
    let answer = old
      ? await patiently('POST', '/api/v1/auth/token/refresh', { refresh_token: old.refresh }, false)
      : await patiently('POST', '/api/v1/auth/token', signIn, false);
    // A refresh whose answer was lost has used the token up: sign in again, as a page does.
    if (answer.status !== 200 && old) answer = await patiently('POST', '/api/v1/auth/token', signIn, false);
    const parsed = tokenResponse.safeParse(answer.body);
    if (!parsed.success)
      throw new BrokenPromise(`${user} cannot sign in: ${answer.status} ${JSON.stringify(answer.body)}`);
    const { access_token: access, refresh_token: refresh, expires_in } = parsed.data;
    tokens = { access, refresh, until: Date.now() + (expires_in - 90) * 1000 };
    return access;
  }

  return { user, token, call: (method, path, body) => patiently(method, path, body, true) };
}

/** One request; null when the connection was refused or lost, or the answer is no JSON. */
export async function exchange(url: string, init: RequestInit): Promise<Omit<Answer, 'uncertain'> | null> {
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(REQUEST_MS) });
    return { status: response.status, body: await response.json() };
  } catch {
    // What happened to the request nobody knows; that is what the retries are for.
    return null;
  }
}

/** Ms until a retryable error is worth another try; null for an answer to keep. */
function pauseAfter(answer: Omit<Answer, 'uncertain'>): number | null {
  if (answer.status < 400) return null;
  const failure = errorResponse.safeParse(answer.body);
  if (!failure.success) return answer.status >= 500 ? 300 : null;
  if (!failure.data.error.retryable) return null;
  const { meta } = failure.data.error;
  const seconds = meta['retry_after_seconds'] ?? meta['retry_after_s'];
  return typeof seconds === 'number' ? seconds * 1000 : 200;
}

export const codeOf = (answer: Pick<Answer, 'body'>): string => {
  const failure = errorResponse.safeParse(answer.body);
  return failure.success ? failure.data.error.code : '';
};
