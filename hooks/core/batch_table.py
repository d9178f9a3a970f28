"""What the service user may write through `batch` (the table of docs/site-api.md)."""

from __future__ import annotations

from typing import Any

from .names import is_name

MAX_OPERATIONS = 200
MAX_BYTES = 2 * 1024 * 1024

ANY = "any"
_NEVER_CHANGED = frozenset(
    {"employee", "company", "name", "owner", "creation", "modified", "modified_by", "docstatus"}
)
_NEVER_GIVEN = frozenset(
    {"name", "owner", "creation", "modified", "modified_by", "docstatus", "doctype", "idx", "company"}
)

# DocType -> (may be inserted, prefix of its names, fields that may be updated)
TABLE: dict[str, tuple[bool, str, frozenset[str] | str]] = {
    "VA Conversation": (
        True,
        "conv",
        frozenset(
            {
                "status",
                "ended_at",
                "turn_count",
                "actions_taken",
                "summary",
                "topics",
                "actions_summary",
                "voice_duration_seconds",
                "feedback_rating",
                "feedback_comment",
                "end_reason",
            }
        ),
    ),
    "VA Conversation Turn": (
        True,
        "turn",
        frozenset(
            {
                "status",
                "latency_ms",
                "token_count",
                "tools_called",
                "sub_agent",
                "model_used",
                "feedback",
                "feedback_comment",
                "was_interrupted",
                "content",
            }
        ),
    ),
    "VA Action Log": (True, "act", frozenset({"status", "cancelled_at", "cancel_reason", "replaced_by"})),
    "VA Audit Log": (True, "aud", frozenset()),
    "VA Consent Record": (True, "cons", frozenset()),
    "VA Memory": (True, "mem", ANY),
    "VA Learning Event": (True, "learn", ANY),
    "VA User Preference": (True, "pref", ANY),
    "VA Instance": (
        False,
        "va",
        frozenset({"total_conversations", "total_actions", "voice_minutes_used", "last_interaction"}),
    ),
}

# Set by the site alone: what was executed, by whom, with what proof, and undone.
ACTION_RESULT_FIELDS = frozenset(
    {
        "proof",
        "confirmed_at",
        "confirmed_by",
        "executed_at",
        "before_state",
        "after_state",
        "result",
        "error_message",
        "reversed",
        "reversed_at",
        "reversed_by",
        "reversal",
        "reversal_of",
        "reversal_reason",
        "audit_sequence",
        "cancelled_at",
        "cancel_reason",
        "replaced_by",
    }
)
AUDIT_CHAIN_FIELDS = frozenset({"sequence", "hash", "previous_hash"})


def operation_fault(operation: Any, stored: dict[str, Any] | None = None) -> str | None:
    """Why the table refuses an operation, or None. `stored` = {status, role, content} of the row, for an update.

    A replayed insert of a row that exists is the caller's to answer: it is not refused here.
    """
    if not isinstance(operation, dict) or set(operation) != {"op", "doctype", "name", "values"}:
        return "an operation has op, doctype, name and values"
    doctype, name, values = operation["doctype"], operation["name"], operation["values"]
    if not isinstance(doctype, str) or doctype not in TABLE:
        return "that DocType is not written through batch"
    if not isinstance(values, dict) or not all(isinstance(field, str) for field in values):
        return "values must be an object"
    if not is_name(name) and not (
        operation["op"] == "update" and isinstance(name, str) and 0 < len(name) <= 140
    ):
        return "name must be one of ours"
    if any(field.startswith("_") for field in values):
        return "a field that may not be set"
    if operation["op"] == "insert":
        return _insert_fault(doctype, values)
    if operation["op"] == "update":
        return _update_fault(doctype, values, stored)
    return "op must be insert or update"


def _insert_fault(doctype: str, values: dict[str, Any]) -> str | None:
    if not TABLE[doctype][0]:
        return f"{doctype} is not inserted through batch"
    taken = _NEVER_GIVEN.intersection(values)
    if doctype == "VA Audit Log":
        taken |= AUDIT_CHAIN_FIELDS.intersection(values)
        if not isinstance(values.get("payload"), dict):
            return "payload must be an object"
    if doctype == "VA Action Log":
        taken |= ACTION_RESULT_FIELDS.intersection(values)
        if values.get("status") != "pending":
            return "an action starts as pending"
    if taken:
        return f"{sorted(taken)[0]} is set by the site"
    return None


def _update_fault(doctype: str, values: dict[str, Any], stored: dict[str, Any] | None) -> str | None:
    allowed = TABLE[doctype][2]
    if not values:
        return "nothing to update"
    for field in values:
        if field in _NEVER_CHANGED or (allowed != ANY and field not in allowed):
            return f"{field} of {doctype} is not changed through batch"
    if doctype == "VA Action Log":
        return _action_fault(values, stored)
    if doctype == "VA Conversation Turn" and "content" in values and stored is not None:
        # The same words again are a replay, and harmless.
        is_open = stored.get("status") == "Pending" or stored.get("content") == values["content"]
        if stored.get("role") != "Assistant" or not is_open:
            return "content changes only while an assistant turn is Pending"
    return None


def _action_fault(values: dict[str, Any], stored: dict[str, Any] | None) -> str | None:
    if values.get("status") not in ("expired", "cancelled", "superseded"):
        return "an action is only expired, cancelled or superseded through batch"
    # The same change twice is a replay, and harmless.
    if stored is not None and stored.get("status") not in ("pending", values["status"]):
        return "the action is not pending any more"
    return None
