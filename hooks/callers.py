"""Who calls: the service user, an employee, or nobody we serve. Every entry point asks here again."""

from __future__ import annotations

from contextlib import contextmanager

import frappe

from .errors import fail


def service_user() -> str | None:
    """The one service user, as site_config names it."""
    return frappe.conf.get("dartwing_va_user") or None


def is_service() -> bool:
    """True when the service user himself calls, by his API key and without any session."""
    user = service_user()
    return bool(user) and frappe.session.user == user and _by_own_key()


def require_service() -> None:
    """Only the service user may go on. A role opens nothing here."""
    if not is_service():
        fail("FORBIDDEN")


def require_person() -> str:
    """The user who calls for himself: by his session or his own API key; never a delegation, a bearer token, somebody
    who impersonates him, Guest, Administrator or the service user."""
    user = frappe.session.user
    if user in ("", "Guest", None):
        fail("UNAUTHORIZED")
    if user in ("Administrator", service_user()) or is_delegated():
        fail("FORBIDDEN")
    if not (_has_session() or _by_own_key()):
        fail("FORBIDDEN")
    if frappe.session.data and frappe.session.data.get("impersonated_by"):
        fail("FORBIDDEN")
    # Frappe 15 lets the API key of a disabled user through.
    if not frappe.db.get_value("User", user, "enabled"):
        fail("USER_DISABLED")
    return user


def is_delegated() -> bool:
    """True when the request runs under a delegation of the sidecar."""
    return bool(frappe.flags.get("va_delegation"))


def _has_session() -> bool:
    session = frappe.local.session
    return bool(sid_cookie()) and session.sid == sid_cookie() and session.sid != session.user


def _by_own_key() -> bool:
    if sid_cookie() or frappe.form_dict.get("sid") or is_delegated():
        return False
    # This header lets a key of another DocType stand for a user.
    if frappe.get_request_header("Frappe-Authorization-Source"):
        return False
    parts = frappe.get_request_header("Authorization", "").split(" ")
    return len(parts) == 2 and parts[0].lower() in ("token", "basic")


def sid_cookie() -> str | None:
    sid = frappe.request.cookies.get("sid") if frappe.request else None
    return sid if sid and sid != "Guest" else None


@contextmanager
def acting_as(user: str):
    """Runs the block as `user`, with his language, and puts everything back afterwards.

    set_user alone empties the session's data and the request's parameters; a session stored that way breaks the
    caller's next request (real-site-findings.md 6).
    """
    session = frappe.local.session
    before = (session.user, session.sid, session.data, frappe.local.form_dict, frappe.local.lang)
    frappe.set_user(user)
    frappe.set_user_lang(user)
    try:
        yield
    finally:
        frappe.set_user(before[0])
        session.sid, session.data, frappe.local.form_dict, frappe.local.lang = before[1:]
