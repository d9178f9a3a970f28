import type { Login } from './login.ts';
import { TransportError } from './transport.ts';

interface Tokens {
  readonly access_token: string;
  readonly expires_in: number;
  readonly refresh_token: string;
}
const STORE_KEY = 'dartwing-va.refresh';
const RENEW_BEFORE_MS = 90_000;

/**
 * The page's login: the access token lives in memory, the refresh token in the tab's session storage, so that a reload
 * keeps the login and another tab or a later day does not find it.
 */
export class Session implements Login {
  readonly #baseUrl: string;
  readonly #storage: Storage | null;
  #access: { token: string; expiresAt: number } | null = null;
  #renewing: Promise<string> | null = null;

  constructor(baseUrl: string, storage: Storage | null) {
    this.#baseUrl = baseUrl;
    this.#storage = storage;
  }

  /** True when a token is there or can be had without asking the person. */
  get signedIn(): boolean {
    return this.#access !== null || this.#refreshToken() !== null;
  }

  async signIn(username: string, password: string): Promise<void> {
    this.adopt(await this.#post('/auth/token', { grant_type: 'password', username, password }));
  }

  /** Tokens that came from elsewhere, such as the company site's own login. */
  adopt(tokens: Tokens): void {
    this.#access = { token: tokens.access_token, expiresAt: Date.now() + tokens.expires_in * 1000 };
    this.#storage?.setItem(STORE_KEY, tokens.refresh_token);
  }

  async token(): Promise<string> {
    if (this.#access && this.#access.expiresAt - RENEW_BEFORE_MS > Date.now()) return this.#access.token;
    this.#renewing ??= this.#renew().finally(() => {
      this.#renewing = null;
    });
    return this.#renewing;
  }

  renew(): Promise<string> {
    this.#access = null;
    return this.token();
  }

  async signOut(): Promise<void> {
    const token = this.#refreshToken();
    this.forget();
    if (token) await this.#post('/auth/token/revoke', { token, token_type_hint: 'refresh_token' });
  }

  forget(): void {
    this.#access = null;
    this.#storage?.removeItem(STORE_KEY);
  }

  #refreshToken(): string | null {
    return this.#storage?.getItem(STORE_KEY) ?? null;
  }

  async #renew(): Promise<string> {
    const refresh = this.#refreshToken();
    if (!refresh) throw new TransportError({ code: 'UNAUTHORIZED', message: 'Please sign in.', retryable: false });
    try {
      this.adopt(await this.#post('/auth/token/refresh', { refresh_token: refresh }));
    } catch (error) {
      // Only a refusal ends the login; a broken network does not.
      if (error instanceof TransportError && !error.retryable) this.forget();
      throw error;
    }
    if (!this.#access) throw new TransportError({ code: 'UNAUTHORIZED', message: 'Please sign in.', retryable: false });
    return this.#access.token;
  }

  async #post<T = Tokens>(path: string, body: unknown): Promise<T> {
    return fetchJson<T>(`${this.#baseUrl}/api/v1${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
  }
}

/** @throws TransportError with the service's own words, or a retryable one when the network failed. */
export async function fetchJson<T>(url: string, init: RequestInit): Promise<T> {
  let response: Response;
  try {
    response = await fetch(url, { ...init, credentials: 'omit', cache: 'no-store' });
  } catch {
    throw new TransportError({
      code: 'SERVICE_UNAVAILABLE',
      message: 'I cannot be reached right now. Check your connection and try again.',
      retryable: true,
    });
  }
  const body: unknown = await response.json().catch(() => null);
  if (response.ok) return body as T;
  if (isFailure(body)) throw new TransportError(body.error);
  throw new TransportError({
    code: 'SERVICE_UNAVAILABLE',
    message: 'I am not available right now. Please try again in a moment.',
    retryable: true,
  });
}

function isFailure(body: unknown): body is { error: ConstructorParameters<typeof TransportError>[0] } {
  return (
    typeof body === 'object' &&
    body !== null &&
    'error' in body &&
    typeof body.error === 'object' &&
    body.error !== null &&
    'code' in body.error &&
    'message' in body.error
  );
}
