import { defineMessages } from '../lib/messages.ts';

/** Why a privacy mode is not accepted. */
export const say = defineMessages({
  sensitive:
    'I cannot keep a sensitive conversation yet: what we say would not be stored encrypted, and your manager would not be told. A private conversation is stored nowhere.',
  incognito:
    'I cannot keep an incognito conversation yet: what I do for you is still logged with its content. A private conversation stores nothing of what we say.',
});
