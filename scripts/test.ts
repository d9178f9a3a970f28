import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Every check and test that needs no key, one after the other, each with its own count. Goes on after a failure so that
 * one run tells everything, and ends with `N passed, N failed` alone on the last line.
 */
interface Count {
  passed: number;
  failed: number;
  skipped: number;
}
const total: Count = { passed: 0, failed: 0, skipped: 0 };
const scratch = mkdtempSync(join(tmpdir(), 'va-test-'));

function run(title: string, command: string, args: readonly string[], env: Record<string, string> = {}): number {
  console.log(`\n=== ${title}`);
  const done = spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, ...env } });
  if (done.error) console.error(`${command}: ${done.error.message}`);
  return done.status ?? 1;
}

/** A step without a count of its own is one test. */
function single(title: string, command: string, args: readonly string[]): void {
  if (run(title, command, args) === 0) total.passed += 1;
  else total.failed += 1;
}

function vitest(title: string, args: readonly string[]): void {
  const report = join(scratch, `${title.replace(/\W+/g, '-')}.json`);
  const status = run(title, 'vitest', [
    'run',
    ...args,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ]);
  try {
    const result = JSON.parse(readFileSync(report, 'utf8')) as {
      numPassedTests: number;
      numFailedTests: number;
      numPendingTests: number;
      numTodoTests: number;
      success: boolean;
    };
    total.passed += result.numPassedTests;
    total.failed += result.numFailedTests;
    total.skipped += result.numPendingTests + result.numTodoTests;
    // A file that could not even be loaded fails the run without a failed test.
    if (status !== 0 && result.numFailedTests === 0) total.failed += 1;
  } catch {
    total.failed += 1;
  }
}

function pytest(): void {
  const found = spawnSync('bash', ['scripts/python-env'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  const python = found.stdout.trim();
  if (found.status !== 0 || python === '') {
    console.error('The Python tests could not be prepared.');
    total.failed += 1;
    return;
  }
  const report = join(scratch, 'pytest.xml');
  const status = run('Python core of the Frappe app', python, [
    '-m',
    'pytest',
    '-q',
    `--junitxml=${report}`,
    'test/python',
  ]);
  try {
    const suite = /<testsuite [^>]*>/.exec(readFileSync(report, 'utf8'))?.[0] ?? '';
    const attribute = (name: string) => Number(new RegExp(`${name}="(\\d+)"`).exec(suite)?.[1] ?? Number.NaN);
    const failed = attribute('failures') + attribute('errors');
    total.failed += failed;
    total.skipped += attribute('skipped');
    total.passed += attribute('tests') - failed - attribute('skipped');
    if (status !== 0 && failed === 0) total.failed += 1;
  } catch {
    total.failed += 1;
  }
}

try {
  single('Checks: types, lint, dead code, architecture, generated files, Python lint', 'bash', ['scripts/check']);
  pytest();
  vitest('Unit, contract, flow and browser tests', process.argv.slice(2));
  if (process.argv.length <= 2) single('Kills at seeded moments', 'node', ['test/chaos/run.ts', '--ci']);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
console.log(`\n${total.passed} passed, ${total.failed} failed${skipped}`);
process.exitCode = total.failed > 0 ? 1 : 0;
