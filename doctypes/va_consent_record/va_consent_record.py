from __future__ import annotations

import frappe
from frappe.utils import get_datetime, now_datetime

from dartwing_va.dartwing_va.doctype.checks import consent_state
from dartwing_va.hooks.controller import VADocument

# Consents that VA Instance shows as flags (conflicts.md C054).
MIRRORED = ("voice_recording", "conversation_logging")


class VAConsentRecord(VADocument):
    """A decision of an employee. A change of mind is a new record, so that it can be shown what held when."""

    va_prefix = "cons"
    va_append_only = True

    def validate(self):
        before = is_granted(self.employee, self.consent_type)
        self.status, self.granted = consent_state(self.status, self.granted, before)
        if self.status == "granted":
            self.granted_at = self.granted_at or now_datetime()
        elif self.status == "revoked":
            self.revoked_at = self.revoked_at or now_datetime()

    def after_insert(self):
        if self.consent_type not in MIRRORED:
            return
        instance = frappe.db.get_value("VA Instance", {"employee": self.employee})
        if instance:
            field = self.consent_type + "_consent"
            frappe.db.set_value(
                "VA Instance", instance, field, int(is_granted(self.employee, self.consent_type))
            )


def is_granted(employee: str, consent_type: str) -> bool:
    """True when the newest decision of the employee is a yes that has not expired."""
    newest = frappe.get_all(
        "VA Consent Record",
        filters={"employee": employee, "consent_type": consent_type},
        fields=["status", "expires_at"],
        order_by="creation desc, name desc",
        limit=1,
    )
    if not newest or newest[0].status != "granted":
        return False
    return not newest[0].expires_at or get_datetime(newest[0].expires_at) > now_datetime()


def on_doctype_update():
    frappe.db.add_index("VA Consent Record", ["employee", "consent_type", "status"])
