"""User tokens and delegations."""

from __future__ import annotations

import json
from typing import Any

from .common import b64, case, sign


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
