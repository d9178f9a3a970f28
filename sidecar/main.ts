import { readFileSync } from 'node:fs';
import { openApp, type RunningApp } from './app.ts';
import { loadConfig } from './config.ts';
import { systemClock } from './lib/clock.ts';
import { createLog } from './lib/log.ts';
import { releaseStartMemory } from './start-memory.ts';
import { startProblem } from './start-problem.ts';

/** The process: reads settings, serves until SIGTERM or SIGINT, says `ready <url>` once it can be used. */
async function main(): Promise<void> {
  const config = loadConfig(process.env);
  const log = createLog({ level: config.process.logLevel });
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };

  process.on('unhandledRejection', (error) => {
    // A promise that nobody watches is a defect; the journal makes an abrupt end safe.
    log.error('a rejection that nobody handled', {}, error);
    process.exit(70);
  });

  let app: RunningApp | null = null;
  let stopping = false;
  const stop = (signal: string): void => {
    if (stopping) return;
    stopping = true;
    log.info('stopping', { signal });
    const hurry = setTimeout(() => {
      log.warn('stopping took too long; what was accepted is in the journal');
      process.exit(0);
    }, config.gateway.shutdownMs);
    hurry.unref();
    (app?.close() ?? Promise.resolve()).then(
      () => process.exit(0),
      (error: unknown) => {
        log.error('stopping failed', {}, error);
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', () => stop('SIGTERM'));
  process.on('SIGINT', () => stop('SIGINT'));

  app = await openApp({ config, clock: systemClock, log, version });
  log.info('serving', { version });
  console.log(`ready ${app.url}`);
  releaseStartMemory();
}

main().catch((error: unknown) => {
  console.error(`The service cannot start:\n${startProblem(error)}`);
  process.exit(1);
});
