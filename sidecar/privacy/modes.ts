import type { PrivacyMode } from '@dartwing-va/contract/rest.ts';
import { VaError } from '../lib/va-error.ts';
import type { Person } from '../people/person.ts';
import { say } from './sentences.ts';

/** What a mode (8.3) means for where a conversation's words go. */
export interface ModeRules {
  /** To models outside of the company: as the setting says, with everything personal masked, or not at all. */
  readonly outside: 'by-setting' | 'masked' | 'never';
  /** Whether the site's rows hold what was said. */
  readonly storesWords: boolean;
}

const RULES: Readonly<Record<PrivacyMode, ModeRules>> = {
  normal: { outside: 'by-setting', storesWords: true },
  private: { outside: 'masked', storesWords: false },
  sensitive: { outside: 'never', storesWords: true },
  incognito: { outside: 'never', storesWords: false },
};

/**
 * Those whose whole promise is kept. `sensitive` waits for rows that are encrypted, dropped after 30 days and out of a
 * manager's sight; `incognito` for actions that are logged without their content.
 */
const KEPT: readonly PrivacyMode[] = ['normal', 'private'];

export function rulesOf(mode: PrivacyMode): ModeRules {
  return RULES[mode];
}

/** A mode as a row of the site has it: what is none of ours is taken for the strictest that can be begun. */
export function storedMode(value: unknown): PrivacyMode {
  if (value === null || value === undefined || value === '') return 'normal';
  return Object.hasOwn(RULES, String(value)) ? (value as PrivacyMode) : 'private';
}

/**
 * The mode in which a conversation begins. A mode is accepted only when it is kept (decisions.md 17) and the company allows it.
 * @param asked null: what the person's assistant is set to
 * @throws VaError PRIVACY_MODE_NOT_AVAILABLE, PRIVACY_MODE_NOT_ALLOWED.
 */
export function demandPrivacyMode(
  asked: string | null,
  person: Pick<Person, 'settings' | 'instance'>,
): Extract<PrivacyMode, 'normal' | 'private'> {
  const mode = asked ?? person.instance.defaultPrivacyMode ?? 'normal';
  const isAllowed = (one: string) => one === 'normal' || person.settings.allowedPrivacyModes.includes(one);
  const meta = { mode: mode.slice(0, 20), available: KEPT.filter(isAllowed) };
  if (mode === 'sensitive' || mode === 'incognito') {
    throw new VaError('PRIVACY_MODE_NOT_AVAILABLE', { message: say(mode), meta });
  }
  if (mode !== 'normal' && mode !== 'private') throw new VaError('PRIVACY_MODE_NOT_AVAILABLE', { meta });
  if (!isAllowed(mode)) throw new VaError('PRIVACY_MODE_NOT_ALLOWED', { meta });
  return mode;
}
