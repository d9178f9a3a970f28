/** How a change of a deal is shown and told: from its operation alone. */
import type { CardLine } from '@dartwing-va/contract/turn-events.ts';
import type { Operation } from '../../actions/operation.ts';
import { formatList, formatNumber } from '../../language/format.ts';
import type { Person } from '../../people/person.ts';
import { statusOf } from './deals.ts';
import { say } from './sentences.ts';
import { text, wordingOf } from './wording.ts';

type Values = Readonly<Record<string, unknown>>;

/** A change while it is put together. */
export interface DealChange {
  readonly values: Record<string, unknown>;
  readonly from: Record<string, unknown>;
  readonly warnings: string[];
}

function partsOf(operations: readonly Operation[]): {
  readonly name: string;
  readonly values: Values;
  readonly from: Values;
} {
  const update = operations.find((operation) => operation.op === 'update');
  return update?.op === 'update' ? update : { name: '', values: {}, from: {} };
}

export function titleLine(operations: readonly Operation[], person: Person): string {
  const { name, values, from } = partsOf(operations);
  const changes = changesOf(values, text(from['currency']), person);
  return say('updateTitle', { title: text(from['title']) || name, changes: changes.join(', ') });
}

/** The change in a few words each: "Negotiation", "$60,000", "closes March 31". */
function changesOf(values: Values, currency: string, person: Person): readonly string[] {
  const wording = wordingOf(person, null);
  const changes: string[] = [];
  const stage = text(values['sales_stage']);
  if (stage !== '') changes.push(stage);
  const status = text(values['status']);
  if (status !== '' && (stage === '' || status !== 'Open')) changes.push(statusWord(status));
  if (typeof values['opportunity_amount'] === 'number')
    changes.push(wording.money(values['opportunity_amount'], currency));
  const closing = text(values['expected_closing']);
  if (closing !== '') changes.push(say('dateTo', { to: wording.day(closing) }));
  if (typeof values['probability'] === 'number') changes.push(percent(values['probability'], wording.locale));
  if (Array.isArray(values['notes'])) changes.push(say('noteAdded'));
  return changes;
}

export function linesOf(operations: readonly Operation[], person: Person): readonly CardLine[] {
  const { name, values, from } = partsOf(operations);
  const wording = wordingOf(person, null);
  const currency = text(from['currency']);
  const money = (value: unknown) => (typeof value === 'number' ? wording.money(value, currency) : say('none'));
  const day = (value: unknown) => (text(value) === '' ? say('none') : wording.day(text(value)));
  const word = (value: unknown) => text(value) || say('none');
  const ofPercent = (value: unknown) => percent(typeof value === 'number' ? value : 0, wording.locale);
  const state = (value: unknown) => statusWord(text(value));
  const rows: readonly (readonly [string, string, (value: unknown) => string])[] = [
    ['sales_stage', say('lineStage'), word],
    ['status', say('lineStatus'), state],
    ['opportunity_amount', say('lineAmount'), money],
    ['probability', say('lineProbability'), ofPercent],
    ['expected_closing', say('lineClosing'), day],
  ];
  const note = newNote(values['notes']);
  const reason = text(values['order_lost_reason']);
  return [
    { label: say('lineDeal'), to: text(from['title']) || name },
    ...(text(from['customer_name']) === '' ? [] : [{ label: say('lineCustomer'), to: text(from['customer_name']) }]),
    ...rows
      .filter(([field]) => field in values)
      .map(([field, label, show]) => ({ label, from: show(from[field]), to: show(values[field]) })),
    ...(reason === '' ? [] : [{ label: say('lineReason'), to: reason }]),
    ...(note === '' ? [] : [{ label: say('lineNote'), to: note }]),
  ];
}

/** "Initech support desk is now in Negotiation and worth $60,000." */
export function doneSentence(operations: readonly Operation[], person: Person): string {
  const { name, values, from } = partsOf(operations);
  const title = text(from['title']) || name;
  const wording = wordingOf(person, null);
  const currency = text(from['currency']);
  const clauses: string[] = [];
  const status = text(values['status']);
  const stage = text(values['sales_stage']);
  if (status !== '' && (stage === '' || status !== 'Open')) clauses.push(statusWord(status));
  if (stage !== '') clauses.push(say('doneStage', { stage }));
  if (typeof values['opportunity_amount'] === 'number')
    clauses.push(say('doneAmount', { amount: wording.money(values['opportunity_amount'], currency) }));
  if (typeof values['probability'] === 'number')
    clauses.push(say('doneProbability', { percent: percent(values['probability'], wording.locale) }));
  const closing = text(values['expected_closing']);
  if (closing !== '') clauses.push(say('doneClosing', { date: wording.day(closing) }));
  const noted = newNote(values['notes']) !== '';
  if (clauses.length === 0) return say('doneNote', { title });
  const sentence = say('updateDone', { title, changes: formatList(clauses) });
  return noted ? `${sentence} ${say('doneNoteToo')}` : sentence;
}

function percent(value: number, locale: string): string {
  return say('percent', { value: formatNumber(value, locale) });
}

function statusWord(status: string): string {
  const word = statusOf({ status });
  return word === 'won' || word === 'lost' || word === 'closed' ? say(word) : say('open');
}

/** The note that is new stands last and has no name yet. */
function newNote(notes: unknown): string {
  const last: unknown = Array.isArray(notes) ? notes.at(-1) : null;
  if (typeof last !== 'object' || last === null || Reflect.get(last, 'name') !== undefined) return '';
  return text(Reflect.get(last, 'note')).replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
