"""The shape of an action's operations, and which DocTypes and fields no action may touch (docs/site-api.md, Actions)."""

from __future__ import annotations

from typing import Any

from .canonical import CanonicalError, canonical
from .delegation import fold
from .methods import METHODS, is_text, method_fault

MAX_OPERATIONS = 20
MAX_OPERATIONS_BYTES = 200_000
# Key of a reference to the document of an earlier operation.
DOC = "$doc"

# Who may do what, how the system behaves, and what runs code: never by an assistant, whatever the user may do himself.
BLOCKED_DOCTYPES = frozenset(
    {
        "Assignment Rule",
        "Auto Email Report",
        "Bulk Update",
        "Client Script",
        "Connected App",
        "Custom DocPerm",
        "Custom Field",
        "Custom HTML Block",
        "Custom Role",
        "Dashboard Chart Source",
        "Data Export",
        "Data Import",
        "Deleted Document",
        "DocField",
        "DocPerm",
        "DocShare",
        "DocType",
        "DocType Action",
        "DocType Layout",
        "DocType Link",
        "Document Naming Rule",
        "Document Naming Settings",
        "Document Share Key",
        "Domain Settings",
        "Email Account",
        "Email Domain",
        "Email Queue",
        "Has Role",
        "Installed Application",
        "Installed Applications",
        "Integration Request",
        "LDAP Settings",
        "Log Settings",
        "Module Def",
        "Module Profile",
        "Navbar Settings",
        "Notification",
        "OAuth Authorization Code",
        "OAuth Bearer Token",
        "OAuth Client",
        "OAuth Provider Settings",
        "OAuth Settings",
        "Package",
        "Package Import",
        "Page",
        "Permission Inspector",
        "Permission Log",
        "Permission Type",
        "Portal Settings",
        "Prepared Report",
        "Print Format",
        "Property Setter",
        "Report",
        "Role",
        "Role Permission for Page and Report",
        "Role Profile",
        "Scheduled Job Type",
        "Server Script",
        "Session Default Settings",
        "Social Login Key",
        "System Console",
        "System Settings",
        "Token Cache",
        "User",
        "User Document Type",
        "User Group",
        "User Permission",
        "User Role Profile",
        "User Select Document Type",
        "User Social Login",
        "User Type",
        "Version",
        "Web Form",
        "Web Page",
        "Web Template",
        "Webhook",
        "Website Script",
        "Website Settings",
        "Workflow",
        "Workflow Action Master",
        "Workflow State",
    }
)
_BLOCKED = frozenset(fold(doctype) for doctype in BLOCKED_DOCTYPES)

# Who a login belongs to is identity, not data.
BLOCKED_FIELDS = {"employee": frozenset({"user_id", "create_user_permission"})}

# What Frappe keeps itself, and switches that its document class reads from a dict.
RESERVED_FIELDS = frozenset(
    {
        "name",
        "doctype",
        "owner",
        "creation",
        "modified",
        "modified_by",
        "docstatus",
        "idx",
        "parent",
        "parenttype",
        "parentfield",
        "flags",
        "ignore_permissions",
        "amended_from",
    }
)

_KEYS = {
    "insert": {"op", "doctype", "values"},
    "update": {"op", "doctype", "name", "values", "from"},
    "submit": {"op", "doctype", "name", "from"},
    "cancel": {"op", "doctype", "name", "from"},
    "delete": {"op", "doctype", "name", "from"},
    "workflow": {"op", "doctype", "name", "action", "from"},
    "method": {"op", "method", "args"},
}
_FROM_DOCSTATUS = {"submit": (0,), "cancel": (1,), "delete": (0, 2)}


def is_blocked(doctype: str) -> bool:
    """True for a DocType that no action may touch, however it is spelt."""
    folded = fold(doctype)
    return folded in _BLOCKED or folded.startswith("va ")


def blocked_in(operations: list[dict[str, Any]]) -> str | None:
    """The first thing an action may not touch: a DocType, or `DocType.field`. For operations of the right shape."""
    for operation in operations:
        doctype = doctype_of(operation)
        if is_blocked(doctype):
            return doctype
        fields = BLOCKED_FIELDS.get(fold(doctype), frozenset())
        for field in operation.get("values", {}):
            if fold(field) in fields:
                return f"{doctype}.{field}"
    return None


def doctype_of(operation: dict[str, Any]) -> str:
    """The DocType that an operation of the right shape touches; of a message about nothing, what it is kept as."""
    if operation["op"] != "method":
        return operation["doctype"]
    return operation["args"].get("doctype") or METHODS[operation["method"]][2]


def shape_fault(operations: Any) -> str | None:
    """What is wrong with the form of `operations`, as a phrase for the log, or None."""
    if not isinstance(operations, list) or not 1 <= len(operations) <= MAX_OPERATIONS:
        return f"operations must be a list of 1 to {MAX_OPERATIONS}"
    try:
        if len(canonical(operations).encode()) > MAX_OPERATIONS_BYTES:
            return "operations are too large"
    except CanonicalError as error:
        return f"operations cannot be written: {error.reason}"
    for index, operation in enumerate(operations):
        fault = _operation_fault(operation) or _reference_fault(operation, operations[:index])
        if fault:
            return f"operation {index}: {fault}"
    return None


def resolved(values: dict[str, Any], names: list[str]) -> dict[str, Any]:
    """`values` with each reference to an earlier operation replaced by the name that its document got."""
    return {field: names[value[DOC]] if is_reference(value) else value for field, value in values.items()}


def is_reference(value: Any) -> bool:
    """Whether a value is `{"$doc": n}`: the name of the document that operation n of the same action inserted."""
    return isinstance(value, dict) and set(value) == {DOC} and type(value[DOC]) is int and value[DOC] >= 0


def _operation_fault(operation: Any) -> str | None:
    if not isinstance(operation, dict):
        return "not an object"
    op = operation.get("op")
    if not isinstance(op, str) or op not in _KEYS:
        return "unknown op"
    if set(operation) != _KEYS[op]:
        return "wrong keys"
    if op == "method":
        return method_fault(operation)
    for key in ("doctype", "name", "action"):
        if key in operation and not is_text(operation[key], 140):
            return f"{key} must be text"
    if "values" in operation:
        fault = _values_fault(operation["values"])
        if fault:
            return fault
    return _from_fault(op, operation) if "from" in operation else None


def _reference_fault(operation: dict[str, Any], earlier: list[dict[str, Any]]) -> str | None:
    """References look back, at inserts alone, and stand in inserts alone: what changes a document is compared later."""
    for value in operation.get("values", {}).values():
        if not is_reference(value):
            continue
        if operation["op"] != "insert":
            return "a value may not be an object"
        if value[DOC] >= len(earlier) or earlier[value[DOC]]["op"] != "insert":
            return "a reference to no document of before"
    return None


def _values_fault(values: Any) -> str | None:
    if not isinstance(values, dict) or not values:
        return "values must be an object with a field"
    for field, value in values.items():
        if not _is_field(field):
            return "a field that may not be set"
        if isinstance(value, dict) and not is_reference(value):
            return "a value may not be an object"
        if isinstance(value, list):
            fault = _rows_fault(value)
            if fault:
                return fault
    return None


def _rows_fault(rows: list[Any]) -> str | None:
    for row in rows:
        if not isinstance(row, dict) or not row:
            return "a row must be an object with a field"
        # A row may be named, so that an update keeps the rows that do not change.
        if not all(_is_field(field) or field == "name" for field in row):
            return "a field that may not be set"
        if any(isinstance(value, dict | list) for value in row.values()):
            return "a row holds plain values only"
    return None


def _from_fault(op: str, operation: dict[str, Any]) -> str | None:
    before = operation["from"]
    if not isinstance(before, dict) or type(before.get("docstatus")) is not int:
        return "from must hold docstatus"
    if op in _FROM_DOCSTATUS and before["docstatus"] not in _FROM_DOCSTATUS[op]:
        return f"{op} is not possible from that docstatus"
    if op == "workflow" and not isinstance(before.get("workflow_state"), str):
        return "from must hold workflow_state"
    if op == "update" and not set(operation["values"]) <= set(before):
        return "from must hold every field that changes"
    return None


def _is_field(field: str) -> bool:
    return 0 < len(field) <= 140 and not field.startswith("_") and fold(field) not in RESERVED_FIELDS
