/**
 * Somebody's words or values inside a text for a model: JSON, so that they end where they end; angle brackets escaped, so
 * that they cannot pose as markup of the prompt.
 */
export function asData(value: unknown): string {
  return JSON.stringify(value ?? null).replace(/[<>]/gu, (bracket) => (bracket === '<' ? '\\u003c' : '\\u003e'));
}
