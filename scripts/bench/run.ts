import { mkdirSync } from 'node:fs';
import { arch, cpus, totalmem } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Bench, type Figure, lineOf, met, rounded } from './bench.ts';
import { growthBench } from './growth.ts';
import { knowledgeBench } from './knowledge.ts';
import { llmBench } from './llm.ts';
import { memoryBench } from './memory.ts';
import { messagesBench } from './messages.ts';
import { outboxBench } from './outbox.ts';
import { recallBench } from './recall.ts';
import { spineBench } from './spine.ts';
import { startBench } from './start.ts';
import { turnsBench } from './turns.ts';
import { voiceBench } from './voice.ts';
import { voiceCostBench } from './voice-cost.ts';
import { voiceSessionsBench, voiceSessionsIoBench } from './voice-sessions.ts';
import { voiceTurnsBench } from './voice-turns.ts';

/**
 * The numbers we hold ourselves to (docs/benchmarks.md): `npm run bench` for all, `npm run bench -- outbox spine` for some.
 * `--json` prints them as JSON, `--fresh-clone` measures an installation too, `--profile DIR` keeps CPU profiles of the sidecar.
 */
const BENCHES: readonly Bench[] = [
  outboxBench,
  messagesBench,
  spineBench,
  growthBench,
  llmBench,
  turnsBench,
  memoryBench,
  startBench,
  voiceBench,
  voiceTurnsBench,
  voiceCostBench,
  voiceSessionsBench,
  voiceSessionsIoBench,
  knowledgeBench,
  recallBench,
];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    'fresh-clone': { type: 'boolean', default: false },
    profile: { type: 'string' },
  },
});
const unknown = positionals.filter((name) => !BENCHES.some((bench) => bench.name === name));
if (unknown.length > 0) {
  console.error(`There is no bench ${unknown.join(', ')}. There are:`);
  for (const bench of BENCHES) console.error(`  ${bench.name.padEnd(18)} ${bench.about}`);
  process.exit(2);
}
const profileDir = values.profile === undefined ? null : resolve(values.profile);
if (profileDir) mkdirSync(profileDir, { recursive: true });

const figures: Figure[] = [];
const broken: string[] = [];
for (const bench of BENCHES.filter(({ name }) => positionals.length === 0 || positionals.includes(name))) {
  const tell = (line: string) => console.error(`  ${bench.name}: ${line}`);
  try {
    const measured = await bench.run({ tell, freshClone: values['fresh-clone'], profileDir });
    if (!values.json) for (const figure of measured) console.log(lineOf(figure));
    figures.push(...measured);
  } catch (error) {
    broken.push(bench.name);
    console.error(`${bench.name} could not be measured:`, error);
  }
}

const machine = `${cpus().length} x ${cpus()[0]?.model.trim() ?? arch()}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}`;
if (values.json) console.log(JSON.stringify({ machine, at: new Date().toISOString(), figures, broken }, null, 2));
else if (figures.length > 0) printTable();
process.exit(broken.length > 0 || !figures.every(met) ? 1 : 0);

function printTable(): void {
  console.log(`\n${machine}\n`);
  console.log('| figure | measured | budget | |\n| --- | --- | --- | --- |');
  for (const figure of figures) {
    const budget = figure.budget ? `${figure.budget.is} ${rounded(figure.budget.value)}` : '';
    const verdict = figure.budget ? (met(figure) ? 'ok' : 'MISSED') : '';
    console.log(`| ${figure.name} | ${rounded(figure.value)} ${figure.unit} | ${budget} | ${verdict} |`);
  }
}
