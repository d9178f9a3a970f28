import type { Clock } from '../../lib/clock.ts';
import { bytesOf, levelDb } from '../audio/pcm.ts';
import type { SpeechError, SpeechFailure, SttEvent, SttStream } from '../speech-to-text.ts';
import { failureOfStatus, type SpeechErrorMaker } from './failure.ts';
import { createSoundTime, type SoundTime } from './sound-time.ts';

const CONNECT_MS = 5000;
/** Deepgram closes what is quiet for 10 s. */
const IDLE_MS = 4000;
/** What was asked for with `finalise` is given up, and what there is taken, after this, ms. */
const FINALISE_MS = 1000;
const FINAL_MS = 1500;
/** More waits in the socket only when it is stuck: the session replays 20 s of sound (640 kB) at once. */
const MOST_BUFFERED = 1_500_000;
/** So much voice without any message: whoever is there does not listen, ms. */
const DEAF_MS = 15_000;
const VOICE_DB = -45;

/** What both versions of the SDK's socket have. */
export interface DeepgramSocket {
  readonly socket: { readonly bufferedAmount: number };
  on(event: 'open', then: () => void): void;
  on(event: 'message', then: (message: unknown) => void): void;
  on(event: 'close', then: (event: { readonly code?: number; readonly reason?: string }) => void): void;
  on(event: 'error', then: (error: Error) => void): void;
  connect(): unknown;
  close(): void;
  sendMedia(bytes: ArrayBufferView): void;
  sendCloseStream(message: { readonly type: 'CloseStream' }): void;
  sendFinalize?(message: { readonly type: 'Finalize' }): void;
  sendKeepAlive?(message: { readonly type: 'KeepAlive' }): void;
}

/** What a reader of messages works with. */
export interface EarIo {
  readonly socket: DeepgramSocket;
  readonly time: SoundTime;
  emit(event: Exclude<SttEvent, { type: 'failed' }>): void;
  fail(failure: SpeechFailure, cause: Error): void;
  /** Sends silence, which is not counted as sound. */
  silence(ms: number): void;
}
/** Reads the messages of one version of the API. */
export interface Ear {
  /** Sound is sent in pieces of at least so many ms. */
  readonly pieceMs: number;
  /** @throws Error when it makes no sense */
  message(message: unknown): void;
  /** Nothing was pushed for a while. */
  idle(): void;
  finalise(): void;
  /** No answer came to that: what there is becomes the final. */
  settle(): void;
}

/** @throws SpeechError */
export async function openDeepgramStream(options: {
  readonly connect: () => Promise<DeepgramSocket>;
  readonly ear: (io: EarIo) => Ear;
  readonly sampleRate: number;
  readonly clock: Clock;
  readonly fail: SpeechErrorMaker;
  readonly signal: AbortSignal;
  readonly onEvent: (event: SttEvent) => void;
}): Promise<SttStream> {
  const { clock, sampleRate, signal, onEvent } = options;
  signal.throwIfAborted();
  const over = new AbortController();
  const socket = await options.connect();
  const time = createSoundTime(sampleRate);
  let isOver = false;
  let piece: Int16Array[] = [];
  let pieceLength = 0;
  let isIdle = true;
  let deafMs = 0;
  let asks = 0;

  function end(): void {
    isOver = true;
    signal.removeEventListener('abort', end);
    over.abort();
    socket.close();
  }
  function broken(error: SpeechError): void {
    if (isOver) return;
    end();
    onEvent({ type: 'failed', error });
  }
  function send(samples: Int16Array): void {
    try {
      socket.sendMedia(bytesOf(samples));
    } catch (cause) {
      broken(options.fail('cut', cause));
    }
  }
  function flush(): void {
    if (pieceLength === 0) return;
    const whole = new Int16Array(pieceLength);
    let at = 0;
    for (const part of piece) {
      whole.set(part, at);
      at += part.length;
    }
    piece = [];
    pieceLength = 0;
    send(whole);
  }

  const ear = options.ear({
    socket,
    time,
    emit: (event) => {
      if (!isOver) onEvent(event);
    },
    fail: (failure, cause) => broken(options.fail(failure, cause)),
    silence(ms) {
      if (isOver) return;
      flush();
      const samples = Math.round((ms * sampleRate) / 1000);
      time.silence(samples);
      send(new Int16Array(samples));
    },
  });
  socket.on('message', (message) => {
    if (isOver) return;
    deafMs = 0;
    try {
      ear.message(message);
    } catch (cause) {
      broken(options.fail('garbled', cause));
    }
  });
  await connected(socket, { ...options, onTrouble: broken }).catch((error: unknown) => {
    end();
    throw error;
  });
  signal.addEventListener('abort', end, { once: true });
  watchIdle();

  /** Whoever pushes nothing (a button that is not held) keeps the stream. */
  function watchIdle(): void {
    clock.sleep(IDLE_MS, over.signal).then(
      () => {
        if (isIdle) ear.idle();
        isIdle = true;
        watchIdle();
      },
      () => undefined,
    );
  }

  return {
    finalMs: FINAL_MS,
    push(samples) {
      if (isOver || samples.length === 0) return;
      isIdle = false;
      time.sound(samples.length);
      piece.push(samples);
      pieceLength += samples.length;
      if (pieceLength * 1000 >= ear.pieceMs * sampleRate) flush();
      if (levelDb(samples) > VOICE_DB) deafMs += (samples.length * 1000) / sampleRate;
      if (socket.socket.bufferedAmount > MOST_BUFFERED || deafMs > DEAF_MS) {
        broken(options.fail('timeout', new Error('it does not take or does not hear what is sent')));
      }
    },
    finalise() {
      if (isOver) return;
      flush();
      ear.finalise();
      asks += 1;
      const mine = asks;
      clock.sleep(FINALISE_MS, over.signal).then(
        () => {
          if (mine === asks) ear.settle();
        },
        () => undefined,
      );
    },
    close() {
      if (isOver) return;
      isOver = true;
      flush();
      try {
        socket.sendCloseStream({ type: 'CloseStream' });
      } catch {
        // It is gone already, which is what was wanted.
      }
      end();
    },
  };
}

const closed = (code = 0, reason = '') => new Error(`closed with ${code} ${reason}`.trim());

/** @throws SpeechError when it does not open, or the signal's reason; trouble that comes later goes to `onTrouble` */
async function connected(
  socket: DeepgramSocket,
  options: {
    readonly clock: Clock;
    readonly fail: SpeechErrorMaker;
    readonly signal: AbortSignal;
    readonly onTrouble: (error: SpeechError) => void;
  },
): Promise<void> {
  const { clock, fail, signal, onTrouble } = options;
  const settled = new AbortController();
  const opening = Promise.withResolvers<void>();
  let isOpen = false;
  const trouble = (error: SpeechError) => (isOpen ? onTrouble(error) : opening.reject(error));
  socket.on('open', () => {
    isOpen = true;
    opening.resolve();
  });
  socket.on('error', (cause) => {
    const status = Number(/Unexpected server response: (\d{3})/u.exec(cause.message)?.[1] ?? 0);
    const failure = status === 0 ? (isOpen ? 'cut' : 'unreachable') : failureOfStatus(status, cause.message);
    trouble(fail(cause.message === 'TIMEOUT' ? 'timeout' : failure, cause));
  });
  socket.on('close', ({ code, reason }) => {
    const failure = isOpen ? (code === 1008 ? 'bad-request' : 'cut') : 'unreachable';
    // An error is told after the end that it caused, and tells more.
    queueMicrotask(() => trouble(fail(failure, closed(code, reason))));
  });
  clock.sleep(CONNECT_MS, AbortSignal.any([signal, settled.signal])).then(
    () => opening.reject(fail('timeout', new Error('no connection'))),
    () => opening.reject(signal.reason),
  );
  socket.connect();
  try {
    await opening.promise;
  } finally {
    settled.abort();
  }
}
