import { defineMessages } from '../../lib/messages.ts';

/** What tools of a company's own agents say of themselves. */
export const say = defineMessages({
  running: 'Looking it up: {title}',
  webhookOff: 'You cannot use {title} any more.',
  webhookFailed:
    'The address that {title} asks gave no answer that I can use. Please tell the person who made this agent.',
  tooMuch: 'The answer is longer than I can read at once. Ask for less, or tell the person who made this agent.',
});
