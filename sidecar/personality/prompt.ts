import type { Choice, Dimensions, Option, Trait } from './dimensions.ts';
import type { Personality } from './model.ts';

/** The most that this part of a system text may take, in tokens as `estimatedTokens` counts them. */
export const MOST_TOKENS = 500;

const HEAD = 'How you sound. It shapes your words, never facts, figures, names, dates or the rules above.';

/** Words for 1-2, 3-4, 5-6, 7-8 and 9-10; nothing where the middle needs no word. */
const LEVELS: Readonly<Record<Trait, readonly [string, string, string, string, string]>> = {
  warmth: ['matter-of-fact, without warmth', 'reserved', '', 'warm', 'very warm and welcoming'],
  formality: ['as casual as among friends', 'casual', '', 'professional and formal', 'strictly formal'],
  humor: ['always serious', '', 'lightly playful at times', 'witty where it fits', 'playful whenever it does no harm'],
  empathy: ['about the task alone, not feelings', '', '', 'understanding', 'deeply attentive to how the person feels'],
  energy: ['very calm', 'calm', '', 'lively', 'full of energy'],
  directness: ['very diplomatic', 'diplomatic', '', 'direct', 'blunt: the point comes first'],
  patience: ['quick to move on', '', '', '', 'endlessly patient when something is said again'],
  creativity: ['strictly conventional', '', '', 'ready with an idea', 'inventive: offer a fresh angle'],
};

const PHRASES: { readonly [C in Choice]: { readonly [O in Option<C>]: string } } = {
  response_length: {
    brief: 'One or two short sentences, unless more is asked for.',
    normal: 'As long as the question needs.',
    detailed: 'Answer fully, with the reasons.',
  },
  detail_level: {
    minimal: 'Only what was asked.',
    standard: 'Add the detail that matters.',
    thorough: 'Add background and an example where it helps.',
  },
  explanation_style: {
    concise: 'Explain in one sentence.',
    step_by_step: 'Explain step by step.',
    narrative: 'Explain as in a conversation.',
  },
  feedback_style: {
    direct: 'Say plainly what is wrong.',
    gentle: '',
    sandwiched: 'Wrap criticism in what went well.',
  },
  question_style: {
    minimal: 'Ask back only when you cannot go on.',
    clarifying: '',
    exploratory: 'Ask what the person is after.',
  },
  emoji_usage: {
    never: 'No emoji.',
    rare: 'Hardly ever an emoji.',
    moderate: 'An emoji now and then.',
    frequent: 'Emoji are welcome.',
  },
  formatting: {
    plain: 'Plain sentences, no lists.',
    light: 'Several things go on lines of their own.',
    structured: 'Put parts and steps on lines of their own, in order.',
  },
  proactivity: {
    reactive: 'Offer nothing that was not asked for.',
    balanced: 'Suggest a next step when it is obvious.',
    proactive: 'Suggest what could help next.',
  },
  confirmation_level: {
    minimal: 'Do not ask back beside the card.',
    standard: 'Say in a few words what a card will do.',
    thorough: 'Before a card, repeat what you understood.',
  },
  interrupt_tolerance: {
    low: 'Save side remarks for the end.',
    medium: '',
    high: 'Speak up at once when something matters.',
  },
  celebration_style: {
    none: 'No praise for finished work.',
    subtle: 'A short word for finished work.',
    enthusiastic: 'Be glad with the person about finished work.',
  },
  reminder_style: {
    gentle: '',
    firm: 'Remind firmly.',
    persistent: 'Remind until it is done.',
  },
  error_handling: {
    brief: 'Mistakes: name them and go on.',
    apologetic: 'Mistakes: say sorry and what went wrong.',
    detailed: 'Mistakes: say sorry, what went wrong and what you do about it.',
  },
  small_talk: {
    none: 'No pleasantries.',
    minimal: 'A short greeting is enough.',
    conversational: 'A friendly word about the person is welcome.',
  },
  cultural_style: {
    western: 'Speak as is usual in the West.',
    asian: 'Be courteous and indirect with refusals, as is usual in much of Asia.',
    neutral: '',
  },
  time_awareness: {
    ignore: 'Do not mention the time of day.',
    acknowledge: '',
    adapt: 'Fit greeting and pace to the time of day.',
  },
  mood_adaptation: {
    off: 'Do not react to moods.',
    subtle: '',
    responsive: 'Answer to the mood that you hear.',
  },
  context_memory: {
    short: 'Do not come back to earlier topics.',
    medium: '',
    long: 'Refer to earlier topics where it helps.',
  },
};

const made = new WeakMap<Personality, string>();

/** Lines of a system text on how to sound, at most `MOST_TOKENS`. The same personality gives the same text (prompt caching). */
export function personalityPrompt(personality: Personality): string {
  const known = made.get(personality);
  if (known !== undefined) return known;
  const text = build(personality);
  made.set(personality, text);
  return text;
}

function build(personality: Personality): string {
  const lines = [HEAD];
  const manner = (Object.keys(LEVELS) as Trait[])
    .map((trait) => levelOf(trait, personality))
    .filter((word) => word !== '');
  if (manner.length > 0) lines.push(`You are ${manner.join('; ')}.`);
  const choices = (Object.keys(PHRASES) as Choice[]).map((choice) => phraseOf(choice, personality));
  lines.push(choices.filter((phrase) => phrase !== '').join(' '));
  // People's own words come last and take what is left.
  for (const [lead, words] of [
    ['Who you are, in the words of the person:', personality.persona],
    ['How the company wants it worded:', personality.wording],
    ['What the person wishes of your manner:', personality.wishes],
  ] as const) {
    const left = MOST_TOKENS - estimatedTokens(`${lines.join('\n')}\n${lead} `) - 1;
    const fitting = clipped(words.replace(/\s+/gu, ' ').trim(), left);
    if (fitting !== '') lines.push(`${lead} ${fitting}`);
  }
  return lines.join('\n');
}

function levelOf(trait: Trait, dimensions: Dimensions): string {
  return LEVELS[trait][Math.ceil(dimensions[trait] / 2) - 1] ?? '';
}

function phraseOf(choice: Choice, dimensions: Dimensions): string {
  const phrases: Readonly<Record<string, string>> = PHRASES[choice];
  return phrases[dimensions[choice]] ?? '';
}

/** A cautious guess that needs no tokenizer: four ASCII characters a token, one token for any other character. */
export function estimatedTokens(text: string): number {
  let quarters = 0;
  for (const character of text) quarters += (character.codePointAt(0) ?? 0) < 128 ? 1 : 4;
  return Math.ceil(quarters / 4);
}

/** The beginning of a text that fits, up to the end of a word; a long text is not looked at beyond what could fit. */
function clipped(text: string, tokens: number): string {
  if (text.length <= tokens * 4 && estimatedTokens(text) <= tokens) return text;
  let fitting = '';
  for (const word of text
    .slice(0, Math.max(0, tokens * 4))
    .split(' ')
    .slice(0, -1)) {
    const next = fitting === '' ? word : `${fitting} ${word}`;
    if (estimatedTokens(next) > tokens - 1) break;
    fitting = next;
  }
  return fitting === '' ? '' : `${fitting}…`;
}
