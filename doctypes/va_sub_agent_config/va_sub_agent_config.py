from __future__ import annotations

import frappe
from frappe import _

from dartwing_va.dartwing_va.doctype.checks import is_agent_id
from dartwing_va.dartwing_va.doctype.fields import require_between, require_list
from dartwing_va.hooks.controller import VADocument

LIST_FIELDS = (
    "available_tools",
    "confirmation_actions",
    "trigger_phrases",
    "intent_categories",
    "required_permissions",
)


class VASubAgentConfig(VADocument):
    """A specialist of the assistant and the model it uses."""

    def validate(self):
        if not is_agent_id(self.agent_id):
            frappe.throw(
                _("Agent ID may have small letters, digits and underscores and starts with a letter.")
            )
        for field in LIST_FIELDS:
            require_list(self, field)
        require_between(self, "temperature", 0, 2)
        require_between(self, "max_tokens", 1, 100_000)
        require_between(self, "timeout_seconds", 1, 600)
        require_between(self, "rate_limit", 1, 10_000)
        for role in require_list(self, "required_roles"):
            if not frappe.db.exists("Role", role):
                frappe.throw(_("There is no role called {0}.").format(role))
