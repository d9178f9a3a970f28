import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export interface Field {
  readonly fieldname: string;
  readonly fieldtype: string;
  readonly label?: string;
  readonly options?: string;
  readonly default?: string;
  readonly description?: string;
  readonly reqd?: number;
  readonly unique?: number;
  readonly search_index?: number;
  readonly set_only_once?: number;
  readonly read_only?: number;
  readonly permlevel?: number;
  readonly length?: number;
  readonly fetch_from?: string;
  readonly ignore_xss_filter?: number;
  readonly non_negative?: number;
}

export interface Permission {
  readonly role: string;
  readonly permlevel?: number;
  readonly if_owner?: number;
  readonly read?: number;
  readonly write?: number;
  readonly create?: number;
  readonly delete?: number;
}

export interface DocType {
  readonly doctype: string;
  readonly name: string;
  readonly module: string;
  readonly engine: string;
  readonly description: string;
  readonly autoname?: string;
  readonly naming_rule?: string;
  readonly allow_rename: number;
  readonly istable?: number;
  readonly track_changes: number;
  readonly title_field?: string;
  readonly search_fields?: string;
  readonly sort_field: string;
  readonly field_order: readonly string[];
  readonly fields: readonly Field[];
  readonly permissions: readonly Permission[];
  readonly states: readonly { readonly title: string; readonly color: string }[];
  readonly links: readonly { readonly link_doctype: string; readonly link_fieldname: string }[];
  readonly [key: string]: unknown;
}

export interface SpecDocType {
  readonly fields: Readonly<
    Record<
      string,
      {
        readonly fieldtype: string;
        readonly options?: string;
        readonly default?: string;
        readonly reqd?: number;
        readonly unique?: number;
      }
    >
  >;
  readonly permissions: readonly Permission[];
  readonly indexes: readonly { readonly columns: readonly string[]; readonly unique: boolean }[];
}

export function readText(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

export function folders(): string[] {
  return readdirSync(join(ROOT, 'doctypes'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('_'))
    .map((entry) => entry.name)
    .sort();
}

export function docTypes(): Map<string, DocType> {
  const all = folders().map((folder): DocType => JSON.parse(readText(`doctypes/${folder}/${folder}.json`)));
  return new Map(all.map((docType) => [docType.name, docType]));
}

/** The customer's data model, section 2 of the architecture, as data. */
export function spec(): Record<string, SpecDocType> {
  return JSON.parse(readText('test/doctypes/spec.json'));
}

export function scrub(name: string): string {
  return name.replaceAll(/[ -]/g, '_').toLowerCase();
}

export function controller(name: string): string {
  const folder = scrub(name);
  return readText(`doctypes/${folder}/${folder}.py`);
}

export function field(docType: DocType, name: string): Field {
  const found = docType.fields.find((candidate) => candidate.fieldname === name);
  if (!found) throw new Error(`${docType.name} has no field ${name}`);
  return found;
}
