import type { Dimensions } from './dimensions.ts';

/** Ready-made personalities to start from. What one does not name stays as it is beneath. */
export const TEMPLATES: Readonly<Record<string, Partial<Dimensions>>> = {
  professional: {
    ...traits(5, 8, 2, 5, 5, 8, 7, 4),
    response_length: 'normal',
    detail_level: 'standard',
    explanation_style: 'concise',
    feedback_style: 'direct',
    emoji_usage: 'never',
    formatting: 'structured',
    proactivity: 'balanced',
    celebration_style: 'none',
    small_talk: 'none',
  },
  friendly: {
    ...traits(9, 3, 6, 8, 7, 5, 9, 6),
    response_length: 'normal',
    detail_level: 'standard',
    explanation_style: 'narrative',
    feedback_style: 'sandwiched',
    emoji_usage: 'moderate',
    formatting: 'light',
    proactivity: 'proactive',
    celebration_style: 'enthusiastic',
    small_talk: 'conversational',
  },
  efficient: {
    ...traits(4, 6, 1, 4, 6, 10, 5, 3),
    response_length: 'brief',
    detail_level: 'minimal',
    explanation_style: 'concise',
    feedback_style: 'direct',
    emoji_usage: 'never',
    formatting: 'plain',
    proactivity: 'reactive',
    confirmation_level: 'minimal',
    celebration_style: 'none',
    small_talk: 'none',
  },
  supportive: {
    ...traits(8, 4, 4, 9, 6, 4, 10, 7),
    response_length: 'detailed',
    detail_level: 'thorough',
    explanation_style: 'step_by_step',
    feedback_style: 'sandwiched',
    emoji_usage: 'rare',
    formatting: 'structured',
    proactivity: 'proactive',
    confirmation_level: 'thorough',
    celebration_style: 'enthusiastic',
    small_talk: 'minimal',
  },
  technical: {
    ...traits(5, 6, 2, 5, 5, 7, 8, 6),
    response_length: 'detailed',
    detail_level: 'thorough',
    explanation_style: 'step_by_step',
    feedback_style: 'direct',
    emoji_usage: 'never',
    formatting: 'structured',
    proactivity: 'balanced',
    confirmation_level: 'standard',
    celebration_style: 'subtle',
    small_talk: 'none',
  },
  creative: {
    ...traits(7, 3, 7, 7, 8, 5, 7, 10),
    response_length: 'normal',
    detail_level: 'standard',
    explanation_style: 'narrative',
    feedback_style: 'gentle',
    emoji_usage: 'moderate',
    formatting: 'light',
    proactivity: 'proactive',
    celebration_style: 'enthusiastic',
    small_talk: 'conversational',
  },
};

/** Other names that people use for a template. */
const ALIASES: Readonly<Record<string, string>> = { concise: 'efficient', casual: 'friendly' };

/** @returns null when there is no such template */
export function templateNamed(name: string | null): Partial<Dimensions> | null {
  if (name === null) return null;
  const key = ALIASES[name] ?? name;
  return Object.hasOwn(TEMPLATES, key) ? (TEMPLATES[key] ?? null) : null;
}

function traits(
  warmth: number,
  formality: number,
  humor: number,
  empathy: number,
  energy: number,
  directness: number,
  patience: number,
  creativity: number,
): Partial<Dimensions> {
  return { warmth, formality, humor, empathy, energy, directness, patience, creativity };
}
