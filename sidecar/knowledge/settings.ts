import { z } from 'zod';
import { flag, integer, setting } from '../lib/settings.ts';

const timeOfDay = () => z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/u, 'must be a time such as 02:30');

/** What is indexed of the site's knowledge, and when. */
export const knowledgeSettings = {
  index: setting({
    env: 'VA_KNOWLEDGE_INDEX',
    schema: flag(),
    default: true,
    description: 'Index articles, wiki pages and files; off: the published articles are read and searched each time.',
  }),
  sweepAt: setting({
    env: 'VA_KNOWLEDGE_SWEEP_AT',
    schema: timeOfDay(),
    default: '02:30',
    description: 'When the index is compared with the site each night, in the zone of the site.',
  }),
  embedMs: setting({
    env: 'VA_KNOWLEDGE_EMBED_MS',
    schema: integer({ min: 10 }),
    unit: 'ms',
    default: 800,
    description: 'What a question may wait for its vector; after that it is searched by its words alone.',
  }),
};
