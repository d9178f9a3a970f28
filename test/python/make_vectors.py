"""Writes test/vectors/*.json. Inputs and expectations are written by hand; only hashes and signatures are computed,
with hashlib and cryptography directly and not with the code under test. Run: python3 test/python/make_vectors.py"""

from __future__ import annotations

import base64
import copy
import hashlib
import json
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

VECTORS = Path(__file__).resolve().parent.parent / "vectors"


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def case(name: str, given: Any, expect: Any) -> dict[str, Any]:
    return {"name": name, "input": given, "expect": expect}


def write(file: str, about: str, cases: list[dict[str, Any]], **more: Any) -> None:
    names = [entry["name"] for entry in cases]
    assert len(names) == len(set(names)), f"{file}: a name twice"
    text = json.dumps({"about": about, **more, "cases": cases}, indent=2, ensure_ascii=True)
    (VECTORS / f"{file}.json").write_text(text + "\n")


# --- canonical ---------------------------------------------------------------------------------------------------


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


# --- digest ------------------------------------------------------------------------------------------------------

ACTION: dict[str, Any] = {
    "site": "acme.test",
    "action": "act_01jabcdefghjkmnpqrstvwxyz0",
    "employee": "HR-EMP-00001",
    "user": "priya@acme.test",
    "tool": "hr.submit_leave_request",
    "operations": [
        {
            "op": "insert",
            "doctype": "Leave Application",
            "values": {
                "employee": "HR-EMP-00001",
                "leave_type": "Annual Leave",
                "from_date": "2026-12-03",
                "to_date": "2026-12-03",
                "half_day": 0,
            },
        }
    ],
    "expires_at": 1795453200000,
}
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


# --- audit -------------------------------------------------------------------------------------------------------

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


# --- tokens ------------------------------------------------------------------------------------------------------


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def key(seed: int) -> dict[str, str]:
    private = Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)
    x = private.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return {"kid": b64(hashlib.sha256(x).digest())[:16], "x": b64(x), "d": b64(bytes([seed]) * 32)}


def sign(claims: dict[str, Any], with_key: dict[str, str], **header: Any) -> str:
    head = {"alg": "EdDSA", "typ": "JWT", "kid": with_key["kid"], **header}
    head = {name: value for name, value in head.items() if value is not None}
    signed = b64(json.dumps(head).encode()) + "." + b64(json.dumps(claims).encode())
    private = Ed25519PrivateKey.from_private_bytes(
        base64.urlsafe_b64decode(with_key["d"] + "=" * (-len(with_key["d"]) % 4))
    )
    return signed + "." + b64(private.sign(signed.encode()))


def token_cases(keys: dict[str, dict[str, str]]) -> list[dict[str, Any]]:
    now = 1795453200
    user = {
        "iss": "acme.test",
        "aud": "dartwing-va",
        "typ": "va-user",
        "sub": "priya@acme.test",
        "sid": "sess_01jabcdefghjkmnpqrstvwxyz0",
        "epoch": 3,
        "scope": "va:read va:write",
        "iat": now - 10,
        "exp": now + 890,
        "jti": "j1",
    }
    read = {
        "iss": "dartwing-va",
        "aud": "acme.test",
        "typ": "va-read",
        "sub": "priya@acme.test",
        "dts": ["Leave Application", "Leave Type"],
        "turn": "turn_01jabcdefghjkmnpqrstvwxyz0",
        "iat": now - 10,
        "exp": now + 110,
        "jti": "j2",
    }
    site, old, car, alien = keys["site"], keys["site_old"], keys["sidecar"], keys["alien"]

    def check(
        name: str, kind: str, token: Any, expect: dict[str, Any], at: int = now, **more: Any
    ) -> dict[str, Any]:
        return case(name, {"kind": kind, "token": token, "now": at, "site": "acme.test", **more}, expect)

    def without(claims: dict[str, Any], name: str) -> dict[str, Any]:
        return {k: v for k, v in claims.items() if k != name}

    def bad(name: str, kind: str, token: Any, reason: str, at: int = now, **more: Any) -> dict[str, Any]:
        code = "TOKEN_EXPIRED" if reason == "expired" else "UNAUTHORIZED"
        return check(name, kind, token, {"error": reason, "code": code}, at, **more)

    good, delegation = sign(user, site), sign(read, car)
    body = b64(json.dumps(user).encode())
    none_token = b64(b'{"alg":"none","typ":"JWT","kid":"' + site["kid"].encode() + b'"}') + "." + body + "."
    raw = json.dumps({**user, "sub": "dana@acme.test"}).encode()
    head, _, signature = good.split(".")
    tampered = head + "." + b64(raw) + "." + signature
    hs_head = b64(json.dumps({"alg": "HS256", "typ": "JWT", "kid": site["kid"]}).encode())
    cases = [
        check("a user token", "va-user", good, {"claims": user}),
        check("a user token signed with the older of two keys", "va-user", sign(user, old), {"claims": user}),
        check("a delegation", "va-read", delegation, {"claims": read}),
        check("five seconds of leeway at the end", "va-user", good, {"claims": user}, user["exp"] + 4),
        check("five seconds of leeway at the start", "va-user", good, {"claims": user}, user["iat"] - 5),
        bad("expired", "va-user", good, "expired", user["exp"] + 5),
        bad("long expired", "va-read", delegation, "expired", now + 100000),
        bad("from the future", "va-user", good, "iat", user["iat"] - 6),
        bad("a delegation is no user token", "va-user", sign({**read}, site), "typ"),
        bad("a user token is no delegation", "va-read", sign({**user}, car), "typ"),
        bad("a delegation signed with the site's key", "va-read", sign(read, site), "kid"),
        bad("a user token signed by the sidecar", "va-user", sign(user, car), "kid"),
        bad("a stranger's key", "va-user", sign(user, alien), "kid"),
        bad("a stranger's key under our kid", "va-user", sign(user, alien, kid=site["kid"]), "signature"),
        bad("tampered claims", "va-user", tampered, "signature"),
        bad("a signature cut off", "va-user", good[:-4], "signature"),
        bad("no signature", "va-user", head + "." + b64(json.dumps(user).encode()) + ".", "signature"),
        bad("claims that are a list", "va-user", sign([], site), "malformed"),
        bad("alg none", "va-user", none_token, "alg"),
        bad(
            "alg none in capitals",
            "va-user",
            none_token.replace(b64(b'{"alg":"none"')[:10], b64(b'{"alg":"NONE"')[:10]),
            "alg",
        ),
        bad(
            "alg HS256 with the public key as secret",
            "va-user",
            hs_head + "." + body + "." + b64(b"x" * 32),
            "alg",
        ),
        bad("no kid", "va-user", sign(user, site, kid=None), "kid"),
        bad("a kid that is a property of every object", "va-user", sign(user, site, kid="__proto__"), "kid"),
        bad("another header typ", "va-user", sign(user, site, typ="at+jwt"), "header"),
        bad("critical headers", "va-user", sign(user, site, crit=["exp"]), "header"),
        bad("another site", "va-user", sign({**user, "iss": "globex.test"}, site), "iss"),
        bad("for another audience", "va-user", sign({**user, "aud": "other"}, site), "aud"),
        bad("a list of audiences", "va-user", sign({**user, "aud": ["dartwing-va"]}, site), "aud"),
        bad("a delegation for another site", "va-read", sign({**read, "aud": "globex.test"}, car), "aud"),
        bad("a delegation by another issuer", "va-read", sign({**read, "iss": "acme.test"}, car), "iss"),
        bad("lives too long", "va-user", sign({**user, "exp": user["iat"] + 901}, site), "lifetime"),
        bad(
            "a delegation lives too long",
            "va-read",
            sign({**read, "exp": read["iat"] + 121}, car),
            "lifetime",
        ),
        bad("ends before it starts", "va-user", sign({**user, "exp": user["iat"]}, site), "lifetime"),
        bad("exp is text", "va-user", sign({**user, "exp": str(user["exp"])}, site), "exp"),
        bad("exp is true", "va-user", sign({**user, "exp": True}, site), "exp"),
        bad("no iat", "va-user", sign(without(user, "iat"), site), "iat"),
        bad("no jti", "va-user", sign(without(user, "jti"), site), "jti"),
        bad("no sub", "va-user", sign(without(user, "sub"), site), "sub"),
        bad("an empty sub", "va-read", sign({**read, "sub": ""}, car), "sub"),
        bad("sub is a number", "va-user", sign({**user, "sub": 7}, site), "sub"),
        bad("no sid", "va-user", sign(without(user, "sid"), site), "sid"),
        bad("epoch is text", "va-user", sign({**user, "epoch": "3"}, site), "epoch"),
        bad("no DocTypes", "va-read", sign(without(read, "dts"), car), "dts"),
        bad("DocTypes as text", "va-read", sign({**read, "dts": "Leave Application"}, car), "dts"),
        bad("an empty DocType", "va-read", sign({**read, "dts": [""]}, car), "dts"),
        bad("no turn", "va-read", sign(without(read, "turn"), car), "turn"),
        check(
            "methods that it names",
            "va-read",
            sign({**read, "mts": ["acme.api.rooms"]}, car),
            {"claims": {**read, "mts": ["acme.api.rooms"]}},
        ),
        bad("methods as text", "va-read", sign({**read, "mts": "acme.api.rooms"}, car), "mts"),
        bad("no methods at all", "va-read", sign({**read, "mts": None}, car), "mts"),
        bad("an empty method", "va-read", sign({**read, "mts": [""]}, car), "mts"),
        bad("too many methods", "va-read", sign({**read, "mts": ["acme.api.rooms"] * 21}, car), "mts"),
        check(
            "no DocType at all is allowed",
            "va-read",
            sign({**read, "dts": []}, car),
            {"claims": {**read, "dts": []}},
        ),
        bad("empty", "va-user", "", "malformed"),
        bad("not text", "va-user", None, "malformed"),
        bad("two parts", "va-user", "a.b", "malformed"),
        bad("a header that is not JSON", "va-user", b64(b"no") + ".e30.AA", "malformed"),
        bad("a header that is a list", "va-user", b64(b"[]") + ".e30.AA", "malformed"),
        bad("padding", "va-user", "eyJ=" + good[4:], "malformed"),
        bad("too long", "va-user", good + "A" * 8192, "malformed"),
    ]
    return cases


# --- custom agents -----------------------------------------------------------------------------------------------

TOOL = {"name": "rooms", "description": "Rooms that are free.", "frappe_method": "acme.api.rooms"}


def custom_agent_cases() -> list[dict[str, Any]]:
    def good(name: str, tools: Any, methods: list[str], agent: str = "facilities") -> dict[str, Any]:
        return case(name, {"agent": agent, "tools": tools}, {"methods": methods})

    def bad(
        name: str, tools: Any, code: str, about: str = "rooms", agent: str = "facilities"
    ) -> dict[str, Any]:
        return case(name, {"agent": agent, "tools": tools}, {"code": code, "about": about})

    def taking(**properties: Any) -> list[dict[str, Any]]:
        return [{**TOOL, "parameters": {"type": "object", "properties": properties}}]

    def without(key: str) -> list[dict[str, Any]]:
        return [{k: v for k, v in TOOL.items() if k != key}]

    text = {"type": "string", "description": "The floor"}
    count = {"type": "integer", "description": "How many seats"}
    every = {
        "floor": {**text, "enum": ["First", "Second"]},
        "day": {"type": "string", "description": "The day", "format": "date"},
        "note": {**text, "maxLength": 2000},
        "seats": {**count, "minimum": 1, "maximum": 40},
        "price": {"type": "number", "description": "At most", "minimum": 0.5},
        "screen": {"type": "boolean", "description": "With a screen"},
    }
    return [
        good("nothing", None, []),
        good("blank", "  ", []),
        good("an empty list", "[]", []),
        good("a tool", [TOOL], ["acme.api.rooms"]),
        good("a tool as text", json.dumps([TOOL]), ["acme.api.rooms"]),
        good(
            "everything said that goes without saying",
            [{**TOOL, "handler_type": "frappe_api", "capability": "read", "requires_confirmation": False}],
            ["acme.api.rooms"],
        ),
        good(
            "two tools",
            [TOOL, {**TOOL, "name": "desks", "frappe_method": "acme.api.desks"}],
            ["acme.api.rooms", "acme.api.desks"],
        ),
        good("parameters of every kind", taking(**every), ["acme.api.rooms"]),
        good(
            "a parameter that it needs",
            [{**TOOL, "parameters": {"properties": {"floor": text}, "required": ["floor"]}}],
            ["acme.api.rooms"],
        ),
        good("no parameters", [{**TOOL, "parameters": {}}], ["acme.api.rooms"]),
        good("a name as long as can be", [{**TOOL, "name": "r" * 52}], ["acme.api.rooms"]),
        bad("no JSON", "[{", "not_json", ""),
        bad("one tool and no list", TOOL, "not_a_list", ""),
        bad("a name instead of a tool", ["rooms"], "not_an_object", ""),
        bad("too many", [{**TOOL, "name": f"rooms_{n}"} for n in range(21)], "tools_many", "20"),
        bad("no name", without("name"), "tool_name", "null"),
        bad("a name with spaces", [{**TOOL, "name": "Free rooms"}], "tool_name", "Free rooms"),
        bad("a name with two underscores", [{**TOOL, "name": "free__rooms"}], "tool_name", "free__rooms"),
        bad("a name that ends with one", [{**TOOL, "name": "rooms_"}], "tool_name", "rooms_"),
        bad("a name that is a number", [{**TOOL, "name": 7}], "tool_name", "7"),
        bad("a name too long with its agent's", [{**TOOL, "name": "r" * 53}], "tool_name_long", "r" * 53),
        bad("a name twice", [TOOL, TOOL], "tool_twice"),
        bad("no description", without("description"), "tool_description"),
        bad("a blank description", [{**TOOL, "description": " "}], "tool_description"),
        bad("no method", without("frappe_method"), "tool_method"),
        bad("a method without a module", [{**TOOL, "frappe_method": "eval"}], "tool_method"),
        bad("a call in place of a method", [{**TOOL, "frappe_method": "acme.api.rooms()"}], "tool_method"),
        bad("a method and a line", [{**TOOL, "frappe_method": "acme.api.rooms\n"}], "tool_method"),
        bad(
            "a web address",
            [{**TOOL, "handler_type": "webhook", "webhook_url": "http://169.254.169.254/"}],
            "tool_handler",
        ),
        bad("a script", [{**TOOL, "handler_type": "script", "script_name": "Mine"}], "tool_handler"),
        bad("a handler that nobody knows", [{**TOOL, "handler_type": "mail"}], "tool_handler"),
        bad("a handler that is nothing", [{**TOOL, "handler_type": None}], "tool_handler"),
        bad("an address beside the method", [{**TOOL, "webhook_url": "x"}], "tool_key", "rooms: webhook_url"),
        bad("a tool that changes things", [{**TOOL, "capability": "update"}], "tool_capability"),
        bad("a capability that nobody knows", [{**TOOL, "capability": []}], "tool_capability"),
        bad("a read that asks first", [{**TOOL, "requires_confirmation": True}], "tool_confirmation"),
        bad("a confirmation in words", [{**TOOL, "requires_confirmation": "no"}], "tool_confirmation"),
        bad("a list of parameters", [{**TOOL, "parameters": [1]}], "tool_parameters"),
        bad("parameters of another type", [{**TOOL, "parameters": {"type": "array"}}], "tool_parameters"),
        bad("references", [{**TOOL, "parameters": {"$ref": "#/x"}}], "tool_parameters"),
        bad(
            "anything beside the parameters",
            [{**TOOL, "parameters": {"properties": {}, "additionalProperties": True}}],
            "tool_parameters",
        ),
        bad(
            "a parameter that is needed and not there",
            [{**TOOL, "parameters": {"properties": {}, "required": ["floor"]}}],
            "tool_parameters",
        ),
        bad("too many parameters", taking(**{f"p{n}": text for n in range(11)}), "tool_parameters"),
        bad(
            "a parameter without description",
            taking(floor={"type": "string"}),
            "tool_parameter",
            "rooms: floor",
        ),
        bad("a parameter without type", taking(floor={"description": "x"}), "tool_parameter", "rooms: floor"),
        bad(
            "a list as a parameter", taking(floor={**text, "type": "array"}), "tool_parameter", "rooms: floor"
        ),
        bad(
            "a type that every object has",
            taking(floor={**text, "type": "toString"}),
            "tool_parameter",
            "rooms: floor",
        ),
        bad("a pattern", taking(floor={**text, "pattern": "^(a+)+$"}), "tool_parameter", "rooms: floor"),
        bad("a name of Frappe's own", taking(doctype=text), "tool_parameter", "rooms: doctype"),
        bad("another name of Frappe's own", taking(cmd=text), "tool_parameter", "rooms: cmd"),
        bad("a parameter in capitals", taking(Floor=text), "tool_parameter", "rooms: Floor"),
        bad("a choice of numbers", taking(floor={**text, "enum": [1, 2]}), "tool_parameter", "rooms: floor"),
        bad("an empty choice", taking(floor={**text, "enum": []}), "tool_parameter", "rooms: floor"),
        bad("a choice twice", taking(floor={**text, "enum": ["A", "a"]}), "tool_parameter", "rooms: floor"),
        bad("a choice of figures", taking(seats={**count, "enum": ["1"]}), "tool_parameter", "rooms: seats"),
        bad("another format", taking(floor={**text, "format": "uri"}), "tool_parameter", "rooms: floor"),
        bad("a bound in words", taking(seats={**count, "minimum": "1"}), "tool_parameter", "rooms: seats"),
        bad(
            "a bound that is true", taking(seats={**count, "minimum": True}), "tool_parameter", "rooms: seats"
        ),
        bad("too long a text", taking(floor={**text, "maxLength": 2001}), "tool_parameter", "rooms: floor"),
    ]


# --- delegation --------------------------------------------------------------------------------------------------

READS = ["dartwing_va.reads.leave_details", "dartwing_va.reads.directory"]


def delegation_cases() -> list[dict[str, Any]]:
    def ask(name: str, segments: list[str], expect: dict[str, Any], **more: Any) -> dict[str, Any]:
        request = {
            "verb": "GET",
            "segments": segments,
            "query_keys": [],
            "has_body": False,
            "has_cookie": False,
        }
        given = {
            "request": {**request, **more},
            "dts": ["Leave Application", "Salary Slip", "ToDo"],
            "methods": READS,
        }
        for key in ("dts", "named", "listed"):
            if key in more:
                given[key] = given["request"].pop(key)
        return case(name, given, expect)

    def no(reason: str) -> dict[str, Any]:
        return {"allowed": False, "reason": reason}

    leave = ["api", "resource", "Leave Application"]
    listed = {"allowed": True, "kind": "resource", "doctype": "Leave Application"}
    filters = ["fields", "filters", "or_filters", "limit_page_length", "limit_start", "order_by"]
    cases = [
        ask("a list", leave, listed, query_keys=filters),
        ask("a document", [*leave, "HR-LAP-2026-00001"], {**listed, "name": "HR-LAP-2026-00001"}),
        ask(
            "a name with slashes",
            ["api", "resource", "Salary Slip", "Sal Slip", "HR-EMP-1", "00001"],
            {
                "allowed": True,
                "kind": "resource",
                "doctype": "Salary Slip",
                "name": "Sal Slip/HR-EMP-1/00001",
            },
        ),
        ask(
            "a listed method",
            ["api", "method", READS[0]],
            {"allowed": True, "kind": "method", "method": READS[0]},
            query_keys=["employee"],
        ),
        *[
            ask(f"verb {verb}", leave, no("verb"), verb=verb)
            for verb in ("POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "get")
        ],
        ask("a body", leave, no("body"), has_body=True),
        ask("a session cookie", leave, no("cookie"), has_cookie=True),
        *[
            ask(f"parameter {key}", leave, no("parameter"), query_keys=["fields", key])
            for key in ("cmd", "run_method", "sid", "usr", "data", "doctype")
        ],
        ask(
            "a forbidden parameter on a method",
            ["api", "method", READS[0]],
            no("parameter"),
            query_keys=["cmd"],
        ),
        ask(
            "a method that token and company name",
            ["api", "method", "acme.api.rooms"],
            {"allowed": True, "kind": "method", "method": "acme.api.rooms"},
            named=["acme.api.rooms"],
            listed=["acme.api.desks", "acme.api.rooms"],
        ),
        ask(
            "a method that the token alone names",
            ["api", "method", "acme.api.rooms"],
            no("method"),
            named=["acme.api.rooms"],
            listed=["acme.api.desks"],
        ),
        ask(
            "a method that the company alone lists",
            ["api", "method", "acme.api.rooms"],
            no("method"),
            listed=["acme.api.rooms"],
        ),
        ask(
            "another method than the named one",
            ["api", "method", "acme.api.rooms.all"],
            no("method"),
            named=["acme.api.rooms"],
            listed=["acme.api.rooms"],
        ),
        ask(
            "POST of a named method",
            ["api", "method", "acme.api.rooms"],
            no("verb"),
            verb="POST",
            named=["acme.api.rooms"],
            listed=["acme.api.rooms"],
        ),
        *[
            ask(
                f"{method}, also when it is listed",
                ["api", "method", method],
                no("method"),
                named=[method],
                listed=[method],
            )
            for method in (
                "frappe.client.get_list",
                "frappe.desk.search.search_link",
                "dartwing_va.api.batch",
                "dartwing_va.readsx.rooms",
                "hrms.hr.doctype.leave_application.leave_application.get_leave_details",
            )
        ],
        ask("no path", [""], no("path")),
        ask("a page", ["app", "user"], no("path")),
        ask("the API itself", ["api"], no("path")),
        ask("the second version of the API", ["api", "v2", "document", "ToDo"], no("path")),
        ask("the first version by its long name", ["api", "v1", "resource", "ToDo"], no("path")),
        ask("no DocType", ["api", "resource"], no("path")),
        ask("an empty DocType", ["api", "resource", ""], no("path")),
        ask("a trailing slash", [*leave, ""], no("path")),
        ask("an empty segment", ["api", "", "resource", "ToDo"], no("path")),
        ask("dots", ["api", "resource", "ToDo", ".."], no("path")),
        ask("dots that climb out", ["api", "resource", "ToDo", "..", "User"], no("path")),
        ask("another case of api", ["API", "resource", "ToDo"], no("path")),
        ask("a DocType that was not named", ["api", "resource", "Employee"], no("doctype")),
        ask("another case of a named DocType", ["api", "resource", "todo"], no("doctype")),
        ask("a DocType with a space behind", ["api", "resource", "ToDo "], no("doctype")),
        ask("no DocType is named", leave, no("doctype"), dts=[]),
        ask("a method that is not listed", ["api", "method", "frappe.client.get_list"], no("method")),
        ask("a listed method with more behind", ["api", "method", READS[0], "frappe.client.get"], no("path")),
        ask("a listed method as prefix", ["api", "method", READS[0] + ".x"], no("method")),
        ask("login", ["api", "method", "login"], no("method")),
        *[
            ask(f"denied: {doctype!a}", ["api", "resource", doctype], no("doctype"), dts=[doctype])
            for doctype in (
                "User",
                "user",
                "USER ",
                "OAuth Bearer Token",
                "oauth bearer token",
                "OAuth Be\u00e1rer Token",
                "OAuth Bea\u0301rer Token",
                "\uff35ser",
                "Email Queue",
                "Error Log",
                "Deleted Document",
                "Version",
                "Server Script",
                "VA Session",
                "VA Audit Head",
                "Activity Log",
            )
        ],
    ]
    return cases


# --- policy ------------------------------------------------------------------------------------------------------


def policy_cases() -> list[dict[str, Any]]:
    base: dict[str, Any] = {
        "now": 1795453200000,
        "action": {
            "status": "pending",
            "user": "priya@acme.test",
            "tool": "hr.submit_leave_request",
            "expires_at": 1795453200001,
            "digest": "d1",
        },
        "operations": ACTION["operations"],
        "computed": "d1",
        "given": "d1",
        "proof": {"kind": "session", "user": "priya@acme.test", "active": True},
        "person": {"enabled": True, "employee_status": "Active", "instance_status": "Active"},
        "policies": [
            {"tool": "hr.*", "enabled": True, "session": True, "session_max_amount": None},
            {"tool": "finance.*", "enabled": True, "session": True, "session_max_amount": 500},
            {"tool": "finance.pay", "enabled": True, "session": False, "session_max_amount": None},
            {"tool": "crm.delete_lead", "enabled": False, "session": True, "session_max_amount": None},
        ],
        "amount": {"moves": False, "total": 0},
        "caps": {"session_amount": None},
        "counts": {"turn": 0, "minute": 0, "day": 0},
        "limits": {"turn": 10, "minute": 30, "day": 200},
    }

    def vary(name: str, expect: dict[str, Any], op: str = "execute", **change: Any) -> dict[str, Any]:
        given = copy.deepcopy(base)
        for key_, value in change.items():
            given[key_] = (
                {**given[key_], **value}
                if isinstance(value, dict) and isinstance(given[key_], dict)
                else value
            )
        return case(name, {"op": op, "case": given}, expect)

    def no(code: str, **meta: Any) -> dict[str, Any]:
        return {"allowed": False, "code": code, "meta": meta}

    yes = {"allowed": True}
    user = {"kind": "user"}
    update = {
        "op": "update",
        "doctype": "Task",
        "name": "TASK-1",
        "values": {"status": "Open"},
        "from": {"status": "Working", "docstatus": 0},
    }

    def ops(name: str, operations: Any, expect: dict[str, Any]) -> dict[str, Any]:
        return vary(name, expect, operations=operations)

    def shape(name: str, operations: Any, reason: str) -> dict[str, Any]:
        return ops(name, operations, no("VALIDATION_ERROR", reason=reason))

    def insert(doctype: str, **values: Any) -> list[dict[str, Any]]:
        return [{"op": "insert", "doctype": doctype, "values": values or {"x": 1}}]

    def notify(change: dict[str, Any]) -> dict[str, Any]:
        args = {"to_user": "li@acme.test", "message": "The report is done", **change}
        return {"op": "method", "method": "notify_colleague", "args": args}

    def mail(change: dict[str, Any]) -> dict[str, Any]:
        args = {
            "recipients": ["bob@client.example"],
            "subject": "The offer",
            "message": "It is ready.",
            **change,
        }
        return {"op": "method", "method": "send_email", "args": args}

    pay = {"tool": "finance.submit_expense"}
    cases = [
        vary("a session proof for a tool whose agent allows it", yes),
        vary("a user proof", yes, proof=user),
        vary("a user proof without digest", yes, proof=user, given=None),
        vary("a session proof without digest", no("ACTION_CHANGED"), given=None),
        vary("somebody else's action", no("ACTION_NOT_FOUND"), proof={"user": "li@acme.test"}),
        vary(
            "somebody else's action, whatever its status",
            no("ACTION_NOT_FOUND"),
            proof={"user": "li@acme.test"},
            action={"status": "completed"},
        ),
        vary("done already", {"allowed": False, "repeat": True}, action={"status": "completed"}),
        vary(
            "done already, and long expired",
            {"allowed": False, "repeat": True},
            action={"status": "completed", "expires_at": 1},
        ),
        vary("being done", no("CONFLICT"), action={"status": "executing"}),
        vary("failed", no("ACTION_FAILED"), action={"status": "failed"}),
        vary("cancelled", no("ACTION_CANCELLED"), action={"status": "cancelled"}),
        vary(
            "cancelled because it was replaced",
            no("ACTION_SUPERSEDED"),
            action={"status": "cancelled", "replaced_by": "act_2"},
        ),
        vary("rejected", no("ACTION_CANCELLED"), action={"status": "rejected"}),
        vary("marked expired", no("ACTION_EXPIRED"), action={"status": "expired"}),
        vary("superseded", no("ACTION_SUPERSEDED"), action={"status": "superseded"}),
        vary("undone", no("ACTION_ALREADY_REVERSED"), action={"status": "reversed"}),
        vary("an unknown status", no("ACTION_FAILED"), action={"status": "Pending"}),
        vary("expires at this very moment", no("ACTION_EXPIRED"), action={"expires_at": 1795453200000}),
        vary("expired, user proof", no("ACTION_EXPIRED"), action={"expires_at": 5}, proof=user),
        vary("login switched off", no("USER_DISABLED"), person={"enabled": False}),
        vary("no employee", no("NO_EMPLOYEE"), person={"employee_status": None}),
        vary("left the company", no("EMPLOYEE_LEFT"), person={"employee_status": "Left"}),
        vary("assistant paused", no("ASSISTANT_PAUSED"), person={"instance_status": "Paused"}),
        vary("assistant off", no("ASSISTANT_OFF"), person={"instance_status": None}),
        vary("what is stored was edited", no("ACTION_CHANGED"), computed="d2"),
        vary("another digest was confirmed", no("ACTION_CHANGED"), given="d2"),
        vary("another digest, user proof", no("ACTION_CHANGED"), given="d2", proof=user),
        vary("the session is over", no("PROOF_REQUIRED", reason="session"), proof={"active": False}),
        vary("an unknown kind of proof", no("PROOF_REQUIRED", reason="session"), proof={"kind": "admin"}),
        vary(
            "a tool without policy", no("PROOF_REQUIRED", reason="policy"), action={"tool": "ops.unheard_of"}
        ),
        vary("a tool without policy, user proof", yes, action={"tool": "ops.unheard_of"}, proof=user),
        vary("no policy at all", no("PROOF_REQUIRED", reason="policy"), policies=[]),
        vary(
            "the tool's own policy beats its agent's",
            no("PROOF_REQUIRED", reason="policy"),
            action={"tool": "finance.pay"},
        ),
        vary(
            "a policy for everything",
            yes,
            policies=[{"tool": "*", "enabled": True, "session": True, "session_max_amount": None}],
        ),
        vary(
            "a tool switched off", no("FORBIDDEN", tool="crm.delete_lead"), action={"tool": "crm.delete_lead"}
        ),
        vary(
            "a tool switched off, user proof",
            no("FORBIDDEN", tool="crm.delete_lead"),
            action={"tool": "crm.delete_lead"},
            proof=user,
        ),
        vary("an amount within the policy", yes, action=pay, amount={"moves": True, "total": 500}),
        vary(
            "an amount over the policy",
            no("PROOF_REQUIRED", reason="amount"),
            action=pay,
            amount={"moves": True, "total": 500.01},
        ),
        vary(
            "an amount over the policy, user proof",
            yes,
            action=pay,
            amount={"moves": True, "total": 9999},
            proof=user,
        ),
        vary(
            "an amount over the person's cap",
            no("PROOF_REQUIRED", reason="amount"),
            action=pay,
            amount={"moves": True, "total": 100},
            caps={"session_amount": 50},
        ),
        vary(
            "an amount just below the sensitive one",
            yes,
            action=pay,
            amount={"moves": True, "total": 99.99},
            caps={"session_below": 100},
        ),
        vary(
            "the sensitive amount itself",
            no("PROOF_REQUIRED", reason="amount"),
            action=pay,
            amount={"moves": True, "total": 100},
            caps={"session_below": 100},
        ),
        vary(
            "an amount that cannot be told",
            no("PROOF_REQUIRED", reason="amount"),
            action=pay,
            amount={"moves": True, "total": None},
        ),
        vary(
            "money, and no amount in any policy",
            no("PROOF_REQUIRED", reason="amount"),
            amount={"moves": True, "total": 1},
        ),
        vary("one below the limit of a turn", yes, counts={"turn": 9}),
        vary("the limit of a turn", no("RATE_LIMITED", limit="turn"), counts={"turn": 10}),
        vary("the limit of a minute", no("RATE_LIMITED", limit="minute"), counts={"minute": 30}),
        vary("the limit of a day", no("RATE_LIMITED", limit="day"), counts={"day": 200}),
        vary(
            "the limit of a day, user proof", no("RATE_LIMITED", limit="day"), counts={"day": 200}, proof=user
        ),
        vary("a limit of nothing", no("RATE_LIMITED", limit="day"), limits={"day": 0}),
        *[
            ops(f"blocked: {doctype!a}", insert(doctype), no("FORBIDDEN", blocked=doctype))
            for doctype in (
                "User",
                "user",
                "Us\u00e9r",
                "Role",
                "System Settings",
                "Custom DocPerm",
                "DocPerm",
                "User Permission",
                "DocShare",
                "Has Role",
                "Role Profile",
                "Server Script",
                "Client Script",
                "DocType",
                "Property Setter",
                "Workflow",
                "VA Action Log",
                "va company settings",
                "VA Whatever Comes",
            )
        ],
        ops(
            "a blocked DocType behind a good one",
            [update, insert("Role")[0]],
            no("FORBIDDEN", blocked="Role"),
        ),
        ops(
            "who a login belongs to",
            [
                {
                    **update,
                    "doctype": "Employee",
                    "values": {"user_id": "x"},
                    "from": {"user_id": "y", "docstatus": 0},
                }
            ],
            no("FORBIDDEN", blocked="Employee.user_id"),
        ),
        ops(
            "a request about a blocked document",
            [
                {
                    "op": "method",
                    "method": "ask_approver",
                    "args": {"doctype": "User", "name": "x", "to_user": "y", "message": "z"},
                }
            ],
            no("FORBIDDEN", blocked="User"),
        ),
        ops(
            "a request to an approver",
            [
                {
                    "op": "method",
                    "method": "ask_approver",
                    "args": {"doctype": "Leave Application", "name": "x", "to_user": "y", "message": "z"},
                }
            ],
            yes,
        ),
        ops(
            "a request to an approver, called by name",
            [
                {
                    "op": "method",
                    "method": "ask_approver",
                    "args": {
                        "doctype": "Leave Application",
                        "name": "x",
                        "to_user": "y",
                        "to_name": "Y Z",
                        "message": "z",
                    },
                }
            ],
            yes,
        ),
        ops(
            "a comment",
            [
                {
                    "op": "method",
                    "method": "comment",
                    "args": {"doctype": "Task", "name": "x", "message": "z"},
                }
            ],
            yes,
        ),
        ops("a message to a colleague", [notify({})], yes),
        ops("a message about a task", [notify({"to_name": "Y Z", "doctype": "Task", "name": "x"})], yes),
        ops("messages to three colleagues", [notify({"to_user": user}) for user in "abc"], yes),
        ops("an e-mail", [mail({})], yes),
        ops("an e-mail about a document", [mail({"doctype": "Task", "name": "x"})], yes),
        ops(
            "an e-mail about a blocked document",
            [mail({"doctype": "User", "name": "x"})],
            no("FORBIDDEN", blocked="User"),
        ),
        ops("an update", [update], yes),
        ops(
            "submit, cancel, delete, workflow",
            [
                {"op": "submit", "doctype": "Timesheet", "name": "T1", "from": {"docstatus": 0}},
                {"op": "cancel", "doctype": "Timesheet", "name": "T2", "from": {"docstatus": 1}},
                {"op": "delete", "doctype": "Timesheet", "name": "T3", "from": {"docstatus": 2}},
                {
                    "op": "workflow",
                    "doctype": "Timesheet",
                    "name": "T4",
                    "action": "Approve",
                    "from": {"docstatus": 0, "workflow_state": "Open"},
                },
            ],
            yes,
        ),
        ops(
            "rows of a child table",
            insert("Expense Claim", expenses=[{"expense_type": "Travel", "amount": 12.5}]),
            yes,
        ),
        shape("no operations", [], "operations must be a list of 1 to 20"),
        shape("operations as text", "[]", "operations must be a list of 1 to 20"),
        shape("too many operations", [update] * 21, "operations must be a list of 1 to 20"),
        ops(
            "a document that names the one made before",
            insert("Task", subject="x") + insert("ToDo", reference_type="Task", reference_name={"$doc": 0}),
            yes,
        ),
        shape(
            "a document that names itself",
            insert("ToDo", reference_name={"$doc": 0}),
            "operation 0: a reference to no document of before",
        ),
        shape(
            "a document that names one to come",
            insert("ToDo", reference_name={"$doc": 1}) + insert("Task", subject="x"),
            "operation 0: a reference to no document of before",
        ),
        shape(
            "a document that names one that was changed",
            [update, *insert("ToDo", reference_name={"$doc": 0})],
            "operation 1: a reference to no document of before",
        ),
        shape(
            "a change that names a document made before",
            [
                *insert("Task", subject="x"),
                {
                    **update,
                    "values": {"parent_task": {"$doc": 0}},
                    "from": {"parent_task": None, "docstatus": 0},
                },
            ],
            "operation 1: a value may not be an object",
        ),
        shape(
            "a reference that is no number",
            [*insert("Task", subject="x"), *insert("ToDo", reference_name={"$doc": "0"})],
            "operation 1: a value may not be an object",
        ),
        shape(
            "a reference with more",
            [*insert("Task", subject="x"), *insert("ToDo", reference_name={"$doc": 0, "x": 1})],
            "operation 1: a value may not be an object",
        ),
        shape("too large", insert("Task", description="x" * 200_000), "operations are too large"),
        shape(
            "a value that cannot be written",
            insert("Task", description="\ud800"),
            "operations cannot be written: lone_surrogate",
        ),
        shape("not an object", [1], "operation 0: not an object"),
        shape(
            "an unknown op",
            [update, {"op": "rename", "doctype": "Task", "name": "x"}],
            "operation 1: unknown op",
        ),
        shape("an op that every object has", [{"op": "constructor"}], "operation 0: unknown op"),
        shape("a key too many", [{**update, "ignore_permissions": 1}], "operation 0: wrong keys"),
        shape("a key too few", [{"op": "insert", "doctype": "Task"}], "operation 0: wrong keys"),
        shape("an empty name", [{**update, "name": " "}], "operation 0: name must be text"),
        shape("a DocType as list", [{**update, "doctype": ["Task"]}], "operation 0: doctype must be text"),
        shape("no values", [{**update, "values": {}}], "operation 0: values must be an object with a field"),
        shape(
            "docstatus as a value", insert("Task", docstatus=1), "operation 0: a field that may not be set"
        ),
        shape("owner as a value", insert("Task", owner="x"), "operation 0: a field that may not be set"),
        shape("flags as a value", insert("Task", Flags=1), "operation 0: a field that may not be set"),
        shape("a hidden field", insert("Task", __islocal=1), "operation 0: a field that may not be set"),
        shape("a name of one's own", insert("Task", name="x"), "operation 0: a field that may not be set"),
        shape(
            "an object as value",
            insert("Task", subject={"a": 1}),
            "operation 0: a value may not be an object",
        ),
        shape(
            "a list that is no table",
            insert("Task", depends_on=["x"]),
            "operation 0: a row must be an object with a field",
        ),
        shape(
            "a row that moves to another parent",
            insert("Task", depends_on=[{"parent": "x"}]),
            "operation 0: a field that may not be set",
        ),
        shape(
            "a table in a row",
            insert("Task", depends_on=[{"task": [1]}]),
            "operation 0: a row holds plain values only",
        ),
        shape(
            "no docstatus in from",
            [{**update, "from": {"status": "Open"}}],
            "operation 0: from must hold docstatus",
        ),
        shape(
            "docstatus as true",
            [{**update, "from": {"status": "Open", "docstatus": True}}],
            "operation 0: from must hold docstatus",
        ),
        shape(
            "a from value is missing",
            [{**update, "from": {"docstatus": 0}}],
            "operation 0: from must hold every field that changes",
        ),
        shape(
            "submitting what is submitted",
            [{"op": "submit", "doctype": "Task", "name": "x", "from": {"docstatus": 1}}],
            "operation 0: submit is not possible from that docstatus",
        ),
        shape(
            "deleting what is submitted",
            [{"op": "delete", "doctype": "Task", "name": "x", "from": {"docstatus": 1}}],
            "operation 0: delete is not possible from that docstatus",
        ),
        shape(
            "a workflow step without state",
            [
                {
                    "op": "workflow",
                    "doctype": "Task",
                    "name": "x",
                    "action": "Approve",
                    "from": {"docstatus": 0},
                }
            ],
            "operation 0: from must hold workflow_state",
        ),
        shape(
            "an unknown method",
            [{"op": "method", "method": "frappe.client.delete", "args": {}}],
            "operation 0: unknown method",
        ),
        shape(
            "wrong arguments",
            [{"op": "method", "method": "ask_approver", "args": {"doctype": "Task"}}],
            "operation 0: wrong arguments",
        ),
        shape(
            "an argument that nobody knows",
            [
                {
                    "op": "method",
                    "method": "ask_approver",
                    "args": {
                        "doctype": "Task",
                        "name": "x",
                        "to_user": "y",
                        "to_name": "Y",
                        "cc": "q",
                        "message": "z",
                    },
                }
            ],
            "operation 0: wrong arguments",
        ),
        shape(
            "a comment to somebody",
            [
                {
                    "op": "method",
                    "method": "comment",
                    "args": {"doctype": "Task", "name": "x", "to_name": "Y", "message": "z"},
                }
            ],
            "operation 0: wrong arguments",
        ),
        shape(
            "a method of every object",
            [
                {
                    "op": "method",
                    "method": "constructor",
                    "args": {"doctype": "Task", "name": "x", "message": "z"},
                }
            ],
            "operation 0: unknown method",
        ),
        shape("a message to nobody", [notify({"to_user": " "})], "operation 0: wrong arguments"),
        shape(
            "a message about half a document", [notify({"doctype": "Task"})], "operation 0: wrong arguments"
        ),
        shape(
            "a message with recipients",
            [notify({"recipients": ["a@b.test"]})],
            "operation 0: wrong arguments",
        ),
        shape("an empty message", [notify({"message": " \n"})], "operation 0: wrong message"),
        shape(
            "an e-mail to nobody",
            [mail({"recipients": []})],
            "operation 0: recipients must be a list of 1 to 10",
        ),
        shape(
            "an e-mail to eleven",
            [mail({"recipients": [f"a{number}@b.test" for number in range(11)]})],
            "operation 0: recipients must be a list of 1 to 10",
        ),
        shape(
            "an e-mail to a text",
            [mail({"recipients": "a@b.test"})],
            "operation 0: recipients must be a list of 1 to 10",
        ),
        *[
            shape(
                f"an e-mail to {what}",
                [mail({"recipients": [address]})],
                "operation 0: a recipient must be one plain address",
            )
            for what, address in (
                ("a name and an address", "Bob <bob@client.example>"),
                ("two in one", "a@b.test,c@d.test"),
                ("an address with a line break", "a@b.test\nBcc: c@d.test"),
                ("an address with a line break at its end", "a@b.test\n"),
                ("a login that is no address", "Administrator"),
                ("a host without a dot", "a@localhost"),
                ("an address that is too long", "a" * 132 + "@client.test"),
                ("a number", 7),
            )
        ],
        shape(
            "an e-mail twice to the same",
            [mail({"recipients": ["a@b.test", "A@B.test"]})],
            "operation 0: a recipient stands twice",
        ),
        shape(
            "an e-mail with a subject of two lines",
            [mail({"subject": "a\nb"})],
            "operation 0: a subject is one line",
        ),
        shape("an e-mail without a subject", [mail({"subject": ""})], "operation 0: wrong arguments"),
        ops("an e-mail with a long text", [mail({"message": "z" * 10_000})], yes),
        shape(
            "an e-mail with a text too long", [mail({"message": "z" * 10_001})], "operation 0: wrong message"
        ),
        shape("an e-mail with a copy", [mail({"cc": ["a@b.test"]})], "operation 0: wrong arguments"),
        shape(
            "a message too long",
            [
                {
                    "op": "method",
                    "method": "ask_approver",
                    "args": {"doctype": "Task", "name": "x", "to_user": "y", "message": "z" * 2001},
                }
            ],
            "operation 0: wrong message",
        ),
        vary("undo of a completed action", yes, "reverse", action={"status": "completed"}),
        vary(
            "undo with user proof of a tool without policy",
            yes,
            "reverse",
            action={"status": "completed", "tool": "x.y"},
            proof=user,
        ),
        vary(
            "undo with session proof of a tool without policy",
            no("PROOF_REQUIRED", reason="policy"),
            "reverse",
            action={"status": "completed", "tool": "x.y"},
        ),
        vary(
            "undo of what is undone", no("ACTION_ALREADY_REVERSED"), "reverse", action={"status": "reversed"}
        ),
        vary("undo of what was never done", no("ACTION_NOT_REVERSIBLE", reason="not_executed"), "reverse"),
        vary(
            "undo of what is being done",
            no("CONFLICT", reason="not_executed"),
            "reverse",
            action={"status": "executing"},
        ),
        vary(
            "undo of somebody else's",
            no("ACTION_NOT_FOUND"),
            "reverse",
            action={"status": "completed"},
            proof={"user": "li@acme.test"},
        ),
        vary(
            "undo beyond the limit of a minute",
            no("RATE_LIMITED", limit="minute"),
            "reverse",
            action={"status": "completed"},
            counts={"minute": 30},
        ),
        vary(
            "undo over the amount is allowed",
            yes,
            "reverse",
            action={"status": "completed", **pay},
            amount={"moves": True, "total": 9999},
        ),
    ]

    def amount(name: str, operations: Any, expect: Any, documents: Any = None) -> dict[str, Any]:
        return case(
            "amount: " + name,
            {"op": "amount", "operations": operations, "documents": documents or {}},
            {"moves": expect[0], "total": expect[1]},
        )

    claim = insert("Expense Claim", expenses=[{"amount": 100}, {"amount": 20.5}])
    submit = {"op": "submit", "doctype": "Expense Claim", "name": "EXP-1", "from": {"docstatus": 0}}
    return [
        *cases,
        amount("no money", ACTION["operations"], (False, 0)),
        amount("rows of an expense claim", claim, (True, 120.5)),
        amount(
            "a deal is a guess",
            [
                {
                    "op": "update",
                    "doctype": "Opportunity",
                    "name": "OPP-1",
                    "values": {"opportunity_amount": 60000},
                }
            ],
            (False, 0),
            {"Opportunity/OPP-1": {"opportunity_amount": 50000}},
        ),
        amount(
            "a total that says less than its rows",
            insert("Expense Claim", grand_total=1, expenses=[{"amount": 100}]),
            (True, 100),
        ),
        amount(
            "quantity times rate",
            insert("Purchase Order", items=[{"qty": 3, "rate": 10}, {"qty": 1, "rate": 2.5}]),
            (True, 32.5),
        ),
        amount("a rate that only the site knows", insert("Purchase Order", items=[{"qty": 3}]), (True, None)),
        amount("an amount as text", insert("Expense Claim", expenses=[{"amount": "100"}]), (True, None)),
        amount(
            "negative rows do not hide others",
            insert("Expense Claim", expenses=[{"amount": 100}, {"amount": -100}]),
            (True, 200),
        ),
        amount("a stored document", [submit], (True, 80), {"Expense Claim/EXP-1": {"grand_total": 80}}),
        amount("a stored document that is unknown", [submit], (True, None)),
        amount(
            "several operations",
            [*claim, submit],
            (True, 200.5),
            {"Expense Claim/EXP-1": {"grand_total": 80}},
        ),
        amount(
            "a document that two operations touch counts once",
            [
                {
                    "op": "update",
                    "doctype": "Expense Claim",
                    "name": "EXP-1",
                    "values": {"approval_status": "Approved"},
                    "from": {"approval_status": "Draft", "docstatus": 0},
                },
                submit,
            ],
            (True, 80),
            {"Expense Claim/EXP-1": {"grand_total": 80}},
        ),
        amount(
            "another spelling of the DocType", insert("expense claim", expenses=[{"amount": 7}]), (True, 7)
        ),
    ]


# --- inverse -----------------------------------------------------------------------------------------------------


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


# --- batch -------------------------------------------------------------------------------------------------------


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


def main() -> None:
    keys = {"site": key(1), "site_old": key(2), "sidecar": key(3), "alien": key(9)}
    valid = {
        "va-user": {keys[k]["kid"]: keys[k]["x"] for k in ("site", "site_old")},
        "va-read": {keys["sidecar"]["kid"]: keys["sidecar"]["x"]},
    }
    write(
        "canonical",
        "Canonical JSON. input.value, or input.special for what JSON cannot hold. expect.text and its SHA-256, or expect.error.",
        canonical_cases(),
    )
    write(
        "digest",
        "Action digest: expect.text is the canonical text, expect.digest its SHA-256.",
        digest_cases(),
    )
    write("audit", "op payload: text and hash of a row. op verify: check a run of rows.", audit_cases())
    write(
        "tokens",
        "keys: test keys, d = seed. valid: the keys {kid: x} that a verifier of that kind holds. expect.claims, or expect.error (the check that failed) and code.",
        token_cases(keys),
        keys=keys,
        valid=valid,
    )
    write(
        "custom-agents",
        "Tools of a custom agent. expect.methods: what they call; or code and about: why they are refused.",
        custom_agent_cases(),
    )
    write(
        "delegation",
        "Which request a delegation may make. named: methods of the token; listed: what the company lets custom agents call.",
        delegation_cases(),
    )
    write(
        "policy",
        "op execute: may_execute(case). op reverse: may_reverse(case). op amount: operations_amount(operations, documents).",
        policy_cases(),
    )
    write(
        "inverse",
        "op plan: plan_inverse(steps). op reversibility: reversibility(operations).",
        inverse_cases(),
    )
    write("batch", "expect.fault: why the table of batch refuses the operation, or null.", batch_cases())


if __name__ == "__main__":
    main()
