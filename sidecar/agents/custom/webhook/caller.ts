import { lookup } from 'node:dns/promises';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { isIP } from 'node:net';
import { orAborted } from '../../../lib/async.ts';
import { isPublicAddress } from './addresses.ts';

/** Why an address was not called, or its answer not taken. */
export type WebhookFailure =
  /** No https, a user in it, figures for a host. */
  | 'url'
  /** The company does not list the host. */
  | 'host'
  /** The name leads to an address that is not public, or nowhere. */
  | 'address'
  | 'redirect'
  | 'unreachable'
  | 'status'
  | 'size'
  | 'type';

export class WebhookError extends Error {
  override readonly name = 'WebhookError';
  readonly failure: WebhookFailure;

  constructor(failure: WebhookFailure, cause?: unknown) {
    super(`webhook: ${failure}`, cause === undefined ? undefined : { cause });
    this.failure = failure;
  }
}

export interface WebhookCaller {
  /**
   * One POST of JSON; the text that came back.
   * @param hosts those that the company lists; every hop must go to one of them
   * @throws WebhookError; the signal's reason when aborted
   */
  post(call: {
    readonly url: string;
    readonly hosts: readonly string[];
    readonly body: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly signal: AbortSignal;
  }): Promise<{ readonly text: string; readonly isJson: boolean }>;
}

/** What stands between a name and the network; only tests give other ones. */
export interface WebhookNetwork {
  /** All addresses of a name. */
  readonly resolve?: (host: string) => Promise<readonly string[]>;
  /** Whether an address may be called. Default: public ones. */
  readonly mayReach?: (address: string) => boolean;
  /** Certificates to trust beside none: PEM. Default: those of Node. */
  readonly ca?: string;
}

const MAX_HOPS = 3;
/** Bytes of an answer. */
const MAX_ANSWER = 64_000;

export function createWebhookCaller(network: WebhookNetwork = {}): WebhookCaller {
  const mayReach = network.mayReach ?? isPublicAddress;
  const resolve = network.resolve ?? addressesOf;

  /** Looks a name up once. What is called is the address that was looked at: a second look-up might find another. */
  async function addressOf(host: string, signal: AbortSignal): Promise<string> {
    let found: readonly string[];
    try {
      found = await orAborted(resolve(host), signal);
    } catch (error) {
      signal.throwIfAborted();
      throw new WebhookError('address', error);
    }
    const [first] = found;
    // One address of the own network among others is one too many.
    if (first === undefined || !found.every(mayReach)) throw new WebhookError('address');
    return first;
  }

  return {
    async post({ url, hosts, body, headers, signal }) {
      let next = url;
      for (let hop = 1; hop <= MAX_HOPS; hop += 1) {
        const target = checkedUrl(next, hosts);
        const address = await addressOf(target.hostname, signal);
        const response = await send(target, address, { body, headers, signal, ca: network.ca });
        const status = response.statusCode ?? 0;
        const { location } = response.headers;
        if (status === 307 || status === 308) {
          response.destroy();
          if (location === undefined || !URL.canParse(location, target.href)) throw new WebhookError('redirect');
          next = new URL(location, target.href).href;
          continue;
        }
        if (status < 200 || status > 299) {
          response.destroy();
          // Any other redirect would turn the question into another one.
          throw new WebhookError(status >= 300 && status < 400 ? 'redirect' : 'status');
        }
        return await textOf(response, signal);
      }
      throw new WebhookError('redirect');
    },
  };
}

async function addressesOf(host: string): Promise<readonly string[]> {
  return (await lookup(host, { all: true, verbatim: true })).map(({ address }) => address);
}

function checkedUrl(text: string, hosts: readonly string[]): URL {
  if (!URL.canParse(text)) throw new WebhookError('url');
  const url = new URL(text);
  const isPlain = url.username === '' && url.password === '' && isIP(url.hostname.replace(/^\[|\]$/gu, '')) === 0;
  if (url.protocol !== 'https:' || !isPlain) throw new WebhookError('url');
  if (!hosts.includes(url.host)) throw new WebhookError('host');
  return url;
}

function send(
  url: URL,
  address: string,
  given: {
    readonly body: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly signal: AbortSignal;
    readonly ca: string | undefined;
  },
): Promise<IncomingMessage> {
  const { body, headers, signal, ca } = given;
  return new Promise((resolve, reject) => {
    const sent = request({
      method: 'POST',
      host: address,
      port: url.port === '' ? 443 : Number(url.port),
      path: `${url.pathname}${url.search}`,
      // The certificate is that of the name, not of the address.
      servername: url.hostname,
      agent: false,
      signal,
      ...(ca === undefined ? {} : { ca }),
      headers: {
        ...headers,
        host: url.host,
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        accept: 'application/json, text/plain',
        'accept-encoding': 'identity',
      },
    });
    sent.once('response', resolve);
    sent.once('error', (error) => {
      reject(signal.aborted ? signal.reason : new WebhookError('unreachable', error));
    });
    sent.end(body);
  });
}

async function textOf(
  response: IncomingMessage,
  signal: AbortSignal,
): Promise<{ readonly text: string; readonly isJson: boolean }> {
  const type = (response.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  const encoding = response.headers['content-encoding'] ?? 'identity';
  const isJson = type === 'application/json' || type.endsWith('+json');
  if (encoding !== 'identity' || !(isJson || type === 'text/plain')) {
    response.destroy();
    throw new WebhookError('type');
  }
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      size += chunk.length;
      // Leaving the loop ends the connection.
      if (size > MAX_ANSWER) throw new WebhookError('size');
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof WebhookError) throw error;
    signal.throwIfAborted();
    throw new WebhookError('unreachable', error);
  }
  return { text: Buffer.concat(chunks).toString('utf8'), isJson };
}
