import { integer, loadSettings, type SliceValues, setting } from '../lib/settings.ts';

/** Settings of the room `consent`; composed in config.ts. */
export const consentSettings = {
  rememberMs: setting({
    env: 'VA_CONSENT_REMEMBER_MS',
    schema: integer({ min: 60_000, max: 86_400_000 }),
    unit: 'ms',
    default: 3_600_000,
    description: "How long a decision is remembered here until the site's profile shows it.",
  }),
};
export type ConsentSettings = SliceValues<typeof consentSettings>;
export const defaultConsentSettings: ConsentSettings = loadSettings({ consent: consentSettings }, {}).consent;
