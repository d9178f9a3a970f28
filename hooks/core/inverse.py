"""Undo: the operations that take an action back, or the sentence why that cannot be done (decisions.md 13)."""

from __future__ import annotations

from typing import Any

SENTENCES = {
    "cancel": "A cancelled document cannot be brought back.",
    "delete": "A deleted document cannot be brought back.",
    "workflow": "A workflow step cannot be taken back by me. Ask whoever handles the next step.",
    "method": "A message that was sent cannot be taken back.",
    "comment": "A comment that was written stays.",
    "gone": "The document is not there any more.",
    "changed": "The document has changed since.",
    "submitted": "The document has been submitted since.",
    "cancelled": "The document has been cancelled since.",
    "no_cancel_right": "You may not cancel it yourself.",
    "no_write_right": "You may not change it any more.",
    "not_executed": "That was never carried out.",
}
NOTES = {
    "insert": "Undo deletes it, as long as nobody has changed it.",
    "update": "Undo puts the old values back.",
    "submit": "Undo cancels it.",
}
COMMENT_NOTE = " The comment stays."


def reversibility(operations: list[dict[str, Any]]) -> dict[str, Any]:
    """`{reversible, note}` for a card, before anything ran. One operation that cannot be undone decides for all; a comment
    beside others stays, as a remark on what was done."""
    changes = [operation for operation in operations if not _is_comment(operation)]
    if not changes:
        return {"reversible": False, "note": SENTENCES["comment"]}
    for operation in changes:
        if operation["op"] not in NOTES:
            return {"reversible": False, "note": SENTENCES[operation["op"]]}
    stays = COMMENT_NOTE if len(changes) < len(operations) else ""
    return {"reversible": True, "note": NOTES[changes[-1]["op"]] + stays}


def plan_inverse(steps: list[dict[str, Any]]) -> dict[str, Any]:
    """`{ok:true, operations:[...]}` in the order to run them, or `{ok:false, code, meta:{reason, sentence, offer?, approver?}}`.

    A step, in the order in which they ran:
      operation  as stored
      done       {doctype, name, docstatus, modified}: what the document was right after the action
      now        null when it is gone, else {docstatus, modified, values: {field: value} of the fields that were set,
                 may: {write, delete, cancel}: the employee's own rights, approver: user or null}
    An operation of the plan may carry `privileged:true`: the delete that the employee may not do himself.
    """
    steps = [step for step in steps if not _is_comment(step["operation"])]
    if not steps:
        return _refused("ACTION_NOT_REVERSIBLE", "comment")
    for step in steps:
        if step["operation"]["op"] not in NOTES:
            reason = step["operation"]["op"]
            return _refused("ACTION_NOT_REVERSIBLE", reason)
    plan: list[dict[str, Any]] = []
    for position in range(len(steps) - 1, -1, -1):
        step = steps[position]
        # What a later step of the same action did to this document is undone before: it is no change by others.
        later = [other for other in steps[position + 1 :] if _same(other["done"], step["done"])]
        planned = _PLANNERS[step["operation"]["op"]](step, later)
        if "code" in planned:
            return planned
        if planned["operation"]:
            plan.append(planned["operation"])
    return {"ok": True, "operations": plan}


def _undo_insert(step: dict[str, Any], later: list[dict[str, Any]]) -> dict[str, Any]:
    done, now = step["done"], step["now"]
    if now is None:
        return _refused("ACTION_MOVED_ON", "gone")
    if any(other["operation"]["op"] == "submit" for other in later):
        # The submit is undone by cancelling; a cancelled document stays, as Frappe's record of it.
        return {"operation": None}
    moved = _moved(now, later[-1]["done"] if later else done)
    if moved:
        return moved
    operation = {
        "op": "delete",
        "doctype": done["doctype"],
        "name": done["name"],
        "from": {"docstatus": now["docstatus"]},
    }
    return {"operation": operation if now["may"]["delete"] else {**operation, "privileged": True}}


def _undo_update(step: dict[str, Any], later: list[dict[str, Any]]) -> dict[str, Any]:
    operation, now = step["operation"], step["now"]
    if now is None:
        return _refused("ACTION_MOVED_ON", "gone")
    touched_later = {field for other in later for field in other["operation"].get("values", {})}
    submitted_later = any(other["operation"]["op"] == "submit" for other in later)
    if now["docstatus"] != step["done"]["docstatus"] and not submitted_later:
        return _docstatus_moved(now)
    for field, value in operation["values"].items():
        if field not in touched_later and not same_value(now["values"].get(field), value):
            return _moved_on("changed", now)
    if submitted_later:
        return {"operation": None}
    if not now["may"]["write"]:
        return _moved_on("no_write_right", now)
    back = {field: operation["from"].get(field) for field in operation["values"]}
    held = {field: now["values"].get(field) for field in operation["values"]}
    undo = {
        "op": "update",
        "doctype": step["done"]["doctype"],
        "name": step["done"]["name"],
        "values": back,
        "from": {**held, "docstatus": now["docstatus"]},
    }
    return {"operation": undo}


def _undo_submit(step: dict[str, Any], later: list[dict[str, Any]]) -> dict[str, Any]:
    now = step["now"]
    if now is None:
        return _refused("ACTION_MOVED_ON", "gone")
    if now["docstatus"] != 1:
        return _docstatus_moved(now)
    if not now["may"]["cancel"]:
        return _moved_on("no_cancel_right", now)
    return {
        "operation": {
            "op": "cancel",
            "doctype": step["done"]["doctype"],
            "name": step["done"]["name"],
            "from": {"docstatus": 1},
        }
    }


_PLANNERS = {"insert": _undo_insert, "update": _undo_update, "submit": _undo_submit}


def same_value(one: Any, other: Any) -> bool:
    """Whether two field values mean the same: blank equals blank, 1 equals 1.0, a number equals its text."""
    if one in (None, "") and other in (None, ""):
        return True
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(_same_row(a, b) for a, b in zip(one, other, strict=True))
    if isinstance(one, bool | int | float) or isinstance(other, bool | int | float):
        first, second = _as_number(one), _as_number(other)
        return first is not None and second is not None and first == second
    return one == other


def _same_row(one: Any, other: Any) -> bool:
    if not isinstance(one, dict) or not isinstance(other, dict):
        return same_value(one, other)
    return all(same_value(one[key], other[key]) for key in one if key in other and key != "name")


def _as_number(value: Any) -> float | None:
    if value in (None, ""):
        return 0.0
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def _is_comment(operation: dict[str, Any]) -> bool:
    return operation["op"] == "method" and operation.get("method") == "comment"


def _same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return one["doctype"] == other["doctype"] and one["name"] == other["name"]


def _moved(now: dict[str, Any], done: dict[str, Any]) -> dict[str, Any] | None:
    if now["docstatus"] != 0:
        return _docstatus_moved(now)
    return None if now["modified"] == done["modified"] else _moved_on("changed", now)


def _docstatus_moved(now: dict[str, Any]) -> dict[str, Any]:
    return _moved_on({1: "submitted", 2: "cancelled"}.get(now["docstatus"], "changed"), now)


def _moved_on(reason: str, now: dict[str, Any]) -> dict[str, Any]:
    # Asking somebody makes sense only while there is something left to take back and somebody to ask.
    if now["docstatus"] == 2 or not now["approver"]:
        return _refused("ACTION_MOVED_ON", reason)
    return _refused("ACTION_MOVED_ON", reason, offer="request_cancellation", approver=now["approver"])


def _refused(code: str, reason: str, **more: Any) -> dict[str, Any]:
    return {"ok": False, "code": code, "meta": {"reason": reason, "sentence": SENTENCES[reason], **more}}
