import type { OpenTurnTaking } from '../../sidecar/voice/turn-taking.ts';
import { fixedSilence } from '../../test/voice/fixed-silence.ts';
import { listen } from '../../test/voice/hearing-room.ts';
import { type Line, readLines } from '../../test/voice/sets/endpointing.ts';
import { SEEDS, type SetName, type Stage } from './_voice-stage.ts';
import { atMost, type Figure, quantile } from './bench.ts';

const FIXED_MS = 700;
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
const SETS = { tuned: 'endpointing', 'held-out': 'held-out' } as const;

interface Ended {
  readonly line: Line;
  /** From the end of the last word, ms; negative: cut off. NaN: never. */
  readonly afterMs: number;
}

/** When turns end, ours beside a fixed silence, on one of the sets. */
export async function endingFigures(stage: Stage, set: SetName): Promise<Figure[]> {
  const ours = await endings(stage, set);
  const noisy = await endings(stage, set, { isNoisy: true });
  const fixed = await endings(stage, set, { takeTurns: fixedSilence(FIXED_MS) });
  const fixedNoisy = await endings(stage, set, { isNoisy: true, takeTurns: fixedSilence(FIXED_MS) });
  const of = `${stage.kind}, ${set}`;
  const kinds = [...new Set(ours.map(({ line }) => line.kind))];
  const times = kinds.flatMap((kind): Figure[] => {
    const after = ours.filter(({ line, afterMs }) => line.kind === kind && afterMs >= 0).map(({ afterMs }) => afterMs);
    if (after.length === 0) return [];
    const budget = BUDGETS[kind];
    return [
      {
        name: `decided after ${kind}, p95 (${of})`,
        value: quantile(after, 0.95),
        unit: 'ms',
        ...(budget === undefined ? {} : { budget: atMost(budget) }),
        note: `p50 ${Math.round(quantile(after, 0.5))}, worst ${Math.round(Math.max(...after))}, ${after.length} utterances`,
      },
    ];
  });
  const wrong = [...new Set(ours.filter(isCutOff).map(({ line }) => line.line))];
  return [
    ...times,
    {
      name: `false cut-offs (${of})`,
      value: shareCutOff(ours),
      unit: '%',
      budget: atMost(3),
      note: `of ${ours.length}: ${wrong.join(' | ')}`,
    },
    { name: `false cut-offs, fixed ${FIXED_MS} ms of silence (${of})`, value: shareCutOff(fixed), unit: '%' },
    { name: `decided, all, p50 (${of})`, value: quantile(whole(ours), 0.5), unit: 'ms' },
    {
      name: `decided, all, fixed ${FIXED_MS} ms of silence, p50 (${of})`,
      value: quantile(whole(fixed), 0.5),
      unit: 'ms',
    },
    {
      name: `decided, all, while a lorry goes by, p50 (${of})`,
      value: quantile(whole(noisy), 0.5),
      unit: 'ms',
      note: `p95 ${Math.round(quantile(whole(noisy), 0.95))}, cut off ${shareCutOff(noisy).toFixed(1)} %; fixed ${FIXED_MS} ms of silence: ${whole(fixedNoisy).length} of ${fixedNoisy.length} ever decided`,
    },
  ];
}

const isCutOff = ({ afterMs }: Ended) => !(afterMs >= 0);
const shareCutOff = (of: readonly Ended[]) => (100 * of.filter(isCutOff).length) / of.length;
const whole = (of: readonly Ended[]) => of.filter((one) => !isCutOff(one)).map(({ afterMs }) => afterMs);

async function endings(
  stage: Stage,
  set: SetName,
  { isNoisy = false, takeTurns }: { readonly isNoisy?: boolean; readonly takeTurns?: OpenTurnTaking } = {},
): Promise<readonly Ended[]> {
  const ended: Ended[] = [];
  for (const seed of SEEDS[set]) {
    for (const [index, line] of readLines(SETS[set]).entries()) {
      const said = stage.line(line.line, 600, seed * 1000 + index, seed, isNoisy);
      const signs = await listen({
        microphone: said.microphone,
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
