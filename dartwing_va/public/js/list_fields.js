// Lists that are stored as JSON, shown as what they are: an administrator ticks or types entries, never brackets.
// Loaded by the forms that have such fields; `choices` are [{value, label}], without them one entry is typed per line.

(() => {
  frappe.provide('dartwing_va');
  const STYLE = `
    .va-list .control-input, .va-list .control-value, .va-list .control-input-wrapper > .btn { display: none !important; }
    .va-list-entries { display: flex; flex-wrap: wrap; gap: 6px; align-items: center; margin-bottom: 4px; }`;

  dartwing_va.show_list_field = (frm, fieldname, { choices = null, blank = __('None') } = {}) => {
    const control = frm.get_field(fieldname);
    if (!control?.$wrapper) return;
    if (!document.getElementById('va-list-style')) $('<style id="va-list-style"></style>').text(STYLE).appendTo('head');
    control.$wrapper.find('.va-list-entries').remove();
    const entries = read(frm.doc[fieldname]);
    // What is no list of texts stays in the editor, where it can be mended.
    control.$wrapper.toggleClass('va-list', entries !== null);
    if (entries === null) return;
    const labels = new Map((choices || []).map(({ value, label }) => [value, label]));
    const row = $('<div class="va-list-entries"></div>').prependTo(control.$wrapper.find('.control-input-wrapper'));
    if (entries.length === 0) $('<span class="text-muted"></span>').text(blank).appendTo(row);
    for (const entry of entries)
      $('<span class="indicator-pill no-indicator-dot gray"></span>')
        .text(labels.get(entry) || entry)
        .appendTo(row);
    if (frm.get_perm(control.df.permlevel || 0, 'write') && !control.df.read_only)
      $('<button type="button" class="btn btn-xs btn-default"></button>')
        .text(__('Change'))
        .attr('aria-label', __('Change {0}', [__(control.df.label)]))
        .on('click', () => change(frm, control, entries, choices, { choices, blank }))
        .appendTo(row);
  };

  /**
   * The choices of a field with sub-agents: those of the product, and whatever stands there. The company's own agents say
   * themselves who may use them.
   */
  dartwing_va.agent_choices = (value) => {
    const choices = [
      { value: 'hr', label: __('HR') },
      { value: 'operations', label: __('Operations') },
      { value: 'calendar', label: __('Calendar') },
      { value: 'knowledge', label: __('Knowledge') },
      { value: 'finance', label: __('Finance') },
      { value: 'crm', label: __('Sales (CRM)') },
    ];
    const add = (name) => {
      if (!choices.some((choice) => choice.value === name)) choices.push({ value: name, label: name });
    };
    for (const name of read(value) || []) add(name);
    return choices;
  };

  function change(frm, control, entries, choices, shown) {
    const field = choices
      ? {
          fieldname: 'entries',
          fieldtype: 'MultiCheck',
          columns: 2,
          options: choices.map(({ value, label }) => ({ value, label, checked: entries.includes(value) })),
        }
      : {
          fieldname: 'entries',
          fieldtype: 'Small Text',
          label: __('One entry per line'),
          default: entries.join('\n'),
        };
    const dialog = new frappe.ui.Dialog({
      title: __(control.df.label),
      fields: [field],
      primary_action_label: __('Apply'),
      primary_action: async (values) => {
        dialog.hide();
        const chosen = choices ? dialog.fields_dict.entries.get_checked_options() : lines(values.entries);
        const name = control.df.fieldname;
        await frm.set_value(name, chosen.length > 0 ? JSON.stringify(chosen) : null);
        dartwing_va.show_list_field(frm, name, shown);
      },
    });
    dialog.show();
  }

  function lines(text) {
    const entries = String(text || '')
      .split('\n')
      .map((line) => line.trim());
    return [...new Set(entries.filter(Boolean))];
  }

  function read(value) {
    if (value === null || value === undefined || value === '') return [];
    try {
      const entries = typeof value === 'string' ? JSON.parse(value) : value;
      if (entries === null) return [];
      return Array.isArray(entries) && entries.every((entry) => typeof entry === 'string') ? entries : null;
    } catch {
      return null;
    }
  }
})();
