import { FADE_MS } from '../../sidecar/voice/turn-taking/barge-in.ts';
import { type Happening, SEEDS, type SetName, type Stage, type Taking, withSilero } from './_voice-stage.ts';
import { atMost, type Figure, quantile } from './bench.ts';

interface Outcome {
  readonly duck: readonly number[];
  readonly cut: readonly number[];
  readonly back: readonly number[];
  readonly missed: readonly Happening[];
  readonly falsely: readonly Happening[];
  readonly stuck: readonly Happening[];
  readonly meant: number;
  readonly others: number;
}

/** Who interrupts, as a session decides it (level, pitch and Silero VAD), and by level and pitch alone. */
export async function bargeInFigures(
  stage: Stage,
  set: SetName,
  tell: (line: string) => void,
): Promise<readonly Figure[]> {
  const all = SEEDS[set].flatMap((seed) => stage.happenings(seed, set));
  // A model of voices takes hums for what they are.
  const ours =
    stage.kind === 'spoken' ? await withSilero((taking) => outcomeOf(all, taking)) : await outcomeOf(all, {});
  for (const one of [...ours.missed, ...ours.falsely, ...ours.stuck])
    tell(`wrong (${set}): ${one.kind}, ${one.name}, echo ${one.couplingDb} dB`);
  const of = `${stage.kind}, ${set}`;
  const figures: Figure[] = [
    {
      name: `first voiced frame to duck, p95 (${of})`,
      value: quantile(ours.duck, 0.95),
      unit: 'ms',
      budget: atMost(150),
      note: `p50 ${quantile(ours.duck, 0.5)}, ${ours.duck.length} of ${ours.meant}`,
    },
    {
      name: `first voiced frame to cut, p95 (${of})`,
      value: quantile(ours.cut, 0.95),
      unit: 'ms',
      budget: atMost(600),
      note: `p50 ${quantile(ours.cut, 0.5)}`,
    },
    {
      name: `end of the noise to full voice, with the fade, p95 (${of})`,
      value: quantile(ours.back, 0.95) + FADE_MS,
      unit: 'ms',
      budget: atMost(300),
      note: `${ours.back.length} of ${ours.others} ducked`,
    },
    { name: `missed cuts (${of})`, ...shareOf(ours.missed, ours.meant) },
    { name: `false cuts (${of})`, ...shareOf(ours.falsely, ours.others) },
    { name: `ducked and never back (${of})`, value: ours.stuck.length, unit: '', budget: atMost(0) },
  ];
  if (stage.kind === 'hummed') return figures;
  const plain = await outcomeOf(all, {});
  const alone = `by level and pitch alone (${of})`;
  return [
    ...figures,
    { name: `false cuts ${alone}`, value: (100 * plain.falsely.length) / plain.others, unit: '%' },
    { name: `missed cuts ${alone}`, value: (100 * plain.missed.length) / plain.meant, unit: '%' },
    { name: `first voiced frame to cut, p95, ${alone}`, value: quantile(plain.cut, 0.95), unit: 'ms' },
  ];
}

function shareOf(wrong: readonly Happening[], all: number): Omit<Figure, 'name'> {
  const kinds = [...new Set(wrong.map(({ kind }) => kind))].join(', ');
  const note = kinds === '' ? `of ${all}` : `of ${all}: ${kinds}`;
  return { value: (100 * wrong.length) / all, unit: '%', budget: atMost(2), note };
}

async function outcomeOf(all: readonly Happening[], taking: Taking): Promise<Outcome> {
  const duck: number[] = [];
  const cut: number[] = [];
  const back: number[] = [];
  const missed: Happening[] = [];
  const falsely: Happening[] = [];
  const stuck: Happening[] = [];
  for (const one of all) {
    const signs = await one.play(taking);
    const first = (what: string) => signs.find(({ at, sign }) => sign === what && at >= one.fromMs)?.at;
    const [ducked, cutAt] = [first('duck'), first('cut')];
    if (one.isMeant) {
      if (cutAt === undefined) missed.push(one);
      else cut.push(Math.max(0, cutAt - one.voicedMs));
      const reacted = ducked ?? cutAt;
      if (reacted !== undefined) duck.push(Math.max(0, reacted - one.voicedMs));
      continue;
    }
    if (cutAt !== undefined) falsely.push(one);
    else if (ducked !== undefined) {
      const last = signs.findLast(({ sign }) => sign === 'duck' || sign === 'restore');
      if (last?.sign === 'duck') stuck.push(one);
      // Our own echo goes on as long as we speak.
      else if (last && one.kind !== 'our echo') back.push(last.at - one.toMs);
    }
  }
  const meant = all.filter(({ isMeant }) => isMeant).length;
  return { duck, cut, back, missed, falsely, stuck, meant, others: all.length - meant };
}
