from __future__ import annotations

import frappe
from frappe import _

from dartwing_va.dartwing_va.doctype.fields import normal_json
from dartwing_va.hooks.controller import VADocument


class VAConversationTurn(VADocument):
    """One message of a conversation (decisions.md 4)."""

    va_prefix = "turn"

    def validate(self):
        normal_json(self, "attachments", "citations", "visuals", "tools_called")
        # NULL, so that the unique index lets any number of turns without an id be.
        self.client_message_id = self.client_message_id or None
        if self.is_new():
            owner_of_conversation = frappe.db.get_value(
                "VA Conversation", self.conversation, "employee", cache=True
            )
            if self.employee and owner_of_conversation and self.employee != owner_of_conversation:
                frappe.throw(_("That conversation belongs to another employee."), frappe.PermissionError)


def on_doctype_update():
    frappe.db.add_unique(
        "VA Conversation Turn", ["conversation", "client_message_id"], "unique_conversation_client_message_id"
    )
    frappe.db.add_index("VA Conversation Turn", ["conversation", "turn_number", "role"])
    frappe.db.add_index("VA Conversation Turn", ["status", "timestamp"])
