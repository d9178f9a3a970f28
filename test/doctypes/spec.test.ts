import { describe, expect, test } from 'vitest';
import { CHANGES } from './changes.ts';
import { controller, docTypes, field, type Permission, readText, spec } from './files.ts';

const ours = docTypes();
const wanted = Object.entries(spec());

function get(name: string) {
  const docType = ours.get(name);
  if (!docType) throw new Error(`no DocType ${name}`);
  return docType;
}

/** As text, so that 1, 1.0 and "1.0" are the same default. */
function sameDefault(left: string | undefined, right: string | undefined): boolean {
  if (left === right) return true;
  return left !== undefined && right !== undefined && left !== '' && right !== '' && Number(left) === Number(right);
}

describe('the customer’s data model', () => {
  test('all fourteen DocTypes exist', () => {
    expect(wanted.map(([name]) => name).filter((name) => !ours.has(name))).toEqual([]);
    expect(wanted).toHaveLength(14);
  });

  test.each(wanted)('%s keeps every field with type, options, default, reqd and unique', (name, docType) => {
    const differences: string[] = [];
    for (const [fieldname, expected] of Object.entries(docType.fields)) {
      const actual = get(name).fields.find((candidate) => candidate.fieldname === fieldname);
      if (!actual) {
        differences.push(`${fieldname} is missing`);
        continue;
      }
      const to = CHANGES.find((change) => change.doctype === name && change.field === fieldname)?.to ?? {};
      const options = to.options === undefined ? expected.options : (to.options ?? undefined);
      if (actual.fieldtype !== (to.fieldtype ?? expected.fieldtype)) differences.push(`${fieldname}: type`);
      if (actual.options !== options) differences.push(`${fieldname}: options`);
      const usual = to.default === undefined ? expected.default : (to.default ?? undefined);
      if (!sameDefault(actual.default, usual)) differences.push(`${fieldname}: default`);
      if ((actual.reqd ?? 0) !== (expected.reqd ?? 0)) differences.push(`${fieldname}: reqd`);
      if ((actual.unique ?? 0) !== (to.unique ?? expected.unique ?? 0)) differences.push(`${fieldname}: unique`);
    }
    expect(differences).toEqual([]);
  });

  test.each(wanted)('%s keeps every permission row and gives the same to Employee Self Service', (name, docType) => {
    const rows: readonly Permission[] = get(name).permissions;
    for (const row of docType.permissions) {
      expect(rows).toContainEqual(row);
      if (row.role === 'Employee') expect(rows).toContainEqual({ ...row, role: 'Employee Self Service' });
    }
    // At level 0 nobody but the sidecar's reader came in addition.
    const added = rows.filter(
      (row) => !row.permlevel && !docType.permissions.some((wantedRow) => same(wantedRow, row)),
    );
    expect(added.filter((row) => row.role !== 'VA Sidecar' && row.role !== 'Employee Self Service')).toEqual([]);
  });

  test.each(wanted)('%s has every index', (name, docType) => {
    const code = controller(name);
    for (const { columns, unique } of docType.indexes) {
      const [only] = columns;
      if (columns.length === 1 && only) {
        const { search_index, unique: isUnique } = field(get(name), only);
        expect(search_index || isUnique, `${name}.${only}`).toBeTruthy();
        continue;
      }
      const list = columns.map((column) => `"${column}"`).join(', ');
      expect(code).toMatch(new RegExp(`${unique ? 'add_unique' : 'add_index'}\\(\\s*"${name}",\\s*\\[${list}\\]`));
    }
  });

  test('every documented change is one, and docs/doctypes.md tells its reason', () => {
    const rows = readText('docs/doctypes.md').split('\n');
    for (const { doctype, field: name, row, to } of CHANGES) {
      const before = spec()[doctype]?.fields[name];
      expect(before, `${doctype}.${name}`).toBeDefined();
      expect({ ...before, ...to }, `${doctype}.${name} is no change`).not.toEqual(before);
      const told = rows.find((line) => line.includes(doctype) && line.includes(`\`${name}\``) && line.includes(row));
      expect(told, `${doctype}.${name} (${row}) in docs/doctypes.md`).toBeDefined();
    }
  });

  test('docs/doctypes.md names every field that was added', () => {
    const sections = new Map(
      readText('docs/doctypes.md')
        .split('\n### ')
        .map((section) => [section.split('\n')[0] ?? '', section]),
    );
    const missing: string[] = [];
    for (const [name, docType] of wanted) {
      for (const { fieldname, fieldtype } of get(name).fields) {
        if (fieldname in docType.fields || fieldtype.endsWith('Break')) continue;
        if (!sections.get(name)?.includes(`\`${fieldname}\``)) missing.push(`${name}.${fieldname}`);
      }
    }
    expect(missing).toEqual([]);
  });
});

function same(left: Permission, right: Permission): boolean {
  const keys = new Set([...Object.keys(left), ...Object.keys(right)]) as Set<keyof Permission>;
  return [...keys].every((key) => (left[key] ?? 0) === (right[key] ?? 0));
}
