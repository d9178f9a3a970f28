import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Dimensions } from '../../sidecar/personality/dimensions.ts';
import type { Personality } from '../../sidecar/personality/model.ts';
import { TEMPLATES } from '../../sidecar/personality/templates.ts';
import { createShaper, shapeAnswer } from '../../sidecar/personality/transform.ts';
import { personality } from './people.ts';

const MORNING = { hour: 9, firstName: 'Priya' };
const shape = (text: string, values: Partial<Dimensions>, moment = MORNING) =>
  shapeAnswer(text, personality(null, values), moment);

describe('a brief answer', () => {
  const brief = (text: string) => shape(text, { response_length: 'brief' });

  it('leaves out what comes third and says nothing', () => {
    expect(brief('You have 14 days left. Of 18, 4 are taken. That is a good place to be. I hope it helps!')).toBe(
      'You have 14 days left. Of 18, 4 are taken.',
    );
  });

  it.each([
    'Shall I send it?',
    'It is not sent.',
    'Please look at the card.',
    'That overlaps with something.',
    'We leave on Friday.',
    'The team meets Marcus there.',
    'It is half of it.',
    'That is due tomorrow.',
    'The rest is "as it was".',
    'It can’t be undone.',
    'That is a bit of money: see below.',
    'This is unusual.',
  ])('keeps %j', (sentence) => {
    expect(brief(`A. B is here. Done and done. The next thing. ${sentence}`)).toContain(sentence);
  });

  it('keeps lists as they are', () => {
    const list = 'You have:\n- the team lunch\n- the long walk\n- the small talk';
    expect(brief(list)).toBe(list);
  });

  it('does not take an abbreviation for the end of a sentence', () => {
    const text = 'One. Two. It is for Marcus, e.g. lunch with the team. So long.';
    expect(brief(text)).toContain('e.g. lunch with the team');
  });

  it('is whole from the moment on that a card waits', () => {
    const shaper = createShaper(personality('efficient'), { ...MORNING, inFull: () => true });
    const text = 'Here it is. That is the plan. It is a holiday there. Have a good one.';
    expect(shaper.push(text) + shaper.flush()).toBe(text);
  });

  it('is as long as it was for anybody else', () => {
    const text = 'One. Two. That is a good place to be. I hope it helps!';
    expect(shape(text, {})).toBe(text);
  });
});

describe('layout', () => {
  it.each([
    ['**Annual Leave**: 14 days', 'Annual Leave: 14 days'],
    ['# Leave\nYou have *14* days.', 'Leave\nYou have 14 days.'],
    ['- 18 allocated\n- 4 taken', '• 18 allocated\n• 4 taken'],
    [
      'See [the policy](https://acme.test/p?a=1_b_2) or `HR-LAP-2026-00001`.',
      'See the policy (https://acme.test/p?a=1_b_2) or HR-LAP-2026-00001.',
    ],
    ['2 * 3 * 4 = 24, a_b_c and __init__ [1]', '2 * 3 * 4 = 24, a_b_c and init [1]'],
    ['***Very** good* and ***good*** and **_fine_**', '***Very** good* and good and _fine_'],
  ])('plain: %j', (text, plain) => {
    expect(shape(text, { formatting: 'plain' })).toBe(plain);
    expect(shape(text, { formatting: 'light' })).toBe(text);
  });
});

describe('emoji', () => {
  it.each([
    ['Done 👍.', 'Done.'],
    ['👋 Hi Priya', 'Hi Priya'],
    ['I love it 🤖', 'I love it'],
    ['Yes 👨‍👩‍👧 and 🏳️‍🌈 and 🇩🇪 too', 'Yes and and too'],
    ['会議は3時です', '会議は3時です'],
    ['안녕하세요 9시', '안녕하세요 9시'],
    ['1️⃣ first, ©2026 Acme™, 5 ↔ 6', '1️⃣ first, ©2026 Acme™, 5 ↔ 6'],
  ])('never: %j', (text, without) => {
    expect(shape(text, { emoji_usage: 'never', formality: 4 })).toBe(without);
    expect(shape(text, { emoji_usage: 'frequent', formality: 4 })).toBe(text);
  });

  it('rare: the first of an answer stays', () => {
    expect(shape('Great 🎉🎉! Done 👍. Bye 👋', { emoji_usage: 'rare' })).toBe('Great 🎉! Done. Bye');
  });
});

describe('formality', () => {
  it.each([
    ["I'm sure you've 14 days.", 'I am sure you have 14 days.'],
    ['It’s been sent; that’s all.', 'It has been sent; that is all.'],
    ["Let's see what's next, we'll ask Tom's boss.", "Let us see what is next, we will ask Tom's boss."],
    ["I can't and don't.", "I can't and don't."],
    ["The title is \"I'm off, it's done\" [it's].", "The title is \"I'm off, it's done\" [it's]."],
    ["Ask IT's desk.", "Ask IT's desk."],
  ])('formal: %j', (text, formal) => {
    expect(shape(text, { formality: 8 })).toBe(formal);
    expect(shape(text, { formality: 4 })).toBe(text);
  });
});

describe('greetings', () => {
  it.each([
    [{ formality: 5 }, 9, 'Hi Priya! What now?', 'Good morning Priya! What now?'],
    [{ formality: 5 }, 12, 'Hello. What now?', 'Good afternoon. What now?'],
    [{ formality: 5 }, 17, 'Hey there, Priya.', 'Good evening, Priya.'],
    [{ formality: 4 }, 9, 'Hi Priya!', 'Hi Priya!'],
    [{ formality: 9, time_awareness: 'ignore' }, 9, 'Hi Priya!', 'Hi Priya!'],
    [{ formality: 9 }, 20, 'Good morning, Priya.', 'Good morning, Priya.'],
    [{ formality: 9, time_awareness: 'adapt' }, 20, 'Good morning, Priya.', 'Good evening, Priya.'],
    [{ formality: 9 }, 9, 'Hi Tech Solutions is a customer.', 'Hi Tech Solutions is a customer.'],
    [{ formality: 9 }, 9, 'Done. Hi is a word.', 'Done. Hi is a word.'],
  ] as const)('%j at %i: %j', (values, hour, text, greeted) => {
    expect(shape(text, values, { hour, firstName: 'Priya' })).toBe(greeted);
  });

  it('the employee’s own phrases take their place', () => {
    const own = personality(
      null,
      { formality: 9 },
      {
        phrases: { greeting: 'Ahoy', sign_off: 'Fair $& winds', acknowledgments: ['Aye'] },
      },
    );
    const say = (text: string) => shapeAnswer(text, own, MORNING);
    expect(say('Hi Priya! All well.')).toBe('Ahoy Priya! All well.');
    expect(say('Got it, 3 days. See you, Priya.')).toBe('Aye, 3 days. Fair $& winds, Priya.');
    expect(say('We will see you, Priya.')).toBe('We will see you, Priya.');
  });
});

/** Anything that may never be lost or change its place. */
const fact = fc.oneof(
  fc.integer({ min: 0, max: 99_999 }).map(String),
  fc.constantFrom('14.5', '1,250.00', '$300', '12 Nov 2026', '2026-11-12', '09:30', '11/12/2026', 'HR-LAP-2026-00001'),
  fc.constantFrom(
    'Priya',
    'Marcus Reed',
    'Annual Leave',
    'Globex',
    'Friday',
    'November',
    'Müller',
    'Łukasz',
    '"Q3 plan"',
    '[2]',
  ),
);
const lead = fc.constantFrom(
  'You have',
  'I’m sure of',
  'It’s about',
  'That is',
  '**Note:**',
  'There’s',
  '- it is',
  'and',
  '👍',
);
const tail = fc.constantFrom('.', '!', '?', ', they said.', ' **too**.', ' 🎉.', ' left.\n', ';', ':');
const filler = fc.constantFrom(
  'That is great.',
  'I hope that helps!',
  'Have a good one.',
  'So it goes.',
  'What a thing!',
  'Got it,',
  'Hi Priya!',
);
const sentence = fc.oneof(
  fc.tuple(lead, fact, tail).map(([a, b, c]) => ({ text: `${a} ${b}${c}`, facts: [b] })),
  filler.map((text) => ({ text, facts: [] as string[] })),
);
const answer = fc.array(sentence, { minLength: 1, maxLength: 8 }).map((list) => ({
  text: list.map((one) => one.text).join(' '),
  facts: list.flatMap((one) => one.facts),
}));
const anyone: fc.Arbitrary<Personality> = fc
  .tuple(
    fc.constantFrom(null, ...Object.keys(TEMPLATES)),
    fc.record({
      formality: fc.integer({ min: 1, max: 10 }),
      response_length: fc.constantFrom('brief' as const, 'normal' as const),
      formatting: fc.constantFrom('plain' as const, 'light' as const),
      emoji_usage: fc.constantFrom('never' as const, 'rare' as const, 'frequent' as const),
      time_awareness: fc.constantFrom('ignore' as const, 'acknowledge' as const, 'adapt' as const),
    }),
    fc.constantFrom({}, { greeting: 'Ahoy', sign_off: 'So long', acknowledgments: ['Aye', 'Right you are', 'Sure'] }),
  )
  .map(([preset, values, phrases]) => personality(preset, values, { phrases }));

describe('whatever the personality', () => {
  it('every number, date, name, quote and reference stays, in its order', () => {
    fc.assert(
      fc.property(answer, anyone, ({ text, facts }, who) => {
        const shaped = shapeAnswer(text, who, MORNING);
        let at = 0;
        for (const one of facts) {
          const found = shaped.indexOf(one, at);
          expect(found, `${one} in ${JSON.stringify(shaped)}`).toBeGreaterThanOrEqual(at);
          at = found + one.length;
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('every question stays', () => {
    fc.assert(
      fc.property(answer, anyone, ({ text }, who) => {
        const questions = (some: string) => some.split('?').length;
        expect(questions(shapeAnswer(text, who, MORNING))).toBe(questions(text));
      }),
    );
  });

  it('shaping twice is shaping once', () => {
    fc.assert(
      fc.property(answer, anyone, ({ text }, who) => {
        const once = shapeAnswer(text, who, MORNING);
        expect(shapeAnswer(once, who, MORNING)).toBe(once);
      }),
      { numRuns: 2000 },
    );
  });

  it('it does not matter in which pieces the words arrive', () => {
    fc.assert(
      fc.property(
        answer,
        anyone,
        fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1 }),
        ({ text }, who, sizes) => {
          const shaper = createShaper(who, MORNING);
          let said = '';
          let at = 0;
          for (let turn = 0; at < text.length; turn += 1) {
            const size = sizes[turn % sizes.length] ?? 1;
            said += shaper.push(text.slice(at, at + size));
            at += size;
          }
          expect(said + shaper.flush()).toBe(shapeAnswer(text, who, MORNING));
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('what is said word by word is what is said clause by clause', () => {
    // A dash behind a colon is a list's mark to one who sees the whole line.
    const spaced = (text: string) => text.replace(/\s+/gu, ' ').replaceAll('•', '-').trim();
    fc.assert(
      fc.property(
        answer,
        anyone,
        fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1 }),
        ({ text }, who, sizes) => {
          const shaper = createShaper(who, { ...MORNING, spoken: true });
          let said = '';
          let at = 0;
          for (let turn = 0; at < text.length; turn += 1) {
            const size = sizes[turn % sizes.length] ?? 1;
            said += shaper.push(text.slice(at, at + size));
            at += size;
          }
          expect(spaced(said + shaper.flush())).toBe(spaced(shapeAnswer(text, who, MORNING)));
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('any text at all keeps its digits', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), anyone, (text, who) => {
        const digits = (some: string) => some.replace(/[^0-9]/gu, '');
        expect(digits(shapeAnswer(text, who, MORNING))).toBe(digits(text));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('while it streams', () => {
  it('a clause is said as soon as it is complete', () => {
    const shaper = createShaper(personality('professional'), MORNING);
    expect(shaper.push('You have 14 days')).toBe('');
    expect(shaper.push(' left, and')).toBe('You have 14 days left,');
    expect(shaper.push(' more to come. Bye')).toBe(' and more to come.');
    expect(shaper.flush()).toBe(' Bye');
  });

  it('for somebody who listens a word is said as soon as it is whole, a sentence with its last mark', () => {
    const shaper = createShaper(personality('professional'), { ...MORNING, spoken: true });
    expect(shaper.push('You have')).toBe('You');
    expect(shaper.push(' 14 days')).toBe(' have 14');
    expect(shaper.push(' left.')).toBe(' days left.');
    expect(shaper.push(' Bye')).toBe('');
    expect(shaper.flush()).toBe(' Bye');
  });
});
