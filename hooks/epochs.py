"""The epoch of a user: a number that grows whenever every earlier sign-in must end (docs/site-api.md, Tokens)."""

from __future__ import annotations

import frappe

from . import events
from .controller import insert_doc, save_doc

PASSWORD_METHOD = "frappe.core.doctype.user.user.update_password"


def epoch_of(user: str) -> int:
    """The epoch as it is now; 0 until something happened."""
    return int(frappe.db.get_value("VA User Epoch", user, "epoch") or 0)


def bump(user: str, reason: str) -> int:
    """Ends every sign-in of a user to the assistant and tells the sidecar."""
    if frappe.db.get_value("VA User Epoch", user, "name", for_update=True):
        doc = frappe.get_doc("VA User Epoch", user)
        save_doc(doc, {"epoch": int(doc.epoch or 0) + 1})
    else:
        doc = insert_doc({"doctype": "VA User Epoch", "user": user, "epoch": 1})
    frappe.db.set_value(
        "VA Session",
        {"user": user, "status": "Active"},
        {"status": "Revoked", "revoked_at": frappe.utils.now(), "revoke_reason": reason},
        update_modified=False,
    )
    events.to_service({"kind": "session", "user": user, "epoch": int(doc.epoch)})
    return int(doc.epoch)


def user_saved(doc, method: str | None = None) -> None:
    """doc_events of User: disabling, a role or a password change ends what was signed in before."""
    before = doc.get_doc_before_save()
    if before is None or doc.name in ("Guest", "Administrator") or frappe.flags.in_install:
        return
    if before.enabled and not doc.enabled:
        bump(doc.name, "disabled")
        _expire_pending_of(doc.name)
    elif _roles(before) != _roles(doc):
        bump(doc.name, "roles")
    elif _password_changed(doc, before):
        bump(doc.name, "password")


def user_removed(doc, method: str | None = None) -> None:
    """doc_events of User: the sign-ins of a user who is deleted go with him."""
    for doctype in ("VA Session", "VA User Epoch"):
        frappe.db.delete(doctype, {"user": doc.name})
    events.to_service({"kind": "session", "user": doc.name, "epoch": 2**31 - 1})


def logged_out(login_manager=None) -> None:
    """on_logout: signing out of the site signs out of the assistant."""
    user = frappe.session.user
    if user and user not in ("Guest", "Administrator"):
        bump(user, "logout")


def _roles(doc) -> set[str]:
    return {row.role for row in doc.get("roles") or []}


def _password_changed(doc, before) -> bool:
    # Frappe keeps the new password of the User form in a private attribute and changes it elsewhere through one
    # method, which saves the User afterwards; no field tells of either.
    if getattr(doc, "_User__new_password", None):
        return True
    if before.get("reset_password_key") and not doc.get("reset_password_key"):
        return True
    request = getattr(frappe.local, "request", None)
    return bool(request) and request.path.rstrip("/").endswith(PASSWORD_METHOD)


def _expire_pending_of(user: str) -> None:
    from .people import expire_pending

    for employee in frappe.get_all("Employee", filters={"user_id": user}, pluck="name"):
        expire_pending(employee)
