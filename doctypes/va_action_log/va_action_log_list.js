// The state of an action in words, in lists and on the form.

frappe.listview_settings['VA Action Log'] = {
  hide_name_column: true,
  get_indicator(doc) {
    const states = {
      pending: [__('Waiting for a Yes'), 'orange'],
      executing: [__('Running'), 'blue'],
      completed: [__('Done'), 'green'],
      failed: [__('Failed'), 'red'],
      cancelled: [__('Cancelled'), 'gray'],
      rejected: [__('Refused'), 'gray'],
      expired: [__('Expired'), 'gray'],
      superseded: [__('Replaced'), 'gray'],
      reversed: [__('Undone'), 'purple'],
    };
    const state = states[doc.status];
    return state && [...state, `status,=,${doc.status}`];
  },
};
