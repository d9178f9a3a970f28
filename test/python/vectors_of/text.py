"""Canonical JSON and digests."""

from __future__ import annotations

import copy
from typing import Any

from .common import ACTION, case, sha


def nested(depth: int) -> Any:
    value: Any = []
    for _ in range(depth - 1):
        value = [value]
    return value


def canonical_cases() -> list[dict[str, Any]]:
    def text(name: str, value: Any, expect: str) -> dict[str, Any]:
        return case(name, {"value": value}, {"text": expect, "sha256": sha(expect)})

    def refused(name: str, value: Any, reason: str) -> dict[str, Any]:
        return case(name, {"value": value}, {"error": reason})

    return [
        text("null", None, "null"),
        text("true", True, "true"),
        text("empty object", {}, "{}"),
        text("empty list in object", {"a": []}, '{"a":[]}'),
        text("keys are sorted", {"b": 1, "a": 2, "B": 3, "": 4}, '{"":4,"B":3,"a":2,"b":1}'),
        text("keys sort as text, not as numbers", {"10": 1, "9": 2, "1": 3}, '{"1":3,"10":1,"9":2}'),
        # UTF-16 order would put the emoji (surrogates from D800) before U+FF61.
        text(
            "keys sort by code point, not by UTF-16 unit",
            {"\U0001f600": 1, "\uff61": 2, "z": 3},
            '{"z":3,"\uff61":2,"\U0001f600":1}',
        ),
        text(
            "nothing else is escaped",
            "caf\u00e9 \U0001f600 \u2028\u2029\x7f /<>&'",
            '"caf\u00e9 \U0001f600 \u2028\u2029\x7f /<>&\'"',
        ),
        text("quotes and backslash", '"\\', '"\\"\\\\"'),
        text("named controls", "\b\f\n\r\t", '"\\b\\f\\n\\r\\t"'),
        text("other controls in lower-case hex", "\x00\x01\x0b\x1f", '"\\u0000\\u0001\\u000b\\u001f"'),
        text("controls in a key", {"a\nb": 1}, '{"a\\nb":1}'),
        text("composed and decomposed stay apart", ["\u00e9", "e\u0301"], '["\u00e9","e\u0301"]'),
        text(
            "integers", [0, -1, 999999999999999, -999999999999999], "[0,-1,999999999999999,-999999999999999]"
        ),
        text(
            "a float with integral value is an integer",
            [1.0, -0.0, 100.0, 1e3, 1e14],
            "[1,0,100,1000,100000000000000]",
        ),
        text(
            "floats in shortest form",
            [0.1, 1.5, -2.25, 0.30000000000000004, 123456.789],
            "[0.1,1.5,-2.25,0.30000000000000004,123456.789]",
        ),
        text(
            "small floats without exponent",
            [1e-6, 0.00001, 1.5e-5, 0.000123],
            "[0.000001,0.00001,0.000015,0.000123]",
        ),
        text(
            "large floats without exponent",
            [999999999999998.5, 12345678901234.5],
            "[999999999999998.5,12345678901234.5]",
        ),
        text(
            "white space is dropped, order of lists kept",
            {"l": [3, 1, 2], "o": {"y": None, "x": False}},
            '{"l":[3,1,2],"o":{"x":false,"y":null}}',
        ),
        text(
            "__proto__ is a key like any other",
            {"__proto__": 1, "constructor": 2},
            '{"__proto__":1,"constructor":2}',
        ),
        text("depth 32 is allowed", nested(32), "[" * 32 + "]" * 32),
        refused("depth 33", nested(33), "depth"),
        refused("depth counts objects too", {"a": nested(32)}, "depth"),
        refused("10^15", 1000000000000000, "number_range"),
        refused("10^15 as float", 1e15, "number_range"),
        refused("-10^15", -1000000000000000, "number_range"),
        refused("beyond 2^53", 9007199254740993, "number_range"),
        refused("too small", 9.9e-7, "number_range"),
        refused("the smallest double", 5e-324, "number_range"),
        refused("a lone high surrogate", "a\ud800", "lone_surrogate"),
        refused("a lone low surrogate", ["\udc00a"], "lone_surrogate"),
        refused("surrogates in the wrong order", "\udc00\ud800", "lone_surrogate"),
        refused("a lone surrogate in a key", {"\ud800": 1}, "lone_surrogate"),
        case("NaN", {"special": "NaN"}, {"error": "not_finite"}),
        case("infinity", {"special": "Infinity"}, {"error": "not_finite"}),
        case("minus infinity", {"special": "-Infinity"}, {"error": "not_finite"}),
    ]


ACTION_TEXT = (
    '{"action":"act_01jabcdefghjkmnpqrstvwxyz0","employee":"HR-EMP-00001","expires_at":1795453200000,"operations":'
    '[{"doctype":"Leave Application","op":"insert","values":{"employee":"HR-EMP-00001","from_date":"2026-12-03",'
    '"half_day":0,"leave_type":"Annual Leave","to_date":"2026-12-03"}}],"site":"acme.test",'
    '"tool":"hr.submit_leave_request","user":"priya@acme.test","v":1}'
)


def digest_cases() -> list[dict[str, Any]]:
    def changed(name: str, old: str, new: str, **change: Any) -> dict[str, Any]:
        assert ACTION_TEXT.count(old) == 1
        text = ACTION_TEXT.replace(old, new)
        return case(name, {**copy.deepcopy(ACTION), **change}, {"text": text, "digest": sha(text)})

    later = copy.deepcopy(ACTION["operations"])
    later[0]["values"]["to_date"] = "2026-12-04"
    half = copy.deepcopy(ACTION["operations"])
    half[0]["values"]["half_day"] = 0.5
    return [
        case("a leave request", ACTION, {"text": ACTION_TEXT, "digest": sha(ACTION_TEXT)}),
        changed("another site", '"site":"acme.test"', '"site":"globex.test"', site="globex.test"),
        changed("one day more", '"to_date":"2026-12-03"', '"to_date":"2026-12-04"', operations=later),
        changed("a float", '"half_day":0', '"half_day":0.5', operations=half),
        changed("another expiry", "1795453200000", "1795453200001", expires_at=1795453200001),
        changed(
            "a tool in another script",
            "hr.submit_leave_request",
            "hr.\u4f11\u6687\U0001f334",
            tool="hr.\u4f11\u6687\U0001f334",
        ),
        case(
            "a value that cannot be written",
            {**ACTION, "operations": [{"op": "insert", "values": {"x": "\ud83d"}}]},
            {"error": "lone_surrogate"},
        ),
    ]
