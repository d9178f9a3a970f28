import { DateTime } from 'luxon';

/** Epoch ms to the naive time that Frappe stores, and back (decisions.md 11). */
export interface SiteTime {
  /** `YYYY-MM-DD HH:MM:SS.ffffff` in the site's zone. */
  toSite(epochMs: number): string;
  /** Epoch ms; null when the text is no time. Of two readings (clocks set back) the first. */
  fromSite(naive: unknown): number | null;
}

const QUARTER_MS = 900_000;

/** @throws RangeError when the zone is unknown. */
export function siteTimeIn(zone: string): SiteTime {
  if (!DateTime.local({ zone }).isValid) throw new RangeError(`unknown time zone ${zone}`);
  /** Offsets change on quarter hours at the finest, and most times written are those of now. */
  let quarter = Number.NaN;
  let offsetMs = 0;
  return {
    toSite: (epochMs) => {
      const at = Math.floor(epochMs / QUARTER_MS);
      if (at !== quarter) {
        offsetMs = DateTime.fromMillis(at * QUARTER_MS, { zone }).offset * 60_000;
        quarter = at;
      }
      const local = new Date(Math.floor(epochMs) + offsetMs).toISOString();
      return `${local.slice(0, 10)} ${local.slice(11, 23)}000`;
    },
    fromSite: (naive) => {
      if (typeof naive !== 'string' || naive === '') return null;
      // Frappe leaves zeros away: `2026-01-02 7:05:00`.
      const match = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?))?$/.exec(naive);
      if (!match) return null;
      const time = (match[2] ?? '00:00').padStart(match[2]?.indexOf(':') === 1 ? (match[2]?.length ?? 0) + 1 : 0, '0');
      const at = DateTime.fromISO(`${match[1]}T${time}`, { zone });
      return at.isValid ? at.toMillis() : null;
    },
  };
}
