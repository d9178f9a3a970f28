"""The widget <va-assistant> in Desk and on portal pages: who sees it, and what it is told."""

from __future__ import annotations

from typing import Any

import frappe

from . import people
from .callers import require_person, service_user, sid_cookie


def extend_boot(bootinfo: Any) -> None:
    """extend_bootinfo: Desk knows without a request whether the widget is there."""
    # Newer releases ask for portal pages too, which are cached for everybody: those ask the method `widget`.
    if "user" not in bootinfo:
        return
    try:
        bootinfo["dartwing_va"] = settings_for(frappe.session.user)
    except Exception:
        # Nobody may be locked out of Desk because of a button in its corner.
        frappe.log_error("Dartwing VA: the widget is not shown")


def widget() -> dict[str, Any]:
    """widget: the same for a portal page, with the token that writes of its session need."""
    user = require_person()
    # A caller with an API key has no session.
    token = frappe.sessions.get_csrf_token() if sid_cookie() else ""
    return {**settings_for(user), "csrf_token": token}


def settings_for(user: str) -> dict[str, Any]:
    return {"shown": is_shown_to(user), **site_settings()}


def site_settings() -> dict[str, Any]:
    """Where a page of this site finds the service and the realtime server."""
    return {
        "sidecar_url": frappe.conf.get("dartwing_va_sidecar_url"),
        "site_time_zone": frappe.utils.get_system_timezone(),
        # As Desk's own client finds the realtime server: beside the site while developing, else at the same origin.
        "bus": {
            "site_name": frappe.local.site,
            "port": frappe.conf.get("socketio_port") if frappe.conf.get("developer_mode") else None,
        },
    }


def is_shown_to(user: str) -> bool:
    """Whoever has an assistant, or gets one with his first message."""
    if not frappe.utils.cint(frappe.conf.get("dartwing_va_widget", 1)):
        return False
    if user in ("Guest", "Administrator", service_user()):
        return False
    employee = people.employee_of(user)
    if employee is None:
        return False
    instance = people.instance_of(employee.name)
    if instance is not None:
        return people.refusal_code(user, employee, instance) is None
    settings = people.settings_of(employee.company)
    offered = frappe.utils.cint(settings.get("enabled", 1)) and frappe.utils.cint(settings.auto_provision)
    return bool(offered) and employee.status == "Active"
