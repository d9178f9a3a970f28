"""What the controllers check, without frappe: lists, tools, limits, consents and the words of a personality."""

from __future__ import annotations

import json
import re
from typing import Any

BUILT_IN_AGENTS = ("hr", "operations", "calendar", "knowledge", "finance", "crm")
LIMIT_FIELDS = ("expense_limit", "approval_limit", "daily_action_limit", "monthly_voice_minutes")
PRIVACY_MODES = ("normal", "private", "sensitive", "incognito")
PRESETS = ("professional", "friendly", "efficient", "supportive", "technical", "creative")

_ID = re.compile(r"[a-z][a-z0-9_]{0,63}")
_VOICE = re.compile(r"[a-z][a-z0-9_-]{0,31}:[!-9;-~][!-~]{0,99}")


class Fault(ValueError):
    """A value that cannot be stored: `code` says what is wrong, `about` which part of it."""

    def __init__(self, code: str, about: str = ""):
        super().__init__(f"{code}: {about}" if about else code)
        self.code = code
        self.about = about


def parse(value: Any) -> Any:
    """The content of a JSON field: text is parsed, blank is None. Raises Fault `not_json`."""
    if not isinstance(value, str):
        return value
    if not value.strip():
        return None
    try:
        return json.loads(value)
    except ValueError as error:
        raise Fault("not_json") from error


def text_list(value: Any) -> list[str]:
    """A list of texts without blanks and doubles; blank is the empty list. Raises Fault `not_json`, `not_a_list`,
    `not_text`."""
    entries = parse(value)
    if entries is None:
        return []
    if not isinstance(entries, list):
        raise Fault("not_a_list")
    texts = []
    for entry in entries:
        if not isinstance(entry, str) or not entry.strip():
            raise Fault("not_text", json.dumps(entry))
        if entry.strip() not in texts:
            texts.append(entry.strip())
    return texts


def json_object(value: Any) -> dict[str, Any]:
    """An object; blank is the empty one. Raises Fault `not_json`, `not_an_object`."""
    content = parse(value)
    if content is None:
        return {}
    if not isinstance(content, dict):
        raise Fault("not_an_object")
    return content


def is_agent_id(value: Any) -> bool:
    """Small letters, digits and underscores, starting with a letter, at most 64."""
    return isinstance(value, str) and _ID.fullmatch(value) is not None


def is_voice_name(value: Any) -> bool:
    """A voice as `provider:voice`, such as `openai:nova`. The sidecar reads voices by the same rule."""
    return isinstance(value, str) and _VOICE.fullmatch(value) is not None


def over_limits(instance: dict[str, Any], template: dict[str, Any]) -> list[str]:
    """The limits of an assistant that are higher than those of its template."""
    return [field for field in LIMIT_FIELDS if number(instance.get(field)) > number(template.get(field))]


def number(value: Any) -> float:
    """A number as Frappe stores it: blank is 0."""
    try:
        return float(value or 0)
    except (TypeError, ValueError):
        return 0.0


def clamped(value: Any, low: int, high: int | None, *, zero_allowed: bool = False) -> int:
    """`value` moved into [low, high]; None as `high` is no upper bound, 0 stays when it means "for ever"."""
    days = int(number(value))
    if zero_allowed and days == 0:
        return 0
    days = max(days, low)
    return days if high is None else min(days, high)


def consent_state(status: str | None, granted: Any, was_granted: bool) -> tuple[str, int]:
    """(status, granted): `granted` follows from the status; without one it makes the status (conflicts.md C034)."""
    if status:
        return status, 1 if status == "granted" else 0
    if number(granted):
        return "granted", 1
    return ("revoked" if was_granted else "denied"), 0


# The Select fields of section 2.3.6 that a dimension of 7.2 decides (decisions.md 5, conflicts.md C021).
STYLE_WORDS = {
    "feedback_style": {"direct": "Direct", "gentle": "Softened", "sandwiched": "Contextual"},
    "detail_level": {"minimal": "Minimal", "standard": "Moderate", "thorough": "Comprehensive"},
    "small_talk": {"none": "No", "minimal": "Occasional", "conversational": "Yes"},
    "emoji_usage": {"never": "Never", "rare": "Occasional", "moderate": "Occasional", "frequent": "Frequent"},
    "celebration_style": {"none": "None", "subtle": "Brief", "enthusiastic": "Enthusiastic"},
    "proactivity": {"reactive": "Low", "balanced": "Medium", "proactive": "High"},
    "interrupt_tolerance": {"low": "Never", "medium": "Ask First", "high": "High"},
    "reminder_style": {"gentle": "Gentle", "firm": "Direct", "persistent": "Urgent"},
    "cultural_style": {"western": "American", "asian": "Custom", "neutral": "Global"},
}
TRAITS = ("warmth", "formality", "humor", "empathy", "energy", "directness", "patience", "creativity")
# The other dimensions of 7.2 and what each may be.
CHOICES = {
    "response_length": ("brief", "normal", "detailed"),
    "detail_level": ("minimal", "standard", "thorough"),
    "explanation_style": ("concise", "step_by_step", "narrative"),
    "feedback_style": ("direct", "gentle", "sandwiched"),
    "question_style": ("minimal", "clarifying", "exploratory"),
    "emoji_usage": ("never", "rare", "moderate", "frequent"),
    "formatting": ("plain", "light", "structured"),
    "proactivity": ("reactive", "balanced", "proactive"),
    "confirmation_level": ("minimal", "standard", "thorough"),
    "interrupt_tolerance": ("low", "medium", "high"),
    "celebration_style": ("none", "subtle", "enthusiastic"),
    "reminder_style": ("gentle", "firm", "persistent"),
    "error_handling": ("brief", "apologetic", "detailed"),
    "small_talk": ("none", "minimal", "conversational"),
    "cultural_style": ("western", "asian", "neutral"),
    "time_awareness": ("ignore", "acknowledge", "adapt"),
    "mood_adaptation": ("off", "subtle", "responsive"),
    "context_memory": ("short", "medium", "long"),
}


def style_words(dimensions: dict[str, Any]) -> dict[str, str]:
    """The Select fields that follow from the dimensions, given as `dim_*` fields; empty while the dimension is."""
    words = {
        field: table.get(dimensions.get("dim_" + field) or "", "") for field, table in STYLE_WORDS.items()
    }
    formality = int(number(dimensions.get("dim_formality")))
    words["formality"] = (
        "" if not formality else "Casual" if formality <= 3 else "Formal" if formality >= 8 else "Adaptive"
    )
    return words


def check_dimensions(values: dict[str, Any]) -> None:
    """Raises Fault `no_dimension`, `out_of_range` or `no_option` for what is no dimension or not within it."""
    for name, value in values.items():
        if name in TRAITS:
            if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 10:
                raise Fault("out_of_range", name)
        elif name not in CHOICES:
            raise Fault("no_dimension", name)
        elif value not in CHOICES[name]:
            raise Fault("no_option", name)


def own_dimensions(fields: dict[str, Any]) -> dict[str, Any]:
    """What was chosen, by dimension, out of `dim_*` fields: blank ones are left out."""
    traits = {name: int(number(fields.get("dim_" + name))) for name in TRAITS}
    return {name: value for name, value in traits.items() if value} | {
        name: fields["dim_" + name] for name in CHOICES if fields.get("dim_" + name)
    }
