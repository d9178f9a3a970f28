// Lists are typed one entry per line, not written as JSON.

frappe.ui.form.on('VA Custom Agent', {
  refresh(frm) {
    frappe.require('/assets/dartwing_va/js/list_fields.js', () => {
      dartwing_va.show_list_field(frm, 'trigger_phrases');
      dartwing_va.show_list_field(frm, 'knowledge_folders', { blank: __('None') });
      dartwing_va.show_list_field(frm, 'allowed_roles', { blank: __('No role is needed') });
      dartwing_va.show_list_field(frm, 'allowed_employees', { blank: __('Every employee of the company') });
    });
  },
});
