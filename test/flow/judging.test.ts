import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { startOpenAiFake } from '../fakes/llm/openai-fake.ts';

const RUN = fileURLToPath(new URL('../ai/run.ts', import.meta.url));

/** `npm run test:ai` with those arguments, as a person with a key starts it. */
async function judged(args: readonly string[], own: Readonly<Record<string, string>>) {
  const others = Object.entries(process.env).filter(([name]) => !/^(?:OPENAI|ANTHROPIC|GOOGLE|VA|VITEST)/u.test(name));
  const env = { ...Object.fromEntries(others), NO_COLOR: '1', ...own };
  const run = spawn(process.execPath, [RUN, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const said: string[] = [];
  for (const stream of [run.stdout, run.stderr]) stream.on('data', (data: Buffer) => said.push(String(data)));
  const [code] = (await once(run, 'close')) as [number | null];
  return { code, said: said.join('') };
}

it('a model at an address is judged by the scenarios, with its accuracy, tokens and cost', {
  timeout: 120_000,
}, async () => {
  const server = await startOpenAiFake(() => ({ text: 'I cannot tell.', usage: { input: 100, output: 20 } }), {
    key: null,
    models: ['a-model'],
  });
  try {
    const args = ['--provider', 'openai', '-t', 'finance/talk'];
    const { said } = await judged(args, { OPENAI_BASE_URL: server.url });
    expect(server.requests.length).toBeGreaterThan(0);
    const figures =
      /openai \S*: accuracy (?<accuracy>[\d.]+) %, (?<requests>\d+) requests, (?<tokens>\d+) tokens, cost/u;
    const { requests, tokens } = figures.exec(said)?.groups ?? {};
    expect(Number(requests), said.slice(-600)).toBe(server.requests.length);
    // Those that made no sense are counted as well, as far as it is known what they took.
    expect(Number(tokens)).toBeGreaterThanOrEqual(server.requests.length * 20);
    expect(server.complaints).toEqual([]);
  } finally {
    await server.close();
  }
});

it('without a key or an address it is said what is missing, and nothing is played', async () => {
  const { code, said } = await judged(['--provider', 'openai'], {});
  expect([code, said.trim()]).toEqual([
    2,
    'openai needs OPENAI_API_KEY, or OPENAI_BASE_URL of a server that speaks its API. Set it and start again; VA_OPENAI_MODEL or --model names the model.',
  ]);
});
