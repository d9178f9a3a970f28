/** `provider:voice`. The site checks the same when a voice is saved (test/vectors/voices.json). */
const VOICE_NAME = /^[a-z][a-z0-9_-]{0,31}:[!-9;-~][!-~]{0,99}$/u;

export function isVoiceName(text: string): boolean {
  return VOICE_NAME.test(text);
}

/** The parts of a voice's name; null when it is not written as `provider:voice`. */
export function voiceNameOf(
  text: string | null | undefined,
): { readonly provider: string; readonly voice: string } | null {
  if (text === null || text === undefined || !isVoiceName(text)) return null;
  const colon = text.indexOf(':');
  return { provider: text.slice(0, colon), voice: text.slice(colon + 1) };
}
