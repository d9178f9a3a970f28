/** What a tool of a company's own agent found, in words made of its keys and values. */
import { formatList, formatTime } from '../../../language/format.ts';
import type { Situation } from '../../model.ts';
import { type Args, dateText } from '../step.ts';
import { say } from './sentences.ts';

const MAX_ITEMS = 5;
const MAX_PARTS = 8;
const MAX_CHARS = 200;
/** Keys whose text is a sentence already. */
const SPEAKING = new Set(['message', 'answer', 'text', 'summary']);

/** `about`: what was asked for, such as USD and EUR. */
export function tellData(data: Args, title: string, about: readonly string[], situation: Situation): string {
  const keys = Object.keys(data);
  const value = keys.length === 1 && keys[0] === 'result' ? data['result'] : data;
  const name = capital(title);
  if (isEmpty(value)) return say('nothing', { title: name });
  if (Array.isArray(value)) return tellList(value, name, situation);
  if (isRecord(value)) return tellRecord(value, name, situation);
  const told = plain(value, situation);
  return about.length === 0
    ? say('one', { title: name, value: told })
    : say('oneOf', { title: name, about: formatList(about), value: told });
}

function tellList(values: readonly unknown[], title: string, situation: Situation): string {
  const shown = values.slice(0, MAX_ITEMS);
  const rest = values.length - shown.length;
  const more = rest > 0 ? [say('more', { count: rest })] : [];
  if (values.every((value) => !isRecord(value))) {
    const items = shown.map((value) => plain(value, situation));
    return say('list', { title, items: more.length === 0 ? formatList(items) : [...items, ...more].join(', ') });
  }
  const items = shown.map((value) => (isRecord(value) ? oneLine(value, situation) : plain(value, situation)));
  return say('records', { title, count: values.length, items: [...items, ...more].join('; ') });
}

function tellRecord(value: Args, title: string, situation: Situation): string {
  const parts = Object.entries(value).flatMap(([key, inner]) => {
    if (isEmpty(inner)) return [];
    const label = capital(labelOf(key));
    if (typeof inner === 'string' && SPEAKING.has(key)) return [sentence(clean(inner))];
    if (Array.isArray(inner)) return [tellList(inner, label, situation)];
    return [say('labelled', { label, value: isRecord(inner) ? oneLine(inner, situation) : plain(inner, situation) })];
  });
  return parts.length === 0 ? say('nothing', { title }) : parts.slice(0, MAX_PARTS).join(' ');
}

/** "Aurora (seats 8, free yes)": the first value names it. */
function oneLine(record: Args, situation: Situation): string {
  const pairs = Object.entries(record).filter(([, value]) => !isEmpty(value) && typeof value !== 'object');
  const [first, ...others] = pairs;
  if (first === undefined) return say('no');
  const more = others
    .slice(0, 3)
    .map(([key, value]) => say('pair', { label: labelOf(key), value: plain(value, situation) }));
  const name = plain(first[1], situation);
  return more.length === 0 ? name : `${name} (${more.join(', ')})`;
}

function plain(value: unknown, situation: Situation): string {
  if (typeof value === 'boolean') return say(value ? 'yes' : 'no');
  if (typeof value === 'number')
    return new Intl.NumberFormat(situation.locale, { maximumFractionDigits: 6 }).format(value);
  const text = clean(typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));
  const day = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2})(?::[\d.]+)?)?$/u.exec(text);
  if (day?.[1] === undefined || Number.isNaN(Date.parse(day[1]))) return text.replace(/[.\s]+$/u, '');
  const date = dateText(day[1], situation);
  return day[2] === undefined ? date : say('atTime', { date, time: formatTime(day[2], situation.locale) });
}

/** Text of somebody's record as it can be said: no markup, no lines, not without end. */
function clean(text: string): string {
  const flat = text
    .replace(/<[^<>]*>/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
  return flat.length <= MAX_CHARS ? flat : `${flat.slice(0, MAX_CHARS - 1).toWellFormed()}…`;
}

function sentence(text: string): string {
  return /[.!?…]$/u.test(text) ? text : `${text}.`;
}

function labelOf(key: string): string {
  return key.replaceAll('_', ' ').toLowerCase();
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function isRecord(value: unknown): value is Args {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}
