// An assistant has the name of its employee: no second column for it.

frappe.listview_settings['VA Instance'] = { hide_name_column: true };
