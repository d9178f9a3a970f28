/** A voice as `provider:voice`, as the app checks it (doctypes/checks.py). */
const VOICE = /^[a-z][a-z0-9_-]{0,31}:[!-9;-~][!-~]{0,99}$/u;

export function isVoiceName(value: unknown): boolean {
  return typeof value === 'string' && VOICE.test(value);
}
