import { setTimeout as delay } from 'node:timers/promises';
import { type VoiceClient, voiceClient } from '../../../test/flow/voice-client.ts';
import { WIRES } from '../../../test/flow/voice-wire.ts';
import { COMMAND, microseconds, stamp } from './stamp.ts';

const SAMPLES = 320;
/** Frames of a voice before the words are understood, and of an interruption. */
const SPOKEN = 10;
const INTERRUPTION = 40;
/** Longer than anything takes, ms. */
const PATIENCE_MS = 30_000;

/** What was done so far. */
export interface Tally {
  calls: number;
  turns: number;
  interruptions: number;
  resumes: number;
  returns: number;
  /** What went wrong. */
  readonly stuck: string[];
}

/** One person who calls again and again: talks, interrupts, loses the connection, comes back. Until `isOver`. */
export async function soakCaller(options: {
  readonly url: string;
  readonly token: () => Promise<string>;
  readonly random: () => number;
  readonly isOver: () => boolean;
  readonly tally: Tally;
}): Promise<void> {
  const { url, random, tally } = options;
  let conversation: string | undefined;
  let session = '';
  let client: VoiceClient | null = null;
  /** Frames are numbered through a session, whatever connections it has. */
  let sequence = 0;

  const connect = async () =>
    await voiceClient(url, { wire: WIRES[random() < 0.5 ? 0 : 1], token: await options.token() });
  /** A voice, or a room; the last frame says what is understood. */
  function sound(on: VoiceClient, count: number, isVoice: boolean, command: number): void {
    for (let n = 0; n < count; n += 1) {
      const samples = Int16Array.from({ length: SAMPLES }, (_, at) =>
        Math.round(isVoice ? 5000 * Math.sin((n * SAMPLES + at) / 12) : 10 * Math.sin(at)),
      );
      stamp(
        (at, value) => {
          samples[at] = value;
        },
        microseconds(),
        n === count - 1 ? command : COMMAND.none,
      );
      sequence += 1;
      on.frame(new Uint8Array(samples.buffer), sequence);
    }
  }
  async function until(on: VoiceClient, state: string): Promise<void> {
    const tired = new AbortController();
    const patience = delay(PATIENCE_MS, null, { signal: tired.signal }).then(() => {
      throw new Error(`never ${state}: ${JSON.stringify(on.events.slice(-6))}`);
    });
    await Promise.race([on.next('turn.state', (event) => event.state === state), patience]);
    tired.abort();
    patience.catch(() => undefined);
  }

  async function turn(on: VoiceClient): Promise<void> {
    tally.turns += 1;
    sound(on, SPOKEN, true, COMMAND.say);
    await until(on, 'speaking');
    const what = random();
    if (what < 0.3) {
      tally.interruptions += 1;
      if (what < 0.15) on.send({ type: 'audio.interrupt' });
      else sound(on, INTERRUPTION, true, COMMAND.none);
    } else if (what < 0.5) {
      tally.resumes += 1;
      const last = { last_seq: on.events.at(-1)?.seq ?? 0, last_audio: on.frames.at(-1)?.sequence ?? 0 };
      await on.drop();
      client = await connect();
      client.send({ type: 'session.resume', session_id: session, ...last });
      await client.next('session.resumed');
      return;
    }
    await until(on, 'listening');
  }
  async function talk(): Promise<void> {
    tally.calls += 1;
    sequence = 0;
    client = await connect();
    const config = { output_encoding: random() < 0.2 ? 'opus' : 'pcm', output_sample_rate: 24_000 };
    const more = conversation === undefined ? {} : { conversation_id: conversation };
    const started = await client.start({ config, ...more });
    session = started.session_id;
    for (let turns = 1 + Math.floor(random() * 5); turns > 0 && !options.isOver(); turns -= 1) await turn(client);
    // Some hang up, some are just gone and come back with a new session.
    conversation = random() < 0.7 ? started.conversation_id : undefined;
    if (random() < 0.7) await client.end();
    else {
      tally.returns += 1;
      await client.drop();
    }
  }
  while (!options.isOver()) {
    try {
      await talk();
    } catch (error) {
      tally.stuck.push(error instanceof Error ? error.message : String(error));
      conversation = undefined;
      await (client as VoiceClient | null)?.drop();
    }
  }
}
