import type { Controller, Ctx, Doc, Row } from '../../engine/types.ts';
import { isObject, number, parsed, refuse, text, textOrNull } from '../values.ts';

/** As much of a free text as a prompt can hold. */
const MAX_WORDS = 2000;
const TRAITS = ['warmth', 'formality', 'humor', 'empathy', 'energy', 'directness', 'patience', 'creativity'];
const CHOICES: Readonly<Record<string, readonly string[]>> = {
  response_length: ['brief', 'normal', 'detailed'],
  detail_level: ['minimal', 'standard', 'thorough'],
  explanation_style: ['concise', 'step_by_step', 'narrative'],
  feedback_style: ['direct', 'gentle', 'sandwiched'],
  question_style: ['minimal', 'clarifying', 'exploratory'],
  emoji_usage: ['never', 'rare', 'moderate', 'frequent'],
  formatting: ['plain', 'light', 'structured'],
  proactivity: ['reactive', 'balanced', 'proactive'],
  confirmation_level: ['minimal', 'standard', 'thorough'],
  interrupt_tolerance: ['low', 'medium', 'high'],
  celebration_style: ['none', 'subtle', 'enthusiastic'],
  reminder_style: ['gentle', 'firm', 'persistent'],
  error_handling: ['brief', 'apologetic', 'detailed'],
  small_talk: ['none', 'minimal', 'conversational'],
  cultural_style: ['western', 'asian', 'neutral'],
  time_awareness: ['ignore', 'acknowledge', 'adapt'],
  mood_adaptation: ['off', 'subtle', 'responsive'],
  context_memory: ['short', 'medium', 'long'],
};
/** The Select fields that a dimension of the same name decides (decisions.md 5). */
const STYLE_WORDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  feedback_style: { direct: 'Direct', gentle: 'Softened', sandwiched: 'Contextual' },
  detail_level: { minimal: 'Minimal', standard: 'Moderate', thorough: 'Comprehensive' },
  small_talk: { none: 'No', minimal: 'Occasional', conversational: 'Yes' },
  emoji_usage: { never: 'Never', rare: 'Occasional', moderate: 'Occasional', frequent: 'Frequent' },
  celebration_style: { none: 'None', subtle: 'Brief', enthusiastic: 'Enthusiastic' },
  proactivity: { reactive: 'Low', balanced: 'Medium', proactive: 'High' },
  interrupt_tolerance: { low: 'Never', medium: 'Ask First', high: 'High' },
  reminder_style: { gentle: 'Gentle', firm: 'Direct', persistent: 'Urgent' },
  cultural_style: { western: 'American', asian: 'Custom', neutral: 'Global' },
};

/** VA Personality: bounds of the traits, and the fields that follow. */
export const personality: Controller = {
  validate({ doc }) {
    const phrases = textOrNull(doc['custom_traits']);
    if (phrases !== null && !isObject(parsed(phrases))) refuse('Own Phrases must be a JSON object.');
    for (const trait of TRAITS) {
      const value = number(doc[`dim_${trait}`]);
      if (value < 0 || value > 10) refuse(`${trait} must be between 0 and 10.`);
    }
    Object.assign(doc, derivedSelects(doc));
  },
};

function derivedSelects(doc: Doc): Row {
  const words = Object.entries(STYLE_WORDS).map(([field, table]) => [field, table[text(doc[`dim_${field}`])] ?? '']);
  const formality = number(doc['dim_formality']);
  const formal = formality === 0 ? '' : formality <= 3 ? 'Casual' : formality >= 8 ? 'Formal' : 'Adaptive';
  return { ...Object.fromEntries(words), formality: formal };
}

/** What a company's changes to a preset may be. */
export function checkDimensions(stored: unknown): void {
  if (textOrNull(stored) === null) return;
  const values = parsed(stored);
  if (!isObject(values)) refuse('Personality Details must be a JSON object.');
  for (const [name, value] of Object.entries(values)) {
    if (TRAITS.includes(name)) {
      const fits = typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 10;
      if (!fits) refuse(`Personality Details: ${name} must be a whole number from 1 to 10.`);
    } else if (!CHOICES[name]?.includes(text(value))) {
      refuse(
        CHOICES[name] === undefined
          ? `Personality Details: there is no dimension called ${name}.`
          : `Personality Details: ${name} must be one of ${CHOICES[name].join(', ')}.`,
      );
    }
  }
}

/** `personality` of a profile: only what somebody chose. */
export function personalityView(ctx: Ctx, employee: Doc, instance: Doc | null, settings: Row): Row {
  const record = textOrNull(ctx.getValue('VA Personality', { employee: employee.name }, 'name'));
  const own: Row = record === null ? {} : ctx.getDoc('VA Personality', record);
  const named = textOrNull(instance?.['template']);
  const template: Row = named === null || !ctx.exists('VA Template', named) ? {} : ctx.getDoc('VA Template', named);
  return {
    record,
    company: {
      preset: textOrNull(settings['default_personality_preset']),
      values: objectIn(settings['default_personality']),
    },
    template: textOrNull(template['personality_preset']),
    own: { preset: textOrNull(own['source_template']), values: ownDimensions(own) },
    phrases: objectIn(own['custom_traits']),
    persona: words(instance?.['va_persona']),
    wording: words(template['custom_personality_prompt']),
    wishes: words(own['custom_prompt']),
  };
}

function ownDimensions(own: Row): Row {
  const traits = TRAITS.map((name) => [name, number(own[`dim_${name}`])] as const).filter(([, value]) => value !== 0);
  const choices = Object.keys(CHOICES)
    .map((name) => [name, textOrNull(own[`dim_${name}`])] as const)
    .filter(([, value]) => value !== null);
  return Object.fromEntries([...traits, ...choices]);
}

function objectIn(stored: unknown): Row {
  const value = parsed(stored);
  return isObject(value) ? value : {};
}

function words(value: unknown): string {
  return text(value).slice(0, MAX_WORDS);
}
