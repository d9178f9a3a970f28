import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { VAD_FILES } from '@dartwing-va/contract/vad.ts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createHearing } from '../../../web/voice/vad/hearing.ts';
import { createLocalVad, FRAME } from '../../../web/voice/vad/local-vad.ts';
import { openSilero, type VoiceJudge } from '../../../web/voice/vad/silero.ts';
import { seededRandom } from '../../fakes/seeded-random.ts';

const random = seededRandom(7);
/** Frames of 20 ms at 16 kHz. */
function framesOf(samples: Float32Array): { samples: Float32Array<ArrayBuffer>; level: number }[] {
  return Array.from({ length: Math.floor(samples.length / FRAME) }, (_, at) => {
    const frame = samples.slice(at * FRAME, (at + 1) * FRAME);
    return { samples: frame, level: Math.sqrt(frame.reduce((sum, one) => sum + one * one, 0) / FRAME) };
  });
}
const noise = (seconds: number, level: number) =>
  Float32Array.from({ length: seconds * 16_000 }, () => (random() * 2 - 1) * level);
const room = (seconds: number) => noise(seconds, 0.003);
/** Loud hiss, as of a hand dryer. */
const hiss = (seconds: number) => noise(seconds, 0.3);

/** Says yes to every window once it is told to. */
function judgeThat(): VoiceJudge & { says: number; heard: number } {
  return {
    says: 0,
    heard: 0,
    async judge() {
      this.heard += 1;
      return this.says;
    },
    forget: () => undefined,
  };
}
const settled = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('the ear of the page', () => {
  it('without a model takes what is louder than the room for a voice, after a few frames', () => {
    const changes: boolean[] = [];
    const vad = createLocalVad((isVoice) => changes.push(isVoice));
    for (const frame of framesOf(room(2))) vad.push(frame);
    expect(changes).toEqual([]);
    for (const frame of framesOf(hiss(0.06))) vad.push(frame);
    expect(changes).toEqual([]);
    for (const frame of framesOf(hiss(0.04))) vad.push(frame);
    expect(changes).toEqual([true]);
    for (const frame of framesOf(room(0.3))) vad.push(frame);
    expect(changes).toEqual([true]);
    for (const frame of framesOf(room(0.4))) vad.push(frame);
    expect(changes).toEqual([true, false]);
  });

  it('with a model asks it about what is loud, and about nothing else', async () => {
    const changes: boolean[] = [];
    const judge = judgeThat();
    const vad = createLocalVad((isVoice) => changes.push(isVoice));
    vad.use(judge);
    for (const frame of framesOf(room(2))) vad.push(frame);
    await settled();
    expect(judge.heard).toBe(0);
    for (const frame of framesOf(hiss(0.3))) {
      vad.push(frame);
      await settled();
    }
    expect(judge.heard).toBeGreaterThan(5);
    expect(changes).toEqual([]);
    judge.says = 0.9;
    for (const frame of framesOf(hiss(0.06))) {
      vad.push(frame);
      await settled();
    }
    expect(changes).toEqual([true]);
  });

  it('goes on by loudness when the model fails', async () => {
    const warn = vi.spyOn(console, 'warn').mockReturnValue();
    const vad = createLocalVad(() => undefined);
    vad.use({ judge: () => Promise.reject(new Error('out of memory')), forget: () => undefined });
    for (const frame of framesOf(hiss(0.3))) {
      vad.push(frame);
      await settled();
    }
    expect([vad.isSure, vad.isVoice, warn.mock.calls.length > 0]).toEqual([false, true, true]);
  });
});

describe('what a hands-free call does with it', () => {
  const open = async (judge: VoiceJudge | null) => {
    const orders: string[] = [];
    const hearing = createHearing(
      'ws://x/api/v1/voice',
      { duck: () => orders.push('duck'), restore: () => orders.push('restore') },
      async () => judge,
    );
    await settled();
    const say = async (samples: Float32Array) => {
      let out = 0;
      for (const frame of framesOf(samples)) {
        out += hearing.pass(frame).length;
        await settled();
      }
      return out;
    };
    return { hearing, orders, say };
  };

  it('lowers the answer before the service does, and raises it again when the service hears nothing', async () => {
    const judge = judgeThat();
    const { hearing, orders, say } = await open(judge);
    hearing.answer(true);
    await say(room(1));
    judge.says = 0.9;
    await say(hiss(0.1));
    expect(orders).toEqual(['duck']);
    await vi.advanceTimersByTimeAsync(700);
    expect(orders).toEqual(['duck', 'restore']);
    // Once wrong, it leaves this answer alone; the next one it judges anew.
    judge.says = 0;
    await say(room(1));
    judge.says = 0.9;
    await say(hiss(0.1));
    expect(orders).toEqual(['duck', 'restore']);
    hearing.answer(false);
    judge.says = 0;
    await say(room(1));
    hearing.answer(true);
    judge.says = 0.9;
    await say(hiss(0.1));
    expect(orders).toEqual(['duck', 'restore', 'duck']);
  });

  it('leaves the answer to the service once that has decided', async () => {
    const judge = judgeThat();
    judge.says = 0.9;
    const { hearing, orders, say } = await open(judge);
    hearing.answer(true);
    await say(hiss(0.2));
    hearing.decided('duck');
    await vi.advanceTimersByTimeAsync(5000);
    judge.says = 0;
    await say(room(1));
    judge.says = 0.9;
    await say(hiss(0.2));
    expect(orders).toEqual(['duck']);
    hearing.decided('restore');
    judge.says = 0;
    await say(room(1));
    judge.says = 0.9;
    await say(hiss(0.2));
    expect(orders).toEqual(['duck', 'duck']);
  });

  it('lowers nothing while no answer is spoken', async () => {
    const judge = judgeThat();
    judge.says = 0.9;
    const { orders, say } = await open(judge);
    await say(hiss(0.5));
    expect(orders).toEqual([]);
  });

  it('sends no silence: what is heard, what was just before it, and enough after it for the service to see the end', async () => {
    // Noise too: the service is the judge.
    const { say } = await open(judgeThat());
    // The first seconds go out: who knows what was before.
    await say(room(5));
    expect(await say(room(10))).toBe(0);
    const spoken = await say(hiss(1));
    // 50 frames of it, up to 20 from before.
    expect(spoken).toBeGreaterThanOrEqual(60);
    expect(spoken).toBeLessThanOrEqual(70);
    const after = await say(room(10));
    expect(after).toBeGreaterThanOrEqual(140);
    expect(after).toBeLessThanOrEqual(180);
  });

  it('sends everything while an answer is spoken', async () => {
    const { hearing, say } = await open(judgeThat());
    await say(room(10));
    hearing.answer(true);
    expect(await say(room(4))).toBeGreaterThanOrEqual(200);
  });
});

describe.skipIf(!existsSync('/usr/bin/flite'))('Silero, as the browser loads it', () => {
  /** The files of the service, from where it takes them. */
  async function silero(): Promise<VoiceJudge> {
    vi.useRealTimers();
    const runtime = await import(import.meta.resolve('onnxruntime-web/wasm'));
    const at: Record<string, string> = {
      [VAD_FILES.wasm]: `onnxruntime-web/${VAD_FILES.wasm}`,
      [VAD_FILES.model]: `@ricky0123/vad-web/dist/${VAD_FILES.model}`,
    };
    vi.stubGlobal('fetch', async (url: string | URL) => {
      const from = at[String(url).split('/').at(-1) ?? ''] ?? '';
      const type = from.endsWith('.wasm') ? 'application/wasm' : 'application/octet-stream';
      return new Response(readFileSync(fileURLToPath(import.meta.resolve(from))), {
        headers: { 'content-type': type },
      });
    });
    const judge = await openSilero('http://service.test/vad/', async () => runtime as never);
    vi.unstubAllGlobals();
    return judge;
  }
  const said = (text: string): Float32Array => {
    const file = join(mkdtempSync(join(tmpdir(), 'va-vad-')), 'said.wav');
    execFileSync('flite', ['-voice', 'slt', '-t', text, '-o', file]);
    const wav = readFileSync(file);
    rmSync(dirname(file), { recursive: true });
    const samples = wav.subarray(wav.indexOf('data') + 8);
    return Float32Array.from({ length: samples.length >> 1 }, (_, at) => samples.readInt16LE(at * 2) / 32_768);
  };

  it('hears a voice within 150 ms of its first sound, and none in noise', async () => {
    const vad = createLocalVad(() => undefined);
    const model = await silero();
    let judging: Promise<unknown> = Promise.resolve();
    vad.use({
      forget: model.forget,
      judge(window) {
        const judged = model.judge(window);
        judging = judged;
        return judged;
      },
    });
    const voice = async (samples: Float32Array) => {
      let first: number | null = null;
      for (const [index, frame] of framesOf(samples).entries()) {
        vad.push(frame);
        // As in a call: a window is judged before the next frame comes.
        await new Promise((resolve) => setImmediate(resolve));
        await judging;
        await new Promise((resolve) => setImmediate(resolve));
        if (vad.isVoice) first ??= index;
      }
      return first;
    };
    expect(await voice(room(1))).toBeNull();
    expect(await voice(hiss(2))).toBeNull();
    expect(await voice(room(1))).toBeNull();
    const words = said('How much annual leave do I have left?');
    const start = framesOf(words).findIndex(({ level }) => level > 0.02);
    const heard = await voice(words);
    expect(((heard ?? 1e9) - start) * 20).toBeLessThanOrEqual(150);
  });
});
