import { type Keys, newKey } from '../../core/tokens.ts';
import type { Ctx, Site } from '../../engine/types.ts';
import { isObject } from '../values.ts';

export interface SiteKey {
  readonly kid: string;
  readonly x: string;
  readonly d: string;
}

const SECRET = 'dartwing_va_site_keys';

/** The site's signing keys, newest first: it signs with the first and verifies with each. Made at first use. */
export function siteKeys(site: Site): readonly [SiteKey, ...SiteKey[]] {
  const stored = parsedKeys(site.secret(SECRET));
  const [newest, ...older] = stored;
  if (newest !== undefined) return [newest, ...older];
  const made = newKey();
  site.setSecret(SECRET, JSON.stringify([made]));
  return [made];
}

/** What verifies tokens of this site. */
export function siteKeySet(ctx: Ctx): Keys {
  return Object.fromEntries(siteKeys(ctx.site).map(({ kid, x }) => [kid, x]));
}

/** Public keys of the sidecar, `{kid: x}` in the site's settings. */
export function sidecarKeys(site: Site): Keys {
  const configured = site.config['dartwing_va_sidecar_keys'];
  if (!isObject(configured)) return {};
  return Object.fromEntries(
    Object.entries(configured).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

function parsedKeys(stored: string | null): SiteKey[] {
  const value: unknown = stored === null ? [] : JSON.parse(stored);
  if (!Array.isArray(value)) return [];
  return value.filter(isObject).map((key) => ({ kid: String(key['kid']), x: String(key['x']), d: String(key['d']) }));
}
