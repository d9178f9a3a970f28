from __future__ import annotations

import frappe

from dartwing_va.dartwing_va.doctype.fields import normal_json, require_between
from dartwing_va.hooks.controller import VADocument


class VAConversation(VADocument):
    """A conversation of an employee with the assistant."""

    va_prefix = "conv"

    def validate(self):
        normal_json(self, "topics", "actions_summary", "initial_context", "location", "device_info")
        if self.feedback_rating:
            require_between(self, "feedback_rating", 1, 5)


def on_doctype_update():
    frappe.db.add_index("VA Conversation", ["employee", "status"])
    frappe.db.add_index("VA Conversation", ["employee", "started_at"])
