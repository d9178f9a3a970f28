/** The 26 dimensions of a personality: eight traits from 1 to 10 and eighteen choices, each with what holds when nobody chose. */

export const TRAITS = {
  warmth: 7,
  formality: 5,
  humor: 4,
  empathy: 7,
  energy: 6,
  directness: 6,
  patience: 8,
  creativity: 5,
} as const;

/** Options of each choice; the default is named beside them. */
export const CHOICES = {
  response_length: { options: ['brief', 'normal', 'detailed'], default: 'normal' },
  detail_level: { options: ['minimal', 'standard', 'thorough'], default: 'standard' },
  explanation_style: { options: ['concise', 'step_by_step', 'narrative'], default: 'step_by_step' },
  feedback_style: { options: ['direct', 'gentle', 'sandwiched'], default: 'gentle' },
  question_style: { options: ['minimal', 'clarifying', 'exploratory'], default: 'clarifying' },
  emoji_usage: { options: ['never', 'rare', 'moderate', 'frequent'], default: 'rare' },
  formatting: { options: ['plain', 'light', 'structured'], default: 'light' },
  proactivity: { options: ['reactive', 'balanced', 'proactive'], default: 'balanced' },
  confirmation_level: { options: ['minimal', 'standard', 'thorough'], default: 'standard' },
  interrupt_tolerance: { options: ['low', 'medium', 'high'], default: 'medium' },
  celebration_style: { options: ['none', 'subtle', 'enthusiastic'], default: 'subtle' },
  reminder_style: { options: ['gentle', 'firm', 'persistent'], default: 'gentle' },
  error_handling: { options: ['brief', 'apologetic', 'detailed'], default: 'apologetic' },
  small_talk: { options: ['none', 'minimal', 'conversational'], default: 'minimal' },
  cultural_style: { options: ['western', 'asian', 'neutral'], default: 'neutral' },
  time_awareness: { options: ['ignore', 'acknowledge', 'adapt'], default: 'acknowledge' },
  mood_adaptation: { options: ['off', 'subtle', 'responsive'], default: 'subtle' },
  context_memory: { options: ['short', 'medium', 'long'], default: 'medium' },
} as const;

export type Trait = keyof typeof TRAITS;
export type Choice = keyof typeof CHOICES;
export type Option<C extends Choice> = (typeof CHOICES)[C]['options'][number];
/** All 26, by the names that the site uses; traits are whole numbers from 1 to 10. */
export type Dimensions = { readonly [T in Trait]: number } & { readonly [C in Choice]: Option<C> };

const LOWEST = 1;
const HIGHEST = 10;

/** What holds when neither company, template nor employee chose. */
export const DEFAULTS = {
  ...TRAITS,
  ...Object.fromEntries(Object.entries(CHOICES).map(([name, choice]) => [name, choice.default])),
} as Dimensions;

/** The dimensions among stored values. What is no dimension or out of its range is left out: the site refuses it at save. */
export function dimensionsIn(values: Readonly<Record<string, unknown>>): Partial<Dimensions> {
  return Object.fromEntries(Object.entries(values).filter(([name, value]) => isDimension(name, value)));
}

function isDimension(name: string, value: unknown): boolean {
  if (Object.hasOwn(TRAITS, name)) {
    return typeof value === 'number' && Number.isInteger(value) && value >= LOWEST && value <= HIGHEST;
  }
  if (!Object.hasOwn(CHOICES, name)) return false;
  const options: readonly unknown[] = CHOICES[name as Choice].options;
  return options.includes(value);
}
