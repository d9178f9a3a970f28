import { describe, expect, it } from 'vitest';
import {
  flag,
  httpUrl,
  integer,
  list,
  loadSettings,
  oneOf,
  optionalText,
  SettingsError,
  setting,
  text,
} from '../../sidecar/lib/settings.ts';

const slices = {
  site: {
    url: setting({ env: 'VA_SITE_URL', schema: httpUrl(), description: 'Address of the Frappe site.' }),
    secret: setting({
      env: 'VA_SITE_SECRET',
      schema: text(),
      secret: true,
      description: 'Secret of the service user.',
    }),
    timeoutMs: setting({
      env: 'VA_SITE_TIMEOUT_MS',
      schema: integer({ min: 100 }),
      unit: 'ms',
      default: 5000,
      description: 'Longest wait.',
    }),
  },
  page: {
    origins: setting({ env: 'VA_ORIGINS', schema: list(), default: [], description: 'Allowed origins.' }),
    quiet: setting({ env: 'VA_QUIET', schema: flag(), default: false, description: 'Say less.' }),
    theme: setting({ env: 'VA_THEME', schema: oneOf('light', 'dark'), default: 'light', description: 'Colours.' }),
    note: setting({ env: 'VA_NOTE', schema: optionalText(), default: null, description: 'A note.' }),
  },
};
const good = { VA_SITE_URL: 'https://erp.example.com/', VA_SITE_SECRET: 's', PATH: '/bin' };

function problems(env: Readonly<Record<string, string>>, known: readonly string[] = []): readonly string[] {
  try {
    loadSettings(slices, env, known);
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
}

describe('settings', () => {
  it('are typed values with their defaults', () => {
    const read = loadSettings(slices, { ...good, VA_ORIGINS: 'https://a, https://b', VA_QUIET: 'yes', VA_NOTE: '' });
    expect(read).toEqual({
      site: { url: 'https://erp.example.com', secret: 's', timeoutMs: 5000 },
      page: { origins: ['https://a', 'https://b'], quiet: true, theme: 'light', note: null },
    });
  });
  it('that are required and missing stop the start, all named at once', () => {
    expect(problems({})).toEqual([
      'Set VA_SITE_URL: Address of the Frappe site.',
      'Set VA_SITE_SECRET: Secret of the service user.',
    ]);
  });
  it('that are unknown stop the start, with the name that was probably meant', () => {
    expect(problems({ ...good, VA_THEMES: 'dark', VA_NONSENSE: '1' })).toEqual([
      'Rename VA_THEMES: there is no such setting; did you mean VA_THEME?',
      'Remove VA_NONSENSE: there is no such setting.',
    ]);
    expect(problems({ ...good, VA_NONSENSE: '1' }, ['VA_NONSENSE'])).toEqual([]);
  });
  it.each([
    ['VA_SITE_TIMEOUT_MS', '5s', 'must be a whole number (it is "5s")'],
    ['VA_SITE_TIMEOUT_MS', '5', 'must be at least 100 (it is "5")'],
    ['VA_SITE_URL', 'erp.example.com', 'must be an address such as https://erp.example.com'],
    ['VA_SITE_URL', 'file:///etc', 'must be an address such as https://erp.example.com'],
    ['VA_QUIET', 'perhaps', 'must be 1 or 0'],
    ['VA_THEME', 'pink', 'must be one of light, dark'],
  ])('%s=%s is told as wrong', (name, value, says) => {
    const [problem] = problems({ ...good, [name]: value });
    expect(problem).toContain(`Correct ${name}: it ${says}`);
  });
  it('never print a secret', () => {
    expect(problems({ ...good, VA_SITE_SECRET: '   ' }).join()).not.toContain('it is');
  });
});
