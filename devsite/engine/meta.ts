import type { Row } from './types.ts';

/** One value-bearing or table field of a DocType. */
export interface Field {
  readonly fieldname: string;
  readonly fieldtype: string;
  readonly label: string;
  readonly options: string;
  readonly reqd: boolean;
  readonly unique: boolean;
  readonly default: string | null;
  readonly permlevel: number;
  readonly setOnlyOnce: boolean;
  readonly allowOnSubmit: boolean;
  readonly nonNegative: boolean;
  readonly length: number;
  readonly fetchFrom: { readonly link: string; readonly source: string } | null;
  readonly fetchIfEmpty: boolean;
  readonly ignoreUserPermissions: boolean;
  readonly ignoreXss: boolean;
  readonly noCopy: boolean;
  readonly searchIndex: boolean;
  readonly inListView: boolean;
  readonly hidden: boolean;
}

export interface PermRow {
  readonly role: string;
  readonly permlevel: number;
  readonly ifOwner: boolean;
  readonly rights: ReadonlySet<string>;
}

/** A DocType as the engine uses it, made from Frappe's JSON. */
export interface Meta {
  readonly name: string;
  readonly module: string;
  readonly isTable: boolean;
  readonly isSingle: boolean;
  readonly isSubmittable: boolean;
  readonly isVirtual: boolean;
  readonly readOnly: boolean;
  readonly trackChanges: boolean;
  readonly allowRename: boolean;
  readonly autoname: string;
  readonly titleField: string;
  readonly searchFields: readonly string[];
  readonly nsmParentField: string;
  /** Names are JSON numbers. */
  readonly integerNames: boolean;
  readonly fields: readonly Field[];
  readonly byName: ReadonlyMap<string, Field>;
  /** Fields with a column of their own. */
  readonly stored: readonly Field[];
  readonly tables: readonly Field[];
  readonly links: readonly Field[];
  readonly passwords: readonly Field[];
  readonly fetched: readonly Field[];
  readonly permissions: readonly PermRow[];
  /** Permlevels above 0 that fields use. */
  readonly highLevels: readonly number[];
  /** All column names incl. the standard ones, in table order. */
  readonly columns: readonly string[];
}

const LAYOUT = new Set(['Section Break', 'Column Break', 'Tab Break', 'HTML', 'Button', 'Heading', 'Fold', 'Image']);
export const TABLE_TYPES: ReadonlySet<string> = new Set(['Table', 'Table MultiSelect']);
export const INTEGER_TYPES: ReadonlySet<string> = new Set(['Int', 'Check']);
export const REAL_TYPES: ReadonlySet<string> = new Set(['Float', 'Currency', 'Percent', 'Rating', 'Duration']);
const RIGHTS = [
  'select',
  'read',
  'write',
  'create',
  'delete',
  'submit',
  'cancel',
  'amend',
  'print',
  'email',
  'report',
  'import',
  'export',
  'share',
  'mask',
];

const STANDARD_COLUMNS = ['name', 'owner', 'creation', 'modified', 'modified_by', 'docstatus', 'idx'] as const;
const OPTIONAL_COLUMNS = ['_user_tags', '_comments', '_assign', '_liked_by'] as const;
export const CHILD_COLUMNS = ['parent', 'parentfield', 'parenttype'] as const;
export const STANDARD_LABELS: Readonly<Record<string, string>> = {
  name: 'ID',
  owner: 'Created By',
  creation: 'Created On',
  modified: 'Last Updated On',
  modified_by: 'Last Updated By',
  docstatus: 'Document Status',
  idx: 'Index',
};

const isOn = (value: unknown): boolean => value === 1 || value === true || value === '1';
const text = (value: unknown): string => (value === null || value === undefined ? '' : String(value));

function parseField(raw: Row): Field {
  const [link, source] = text(raw['fetch_from']).split('.', 2);
  return {
    fieldname: text(raw['fieldname']),
    fieldtype: text(raw['fieldtype']),
    label: text(raw['label']) || text(raw['fieldname']),
    options: text(raw['options']),
    reqd: isOn(raw['reqd']),
    unique: isOn(raw['unique']),
    default:
      raw['default'] === undefined || raw['default'] === null || raw['default'] === '' ? null : String(raw['default']),
    permlevel: Number(raw['permlevel'] ?? 0),
    setOnlyOnce: isOn(raw['set_only_once']),
    allowOnSubmit: isOn(raw['allow_on_submit']),
    nonNegative: isOn(raw['non_negative']),
    length: Number(raw['length'] ?? 0),
    fetchFrom: link && source ? { link, source } : null,
    fetchIfEmpty: isOn(raw['fetch_if_empty']),
    ignoreUserPermissions: isOn(raw['ignore_user_permissions']),
    ignoreXss: isOn(raw['ignore_xss_filter']),
    noCopy: isOn(raw['no_copy']),
    searchIndex: isOn(raw['search_index']),
    inListView: isOn(raw['in_list_view']),
    hidden: isOn(raw['hidden']),
  };
}

function parsePermission(raw: Row): PermRow {
  return {
    role: text(raw['role']),
    permlevel: Number(raw['permlevel'] ?? 0),
    ifOwner: isOn(raw['if_owner']),
    rights: new Set(RIGHTS.filter((right) => isOn(raw[right]))),
  };
}

/** Table or document name to snake case, as Frappe's scrub. */
export function scrub(name: string): string {
  return name.toLowerCase().replace(/[ -]/g, '_');
}

/** Reads a DocType's JSON (the exported form of `doctype/<x>/<x>.json`). @throws TypeError without a name. */
export function parseMeta(raw: Row): Meta {
  const name = text(raw['name']);
  if (!name) throw new TypeError('A DocType needs a name.');
  const rawFields = Array.isArray(raw['fields']) ? (raw['fields'] as Row[]) : [];
  const fields = rawFields.map(parseField).filter((field) => field.fieldname && !LAYOUT.has(field.fieldtype));
  const virtual = new Set(
    rawFields.filter((field) => isOn(field['is_virtual'])).map((field) => text(field['fieldname'])),
  );
  const byName = new Map(fields.map((field) => [field.fieldname, field]));
  const stored = fields.filter((field) => !TABLE_TYPES.has(field.fieldtype) && !virtual.has(field.fieldname));
  const autoname = text(raw['autoname']);
  const isTable = isOn(raw['istable']);
  const parentField = text(raw['nsm_parent_field']) || `parent_${scrub(name)}`;
  const columns = [
    ...STANDARD_COLUMNS,
    ...(isTable ? CHILD_COLUMNS : OPTIONAL_COLUMNS),
    ...stored.map((field) => field.fieldname),
  ];
  return {
    name,
    module: text(raw['module']) || 'Core',
    isTable,
    isSingle: isOn(raw['issingle']),
    isSubmittable: isOn(raw['is_submittable']),
    isVirtual: isOn(raw['is_virtual']),
    readOnly: isOn(raw['read_only']),
    trackChanges: isOn(raw['track_changes']),
    allowRename: isOn(raw['allow_rename']),
    autoname,
    titleField: text(raw['title_field']),
    searchFields: text(raw['search_fields'])
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean),
    nsmParentField: isOn(raw['is_tree']) && byName.has(parentField) ? parentField : '',
    integerNames: autoname.toLowerCase() === 'autoincrement',
    fields,
    byName,
    stored,
    tables: fields.filter((field) => TABLE_TYPES.has(field.fieldtype)),
    links: fields.filter((field) => field.fieldtype === 'Link' || field.fieldtype === 'Dynamic Link'),
    passwords: stored.filter((field) => field.fieldtype === 'Password'),
    fetched: stored.filter((field) => field.fetchFrom !== null),
    permissions: (Array.isArray(raw['permissions']) ? (raw['permissions'] as Row[]) : []).map(parsePermission),
    highLevels: [...new Set(fields.map((field) => field.permlevel).filter((level) => level > 0))],
    columns: [...new Set(columns)],
  };
}
