import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { controller, docTypes, field, folders, ROOT, readText, scrub } from './files.ts';

const ours = docTypes();
const all = [...ours.values()];
const named = all.map((docType) => [docType.name, docType] as const);
/** DocTypes of Frappe and ERPNext that ours link to. */
const FOREIGN = new Set(['Employee', 'Company', 'Department', 'User', 'Role', 'DocType']);
const LAYOUT = new Set(['Section Break', 'Column Break', 'HTML']);
/** Names that a Frappe document already has. */
const RESERVED = new Set(
  'name owner creation modified modified_by docstatus idx parent parenttype parentfield doctype flags meta get set update append save insert submit cancel delete as_dict reload db_set'.split(
    ' ',
  ),
);

describe('every DocType file', () => {
  test.each(named)('%s stands in its folder and can be imported by Frappe', (name, docType) => {
    expect(folders()).toContain(scrub(name));
    expect(docType).toMatchObject({ doctype: 'DocType', module: 'Dartwing VA', engine: 'InnoDB', allow_rename: 0 });
    expect(docType.description).not.toBe('');
    expect(docType.field_order).toEqual(docType.fields.map((each) => each.fieldname));
    expect(new Set(docType.field_order).size).toBe(docType.field_order.length);
    expect(docType.fields.filter((each) => RESERVED.has(each.fieldname))).toEqual([]);
    if (docType.istable) return expect(docType.permissions).toEqual([]);
    const byField = docType.autoname?.match(/^field:(.+)$/)?.[1];
    const parts = docType.autoname?.startsWith('format:') ? [...docType.autoname.matchAll(/\{(\w+)\}/g)] : [];
    expect(docType.naming_rule).toBe(byField ? 'By fieldname' : parts.length > 0 ? 'Expression' : 'Set by user');
    // A name made of fields is only as fixed as they are.
    for (const [, part = ''] of parts) expect(field(docType, part)).toMatchObject({ reqd: 1, set_only_once: 1 });
    if (parts.length > 0) return;
    if (byField) expect(field(docType, byField)).toMatchObject({ reqd: 1, unique: 1 });
    else expect(docType.autoname).toBe('prompt');
  });

  test.each(named)('%s has a label on every field and words for what is not obvious', (_name, docType) => {
    for (const each of docType.fields) {
      if (each.fieldtype === 'Column Break') continue;
      expect(each.label, each.fieldname).toBeTruthy();
    }
  });

  test.each(named)('%s links only to what exists', (_name, docType) => {
    for (const each of docType.fields) {
      const options = each.options ?? '';
      if (each.fieldtype === 'Link') expect(ours.has(options) || FOREIGN.has(options), each.fieldname).toBe(true);
      if (each.fieldtype === 'Dynamic Link')
        expect(field(docType, options)).toMatchObject({ fieldtype: 'Link', options: 'DocType' });
      if (each.fieldtype.startsWith('Table')) expect(ours.get(options)?.istable, each.fieldname).toBe(1);
      if (each.fetch_from) expect(field(docType, each.fetch_from.split('.')[0] ?? '').fieldtype).toBe('Link');
      if (each.fieldtype === 'Select' && each.default) expect(options.split('\n')).toContain(each.default);
    }
    for (const name of [docType.title_field, docType.search_fields?.split(','), docType.sort_field].flat()) {
      if (name && name !== 'modified' && name !== 'creation') expect(field(docType, name).fieldname).toBe(name);
    }
    for (const { link_doctype, link_fieldname } of docType.links) {
      const target = ours.get(link_doctype);
      if (!target) throw new Error(`${link_doctype} does not exist`);
      expect(field(target, link_fieldname).options).toBe(docType.name);
    }
    for (const { title } of docType.states) expect(field(docType, 'status').options?.split('\n')).toContain(title);
  });

  test.each(named)('%s has a controller, without which Frappe would remove it at the next migrate', (name) => {
    const code = controller(name);
    const child = ours.get(name)?.istable;
    expect(code).toContain(`class ${name.replaceAll(/[ -]/g, '')}(${child ? 'Document' : 'VADocument'}):`);
    expect(existsSync(join(ROOT, 'doctypes', scrub(name), '__init__.py'))).toBe(true);
    const prompt = ours.get(name)?.autoname === 'prompt' && name !== 'VA Audit Head';
    expect(/va_prefix = "[a-z]{2,8}"/.test(code)).toBe(prompt);
  });

  test('two DocTypes never share the prefix of their names', () => {
    const prefixes = all.flatMap(({ name }) => controller(name).match(/va_prefix = "(\w+)"/)?.[1] ?? []);
    expect(new Set(prefixes).size).toBe(prefixes.length);
    expect(prefixes).toEqual(expect.arrayContaining(['conv', 'turn', 'act', 'mem', 'aud', 'cons', 'pref', 'learn']));
  });

  test('the indexes that the controllers make are over columns that exist', () => {
    const made: string[] = [];
    for (const docType of all) {
      for (const match of controller(docType.name).matchAll(
        /frappe\.db\.add_(?:index|unique)\(\s*"([^"]+)",\s*\[([^\]]+)\]/g,
      )) {
        expect(match[1]).toBe(docType.name);
        const columns = [...(match[2] ?? '').matchAll(/"(\w+)"/g)].map((column) => column[1] ?? '');
        for (const column of columns) expect(LAYOUT.has(field(docType, column).fieldtype)).toBe(false);
        made.push(`${docType.name}: ${columns.join(', ')}`);
      }
    }
    expect(made).toContain('VA Conversation Turn: conversation, client_message_id');
    expect(made).toContain('VA Conversation Turn: conversation, turn_number, role');
  });
});

describe('what protects people', () => {
  test('employee and company never change after the first save', () => {
    for (const docType of all) {
      for (const each of docType.fields) {
        if (each.fieldname === 'employee' || each.fieldname === 'company') {
          expect(each.set_only_once, `${docType.name}.${each.fieldname}`).toBe(1);
        }
      }
    }
  });

  test('no employee grants himself a limit, a template, oversight, a counter or a consent', () => {
    const instance = ours.get('VA Instance');
    if (!instance) throw new Error('no VA Instance');
    const guarded = [
      'status template expense_limit approval_limit daily_action_limit monthly_voice_minutes manager_oversight_level',
      'voice_recording_consent conversation_logging_consent total_conversations total_actions voice_minutes_used',
      'last_interaction encryption_key_id',
    ].flatMap((names) => names.split(' '));
    for (const name of guarded) expect(field(instance, name).permlevel, name).toBe(1);
    const writers = instance.permissions.filter((row) => row.permlevel === 1 && row.write).map((row) => row.role);
    expect(writers).toEqual(['System Manager', 'HR Manager']);
  });

  test('nobody may write, create or delete actions, audit rows, access rows, sessions and epochs', () => {
    for (const name of [
      'VA Action Log',
      'VA Audit Log',
      'VA Manager Access Log',
      'VA Session',
      'VA User Epoch',
      'VA Audit Head',
    ]) {
      for (const row of ours.get(name)?.permissions ?? []) {
        expect([row.write, row.create, row.delete].some(Boolean), `${name}: ${row.role}`).toBe(false);
      }
    }
    expect(controller('VA Action Log')).toContain('va_guarded = True');
    for (const name of ['VA Audit Log', 'VA Manager Access Log'])
      expect(controller(name)).toContain('va_append_only = True');
  });

  test('the sidecar’s role reads and does nothing else, and never sessions or the audit log', () => {
    const rows = all.flatMap((docType) => docType.permissions.map((row) => ({ ...row, of: docType.name })));
    const sidecar = rows.filter((row) => row.role === 'VA Sidecar');
    expect(sidecar.every((row) => row.read && !row.write && !row.create && !row.delete)).toBe(true);
    const read = new Set(sidecar.map((row) => row.of));
    for (const name of ['VA Session', 'VA User Epoch', 'VA Audit Log', 'VA Audit Head', 'VA Manager Access Log']) {
      expect(read.has(name), name).toBe(false);
    }
  });

  test('no role reads the fingerprints of tokens', () => {
    const session = ours.get('VA Session');
    if (!session) throw new Error('no VA Session');
    for (const name of ['refresh_hash', 'previous_hashes', 'site_sid_hash'])
      expect(field(session, name).permlevel).toBe(1);
    expect(session.permissions.some((row) => row.permlevel)).toBe(false);
  });

  test('what people say is stored as said and not copied into the version history', () => {
    const content: Record<string, string[]> = {
      'VA Conversation': ['summary', 'feedback_comment'],
      'VA Conversation Turn': ['content', 'feedback_comment'],
      'VA Memory': ['content', 'event_summary'],
      'VA User Preference': ['preference_value'],
      'VA Personality': ['custom_prompt'],
      'VA Action Log': ['title', 'description', 'parameters', 'operations', 'before_state', 'after_state'],
      'VA Audit Log': ['payload', 'details'],
      'VA Learning Event': ['original_response', 'corrected_response'],
    };
    for (const [name, fields] of Object.entries(content)) {
      const docType = ours.get(name);
      if (!docType) throw new Error(`no ${name}`);
      expect(docType.track_changes, name).toBe(0);
      for (const each of fields) expect(field(docType, each).ignore_xss_filter, `${name}.${each}`).toBe(1);
    }
  });

  test('the moment in the digest fits its column', () => {
    const log = ours.get('VA Action Log');
    if (!log) throw new Error('no VA Action Log');
    // Frappe makes an Int longer than 11 a bigint.
    expect(field(log, 'expires_at_ms')).toMatchObject({ fieldtype: 'Int', length: 20 });
  });

  test('every form script asks only for methods that the site API names', () => {
    const api = readText('docs/site-api.md');
    const scripts = ['doctypes/va_action_log/va_action_log.js', 'doctypes/va_instance/va_instance.js'];
    for (const method of ['confirm_action', 'cancel_action', 'undo_action', 'card']) expect(api).toContain(method);
    expect(readText(scripts[0] ?? '')).not.toMatch(/\.html\(/);
  });
});
