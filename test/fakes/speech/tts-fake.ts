import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { type Arrival, sendJson, startWireServer } from '../llm/wire-server.ts';

/** One clause as a provider was asked to say it. */
export interface AskedClause {
  readonly text: string;
  /** The provider's own name. */
  readonly voice: string;
  readonly model: string;
  /** Hz. */
  readonly rate: number;
  readonly speed: number;
  /** All that was asked, as it came. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The connection it came on, so that a test sees whether one was kept. */
  readonly port: number | undefined;
  /** True: the client went before the answer was whole. */
  readonly abandoned: Promise<boolean>;
}

/** What a clause meets in place of its sound. */
export type TtsFault =
  | { readonly fault: 'key' | 'quota' | 'rate-limited' | 'overloaded' | 'no-voice' | 'bad-request' }
  /** No byte comes; a connection that is closed; a page of another server; an answer without sound. */
  | { readonly fault: 'hang' | 'reset' | 'garbage' | 'silence' | 'endless' }
  /** So much sound, and then the connection breaks or nothing more comes. */
  | { readonly cutAfterMs: number }
  | { readonly stallAfterMs: number };
export type ToldFault = 'key' | 'quota' | 'rate-limited' | 'overloaded' | 'no-voice' | 'bad-request';

/** What makes a fake one provider's. */
export interface TtsProtocol {
  /** Appended to the origin: what clients take as base URL. */
  readonly base: string;
  keyOf(headers: Readonly<Record<string, string>>): string | null;
  /** Null: no such path. @throws Refusal for what the API does not accept. */
  read(
    arrival: Arrival,
    body: Readonly<Record<string, unknown>>,
  ): Omit<AskedClause, 'abandoned' | 'headers' | 'port'> | null;
  refusal(fault: ToldFault, asked: string): Refusal;
  readonly contentType: string;
  /** Other paths, such as lists. True when it answered. */
  other?(arrival: Arrival): boolean;
}

/** The thrown thing that a fake answers as the API would. */
export class Refusal extends Error {
  readonly status: number;
  readonly body: unknown;
  constructor(status: number, body: unknown) {
    super(JSON.stringify(body));
    this.status = status;
    this.body = body;
  }
}

export interface TtsFake {
  readonly url: string;
  readonly key: string;
  /** Clauses in the order they were asked for. */
  readonly asked: readonly AskedClause[];
  /** Requests that were for no clause: `METHOD /path`. */
  readonly others: readonly string[];
  /** What the next clauses meet, one each; null: nothing. Afterwards all is well. */
  meet(...faults: readonly (TtsFault | null)[]): void;
  close(): Promise<void>;
}

export interface TtsFakeOptions {
  /** Any other is refused. Default `test-key`; null accepts whatever comes. */
  readonly key?: string | null;
  /** Speech at speed 1; default MS_PER_CHARACTER. */
  readonly msPerCharacter?: number;
  /** 1: sound comes as fast as it is spoken, 4: four times as fast. Default: at once. */
  readonly pace?: number;
}

/** Speech of the fakes, ms a character at speed 1. */
export const MS_PER_CHARACTER = 60;
export const TONE = { hz: 300, amplitude: 8000 } as const;
/** Odd, so that samples are torn apart. */
const PIECE_BYTES = 1601;

export async function startTtsFake(protocol: TtsProtocol, options: TtsFakeOptions = {}): Promise<TtsFake> {
  const asked: AskedClause[] = [];
  const others: string[] = [];
  let faults: (TtsFault | null)[] = [];
  const key = options.key === undefined ? 'test-key' : options.key;

  async function answer(arrival: Arrival): Promise<void> {
    const { request, response, headers } = arrival;
    try {
      if (request.method === 'OPTIONS') {
        others.push(`OPTIONS ${request.url}`);
        response.writeHead(404).end();
        return;
      }
      const given = protocol.keyOf(headers);
      if (key !== null && given !== key) throw protocol.refusal('key', given ?? '');
      if (protocol.other?.(arrival)) {
        others.push(`${request.method} ${request.url}`);
        return;
      }
      const body = arrival.raw === '' ? {} : (JSON.parse(arrival.raw) as Readonly<Record<string, unknown>>);
      const fault = faults.shift() ?? null;
      const clause = protocol.read(arrival, body);
      if (clause === null) throw new Refusal(404, { error: { message: 'Not found' } });
      asked.push({ ...clause, headers, port: request.socket.remotePort, abandoned: arrival.abandoned });
      await speak(arrival, clause, fault);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      sendJson(response, error.status, error.body);
    }
  }

  async function speak(arrival: Arrival, clause: Pick<AskedClause, 'text' | 'rate' | 'speed'>, fault: TtsFault | null) {
    const { response } = arrival;
    if (fault !== null && 'fault' in fault) {
      if (fault.fault === 'reset') response.destroy();
      else if (fault.fault === 'hang') await arrival.abandoned;
      else if (fault.fault === 'garbage') {
        response.writeHead(200, { 'content-type': 'text/html' });
        response.end('<!doctype html><title>Sign in to the network</title>');
      } else if (fault.fault === 'silence') {
        response.writeHead(200, { 'content-type': protocol.contentType }).end();
      } else if (fault.fault === 'endless') {
        response.writeHead(200, { 'content-type': protocol.contentType });
        const second = toneBytes(clause.rate, 1000);
        while (!response.destroyed) await write(response, second);
      } else throw protocol.refusal(fault.fault, clause.text);
      return;
    }
    const wholeMs = (clause.text.length * (options.msPerCharacter ?? MS_PER_CHARACTER)) / clause.speed;
    const endMs = fault === null ? wholeMs : 'cutAfterMs' in fault ? fault.cutAfterMs : fault.stallAfterMs;
    response.writeHead(200, { 'content-type': protocol.contentType, 'transfer-encoding': 'chunked' });
    const bytes = toneBytes(clause.rate, endMs);
    for (let at = 0; at < bytes.length && !response.destroyed; at += PIECE_BYTES) {
      const piece = bytes.subarray(at, at + PIECE_BYTES);
      await write(response, piece);
      if (options.pace !== undefined) await wait((piece.length / 2 / clause.rate) * (1000 / options.pace));
    }
    if (fault === null) response.end();
    else if ('cutAfterMs' in fault) {
      // What was sent is on its way before the end.
      await wait(20);
      response.destroy();
    } else await arrival.abandoned;
  }

  const server = await startWireServer(answer);
  return {
    url: `${server.origin}${protocol.base}`,
    key: key ?? 'test-key',
    asked,
    others,
    meet(...next) {
      faults = [...next];
    },
    close: server.close,
  };
}

function write(response: ServerResponse, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    if (response.destroyed) resolve();
    else if (response.write(bytes)) setImmediate(resolve);
    else {
      response.once('drain', resolve);
      response.once('close', resolve);
    }
  });
}

function toneBytes(rate: number, ms: number): Uint8Array {
  const samples = Int16Array.from({ length: Math.round((rate * ms) / 1000) }, (_, index) =>
    Math.round(TONE.amplitude * Math.sin((2 * Math.PI * TONE.hz * index) / rate)),
  );
  return new Uint8Array(samples.buffer);
}

export const text = (value: unknown): string => (typeof value === 'string' ? value : '');
export const number = (value: unknown, usual: number): number => (typeof value === 'number' ? value : usual);
