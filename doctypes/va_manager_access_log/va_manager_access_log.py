from __future__ import annotations

import frappe

from dartwing_va.dartwing_va.doctype.fields import normal_json
from dartwing_va.hooks.controller import VADocument


class VAManagerAccessLog(VADocument):
    """Who looked into the records of an employee. Added by the app alone, changed and removed by nobody."""

    va_prefix = "mal"
    va_append_only = True

    def validate(self):
        if self.is_new():
            self.company = frappe.db.get_value("Employee", self.employee_viewed, "company")
        normal_json(self, "data_accessed")


def on_doctype_update():
    frappe.db.add_index("VA Manager Access Log", ["employee_viewed", "timestamp"])
