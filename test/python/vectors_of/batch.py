"""The table of batch."""

from __future__ import annotations

from typing import Any

from .common import case


def batch_cases() -> list[dict[str, Any]]:
    def ask(name: str, operation: Any, expect: str | None, stored: Any = None) -> dict[str, Any]:
        return case(name, {"operation": operation, "stored": stored}, {"fault": expect})

    def op(kind: str, doctype: str, name: Any, **values: Any) -> dict[str, Any]:
        return {"op": kind, "doctype": doctype, "name": name, "values": values}

    pending = {"status": "pending", "role": None}
    return [
        ask("a turn", op("insert", "VA Conversation Turn", "turn_1", content="hi", employee="E1"), None),
        ask(
            "its status",
            op("update", "VA Conversation Turn", "turn_1", status="Answered"),
            None,
            {"status": "Pending", "role": "User"},
        ),
        ask(
            "text of an open assistant turn",
            op("update", "VA Conversation Turn", "turn_1", content="x"),
            None,
            {"status": "Pending", "role": "Assistant"},
        ),
        ask(
            "text of what a user said",
            op("update", "VA Conversation Turn", "turn_1", content="x"),
            "content changes only while an assistant turn is Pending",
            {"status": "Pending", "role": "User"},
        ),
        ask(
            "text of an answered turn",
            op("update", "VA Conversation Turn", "turn_1", content="x"),
            "content changes only while an assistant turn is Pending",
            {"status": "Answered", "role": "Assistant"},
        ),
        ask(
            "the text of an answered turn once more",
            op("update", "VA Conversation Turn", "turn_1", content="x", status="Answered"),
            None,
            {"status": "Answered", "role": "Assistant", "content": "x"},
        ),
        ask(
            "who said it",
            op("update", "VA Conversation Turn", "turn_1", role="User"),
            "role of VA Conversation Turn is not changed through batch",
        ),
        ask("a pending action", op("insert", "VA Action Log", "act_1", status="pending"), None),
        ask(
            "a completed action",
            op("insert", "VA Action Log", "act_1", status="completed"),
            "an action starts as pending",
        ),
        ask(
            "an action without status", op("insert", "VA Action Log", "act_1"), "an action starts as pending"
        ),
        ask(
            "a pending action with a proof",
            op("insert", "VA Action Log", "act_1", status="pending", proof="user"),
            "proof is set by the site",
        ),
        ask("expiring", op("update", "VA Action Log", "act_1", status="expired"), None, pending),
        ask(
            "superseding",
            op("update", "VA Action Log", "act_1", status="superseded", replaced_by="act_2"),
            None,
            pending,
        ),
        ask(
            "cancelling twice is a replay",
            op("update", "VA Action Log", "act_1", status="cancelled"),
            None,
            {"status": "cancelled", "role": None},
        ),
        ask(
            "cancelling what is done",
            op("update", "VA Action Log", "act_1", status="cancelled"),
            "the action is not pending any more",
            {"status": "completed", "role": None},
        ),
        ask(
            "completing",
            op("update", "VA Action Log", "act_1", status="completed"),
            "an action is only expired, cancelled or superseded through batch",
            pending,
        ),
        ask(
            "changing operations",
            op("update", "VA Action Log", "act_1", operations="[]"),
            "operations of VA Action Log is not changed through batch",
            pending,
        ),
        ask(
            "an audit row", op("insert", "VA Audit Log", "aud_1", payload={"event_type": "Data Access"}), None
        ),
        ask(
            "an audit row with its own hash",
            op("insert", "VA Audit Log", "aud_1", payload={}, hash="0"),
            "hash is set by the site",
        ),
        ask(
            "an audit row with payload as text",
            op("insert", "VA Audit Log", "aud_1", payload="{}"),
            "payload must be an object",
        ),
        ask(
            "an audit row changed",
            op("update", "VA Audit Log", "aud_1", action="x"),
            "action of VA Audit Log is not changed through batch",
        ),
        ask("a consent", op("insert", "VA Consent Record", "cons_1", consent_type="analytics"), None),
        ask(
            "a consent changed",
            op("update", "VA Consent Record", "cons_1", granted=1),
            "granted of VA Consent Record is not changed through batch",
        ),
        ask("a memory changed", op("update", "VA Memory", "mem_1", content="x"), None),
        ask(
            "a memory of somebody else",
            op("update", "VA Memory", "mem_1", employee="E2"),
            "employee of VA Memory is not changed through batch",
        ),
        ask("counters of an instance", op("update", "VA Instance", "E-1 assistant", total_actions=3), None),
        ask(
            "limits of an instance",
            op("update", "VA Instance", "E-1", daily_action_limit=9999),
            "daily_action_limit of VA Instance is not changed through batch",
        ),
        ask(
            "a new instance",
            op("insert", "VA Instance", "va_1", employee="E1"),
            "VA Instance is not inserted through batch",
        ),
        *[
            ask(
                f"never: {doctype}",
                op("update", doctype, "x_1", a=1),
                "that DocType is not written through batch",
            )
            for doctype in (
                "VA Template",
                "VA Company Settings",
                "VA Sub-Agent Config",
                "VA Session",
                "VA Audit Head",
                "User",
                "va memory",
                "constructor",
            )
        ],
        ask("an owner", op("insert", "VA Memory", "mem_1", owner="x"), "owner is set by the site"),
        ask("a company", op("insert", "VA Memory", "mem_1", company="x"), "company is set by the site"),
        ask(
            "a hidden switch", op("insert", "VA Memory", "mem_1", __islocal=1), "a field that may not be set"
        ),
        ask("no name", op("insert", "VA Memory", None), "name must be one of ours"),
        ask("a name in capitals", op("insert", "VA Memory", "MEM_1"), "name must be one of ours"),
        ask("a name with markup", op("insert", "VA Memory", "mem_<b>"), "name must be one of ours"),
        ask("a delete", op("delete", "VA Memory", "mem_1", a=1), "op must be insert or update"),
        ask("an update of nothing", op("update", "VA Memory", "mem_1"), "nothing to update"),
        ask(
            "a key too many",
            {**op("update", "VA Memory", "mem_1", content="x"), "user": "dana"},
            "an operation has op, doctype, name and values",
        ),
        ask("not an object", 1, "an operation has op, doctype, name and values"),
    ]
