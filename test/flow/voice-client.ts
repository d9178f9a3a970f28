import { AUDIO_HEADER_BYTES, AUDIO_KIND, type VoiceEvent } from '@dartwing-va/contract/voice.ts';
import { humming } from '../fakes/voice/tone-tts.ts';
import { type ClientOptions, openWire, type Wire } from './voice-wire.ts';

/** A client of `va-voice-v1` that remembers all it was told. */
export interface VoiceClient {
  readonly wire: Wire;
  readonly events: VoiceEvent[];
  readonly frames: { readonly sequence: number; readonly bytes: Buffer }[];
  send(message: Readonly<Record<string, unknown>>): void;
  /** One frame of sound; the number goes on by itself. */
  frame(bytes: Uint8Array, sequence?: number): void;
  /** Sound of the person speaking. */
  hum(ms?: number, amplitude?: number): void;
  /** The next event of a type that is, or comes after, those that were looked at. */
  next<T extends VoiceEvent['type']>(
    type: T,
    fits?: (event: Extract<VoiceEvent, { type: T }>) => boolean,
  ): Promise<Extract<VoiceEvent, { type: T }>>;
  /** The last event of a type that fits, whenever it comes or came. */
  seen<T extends VoiceEvent['type']>(
    type: T,
    fits?: (event: Extract<VoiceEvent, { type: T }>) => boolean,
  ): Promise<Extract<VoiceEvent, { type: T }>>;
  /** `[code, reason]` of the end. */
  readonly closed: Promise<readonly [number, string]>;
  /** Begins; the session's answer. */
  start(more?: Readonly<Record<string, unknown>>): Promise<Extract<VoiceEvent, { type: 'session.started' }>>;
  /** Hangs up. */
  end(): Promise<void>;
  /** Ends the connection without a word. */
  drop(): Promise<void>;
}

const CONFIG = { input_encoding: 'pcm', output_encoding: 'pcm', input_sample_rate: 16_000, output_sample_rate: 16_000 };

export async function voiceClient(url: string, options: ClientOptions = {}): Promise<VoiceClient> {
  const events: VoiceEvent[] = [];
  const frames: { sequence: number; bytes: Buffer }[] = [];
  const waiting = new Set<() => void>();
  let looked = 0;
  let sequence = 0;
  let isClosed = false;
  const lookAll = () => {
    for (const look of [...waiting]) look();
  };
  const { promise: closed, resolve: over } = Promise.withResolvers<readonly [number, string]>();
  const wire = await openWire(url, options, {
    onEvent(event) {
      events.push(event);
      lookAll();
    },
    onBinary(bytes) {
      if (bytes[0] !== AUDIO_KIND.output) throw new Error('a frame of an unknown kind');
      frames.push({ sequence: bytes.readUInt32BE(1), bytes: bytes.subarray(AUDIO_HEADER_BYTES) });
      lookAll();
    },
    onClosed(code, reason) {
      isClosed = true;
      over([code, reason]);
      lookAll();
    },
  });

  const client: VoiceClient = {
    wire,
    events,
    frames,
    closed,
    send: wire.message,
    frame(bytes, number) {
      sequence = number ?? sequence + 1;
      const message = Buffer.alloc(AUDIO_HEADER_BYTES + bytes.byteLength);
      message[0] = AUDIO_KIND.input;
      message.writeUInt32BE(sequence, 1);
      message.set(bytes, AUDIO_HEADER_BYTES);
      wire.binary(message);
    },
    hum(ms = 200, amplitude = 6000) {
      for (let at = 0; at < ms; at += 20) client.frame(new Uint8Array(humming(16_000, 20, amplitude).buffer));
    },
    next: (type, fits = () => true) =>
      new Promise((resolve, reject) => {
        const look = () => {
          for (let index = looked; index < events.length; index += 1) {
            const event = events[index];
            if (event?.type !== type || !fits(event as never)) continue;
            looked = index + 1;
            waiting.delete(look);
            return resolve(event as never);
          }
          if (isClosed) {
            waiting.delete(look);
            reject(new Error(`closed before ${type} came: ${JSON.stringify(events.slice(looked))}`));
          }
        };
        waiting.add(look);
        look();
      }),
    seen: (type, fits = () => true) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = events.findLast((event) => event.type === type && fits(event as never));
          if (!found && !isClosed) return;
          waiting.delete(look);
          if (found) resolve(found as never);
          else reject(new Error(`closed before ${type} came: ${JSON.stringify(events)}`));
        };
        waiting.add(look);
        look();
      }),
    async start(more = {}) {
      const { config, ...rest } = more;
      client.send({ type: 'session.start', ...rest, config: { ...CONFIG, ...(config as object | undefined) } });
      return await client.next('session.started');
    },
    async end() {
      if (!wire.isOpen) return;
      client.send({ type: 'session.end' });
      await closed;
    },
    async drop() {
      wire.drop();
      await closed;
    },
  };
  return client;
}
