import { TransportError } from './transport.ts';

interface Failure {
  readonly va_error?: {
    readonly code: string;
    readonly message: string;
    readonly meta?: Readonly<Record<string, unknown>>;
  };
  readonly _server_messages?: string;
}

/** Calls of the signed-in person to the site's own methods (docs/site-api.md). */
export class SiteApi {
  readonly #csrfToken: string;

  constructor(csrfToken: string) {
    this.#csrfToken = csrfToken;
  }

  post<T>(method: string, args: Readonly<Record<string, unknown>>): Promise<T> {
    return this.#call<T>(`/api/method/${method}`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        Accept: 'application/json',
        'X-Frappe-CSRF-Token': this.#csrfToken,
      },
      body: JSON.stringify(args),
    });
  }

  get<T>(method: string, args: Readonly<Record<string, string>>): Promise<T> {
    return this.#call<T>(`/api/method/${method}?${new URLSearchParams(args)}`, {
      headers: { Accept: 'application/json' },
    });
  }

  /** A list of one DocType as the person may see it. */
  async list<T>(doctype: string, query: Readonly<Record<string, string>>): Promise<T[]> {
    const { data } = await this.#request<{ data: T[] }>(
      `/api/resource/${encodeURIComponent(doctype)}?${new URLSearchParams(query)}`,
      { headers: { Accept: 'application/json' } },
    );
    return data;
  }

  async #call<T>(url: string, init: RequestInit): Promise<T> {
    return (await this.#request<{ message: T }>(url, init)).message;
  }

  async #request<T>(url: string, init: RequestInit): Promise<T> {
    let response: Response;
    try {
      response = await fetch(url, { ...init, credentials: 'same-origin', cache: 'no-store' });
    } catch {
      throw new TransportError({
        code: 'SITE_UNAVAILABLE',
        message: 'Your company site cannot be reached right now.',
        retryable: true,
      });
    }
    const body: unknown = await response.json().catch(() => null);
    if (response.ok && body !== null) return body as T;
    const failure = (typeof body === 'object' && body !== null ? body : {}) as Failure;
    if (failure.va_error)
      throw new TransportError({
        code: failure.va_error.code,
        message: failure.va_error.message,
        retryable: response.status >= 500 || response.status === 429,
        meta: failure.va_error.meta ?? {},
      });
    throw new TransportError({
      code: response.status === 401 ? 'UNAUTHORIZED' : 'SITE_ERROR',
      message: lastMessage(failure._server_messages) ?? 'Your company site gave no usable answer.',
      retryable: response.status >= 500,
      meta: {},
    });
  }
}

/** Frappe sends its messages as JSON of JSON, with tags inside. */
function lastMessage(raw: string | undefined): string | null {
  if (!raw) return null;
  try {
    const items = JSON.parse(raw) as string[];
    const last = JSON.parse(items.at(-1) ?? '{}') as { message?: string };
    return last.message?.replace(/<[^>]*>/g, '') ?? null;
  } catch {
    return null;
  }
}
