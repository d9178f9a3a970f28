"""Inverse operations."""

from __future__ import annotations

from typing import Any

from .common import case


def inverse_cases() -> list[dict[str, Any]]:
    sentences = {
        "cancel": "A cancelled document cannot be brought back.",
        "delete": "A deleted document cannot be brought back.",
        "workflow": "A workflow step cannot be taken back by me. Ask whoever handles the next step.",
        "method": "A message that was sent cannot be taken back.",
        "gone": "The document is not there any more.",
        "changed": "The document has changed since.",
        "submitted": "The document has been submitted since.",
        "cancelled": "The document has been cancelled since.",
        "no_cancel_right": "You may not cancel it yourself.",
        "no_write_right": "You may not change it any more.",
        "comment": "A comment that was written stays.",
    }
    may_all, may_none = (
        {"write": True, "delete": True, "cancel": True},
        {"write": True, "delete": False, "cancel": False},
    )
    m1, m2 = "2026-11-23 09:14:02.118273", "2026-11-23 09:20:00.000001"
    doc = {"doctype": "Leave Application", "name": "HR-LAP-1"}
    inserted = {
        "operation": {
            "op": "insert",
            "doctype": "Leave Application",
            "values": {"leave_type": "Annual Leave"},
        },
        "done": {**doc, "docstatus": 0, "modified": m1},
    }
    updated = {
        "operation": {
            "op": "update",
            **doc,
            "values": {"description": "new", "half_day": 1},
            "from": {"description": None, "half_day": 0, "docstatus": 0},
        },
        "done": {**doc, "docstatus": 0, "modified": m1},
    }
    comment = {"op": "method", "method": "comment", "args": {**doc, "message": "Enjoy"}}
    submitted = {
        "operation": {"op": "submit", **doc, "from": {"docstatus": 0}},
        "done": {**doc, "docstatus": 1, "modified": m2},
    }

    def now(
        docstatus: int = 0,
        modified: str = m1,
        may: Any = may_none,
        approver: str | None = "marcus@acme.test",
        **values: Any,
    ) -> dict[str, Any]:
        return {
            "docstatus": docstatus,
            "modified": modified,
            "values": values,
            "may": may,
            "approver": approver,
        }

    def plan(name: str, steps: list[dict[str, Any]], expect: dict[str, Any]) -> dict[str, Any]:
        return case(name, {"op": "plan", "steps": steps}, expect)

    def ok(*operations: dict[str, Any]) -> dict[str, Any]:
        return {"ok": True, "operations": list(operations)}

    def no(code: str, reason: str, approver: str | None = None) -> dict[str, Any]:
        meta = {"reason": reason, "sentence": sentences[reason]}
        return {
            "ok": False,
            "code": code,
            "meta": {**meta, "offer": "request_cancellation", "approver": approver} if approver else meta,
        }

    delete = {"op": "delete", **doc, "from": {"docstatus": 0}}
    back = {
        "op": "update",
        **doc,
        "values": {"description": None, "half_day": 0},
        "from": {"description": "new", "half_day": 1, "docstatus": 0},
    }
    boss = "marcus@acme.test"
    cases = [
        plan(
            "an own insert is deleted by our one privilege",
            [{**inserted, "now": now()}],
            ok({**delete, "privileged": True}),
        ),
        plan(
            "an insert that the employee may delete himself",
            [{**inserted, "now": now(may=may_all)}],
            ok(delete),
        ),
        plan("inserted, and gone", [{**inserted, "now": None}], no("ACTION_MOVED_ON", "gone")),
        plan(
            "inserted, and changed by somebody",
            [{**inserted, "now": now(modified=m2)}],
            no("ACTION_MOVED_ON", "changed", boss),
        ),
        plan(
            "inserted, changed, nobody to ask",
            [{**inserted, "now": now(modified=m2, approver=None)}],
            no("ACTION_MOVED_ON", "changed"),
        ),
        plan(
            "inserted, and approved meanwhile",
            [{**inserted, "now": now(1, m2)}],
            no("ACTION_MOVED_ON", "submitted", boss),
        ),
        plan(
            "approved without a new time stamp",
            [{**inserted, "now": now(1, m1, may_all)}],
            no("ACTION_MOVED_ON", "submitted", boss),
        ),
        plan(
            "inserted, submitted and cancelled meanwhile",
            [{**inserted, "now": now(2, m2)}],
            no("ACTION_MOVED_ON", "cancelled"),
        ),
        plan("an update goes back", [{**updated, "now": now(description="new", half_day=1)}], ok(back)),
        plan(
            "numbers are compared as numbers",
            [{**updated, "now": now(description="new", half_day="1")}],
            ok({**back, "from": {"description": "new", "half_day": "1", "docstatus": 0}}),
        ),
        plan(
            "another field changed meanwhile",
            [{**updated, "now": now(0, m2, description="new", half_day=1)}],
            ok(back),
        ),
        plan(
            "the same field changed meanwhile",
            [{**updated, "now": now(0, m2, description="newer", half_day=1)}],
            no("ACTION_MOVED_ON", "changed", boss),
        ),
        plan("updated, and gone", [{**updated, "now": None}], no("ACTION_MOVED_ON", "gone")),
        plan(
            "updated, and submitted meanwhile",
            [{**updated, "now": now(1, m2, description="new", half_day=1)}],
            no("ACTION_MOVED_ON", "submitted", boss),
        ),
        plan(
            "updated, and no right to write any more",
            [
                {
                    **updated,
                    "now": now(
                        may={"write": False, "delete": False, "cancel": False}, description="new", half_day=1
                    ),
                }
            ],
            no("ACTION_MOVED_ON", "no_write_right", boss),
        ),
        plan(
            "a submit is cancelled",
            [{**submitted, "now": now(1, m2, may_all)}],
            ok({"op": "cancel", **doc, "from": {"docstatus": 1}}),
        ),
        plan(
            "a submit without the right to cancel",
            [{**submitted, "now": now(1, m2)}],
            no("ACTION_MOVED_ON", "no_cancel_right", boss),
        ),
        plan(
            "a submit that somebody cancelled",
            [{**submitted, "now": now(2, m2, may_all)}],
            no("ACTION_MOVED_ON", "cancelled"),
        ),
        plan(
            "insert and submit in one action: cancelled, and kept",
            [{**inserted, "now": now(1, m2, may_all)}, {**submitted, "now": now(1, m2, may_all)}],
            ok({"op": "cancel", **doc, "from": {"docstatus": 1}}),
        ),
        plan(
            "two documents go back in reverse order",
            [
                {**inserted, "now": now()},
                {
                    **updated,
                    "done": {**doc, "name": "HR-LAP-2", "docstatus": 0, "modified": m1},
                    "now": now(description="new", half_day=1),
                },
            ],
            ok({**back, "name": "HR-LAP-2"}, {**delete, "privileged": True}),
        ),
        plan(
            "a comment stays when the change beside it goes back",
            [
                {**updated, "now": now(description="new", half_day=1)},
                {"operation": comment, "done": inserted["done"], "now": now()},
            ],
            ok(back),
        ),
        plan(
            "a comment alone cannot be undone",
            [{"operation": comment, "done": inserted["done"], "now": now()}],
            no("ACTION_NOT_REVERSIBLE", "comment"),
        ),
        plan(
            "decided and submitted in one action: cancelled",
            [
                {**updated, "now": now(1, m2, may_all, description="new", half_day=1)},
                {**submitted, "now": now(1, m2, may_all)},
                {"operation": comment, "done": submitted["done"], "now": now(1, m2, may_all)},
            ],
            ok({"op": "cancel", **doc, "from": {"docstatus": 1}}),
        ),
        plan(
            "one that moved on stops all",
            [{**inserted, "now": None}, {**updated, "now": now(description="new", half_day=1)}],
            no("ACTION_MOVED_ON", "gone"),
        ),
    ]
    for op in ("cancel", "delete", "workflow", "method"):
        operation = {"op": op, **doc}
        cases.append(
            plan(
                f"{op} cannot be undone",
                [{"operation": operation, "done": inserted["done"], "now": now()}],
                no("ACTION_NOT_REVERSIBLE", op),
            )
        )
        cases.append(
            case(
                f"a card says that {op} cannot be undone",
                {"op": "reversibility", "operations": [inserted["operation"], operation]},
                {"reversible": False, "note": sentences[op]},
            )
        )
    notes = {
        "insert": "Undo deletes it, as long as nobody has changed it.",
        "update": "Undo puts the old values back.",
        "submit": "Undo cancels it.",
    }
    for op, note in notes.items():
        cases.append(
            case(
                f"a card says what undoing an {op} does",
                {"op": "reversibility", "operations": [{"op": op, **doc}]},
                {"reversible": True, "note": note},
            )
        )
    cases.append(
        case(
            "a card says that a comment stays",
            {"op": "reversibility", "operations": [updated["operation"], submitted["operation"], comment]},
            {"reversible": True, "note": "Undo cancels it. The comment stays."},
        )
    )
    cases.append(
        case(
            "a card says that a comment alone stays",
            {"op": "reversibility", "operations": [comment]},
            {"reversible": False, "note": sentences["comment"]},
        )
    )
    return cases
