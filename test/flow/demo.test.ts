import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { startAnthropicFake } from '../fakes/llm/anthropic-fake.ts';
import { startOpenAiFake } from '../fakes/llm/openai-fake.ts';
import { freePort } from '../fakes/redis-server.ts';

const DEMO = fileURLToPath(new URL('../../scripts/demo.ts', import.meta.url));

interface Demo {
  readonly url: string;
  readonly said: readonly string[];
  /** Code and signal with which it ended. */
  stop(): Promise<readonly unknown[]>;
}

/** The demo as a person starts it, on free ports; nothing of this process's environment that would choose a model. */
async function started(own: Readonly<Record<string, string>> = {}): Promise<Demo> {
  const dir = mkdtempSync(join(tmpdir(), 'va-demo-'));
  const [port, site, socketio] = [await freePort(), await freePort(), await freePort()].map(String);
  const ports = { VA_PORT: port, SITE_PORT: site, SITE_SOCKETIO_PORT: socketio, VA_DATA_DIR: dir };
  const others = Object.entries(process.env).filter(([name]) => !/^(?:OPENAI|ANTHROPIC|GOOGLE|VA)_/u.test(name));
  const env = { ...Object.fromEntries(others), ...ports, VA_LOG_LEVEL: 'error', ...own };
  const demo = spawn(process.execPath, [DEMO], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const said: string[] = [];
  const exited = once(demo, 'exit');
  const stop = async () => {
    demo.kill('SIGTERM');
    const how = await exited;
    rmSync(dir, { recursive: true, force: true });
    return how;
  };
  const ready = new Promise<void>((resolve) => {
    createInterface({ input: demo.stdout }).on('line', (line) => {
      said.push(line);
      if (line === `ready http://127.0.0.1:${port}`) resolve();
    });
    createInterface({ input: demo.stderr }).on('line', (line) => said.push(line));
  });
  const isReady = await Promise.race([ready.then(() => true), exited.then(() => false)]);
  if (!isReady) {
    await stop();
    throw new Error(said.join('\n'));
  }
  return { url: `http://127.0.0.1:${port}`, said, stop };
}

async function api(url: string, path: string, body: unknown, token?: string) {
  const response = await fetch(`${url}/api/v1${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
    body: JSON.stringify(body),
  });
  return (await response.json()) as ReturnType<typeof JSON.parse>;
}

it('the demo starts on other ports with settings of one’s own, says who answers, and ends cleanly', {
  timeout: 60_000,
}, async () => {
  const demo = await started();
  try {
    expect(demo.said.join('\n')).toContain('Answers come from       rules');
    expect((await fetch(`${demo.url}/health/ready`)).status).toBe(200);
  } finally {
    expect(await demo.stop()).toEqual([0, null]);
  }
});

it.each([
  ['OPENAI_BASE_URL', startOpenAiFake],
  ['ANTHROPIC_BASE_URL', startAnthropicFake],
] as const)(
  'with %s at a compatible server, and nothing else changed, that one answers',
  {
    timeout: 60_000,
  },
  async (name, start) => {
    const server = await start(({ model }) => `I am ${model}.`, { key: null, models: ['a-model-of-ours'] });
    const demo = await started({ [name]: server.url });
    try {
      const credentials = { grant_type: 'password', username: 'priya@acme.test', password: 'demo' };
      const { access_token: token } = await api(demo.url, '/auth/token', credentials);
      const words = { initial_message: 'Tell me something about yourself.' };
      const begun = await api(demo.url, '/conversations', words, token);
      expect(begun.initial_response.content).toBe('I am a-model-of-ours.');
      expect(server.complaints).toEqual([]);
      expect(demo.said.join('\n')).not.toContain('Answers come from       rules');
    } finally {
      await demo.stop();
      await server.close();
    }
  },
);
