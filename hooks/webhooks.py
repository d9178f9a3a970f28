"""Signatures for the web addresses that a company's own agents call. The secret stays here: the sidecar gets one signature
for one body, as the employee who asks, and only for a tool that he has."""

from __future__ import annotations

import json
from typing import Any

import frappe

from .core import webhooks
from .errors import fail, not_found
from .people import settings_of
from .times import now_ms


def secret_of(company: str) -> str | None:
    """The company's secret, or None when it has none."""
    if not frappe.db.exists("VA Company Settings", company):
        return None
    settings = frappe.get_doc("VA Company Settings", company)
    return settings.get_password("webhook_secret", raise_exception=False) or None


def scripts_enabled() -> bool:
    """Whether this bench runs Server Scripts."""
    from frappe.utils.safe_exec import is_safe_exec_enabled

    return bool(is_safe_exec_enabled())


def callable_scripts(company: str) -> list[str]:
    """What of the company's list can be called."""
    listed = webhooks.listed_scripts(settings_of(company).get("custom_scripts"))
    return listed if listed and scripts_enabled() else []


def signature_view(person: Any, agent: str, tool: str, timestamp: str, digest: str) -> dict[str, Any]:
    """`{url, signature}`. What the person does not have and what does not exist answer alike."""
    if not timestamp.isdecimal() or not webhooks.is_digest(digest):
        fail("INVALID_FORMAT")
    if abs(int(timestamp) - now_ms() / 1000) > webhooks.SKEW_S:
        fail("OUT_OF_RANGE")
    url = _url_of(person, agent, tool)
    secret = secret_of(person.company) if url else None
    hosts = webhooks.listed_hosts(settings_of(person.company).get("webhook_hosts"))
    if not secret or webhooks.url_fault(url, hosts):
        not_found()
    return {"url": url, "signature": webhooks.signature(secret, int(timestamp), digest)}


def _url_of(person: Any, agent: str, tool: str) -> str | None:
    fields = ["tools", "allowed_roles", "allowed_employees"]
    found = {"agent_id": agent, "company": person.company, "enabled": 1}
    row = frappe.db.get_value("VA Custom Agent", found, fields, as_dict=True)
    if not row or not _lets_in(row, person.name):
        return None
    tools = [
        one for one in _list(row.tools) if one.get("name") == tool and one.get("handler_type") == "webhook"
    ]
    return tools[0].get("webhook_url") if tools else None


def _lets_in(row: Any, employee: str) -> bool:
    roles, employees = _list(row.allowed_roles), _list(row.allowed_employees)
    if not roles and not employees:
        return True
    return employee in employees or bool(set(roles).intersection(frappe.get_roles()))


def _list(value: Any) -> list[Any]:
    read = json.loads(value) if isinstance(value, str) and value.strip() else value
    return read if isinstance(read, list) else []
