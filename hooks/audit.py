"""Appending to the audit chain, and checking it. The head of the chain is locked last of all rows."""

from __future__ import annotations

import json
from typing import Any

import frappe

from .callers import is_delegated, is_service
from .controller import insert_doc, new_name
from .core.audit import CHECKED_COLUMNS, GENESIS, audit_hash, audit_payload, verify_run
from .core.names import is_name
from .errors import fail
from .times import now_ms, site_datetime

HEAD = "chain"
PAGE = 1000
MAX_PAYLOAD_CHARS = 100_000
_SERVER_SET = ("v", "id", "site", "sequence", "source")


def ensure_head() -> None:
    """Makes the one row that holds the end of the chain, once."""
    if not frappe.db.exists("VA Audit Head", HEAD):
        insert_doc({"doctype": "VA Audit Head", "name": HEAD, "last_seq": 0, "last_hash": GENESIS})


def append(fields: dict[str, Any], *, name: str | None = None, source: str = "site") -> int:
    """Adds a row and answers its sequence. `timestamp` (epoch ms) may be among the fields.

    `source` tells what the site saw itself from what the sidecar reports; a row from batch never says `site`.
    """
    known = {key: value for key, value in fields.items() if key not in _SERVER_SET}
    timestamp = known.pop("timestamp", None)
    if type(timestamp) is not int or not 0 < timestamp < 10**14:
        timestamp = now_ms()
    employee = known.get("actor_employee") or known.get("target_employee")
    if isinstance(employee, str) and not known.get("company"):
        known["company"] = frappe.db.get_value("Employee", employee, "company")
    head = frappe.db.get_value(
        "VA Audit Head", HEAD, ["last_seq", "last_hash"], as_dict=True, for_update=True
    )
    sequence = int(head.last_seq) + 1
    name = name or new_name("aud")
    payload = audit_payload(
        id=name,
        site=frappe.local.site,
        sequence=sequence,
        timestamp=timestamp,
        fields={**known, "source": source},
    )
    if len(payload) > MAX_PAYLOAD_CHARS:
        fail("PAYLOAD_TOO_LARGE")
    digest = audit_hash(head.last_hash, payload)
    insert_doc(
        {
            **_columns(known),
            "doctype": "VA Audit Log",
            "name": name,
            "sequence": sequence,
            "timestamp": site_datetime(timestamp),
            "payload": payload,
            "hash": digest,
            "previous_hash": head.last_hash,
        }
    )
    frappe.db.set_value(
        "VA Audit Head", HEAD, {"last_seq": sequence, "last_hash": digest}, update_modified=False
    )
    return sequence


def _columns(fields: dict[str, Any]) -> dict[str, Any]:
    """The index of the payload: what has a column, shortened to it; a link to what does not exist stays blank."""
    columns: dict[str, Any] = {}
    for field in frappe.get_meta("VA Audit Log").fields:
        value = fields.get(field.fieldname)
        if value is None or field.fieldname in (
            "payload",
            "hash",
            "previous_hash",
            "sequence",
            "timestamp",
            "audit_id",
        ):
            continue
        if field.fieldtype == "JSON":
            value = json.dumps(value, ensure_ascii=False)
        elif isinstance(value, dict | list):
            continue
        elif field.fieldtype == "Data":
            value = str(value)[: field.length or 140]
        elif field.fieldtype == "Link" and not frappe.db.exists(field.options, value):
            continue
        columns[field.fieldname] = value
    return columns


def verify(from_sequence: int | None = None, to_sequence: int | None = None) -> dict[str, Any]:
    """verify_audit: checks the chain page by page. Service user, Compliance Officer or System Manager."""
    if is_delegated() or not (
        is_service() or {"Compliance Officer", "System Manager"} & set(frappe.get_roles())
    ):
        fail("FORBIDDEN")
    first = max(1, from_sequence or 1)
    previous = GENESIS if first == 1 else frappe.db.get_value("VA Audit Log", {"sequence": first - 1}, "hash")
    if previous is None:
        return {"ok": False, "checked": 0, "first_bad": {"sequence": first - 1, "reason": "gap"}}
    return _verify_from(first, previous, to_sequence)


def _verify_from(first: int, previous: str, last: int | None) -> dict[str, Any]:
    head = frappe.db.get_value("VA Audit Head", HEAD, ["last_seq", "last_hash"], as_dict=True)
    checked = 0
    while True:
        rows = _page(first, last)
        # Only the page that reaches the end is compared with the head; rows that came after it was read do not count.
        at_end = len(rows) < PAGE and (last is None or last >= int(head.last_seq))
        answer = verify_run(
            [row for row in rows if row["sequence"] <= int(head.last_seq) or not at_end],
            first_sequence=first,
            previous_hash=previous,
            head={"last_seq": int(head.last_seq), "last_hash": head.last_hash} if at_end else None,
        )
        checked += answer["checked"]
        if not answer["ok"] or len(rows) < PAGE:
            return {**answer, "checked": checked}
        first, previous = rows[-1]["sequence"] + 1, rows[-1]["hash"]


def _page(first: int, last: int | None) -> list[dict[str, Any]]:
    within = [["sequence", ">=", first]]
    if last is not None:
        within.append(["sequence", "<=", last])
    rows = frappe.get_all(
        "VA Audit Log",
        filters=within,
        fields=["name", "sequence", "payload", "hash", "previous_hash", *CHECKED_COLUMNS],
        order_by="sequence asc",
        limit_page_length=PAGE,
    )
    return [
        {
            **{key: row[key] for key in ("name", "payload", "hash", "previous_hash")},
            "sequence": int(row["sequence"]),
            "columns": {key: row[key] for key in CHECKED_COLUMNS},
        }
        for row in rows
    ]


def append_from_batch(name: str, payload: dict[str, Any]) -> None:
    """An audit row that the sidecar reports."""
    if not is_name(name, "aud"):
        fail("VALIDATION_ERROR")
    append(payload, name=name, source="sidecar")
