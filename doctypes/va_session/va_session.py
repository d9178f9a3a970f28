from __future__ import annotations

import frappe

from dartwing_va.hooks.controller import VADocument


class VASession(VADocument):
    """A family of tokens: one sign-in to the assistant. Refresh tokens are kept as fingerprints only."""

    va_prefix = "ses"
    va_guarded = True


def on_doctype_update():
    frappe.db.add_index("VA Session", ["user", "status"])
