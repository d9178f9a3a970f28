import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startAnthropicFake } from '../fakes/llm/anthropic-fake.ts';
import { startOpenAiFake } from '../fakes/llm/openai-fake.ts';
import type { FakeReply, FakeRequest, LlmFake } from '../fakes/llm/script.ts';
import { type Company, type Employee, openCompany } from './company.ts';

// What goes over the wire to a provider outside, and to a server of one's own, from the settings to the bytes.
let outside: LlmFake;
let own: LlmFake;
let company: Company;
let priya: Employee;

/** Asks the directory for whom the words name, then prepares a mail to whom it found. */
function mailing(request: FakeRequest): FakeReply {
  if (request.schema !== null) return '{"agents":["communication"]}';
  if (request.results.length > 0) return 'The mail is ready.';
  const to = /(?:EMAIL|PERSON)_\w+|\S+@\S+/gu.exec(request.said)?.[0] ?? 'nobody';
  return {
    calls: [{ name: 'send_email', args: { to, subject: 'Tomorrow', body: `Call me at ${numberIn(request.said)}` } }],
  };
}
const numberIn = (text: string) => /PHONE_\w+|\+[\d ]+\d/u.exec(text)?.[0] ?? '';

beforeAll(async () => {
  outside = await startAnthropicFake(mailing);
  own = await startOpenAiFake(mailing);
  company = await openCompany({
    env: {
      // On this machine, as a gateway to the provider may be.
      ANTHROPIC_BASE_URL: outside.url,
      ANTHROPIC_API_KEY: outside.key,
      VA_ANTHROPIC_MODEL: 'outside',
      VA_LOCAL_LLM_URL: own.url,
      VA_LOCAL_LLM_KEY: own.key,
      VA_LOCAL_LLM_MODEL: 'own',
      VA_MODEL: 'anthropic',
      VA_LLM_MASKING: 'all',
      VA_LLM_FIRST_TOKEN_MS: '60000',
      VA_LLM_LOCAL_FIRST_TOKEN_MS: '60000',
    },
  });
  priya = await company.as('priya@acme.test');
});
afterAll(async () => {
  await company?.close();
  await outside?.close();
  await own?.close();
});

const TEXT = 'Mail bob@client.example that Marcus can be called at +1 312 555 0142';

describe('a provider outside', () => {
  it('sees no address, number or name of anybody else, and the card has them all', async () => {
    await priya.begin();
    const { assistant_response: answer } = await priya.message(TEXT);
    const wire = outside.requests.map(({ raw }) => raw).join('\n');
    expect(outside.requests.length).toBeGreaterThan(0);
    expect(wire).not.toMatch(/bob@|client\.example|312 555|Marcus|Reed/iu);
    expect(wire).toMatch(/EMAIL_\w{6}/u);
    const [card] = answer.actions;
    expect(JSON.stringify(card.lines)).toContain('bob@client.example');
    expect(JSON.stringify(card.lines)).toContain('+1 312 555 0142');
  });
});

describe('a server of the company', () => {
  it('gets the text as it is', async () => {
    outside.say(() => ({ fault: 'overloaded' }));
    await priya.begin();
    const { assistant_response: answer } = await priya.message(TEXT);
    expect(own.requests.map(({ raw }) => raw).join('\n')).toContain('bob@client.example');
    expect(answer.actions).toHaveLength(1);
  });
});
