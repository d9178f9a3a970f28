"""The auth hook: `Authorization: Dartwing <jwt>` lets the sidecar read as the employee, and only read.

The rules are those of core/delegation.py; here they meet Frappe's request (real-site-findings.md 5, 6, 7, 24).
"""

from __future__ import annotations

import ipaddress
from typing import Any

import frappe

from . import site_keys
from .callers import service_user
from .core import tokens
from .core.delegation import Request, check_request, listed_methods
from .errors import fail
from .times import now_ms

SCHEME = "dartwing"
READS = tuple(
    f"dartwing_va.reads.{name}"
    for name in (
        "budget_status",
        "directory",
        "expense_details",
        "free_busy",
        "help_articles",
        "holidays",
        "knowledge",
        "leave_days",
        "leave_details",
        "meetings",
        "outgoing_mail",
        "rights",
        "webhook_signature",
    )
)


def authenticate() -> None:
    """Runs on every request; anything but our own scheme is left alone."""
    parts = frappe.get_request_header("Authorization", "").split(" ")
    if parts[0].lower() != SCHEME:
        return
    if len(parts) != 2:
        fail("UNAUTHORIZED")
    claims = _claims(parts[1])
    _check_address()
    _check_request(claims)
    user = claims["sub"]
    _check_user(user)
    _become(user, claims)


def _claims(token: str) -> dict[str, Any]:
    try:
        return tokens.verify_read_token(
            token, keys=site_keys.sidecar_keys(), site=frappe.local.site, now=now_ms() / 1000
        )
    except tokens.TokenError as error:
        fail(error.code)


def _check_address() -> None:
    allowed = frappe.conf.get("dartwing_va_allowed_ips")
    if not allowed:
        return
    here = ipaddress.ip_address(frappe.local.request_ip)
    if not any(here in ipaddress.ip_network(entry, strict=False) for entry in allowed):
        fail("FORBIDDEN")


def _check_request(claims: dict[str, Any]) -> None:
    request = frappe.request
    decision = check_request(
        Request(
            verb=request.method,
            segments=request.path.removeprefix("/").split("/"),
            query_keys=[*request.args.keys(), *request.form.keys()],
            has_body=bool(
                request.content_length or request.headers.get("Transfer-Encoding") or request.get_data()
            ),
            has_cookie="sid" in request.cookies or frappe.session.user not in ("", "Guest", None),
        ),
        dts=claims["dts"],
        methods=list(READS),
        named=claims.get("mts", []),
        listed=_listed(claims),
    )
    if not decision["allowed"]:
        fail("FORBIDDEN", meta={"reason": decision["reason"]})
    # MariaDB finds a DocType under other spellings as well; only the exact one is meant.
    if (
        decision["kind"] == "resource"
        and frappe.db.get_value("DocType", decision["doctype"], "name") != decision["doctype"]
    ):
        fail("FORBIDDEN", meta={"reason": "doctype"})


def _listed(claims: dict[str, Any]) -> list[str]:
    """What the employee's company lets custom agents call; looked up only for a token that names methods."""
    if not claims.get("mts"):
        return []
    from .people import employee_of, settings_of

    employee = employee_of(claims["sub"])
    if not employee:
        return []
    from .webhooks import callable_scripts

    methods = listed_methods(settings_of(employee.company).get("custom_methods"))
    return [*methods, *callable_scripts(employee.company)]


def _check_user(user: str) -> None:
    row = frappe.db.get_value("User", user, ["name", "enabled"], as_dict=True)
    if not row or row.name != user or user in ("Guest", "Administrator", service_user()):
        fail("FORBIDDEN")
    if not row.enabled:
        fail("USER_DISABLED")
    if "System Manager" in frappe.get_roles(user) and not frappe.utils.cint(
        frappe.conf.get("dartwing_va_allow_system_managers")
    ):
        fail("FORBIDDEN", meta={"reason": "system_manager"})
    from .people import employee_of, instance_of, refusal_code

    employee = employee_of(user)
    code = refusal_code(user, employee, instance_of(employee.name) if employee else None)
    if code:
        fail(code)


def _become(user: str, claims: dict[str, Any]) -> None:
    # set_user empties the parameters; without them every filter would be forgotten and all rows answered.
    form_dict = frappe.local.form_dict
    frappe.set_user(user)
    frappe.set_user_lang(user)
    frappe.local.form_dict = form_dict
    # Frappe would store this object after the request, as the session of whoever it belongs to.
    frappe.local.session_obj = None
    frappe.flags.va_delegation = {"turn": claims["turn"], "jti": claims["jti"]}
    # From here on the database itself refuses every write, also after an inner commit or rollback.
    frappe.db.rollback()
    frappe.flags.read_only = True
    frappe.db.begin(read_only=True)
