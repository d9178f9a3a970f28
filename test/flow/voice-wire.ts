import { SOCKET_PATH } from '@dartwing-va/contract/socket.ts';
import { VOICE_NAMESPACE, VOICE_SUBPROTOCOL, type VoiceEvent } from '@dartwing-va/contract/voice.ts';
import { Manager } from 'socket.io-client';
import { WebSocket } from 'ws';

export const WIRES = ['ws', 'socket.io'] as const;
/** What carries `va-voice-v1`. */
export type WireKind = (typeof WIRES)[number];

export interface ClientOptions {
  /** Default: ws. */
  readonly wire?: WireKind;
  readonly token?: string;
  /** Of ws alone. */
  readonly path?: string;
  readonly protocols?: readonly string[];
  readonly autoPong?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A connection that carries messages and says how it ended. */
export interface Wire {
  readonly isOpen: boolean;
  /** Subprotocol that was agreed. */
  readonly protocol: string;
  message(message: Readonly<Record<string, unknown>>): void;
  /** Something that is no message. */
  garbage(): void;
  binary(bytes: Buffer): void;
  /** Ends without a word. */
  drop(): void;
  /** Nothing is read any more, until it is again. */
  pause(isPaused: boolean): void;
}

export interface WireEvents {
  onEvent(event: VoiceEvent): void;
  onBinary(bytes: Buffer): void;
  /** `[code, reason]`; 1006 for what ended without one. */
  onClosed(code: number, reason: string): void;
}

/** Resolves when it is open or refused. */
export async function openWire(url: string, options: ClientOptions, events: WireEvents): Promise<Wire> {
  return options.wire === 'socket.io' ? await ioWire(url, options, events) : await wsWire(url, options, events);
}

async function wsWire(url: string, options: ClientOptions, events: WireEvents): Promise<Wire> {
  const { token, path = '/api/v1/voice', protocols = [VOICE_SUBPROTOCOL], headers = {} } = options;
  const socket = new WebSocket(url.replace(/^http/u, 'ws') + path, [...protocols], {
    autoPong: options.autoPong ?? true,
    headers: { ...headers, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
  });
  socket.on('message', (data: Buffer, isBinary) => {
    if (isBinary) events.onBinary(data);
    else events.onEvent(JSON.parse(String(data)) as VoiceEvent);
  });
  socket.on('error', () => undefined);
  const closed = new Promise<void>((resolve) => {
    socket.once('close', (code, reason) => {
      events.onClosed(code, String(reason));
      resolve();
    });
  });
  await Promise.race([new Promise((resolve) => socket.once('open', resolve)), closed]);
  return {
    get isOpen() {
      return socket.readyState === WebSocket.OPEN;
    },
    get protocol() {
      return socket.protocol;
    },
    message: (message) => socket.send(JSON.stringify(message)),
    garbage: () => socket.send('{"type":'),
    binary: (bytes) => socket.send(bytes),
    drop: () => socket.terminate(),
    pause: (isPaused) => (isPaused ? socket.pause() : socket.resume()),
  };
}

async function ioWire(url: string, options: ClientOptions, events: WireEvents): Promise<Wire> {
  const { token, headers = {} } = options;
  const manager = new Manager(url, {
    path: SOCKET_PATH,
    transports: ['websocket'],
    reconnection: false,
    extraHeaders: { ...headers },
  });
  const socket = manager.socket(VOICE_NAMESPACE, { auth: token === undefined ? {} : { token } });
  let told: readonly [number, string] | null = null;
  socket.on('message', (event: VoiceEvent) => events.onEvent(event));
  socket.on('audio', (bytes: Buffer) => events.onBinary(bytes));
  socket.on('closed', ({ code, reason }: { code: number; reason: string }) => {
    told = [code, reason];
  });
  const closed = new Promise<void>((resolve) => {
    const over = (code: number, reason: string) => {
      events.onClosed(code, reason);
      manager._close();
      resolve();
    };
    socket.once('disconnect', (reason, details) => {
      const context = (details as { context?: { code?: number } } | undefined)?.context;
      over(...(told ?? ([context?.code ?? 1006, String(reason)] as const)));
    });
    socket.once('connect_error', (error) => over(1006, error.message));
  });
  await Promise.race([new Promise<void>((resolve) => socket.once('connect', resolve)), closed]);
  const { ws: raw } = (manager.engine as unknown as { transport: { ws: WebSocket | null } }).transport;
  return {
    get isOpen() {
      return socket.connected;
    },
    protocol: '',
    message: (message) => void socket.emit('message', message),
    garbage: () => void socket.emit('message', '{"type":'),
    binary: (bytes) => void socket.emit('audio', bytes),
    drop: () => raw?.terminate(),
    pause: (isPaused) => (isPaused ? raw?.pause() : raw?.resume()),
  };
}
