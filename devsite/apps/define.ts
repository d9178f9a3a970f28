import type { Row, Site } from '../engine/types.ts';

/** What a DocType has beside its fields and permissions; the keys are those of Frappe's DocType JSON. */
export interface DocTypeOptions {
  readonly autoname?: string;
  readonly naming_rule?: string;
  readonly is_submittable?: 1;
  readonly istable?: 1;
  readonly is_tree?: 1;
  readonly nsm_parent_field?: string;
  readonly title_field?: string;
  readonly search_fields?: string;
  readonly track_changes?: 1;
  readonly allow_rename?: 1;
}

const RIGHTS: Readonly<Record<string, string>> = {
  l: 'select',
  r: 'read',
  w: 'write',
  c: 'create',
  d: 'delete',
  s: 'submit',
  x: 'cancel',
  a: 'amend',
};

/**
 * DocType metadata, as Frappe's JSON has it, from a readable table.
 *
 * One field a line: `fieldname | Fieldtype: options | flags`. Options of a Select are parted by `, `. Flags are parted by
 * `; `: `*` mandatory, `ro`, `hidden`, `unique`, `once` (set_only_once), `aos` (allow_on_submit), `iup`
 * (ignore_user_permissions), `L1` (permlevel), `list` (in_list_view), `fetch=a.b`, `fetch?=a.b` (fetch_if_empty), `label=..`, `default=..`.
 *
 * One permission a line: `Role | rwcdsxal`, with `Role/1` for permlevel 1 and `Role?` for if_owner.
 */
export function define(module: string, name: string, options: DocTypeOptions, fields: string, permissions = ''): Row {
  const rows = lines(fields).map(field);
  return {
    doctype: 'DocType',
    name,
    module,
    ...options,
    field_order: rows.map((row) => row['fieldname']),
    fields: rows,
    permissions: lines(permissions).map(permission),
  };
}

/** Registers each DocType that the site does not have already. */
export function addDocTypes(site: Site, metas: readonly Row[]): void {
  for (const meta of metas) {
    if (!site.hasDocType(String(meta['name']))) site.addDocType(meta);
  }
}

function lines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function field(line: string): Row {
  const [fieldname = '', type = 'Data', flags = ''] = line.split('|').map((part) => part.trim());
  const colon = type.indexOf(':');
  const fieldtype = colon < 0 ? type : type.slice(0, colon).trim();
  const options = colon < 0 ? '' : type.slice(colon + 1).trim();
  const row: Row = { fieldname, fieldtype, label: titleOf(fieldname) };
  if (options !== '') row['options'] = fieldtype === 'Select' ? options.split(', ').join('\n') : options;
  for (const flag of flags.split('; ').filter((part) => part !== '')) applyFlag(row, flag, line);
  return row;
}

const SIMPLE: Readonly<Record<string, string>> = {
  '*': 'reqd',
  ro: 'read_only',
  hidden: 'hidden',
  unique: 'unique',
  once: 'set_only_once',
  aos: 'allow_on_submit',
  iup: 'ignore_user_permissions',
  list: 'in_list_view',
};

function applyFlag(row: Row, flag: string, line: string): void {
  const simple = SIMPLE[flag];
  if (simple !== undefined) row[simple] = 1;
  else if (flag === 'L1') row['permlevel'] = 1;
  else if (flag.startsWith('default=')) row['default'] = flag.slice(8);
  else if (flag.startsWith('label=')) row['label'] = flag.slice(6);
  else if (flag.startsWith('fetch=')) row['fetch_from'] = flag.slice(6);
  else if (flag.startsWith('fetch?=')) {
    row['fetch_from'] = flag.slice(7);
    row['fetch_if_empty'] = 1;
  } else throw new Error(`unknown flag "${flag}" in field "${line}"`);
}

function titleOf(fieldname: string): string {
  return fieldname.replace(/_/g, ' ').replace(/\b[a-z]/g, (letter) => letter.toUpperCase());
}

function permission(line: string): Row {
  const [who = '', rights = ''] = line.split('|').map((part) => part.trim());
  const match = /^(.*?)(\/\d)?(\?)?$/.exec(who);
  const row: Row = { role: match?.[1] ?? who, permlevel: match?.[2] ? Number(match[2].slice(1)) : 0 };
  if (match?.[3]) row['if_owner'] = 1;
  for (const letter of rights) {
    const right = RIGHTS[letter];
    if (right === undefined) throw new Error(`unknown right "${letter}" in permission "${line}"`);
    row[right] = 1;
  }
  if (row['permlevel'] === 0 && row['read'] === 1) Object.assign(row, { report: 1, export: 1, print: 1, email: 1 });
  if (row['permlevel'] === 0 && row['write'] === 1) row['share'] = 1;
  return row;
}
