import { integer, optionalText, setting, text } from '../lib/settings.ts';

/** Where state is kept. */
export const storesSettings = {
  redisUrl: setting({
    env: 'REDIS_URL',
    schema: optionalText(),
    default: null,
    secret: true,
    description: 'Redis (6.2 or newer, append-only file on, noeviction) for several replicas; unset: one SQLite file.',
  }),
  dataDir: setting({
    env: 'VA_DATA_DIR',
    schema: text(),
    default: '.data',
    description: 'Folder of the embedded store and of the delegation key.',
  }),
  maxBytes: setting({
    env: 'VA_STORE_MAX_BYTES',
    schema: integer({ min: 0 }),
    unit: 'bytes',
    default: 0,
    description: 'The embedded store grows no larger than this; 0 for as large as the disk allows.',
  }),
};
