from __future__ import annotations

import frappe

from dartwing_va.dartwing_va.doctype.fields import require_between, require_json
from dartwing_va.hooks.controller import VADocument


class VAUserPreference(VADocument):
    """A wish of an employee that the assistant follows; one for each category and key."""

    va_prefix = "pref"

    def validate(self):
        require_json(self, "preference_value")
        require_between(self, "confidence", 0, 1)


def on_doctype_update():
    frappe.db.add_unique(
        "VA User Preference",
        ["employee", "category", "preference_key"],
        "unique_employee_category_preference_key",
    )
