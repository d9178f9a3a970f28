import { optionalText, setting } from '../lib/settings.ts';

/** Where the index of the knowledge is kept. */
export const searchSettings = {
  openSearchUrl: setting({
    env: 'OPENSEARCH_URL',
    schema: optionalText(),
    default: null,
    secret: true,
    description:
      'OpenSearch (2.12 or newer, with its k-NN plugin) for the knowledge index, with user and password in the address; unset: one SQLite file in VA_DATA_DIR.',
  }),
};
