import { SOCKET_PATH } from '@dartwing-va/contract/socket.ts';
import { AUDIO_HEADER_BYTES, AUDIO_KIND, VOICE_NAMESPACE, type VoiceEvent } from '@dartwing-va/contract/voice.ts';
import { rawSocket } from './raw-socket.ts';
import { COMMAND, microseconds, msSince, stamp, stampOf } from './stamp.ts';

const SAMPLES = 320;
const FRAME_MS = 20;
/** How long a person speaks, ms. */
const SPEECH_MS = 1500;
const CONFIG = {
  input_encoding: 'pcm',
  output_encoding: 'pcm',
  input_sample_rate: 16_000,
  output_sample_rate: 16_000,
};

/** Quiet of a room and a voice, made once: a few frames of each in turn. */
const quiet = frames((n) => Math.round(12 * Math.sin(n * 1.7) + 9 * Math.sin(n * 0.31)));
const voice = frames((n) => Math.round(3000 * Math.sin(n / 12) + 1500 * Math.sin(n / 6) + 800 * Math.sin(n / 4)));

function frames(sample: (n: number) => number): Buffer[] {
  return Array.from({ length: 8 }, (_, index) => {
    const frame = Buffer.alloc(AUDIO_HEADER_BYTES + SAMPLES * 2);
    frame[0] = AUDIO_KIND.input;
    for (let n = 0; n < SAMPLES; n += 1) frame.writeInt16LE(sample(index * SAMPLES + n), AUDIO_HEADER_BYTES + n * 2);
    return frame;
  });
}

export interface CallerEvents {
  /** A frame of the microphone came back. */
  onEcho(ms: number): void;
  /** A frame of speech came so long after the moment it is played at, ms; negative: in time. */
  onSpeech(lateMs: number): void;
  onFailed(why: string): void;
}

/** A person who calls, is silent, and says something now and then. */
export interface Caller {
  /** In a turn: from the first word to the end of the answer. */
  readonly isInTurn: boolean;
  /** Sends the next frame. */
  frame(): void;
  /** Says something; then the answer comes. */
  speak(): void;
  close(): void;
}

export async function callerOf(
  url: string,
  wire: 'ws' | 'socket.io',
  token: string,
  number: number,
  events: CallerEvents,
): Promise<Caller> {
  const started = Promise.withResolvers<void>();
  let sequence = 0;
  let speechLeft = 0;
  let isInTurn = false;
  let hasSpoken = false;
  let turns = number;
  /** When the first frame of the answer came, and how many since. */
  let firstAt = 0;
  let played = 0;

  function told(event: VoiceEvent): void {
    if (event.type === 'session.started') started.resolve();
    else if (event.type === 'error') {
      started.reject(new Error(event.message));
      events.onFailed(`${event.code}: ${event.message}`);
    } else if (event.type === 'session.ended') events.onFailed(`ended: ${event.reason}`);
    else if (event.type === 'turn.state') {
      if (event.state === 'speaking') hasSpoken = true;
      if (event.state === 'listening' && hasSpoken) {
        isInTurn = false;
        hasSpoken = false;
        played = 0;
      }
    }
  }
  function heard(payload: Buffer): void {
    const mark = stampOf((index) => payload.readInt16LE(AUDIO_HEADER_BYTES + index * 2));
    if (mark) events.onEcho(msSince(mark.at));
    // What is given back comes when it comes, and its answer has a gap behind it.
    if (turns % 2 === 1) return;
    const now = performance.now();
    if (played === 0) firstAt = now;
    else events.onSpeech(now - (firstAt + played * FRAME_MS));
    played += 1;
  }

  const isClosed = { value: false };
  const common = {
    onBinary: heard,
    onClose(why: string) {
      if (!isClosed.value) events.onFailed(why);
      isClosed.value = true;
      started.reject(new Error(why));
    },
  };
  const start = { type: 'session.start', config: CONFIG };
  const { message, binary, close } = wire === 'ws' ? await overWs() : await overIo();
  message(start);
  await started.promise;

  async function overWs() {
    const socket = await rawSocket(
      new URL('/api/v1/voice', url),
      { Authorization: `Bearer ${token}`, 'Sec-WebSocket-Protocol': 'va-voice-v1' },
      { ...common, onText: (text) => told(JSON.parse(text) as VoiceEvent) },
    );
    return {
      message: (value: object) => socket.text(JSON.stringify(value)),
      binary: socket.binary,
      close: socket.close,
    };
  }
  /** The packets of socket.io by hand, for the same reason as the frames. */
  async function overIo() {
    const connected = Promise.withResolvers<void>();
    const socket = await rawSocket(
      new URL(`${SOCKET_PATH}/?EIO=4&transport=websocket`, url),
      {},
      {
        ...common,
        onText(text) {
          if (text === '2') socket.text('3');
          else if (text.startsWith(`40${VOICE_NAMESPACE}`)) connected.resolve();
          else if (text.startsWith(`42${VOICE_NAMESPACE},`)) {
            const [name, value] = JSON.parse(text.slice(3 + VOICE_NAMESPACE.length)) as [string, unknown];
            if (name === 'message') told(value as VoiceEvent);
          }
        },
      },
    );
    socket.text(`40${VOICE_NAMESPACE},${JSON.stringify({ token })}`);
    await connected.promise;
    return {
      message: (value: object) => socket.text(`42${VOICE_NAMESPACE},${JSON.stringify(['message', value])}`),
      binary(payload: Buffer) {
        socket.text(`451-${VOICE_NAMESPACE},["audio",{"_placeholder":true,"num":0}]`);
        socket.binary(payload);
      },
      close: socket.close,
    };
  }

  return {
    get isInTurn() {
      return isInTurn;
    },
    frame() {
      if (isClosed.value) return;
      sequence += 1;
      const isVoiced = speechLeft > 0;
      const command = speechLeft === 1 ? (turns % 2 === 0 ? COMMAND.say : COMMAND.echo) : COMMAND.none;
      if (isVoiced) speechLeft -= 1;
      const payload = (isVoiced ? voice : quiet)[sequence % 8] as Buffer;
      payload.writeUInt32BE(sequence, 1);
      stamp((index, value) => payload.writeInt16LE(value, AUDIO_HEADER_BYTES + index * 2), microseconds(), command);
      binary(payload);
    },
    speak() {
      if (isInTurn) return;
      isInTurn = true;
      turns += 1;
      speechLeft = SPEECH_MS / FRAME_MS;
    },
    close() {
      isClosed.value = true;
      close();
    },
  };
}
