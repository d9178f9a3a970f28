/** Words and figures of a text that may speak of dates, typos of date words mended. */
import { mendTypo, normaliseText } from './normalise.ts';

/** What a token is; its place is added when the text is cut. */
type TokenKind =
  | { readonly kind: 'word'; readonly text: string }
  | { readonly kind: 'number'; readonly text: string; readonly value: number }
  | { readonly kind: 'ordinal'; readonly text: string; readonly value: number }
  /** 2026-12-04 */
  | { readonly kind: 'iso'; readonly text: string }
  /** 05/12, 5.12.2026, 4-6 */
  | { readonly kind: 'figures'; readonly text: string; readonly parts: readonly number[]; readonly separator: string }
  | { readonly kind: 'mark'; readonly text: ',' | '-' | ';' };

/** With its place in the normalised text. */
export type DateToken = TokenKind & { readonly start: number; readonly end: number };

const names = (text: string) =>
  new Map(text.split(' ').map((entry) => [entry.split(':')[0] ?? '', Number(entry.split(':')[1])]));

/** 1 = Monday .. 7 = Sunday. */
export const WEEKDAYS: ReadonlyMap<string, number> = names(
  'monday:1 mon:1 mondays:1 tuesday:2 tue:2 tues:2 tuesdays:2 wednesday:3 wed:3 weds:3 wednesdays:3 thursday:4 thu:4 thur:4 thurs:4 thursdays:4 friday:5 fri:5 fridays:5 saturday:6 sat:6 saturdays:6 sunday:7 sun:7 sundays:7',
);
export const MONTHS: ReadonlyMap<string, number> = names(
  'january:1 jan:1 february:2 feb:2 march:3 mar:3 april:4 apr:4 may:5 june:6 jun:6 july:7 jul:7 august:8 aug:8 september:9 sep:9 sept:9 october:10 oct:10 november:11 nov:11 december:12 dec:12',
);
export const NUMBER_WORDS: ReadonlyMap<string, number> = names(
  'one:1 two:2 three:3 four:4 five:5 six:6 seven:7 eight:8 nine:9 ten:10 eleven:11 twelve:12 thirteen:13 fourteen:14 fifteen:15 sixteen:16 seventeen:17 eighteen:18 nineteen:19 twenty:20 thirty:30',
);
const ORDINAL_WORDS: ReadonlyMap<string, number> = names(
  'first:1 second:2 third:3 fourth:4 fifth:5 sixth:6 seventh:7 eighth:8 ninth:9 tenth:10 eleventh:11 twelfth:12 thirteenth:13 fourteenth:14 fifteenth:15 sixteenth:16 seventeenth:17 eighteenth:18 nineteenth:19 twentieth:20 thirtieth:30',
);
const MENDED = [
  ...[...WEEKDAYS.keys()].filter((word) => word.length >= 6 && word.endsWith('day')),
  ...[...MONTHS.keys()].filter((word) => word.length >= 6),
  'today',
  'tomorrow',
  'yesterday',
  'weekend',
  'morning',
  'afternoon',
];
const SPOKEN: Readonly<Record<string, string>> = {
  tmrw: 'tomorrow',
  tmr: 'tomorrow',
  tmw: 'tomorrow',
  tomo: 'tomorrow',
  '2moro': 'tomorrow',
  '2morrow': 'tomorrow',
  tomorow: 'tomorrow',
  tomoro: 'tomorrow',
  wensday: 'wednesday',
  wednsday: 'wednesday',
  wendsday: 'wednesday',
  wedensday: 'wednesday',
  thrusday: 'thursday',
  thersday: 'thursday',
  thurday: 'thursday',
  firday: 'friday',
  frday: 'friday',
  tusday: 'tuesday',
  teusday: 'tuesday',
  apirl: 'april',
  aprl: 'april',
  arpil: 'april',
  mrach: 'march',
  marhc: 'march',
  agust: 'august',
  augst: 'august',
  jully: 'july',
  juin: 'june',
  febr: 'february',
  wednes: 'wednesday',
  nxt: 'next',
  til: 'until',
  till: 'until',
  thru: 'through',
  untill: 'until',
  xmas: 'christmas',
  wk: 'week',
  wks: 'weeks',
};

const TOKEN =
  /\d{4}-\d{1,2}-\d{1,2}(?!\d)|\d{1,4}\/\d{1,2}(?:\/\d{2,4})?(?!\d)|\d{1,2}\.\d{1,2}\.(?:\d{4})?|\d{1,2}-\d{1,2}(?:-\d{2,4})?(?![\d-])|\d+(?:st|nd|rd|th)\b|\d*[a-z]+(?:'[a-z]+)*|\d+(?:\.\d+)?|[,;&-]/gu;

/** Cuts a text into tokens. Words keep no possessive ("friday's" -> friday). */
export function dateTokens(text: string): readonly DateToken[] {
  const tokens = [...normaliseText(text).matchAll(TOKEN)].map((match) => ({
    ...tokenOf(match[0]),
    start: match.index,
    end: match.index + match[0].length,
  }));
  return joinCompounds(splitDayRanges(tokens));
}

function tokenOf(text: string): TokenKind {
  if (/^\d{4}-\d{1,2}-\d{1,2}$/u.test(text)) return { kind: 'iso', text };
  if (/^\d+(?:st|nd|rd|th)$/u.test(text)) return { kind: 'ordinal', text, value: Number.parseInt(text, 10) };
  if (/^\d+[/-]\d|^\d+\.\d+\./u.test(text)) {
    const separator = /[./-]/u.exec(text)?.[0] ?? '/';
    return { kind: 'figures', text, parts: text.split(/[./-]/u).filter(Boolean).map(Number), separator };
  }
  if (/^\d+(?:\.\d+)?$/u.test(text)) return { kind: 'number', text, value: Number(text) };
  if (text === '&') return { kind: 'word', text: 'and' };
  if (text === ',' || text === '-' || text === ';') return { kind: 'mark', text };
  const bare = text.replace(/'s$|s'$/u, '').replace(/'/gu, '');
  const word = mendTypo(SPOKEN[bare] ?? bare, MENDED);
  const value = NUMBER_WORDS.get(word);
  if (value !== undefined) return { kind: 'number', text: word, value };
  const place = ORDINAL_WORDS.get(word);
  if (place !== undefined) return { kind: 'ordinal', text: word, value: place };
  return { kind: 'word', text: word };
}

/** "4-6 December", "December 4-6": two days, not a date of figures. */
function splitDayRanges(tokens: readonly DateToken[]): readonly DateToken[] {
  return tokens.flatMap((token, at): readonly DateToken[] => {
    if (token.kind !== 'figures' || token.separator !== '-' || token.parts.length !== 2) return [token];
    const next = tokens[at + 1]?.text === 'of' ? tokens[at + 2]?.text : tokens[at + 1]?.text;
    if (!MONTHS.has(next ?? '') && !MONTHS.has(tokens[at - 1]?.text ?? '')) return [token];
    const [first = 0, second = 0] = token.parts;
    const { start, end } = token;
    return [
      { kind: 'number', text: String(first), value: first, start, end },
      { kind: 'mark', text: '-', start, end },
      { kind: 'number', text: String(second), value: second, start, end },
    ];
  });
}

/** "twenty first", "twenty-first", "twenty one": one token. */
function joinCompounds(tokens: readonly DateToken[]): readonly DateToken[] {
  const joined: DateToken[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at];
    if (token === undefined) continue;
    const tens = token.kind === 'number' && (token.text === 'twenty' || token.text === 'thirty') ? token.value : null;
    const step = tokens[at + 1]?.text === '-' ? 2 : 1;
    const unit = tokens[at + step];
    if (tens !== null && unit !== undefined && (unit.kind === 'number' || unit.kind === 'ordinal') && unit.value < 10) {
      if (/^[a-z]+$/u.test(unit.text)) {
        joined.push({
          kind: unit.kind,
          text: `${token.text} ${unit.text}`,
          value: tens + unit.value,
          start: token.start,
          end: unit.end,
        });
        at += step;
        continue;
      }
    }
    joined.push(token);
  }
  return joined;
}
