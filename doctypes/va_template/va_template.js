// Lists are ticked or typed, not written as JSON.

frappe.ui.form.on('VA Template', {
  setup(frm) {
    frm.set_query('target_departments', () => ({ filters: { company: frm.doc.company || '' } }));
  },

  refresh(frm) {
    frappe.require('/assets/dartwing_va/js/list_fields.js', () => {
      dartwing_va.show_list_field(frm, 'voice_options', { blank: __('All') });
      dartwing_va.show_list_field(frm, 'knowledge_folders');
      const choices = dartwing_va.agent_choices(frm.doc.enabled_sub_agents);
      dartwing_va.show_list_field(frm, 'enabled_sub_agents', { choices });
    });
  },
});
