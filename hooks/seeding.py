"""Defaults that are made once and then belong to the administrator: nothing that exists is ever touched."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import frappe

_SEEDS = Path(__file__).resolve().parent / "seeds"
MODULE = "Dartwing VA"


def seed_all() -> None:
    """Sub-agents, and template and settings of every company."""
    for agent in _seed("sub_agents"):
        _make_once("VA Sub-Agent Config", agent["agent_id"], agent)
    for company in frappe.get_all("Company", pluck="name"):
        seed_company(company)


def seed_company(company: str) -> None:
    """The default template and the settings of one company."""
    if not frappe.db.exists("VA Template", {"company": company}):
        name = f"{company} Default"
        _make_once("VA Template", name, {**_seed("template"), "template_name": name, "company": company})
    _make_once("VA Company Settings", company, {**_seed("company_settings"), "company": company})


def company_saved(doc, method: str | None = None) -> None:
    """doc_events of Company: a new company gets its defaults."""
    seed_company(doc.name)


def settings_defaults() -> dict[str, Any]:
    """The settings of a company for which nobody wrote any; without tool policies nothing runs on a spoken yes."""
    seed = {key: value for key, value in _seed("company_settings").items() if key != "tool_policies"}
    return _storable("VA Company Settings", seed)


def va_doctypes() -> list[str]:
    """Our DocTypes that are tables of their own."""
    return frappe.get_all(
        "DocType", filters={"module": MODULE, "istable": 0, "issingle": 0}, pluck="name", order_by="name asc"
    )


def _make_once(doctype: str, name: str, values: dict[str, Any]) -> None:
    if frappe.db.exists(doctype, name):
        return
    doc = frappe.get_doc({"doctype": doctype, **_storable(doctype, values)})
    doc.insert(ignore_permissions=True)


def _storable(doctype: str, values: dict[str, Any]) -> dict[str, Any]:
    """Lists and objects of JSON fields as text: Frappe refuses a list there."""
    meta = frappe.get_meta(doctype)
    return {
        field: json.dumps(value)
        if isinstance(value, dict | list) and meta.get_field(field).fieldtype not in frappe.model.table_fields
        else value
        for field, value in values.items()
    }


@cache
def _read(name: str) -> str:
    return (_SEEDS / f"{name}.json").read_text(encoding="utf-8")


def _seed(name: str) -> Any:
    # Parsed anew each time, so that no caller can change another one's defaults.
    return json.loads(_read(name))
