"""What the bus carries: ids, after commit, to the service user's room and to the employee's (docs/site-api.md)."""

from __future__ import annotations

from typing import Any

import frappe
from frappe.realtime import get_user_room

from .callers import service_user

# Records that the sidecar caches.
CACHED = (
    "Company",
    "Employee",
    "User",
    "VA Company Settings",
    "VA Consent Record",
    "VA Custom Agent",
    "VA Instance",
    "VA Personality",
    "VA Sub-Agent Config",
    "VA Template",
)


def to_service(message: dict[str, Any]) -> None:
    """Tells the sidecar, unless it wrote the row itself through batch."""
    user = service_user()
    if user and not frappe.flags.get("va_batch"):
        frappe.publish_realtime("dartwing_va", message, room=get_user_room(user), after_commit=True)


def to_employee(user: str | None, event: str, message: dict[str, Any]) -> None:
    """Tells every page of the employee."""
    if user and user != "Administrator":
        frappe.publish_realtime(event, message, room=get_user_room(user), after_commit=True)


def record_changed(doc, method: str | None = None) -> None:
    """doc_events: a record that the sidecar caches changed or went away."""
    to_service({"kind": "changed", "doctype": doc.doctype, "name": doc.name})


def knowledge_changed(doc, method: str | None = None) -> None:
    """doc_events: what the knowledge index is made of changed or went away."""
    from .knowledge_sources import is_source

    if is_source(doc):
        to_service({"kind": "knowledge", "doctype": doc.doctype, "name": doc.name})


def turn_changed(doc, method: str | None = None) -> None:
    """doc_events of VA Conversation Turn: an assistant turn was written, or a status changed."""
    before = doc.get_doc_before_save()
    if (before is None and doc.role == "Assistant") or (before is not None and before.status != doc.status):
        message = {"conversation": doc.conversation, "turn": doc.name, "status": doc.status}
        to_employee(doc.owner, "dartwing_va_turn", message)


def action_changed(doc, method: str | None = None) -> None:
    """doc_events of VA Action Log: the employee's pages hear of each new status."""
    before = doc.get_doc_before_save()
    if before is None or before.status != doc.status:
        message = {"action": doc.name, "status": doc.status, "conversation": doc.conversation}
        to_employee(doc.owner, "dartwing_va_action", message)
