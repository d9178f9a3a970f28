/**
 * Frappe keeps moments as "2026-11-23 13:05:00" in the site's own zone.
 * @param zone IANA name; null when the page was not told, then the text is read in the browser's zone
 * @returns epoch ms, NaN when it is no moment
 */
export function siteMoment(text: string, zone: string | null): number {
  const iso = text.trim().replace(' ', 'T').slice(0, 23);
  if (zone === null) return Date.parse(iso);
  const asUtc = Date.parse(`${iso}Z`);
  if (Number.isNaN(asUtc)) return asUtc;
  // Twice: the first guess may lie on the other side of a change of the clocks.
  const guess = asUtc - offsetAt(asUtc, zone);
  return asUtc - offsetAt(guess, zone);
}

/** How far a zone's clocks are ahead of UTC at a moment, in ms. */
function offsetAt(at: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(at);
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value);
  const shown = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return shown - Math.floor(at / 1000) * 1000;
}
