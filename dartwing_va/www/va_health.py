"""The page /va-health: where an administrator sees how the sidecar is doing and what it could not bring to the site."""

from __future__ import annotations

import frappe
from frappe import _

no_cache = 1
sitemap = 0
ROLES = {"System Manager", "HR Manager"}


def get_context(context):
    """Only for those who look after the assistants; the sidecar's own pages say the rest."""
    if not ROLES & set(frappe.get_roles()):
        frappe.throw(_("Only a System Manager or an HR Manager may see this page."), frappe.PermissionError)
    url = str(frappe.conf.get("dartwing_va_sidecar_url") or "").rstrip("/")
    context.title = _("Assistant health")
    # Anything else in a link (javascript:) would run in the administrator's session.
    context.sidecar_url = url if url.startswith(("https://", "http://")) else None
    # The figures are those of the whole site, so HR of one company does not get them.
    context.figures = _figures() if "System Manager" in frappe.get_roles() else None
    return context


def _figures():
    return {
        "pending": frappe.db.count("VA Action Log", {"status": "pending"}),
        "failed": frappe.db.count("VA Action Log", {"status": "failed"}),
        "unanswered": frappe.db.count("VA Conversation Turn", {"role": "User", "status": "Pending"}),
    }
