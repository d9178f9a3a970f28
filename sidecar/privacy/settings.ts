import { oneOf, type SliceValues, setting } from '../lib/settings.ts';

/** Settings of the room `privacy`; composed in config.ts. */
export const privacySettings = {
  masking: setting({
    env: 'VA_LLM_MASKING',
    schema: oneOf('off', 'contact', 'all'),
    default: 'contact',
    description:
      'Personal data that is replaced before a text goes to a provider of models outside: `contact`, addresses, numbers of phones, banks, cards and persons; `all`, names of other people too; `off`, none. Servers of your own get the text as it is.',
  }),
};
export type PrivacySettings = SliceValues<typeof privacySettings>;
