/** Makes keys of one site: every key of the stores starts with it , so that several sites can share a backend. */
export type SiteKey = (...parts: readonly string[]) => string;

/** @example siteKey('erp.example.com')('conversation', id, 'state') */
export function siteKey(site: string): SiteKey {
  return (...parts) => [site, ...parts].map((part) => part.replace(/[%:]/g, encodeURIComponent)).join(':');
}
