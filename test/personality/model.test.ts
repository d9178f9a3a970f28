import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NO_PERSONALITY, type PersonalitySource } from '../../sidecar/people/person.ts';
import { CHOICES, DEFAULTS, type Dimensions, dimensionsIn, TRAITS } from '../../sidecar/personality/dimensions.ts';
import { personalityOf, resolvePersonality } from '../../sidecar/personality/model.ts';
import { TEMPLATES, templateNamed } from '../../sidecar/personality/templates.ts';
import spec from './spec.json' with { type: 'json' };

const names = [...Object.keys(TRAITS), ...Object.keys(CHOICES)] as (keyof Dimensions)[];
const from = (over: Partial<PersonalitySource>) => resolvePersonality({ ...NO_PERSONALITY, ...over });

/** Any choice of dimensions, all within their ranges. */
const chosen = fc.record(
  Object.fromEntries(
    names.map((name) => [
      name,
      name in TRAITS
        ? fc.integer({ min: 1, max: 10 })
        : fc.constantFrom(...CHOICES[name as keyof typeof CHOICES].options),
    ]),
  ) as Record<string, fc.Arbitrary<unknown>>,
  { requiredKeys: [] },
) as fc.Arbitrary<Partial<Dimensions>>;
const preset = fc.constantFrom(null, ...Object.keys(TEMPLATES), 'nobody knows it');

describe('the dimensions', () => {
  it('are the 26 of the data model with its ranges, options and defaults', () => {
    const ours = Object.fromEntries(
      names.map((name) => [
        name,
        name in TRAITS
          ? { default: DEFAULTS[name], range: [1, 10] }
          : { default: DEFAULTS[name], options: [...CHOICES[name as keyof typeof CHOICES].options] },
      ]),
    );
    expect(names).toHaveLength(26);
    expect(ours).toEqual(spec.dimensions);
  });

  it('take nothing that is out of range, no option or unknown', () => {
    expect(
      dimensionsIn({ warmth: 0, humor: 11, energy: 5.5, patience: '7', emoji_usage: 'always', toString: 3, charm: 4 }),
    ).toEqual({});
    expect(dimensionsIn({ warmth: 1, humor: 10, emoji_usage: 'never' })).toEqual({
      warmth: 1,
      humor: 10,
      emoji_usage: 'never',
    });
  });
});

describe('the templates', () => {
  it('are the six of the data model', () => {
    expect(TEMPLATES).toEqual(spec.templates);
    for (const template of Object.values(TEMPLATES)) expect(dimensionsIn(template)).toEqual(template);
  });

  it('are known by other names too, and an unknown one is none', () => {
    expect(templateNamed('concise')).toBe(TEMPLATES['efficient']);
    expect(templateNamed('casual')).toBe(TEMPLATES['friendly']);
    expect([templateNamed('grumpy'), templateNamed('constructor'), templateNamed(null)]).toEqual([null, null, null]);
  });
});

describe('what was chosen', () => {
  it('nobody chose: the defaults', () => {
    expect(from({})).toMatchObject(DEFAULTS);
  });

  it('the company’s preset counts until a template names one, its changes count beneath a template', () => {
    const company = { preset: 'efficient', values: { warmth: 2, question_style: 'minimal' } };
    expect(from({ company })).toMatchObject({ warmth: 2, response_length: 'brief', question_style: 'minimal' });
    expect(from({ company, template: 'supportive' })).toMatchObject({
      warmth: 8,
      response_length: 'detailed',
      question_style: 'minimal',
    });
  });

  it('the employee’s own starting point takes the place of the template’s', () => {
    expect(from({ template: 'efficient', own: { preset: 'creative', values: {} } })).toMatchObject({
      ...TEMPLATES['creative'],
      confirmation_level: 'standard',
    });
  });

  it('explicit wins over learned, template, company and defaults in every combination, and nothing is ever missing', () => {
    fc.assert(
      fc.property(
        preset,
        preset,
        preset,
        chosen,
        chosen,
        chosen,
        (company, template, own, changes, learned, explicit) => {
          const source = {
            ...NO_PERSONALITY,
            company: { preset: company, values: changes },
            template,
            own: { preset: own, values: explicit },
          };
          const result = resolvePersonality(source, learned);
          for (const name of names) {
            const layers = [
              explicit[name],
              learned[name],
              (templateNamed(own) ?? templateNamed(template))?.[name],
              changes[name],
              (templateNamed(own) ?? templateNamed(template)) === null ? templateNamed(company)?.[name] : undefined,
              DEFAULTS[name],
            ];
            expect(result[name]).toBe(layers.find((value) => value !== undefined));
          }
        },
      ),
    );
  });

  it('own phrases stand without their last mark; what is none or too long is left out', () => {
    expect(
      from({
        phrases: { greeting: ' Ahoy  there, ', sign_off: 7, acknowledgments: ['Aye!', '', null, 'x'.repeat(61)] },
      }).phrases,
    ).toEqual({ greeting: 'Ahoy there', signOff: null, acknowledgments: ['Aye'] });
  });

  it('is worked out once for a profile', () => {
    const person = { personality: { ...NO_PERSONALITY } };
    expect(personalityOf(person)).toBe(personalityOf(person));
  });
});
