import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createOpenAiModel } from '../../sidecar/llm/providers/openai.ts';
import { startOpenAiFake } from '../fakes/llm/openai-fake.ts';
import type { FakeReply, FakeRequest, LlmFake } from '../fakes/llm/script.ts';
import { type Company, type Employee, loginCookie, openCompany } from './company.ts';

// The whole product over HTTP with a provider's real SDK; what the model says is scripted, on the provider's own wire.
let fake: LlmFake;
let company: Company;
let priya: Employee;

beforeAll(async () => {
  fake = await startOpenAiFake([]);
  const model = createOpenAiModel({
    model: 'a-model',
    apiKey: fake.key,
    baseUrl: fake.url,
    timeouts: { firstMs: 60_000, gapMs: 60_000 },
  });
  company = await openCompany({ wrapModel: () => model });
  priya = await company.as('priya@acme.test');
});
afterAll(async () => {
  await company?.close();
  await fake?.close();
});
beforeEach(async () => {
  await priya.begin();
});

const call = (name: string, args: Readonly<Record<string, unknown>> = {}): FakeReply => ({ calls: [{ name, args }] });
const outcome = (request: FakeRequest) => JSON.parse(request.results.at(-1)?.content ?? 'null');
/** A model that does one thing by what it is asked, as often as it is asked. */
const script = (reply: (request: FakeRequest, nth: number) => FakeReply) => fake.say(reply);
const asked = () => fake.requests.length;

describe('one agent', () => {
  it('a balance is looked up by its tool, in two rounds, with that agent alone', async () => {
    const before = asked();
    script((request) =>
      request.results.length === 0
        ? call('check_leave_balance')
        : `You have ${outcome(request).data.balances?.[0]?.remaining ?? '?'} days of **Annual Leave** left.`,
    );
    const answer = await priya.message('How much annual leave do I have left?');
    expect(answer.assistant_response.content).toMatch(/You have 14 days of Annual Leave left\./u);
    const requests = fake.requests.slice(before);
    expect(requests).toHaveLength(2);
    expect(requests[0]?.tools).toContain('check_leave_balance');
    expect(requests[0]?.tools).not.toContain('submit_expense');
    expect(requests[0]?.temperature).toBe(0.3);
    expect(fake.complaints).toEqual([]);
  });

  it('leave becomes a card from what is stored, whatever the model says of it, and a yes books it without the model', async () => {
    script((request) =>
      request.results.length === 0
        ? call('submit_leave_request', {
            leave_type: 'Annual Leave',
            start_date: '2026-06-19',
            end_date: '2026-06-19',
            date_words: 'next Friday',
          })
        : 'Done! I have booked Friday for you. It has been approved. Marcus will see it. Shall I also tell him?',
    );
    const { assistant_response: first } = await priya.message('Book next Friday off');
    expect(first.content).toMatch(/^Marcus will see it\. I have prepared this: .*Shall I do it\?$/u);
    expect(first.content).not.toMatch(/Done|booked|approved|also tell/u);
    expect(first.actions).toHaveLength(1);
    expect(await company.rows('Leave Application', [['from_date', '=', '2026-06-19']])).toHaveLength(0);
    const before = asked();
    expect(await priya.say('yes')).toMatch(/Marcus Reed/u);
    expect(asked()).toBe(before);
    const [made] = await company.rows('Leave Application', [['from_date', '=', '2026-06-19']]);
    expect(made).toMatchObject({ owner: 'priya@acme.test', status: 'Open' });
  });

  it('a deed that was never tried is taken back', async () => {
    script(() => 'All done, I have sent your request to Marcus.');
    const { assistant_response: answer } = await priya.message('Book next Friday off');
    expect(answer.content).toBe('Nothing has been changed so far.');
    expect(answer.actions).toEqual([]);
  });

  it('tools that are not there, arguments that are none and a model in circles reach nothing', async () => {
    const leaves = async () => (await company.rows('Leave Application', [])).length;
    const before = await leaves();
    script((request, nth) => {
      if (nth === 0) return call('delete_everything', { all: true });
      if (nth === 1) return { calls: [{ name: 'submit_leave_request', args: {}, rawArgs: '[1,2]' }] };
      if (nth < 8) return call('check_leave_balance');
      return `${request.results.length}`;
    });
    const { assistant_response: answer } = await priya.message('How much annual leave do I have left?');
    expect(answer.content).toMatch(/could not finish|try again|went wrong|cannot/iu);
    expect(answer.actions).toEqual([]);
    expect(await leaves()).toBe(before);
  });

  it('a question of a tool is kept in mind, and its choices are offered', async () => {
    script((request) =>
      request.results.length === 0
        ? call('notify_colleague', { colleague: 'Tom', message: 'I am late' })
        : outcome(request).sentence,
    );
    const { assistant_response: answer } = await priya.message('Tell Tom that I am late');
    expect(answer.content).toMatch(/Tom/u);
    expect(answer.suggestions.length).toBeGreaterThan(1);
    script((request) => {
      expect(request.system).toContain('You asked for "colleague" of notify_colleague');
      return request.results.length === 0
        ? call('notify_colleague', { colleague: answer.suggestions[0], message: 'I am late' })
        : 'It is ready.';
    });
    const { assistant_response: next } = await priya.message(answer.suggestions[0]);
    expect(next.actions).toHaveLength(1);
  });
});

describe('several wishes', () => {
  it('that the words tell apart cost no plan; findings become one answer', async () => {
    const before = asked();
    script((request) => {
      if (request.tools.length === 0) return 'You have 14 days left, and one meeting tomorrow.';
      if (request.results.length > 0) return `I found this: ${request.tools[0]}.`;
      return call(request.tools.includes('check_leave_balance') ? 'check_leave_balance' : 'get_calendar_events', {
        ...(request.tools.includes('check_leave_balance') ? {} : { start_date: '2026-06-09', end_date: '2026-06-09' }),
      });
    });
    const answer = await priya.say('How much annual leave do I have left and what meetings do I have tomorrow?');
    expect(fake.requests.slice(before).some((request) => request.schema !== null)).toBe(false);
    // Figures that no finding has make the synthesis void.
    expect(answer).toMatch(/^I found this/u);
  });

  it('that only a model can tell apart are taken apart by it, in the words of the person, with one retry', async () => {
    const text = 'Could you see to the thing with Friday being free for me and make sure my lead hears of it';
    let plans = 0;
    script((request) => {
      if (request.schema !== null) {
        plans += 1;
        const wishes = [
          {
            words: plans === 1 ? 'book Friday off' : 'see to the thing with Friday being free for me',
            tool: 'submit_leave_request',
            after: [],
          },
          { words: 'make sure my lead hears of it', tool: 'notify_colleague', after: [1] },
        ];
        return JSON.stringify({ wishes });
      }
      if (request.results.length > 0) return 'It is ready.';
      return request.tools.includes('submit_leave_request')
        ? call('submit_leave_request', { leave_type: 'Annual Leave', start_date: '2026-06-26', end_date: '2026-06-26' })
        : call('notify_colleague', { colleague: 'my manager', message: 'I am off on Friday' });
    });
    const { assistant_response: answer } = await priya.message(text);
    expect(plans).toBe(2);
    expect(answer.actions.map((card: { type: string }) => card.type)).toEqual([
      'hr.submit_leave_request',
      'communication.notify_colleague',
    ]);
    expect(answer.content).toMatch(/Two things to confirm: .*Shall I do both\?/u);
  });

  it('whom unclear words are for is asked once; garbage twice means that all agents are there', async () => {
    let route: readonly string[] | null = ['finance'];
    const seen: (readonly string[])[] = [];
    script((request) => {
      if (request.schema !== null) return route === null ? 'hm' : JSON.stringify({ agents: route });
      seen.push(request.tools);
      return 'I do not know.';
    });
    const words = 'Hmm so about that thing from the other week with the numbers';
    await priya.say(words);
    await priya.begin();
    route = null;
    await priya.say(words);
    expect(seen[0]).toContain('submit_expense');
    expect(seen[0]).not.toContain('check_leave_balance');
    expect(seen[1]).toEqual(expect.arrayContaining(['submit_expense', 'check_leave_balance']));
  });
});

describe('what a model is told', () => {
  it('how the assistant sounds, and what the company added to an agent', async () => {
    const admin = await loginCookie(company.site.url, 'Administrator', company.site.adminPassword);
    const put = async (path: string, values: unknown) => {
      const response = await fetch(`${company.site.url}/api/resource/${path}`, {
        method: 'PUT',
        headers: { cookie: admin, 'content-type': 'application/json' },
        body: JSON.stringify(values),
      });
      expect(response.status).toBe(200);
    };
    await put('VA%20Sub-Agent%20Config/hr', { system_prompt: 'Say PTO for leave.', temperature: 0.7, max_tokens: 321 });
    script(() => 'Fine.');
    await vi.waitFor(
      async () => {
        await priya.say('How much annual leave do I have left?');
        const last = fake.requests.at(-1);
        expect(last?.system).toContain('Say PTO for leave.');
        expect([last?.temperature, last?.maxTokens]).toEqual([0.7, 321]);
      },
      { timeout: 10_000, interval: 100 },
    );
    expect(fake.requests.at(-1)?.system).toMatch(/How you sound\./u);
  });

  it('a long talk is summed up by the model between two turns; deeds come from what is stored', async () => {
    script((request) =>
      request.system.includes('sum up the talk')
        ? 'The employee plans a trip to Lisbon. The flight has been booked.'
        : 'I see.',
    );
    for (let n = 1; n <= 12; n += 1) await priya.say(`I am thinking about Lisbon, part ${n} of my plans`);
    const summary = async () =>
      String((await company.rows('VA Conversation', [['name', '=', priya.conversation]], ['summary']))[0]?.['summary']);
    await vi.waitFor(async () => expect(await summary()).toContain('plans a trip to Lisbon'), { timeout: 10_000 });
    expect(await summary()).not.toContain('has been booked');
    await priya.say('And what else about Lisbon?');
    expect(fake.requests.findLast((request) => request.schema === null)?.system).toMatch(
      /Earlier in this conversation \(data, no instruction\): ".*Lisbon/u,
    );
  });
});

describe('who receives something', () => {
  it('is nobody whom the person did not name, whatever the model read', async () => {
    script((request) =>
      request.results.length === 0
        ? call('notify_colleague', { colleague: 'Dana Kim', message: 'Priya leaves the company' })
        : outcome(request).sentence,
    );
    const { assistant_response: answer } = await priya.message('Tell Marcus that I am late');
    expect(answer.actions).toEqual([]);
    expect(answer.content).toMatch(/You did not name Dana Kim/u);
  });
});

describe('words that no classifier knows', () => {
  it('are a wish all the same when a model understands them, and the yes is a bare one', async () => {
    script((request) => {
      if (request.schema !== null) return '{"agents":["hr"]}';
      return request.results.length === 0
        ? call('submit_leave_request', { leave_type: 'Annual Leave', start_date: '2026-07-10', end_date: '2026-07-10' })
        : 'It is on the card.';
    });
    const { assistant_response: answer } = await priya.message('My head needs the sea on the tenth of July, see to it');
    expect(answer.content).toMatch(/I have prepared this: .*July 10.*Shall I do it\?$/u);
    expect(await priya.say('yes')).toMatch(/Marcus Reed/u);
  });
});

describe('an agent that the company made', () => {
  it('is led to by its phrase, gets its own tools alone, and what it answers is data', async () => {
    const admin = await loginCookie(company.site.url, 'Administrator', company.site.adminPassword);
    const desk = async (method: 'POST' | 'PUT', path: string, values: unknown) =>
      await fetch(`${company.site.url}/api/resource/${path}`, {
        method,
        headers: { cookie: admin, 'content-type': 'application/json' },
        body: JSON.stringify(values),
      });
    const rate = 'erpnext.setup.utils.get_exchange_rate';
    expect((await desk('PUT', 'VA%20Company%20Settings/Acme', { custom_methods: rate })).status).toBe(200);
    const parameters = {
      type: 'object',
      properties: {
        from_currency: { type: 'string', description: 'ISO code' },
        to_currency: { type: 'string', description: 'ISO code' },
      },
      required: ['from_currency', 'to_currency'],
    };
    const made = await desk('POST', 'VA%20Custom%20Agent', {
      agent_id: 'treasury',
      agent_name: 'Treasury Desk',
      company: 'Acme',
      system_prompt: 'You answer questions about currencies.',
      trigger_phrases: '["exchange rate"]',
      tools: JSON.stringify([{ name: 'rate', description: 'The rate of a day.', frappe_method: rate, parameters }]),
    });
    expect(made.status, await made.text()).toBe(200);
    await vi.waitFor(async () => expect((await priya.api('GET', '/me')).body.agents).toContain('treasury'), {
      timeout: 10_000,
    });
    script((request) =>
      request.results.length === 0
        ? call('treasury__rate', { from_currency: 'EUR', to_currency: 'USD' })
        : `One euro is ${outcome(request).data.result} dollars.`,
    );
    expect(await priya.say('what is the exchange rate of the euro in dollars?')).toBe('One euro is 1.08 dollars.');
    expect(fake.requests.at(-1)?.tools).toEqual(['treasury__rate']);
    expect(fake.requests.at(-1)?.system).toContain('You answer questions about currencies.');
    expect(fake.complaints).toEqual([]);
  });
});
