import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** One process of the product that can be killed and started again. */
export interface Part {
  readonly name: string;
  /** Of the running process; null while there is none. */
  readonly pid: number | null;
  /** Resolves when the process says that it is ready. @throws PartEnded when it ended before that. */
  start(): Promise<void>;
  /** SIGKILL, as a crash would be. */
  kill(): Promise<void>;
  /** SIGTERM, and SIGKILL when it does not go. */
  stop(): Promise<void>;
}

/** A process ended without having been told to. */
export class PartEnded extends Error {
  readonly byUs: boolean;
  constructor(name: string, byUs: boolean, how: string) {
    super(`The ${name} ended ${byUs ? 'because it was killed' : 'by itself'} (${how}).`);
    this.name = 'PartEnded';
    this.byUs = byUs;
  }
}

export interface PartOptions {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** True for the line of output that says it is ready. */
  readonly ready: (line: string) => boolean;
  /** All it says is added to this file. */
  readonly logFile: string;
  /** Told when it ends without having been told to. */
  readonly onFall?: (error: PartEnded) => void;
  /** Longest time until it is ready, ms. */
  readonly startMs?: number;
}

const STOP_MS = 10_000;

export function part(options: PartOptions): Part {
  const { name } = options;
  const [file, ...args] = options.command;
  let child: ChildProcess | null = null;
  const told = new WeakSet<ChildProcess>();

  async function end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const running = child;
    child = null;
    if (!running || running.exitCode !== null || running.signalCode !== null) return;
    told.add(running);
    const ended = once(running, 'exit');
    running.kill(signal);
    if (signal === 'SIGTERM') {
      const late = await Promise.race([ended.then(() => false), delay(STOP_MS, true, { ref: false })]);
      if (late) running.kill('SIGKILL');
    }
    await ended;
  }

  return {
    name,
    get pid() {
      return child?.pid ?? null;
    },
    async start() {
      const log = createWriteStream(options.logFile, { flags: 'a' });
      const started = spawn(file, args, { cwd: options.cwd, env: options.env, stdio: ['ignore', 'pipe', 'pipe'] });
      child = started;
      started.once('exit', (code, signal) => {
        log.end();
        if (child === started) child = null;
        if (!told.has(started)) options.onFall?.(new PartEnded(name, false, signal ?? `code ${code}`));
      });
      started.stderr.on('data', (chunk: Buffer) => log.write(chunk));
      await untilReady(started, log);
    },
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
  };

  function untilReady(started: ChildProcess, log: WriteStream): Promise<void> {
    return new Promise((resolve, reject) => {
      const patience = setTimeout(
        () => reject(new Error(`The ${name} was not ready within ${(options.startMs ?? 180_000) / 1000} s.`)),
        options.startMs ?? 180_000,
      );
      let rest = '';
      started.stdout?.on('data', (chunk: Buffer) => {
        log.write(chunk);
        const lines = (rest + chunk.toString()).split('\n');
        rest = lines.pop() ?? '';
        if (!lines.some((line) => options.ready(line))) return;
        clearTimeout(patience);
        resolve();
      });
      started.once('error', reject);
      started.once('exit', (code, signal) => {
        clearTimeout(patience);
        reject(new PartEnded(name, told.has(started), signal ?? `code ${code}`));
      });
    });
  }
}
