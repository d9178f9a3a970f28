import { actionSettings } from './actions/settings.ts';
import { consentSettings } from './consent/settings.ts';
import { frappeSettings } from './frappe/settings.ts';
import { gatewaySettings } from './gateway/settings.ts';
import { knowledgeSettings } from './knowledge/settings.ts';
import { loadSettings, oneOf, type SliceValues, setting } from './lib/settings.ts';
import { llmSettings } from './llm/settings.ts';
import { peopleSettings } from './people/settings.ts';
import { privacySettings } from './privacy/settings.ts';
import { recordsSettings } from './records/settings.ts';
import { searchSettings } from './search/settings.ts';
import { storesSettings } from './stores/settings.ts';
import { turnSettings } from './turn/settings.ts';
import { voiceSettings } from './voice/settings.ts';
import { speechSettings } from './voice/speech-settings.ts';

const processSettings = {
  logLevel: setting({
    env: 'VA_LOG_LEVEL',
    schema: oneOf('debug', 'info', 'warn', 'error', 'silent'),
    default: 'info',
    description: 'Least severity that is logged.',
  }),
};

/** Every setting of the service, by room. */
export const slices = {
  process: processSettings,
  frappe: frappeSettings,
  stores: storesSettings,
  records: recordsSettings,
  people: peopleSettings,
  consent: consentSettings,
  privacy: privacySettings,
  actions: actionSettings,
  turn: turnSettings,
  llm: llmSettings,
  voice: voiceSettings,
  speech: speechSettings,
  search: searchSettings,
  knowledge: knowledgeSettings,
  gateway: gatewaySettings,
} as const;

export type Config = { readonly [Room in keyof typeof slices]: SliceValues<(typeof slices)[Room]> };

/** Variables that the product's scripts read beside the service. */
const SCRIPT_VARIABLES = ['VA_PASSWORD'];

/** @throws SettingsError with every problem as a sentence that says what to do. */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): Config {
  return loadSettings(slices, env, SCRIPT_VARIABLES);
}
