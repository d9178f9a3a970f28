"""Custom agents and the web addresses that they call."""

from __future__ import annotations

import hmac
import json
from typing import Any

from .common import case

TOOL = {"name": "rooms", "description": "Rooms that are free.", "frappe_method": "acme.api.rooms"}


def custom_agent_cases() -> list[dict[str, Any]]:
    def good(name: str, tools: Any, methods: list[str], agent: str = "facilities") -> dict[str, Any]:
        return calling(name, tools, [["frappe_api", method] for method in methods], agent)

    def calling(name: str, tools: Any, calls: list[list[str]], agent: str = "facilities") -> dict[str, Any]:
        return case(name, {"agent": agent, "tools": tools}, {"calls": calls})

    def bad(
        name: str, tools: Any, code: str, about: str = "rooms", agent: str = "facilities"
    ) -> dict[str, Any]:
        return case(name, {"agent": agent, "tools": tools}, {"code": code, "about": about})

    def taking(**properties: Any) -> list[dict[str, Any]]:
        return [{**TOOL, "parameters": {"type": "object", "properties": properties}}]

    def without(key: str) -> list[dict[str, Any]]:
        return [{k: v for k, v in TOOL.items() if k != key}]

    plain = without("frappe_method")[0]
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
        calling(
            "a web address",
            [{**plain, "handler_type": "webhook", "webhook_url": "https://hooks.acme.example/rooms"}],
            [["webhook", "https://hooks.acme.example/rooms"]],
        ),
        calling(
            "a script",
            [{**plain, "handler_type": "script", "script": "free_rooms"}],
            [["script", "free_rooms"]],
        ),
        bad("no web address", [{**plain, "handler_type": "webhook"}], "tool_webhook"),
        bad(
            "a web address without end",
            [{**plain, "handler_type": "webhook", "webhook_url": "https://a.example/" + "x" * 500}],
            "tool_webhook",
        ),
        bad("no script", [{**plain, "handler_type": "script", "script": " "}], "tool_script"),
        bad(
            "a method beside the script",
            [{**TOOL, "handler_type": "script", "script": "free_rooms"}],
            "tool_key",
            "rooms: frappe_method",
        ),
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


HOOK = "https://hooks.acme.example/rooms"


def webhook_cases() -> list[dict[str, Any]]:
    def url(name: str, url: Any, fault: str | None, hosts: tuple[str, ...] = ("hooks.acme.example",)) -> Any:
        return case(name, {"op": "url", "url": url, "hosts": list(hosts)}, {"fault": fault})

    def host(name: str, value: Any, good: bool) -> Any:
        return case(name, {"op": "host", "host": value}, {"good": good})

    return [
        url("an address", HOOK, None),
        url("with a query", HOOK + "?a=b&c=%20", None),
        url("the host alone", "https://hooks.acme.example", None),
        url(
            "with a port that is listed",
            "https://hooks.acme.example:8443/x",
            None,
            ("hooks.acme.example:8443",),
        ),
        url("with a port that is not", "https://hooks.acme.example:8443/x", "host"),
        url("another host", "https://evil.example/x", "host"),
        url("a host that ends alike", "https://evilhooks.acme.example.evil.example/x", "host"),
        url("without encryption", "http://hooks.acme.example/x", "url"),
        url("another scheme", "ftp://hooks.acme.example/x", "url"),
        url("a user", "https://hooks.acme.example@evil.example/x", "url"),
        url("a user and a password", "https://a:b@hooks.acme.example/x", "url"),
        url("a backslash", "https://hooks.acme.example\\@evil.example/", "url"),
        url("a part of a page", HOOK + "#x", "url"),
        url("capitals", "https://Hooks.acme.example/x", "url"),
        url("a line", HOOK + "\n", "url"),
        url("blanks", "https://hooks.acme.example/a b", "url"),
        url("letters of another alphabet", "https://hooks.аcme.example/x", "url"),
        url("no text for an address", 7, "url"),
        url("no end", HOOK + "/" + "x" * 500, "url"),
        *(
            url(f"an address in figures: {at}", f"https://{at}/x", "url", (at,))
            for at in (
                "127.0.0.1",
                "10.0.0.1",
                "169.254.169.254",
                "2130706433",
                "0x7f.1",
                "127.1",
                "[::1]",
                "[::ffff:10.0.0.1]",
                "0177.0.0.1",
            )
        ),
        host("a name", "hooks.acme.example", True),
        host("a name with a port", "hooks.acme.example:8443", True),
        host("a punycode name", "xn--mller-kva.example", True),
        host("a port of nothing", "hooks.acme.example:0", False),
        host("a star", "*.acme.example", False),
        host("one word", "intranet", False),
        host("this machine", "localhost", False),
        *(
            host(f"a name of the own network: {end}", f"erp.{end}", False)
            for end in ("localhost", "local", "internal", "lan", "home", "corp", "arpa", "intranet")
        ),
        host("an address for a host", "https://hooks.acme.example", False),
        host("a dot at the end", "hooks.acme.example.", False),
        host("two dots", "hooks..example", False),
        host("no text", None, False),
        case("a script", {"op": "script", "script": "free_rooms"}, {"good": True}),
        case("a script with a dot", {"op": "script", "script": "frappe.client"}, {"good": False}),
        case("a script in capitals", {"op": "script", "script": "Rooms"}, {"good": False}),
        case("a list", {"op": "lines", "text": " a \r\n\nb\na"}, {"lines": ["a", "b"]}),
        case(
            "a signature",
            {"op": "signature", "secret": "s" * 32, "timestamp": 1_795_453_200, "digest": "ab" * 32},
            {"signature": "v1=" + hmac.new(b"s" * 32, b"1795453200." + b"ab" * 32, "sha256").hexdigest()},
        ),
    ]
