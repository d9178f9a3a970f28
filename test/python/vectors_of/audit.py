"""Rows of the audit trail and runs of them."""

from __future__ import annotations

import copy
import json
from typing import Any

from .common import case, sha

GENESIS = "0" * 64


def audit_row(sequence: int, previous: str, **more: str) -> dict[str, Any]:
    fields = {"action": "turn.tool", "event_type": "Data Access", "outcome": "Success", **more}
    body = {
        **fields,
        "id": f"aud_{sequence:026d}",
        "sequence": sequence,
        "site": "acme.test",
        "timestamp": 1795453200000 + sequence,
        "v": 1,
    }
    payload = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return {
        "name": body["id"],
        "sequence": sequence,
        "payload": payload,
        "hash": sha(previous + "\n" + payload),
        "previous_hash": previous,
        "columns": {"event_type": "Data Access", "action": "turn.tool", "outcome": "Success"},
    }


def audit_run(length: int) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for sequence in range(1, length + 1):
        rows.append(audit_row(sequence, rows[-1]["hash"] if rows else GENESIS))
    return rows


def audit_cases() -> list[dict[str, Any]]:
    good = audit_run(4)
    head = {"last_seq": 4, "last_hash": good[3]["hash"]}

    def bad(name: str, change: Any, checked: int, sequence: int, reason: str, **more: Any) -> dict[str, Any]:
        rows = copy.deepcopy(good)
        rows = change(rows) or rows
        expect = {"ok": False, "checked": checked, "first_bad": {"sequence": sequence, "reason": reason}}
        return case(name, {"op": "verify", "rows": rows, "head": head, **more}, expect)

    def put(index: int, **values: Any) -> Any:
        return lambda rows: rows[index].update(values)

    forged = audit_row(2, good[0]["hash"], outcome="Denied")
    forged["columns"]["outcome"] = "Denied"
    payload_input = {
        "op": "payload",
        "id": "aud_x",
        "site": "acme.test",
        "sequence": 7,
        "timestamp": 1795453200000,
        "previous_hash": GENESIS,
        "fields": {
            "event_type": "Security Event",
            "details": {"\uff61": 1, "\U0001f600": 2.0},
            "actor_user": "priya@acme.test",
        },
    }
    payload_text = (
        '{"actor_user":"priya@acme.test","details":{"\uff61":1,"\U0001f600":2},"event_type":"Security Event",'
        '"id":"aud_x","sequence":7,"site":"acme.test","timestamp":1795453200000,"v":1}'
    )
    return [
        case(
            "payload and hash",
            payload_input,
            {"payload": payload_text, "hash": sha(GENESIS + "\n" + payload_text)},
        ),
        case(
            "a field may not take a reserved name",
            {**payload_input, "fields": {"sequence": 1}},
            {"error": "reserved"},
        ),
        case("a whole chain", {"op": "verify", "rows": good, "head": head}, {"ok": True, "checked": 4}),
        case(
            "an empty chain",
            {"op": "verify", "rows": [], "head": {"last_seq": 0, "last_hash": GENESIS}},
            {"ok": True, "checked": 0},
        ),
        case(
            "a run from the middle, without the head",
            {"op": "verify", "rows": good[1:3], "first_sequence": 2, "previous_hash": good[0]["hash"]},
            {"ok": True, "checked": 2},
        ),
        bad(
            "a payload edited", put(1, payload=good[1]["payload"].replace("Success", "Denied")), 1, 2, "hash"
        ),
        bad("a payload and its hash edited", lambda rows: rows.__setitem__(1, forged), 2, 3, "link"),
        bad("a hash edited", put(2, hash="f" * 64), 2, 3, "hash"),
        bad("a previous hash edited", put(2, previous_hash="f" * 64), 2, 3, "link"),
        bad("a row taken out", lambda rows: rows[:1] + rows[2:], 1, 2, "gap"),
        bad("a row doubled", lambda rows: rows[:2] + rows[1:], 2, 3, "gap"),
        bad("the first row taken out", lambda rows: rows[1:], 0, 1, "gap"),
        bad("the last row taken out", lambda rows: rows[:3], 3, 3, "head"),
        bad(
            "a column that says something else",
            put(1, columns={"event_type": "Data Access", "outcome": "Denied"}),
            1,
            2,
            "columns",
        ),
        bad("a row under another name", put(1, name="aud_other"), 1, 2, "columns"),
        bad("the head moved back", put(0), 4, 4, "head", head={"last_seq": 3, "last_hash": good[2]["hash"]}),
        bad(
            "a head with another hash",
            put(0),
            4,
            4,
            "head",
            head={"last_seq": 4, "last_hash": good[2]["hash"]},
        ),
    ]
