import { setting, text } from '../lib/settings.ts';

/** Which model answers. */
export const llmSettings = {
  model: setting({
    env: 'VA_MODEL',
    schema: text(),
    default: 'offline',
    description: 'Id of the model that answers; "offline" needs no key and no network.',
  }),
};
