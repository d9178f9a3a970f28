import { SiteError } from './site-error.ts';

/** Offsets change on quarter hours at the finest, so one look-up serves that long. */
const STEP_MS = 15 * 60_000;

/** Epoch milliseconds to naive site time and back, in one IANA zone. */
export interface SiteTime {
  /** `YYYY-MM-DD HH:MM:SS.ffffff`; the fraction of the millisecond comes from `micros` (0-999). */
  format(epochMs: number, micros?: number): string;
  /** `YYYY-MM-DD`. */
  date(epochMs: number): string;
  /** Epoch ms of a naive site time; of two readings (clock set back) the first. */
  epoch(naive: string): number;
}

/** @throws RangeError when the zone is unknown. */
export function siteTime(zone: string): SiteTime {
  const formatter = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const offsets = new Map<number, number>();
  const offsetAt = (epochMs: number): number => {
    const step = Math.floor(epochMs / STEP_MS);
    const known = offsets.get(step);
    if (known !== undefined) return known;
    const at = step * STEP_MS;
    const part: Record<string, number> = {};
    for (const piece of formatter.formatToParts(at)) part[piece.type] = Number(piece.value);
    const local = Date.UTC(
      part['year'] ?? 0,
      (part['month'] ?? 1) - 1,
      part['day'],
      part['hour'],
      part['minute'],
      part['second'],
    );
    if (offsets.size > 4_000) offsets.clear();
    offsets.set(step, local - at);
    return local - at;
  };
  const local = (epochMs: number): string => new Date(epochMs + offsetAt(epochMs)).toISOString();
  return {
    format: (epochMs, micros = 0) => {
      const text = local(Math.floor(epochMs));
      return `${text.slice(0, 10)} ${text.slice(11, 23)}${String(micros).padStart(3, '0')}`;
    },
    date: (epochMs) => local(epochMs).slice(0, 10),
    epoch: (naive) => {
      const asUtc = Date.parse(`${naive.slice(0, 10)}T${naive.length > 10 ? naive.slice(11, 23) : '00:00:00'}Z`);
      if (Number.isNaN(asUtc)) throw new SiteError('ValidationError', `${naive} is not a valid date string.`);
      const first = asUtc - offsetAt(asUtc - 86_400_000);
      const early = asUtc - offsetAt(first);
      return early + offsetAt(early) === asUtc ? early : asUtc - offsetAt(early);
    },
  };
}

/**
 * A strictly growing stamp in microseconds, so that two saves within one millisecond of the clock differ (`modified`
 * is compared byte for byte). A clock that is set back by more than a second is followed.
 */
export function stampSource(clock: () => number): () => { ms: number; micros: number } {
  let last = 0;
  return () => {
    const now = Math.floor(clock()) * 1000;
    last = now <= last && last - now < 1_000_000 ? last + 1 : now;
    return { ms: Math.floor(last / 1000), micros: last % 1000 };
  };
}

const DATE = /^(\d{4})-(\d{1,2})-(\d{1,2})$/;
const DATETIME = /^(\d{4}-\d{1,2}-\d{1,2})[ T](\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?$/;
const TIME = /^(\d{1,3}):(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?$/;

function invalid(value: string, what: string): SiteError {
  return new SiteError('ValidationError', `${value} is not a valid ${what} string.`);
}

/** `YYYY-MM-DD`; a time behind the date is cut off as MariaDB does. */
export function normaliseDate(value: string): string {
  const match = DATE.exec(value.trim().split(/[ T]/)[0] ?? '');
  const [year, month, day] = [
    match?.[1] ?? '',
    (match?.[2] ?? '').padStart(2, '0'),
    (match?.[3] ?? '').padStart(2, '0'),
  ];
  const date = new Date(`${year}-${month}-${day}T00:00:00Z`);
  if (!match || Number.isNaN(date.getTime()) || date.getUTCDate() !== Number(day)) throw invalid(value, 'date');
  return `${year}-${month}-${day}`;
}

/** `YYYY-MM-DD HH:MM:SS[.ffffff]`, the fraction only when it is not zero; a zone at the end fails in SQL (500), as on MariaDB. */
export function normaliseDatetime(value: string): string {
  const text = value.trim();
  if (DATE.test(text)) return `${normaliseDate(text)} 00:00:00`;
  const match = DATETIME.exec(text);
  if (!match) {
    if (/^\d{4}-\d{2}-\d{2}[ T].*(Z|[+-]\d{2}:?\d{2})$/.test(text)) {
      throw new SiteError('OperationalError', `(1292, "Incorrect datetime value: '${text}'")`, { status: 500 });
    }
    throw invalid(value, 'datetime');
  }
  const [hour, minute, second] = [(match[2] ?? '').padStart(2, '0'), match[3] ?? '00', match[4] ?? '00'];
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) throw invalid(value, 'datetime');
  const fraction = (match[5] ?? '').padEnd(6, '0');
  return `${normaliseDate(match[1] ?? '')} ${hour}:${minute}:${second}${Number(fraction) === 0 ? '' : `.${fraction}`}`;
}

/** Stored form `HH:MM:SS[.ffffff]`. */
export function normaliseTime(value: string): string {
  const match = TIME.exec(value.trim().includes(' ') ? (value.trim().split(' ')[1] ?? '') : value.trim());
  if (!match || Number(match[2]) > 59 || Number(match[3] ?? 0) > 59) throw invalid(value, 'time');
  const fraction = (match[4] ?? '').padEnd(6, '0');
  return `${(match[1] ?? '').padStart(2, '0')}:${match[2]}:${match[3] ?? '00'}${Number(fraction) === 0 ? '' : `.${fraction}`}`;
}

/** Frappe prints hours of a Time without a leading zero. */
export function timeForOutput(stored: string): string {
  return stored.replace(/^0(\d:)/, '$1');
}
