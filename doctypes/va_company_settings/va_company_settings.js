// Values of the wire contract get words, and lists are ticked or typed, not written as JSON.

frappe.ui.form.on('VA Company Settings', {
  setup(frm) {
    frm.set_query('default_template', () => ({ filters: { company: frm.doc.company || '', enabled: 1 } }));
  },

  refresh(frm) {
    const ask = [
      { value: 'always', label: __('Always') },
      { value: 'external_only', label: __('Only when people outside the company are involved') },
      { value: 'never', label: __('Never') },
    ];
    frm.set_df_property('calendar_policy', 'options', ask);
    frm.set_df_property('email_policy', 'options', ask);
    frm.set_df_property('manager_max_access_level', 'options', [
      { value: 'none', label: __('Nothing') },
      { value: 'summary', label: __('Summaries') },
      { value: 'actions', label: __('Actions') },
      { value: 'transcripts', label: __('Actions and conversations') },
      { value: 'full', label: __('Everything') },
    ]);
    frappe.require('/assets/dartwing_va/js/list_fields.js', () => {
      dartwing_va.show_list_field(frm, 'approvable_doctypes');
      dartwing_va.show_list_field(frm, 'allowed_privacy_modes', {
        choices: [
          { value: 'normal', label: __('Normal') },
          { value: 'private', label: __('Private') },
          { value: 'sensitive', label: __('Sensitive') },
          { value: 'incognito', label: __('Incognito') },
        ],
        blank: __('Normal'),
      });
      dartwing_va.show_list_field(frm, 'allowed_integrations');
      dartwing_va.show_list_field(frm, 'required_integrations');
    });
  },
});
