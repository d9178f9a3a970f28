import type { Row } from '../../engine/types.ts';
import { SETUP_DOCTYPES } from '../erpnext/setup-doctypes.ts';
import { WORK_DOCTYPES } from '../erpnext/work-doctypes.ts';
import { HRMS_DOCTYPES } from '../hrms/doctypes.ts';
import { isObject, text } from '../values.ts';

export interface FieldView {
  readonly label: string;
  readonly fieldtype: string;
  readonly options: string;
}

const FIELDS: ReadonlyMap<string, ReadonlyMap<string, FieldView>> = new Map(
  [...SETUP_DOCTYPES, ...WORK_DOCTYPES, ...HRMS_DOCTYPES].map((meta) => [text(meta['name']), viewsOf(meta)]),
);

const TITLES: ReadonlyMap<string, string> = new Map(
  [...SETUP_DOCTYPES, ...WORK_DOCTYPES, ...HRMS_DOCTYPES].map((meta) => [
    text(meta['name']),
    text(meta['title_field']),
  ]),
);

/** The field that names a document to a person; empty when its name does. */
export function titleFieldOf(doctype: string): string {
  return TITLES.get(doctype) ?? '';
}

/** How a field is shown to a person; a DocType of the framework itself shows its field names as words. */
export function fieldOf(doctype: string, field: string): FieldView {
  const known = FIELDS.get(doctype)?.get(field);
  return (
    known ?? {
      label: field.replace(/_/g, ' ').replace(/\b[a-z]/g, (letter) => letter.toUpperCase()),
      fieldtype: 'Data',
      options: '',
    }
  );
}

function viewsOf(meta: Row): ReadonlyMap<string, FieldView> {
  const rows = Array.isArray(meta['fields']) ? meta['fields'].filter(isObject) : [];
  return new Map(
    rows.map((row) => [
      text(row['fieldname']),
      { label: text(row['label']), fieldtype: text(row['fieldtype']), options: text(row['options']) },
    ]),
  );
}
