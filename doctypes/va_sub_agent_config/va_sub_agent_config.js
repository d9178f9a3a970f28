// Lists are typed one entry per line, not written as JSON.

frappe.ui.form.on('VA Sub-Agent Config', {
  refresh(frm) {
    frappe.require('/assets/dartwing_va/js/list_fields.js', () => {
      dartwing_va.show_list_field(frm, 'available_tools', { blank: __('All tools of this agent') });
      for (const field of ['confirmation_actions', 'trigger_phrases', 'intent_categories'])
        dartwing_va.show_list_field(frm, field);
      dartwing_va.show_list_field(frm, 'required_roles', { blank: __('No role is needed') });
      dartwing_va.show_list_field(frm, 'required_permissions');
    });
  },
});
