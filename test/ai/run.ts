import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { missing } from './provider.ts';

/**
 * `npm run test:ai`: plays the scenarios and prints a table. With `--provider openai` (anthropic, google, local; rules) a real model
 * plays them, with `--model` to name it; everything else goes to vitest, such as `-t "hr/leave"`.
 */
const [given, rest] = taken(process.argv.slice(2));
const provider = given.get('provider');
if (provider === undefined && given.has('model')) stop('--model needs --provider.');
if (provider !== undefined) {
  const problem = missing(provider, process.env);
  if (problem !== null) stop(problem);
}
const model = given.get('model');
const reporter = fileURLToPath(new URL('table-reporter.ts', import.meta.url));
const done = spawnSync(
  'vitest',
  ['run', 'test/ai', '--reporter=default', `--reporter=${reporter}`, ...timeouts(), ...rest],
  {
    stdio: 'inherit',
    env: {
      ...process.env,
      ...(provider === undefined ? {} : { VA_AI_PROVIDER: provider }),
      ...(model === undefined ? {} : { VA_AI_MODEL: model }),
    },
  },
);
if (done.error) console.error(done.error.message);
process.exit(done.status ?? 1);

/** A real model takes its time. */
function timeouts(): readonly string[] {
  return provider === undefined ? [] : ['--testTimeout=600000', '--maxWorkers=1'];
}

/** Our own options out of the arguments: `--provider x` or `--provider=x`. */
function taken(args: readonly string[]): readonly [ReadonlyMap<string, string>, readonly string[]] {
  const own = new Map<string, string>();
  const others: string[] = [];
  for (let at = 0; at < args.length; at += 1) {
    const [, name, value] = /^--(provider|model)(?:=(.*))?$/u.exec(args[at] ?? '') ?? [];
    if (name === undefined) others.push(args[at] ?? '');
    else own.set(name, value ?? args[++at] ?? '');
  }
  return [own, others];
}

function stop(sentence: string): never {
  console.error(sentence);
  process.exit(2);
}
