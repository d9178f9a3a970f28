import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { type Asked, type Hearing, type Lag, type SttFake, type Trouble, timed } from './stt-script.ts';

/** How much sound passes between two results, ms. */
const EVERY_MS = 200;
/** Quiet after words that makes them final, ms. */
const ENDPOINT_MS = 300;

/** One connection: what of the script its sound has reached. */
interface Line {
  readonly asked: { -readonly [K in keyof Asked]: Asked[K] } & { messages: string[] };
  readonly socket: WebSocket;
  readonly send: (message: Readonly<Record<string, unknown>>) => void;
  readonly rate: number;
  ms: number;
}
/** One version of the API on a line. */
interface Version {
  sound(): void;
  message(type: string): void;
}

export interface DeepgramFake extends SttFake {
  /** Cuts every connection, as a network does. */
  cut(): void;
  /** Sends this on every connection: text as it stands, else as JSON. */
  say(message: string | Readonly<Record<string, unknown>>): void;
  /** Ends every connection as a server does. */
  hangUp(code: number): void;
  /** Reads nothing more of what comes. */
  stall(): void;
}

/** Speaks Deepgram's listen v1 and v2 (Flux) over WebSocket: what is heard goes by the sound that came, not by a clock. */
export async function startDeepgramFake(lag?: Lag): Promise<DeepgramFake> {
  const key = 'dg-secret-key';
  const asked: Line['asked'][] = [];
  const lines = new Set<Line>();
  let script: readonly Hearing[] = [];
  let trouble: Trouble | null = null;
  const sockets = new WebSocketServer({ noServer: true });
  const server = createServer((request, response) => {
    const isKnown = request.headers.authorization === `Token ${key}`;
    response.writeHead(isKnown ? 200 : 401, { 'content-type': 'application/json' });
    response.end(isKnown ? '{"projects":[]}' : '{"err_code":"INVALID_AUTH","err_msg":"Invalid credentials."}');
  });

  server.on('upgrade', (request: IncomingMessage, duplex: Duplex, head: Buffer) => {
    const url = new URL(request.url ?? '/', 'http://fake');
    const line = {
      path: url.pathname,
      query: url.searchParams,
      authorization: request.headers.authorization ?? null,
      fields: {},
      soundMs: 0,
      messages: [] as string[],
      isClosed: false,
    };
    asked.push(line);
    const refuse = (status: number, words: string) =>
      duplex.end(`HTTP/1.1 ${status} No\r\ndg-error: ${words}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
    if (trouble !== null && 'refuse' in trouble) return refuse(trouble.refuse, 'as the test wants it');
    if (request.headers.authorization !== `Token ${key}`) return refuse(401, 'Invalid credentials.');
    if (!/^\/v[12]\/listen$/u.test(url.pathname)) return refuse(404, 'Not found');
    if (url.searchParams.get('encoding') !== 'linear16' || !url.searchParams.has('model')) return refuse(400, 'Bad');
    sockets.handleUpgrade(request, duplex, head, (socket) => take(socket, line));
  });

  function take(socket: WebSocket, about: Line['asked']): void {
    const line: Line = {
      asked: about,
      socket,
      rate: Number(about.query.get('sample_rate')),
      ms: 0,
      send(message) {
        const text = JSON.stringify(message);
        if (lag === undefined) socket.send(text);
        else void lag.clock.sleep(lag.lagMs).then(() => socket.send(text));
      },
    };
    lines.add(line);
    const version = about.path === '/v2/listen' ? flux(line, () => script) : nova(line, () => script);
    const bad = trouble;
    if (bad !== null && 'garbage' in bad) socket.send('<html>not json</html>');
    socket.on('close', () => {
      about.isClosed = true;
      lines.delete(line);
    });
    socket.on('message', (data: Buffer, isBinary) => {
      if (!isBinary) {
        const { type } = JSON.parse(String(data)) as { type: string };
        about.messages.push(type);
        if (type === 'CloseStream') socket.close(1000);
        else if (bad === null || !('mute' in bad)) version.message(type);
        return;
      }
      line.ms += (data.byteLength / 2 / line.rate) * 1000;
      about.soundMs = line.ms;
      if (bad !== null && 'cutAtMs' in bad && line.ms >= bad.cutAtMs) socket.terminate();
      else if (bad === null || !('mute' in bad)) version.sound();
    });
    if (bad !== null && 'cutAtMs' in bad && bad.cutAtMs === 0) socket.terminate();
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    key,
    asked,
    hear(...hearings) {
      script = hearings;
    },
    trouble(next) {
      trouble = next;
    },
    cut() {
      for (const { socket } of lines) socket.terminate();
    },
    say(message) {
      for (const { socket } of lines) socket.send(typeof message === 'string' ? message : JSON.stringify(message));
    },
    hangUp(code) {
      for (const { socket } of lines) socket.close(code);
    },
    stall() {
      for (const { socket } of lines) socket.pause();
    },
    close: () =>
      new Promise((resolve) => {
        for (const { socket } of lines) socket.terminate();
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** Listen v1: interim results of the words so far, final after quiet or when asked. */
function nova(line: Line, script: () => readonly Hearing[]): Version {
  let done = 0;
  let reported = 0;
  let startMs = 0;
  let told = '';

  function result(words: ReturnType<typeof timed>, more: Readonly<Record<string, unknown>>): void {
    line.send({
      type: 'Results',
      channel_index: [0, 1],
      start: startMs / 1000,
      duration: (line.ms - startMs) / 1000,
      is_final: false,
      speech_final: false,
      from_finalize: false,
      ...more,
      channel: {
        alternatives: [
          {
            transcript: words.map(({ word }) => word).join(' '),
            confidence: words.length === 0 ? 0 : 0.97,
            words: words.map((word) => ({ ...word, confidence: 0.97, punctuated_word: word.word })),
          },
        ],
      },
      metadata: { request_id: 'r', model_info: { name: 'm', version: '1', arch: 'nova' }, model_uuid: 'u' },
    });
  }
  /** Words that were heard so far and are not final. */
  const open = () =>
    script()
      .slice(done)
      .filter(({ fromMs }) => fromMs < line.ms);
  const heard = () =>
    open()
      .flatMap(timed)
      .filter(({ end, start }) => start >= startMs / 1000 - 1e-6 && end * 1000 <= line.ms);

  return {
    sound() {
      if (line.ms - reported < EVERY_MS) return;
      reported = line.ms;
      const [first] = open();
      const words = heard();
      if (first !== undefined && line.ms >= first.toMs + ENDPOINT_MS) {
        result(words, { is_final: true, speech_final: true });
        line.send({ type: 'UtteranceEnd', channel: [0, 1], last_word_end: first.toMs / 1000 });
        done += 1;
        startMs = line.ms;
        told = '';
        return;
      }
      const text = words.map(({ word }) => word).join(' ');
      if (text !== told || words.length === 0) result(words, {});
      told = text;
    },
    message(type) {
      if (type !== 'Finalize') return;
      const words = heard();
      result(words, { is_final: true, from_finalize: true });
      done += open().filter(({ toMs }) => toMs <= line.ms).length;
      startMs = line.ms;
      told = '';
    },
  };
}

/** Listen v2: the turn so far, and its end. */
function flux(line: Line, script: () => readonly Hearing[]): Version {
  let turn = 0;
  let reported = 0;
  let sequence = 1;
  let told = '';
  line.send({ type: 'Connected', request_id: 'r', sequence_id: 0 });

  function info(event: string, words: ReturnType<typeof timed>, sure: number): void {
    line.send({
      type: 'TurnInfo',
      request_id: 'r',
      sequence_id: sequence++,
      event,
      turn_index: turn,
      audio_window_start: 0,
      audio_window_end: line.ms / 1000,
      transcript: words.map(({ word }) => word).join(' '),
      words: words.map((word) => ({ ...word, confidence: 0.95 })),
      end_of_turn_confidence: sure,
    });
  }
  return {
    sound() {
      if (line.ms - reported < EVERY_MS) return;
      reported = line.ms;
      const now = script()[turn];
      const words = now === undefined ? [] : timed(now).filter(({ end }) => end * 1000 <= line.ms);
      const text = words.map(({ word }) => word).join(' ');
      if (now !== undefined && line.ms >= now.toMs + ENDPOINT_MS) {
        info('EndOfTurn', words, 0.9);
        turn += 1;
        told = '';
        return;
      }
      info(told === '' && text !== '' ? 'StartOfTurn' : 'Update', words, 0.1);
      told = text;
    },
    message(type) {
      // As the real one does where it is not enabled.
      line.send({ type: 'Error', sequence_id: sequence++, code: 'UNPARSABLE_CLIENT_MESSAGE', description: type });
      line.socket.close(1008);
    },
  };
}
