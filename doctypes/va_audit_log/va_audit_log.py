from __future__ import annotations

from dartwing_va.dartwing_va.doctype.fields import normal_json
from dartwing_va.hooks.controller import VADocument


class VAAuditLog(VADocument):
    """A row of the audit chain (decisions.md 8). Added by the app alone, changed and removed by nobody."""

    va_prefix = "aud"
    va_append_only = True

    def validate(self):
        normal_json(self, "details", "compliance_categories")
