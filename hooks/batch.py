"""batch: the sidecar's own records, many at once, under the table of core/batch_table.py."""

from __future__ import annotations

import json
from typing import Any

import frappe
from frappe.model import table_fields

from . import audit
from .callers import require_service
from .controller import insert_doc, save_doc
from .core import batch_table
from .errors import fail, sentence_of

_AUDIT = "VA Audit Log"


def batch(operations: list) -> dict[str, Any]:
    """Each operation has its own savepoint and result; a lost transaction fails the whole batch, to be tried again."""
    require_service()
    if (frappe.request.content_length or 0) > batch_table.MAX_BYTES:
        fail("PAYLOAD_TOO_LARGE")
    if not 1 <= len(operations) <= batch_table.MAX_OPERATIONS:
        fail("OUT_OF_RANGE")
    frappe.flags.va_batch = True
    # Looked up once for the whole batch, not once a row.
    frappe.flags.va_employees = {}
    known = _already_there(operations)
    results: list[dict[str, Any] | None] = [None] * len(operations)
    # Audit rows come last: they take the head of the chain, which is locked after everything else.
    for position in sorted(range(len(operations)), key=lambda at: _is_audit(operations[at])):
        results[position] = _run(operations[position], known)
    return {"results": results}


def _is_audit(operation: Any) -> bool:
    return isinstance(operation, dict) and operation.get("doctype") == _AUDIT


def _run(operation: Any, known: set[tuple[str, str]]) -> dict[str, Any]:
    fault = batch_table.operation_fault(operation)
    if fault:
        return _refused("PermissionError", fault)
    messages = list(frappe.local.message_log)
    frappe.db.savepoint("va_batch")
    try:
        answer = _insert(operation, known) if operation["op"] == "insert" else _update(operation)
    except Exception as error:
        if _transaction_is_lost(error):
            _fail_whole(error)
        try:
            frappe.db.rollback(save_point="va_batch")
        except Exception as lost:
            _fail_whole(lost)
        frappe.local.response.pop("va_error", None)
        if isinstance(error, frappe.DuplicateEntryError) and operation["op"] == "insert":
            # Another delivery of the same row was a moment faster.
            frappe.local.message_log[:] = messages
            return {"ok": True, "name": operation["name"], "repeated": True}
        if not isinstance(
            error, frappe.ValidationError | frappe.PermissionError | frappe.DoesNotExistError | ValueError
        ):
            frappe.log_error("Dartwing VA: a record of a batch failed")
        answer = _refused(type(error).__name__, sentence_of(error))
    frappe.local.message_log[:] = messages
    return answer


def _already_there(operations: list) -> set[tuple[str, str]]:
    """The rows that an earlier delivery of the same batch has made."""
    names: dict[str, list[str]] = {}
    for operation in operations:
        if batch_table.operation_fault(operation) is None and operation["op"] == "insert":
            names.setdefault(operation["doctype"], []).append(operation["name"])
    return {
        (doctype, name)
        for doctype, wanted in names.items()
        for name in frappe.get_all(doctype, filters={"name": ["in", wanted]}, pluck="name")
    }


def _insert(operation: dict[str, Any], known: set[tuple[str, str]]) -> dict[str, Any]:
    doctype, name = operation["doctype"], operation["name"]
    if (doctype, name) in known:
        return {"ok": True, "name": name, "repeated": True}
    if doctype == _AUDIT:
        audit.append_from_batch(name, operation["values"]["payload"])
    else:
        insert_doc({**_storable(doctype, operation["values"]), "doctype": doctype, "name": name})
    known.add((doctype, name))
    return {"ok": True, "name": name}


def _update(operation: dict[str, Any]) -> dict[str, Any]:
    doctype, name, values = operation["doctype"], operation["name"], operation["values"]
    # Locked: a yes in Desk and an expiry by the sidecar must not both win.
    doc = frappe.get_doc(doctype, name, for_update=True)
    fault = batch_table.operation_fault(operation, {field: doc.get(field) for field in ("status", "role", "content")})
    if fault:
        return _refused("PermissionError", fault)
    save_doc(doc, _storable(doctype, values))
    return {"ok": True, "name": doc.name}


def _storable(doctype: str, values: dict[str, Any]) -> dict[str, Any]:
    meta = frappe.get_meta(doctype)
    stored: dict[str, Any] = {}
    for field, value in values.items():
        df = meta.get_field(field)
        if df is None or df.fieldtype in table_fields:
            raise frappe.ValidationError(f"{doctype} has no field {field}")
        stored[field] = json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value
    return stored


def _transaction_is_lost(error: Exception) -> bool:
    if isinstance(error, frappe.QueryDeadlockError | frappe.QueryTimeoutError):
        return True
    if not (error.args and isinstance(error.args[0], int)):
        return False
    # 1020: the row changed since the snapshot (MariaDB from 11.6.2 on); 1305: the savepoint went with a deadlock.
    return error.args[0] in (1020, 1305) or frappe.db.is_deadlocked(error) or frappe.db.is_timedout(error)


def _fail_whole(error: Exception) -> None:
    frappe.db.rollback()
    frappe.clear_messages()
    frappe.local.flags.disable_traceback = True
    raise frappe.QueryDeadlockError("The batch met another transaction. Try it again.") from error


def _refused(kind: str, message: str) -> dict[str, Any]:
    return {"ok": False, "error": {"type": kind, "message": message, "retryable": False}}
