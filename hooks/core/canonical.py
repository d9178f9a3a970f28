"""Canonical JSON: one text for one value, the same in Python and TypeScript (docs/site-api.md)."""

from __future__ import annotations

import hashlib
import math
import re
from decimal import Decimal
from typing import Any

MAX_DEPTH = 32
# Beyond these JavaScript and Python disagree on how a number is written, or a double stops being exact.
LARGEST = 10**15
SMALLEST = 1e-6

_ESCAPE = re.compile(r'["\\\x00-\x1f]')
_SHORT = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_SURROGATE = re.compile("[\ud800-\udfff]")


class CanonicalError(ValueError):
    """A value without a canonical text. `reason`: type, key, depth, lone_surrogate, not_finite, number_range."""

    def __init__(self, reason: str):
        super().__init__(f"no canonical JSON: {reason}")
        self.reason = reason


def canonical(value: Any) -> str:
    """The canonical JSON text of `value` (None, bool, int, float, str, list, tuple, dict). Raises CanonicalError."""
    parts: list[str] = []
    _write(value, 0, parts)
    return "".join(parts)


def sha256_hex(text: str) -> str:
    """Lower-case hex SHA-256 of the UTF-8 bytes of `text`."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _write(value: Any, depth: int, out: list[str]) -> None:
    if value is None:
        out.append("null")
    elif value is True:
        out.append("true")
    elif value is False:
        out.append("false")
    elif isinstance(value, str):
        out.append(_string(value))
    elif isinstance(value, int):
        out.append(_integer(value))
    elif isinstance(value, float):
        out.append(_float(value))
    elif isinstance(value, list | tuple):
        _write_list(value, depth + 1, out)
    elif isinstance(value, dict):
        _write_object(value, depth + 1, out)
    else:
        raise CanonicalError("type")


def _write_list(value: list | tuple, depth: int, out: list[str]) -> None:
    if depth > MAX_DEPTH:
        raise CanonicalError("depth")
    out.append("[")
    for index, item in enumerate(value):
        if index:
            out.append(",")
        _write(item, depth, out)
    out.append("]")


def _write_object(value: dict, depth: int, out: list[str]) -> None:
    if depth > MAX_DEPTH:
        raise CanonicalError("depth")
    if not all(isinstance(key, str) for key in value):
        raise CanonicalError("key")
    out.append("{")
    # Python compares strings by code point, which is the order that the contract names.
    for index, key in enumerate(sorted(value)):
        if index:
            out.append(",")
        out.append(_string(key))
        out.append(":")
        _write(value[key], depth, out)
    out.append("}")


def _string(text: str) -> str:
    if _SURROGATE.search(text):
        raise CanonicalError("lone_surrogate")
    return '"' + _ESCAPE.sub(lambda hit: _SHORT.get(hit[0]) or f"\\u{ord(hit[0]):04x}", text) + '"'


def _integer(number: int) -> str:
    if abs(number) >= LARGEST:
        raise CanonicalError("number_range")
    return str(int(number))


def _float(number: float) -> str:
    if not math.isfinite(number):
        raise CanonicalError("not_finite")
    if abs(number) >= LARGEST or 0 < abs(number) < SMALLEST:
        raise CanonicalError("number_range")
    if number.is_integer():
        return str(int(number))
    # repr is the shortest text that reads back as the same double; Decimal only takes its exponent away.
    return format(Decimal(repr(number)), "f")
