import { flag, integer, list, optionalText, setting, text } from '../lib/settings.ts';

/** The service's own doors. */
export const gatewaySettings = {
  port: setting({
    env: 'VA_PORT',
    schema: integer({ min: 0, max: 65_535 }),
    default: 8090,
    description: 'Port for HTTP and sockets.',
  }),
  host: setting({
    env: 'VA_HOST',
    schema: text(),
    default: '127.0.0.1',
    description: 'Address to listen on; 0.0.0.0 for all, behind a proxy that ends TLS.',
  }),
  publicUrl: setting({
    env: 'VA_PUBLIC_URL',
    schema: optionalText(),
    default: null,
    description: 'Address under which browsers reach the service, such as https://va.example.com; unset: this machine.',
  }),
  allowedOrigins: setting({
    env: 'VA_ALLOWED_ORIGINS',
    schema: list(),
    default: [],
    description: "Origins of pages that may talk to the service, beside its own and the site's; comma-separated.",
  }),
  passwordGrant: setting({
    env: 'VA_PASSWORD_GRANT',
    schema: flag(),
    default: false,
    description: 'Whether a user name and password can be swapped for tokens here; else people sign in on the site.',
  }),
  trustProxy: setting({
    env: 'VA_TRUST_PROXY',
    schema: flag(),
    default: false,
    description: 'Whether the address in X-Forwarded-For is believed; only behind a proxy that sets it.',
  }),
  conversationsPerMinute: setting({
    env: 'VA_LIMIT_CONVERSATIONS',
    schema: integer({ min: 1 }),
    default: 100,
    description: 'Requests about conversations that one user may send in a minute.',
  }),
  actionsPerMinute: setting({
    env: 'VA_LIMIT_ACTIONS',
    schema: integer({ min: 1 }),
    default: 200,
    description: 'Requests about actions that one user may send in a minute.',
  }),
  otherPerMinute: setting({
    env: 'VA_LIMIT_OTHER',
    schema: integer({ min: 1 }),
    default: 100,
    description: 'Other requests that one user may send in a minute.',
  }),
  companyPerMinute: setting({
    env: 'VA_LIMIT_COMPANY',
    schema: integer({ min: 1 }),
    default: 12_000,
    description: 'Requests that all users of one company together may send in a minute.',
  }),
  signInsPerMinute: setting({
    env: 'VA_LIMIT_SIGN_INS',
    schema: integer({ min: 1 }),
    default: 5,
    description: 'Sign-ins of one account from one address in a minute.',
  }),
  messageWaitMs: setting({
    env: 'VA_MESSAGE_WAIT_MS',
    schema: integer({ min: 100, max: 120_000 }),
    unit: 'ms',
    default: 10_000,
    description: 'How long a message by REST waits for its answer before it is told that work goes on.',
  }),
  shutdownMs: setting({
    env: 'VA_SHUTDOWN_MS',
    schema: integer({ min: 100, max: 60_000 }),
    unit: 'ms',
    default: 4000,
    description: 'What running turns and open requests get to finish when the service is told to stop.',
  }),
};
