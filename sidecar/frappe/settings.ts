import { httpUrl, integer, optionalText, setting, text } from '../lib/settings.ts';

/** The Frappe site that this sidecar serves. */
export const frappeSettings = {
  siteUrl: setting({
    env: 'VA_SITE_URL',
    schema: httpUrl(),
    description: 'Address of the Frappe site, such as https://erp.example.com.',
  }),
  siteName: setting({
    env: 'VA_SITE_NAME',
    schema: text(),
    description: 'Name of the site in the bench (the folder under sites/), such as erp.example.com.',
  }),
  socketioUrl: setting<string | null>({
    env: 'VA_SITE_SOCKETIO_URL',
    schema: httpUrl(),
    default: null,
    description: "Address of Frappe's socket.io server when it is not behind the site's own address.",
  }),
  apiKey: setting({
    env: 'VA_SITE_API_KEY',
    schema: text(),
    secret: true,
    description:
      'API key of the service user; the pairing command (`bench execute dartwing_va.hooks.install.pair`) shows it once.',
  }),
  apiSecret: setting({
    env: 'VA_SITE_API_SECRET',
    schema: text(),
    secret: true,
    description: 'API secret of the service user; the first pairing shows it, once.',
  }),
  siteTimeoutMs: setting({
    env: 'VA_SITE_TIMEOUT_MS',
    schema: integer({ min: 100, max: 120_000 }),
    unit: 'ms',
    default: 10_000,
    description: 'Longest wait for an answer of the site, repetitions included.',
  }),
  maxSockets: setting({
    env: 'VA_SITE_MAX_CONNECTIONS',
    schema: integer({ min: 1, max: 1000 }),
    default: 50,
    description: 'Connections to the site at once.',
  }),
  breakerFailures: setting({
    env: 'VA_SITE_BREAKER_FAILURES',
    schema: integer({ min: 1, max: 1000 }),
    default: 8,
    description: 'After so many failures in a row the site is left alone for a while.',
  }),
  breakerPauseMs: setting({
    env: 'VA_SITE_BREAKER_PAUSE_MS',
    schema: integer({ min: 1, max: 600_000 }),
    unit: 'ms',
    default: 2000,
    description: 'How long it is left alone before one request tries again.',
  }),
  delegationKeyFile: setting({
    env: 'VA_DELEGATION_KEY_FILE',
    schema: optionalText(),
    default: null,
    description: 'File of the key that signs reads as an employee; unset: delegation-key.json in VA_DATA_DIR.',
  }),
};
