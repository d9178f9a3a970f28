"""An action under its lock, and everything that the policy needs to know about it: stored data only."""

from __future__ import annotations

import json
from typing import Any

import frappe

from . import documents, people, site_keys
from .callers import require_service
from .core import amounts, tokens
from .core.canonical import CanonicalError
from .core.digest import action_digest
from .core.operations import shape_fault
from .errors import fail
from .times import day_start_ms, now_ms, site_datetime, zone_of
from .tokens import session_is_live

MAX_REASON_CHARS = 500
_FIELDS = (
    "name",
    "employee",
    "company",
    "status",
    "action_type",
    "operations",
    "digest",
    "expires_at_ms",
    "conversation",
    "turn_id",
    "proof",
    "executed_at",
    "before_state",
    "after_state",
    "result",
    "audit_sequence",
    "reversible",
    "reversal",
    "replaced_by",
    "title",
    "sub_agent",
    "tool_name",
    "target_doctype",
    "target_document",
)


class Proof:
    """Who said yes, and how we know. `kind`: `user`, the person's own request; `session`, a live sign-in."""

    def __init__(self, kind: str, user: str, claims: dict[str, Any] | None = None):
        self.kind = kind
        self.user = user
        self.claims = claims

    def is_active(self) -> bool:
        """Whether the sign-in still lives; read after the lock."""
        if self.claims is None:
            return self.kind == "user"
        return session_is_live(self.claims["sid"], self.user, self.claims["epoch"])


def session_proof(proof: Any) -> Proof:
    """The proof of a yes that the sidecar heard: the token of the live session. Only the service user brings one."""
    require_service()
    if not isinstance(proof, dict) or proof.get("kind") != "session":
        fail("PROOF_REQUIRED")
    try:
        claims = tokens.verify_user_token(
            proof.get("token"), keys=site_keys.public_keys(), site=frappe.local.site, now=now_ms() / 1000
        )
    except tokens.TokenError as error:
        fail("PROOF_REQUIRED", meta={"reason": error.reason})
    return Proof("session", claims["sub"], claims)


def lock_action(name: str) -> frappe._dict:
    """The action under its row lock, which is the first statement of a new transaction: whatever others committed
    before is seen after it (real-site-findings.md 8). Busy: CONFLICT."""
    if not isinstance(name, str) or not 0 < len(name) <= 140:
        fail("ACTION_NOT_FOUND")
    frappe.db.rollback()
    try:
        row = frappe.db.get_value(
            "VA Action Log", name, list(_FIELDS), as_dict=True, for_update=True, wait=False
        )
    except Exception as error:
        if isinstance(error, frappe.QueryTimeoutError | frappe.QueryDeadlockError) or is_busy(error):
            frappe.db.rollback()
            fail("CONFLICT")
        raise
    if not row or row.name != name:
        fail("ACTION_NOT_FOUND")
    return row


def is_busy(error: Exception) -> bool:
    """True when another transaction was in the way, and trying again can help."""
    if isinstance(error, frappe.QueryTimeoutError | frappe.QueryDeadlockError):
        return True
    code = error.args[0] if error.args and isinstance(error.args[0], int) else None
    return code is not None and (
        code == 1020 or frappe.db.is_deadlocked(error) or frappe.db.is_timedout(error)
    )


def operations_of(row: frappe._dict) -> Any:
    """The stored operations; None when the text is no JSON."""
    return as_json(row.operations)


def as_json(text: Any) -> Any:
    """A JSON field as a value."""
    if not isinstance(text, str):
        return text
    try:
        return json.loads(text)
    except ValueError:
        return None


def policy_case(row: frappe._dict, proof: Proof, given: str | None) -> dict[str, Any]:
    """The case for core.policy. Locks the person's instance: his counter, one action after the other."""
    instance = frappe.db.get_value(
        "VA Instance",
        {"employee": row.employee},
        ["status", "expense_limit", "approval_limit", "daily_action_limit"],
        as_dict=True,
        for_update=True,
    )
    employee = frappe.db.get_value("Employee", row.employee, ["user_id", "status", "company"], as_dict=True)
    user = (employee and employee.user_id) or ""
    operations = operations_of(row)
    settings = people.settings_of(employee.company) if employee else None
    switched_on = settings is not None and frappe.utils.cint(settings.get("enabled"))
    moves, total = _amount(operations)
    return {
        "now": now_ms(),
        "action": {
            "status": row.status,
            "user": user,
            "tool": row.action_type,
            "expires_at": int(row.expires_at_ms or 0),
            "digest": row.digest,
            "replaced_by": row.replaced_by,
        },
        "operations": operations,
        "computed": _computed(row, user, operations),
        "given": given,
        "proof": {"kind": proof.kind, "user": proof.user, "active": proof.is_active()},
        "person": {
            "enabled": bool(user and frappe.db.get_value("User", user, "enabled")),
            "employee_status": employee.status if employee else None,
            "instance_status": instance.status if instance and switched_on else None,
        },
        "policies": _policies(settings),
        "amount": {"moves": moves, "total": total},
        "caps": _caps(settings, instance, operations),
        "counts": _counts(row, user),
        "limits": _limits(settings, instance),
    }


def _computed(row: frappe._dict, user: str, operations: Any) -> str:
    try:
        return action_digest(
            site=frappe.local.site,
            action=row.name,
            employee=row.employee,
            user=user,
            tool=row.action_type,
            operations=operations,
            expires_at=int(row.expires_at_ms or 0),
        )
    except CanonicalError:
        return ""


def _policies(settings: Any) -> list[dict[str, Any]]:
    rows = settings.get("tool_policies") or [] if settings is not None else []
    return [
        {
            "tool": policy.tool,
            "enabled": bool(policy.enabled),
            "session": bool(policy.session_proof),
            "session_max_amount": float(policy.session_limit or 0),
        }
        for policy in rows
    ]


def _amount(operations: Any) -> tuple[bool, float | None]:
    if shape_fault(operations):
        return False, 0
    stored: dict[str, dict[str, Any]] = {}
    for operation in operations:
        if "name" in operation and amounts.is_monetary(operation["doctype"]):
            doctype, name = operation["doctype"], operation["name"]
            if documents.exists(doctype, name):
                doc = frappe.get_doc(doctype, name)
                stored[f"{doctype}/{name}"] = {
                    field: documents.plain(value) for field, value in doc.as_dict().items()
                }
    return amounts.operations_amount(operations, stored)


def _caps(settings: Any, instance: Any, operations: Any) -> dict[str, float | None]:
    sensitive = float(settings.get("sensitive_amount_limit") or 0) if settings is not None else 0
    # What one makes counts against the one limit, what one decides on against the other; blank or 0 is no limit.
    inserts = isinstance(operations, list) and all(
        isinstance(operation, dict) and operation.get("op") == "insert" for operation in operations
    )
    held = (instance.expense_limit if inserts else instance.approval_limit) if instance else None
    return {"session_amount": float(held) if held else None, "session_below": sensitive or None}


def _counts(row: frappe._dict, user: str) -> dict[str, int]:
    now = now_ms()
    done = {"employee": row.employee, "status": ["in", ["completed", "reversed"]]}
    day = day_start_ms(zone_of(user, row.employee), now)
    same_turn = {"turn_id": row.turn_id} if row.turn_id else {"name": row.name}
    return {
        "turn": frappe.db.count("VA Action Log", {**done, **same_turn, "reversal_of": ["is", "not set"]}),
        "minute": frappe.db.count(
            "VA Action Log", {**done, "executed_at": [">", site_datetime(now - 60_000)]}
        ),
        "day": frappe.db.count("VA Action Log", {**done, "executed_at": [">=", site_datetime(day)]}),
    }


def _limits(settings: Any, instance: Any) -> dict[str, int]:
    def setting(field: str, otherwise: int) -> int:
        return frappe.utils.cint(settings.get(field) if settings is not None else 0) or otherwise

    return {
        "turn": setting("max_actions_per_turn", 10),
        "minute": setting("max_actions_per_minute", 30),
        "day": frappe.utils.cint(instance.daily_action_limit if instance else 0) or 200,
    }
