from __future__ import annotations

import frappe

from dartwing_va.dartwing_va.doctype.fields import normal_json, require_between
from dartwing_va.hooks.controller import VADocument


class VAMemory(VADocument):
    """What the assistant remembers about an employee."""

    va_prefix = "mem"

    def validate(self):
        normal_json(self, "structured_data", "topics", "entities", "participants", "source_conversations")
        require_between(self, "confidence", 0, 1)
        require_between(self, "relationship_strength", 0, 1)
        if self.importance:
            require_between(self, "importance", 1, 4)


def on_doctype_update():
    frappe.db.add_index("VA Memory", ["employee", "is_active", "memory_type"])
