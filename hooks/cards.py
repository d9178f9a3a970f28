"""The card of an action: what a person sees before saying yes. From the stored operations and fresh values only."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.model import table_fields

from . import documents
from .action_case import as_json, operations_of
from .actions import documents_view
from .callers import acting_as, is_delegated, is_service, require_person
from .core.inverse import reversibility
from .core.operations import doctype_of, is_reference, shape_fault
from .errors import fail
from .times import epoch_ms, now_ms, utc_iso

_FIELDS = (
    "name",
    "employee",
    "status",
    "action_type",
    "title",
    "operations",
    "warnings",
    "expires_at_ms",
    "digest",
    "timestamp",
    "parameters",
    "result",
    "error_message",
    "conversation",
    "turn_id",
    "reversal_of",
    "reversal",
    "replaced_by",
)
_VERBS = {
    "insert": "New {0}",
    "update": "Change {0} {1}",
    "submit": "Submit {0} {1}",
    "cancel": "Cancel {0} {1}",
    "delete": "Delete {0} {1}",
    "workflow": "{2}: {0} {1}",
    "method": "Ask about {0} {1}",
    "comment": "Comment on {0} {1}",
}
# Methods that write to somebody: the title says to whom.
_MESSAGES = {"notify_colleague": "Message to {0}", "send_email": "E-mail to {0}"}


def card(action: str) -> dict[str, Any]:
    """card: for the employee it is for, or the service user."""
    if is_delegated():
        fail("FORBIDDEN")
    user = None if is_service() else require_person()
    return card_of(action, user)


def card_of(action: str, user: str | None) -> dict[str, Any]:
    """The card of an action of `user`; of anybody's when `user` is None."""
    row = frappe.db.get_value("VA Action Log", action, list(_FIELDS), as_dict=True)
    whose = row and frappe.db.get_value("Employee", row.employee, "user_id")
    if not row or row.name != action or not whose or (user is not None and whose != user):
        fail("ACTION_NOT_FOUND")
    operations = operations_of(row)
    sound = shape_fault(operations) is None
    status = row.status
    if status == "pending" and now_ms() >= int(row.expires_at_ms or 0):
        status = "expired"
    with acting_as(whose):
        lines = [line for operation in operations for line in _lines(operation, status)] if sound else []
        title = _title(operations) if sound else row.title
    frappe.clear_messages()
    can = reversibility(operations) if sound else {"reversible": False, "note": ""}
    optional = {
        "result": documents_view(row.result) if row.result else None,
        "error": row.error_message,
        "reversal_of": row.reversal_of,
        "replaced_by": row.replaced_by,
    }
    return {
        "action_id": row.name,
        "conversation_id": row.conversation or "",
        "turn_id": row.turn_id or None,
        "type": row.action_type,
        "status": status,
        "title": title,
        "lines": lines,
        "warnings": as_json(row.warnings) or [],
        "created_at": utc_iso(epoch_ms(row.timestamp)),
        "expires_at": utc_iso(int(row.expires_at_ms or 0)),
        "digest": row.digest,
        "parameters": as_json(row.parameters) or {},
        "reversible": can["reversible"] and status in ("pending", "completed") and not row.reversal_of,
        "reversible_note": _(can["note"]) if can["note"] else "",
        **{key: value for key, value in optional.items() if value},
    }


def _title(operations: list[dict[str, Any]]) -> str:
    first = operations[0]
    method, args = first.get("method"), first.get("args", {})
    if method in _MESSAGES:
        title = _(_MESSAGES[method]).format(_recipients(args))
    else:
        name = args["name"] if args else first.get("name", "")
        verb = "comment" if method == "comment" else first["op"]
        title = _(_VERBS[verb]).format(_(doctype_of(first)), name, first.get("action", ""))
    return title if len(operations) == 1 else _("{0} and {1} more").format(title, len(operations) - 1)


def _recipients(args: dict[str, Any]) -> str:
    return (
        ", ".join(args["recipients"]) if "recipients" in args else frappe.utils.get_fullname(args["to_user"])
    )


def _message_lines(operation: dict[str, Any]) -> list[dict[str, str]]:
    args = operation["args"]
    if operation["method"] == "comment":
        return [{"label": _("Comment"), "to": args["message"]}]
    lines = [{"label": _("To"), "to": _recipients(args)}]
    if "subject" in args:
        lines.append({"label": _("Subject"), "to": args["subject"]})
    lines.append({"label": _("Message"), "to": args["message"]})
    if operation["method"] in _MESSAGES and "doctype" in args:
        lines.append({"label": _("About"), "to": f"{_(args['doctype'])} {args['name']}"})
    return lines


def _lines(operation: dict[str, Any], status: str) -> list[dict[str, str]]:
    if operation["op"] == "method":
        return _message_lines(operation)
    doctype = operation["doctype"]
    if not frappe.db.exists("DocType", doctype):
        return []
    doc = _fresh(operation) if status == "pending" else None
    return [
        _line(doctype, field, value, operation, doc) for field, value in operation.get("values", {}).items()
    ]


def _fresh(operation: dict[str, Any]) -> Any:
    """The document as it is now, if the employee may still read it; a card shows no more than he may see."""
    if operation["op"] == "insert" or not documents.exists(operation["doctype"], operation["name"]):
        return None
    doc = frappe.get_doc(operation["doctype"], operation["name"])
    if not doc.has_permission("read"):
        return None
    doc.apply_fieldlevel_read_permissions()
    return doc


def _line(doctype: str, field: str, value: Any, operation: dict[str, Any], doc: Any) -> dict[str, str]:
    df = frappe.get_meta(doctype).get_field(field)
    line = {"label": _(df.label or field) if df else field, "to": _shown(value, df)}
    if operation["op"] == "update":
        line["from"] = _shown(documents.plain(doc.get(field)) if doc else operation["from"].get(field), df)
    return line


def _shown(value: Any, df: Any) -> str:
    if is_reference(value):
        return _("The new document")
    if value in (None, ""):
        return ""
    if df is None:
        return str(value)
    if df.fieldtype in table_fields:
        rows = value if isinstance(value, list) else []
        return "; ".join(_row(row, df) for row in rows)
    if df.fieldtype == "Check":
        return _("Yes") if frappe.utils.cint(value) else _("No")
    if df.fieldtype == "Select":
        return _(str(value))
    if df.fieldtype == "Link":
        return _named(df.options, str(value))
    if df.fieldtype in ("Date", "Datetime", "Time", "Currency", "Float", "Percent", "Int"):
        return frappe.utils.strip_html_tags(
            frappe.format_value(value, {"fieldtype": df.fieldtype, "options": df.options})
        )
    return str(value)


def _named(doctype: str, name: str) -> str:
    """A link by its title and its name, where the employee may read what it points to; else by its name alone."""
    title_field = frappe.get_meta(doctype).get_title_field()
    if title_field == "name" or not documents.exists(doctype, name):
        return name
    linked = frappe.get_doc(doctype, name)
    if not linked.has_permission("read"):
        return name
    title = frappe.utils.strip_html_tags(frappe.utils.cstr(linked.get(title_field)))
    return f"{title} ({name})" if title and title != name else name


def _row(row: Any, df: Any) -> str:
    if not isinstance(row, dict):
        return str(row)
    meta = frappe.get_meta(df.options)
    cells = [(meta.get_field(field), value) for field, value in row.items() if meta.has_field(field)]
    return ", ".join(shown for shown in (_shown(value, cell) for cell, value in cells) if shown)
