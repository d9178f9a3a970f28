import type { Login } from './login.ts';
import { TransportError } from './transport.ts';

/** What a page of another site gives: an access token of the person who is signed in there, or a way to one. */
export type TokenSource = () => string | null | Promise<string | null>;

const RENEW_BEFORE_MS = 90_000;

/** The login of a page that has its own: asks it for an access token whenever one is needed, and keeps nothing but the last. */
export class GivenLogin implements Login {
  readonly #source: TokenSource;
  #held: { readonly token: string; readonly expiresAt: number } | null = null;
  #asking: Promise<string> | null = null;

  constructor(source: TokenSource) {
    this.#source = source;
  }

  async token(): Promise<string> {
    if (this.#held && this.#held.expiresAt - RENEW_BEFORE_MS > Date.now()) return this.#held.token;
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = null;
    });
    return this.#asking;
  }

  renew(): Promise<string> {
    this.forget();
    return this.token();
  }

  forget(): void {
    this.#held = null;
  }

  /** The login is the page's own; ending it is the page's business. */
  async signOut(): Promise<void> {
    this.forget();
  }

  async #ask(): Promise<string> {
    let token: string | null;
    try {
      token = await this.#source();
    } catch (error) {
      console.error('va-assistant: the page could not give a token', error);
      throw refused('This page could not sign you in. Please try again in a moment.');
    }
    if (typeof token !== 'string' || token === '') throw refused('This page did not sign you in.');
    this.#held = { token, expiresAt: expiryOf(token) };
    return token;
  }
}

function refused(message: string): TransportError {
  return new TransportError({ code: 'UNAUTHORIZED', message, retryable: false });
}

/** Epoch ms at which a JWT ends, as its `exp` says; 0 for what cannot be read, which is then asked for each time. */
function expiryOf(token: string): number {
  try {
    const body = token.split('.')[1] ?? '';
    const { exp } = JSON.parse(atob(body.replaceAll('-', '+').replaceAll('_', '/'))) as { exp?: unknown };
    return typeof exp === 'number' ? exp * 1000 : 0;
  } catch {
    return 0;
  }
}
