"""Actions: confirm, execute, cancel. Writing as the employee is this one thing only (design.md 4)."""

from __future__ import annotations

import json
from typing import Any, NoReturn

import frappe

from . import audit, events, operations_run
from .action_case import (
    MAX_REASON_CHARS,
    Proof,
    as_json,
    is_busy,
    lock_action,
    operations_of,
    policy_case,
    session_proof,
)
from .callers import acting_as, require_person
from .controller import save_doc
from .core.inverse import reversibility
from .core.policy import may_execute
from .errors import fail, sentence_of
from .times import now_ms, site_datetime

# Refusals that say nothing about the action itself, so it stays as it is.
_STILL_PENDING = ("CONFLICT", "DOCUMENT_CHANGED", "RATE_LIMITED")


def confirm_action(action: str, digest: str | None = None) -> dict[str, Any]:
    """confirm_action: the employee's own yes, by his own request to the site."""
    return _execute(action, digest, Proof("user", require_person()))


def execute_action(action: str, digest: str, proof: dict) -> dict[str, Any]:
    """execute_action: a yes that the sidecar heard in a live session."""
    return _execute(action, digest, session_proof(proof))


def cancel_action(action: str, reason: str | None = None) -> dict[str, Any]:
    """cancel_action: the employee does not want it. Cancelling twice is cancelling."""
    user = require_person()
    row = lock_action(action)
    if _user_of(row) != user:
        fail("ACTION_NOT_FOUND")
    if row.status == "cancelled":
        return {"action": row.name, "status": "cancelled"}
    if row.status != "pending":
        fail(_closed_code(row.status))
    values = {
        "status": "cancelled",
        "cancelled_at": frappe.utils.now_datetime(),
        "cancel_reason": (reason or "")[:MAX_REASON_CHARS],
    }
    save_doc(frappe.get_doc("VA Action Log", row.name), values)
    audit.append(audit_fields(row, user, "user", "action_cancelled", "Success"))
    tell(row, "cancelled", user)
    frappe.db.commit()
    return {"action": row.name, "status": "cancelled"}


def audit_fields(
    row: frappe._dict, user: str, proof: str, subtype: str, outcome: str, **more: Any
) -> dict[str, Any]:
    """The audit row of what happened to an action."""
    return {
        "event_type": "Authorization" if outcome == "Denied" else "Data Modification",
        "event_subtype": subtype,
        "actor_type": "User",
        "actor_user": user,
        "actor_employee": row.employee,
        "target_doctype": row.target_doctype,
        "target_document": row.target_document,
        "action": row.action_type,
        "action_log": row.name,
        "tool_name": row.tool_name,
        "conversation_id": row.conversation,
        "turn_id": row.turn_id,
        "outcome": outcome,
        "proof": proof,
        **more,
    }


def tell(row: frappe._dict, status: str, user: str) -> None:
    """Tells the sidecar what became of an action, unless it asked for it itself."""
    from .callers import is_service

    if not is_service():
        message = {"kind": "action", "action": row.name, "status": status, "user": user}
        events.to_service({**message, "conversation": row.conversation})


def refuse(row: frappe._dict, proof: Proof, decision: dict[str, Any]) -> NoReturn:
    """Answers a refusal of the policy, and puts it on record."""
    code = decision["code"]
    # Who asks for what is not his gets the answer for nothing at all.
    if code == "ACTION_NOT_FOUND":
        fail(code)
    frappe.db.rollback()
    if code == "ACTION_EXPIRED" and row.status == "pending":
        mark(row.name, {"status": "expired"}, only_from="pending")
    meta = {key: value for key, value in decision.get("meta", {}).items() if key in ("limit", "reason")}
    audit.append(audit_fields(row, proof.user, proof.kind, "action_refused", "Denied", refusal=code, **meta))
    frappe.db.commit()
    fail(code, meta=decision.get("meta"))


def mark(name: str, values: dict[str, Any], *, only_from: str) -> bool:
    """Changes an action that is still in the state `only_from`, under its lock; answers whether it was."""
    status = frappe.db.get_value("VA Action Log", name, "status", for_update=True)
    if status != only_from:
        return False
    save_doc(frappe.get_doc("VA Action Log", name), values)
    return True


def answer_error(error: Exception) -> tuple[str, str]:
    """`(code, sentence)` for what an operation met."""
    code = getattr(error, "va_code", None)
    if code:
        return code, sentence_of(error)
    if is_busy(error):
        return "CONFLICT", ""
    if isinstance(error, frappe.PermissionError):
        return "FORBIDDEN", sentence_of(error)
    if isinstance(error, frappe.TimestampMismatchError):
        return "DOCUMENT_CHANGED", ""
    if isinstance(error, frappe.ValidationError | frappe.DoesNotExistError | frappe.NameError):
        return "UNPROCESSABLE_ENTITY", sentence_of(error)
    return "ACTION_FAILED", ""


def documents_view(result: Any) -> dict[str, Any]:
    """`{documents:[{doctype, name, op}]}` of what is stored."""
    kept = as_json(result) or {}
    rows = [{key: entry[key] for key in ("doctype", "name", "op")} for entry in kept.get("documents", [])]
    return {"documents": rows}


def _execute(action: str, digest: str | None, proof: Proof) -> dict[str, Any]:
    row = lock_action(action)
    decision = may_execute(policy_case(row, proof, digest))
    if decision.get("repeat"):
        answer = _answer(row, repeated=True)
        frappe.db.rollback()
        return answer
    if not decision["allowed"]:
        refuse(row, proof, decision)
    try:
        with acting_as(proof.user):
            done = operations_run.run(operations_of(row))
        answer = _complete(row, proof, done)
        # Here and not at the end of the request: what comes after the answer must not take it back.
        frappe.db.commit()
    except Exception as error:
        _failed(row, proof, error)
    # Controllers and permission checks leave remarks for Desk, which say nothing to who confirmed.
    frappe.clear_messages()
    return answer


def _complete(row: frappe._dict, proof: Proof, done: dict[str, Any]) -> dict[str, Any]:
    executed_at = now_ms()
    can = reversibility(operations_of(row))
    first = done["documents"][0]
    values = {
        "status": "completed",
        "proof": proof.kind,
        "confirmed_at": site_datetime(executed_at),
        "confirmed_by": proof.user,
        "executed_at": site_datetime(executed_at),
        "target_doctype": first["doctype"],
        "target_document": first["name"],
        "before_state": json.dumps(done["before"], default=str),
        "after_state": json.dumps(done["after"], default=str),
        "result": json.dumps({"documents": done["documents"]}),
        "reversible": int(can["reversible"]),
        "reversible_note": can["note"],
    }
    save_doc(frappe.get_doc("VA Action Log", row.name), values)
    row.update(values)
    fields = audit_fields(row, proof.user, proof.kind, "action_executed", "Success", digest=row.digest)
    tell(row, "completed", proof.user)
    # The head of the chain is locked last of all.
    row.audit_sequence = audit.append({**fields, "details": documents_view(row.result)})
    frappe.db.set_value(
        "VA Action Log", row.name, "audit_sequence", row.audit_sequence, update_modified=False
    )
    return _answer(row, repeated=False)


def _failed(row: frappe._dict, proof: Proof, error: Exception) -> NoReturn:
    code, sentence = answer_error(error)
    meta = frappe.local.response.pop("va_error", {}).get("meta") if getattr(error, "va_code", None) else None
    trace = frappe.get_traceback()
    frappe.db.rollback()
    if code == "ACTION_FAILED":
        frappe.log_error("Dartwing VA: an action failed", trace, "VA Action Log", row.name)
    if code not in _STILL_PENDING:
        # In a transaction of its own, so that the failure is on record although everything else was taken back.
        failed = {"status": "failed", "error_code": code, "error_message": sentence}
        if mark(row.name, failed, only_from="pending"):
            tell(row, "failed", proof.user)
            audit.append(audit_fields(row, proof.user, proof.kind, "action_failed", "Failure", refusal=code))
    frappe.db.commit()
    fail(code, sentence or None, meta)


def _answer(row: frappe._dict, *, repeated: bool) -> dict[str, Any]:
    return {
        "action": row.name,
        "status": "completed",
        "repeated": repeated,
        "proof": row.proof,
        "executed_at": str(row.executed_at),
        "result": documents_view(row.result),
        "before": as_json(row.before_state) or [],
        "after": as_json(row.after_state) or [],
        "audit_sequence": int(row.audit_sequence or 0),
        "reversible": bool(row.reversible),
    }


def _user_of(row: frappe._dict) -> str | None:
    return frappe.db.get_value("Employee", row.employee, "user_id")


def _closed_code(status: str) -> str:
    return {
        "executing": "CONFLICT",
        "completed": "ACTION_ALREADY_CONFIRMED",
        "reversed": "ACTION_ALREADY_REVERSED",
        "expired": "ACTION_EXPIRED",
        "superseded": "ACTION_SUPERSEDED",
        "failed": "ACTION_FAILED",
    }.get(status, "ACTION_CANCELLED")
