"""How much money an action moves, from its stored operations alone."""

from __future__ import annotations

from typing import Any

from .delegation import fold

# A deal (Opportunity) is not among them: what it may bring one day is a guess, and no money moves by it.
# DocType -> (field of the total, or table and field of its rows, or table, quantity and rate of its rows).
_TOTALS: dict[str, list[tuple[str, ...]]] = {
    "Employee Advance": [("advance_amount",)],
    "Expense Claim": [("grand_total",), ("expenses", "amount")],
    "Journal Entry": [("total_debit",), ("accounts", "debit_in_account_currency"), ("accounts", "debit")],
    "Material Request": [("items", "qty", "rate")],
    "Payment Entry": [("paid_amount",)],
    "Payment Request": [("grand_total",)],
    "Purchase Invoice": [("grand_total",), ("items", "qty", "rate")],
    "Purchase Order": [("grand_total",), ("items", "qty", "rate")],
    "Quotation": [("grand_total",), ("items", "qty", "rate")],
    "Salary Slip": [("net_pay",)],
    "Sales Invoice": [("grand_total",), ("items", "qty", "rate")],
    "Sales Order": [("grand_total",), ("items", "qty", "rate")],
}
_BY_NAME = {fold(doctype): paths for doctype, paths in _TOTALS.items()}


def is_monetary(doctype: str) -> bool:
    """True for a DocType whose operations move money."""
    return fold(doctype) in _BY_NAME


def amount_of(doctype: str, values: dict[str, Any]) -> float | None:
    """The largest total that `values` state; None when money moves but the amount cannot be told."""
    totals = [total for path in _BY_NAME[fold(doctype)] if (total := _total(values, path)) is not None]
    return max(totals) if totals else None


def operations_amount(
    operations: list[dict[str, Any]], documents: dict[str, dict[str, Any]] | None = None
) -> tuple[bool, float | None]:
    """`(moves_money, sum)`; the sum is None when it cannot be told.

    `documents` holds what is stored now, by "<DocType>/<name>", for operations on documents that exist. A document that
    several operations touch (decided, then submitted) counts once, with the largest amount.
    """
    moves, total, known = False, 0.0, True
    held: dict[str, float] = {}
    for operation in operations:
        if operation["op"] == "method" or not is_monetary(operation["doctype"]):
            continue
        moves = True
        amount = _operation_amount(operation, documents or {})
        if amount is None:
            known = False
        elif "name" in operation:
            key = f"{fold(operation['doctype'])}/{operation['name']}"
            held[key] = max(amount, held.get(key, 0.0))
        else:
            total += amount
    total += sum(held.values())
    return moves, (total if known else None)


def _operation_amount(operation: dict[str, Any], documents: dict[str, dict[str, Any]]) -> float | None:
    doctype = operation["doctype"]
    asked = amount_of(doctype, operation["values"]) if "values" in operation else None
    if operation["op"] == "insert":
        return asked
    stored = documents.get(f"{doctype}/{operation['name']}")
    held = amount_of(doctype, stored) if stored is not None else None
    if operation["op"] == "update":
        return max((amount for amount in (asked, held) if amount is not None), default=None)
    return held


def _total(values: dict[str, Any], path: tuple[str, ...]) -> float | None:
    if len(path) == 1:
        return _number(values.get(path[0]))
    rows = values.get(path[0])
    if not isinstance(rows, list) or not rows:
        return None
    total = 0.0
    for row in rows:
        factors = [_number(row.get(field)) if isinstance(row, dict) else None for field in path[1:]]
        if any(factor is None for factor in factors):
            return None
        product = 1.0
        for factor in factors:
            product *= factor
        total += abs(product)
    return total


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
