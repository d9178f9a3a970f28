import { integer, loadSettings, type SliceValues, setting } from '../lib/settings.ts';

/** Settings of the room `people`; composed in config.ts. */
export const peopleSettings = {
  profileCacheMs: setting({
    env: 'VA_PROFILE_CACHE_MS',
    schema: integer({ min: 1000, max: 600_000 }),
    unit: 'ms',
    default: 60_000,
    description: 'How long a profile is used before Frappe is asked again; bus events drop it earlier.',
  }),
  profileCacheMax: setting({
    env: 'VA_PROFILE_CACHE_MAX',
    schema: integer({ min: 10, max: 1_000_000 }),
    default: 5000,
    description: 'Profiles kept in memory at most.',
  }),
  jwksFloorMs: setting({
    env: 'VA_JWKS_FLOOR_MS',
    schema: integer({ min: 0, max: 600_000 }),
    unit: 'ms',
    default: 10_000,
    description: "Least time between two fetches of the site's public keys.",
  }),
  jwksMaxAgeMs: setting({
    env: 'VA_JWKS_MAX_AGE_MS',
    schema: integer({ min: 10_000, max: 86_400_000 }),
    unit: 'ms',
    default: 600_000,
    description: "Age at which the site's public keys are fetched again.",
  }),
  tokenLeewayMs: setting({
    env: 'VA_TOKEN_LEEWAY_MS',
    schema: integer({ min: 0, max: 60_000 }),
    unit: 'ms',
    default: 5000,
    description: "Difference between the site's clock and ours that a token's times may show.",
  }),
};
export type PeopleSettings = SliceValues<typeof peopleSettings>;
export const defaultPeopleSettings: PeopleSettings = loadSettings({ people: peopleSettings }, {}).people;
