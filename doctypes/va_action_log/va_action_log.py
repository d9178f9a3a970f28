from __future__ import annotations

import frappe

from dartwing_va.dartwing_va.doctype.fields import normal_json
from dartwing_va.hooks.controller import VADocument


class VAActionLog(VADocument):
    """A pending action, an executed action or an undo record (decisions.md 4). Written by the app alone."""

    va_prefix = "act"
    va_guarded = True

    def _validate_links(self):
        # What a stored action names may be gone by now: undoing an insert deletes the document.
        if self.is_new():
            super()._validate_links()

    def validate(self):
        normal_json(self, "parameters", "before_state", "after_state", "result")
        # The link opens the document in Desk; the name as text stays when the document is gone.
        exists = (
            self.target_doctype
            and self.target_document
            and frappe.db.exists(self.target_doctype, self.target_document)
        )
        self.target_link = self.target_document if exists else None


def on_doctype_update():
    frappe.db.add_index("VA Action Log", ["target_doctype", "target_document"])
    frappe.db.add_index("VA Action Log", ["employee", "status"])
    frappe.db.add_index("VA Action Log", ["employee", "executed_at"])
    frappe.db.add_index("VA Action Log", ["conversation", "status"])
    frappe.db.add_index("VA Action Log", ["status", "expires_at"])
