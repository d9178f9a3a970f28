"""Documents of others as an action sees them: what changed since the card, snapshots, approvers. As the employee."""

from __future__ import annotations

import datetime
import decimal
import json
from typing import Any

import frappe
from frappe.model import table_fields

from .core import amounts
from .core.inverse import same_value
from .errors import fail

MAX_SNAPSHOT_CHARS = 20_000
MAX_VALUE_CHARS = 2_000
_ALWAYS = ("docstatus", "workflow_state", "status")
_APPROVER_FIELDS = ("leave_approver", "expense_approver", "approver")


def plain(value: Any) -> Any:
    """A stored value as JSON holds it: dates as Frappe writes them, decimals as numbers, blank as None."""
    if isinstance(value, datetime.timedelta | datetime.date | datetime.datetime | datetime.time):
        return str(value)
    if isinstance(value, decimal.Decimal):
        return float(value)
    if isinstance(value, list):
        return [
            {field: plain(cell) for field, cell in row.as_dict().items() if not field.startswith("_")}
            if hasattr(row, "as_dict")
            else plain(row)
            for row in value
        ]
    return value


def load(doctype: str, name: str, *, lock: bool = False) -> Any:
    """A document that the employee may read, by its exact name. Anything else is not found."""
    if (
        not frappe.db.exists("DocType", doctype)
        or frappe.get_meta(doctype).issingle
        or frappe.get_meta(doctype).istable
    ):
        fail("NOT_FOUND", "Not found")
    stored = frappe.db.get_value(doctype, {"name": name}, "name")
    if stored is None or str(stored) != name:
        fail("NOT_FOUND", "Not found")
    doc = frappe.get_doc(doctype, stored, for_update=lock)
    if not doc.has_permission("read"):
        fail("NOT_FOUND", "Not found")
    return doc


def exists(doctype: str, name: str) -> bool:
    """Whether a document is there at all."""
    return bool(frappe.db.exists(doctype, {"name": name}))


def changes_since(doc: Any, held: dict[str, Any]) -> list[dict[str, Any]]:
    """What differs from the `from` values of a card: `[{doctype, name, field, from, now}]`."""
    readable = _readable(doc)
    changes = []
    for field, before in held.items():
        now = plain(doc.get(field))
        if not _same(doc, field, before, now):
            seen = plain(readable.get(field))
            changes.append(
                {"doctype": doc.doctype, "name": str(doc.name), "field": field, "from": before, "now": seen}
            )
    return changes


def not_taken(doc: Any, asked: dict[str, Any]) -> list[str]:
    """Labels of the fields where something else is stored than was asked: Frappe resets what a user may not set."""
    wrong = [field for field, value in asked.items() if not _same(doc, field, value, plain(doc.get(field)))]
    return [doc.meta.get_label(field) or field for field in wrong]


def snapshot(doc: Any, fields: list[str]) -> dict[str, Any]:
    """The touched fields as the employee may read them, bounded in size."""
    readable = _readable(doc)
    values = {"doctype": doc.doctype, "name": str(doc.name)}
    for field in dict.fromkeys([*_ALWAYS, *fields]):
        if doc.meta.has_field(field) or field == "docstatus":
            values[field] = _bounded(plain(readable.get(field)))
    if len(json.dumps(values, default=str)) > MAX_SNAPSHOT_CHARS:
        return {key: values[key] for key in ("doctype", "name", "docstatus") if key in values} | {"cut": True}
    return values


def approver_of(doc: Any) -> str | None:
    """Who decides on a document: its own approver, else as HRMS finds one (the employee's, then the first of his
    department), else the superior of its employee."""
    fields = [field for field in _APPROVER_FIELDS if doc.meta.has_field(field)]
    for field in fields:
        if doc.get(field):
            return _enabled(doc.get(field))
    employee = doc.get("employee") if doc.meta.has_field("employee") else None
    if not employee:
        return None
    meta = frappe.get_meta("Employee")
    own = [field for field in fields if meta.has_field(field)]
    row = frappe.db.get_value("Employee", employee, ["reports_to", "department", *own], as_dict=True)
    if not row:
        return None
    chosen = next((row[field] for field in own if row[field]), None) or _of_department(row.department, fields)
    if not chosen and row.reports_to:
        chosen = frappe.db.get_value("Employee", row.reports_to, "user_id")
    return _enabled(chosen)


def _of_department(department: str | None, fields: list[str]) -> str | None:
    # Kept in tables that HRMS adds to Department: leave_approvers, expense_approvers.
    if not department or not frappe.db.exists("DocType", "Department Approver"):
        return None
    for field in fields:
        row = {"parent": department, "parentfield": f"{field}s", "idx": 1}
        if approver := frappe.db.get_value("Department Approver", row, "approver"):
            return approver
    return None


def workflow_of(doc: Any) -> dict[str, Any] | None:
    """The state of a document with an active workflow, and the steps that the employee may take from it."""
    from frappe.model.workflow import get_transitions, get_workflow, get_workflow_name, has_approval_access

    if not get_workflow_name(doc.doctype):
        return None
    field = get_workflow(doc.doctype).workflow_state_field
    state = doc.get(field)
    steps = get_transitions(doc) if state else []
    mine = [step for step in steps if has_approval_access(frappe.session.user, doc, step)]
    actions = [{"action": step.action, "next_state": step.next_state} for step in mine]
    return {"state_field": field, "state": state or None, "actions": actions}


def about(doc: Any) -> dict[str, Any]:
    """What somebody who decides on a document needs to be told of it, as far as the employee may read it."""
    readable = _readable(doc)
    values = {field: plain(value) for field, value in readable.as_dict().items()}
    return {
        "title": str(readable.get_title() or doc.name),
        "owner": doc.owner,
        "owner_name": frappe.utils.get_fullname(doc.owner),
        "employee": readable.get("employee") or None,
        "created": str(doc.creation),
        "docstatus": int(doc.docstatus or 0),
        "total": amounts.amount_of(doc.doctype, values) if amounts.is_monetary(doc.doctype) else None,
        "currency": readable.get("currency") or None,
    }


def rights(doc: Any) -> dict[str, bool]:
    """What the employee himself may do with a document."""
    return {ptype: bool(doc.has_permission(ptype)) for ptype in ("write", "delete", "cancel")}


def _enabled(user: str | None) -> str | None:
    return user if user and frappe.db.get_value("User", user, "enabled") else None


def _readable(doc: Any) -> Any:
    copy = frappe.get_doc(doc.as_dict())
    copy.apply_fieldlevel_read_permissions()
    return copy


def _same(doc: Any, field: str, one: Any, other: Any) -> bool:
    df = doc.meta.get_field(field)
    kind = df.fieldtype if df else "Data"
    if kind in table_fields:
        return same_value(one, other)
    if kind in ("Date", "Datetime", "Time"):
        return _moment(kind, one) == _moment(kind, other)
    if kind in ("Check", "Int", "Float", "Currency", "Percent", "Rating", "Duration"):
        return same_value(frappe.utils.flt(one, 6), frappe.utils.flt(other, 6))
    if isinstance(one, str) and isinstance(other, str):
        # Frappe trims, cleans markup, and gives a link the spelling of its target.
        if one.strip() == other.strip() or (kind == "Link" and one.strip().lower() == other.strip().lower()):
            return True
        return frappe.utils.sanitize_html(one).strip() == other.strip()
    return same_value(one, other)


def _moment(kind: str, value: Any) -> Any:
    if value in (None, ""):
        return None
    try:
        if kind == "Date":
            return frappe.utils.getdate(value)
        return (
            frappe.utils.get_datetime(value) if kind == "Datetime" else frappe.utils.to_timedelta(str(value))
        )
    except (ValueError, frappe.ValidationError):
        return value


def _bounded(value: Any) -> Any:
    if isinstance(value, str) and len(value) > MAX_VALUE_CHARS:
        return value[:MAX_VALUE_CHARS] + " ..."
    return value
