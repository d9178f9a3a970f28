import { FADE_MS } from '../../sidecar/voice/turn-taking/barge-in.ts';
import type { OpenTurnTaking } from '../../sidecar/voice/turn-taking.ts';
import { fixedSilence } from '../../test/voice/fixed-silence.ts';
import { listen } from '../../test/voice/hearing-room.ts';
import { interrupt } from '../../test/voice/interrupt.ts';
import { type Interruption, interruptions } from '../../test/voice/sets/barge-in.ts';
import { type Line, readLines } from '../../test/voice/sets/endpointing.ts';
import { microphone, say } from '../../test/voice/timeline.ts';
import { atMost, type Bench, type Figure, quantile } from './bench.ts';

const FIXED_MS = 700;
const SEEDS = [1, 2, 3];
/** How soon what the whole utterance is must be decided, ms; dictation is waited for, its end cannot be told from the words. */
const BUDGETS: Readonly<Record<string, number>> = {
  answers: 150,
  commands: 150,
  questions: 300,
  statements: 300,
  'questions-of-ours': 300,
  open: 300,
  hesitations: 300,
};

/** When turns end and who interrupts, under a virtual clock over the synthetic sets of test/voice/sets. */
export const voiceTurnsBench: Bench = {
  name: 'voice-turns',
  about: 'voice: decision that somebody has finished, barge-in',
  async run({ tell }) {
    tell('when turns end');
    const ours = await endings();
    const fixed = await endings(fixedSilence(FIXED_MS));
    tell('interruptions');
    return [...endingFigures(ours, fixed), ...(await interruptionFigures(tell))];
  },
};

interface Ended {
  readonly line: Line;
  /** From the end of the last word, ms; negative: cut off. NaN: never. */
  readonly afterMs: number;
}

async function endings(takeTurns?: OpenTurnTaking): Promise<readonly Ended[]> {
  const ended: Ended[] = [];
  for (const seed of SEEDS) {
    for (const [index, line] of readLines().entries()) {
      const said = say(line.line, { at: 600, seed: seed * 1000 + index });
      const signs = await listen({
        microphone: microphone(said.sounds, { seed }),
        words: said.words,
        untilMs: said.endMs + 4000,
        situation: { speaking: false, thinking: false, expects: line.expects },
        until: ['end'],
        ...(takeTurns ? { takeTurns } : {}),
      });
      const end = signs.find(({ sign }) => sign === 'end');
      ended.push({ line, afterMs: end === undefined ? Number.NaN : end.at - said.endMs });
    }
  }
  return ended;
}

function endingFigures(ours: readonly Ended[], fixed: readonly Ended[]): Figure[] {
  const kinds = [...new Set(ours.map(({ line }) => line.kind))];
  const times = kinds.flatMap((kind): Figure[] => {
    const after = ours.filter(({ line, afterMs }) => line.kind === kind && afterMs >= 0).map(({ afterMs }) => afterMs);
    if (after.length === 0) return [];
    const budget = BUDGETS[kind];
    return [
      {
        name: `decided after ${kind}, p95`,
        value: quantile(after, 0.95),
        unit: 'ms',
        ...(budget === undefined ? {} : { budget: atMost(budget) }),
        note: `p50 ${Math.round(quantile(after, 0.5))}, worst ${Math.round(Math.max(...after))}, ${after.length} utterances`,
      },
    ];
  });
  const whole = (of: readonly Ended[]) => of.filter(({ afterMs }) => afterMs >= 0).map(({ afterMs }) => afterMs);
  const cutOff = (of: readonly Ended[]) => (100 * of.filter(({ afterMs }) => !(afterMs >= 0)).length) / of.length;
  const wrong = [...new Set(ours.filter(({ afterMs }) => !(afterMs >= 0)).map(({ line }) => line.line))];
  return [
    ...times,
    {
      name: 'false cut-offs',
      value: cutOff(ours),
      unit: '%',
      budget: atMost(3),
      note: `of ${ours.length}: ${wrong.join(' | ')}`,
    },
    { name: `false cut-offs, fixed ${FIXED_MS} ms of silence`, value: cutOff(fixed), unit: '%' },
    { name: `decided, all, fixed ${FIXED_MS} ms of silence, p50`, value: quantile(whole(fixed), 0.5), unit: 'ms' },
    { name: 'decided, all, p50', value: quantile(whole(ours), 0.5), unit: 'ms' },
  ];
}

async function interruptionFigures(tell: (line: string) => void): Promise<Figure[]> {
  const duck: number[] = [];
  const cut: number[] = [];
  const back: number[] = [];
  const missed: Interruption[] = [];
  const falsely: Interruption[] = [];
  const stuck: Interruption[] = [];
  const all = SEEDS.flatMap((seed) => interruptions(seed).map((one) => ({ one, seed })));
  for (const { one, seed } of all) {
    const signs = await interrupt(one, seed);
    const first = (what: string) => signs.find(({ at, sign }) => sign === what && at >= one.fromMs)?.at;
    const [ducked, cutAt] = [first('duck'), first('cut')];
    if (one.isMeant) {
      if (ducked !== undefined) duck.push(ducked - one.fromMs);
      if (cutAt === undefined) missed.push(one);
      else cut.push(cutAt - one.fromMs);
      if (ducked === undefined && cutAt !== undefined) duck.push(cutAt - one.fromMs);
      continue;
    }
    if (cutAt !== undefined) falsely.push(one);
    else if (ducked !== undefined) {
      const last = signs.findLast(({ sign }) => sign === 'duck' || sign === 'restore');
      if (last?.sign === 'duck') stuck.push(one);
      else if (last) back.push(last.at - one.toMs);
    }
  }
  for (const one of [...missed, ...falsely, ...stuck])
    tell(`wrong: ${one.kind}, ${one.name}, echo ${one.couplingDb} dB`);
  const meant = all.filter(({ one }) => one.isMeant).length;
  const others = all.length - meant;
  return [
    {
      name: 'first voiced frame to duck, p95',
      value: quantile(duck, 0.95),
      unit: 'ms',
      budget: atMost(150),
      note: `p50 ${quantile(duck, 0.5)}, ${duck.length} of ${meant}`,
    },
    {
      name: 'first voiced frame to cut, p95',
      value: quantile(cut, 0.95),
      unit: 'ms',
      budget: atMost(600),
      note: `p50 ${quantile(cut, 0.5)}`,
    },
    {
      name: 'end of the noise to full voice, with the fade, p95',
      value: quantile(back, 0.95) + FADE_MS,
      unit: 'ms',
      budget: atMost(300),
      note: `${back.length} of ${others} ducked`,
    },
    { name: 'missed cuts', value: (100 * missed.length) / meant, unit: '%', budget: atMost(2), note: `of ${meant}` },
    { name: 'false cuts', value: (100 * falsely.length) / others, unit: '%', budget: atMost(2), note: `of ${others}` },
    { name: 'ducked and never back', value: stuck.length, unit: '', budget: atMost(0) },
  ];
}
