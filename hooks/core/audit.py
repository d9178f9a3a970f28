"""The audit chain: payload, hash and the check of a run of rows (decisions.md 8, docs/site-api.md)."""

from __future__ import annotations

import json
from typing import Any

from .canonical import canonical, sha256_hex

GENESIS = "0" * 64
RESERVED = ("v", "id", "site", "sequence", "timestamp")

# Columns that index the payload and that no rename touches. Links to User, Employee and Company are left out: renaming
# such a record rewrites the column of every row, and the payload is what counts (real-site-findings.md 17).
CHECKED_COLUMNS = (
    "event_type",
    "event_subtype",
    "actor_type",
    "target_doctype",
    "target_document",
    "action",
    "outcome",
)


def audit_payload(*, id: str, site: str, sequence: int, timestamp: int, fields: dict[str, Any]) -> str:
    """The text that is hashed; `timestamp` in epoch ms. Raises ValueError when `fields` names a reserved key."""
    taken = sorted(key for key in fields if key in RESERVED)
    if taken:
        raise ValueError("an audit field may not be called " + ", ".join(taken))
    return canonical({**fields, "v": 1, "id": id, "site": site, "sequence": sequence, "timestamp": timestamp})


def audit_hash(previous_hash: str, payload: str) -> str:
    """Hex SHA-256 of `previous_hash`, a line feed and `payload`."""
    return sha256_hex(previous_hash + "\n" + payload)


def verify_run(
    rows: list[dict[str, Any]],
    *,
    first_sequence: int = 1,
    previous_hash: str = GENESIS,
    head: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Checks rows in order: `{ok, checked, first_bad?: {sequence, reason}}`.

    A row is `{name, sequence, payload, hash, previous_hash, columns}`. `previous_hash` is the hash before the first row.
    `head` = `{last_seq, last_hash}` is compared after the last row; leave it out for a run that ends before the head.
    Reasons: `gap` (a sequence is missing or doubled), `link`, `hash`, `columns`, `head`.
    """
    expected, link = first_sequence, previous_hash
    for checked, row in enumerate(rows):
        reason = _fault(row, expected, link)
        if reason:
            return {"ok": False, "checked": checked, "first_bad": {"sequence": expected, "reason": reason}}
        expected, link = expected + 1, row["hash"]
    if head is not None and (head["last_seq"] != expected - 1 or head["last_hash"] != link):
        return {"ok": False, "checked": len(rows), "first_bad": {"sequence": expected - 1, "reason": "head"}}
    return {"ok": True, "checked": len(rows)}


def _fault(row: dict[str, Any], expected: int, link: str) -> str | None:
    if row["sequence"] != expected:
        return "gap"
    if row["previous_hash"] != link:
        return "link"
    if audit_hash(link, row["payload"]) != row["hash"]:
        return "hash"
    return None if _columns_agree(row) else "columns"


def _columns_agree(row: dict[str, Any]) -> bool:
    try:
        payload = json.loads(row["payload"])
    except ValueError:
        return False
    if (
        not isinstance(payload, dict)
        or payload.get("sequence") != row["sequence"]
        or payload.get("id") != row["name"]
    ):
        return False
    columns = row.get("columns") or {}
    # A column holds at most 140 characters of what the payload says in full.
    return all(
        (columns[key] or "") == str(payload.get(key) or "")[:140] for key in CHECKED_COLUMNS if key in columns
    )
