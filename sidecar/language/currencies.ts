/** Names and signs of currencies beside an amount. */

/** What is written before an amount, longest first. */
const SIGNS: readonly (readonly [sign: string, currency: string | null])[] = [
  ['us$', 'USD'],
  ['ca$', 'CAD'],
  ['au$', 'AUD'],
  ['nz$', 'NZD'],
  ['hk$', 'HKD'],
  ['s$', 'SGD'],
  ['c$', 'CAD'],
  ['a$', 'AUD'],
  ['r$', 'BRL'],
  ['$', null],
  ['€', 'EUR'],
  ['£', 'GBP'],
  ['¥', 'JPY'],
  ['₹', 'INR'],
  ['₩', 'KRW'],
  ['zł', 'PLN'],
];
const CODES =
  'usd eur gbp inr jpy chf cad aud nzd cny sek nok dkk pln czk huf sgd hkd aed sar zar brl mxn krw thb myr idr php ils ron bgn'.split(
    ' ',
  );
const DOLLARS = new Set(['USD', 'CAD', 'AUD', 'NZD', 'SGD', 'HKD']);
const CROWNS = new Set(['SEK', 'NOK', 'DKK', 'CZK']);
const NAMES: Readonly<Record<string, string>> = {
  euro: 'EUR',
  euros: 'EUR',
  pound: 'GBP',
  pounds: 'GBP',
  quid: 'GBP',
  sterling: 'GBP',
  rupee: 'INR',
  rupees: 'INR',
  rs: 'INR',
  yen: 'JPY',
  franc: 'CHF',
  francs: 'CHF',
  kronor: 'SEK',
  kroner: 'DKK',
  dirhams: 'AED',
  dirham: 'AED',
  rand: 'ZAR',
  yuan: 'CNY',
  zloty: 'PLN',
  shekels: 'ILS',
  pesos: 'MXN',
};
const BEFORE = new RegExp(
  `(?:(?<code>${CODES.join('|')}|rs\\.?|kr\\.?) ?(?=[\\d.+-])|(?<worded>${CODES.join('|')}) )`,
  'uy',
);
const AFTER = new RegExp(
  `[ -]?(?:(?<kind>us|american|canadian|australian|new zealand|singapore|hong kong) )?(?<name>dollars?|bucks?|${Object.keys(NAMES).join('|')}|${CODES.join('|')}|kr)(?![a-z\\d])|(?<cents> ?(?:cents?|pence|¢)|(?<!\\d\\.\\d\\d?)[cp])(?![a-z\\d])`,
  'uy',
);
const KINDS: Readonly<Record<string, string>> = {
  us: 'USD',
  american: 'USD',
  canadian: 'CAD',
  australian: 'AUD',
  'new zealand': 'NZD',
  singapore: 'SGD',
  'hong kong': 'HKD',
};

/** Which dollars are meant in a company with a currency. */
export function dollarsAre(company: string | null): string {
  return company !== null && DOLLARS.has(company) ? company : 'USD';
}

const crownsAre = (company: string | null): string => (company !== null && CROWNS.has(company) ? company : 'SEK');

/** A currency that begins at a place and has the amount after it. */
export function currencyBefore(
  plain: string,
  at: number,
  company: string | null,
): { readonly currency: string; readonly end: number } | null {
  for (const [sign, currency] of SIGNS) {
    if (!plain.startsWith(sign, at)) continue;
    const end = at + sign.length;
    return { currency: currency ?? dollarsAre(company), end: plain[end] === ' ' ? end + 1 : end };
  }
  BEFORE.lastIndex = at;
  const match = BEFORE.exec(plain);
  if (match === null) return null;
  const code = (match.groups?.['code'] ?? match.groups?.['worded'] ?? '').replace('.', '');
  const currency = code === 'rs' ? 'INR' : code === 'kr' ? crownsAre(company) : code.toUpperCase();
  return { currency, end: at + match[0].length };
}

/** A currency right after an amount; `cents` when the amount counts hundredths. */
export function currencyAfter(
  plain: string,
  at: number,
  company: string | null,
): { readonly currency: string; readonly end: number; readonly cents?: true } | null {
  for (const [sign, currency] of SIGNS) {
    const gap = plain[at] === ' ' ? 1 : 0;
    if (!plain.startsWith(sign, at + gap)) continue;
    const end = at + gap + sign.length;
    // "5 $20": the sign belongs to what follows it.
    if (gap === 1 && /^ ?\d/u.test(plain.slice(end, end + 2))) return null;
    return { currency: currency ?? dollarsAre(company), end };
  }
  AFTER.lastIndex = at;
  const match = AFTER.exec(plain);
  if (match === null) return null;
  const end = at + match[0].length;
  const { name, kind, cents } = match.groups ?? {};
  if (cents !== undefined) {
    const pence = /p/u.test(cents);
    return { currency: pence ? 'GBP' : company === 'EUR' ? 'EUR' : dollarsAre(company), end, cents: true };
  }
  if (name === undefined) return null;
  if (/^(?:dollars?|bucks?)$/u.test(name)) return { currency: KINDS[kind ?? ''] ?? dollarsAre(company), end };
  if (name === 'kr') return { currency: crownsAre(company), end };
  return { currency: NAMES[name] ?? name.toUpperCase(), end };
}
