import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { MASK_NOTE, maskedModel } from '../../sidecar/llm/masked-model.ts';
import { createOpenAiModel } from '../../sidecar/llm/providers/openai.ts';
import { createMasker } from '../../sidecar/privacy/masking.ts';
import { personalIn } from '../../sidecar/privacy/personal-data.ts';
import { startOpenAiFake } from '../fakes/llm/openai-fake.ts';
import type { FakeRequest, LlmFake } from '../fakes/llm/script.ts';
import { asking, hear } from '../llm/providers/collect.ts';

const KEY = 'a key of this process';
const PEOPLE = ['Marcus Reed', 'Dana Kim', 'Tom Baker', 'Tom Hill', 'May Grant'];
const masker = (level: 'contact' | 'all' = 'contact', people: readonly string[] = PEOPLE) =>
  createMasker({ level, key: KEY, people });

describe('personal data in a text', () => {
  it.each([
    ['EMAIL', 'mail bob.o-neil+x@client.example now', 'bob.o-neil+x@client.example'],
    ['EMAIL', '{"user":"priya@acme.test"}', 'priya@acme.test'],
    ['IBAN', 'to DE89 3704 0044 0532 0130 00 please', 'DE89 3704 0044 0532 0130 00'],
    ['IBAN', 'GB82WEST12345698765432', 'GB82WEST12345698765432'],
    ['CARD', 'card 4111 1111 1111 1111, valid', '4111 1111 1111 1111'],
    ['CARD', '378282246310005', '378282246310005'],
    ['ID', 'my SSN is 536-22-8726.', '536-22-8726'],
    ['ID', 'NI number AB 12 34 56 C', 'AB 12 34 56 C'],
    ['ID', 'PAN ABCPE1234F', 'ABCPE1234F'],
    ['ID', 'aadhaar 2341 2341 2346', '2341 2341 2346'],
    ['PHONE', 'call +49 (0)30 901820 today', '+49 (0)30 901820'],
    ['PHONE', 'call (312) 555-0142.', '(312) 555-0142'],
    ['PHONE', '312-555-0142', '312-555-0142'],
    ['PHONE', 'dial 020 7946 0958', '020 7946 0958'],
    ['ACCOUNT', '{"bank_ac_no": "000123456789"}', '000123456789'],
    ['PHONE', '{"cell":"5550142"}', '5550142'],
  ])('%s: %s', (kind, text, value) => {
    expect(personalIn(text)).toEqual([{ kind, at: text.indexOf(value), value }]);
  });

  it.each([
    'You have 14 days left, 4 of 18 are taken.',
    '{"from_date":"2026-06-19","to_date":"2026-06-19 23:59:59.000000"}',
    'HR-LAP-2026-00008 and TASK-2026-00007 and HR-EMP-00001',
    'It comes to 1,234,567.89 USD, or 12 345 678.00.',
    'Meeting from 09:30 to 10:45 on 05/12/2026, 12-01-2026',
    'order 4111 1111 1111 1112 has a wrong check digit',
    'IBAN of the form DE00 ABCD EFGH 1234',
    'turn_01jq8w0z6x8k3f9a2bcd4efgh',
  ])('is not there: %s', (text) => {
    expect(personalIn(text)).toEqual([]);
  });
});

describe('masking', () => {
  it('gives the same value the same placeholder, and puts it back', () => {
    const mask = masker();
    const text = 'Mail bob@client.example and BOB@client.example, then call +1 312 555 0142 or +1-312-555-0142.';
    const masked = mask.mask(text);
    expect(masked).not.toMatch(/client|312/u);
    const [one, other] = masked.match(/EMAIL_\w+/gu) ?? [];
    expect(other).toBe(one);
    expect(mask.unmask(masked)).toContain('Mail bob@client.example');
    expect(masker().mask(text)).toBe(masked);
    expect(createMasker({ level: 'contact', key: 'another', people: [] }).mask(text)).not.toBe(masked);
  });

  it('leaves names alone at level contact, and masks those of others at level all', () => {
    const text = 'Tell Marcus Reed that may is fine; marcus asked, and Dana too. May Grant agrees.';
    expect(masker().mask(text)).toBe(text);
    const all = masker('all');
    const masked = all.mask(text);
    expect(masked).not.toMatch(/Marcus|Reed|Dana|Grant/iu);
    expect(masked).toContain('may is fine');
    const [, whole] = /Tell (PERSON_\w+)/u.exec(masked) ?? [];
    expect(masked).toContain(`${whole}_FIRST asked`);
    expect(all.unmask(masked)).toBe(text.replace('marcus', 'Marcus'));
  });

  it('does not say which of two Toms is meant', () => {
    const mask = masker('all');
    const masked = mask.mask('Tom Baker, Tom Hill, tom');
    expect(new Set(masked.match(/PERSON_\w+/gu)).size).toBe(3);
    expect(mask.unmask(masked)).toBe('Tom Baker, Tom Hill, tom');
  });

  it('takes no placeholder for its own that it did not give', () => {
    expect(masker().unmask('EMAIL_ABCDEF and PERSON_ABCDEF_FIRST')).toBe('EMAIL_ABCDEF and PERSON_ABCDEF_FIRST');
  });

  it('puts values back wherever the pieces of a stream are cut', () => {
    const mask = masker('all');
    const masked = mask.mask('Ask Marcus or Marcus Reed at m@acme.test (EMAIL is fine). P. S.: PERSONAL');
    const plain = mask.unmask(masked);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 40 }), (sizes) => {
        const stream = mask.unmasking();
        let said = '';
        let at = 0;
        for (let n = 0; at < masked.length; n += 1) {
          const size = sizes[n % sizes.length] ?? 1;
          said += stream.push(masked.slice(at, at + size));
          at += size;
        }
        expect(said + stream.flush()).toBe(plain);
      }),
    );
  });

  it('holds nothing back that can be no placeholder', () => {
    const mask = masker();
    mask.mask('a@b.example');
    const stream = mask.unmasking();
    expect(stream.push('You have 14 days')).toBe('You have 14 days');
    expect(stream.push(' and E')).toBe(' and ');
    expect(stream.push('ric')).toBe('Eric');
  });
});

describe('on the wire', () => {
  let fake: LlmFake | null = null;
  afterEach(async () => {
    await fake?.close();
    fake = null;
  });
  const start = async (
    reply: (
      request: FakeRequest,
    ) => string | { text?: string[]; calls?: { name: string; args: Record<string, unknown> }[] },
  ) => {
    fake = await startOpenAiFake(reply);
    const model = createOpenAiModel({
      model: 'm',
      apiKey: fake.key,
      baseUrl: fake.url,
      timeouts: { firstMs: 60_000, gapMs: 60_000 },
    });
    return { fake, model: maskedModel(model, ({ people = [] }) => masker('all', people)) };
  };
  const SECRETS = ['bob@client.example', 'DE89370400440532013000', '+13125550142', 'Marcus', 'Reed'];
  const request = () =>
    asking('Mail bob@client.example and Marcus Reed', {
      people: PEOPLE,
      system: ['You work for Priya. Proposal: "Mail to bob@client.example"'],
      messages: [
        { role: 'user', text: 'What is the IBAN of Marcus?' },
        {
          role: 'assistant',
          text: 'It is Marcus Reed.',
          calls: [{ id: 'c1', name: 'list_holidays', args: { who: ['Marcus Reed'] } }],
        },
        {
          role: 'tool',
          callId: 'c1',
          tool: 'list_holidays',
          content:
            '{"kind":"data","data":{"iban":"DE89370400440532013000","cell":"+13125550142","name":"Marcus Reed"}}',
        },
        { role: 'user', text: 'Mail bob@client.example and Marcus Reed' },
      ],
      tools: [
        {
          name: 'list_holidays',
          description: 'Ask bob@client.example.',
          parameters: { type: 'object', properties: {} },
        },
      ],
    });

  it('no byte of personal data leaves; the answer and the arguments of calls have it again', async () => {
    const { fake: wire, model } = await start(({ said, messages }) => {
      const [mail] = /EMAIL_\w+/u.exec(said) ?? [''];
      const [person] = /PERSON_\w+/u.exec(said) ?? [''];
      const iban = /IBAN_\w+/u.exec(messages.map(({ text }) => text).join(' '))?.[0] ?? '';
      return {
        // Cut in the midst of a placeholder.
        text: [
          `I write to ${mail.slice(0, 7)}`,
          mail.slice(7, 9),
          `${mail.slice(9)} and ${person.slice(0, 4)}`,
          person.slice(4),
        ],
        calls: [{ name: 'list_holidays', args: { to: [mail, person], iban } }],
      };
    });
    const heard = await hear(model, request());
    const [sent] = wire.requests;
    for (const secret of SECRETS) expect(sent?.raw).not.toContain(secret);
    expect(sent?.raw).toContain(JSON.stringify(MASK_NOTE).slice(1, -1));
    expect(sent?.raw).toContain('Priya');
    expect(heard.error).toBeNull();
    expect(heard.text).toBe('I write to bob@client.example and Marcus Reed');
    expect(heard.calls[0]?.args).toEqual({ to: ['bob@client.example', 'Marcus Reed'], iban: 'DE89370400440532013000' });
    expect(wire.complaints).toEqual([]);
  });
});
