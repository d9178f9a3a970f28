"""Turns that come in through the site: Desk, the portal page, another app; and what a page reads back."""

from __future__ import annotations

import json
from typing import Any

import frappe
from frappe.utils import now_datetime

from . import events, people
from .controller import insert_doc
from .errors import fail

MAX_CHARS = 8000
MAX_ID_CHARS = 140
MAX_TURNS = 200
NEEDED_CONSENTS = ("terms_of_service", "conversation_logging")
_TURN_FIELDS = ("name", "turn_number", "role", "status", "content", "timestamp", "client_message_id")
# What stood beside an answer, as JSON. Of a long conversation the newest answers bring theirs, the others their words.
_SHOWN_FIELDS = ("visuals", "citations")
MAX_SHOWN_CHARS = 300_000


def say(text: str, client_message_id: str, conversation: str | None = None) -> dict[str, Any]:
    """say: writes a user turn of the caller's own conversation, once for each client_message_id."""
    user, employee, instance = people.person_here()
    _check_text(text, client_message_id)
    _check_consents(employee)
    if conversation is None:
        # A retry of a first message must not begin a second conversation.
        earlier = _turn_of({"owner": user, "employee": employee.name, "origin": "Site"}, client_message_id)
        if earlier:
            return {"conversation": earlier.conversation, "turn": earlier.name, "repeated": True}
        _check_privacy(instance.default_privacy_mode)
        conversation = _begin(employee, instance)
    # Locked, so that two messages at once get two numbers; first in a new transaction, so that it sees both.
    frappe.db.commit()
    row = frappe.db.get_value(
        "VA Conversation",
        conversation,
        ["name", "owner", "employee", "status", "privacy_mode"],
        as_dict=True,
        for_update=True,
    )
    if not row or row.owner != user or row.employee != employee.name:
        fail("CONVERSATION_NOT_FOUND")
    earlier = _turn_of({"conversation": row.name}, client_message_id)
    if earlier:
        return {"conversation": row.name, "turn": earlier.name, "repeated": True}
    if row.status != "Active":
        fail("CONVERSATION_ENDED")
    _check_privacy(row.privacy_mode)
    turn = insert_doc(
        {
            "doctype": "VA Conversation Turn",
            "conversation": row.name,
            "turn_number": _next_number(row.name),
            "role": "User",
            "status": "Pending",
            "origin": "Site",
            "timestamp": now_datetime(),
            "employee": employee.name,
            "client_message_id": client_message_id,
            "content": text,
            "input_modality": "Text",
        }
    )
    events.to_service(
        {
            "kind": "turn",
            "turn": turn.name,
            "conversation": row.name,
            "employee": employee.name,
            "user": user,
        }
    )
    return {"conversation": row.name, "turn": turn.name, "repeated": False}


def my_turns(conversation: str, after_turn_number: int = 0) -> dict[str, Any]:
    """my_turns: what happened in the caller's own conversation, for pages without the sidecar's socket."""
    from . import cards

    user, employee, _instance = people.person_here(provision=False)
    owner = frappe.db.get_value("VA Conversation", conversation, ["owner", "employee"], as_dict=True)
    if not owner or owner.owner != user or owner.employee != employee.name:
        fail("CONVERSATION_NOT_FOUND")
    turns = frappe.get_all(
        "VA Conversation Turn",
        filters={"conversation": conversation, "turn_number": [">", after_turn_number], "is_deleted": 0},
        fields=[*_TURN_FIELDS, *_SHOWN_FIELDS],
        order_by="turn_number asc, creation asc",
        limit_page_length=MAX_TURNS,
    )
    actions = frappe.get_all(
        "VA Action Log",
        filters={"conversation": conversation, "employee": employee.name, "is_deleted": 0},
        order_by="creation desc",
        limit_page_length=50,
        pluck="name",
    )
    for turn in turns:
        turn["timestamp"] = str(turn["timestamp"])
    _bound_shown(turns)
    return {"turns": turns, "actions": [cards.card_of(name, user) for name in reversed(actions)]}


def _bound_shown(turns: list[Any]) -> None:
    left = MAX_SHOWN_CHARS
    for turn in reversed(turns):
        for field in _SHOWN_FIELDS:
            kept = turn.pop(field, None) or "[]"
            left -= len(kept)
            turn[field] = _list_of(kept) if left >= 0 else []


def _list_of(kept: str) -> list[Any]:
    try:
        shown = json.loads(kept)
    except ValueError:
        # An old row that somebody edited by hand: its words stand without it.
        return []
    return shown if isinstance(shown, list) else []


def consent(consent_type: str, granted: bool, version: str) -> dict[str, Any]:
    """consent: the caller's word on one consent. A change of mind is a new record."""
    if consent_type not in people.CONSENT_TYPES or not 0 < len(version) <= 140:
        fail("VALIDATION_ERROR")
    user, employee, _instance = people.person_here()
    asked = frappe.utils.cstr(people.settings_of(employee.company).get("terms_version") or "1")
    if granted and consent_type == "terms_of_service" and version != asked:
        fail("VALIDATION_ERROR", frappe._("The terms have changed. Please read the new ones first."))
    record = insert_doc(
        {
            "doctype": "VA Consent Record",
            "employee": employee.name,
            "consent_type": consent_type,
            "status": "granted" if granted else "denied",
            "version": version,
            "grant_method": "Web",
            "ip_address": (frappe.local.request_ip or "")[:140],
            "user_agent": frappe.get_request_header("User-Agent", "")[:500],
        }
    )
    from .audit import append

    append(
        {
            "event_type": "Consent Change",
            "event_subtype": "consent_granted" if granted else "consent_refused",
            "actor_type": "User",
            "actor_user": user,
            "actor_employee": employee.name,
            "target_doctype": "VA Consent Record",
            "target_document": record.name,
            "action": f"consent.{consent_type}",
            "outcome": "Success",
        }
    )
    return {"name": record.name}


def _check_text(text: str, client_message_id: str) -> None:
    if not text.strip():
        fail("MISSING_FIELD")
    if len(text) > MAX_CHARS:
        fail("PAYLOAD_TOO_LARGE")
    if not 0 < len(client_message_id) <= MAX_ID_CHARS:
        fail("VALIDATION_ERROR")
    if any("\ud800" <= char <= "\udfff" for char in text + client_message_id):
        fail("VALIDATION_ERROR")


def _check_consents(employee: frappe._dict) -> None:
    settings = people.settings_of(employee.company)
    version = frappe.utils.cstr(settings.get("terms_version") or "1")
    held = people.consents_of(employee.name)
    missing = [kind for kind in NEEDED_CONSENTS if not held[kind]["granted"]]
    if held["terms_of_service"]["granted"] and held["terms_of_service"]["version"] != version:
        missing.insert(0, "terms_of_service")
    if missing:
        fail(
            "CONSENT_REQUIRED",
            meta={"missing": missing, "version": version, "text": settings.get("terms_text") or ""},
        )


def _check_privacy(mode: str | None) -> None:
    # Words that come this way are stored as a row.
    if (mode or "normal") != "normal":
        fail("PRIVACY_MODE_NOT_HERE")


def _begin(employee: frappe._dict, instance: frappe._dict) -> str:
    return insert_doc(
        {
            "doctype": "VA Conversation",
            "employee": employee.name,
            "va_instance": instance.name,
            "status": "Active",
            "started_at": now_datetime(),
            "mode": "text",
            "platform": "Web",
            "privacy_mode": "normal",
        }
    ).name


def _turn_of(filters: dict[str, Any], client_message_id: str) -> frappe._dict | None:
    # MariaDB finds other spellings of the id too; the page's own id is meant.
    rows = frappe.get_all(
        "VA Conversation Turn",
        filters={**filters, "client_message_id": client_message_id, "role": "User"},
        fields=["name", "conversation", "client_message_id"],
        order_by="creation desc",
    )
    return next((row for row in rows if row.client_message_id == client_message_id), None)


def _next_number(conversation: str) -> int:
    last = frappe.get_all(
        "VA Conversation Turn",
        filters={"conversation": conversation},
        fields=["turn_number"],
        order_by="turn_number desc",
        limit_page_length=1,
    )
    return (last[0].turn_number if last else 0) + 1
