import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { docTypes, field, readText, scrub } from './files.ts';

const ours = docTypes();

/** Runs a script of Desk against a `frappe` that notes what it registers. */
function desk(path: string) {
  const forms = new Map<string, Record<string, unknown>>();
  const frappe = {
    listview_settings: {} as Record<string, { get_indicator?: (doc: object) => unknown; hide_name_column?: boolean }>,
    ui: { form: { on: (doctype: string, handlers: Record<string, unknown>) => forms.set(doctype, handlers) } },
    provide: () => undefined,
    require: () => undefined,
  };
  runInNewContext(readText(path), { frappe, dartwing_va: {}, __: (text: string) => text });
  return { forms, lists: frappe.listview_settings };
}

describe('the scripts of Desk', () => {
  test('every status of an action has words and a colour, and its pill filters by the stored value', () => {
    const log = ours.get('VA Action Log');
    if (!log) throw new Error('no VA Action Log');
    const list = desk('doctypes/va_action_log/va_action_log_list.js').lists['VA Action Log'];
    for (const status of field(log, 'status').options?.split('\n') ?? []) {
      expect(list?.get_indicator?.({ status }), status).toEqual([
        expect.stringMatching(/^[A-Z]/),
        expect.stringMatching(/^[a-z]+$/),
        `status,=,${status}`,
      ]);
    }
    // States of the DocType would win over these words.
    expect(log.states).toEqual([]);
  });

  test.each(['VA Template', 'VA Sub-Agent Config', 'VA Company Settings', 'VA Instance'])(
    '%s shows only JSON fields that it has as lists',
    (name) => {
      const docType = ours.get(name);
      if (!docType) throw new Error(`no ${name}`);
      const path = `doctypes/${scrub(name)}/${scrub(name)}.js`;
      const code = readText(path);
      expect(desk(path).forms.has(name)).toBe(true);
      const shown = [...code.matchAll(/show_list_field\(frm, '(\w+)'/g)].map((match) => match[1] ?? '');
      expect(shown.length).toBeGreaterThan(0);
      for (const each of shown) expect(field(docType, each).fieldtype, each).toBe('JSON');
    },
  );

  test('the words that company settings give to values cover exactly the values of the field', () => {
    const settings = ours.get('VA Company Settings');
    if (!settings) throw new Error('no VA Company Settings');
    const handlers = desk('doctypes/va_company_settings/va_company_settings.js').forms.get('VA Company Settings');
    const given = new Map<string, string[]>();
    const frm = {
      set_df_property: (name: string, _property: string, options: { value: string }[]) =>
        given.set(
          name,
          options.map(({ value }) => value),
        ),
    };
    const refresh = handlers?.['refresh'];
    if (typeof refresh !== 'function') throw new Error('no refresh');
    refresh(frm);
    expect([...given.keys()]).toEqual(['calendar_policy', 'email_policy', 'manager_max_access_level']);
    for (const [name, values] of given) expect(field(settings, name).options?.split('\n')).toEqual(values);
  });
});
