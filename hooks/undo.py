"""Undo: the inverse operations of a completed action, as the employee (decisions.md 13)."""

from __future__ import annotations

import json
from typing import Any, NoReturn

import frappe

from . import audit, documents, operations_run
from .action_case import (
    MAX_REASON_CHARS,
    Proof,
    as_json,
    lock_action,
    operations_of,
    policy_case,
    session_proof,
)
from .actions import answer_error, audit_fields, documents_view, refuse, tell
from .callers import acting_as, require_person
from .controller import insert_doc, new_name, save_doc
from .core.inverse import plan_inverse
from .core.names import is_name
from .core.policy import may_reverse
from .errors import fail
from .times import now_ms, site_datetime

_SINCE = {
    "approved": "{0} has approved it since.",
    "rejected": "{0} has rejected it since.",
    "submitted": "{0} has submitted it since.",
    "cancelled": "{0} has cancelled it since.",
    "changed": "{0} has changed it since.",
}


def undo_action(action: str, reason: str | None = None) -> dict[str, Any]:
    """undo_action: the employee takes it back himself."""
    return _reverse(action, new_name("act"), reason, Proof("user", require_person()))


def reverse_action(action: str, reversal: str, proof: dict, reason: str | None = None) -> dict[str, Any]:
    """reverse_action: an undo that the sidecar heard in a live session. The same `reversal` twice is a replay."""
    confirmed = session_proof(proof)
    if not is_name(reversal, "act"):
        fail("VALIDATION_ERROR")
    return _reverse(action, reversal, reason, confirmed)


def _reverse(action: str, reversal: str, reason: str | None, proof: Proof) -> dict[str, Any]:
    row = lock_action(action)
    case = policy_case(row, proof, None)
    if row.reversal == reversal and case["action"]["user"] == proof.user:
        return _repeat(row)
    decision = may_reverse(case)
    if not decision["allowed"]:
        refuse(row, proof, decision)
    if frappe.db.exists("VA Action Log", reversal):
        fail("VALIDATION_ERROR")
    try:
        with acting_as(proof.user):
            steps = _steps(row)
            plan = plan_inverse(steps)
            if not plan["ok"]:
                meta = _told(plan, steps)
                fail(plan["code"], meta["sentence"], meta)
            done = operations_run.run(plan["operations"])
        answer = _complete(row, reversal, reason, proof, plan["operations"], done)
        frappe.db.commit()
    except Exception as error:
        _failed(row, proof, error)
    frappe.clear_messages()
    return answer


def _steps(row: frappe._dict) -> list[dict[str, Any]]:
    """What plan_inverse needs: each operation, the document right after it, and the document now."""
    done = (as_json(row.result) or {}).get("documents", [])
    return [
        {"operation": operation, "done": record, "now": _now(operation, record)}
        for operation, record in zip(operations_of(row), done, strict=True)
    ]


def _now(operation: dict[str, Any], record: dict[str, Any]) -> dict[str, Any] | None:
    if not documents.exists(record["doctype"], record["name"]):
        return None
    doc = frappe.get_doc(record["doctype"], record["name"], for_update=True)
    return {
        "docstatus": int(doc.docstatus or 0),
        "modified": str(doc.modified),
        "values": {field: documents.plain(doc.get(field)) for field in operation.get("values", {})},
        "may": documents.rights(doc),
        "approver": documents.approver_of(doc),
    }


def _told(plan: dict[str, Any], steps: list[dict[str, Any]]) -> dict[str, Any]:
    """The refusal's meta, with who did what to the document since (`by`, `by_name`, `did`) where that is another person
    and the employee may read the document."""
    meta = {**plan["meta"], "sentence": frappe._(plan["meta"]["sentence"])}
    moved = [
        step for step in steps if step["now"] and step["now"]["modified"] != str(step["done"]["modified"])
    ]
    if plan["code"] != "ACTION_MOVED_ON" or not moved:
        return meta
    doc = frappe.get_doc(moved[-1]["done"]["doctype"], moved[-1]["done"]["name"])
    did = _deed(doc, meta["reason"])
    if did is None or doc.modified_by == frappe.session.user or not doc.has_permission("read"):
        return meta
    name = frappe.utils.get_fullname(doc.modified_by)
    sentence = frappe._(_SINCE[did]).format(name)
    return {**meta, "by": doc.modified_by, "by_name": name, "did": did, "sentence": sentence}


def _deed(doc: Any, reason: str) -> str | None:
    if reason in ("cancelled", "changed"):
        return reason
    # Also when the employee only lacks the right to cancel what was decided meanwhile.
    if int(doc.docstatus or 0) != 1:
        return None
    return {"Approved": "approved", "Rejected": "rejected"}.get(doc.get("status"), "submitted")


def _complete(
    row: frappe._dict,
    reversal: str,
    reason: str | None,
    proof: Proof,
    operations: list[dict[str, Any]],
    done: dict[str, Any],
) -> dict[str, Any]:
    now = now_ms()
    privileged = any(operation.get("privileged") for operation in operations)
    record = insert_doc(
        {
            "doctype": "VA Action Log",
            "name": reversal,
            "title": row.title,
            "employee": row.employee,
            "status": "completed",
            "timestamp": site_datetime(now),
            "conversation": row.conversation,
            "turn_id": row.turn_id,
            "action_type": row.action_type,
            "action_verb": "Delete" if privileged else "Update",
            "sub_agent": row.sub_agent,
            "tool_name": row.tool_name,
            "target_doctype": row.target_doctype,
            "target_document": row.target_document,
            "operations": json.dumps(operations),
            "proof": proof.kind,
            "confirmed_at": site_datetime(now),
            "confirmed_by": proof.user,
            "executed_at": site_datetime(now),
            "before_state": json.dumps(done["before"], default=str),
            "after_state": json.dumps(done["after"], default=str),
            "result": json.dumps({"documents": done["documents"]}),
            "reversal_of": row.name,
        }
    )
    changes = {
        "status": "reversed",
        "reversed": 1,
        "reversed_at": site_datetime(now),
        "reversed_by": proof.user,
        "reversal_reason": (reason or "")[:MAX_REASON_CHARS],
        "reversal": record.name,
    }
    save_doc(frappe.get_doc("VA Action Log", row.name), changes)
    tell(row, "reversed", proof.user)
    subtype = "undo_own_insert" if privileged else "action_reversed"
    fields = audit_fields(row, proof.user, proof.kind, subtype, "Success", reversal=record.name)
    sequence = audit.append({**fields, "details": documents_view(record.result)})
    frappe.db.set_value("VA Action Log", record.name, "audit_sequence", sequence, update_modified=False)
    return _answer(row.name, record.name, documents_view(record.result), sequence, repeated=False)


def _repeat(row: frappe._dict) -> dict[str, Any]:
    stored = frappe.db.get_value("VA Action Log", row.reversal, ["result", "audit_sequence"], as_dict=True)
    answer = _answer(
        row.name, row.reversal, documents_view(stored.result), int(stored.audit_sequence or 0), repeated=True
    )
    frappe.db.rollback()
    return answer


def _failed(row: frappe._dict, proof: Proof, error: Exception) -> NoReturn:
    code, sentence = answer_error(error)
    meta = frappe.local.response.pop("va_error", {}).get("meta") if getattr(error, "va_code", None) else None
    trace = frappe.get_traceback()
    frappe.db.rollback()
    if code == "ACTION_FAILED":
        frappe.log_error("Dartwing VA: an undo failed", trace, "VA Action Log", row.name)
    if code != "CONFLICT":
        audit.append(audit_fields(row, proof.user, proof.kind, "undo_refused", "Failure", refusal=code))
        frappe.db.commit()
    # What moved on while the plan was made is the same answer as what moved on before.
    fail("ACTION_MOVED_ON" if code == "DOCUMENT_CHANGED" else code, sentence or None, meta)


def _answer(
    action: str, reversal: str, result: dict[str, Any], sequence: int, *, repeated: bool
) -> dict[str, Any]:
    return {
        "action": action,
        "status": "reversed",
        "reversal": reversal,
        "repeated": repeated,
        "result": result,
        "audit_sequence": sequence,
    }
