import { setTimeout as delay, setImmediate as tick } from 'node:timers/promises';
import type { VoiceConfig, VoiceEvent } from '@dartwing-va/contract/voice.ts';
import { systemClock } from '../../sidecar/lib/clock.ts';
import { sortableIds } from '../../sidecar/lib/ids.ts';
import { silentLog } from '../../sidecar/lib/log.ts';
import { createMetrics } from '../../sidecar/lib/metrics.ts';
import type { Model } from '../../sidecar/llm/model.ts';
import { recordBody } from '../../sidecar/records/entry.ts';
import { siteKey } from '../../sidecar/stores/site-key.ts';
import type { TurnEngine } from '../../sidecar/turn/turn-engine.ts';
import { openVoiceSessions, type VoiceSessions } from '../../sidecar/voice/session/registry.ts';
import type { VoiceSession } from '../../sidecar/voice/session/voice-session.ts';
import { defaultVoiceSettings } from '../../sidecar/voice/settings.ts';
import type { Speech } from '../../sidecar/voice/speech.ts';
import type { OpenTurnTaking } from '../../sidecar/voice/turn-taking.ts';
import type { VoiceLink } from '../../sidecar/voice/voice-link.ts';
import { deskAgent } from '../../test/fakes/desk-agent.ts';
import { type EngineBench, engineBench } from '../../test/fakes/engine-bench.ts';
import { scriptedStt } from '../../test/fakes/voice/scripted-stt.ts';
import { toneTts } from '../../test/fakes/voice/tone-tts.ts';
import { atMost, type Figure, quantile } from './bench.ts';

const ROUNDS = 300;
const WARM_UP = 30;
const ANSWER = 'You have fourteen days of annual leave left. Shall I book some of them for you?';
const UNBROKEN =
  'all of the requests that were handed in by your team since the last week have been looked at and are now with finance';
const CONFIG: VoiceConfig = {
  input_sample_rate: 16_000,
  output_sample_rate: 16_000,
  input_encoding: 'pcm',
  output_encoding: 'pcm',
  language: 'en-US',
  vad_enabled: true,
  interim_results: true,
  speak: true,
  binary: true,
};

/** What the recogniser says is over is over: how soon we find that out is measured by `voice-turns`. */
const atOnce: OpenTurnTaking = ({ onSign }) => ({
  sound: () => undefined,
  words: (event) => {
    if (event.type === 'end-of-turn') onSign('end');
  },
  released: () => undefined,
  situation: () => undefined,
  close: () => undefined,
});

/** A session without a network: when things happen is noted. */
interface Call {
  readonly stt: ReturnType<typeof scriptedStt>;
  /** Says something; when the first frame came and when the call listens again, both on the clock of `performance`. */
  ask(text: string): Promise<{ readonly saidAt: number; readonly soundAt: number }>;
  close(): Promise<void>;
}

async function openCall(parts: {
  readonly turns: TurnEngine;
  readonly people: Parameters<typeof openVoiceSessions>[0]['people'];
  readonly user: Awaited<ReturnType<EngineBench['identity']>>;
  readonly stores: EngineBench['stores'];
}): Promise<Call> {
  const stt = scriptedStt();
  const speech: Speech = { stt, tts: toneTts(5), defaultVoice: 'hum' };
  const sessions: VoiceSessions = openVoiceSessions({
    clock: systemClock,
    ids: sortableIds(systemClock),
    log: silentLog,
    metrics: createMetrics(),
    stores: parts.stores,
    outbox: { toEntry: (record) => ({ stream: 'records', body: recordBody(record) }) },
    siteKey: siteKey('bench'),
    people: parts.people,
    consents: { demand: async () => undefined },
    turns: parts.turns,
    speech,
    takeTurns: atOnce,
    settings: { ...defaultVoiceSettings, startsPerMinute: 1_000_000, minutesPerUser: 1_000_000 },
  });
  let soundAt = 0;
  let isOver: (() => void) | null = null;
  const link: VoiceLink = {
    send(event: VoiceEvent) {
      if (event.type === 'turn.state' && event.state === 'listening') isOver?.();
      if (event.type === 'error') throw new Error(`${event.code}: ${event.message}`);
    },
    sendAudio() {
      if (soundAt === 0) soundAt = performance.now();
    },
    buffered: 0,
    close: () => undefined,
  };
  const session: VoiceSession = await sessions.open(parts.user, { config: CONFIG, conversationId: null }, link);
  await tick();
  return {
    stt,
    async ask(text) {
      soundAt = 0;
      const over = new Promise<void>((resolve) => {
        isOver = resolve;
      });
      const saidAt = performance.now();
      stt.say(text);
      await over;
      // Until it is written down that it was heard.
      await delay(15);
      return { saidAt, soundAt };
    },
    async close() {
      session.end('user_ended');
      await sessions.close();
    },
  };
}

/** Tokens of the answer, as a model sends them; when each was given. */
function timedModel(text: string, paceMs: number, rules = false): { readonly model: Model; readonly at: number[] } {
  const at: number[] = [];
  const tokens = text.match(/\s*\S+/gu) ?? [];
  const model: Model = {
    id: 'plain',
    ...(rules ? { rules: true as const } : {}),
    async *stream() {
      at.length = 0;
      for (const token of tokens) {
        if (paceMs > 0) await delay(paceMs);
        at.push(performance.now());
        yield { type: 'text', text: token };
      }
      yield { type: 'done', usage: { inputTokens: 1, outputTokens: 1 } };
    },
  };
  return { model, at };
}

async function withCall<T>(model: Model, work: (call: Call, bench: EngineBench) => Promise<T>): Promise<T> {
  const bench = await engineBench({ talk: { agents: [deskAgent], model } });
  const identity = await bench.identity('Priya');
  const call = await openCall({
    turns: bench.engine,
    people: {
      person: () => bench.person('Priya'),
      identify: async () => identity,
      onRevoked: () => () => undefined,
    },
    user: { ...identity, expiresAt: Date.now() + 86_400_000 },
    stores: bench.stores,
  });
  try {
    return await work(call, bench);
  } finally {
    await call.close();
    await bench.close();
  }
}

/** What was said to the first sound of the answer: null providers, the real turn with its durable commit. */
export async function answerFigures(tell: (line: string) => void): Promise<Figure[]> {
  const { model } = timedModel(ANSWER, 0);
  tell(`${ROUNDS} answers, providers that take no time`);
  return await withCall(model, async (call, bench) => {
    const times: number[] = [];
    const commits: number[] = [];
    for (let round = 0; round < ROUNDS + WARM_UP; round += 1) {
      const { saidAt, soundAt } = await call.ask('tell me something about my leave');
      const before = performance.now();
      await bench.stores.journal.commit({
        append: [{ stream: 'dead', body: 'x'.repeat(500) }],
        set: [{ key: 'bench', value: 'x'.repeat(8000) }],
      });
      if (round < WARM_UP) continue;
      times.push(soundAt - saidAt);
      commits.push(performance.now() - before);
    }
    return [
      {
        name: 'voice.answer.p50',
        value: quantile(times, 0.5),
        unit: 'ms',
        budget: atMost(2),
        note: 'what was said final to the first frame',
      },
      { name: 'voice.answer.p95', value: quantile(times, 0.95), unit: 'ms', budget: atMost(5) },
      {
        name: 'voice.floor.commit.p50',
        value: quantile(commits, 0.5),
        unit: 'ms',
        note: 'one durable commit alone; an answer is made while its question is stored',
      },
      { name: 'voice.floor.commit.p95', value: quantile(commits, 0.95), unit: 'ms' },
    ];
  });
}

/** The token that completes the first clause to the first frame of it. */
export async function clauseFigures(tell: (line: string) => void): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const [name, text, completing, rules] of [
    ['voice.clause', ANSWER, 8, true],
    // Nothing but its length ends it: that the word before is whole is seen by the token behind it.
    ['voice.clause.long', UNBROKEN, 9, true],
    // What a language model says is checked sentence by sentence before anybody hears it.
    ['voice.clause.checked', ANSWER, null, false],
  ] as const) {
    const { model, at } = timedModel(text, 4, rules);
    tell(`first clauses: ${name}`);
    await withCall(model, async (call) => {
      const times: number[] = [];
      const tokens: number[] = [];
      for (let round = 0; round < 60; round += 1) {
        const { soundAt } = await call.ask('tell me something about my leave');
        if (round < 10) continue;
        const given = at.filter((one) => one <= soundAt).length;
        if (completing !== null && given > completing)
          throw new Error(`the first clause of ${name} took ${given} tokens`);
        tokens.push(given);
        times.push(soundAt - (at[given - 1] ?? Number.NaN));
      }
      if (completing === null) {
        const note = 'of a model whose words are checked; its first sentence has 8';
        figures.push({ name: `${name}.tokens`, value: quantile(tokens, 0.5), unit: 'tokens', note });
        return;
      }
      figures.push(
        { name: `${name}.p50`, value: quantile(times, 0.5), unit: 'ms' },
        { name: `${name}.p95`, value: quantile(times, 0.95), unit: 'ms', budget: atMost(5) },
      );
    });
  }
  return figures;
}
