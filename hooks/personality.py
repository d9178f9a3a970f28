"""What was chosen for the voice of an assistant, layer by layer. The sidecar makes a whole of it (decisions.md 5)."""

from __future__ import annotations

from typing import Any

import frappe

from dartwing_va.dartwing_va.doctype.checks import CHOICES, TRAITS, own_dimensions

# As much of a free text as a prompt can hold.
MAX_WORDS = 2000
_FIELDS = ("name", "source_template", "custom_traits", "custom_prompt") + tuple(
    "dim_" + name for name in (*TRAITS, *CHOICES)
)


def personality_view(employee: str, instance: frappe._dict | None, settings: Any) -> dict[str, Any]:
    """`personality` of a profile: only what somebody chose."""
    own = frappe.db.get_value("VA Personality", {"employee": employee}, list(_FIELDS), as_dict=True) or {}
    template = {}
    if instance and instance.template:
        template = (
            frappe.db.get_value(
                "VA Template",
                instance.template,
                ["personality_preset", "custom_personality_prompt"],
                as_dict=True,
            )
            or {}
        )
    return {
        "record": own.get("name"),
        "company": {
            "preset": settings.get("default_personality_preset") or None,
            "values": _object(settings.get("default_personality")),
        },
        "template": template.get("personality_preset") or None,
        "own": {"preset": own.get("source_template") or None, "values": own_dimensions(own)},
        "phrases": _object(own.get("custom_traits")),
        "persona": _words(instance.va_persona if instance else None),
        "wording": _words(template.get("custom_personality_prompt")),
        "wishes": _words(own.get("custom_prompt")),
    }


def _object(value: Any) -> dict[str, Any]:
    content = frappe.parse_json(value) if value else {}
    return content if isinstance(content, dict) else {}


def _words(value: str | None) -> str:
    return (value or "")[:MAX_WORDS]
