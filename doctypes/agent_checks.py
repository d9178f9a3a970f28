"""What a custom agent may say of itself and of its tools, without frappe. The twin is devsite/core/custom-agent.ts."""

from __future__ import annotations

import json
import re
from typing import Any

from .checks import Fault, is_agent_id, parse, text_list

MAX_PROMPT = 8000
MAX_TOOLS = 20
MAX_PARAMETERS = 10
MAX_TRIGGERS = 50
MAX_TRIGGER = 80
MAX_DESCRIPTION = 1000
# Models know a tool by agent and name together, in at most this many characters.
MAX_TOOL_NAME = 64
TYPES = ("string", "integer", "number", "boolean")
HANDLER = "frappe_api"
# What each kind of tool calls, and the longest that it may be.
TARGETS = {"frappe_api": "frappe_method", "script": "script", "webhook": "webhook_url"}
MAX_TARGET = 500
# Each of these makes Frappe do something else than the path says; a delegation with one of them is refused.
RESERVED = frozenset({"cmd", "run_method", "sid", "usr", "data", "doctype"})

_TOOL_KEYS = frozenset(
    {
        "name",
        "description",
        "parameters",
        "capability",
        "requires_confirmation",
        "handler_type",
    }
)
_SCHEMA_KEYS = frozenset({"type", "properties", "required", "additionalProperties"})
_PARAMETER_KEYS = frozenset({"type", "description", "enum", "format", "minimum", "maximum", "maxLength"})
_METHOD = re.compile(r"[a-zA-Z_][a-zA-Z0-9_]*(\.[a-zA-Z_][a-zA-Z0-9_]*)+")


def is_method(value: Any) -> bool:
    """The dotted name of a method, at most 200 characters."""
    return isinstance(value, str) and len(value) <= 200 and _METHOD.fullmatch(value) is not None


def is_custom_id(value: Any) -> bool:
    """An agent id or the name of a tool: two underscores stand between the two where they are one name."""
    return is_agent_id(value) and "__" not in value and not value.endswith("_")


def check_triggers(value: Any) -> list[str]:
    """The phrases that lead to an agent. Raises Fault `not_json`, `not_a_list`, `not_text`, `too_many`, `trigger`."""
    phrases = text_list(value)
    if len(phrases) > MAX_TRIGGERS:
        raise Fault("too_many", str(MAX_TRIGGERS))
    for phrase in phrases:
        if len(phrase) > MAX_TRIGGER or not any(char.isalnum() for char in phrase):
            raise Fault("trigger", phrase[:MAX_TRIGGER])
    return phrases


def check_tools(value: Any, agent: str = "") -> list[tuple[str, str]]:
    """What the tools call: handler and method, script or address. Raises Fault for tools that no custom agent may have (architecture.md 4.11,
    conflicts.md C109); `agent` is the id that stands before their names."""
    tools = parse(value)
    if tools is None:
        return []
    if not isinstance(tools, list):
        raise Fault("not_a_list")
    if len(tools) > MAX_TOOLS:
        raise Fault("tools_many", str(MAX_TOOLS))
    seen: dict[str, tuple[str, str]] = {}
    for tool in tools:
        if not isinstance(tool, dict):
            raise Fault("not_an_object")
        name = tool.get("name")
        if not is_custom_id(name):
            raise Fault("tool_name", _short(name))
        if name in seen:
            raise Fault("tool_twice", name)
        if len(agent) + 2 + len(name) > MAX_TOOL_NAME:
            raise Fault("tool_name_long", name)
        seen[name] = _check_tool(tool, name)
    return list(seen.values())


def _check_tool(tool: dict[str, Any], name: str) -> tuple[str, str]:
    # First of all: what says that it is something else is told so, whatever else is wrong with it.
    handler = tool.get("handler_type", HANDLER)
    if not isinstance(handler, str) or handler not in TARGETS:
        raise Fault("tool_handler", name)
    unknown = sorted(set(tool) - _TOOL_KEYS - {TARGETS[handler]})
    if unknown:
        raise Fault("tool_key", f"{name}: {unknown[0][:64]}")
    if not _is_text(tool.get("description"), MAX_DESCRIPTION):
        raise Fault("tool_description", name)
    if tool.get("capability", "read") != "read":
        raise Fault("tool_capability", name)
    if tool.get("requires_confirmation", False) is not False:
        raise Fault("tool_confirmation", name)
    target = tool.get(TARGETS[handler])
    if handler == "frappe_api" and not is_method(target):
        raise Fault("tool_method", name)
    # Whether it may be called is asked of the company's lists.
    if not _is_text(target, MAX_TARGET):
        raise Fault("tool_script" if handler == "script" else "tool_webhook", name)
    _check_parameters(tool.get("parameters"), name)
    return handler, target


def _check_parameters(schema: Any, tool: str) -> None:
    if schema is None or schema == {}:
        return
    if (
        not isinstance(schema, dict)
        or set(schema) - _SCHEMA_KEYS
        or schema.get("type", "object") != "object"
        or schema.get("additionalProperties", False) is not False
    ):
        raise Fault("tool_parameters", tool)
    properties = schema.get("properties", {})
    required = schema.get("required", [])
    if not isinstance(properties, dict) or len(properties) > MAX_PARAMETERS:
        raise Fault("tool_parameters", tool)
    if not isinstance(required, list) or any(
        not isinstance(each, str) or each not in properties for each in required
    ):
        raise Fault("tool_parameters", tool)
    for name, parameter in properties.items():
        if not is_agent_id(name) or name in RESERVED or not _is_parameter(parameter):
            raise Fault("tool_parameter", f"{tool}: {name[:64]}")


def _is_parameter(given: Any) -> bool:
    if not isinstance(given, dict) or set(given) - _PARAMETER_KEYS:
        return False
    kind = given.get("type")
    if not isinstance(kind, str) or kind not in TYPES or not _is_text(given.get("description"), 300):
        return False
    allowed = {
        "string": {"enum", "format", "maxLength"},
        "integer": {"minimum", "maximum"},
        "number": {"minimum", "maximum"},
    }.get(kind, set())
    if set(given) - allowed - {"type", "description"}:
        return False
    if "enum" in given and not _is_enum(given["enum"]):
        return False
    if "format" in given and given["format"] != "date":
        return False
    longest = given.get("maxLength", 140)
    if not _is_number(longest) or longest != int(longest) or not 1 <= longest <= 2000:
        return False
    return all(_is_number(given[bound]) for bound in ("minimum", "maximum") if bound in given)


def _is_enum(value: Any) -> bool:
    return (
        isinstance(value, list)
        and 1 <= len(value) <= 50
        and all(_is_text(option, 140) for option in value)
        and len({option.lower() for option in value}) == len(value)
    )


def _is_text(value: Any, most: int) -> bool:
    return isinstance(value, str) and value.strip() != "" and len(value) <= most


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _short(value: Any) -> str:
    return (value if isinstance(value, str) else json.dumps(value))[:64]
