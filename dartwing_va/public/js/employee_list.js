// "Set up assistants": HR gives every employee of a department an assistant. Appended to the Employee list by hooks.

(() => {
  const settings = (frappe.listview_settings['Employee'] = frappe.listview_settings['Employee'] || {});
  const original_onload = settings.onload;

  settings.onload = function (listview) {
    if (original_onload) original_onload.call(this, listview);
    if (!frappe.user.has_role('HR Manager')) return;
    listview.page.add_inner_button(__('Set up assistants'), ask_department);
  };

  function ask_department() {
    frappe.prompt(
      [
        {
          fieldname: 'department',
          fieldtype: 'Link',
          options: 'Department',
          label: __('Department'),
          reqd: 1,
          only_select: 1,
          description: __('Every active employee of the department without an assistant gets one.'),
        },
      ],
      ({ department }) => provision(department),
      __('Set up assistants'),
      __('Set up'),
    );
  }

  async function provision(department) {
    const answer = await frappe.call({
      method: 'dartwing_va.api.provision_department',
      type: 'POST',
      args: { department },
      freeze: true,
      freeze_message: __('Setting up assistants ...'),
    });
    frappe.msgprint({ title: __('Set up assistants'), message: summary(answer.message || {}), indicator: 'green' });
  }

  // Names and reasons come from records: escaped before they become part of the message.
  function summary({ created = [], existing = 0, skipped = [] }) {
    const lines = [__('Set up: {0}. Already there: {1}.', [created.length, Number(existing)])];
    for (const { employee, reason } of skipped) {
      lines.push(`${frappe.utils.escape_html(String(employee))}: ${frappe.utils.escape_html(String(reason))}`);
    }
    return lines.join('<br>');
  }
})();
