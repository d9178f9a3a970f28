import { isBlank } from './field-values.ts';
import type { EngineCtx } from './internal.ts';
import { type Field, INTEGER_TYPES, type Meta, REAL_TYPES, TABLE_TYPES } from './meta.ts';
import { sanitizeField } from './sanitize.ts';
import { SiteError } from './site-error.ts';
import type { Doc, Row } from './types.ts';

const SHORT = new Set([
  'Data',
  'Link',
  'Dynamic Link',
  'Select',
  'Read Only',
  'Color',
  'Autocomplete',
  'Icon',
  'Phone',
]);
const TEXT_BYTES = 65_535;
const MEDIUM = new Set(['Small Text', 'Text', 'Attach', 'Attach Image', 'Password']);

const EMAIL = /^[^\s@<>",;]+@[^\s@<>",;]+\.[^\s@<>",;]+$|^[^\s@<>",;]+@localhost$/;
const PHONE = /^[0-9 +_\-,.*#()]{1,20}$/;
const COUNTRY_PHONE = /^\+\d{1,4}[- ]?[\d ()-]{3,18}$/;
const PERSON = /^[\p{L}\p{N}_][\p{L}\p{N}_'\-.]*( [\p{L}\p{N}_][\p{L}\p{N}_'\-.]*)*$/u;

function rowsOf(doc: Row, field: Field): Row[] {
  const rows = doc[field.fieldname];
  return Array.isArray(rows) ? (rows as Row[]) : [];
}

/** Parent and child rows with their metadata. */
function* everyRow(ctx: EngineCtx, meta: Meta, doc: Row): Generator<[Meta, Row]> {
  yield [meta, doc];
  for (const table of meta.tables) {
    const child = ctx.engine.metas.get(table.options);
    if (child) for (const row of rowsOf(doc, table)) yield [child, row];
  }
}

function checkMandatory(ctx: EngineCtx, meta: Meta, doc: Row): void {
  const missing: string[] = [];
  for (const [owner, row] of everyRow(ctx, meta, doc)) {
    const place = owner.isTable ? `Row #${String(row['idx'])}: ` : '';
    for (const field of owner.fields) {
      if (!field.reqd) continue;
      const blank = TABLE_TYPES.has(field.fieldtype)
        ? rowsOf(row, field).length === 0
        : !INTEGER_TYPES.has(field.fieldtype) && !REAL_TYPES.has(field.fieldtype) && isBlank(row[field.fieldname]);
      if (!blank) continue;
      missing.push(field.fieldname);
      ctx.message(
        `Error: ${owner.isTable ? `${place}Value missing for: ${field.label}` : `Value missing for ${meta.name}: ${field.label}`}`,
      );
    }
  }
  if (missing.length > 0)
    throw new SiteError('MandatoryError', `[${meta.name}, ${String(doc['name'])}]: ${missing.join(', ')}`, {
      silent: true,
    });
}

function checkDataFormat(field: Field, value: string): void {
  if (field.fieldtype === 'Phone' && !COUNTRY_PHONE.test(value))
    throw new SiteError('InvalidPhoneNumberError', `${value} is not a valid Phone Number`);
  if (field.fieldtype !== 'Data') return;
  if (field.options === 'Email') {
    for (const address of value
      .split(',')
      .map((item) => item.trim())
      .filter(Boolean)) {
      const bare = /<([^<>]+)>\s*$/.exec(address)?.[1] ?? address;
      if (!EMAIL.test(bare)) throw new SiteError('InvalidEmailAddressError', `${address} is not a valid Email Address`);
    }
  } else if (field.options === 'Phone' && !PHONE.test(value.trim())) {
    throw new SiteError('InvalidPhoneNumberError', `${value} is not a valid Phone Number`);
  } else if (field.options === 'Name' && !PERSON.test(value)) {
    throw new SiteError('InvalidNameError', `${value} is not a valid Name`);
  } else if (field.options === 'URL' && !/^(https?|ftps?):\/\/[^\s]+$/i.test(value)) {
    throw new SiteError('ValidationError', `'${value}' is not a valid URL`);
  }
}

function checkSelect(meta: Meta, field: Field, row: Row): void {
  if (field.fieldtype !== 'Select' || field.fieldname === 'naming_series' || !field.options) return;
  const value = String(row[field.fieldname]).trim();
  row[field.fieldname] = value;
  const options = field.options.split('\n').map((option) => option.trim());
  if (value === '' || options.includes(value) || options.every((option) => option === '')) return;
  const place = meta.isTable ? `Row #${String(row['idx'])}: ` : '';
  const shown = options
    .filter(Boolean)
    .map((option) => `"${option}"`)
    .join(', ');
  throw new SiteError('ValidationError', `${place}${field.label} cannot be "${value}". It should be one of ${shown}`);
}

function checkLength(field: Field, value: unknown, place: string): void {
  const limitError = (limit: string) =>
    new SiteError(
      'CharacterLengthExceededError',
      `${place}'${field.label}' (${String(value)}) will get truncated, as max characters allowed is ${limit}`,
    );
  if (typeof value === 'number') {
    if (field.fieldtype === 'Int' && field.length <= 11 && Math.abs(value) > 2_147_483_647) throw limitError('11');
    return;
  }
  const text = String(value);
  const limit = field.length > 0 ? field.length : SHORT.has(field.fieldtype) ? 140 : 0;
  if (limit > 0 && text.length > limit && field.fieldtype !== 'Long Text') throw limitError(String(limit));
  if (MEDIUM.has(field.fieldtype) && text.length > TEXT_BYTES / 4 && Buffer.byteLength(text) > TEXT_BYTES)
    throw limitError(String(TEXT_BYTES));
}

/** Checks Frappe runs after the `validate` hooks, on parent and child rows. Sanitises markup. @throws SiteError 417 */
export function validateFields(ctx: EngineCtx, meta: Meta, doc: Doc, before: Doc | null): void {
  checkMandatory(ctx, meta, doc);
  for (const [owner, row] of everyRow(ctx, meta, doc)) {
    for (const field of owner.stored) {
      const value = row[field.fieldname];
      if (value === null || value === undefined || value === '') continue;
      if (field.nonNegative && typeof value === 'number' && value < 0)
        throw new SiteError('NonNegativeError', `Value cannot be negative for ${field.label}`);
      if (typeof value === 'number' && field.fieldtype !== 'Int') continue;
      if (typeof value === 'string') {
        checkDataFormat(field, value);
        checkSelect(owner, field, row);
      }
      checkLength(
        field,
        row[field.fieldname],
        `${meta.name} ${String(doc.name)}${owner.isTable ? ` Row #${String(row['idx'])}` : ''}: `,
      );
      if (typeof value === 'string' && !(before?.['docstatus'] === 1 && !field.allowOnSubmit))
        row[field.fieldname] = sanitizeField(field, String(row[field.fieldname]));
    }
  }
}

const blankAsNull = (value: unknown): unknown => (value === '' || value === undefined ? null : value);

export function sameValue(field: Field | undefined, left: unknown, right: unknown): boolean {
  if (field && (INTEGER_TYPES.has(field.fieldtype) || REAL_TYPES.has(field.fieldtype)))
    return Number(left ?? 0) === Number(right ?? 0);
  const [a, b] = [blankAsNull(left), blankAsNull(right)];
  return a === b || (a !== null && b !== null && String(a) === String(b));
}

function sameRows(ctx: EngineCtx, table: Field, left: readonly Row[], right: readonly Row[]): boolean {
  const child = ctx.engine.metas.get(table.options);
  return (
    left.length === right.length &&
    left.every((row, index) =>
      (child?.stored ?? []).every((field) => sameValue(field, row[field.fieldname], right[index]?.[field.fieldname])),
    )
  );
}

/** `set_only_once` fields, owner and creation stay as they are. @throws SiteError CannotChangeConstantError */
export function checkConstants(ctx: EngineCtx, meta: Meta, doc: Doc, before: Doc): void {
  const refuse = (label: string) => new SiteError('CannotChangeConstantError', `Value cannot be changed for ${label}`);
  for (const field of meta.fields) {
    if (!field.setOnlyOnce) continue;
    const same = TABLE_TYPES.has(field.fieldtype)
      ? sameRows(ctx, field, rowsOf(doc, field), rowsOf(before, field))
      : sameValue(field, doc[field.fieldname], before[field.fieldname]);
    if (!same) throw refuse(field.label);
  }
  if (!sameValue(undefined, doc['owner'], before['owner'])) throw refuse('Owner');
  if (!sameValue(undefined, doc['creation'], before['creation'])) throw refuse('Created On');
}

function checkSubmittedRow(meta: Meta, row: Row, before: Row): void {
  for (const field of meta.stored) {
    if (field.allowOnSubmit || sameValue(field, row[field.fieldname], before[field.fieldname])) continue;
    const place = meta.isTable ? `Row #${String(row['idx'])}: ` : '';
    throw new SiteError(
      'UpdateAfterSubmitError',
      `${place}Not allowed to change ${field.label} after submission from ${String(before[field.fieldname] ?? '')} to ${String(row[field.fieldname] ?? '')}`,
    );
  }
}

/** After submit only `allow_on_submit` fields change. @throws SiteError UpdateAfterSubmitError */
export function checkUpdateAfterSubmit(ctx: EngineCtx, meta: Meta, doc: Doc, before: Doc): void {
  checkSubmittedRow(meta, doc, before);
  for (const table of meta.tables) {
    const child = ctx.engine.metas.get(table.options);
    const [rows, old] = [rowsOf(doc, table), rowsOf(before, table)];
    if (!table.allowOnSubmit && rows.length !== old.length)
      throw new SiteError('UpdateAfterSubmitError', `Not allowed to change ${table.label} after submission`);
    if (!child) continue;
    for (const row of rows) {
      const stored = old.find((candidate) => candidate['name'] === row['name']);
      if (stored) checkSubmittedRow(child, row, stored);
      else if (!table.allowOnSubmit)
        throw new SiteError('UpdateAfterSubmitError', `Not allowed to change ${table.label} after submission`);
    }
  }
}
