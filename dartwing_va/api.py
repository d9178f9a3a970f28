"""What the sidecar, pages and Desk call (docs/site-api.md). Names here are stable; the work is in hooks/.

No `from __future__ import annotations` in this file: Frappe checks arguments by their annotations and ignores text.
"""

from typing import Any

import frappe
from frappe.rate_limiter import rate_limit

from dartwing_va.hooks import actions, audit, cards, knowledge_sources, people, tokens, undo
from dartwing_va.hooks import batch as records
from dartwing_va.hooks import say as turns
from dartwing_va.hooks import widget as on_pages


@frappe.whitelist(methods=["GET"], allow_guest=True)
def jwks() -> dict[str, Any]:
    return tokens.jwks()


@frappe.whitelist(methods=["GET"], allow_guest=True)
def site() -> dict[str, str]:
    # Frappe's own get_time_zone answers with the caller's default, which for Guest need not be the site's.
    return {"site": frappe.local.site, "time_zone": frappe.utils.get_system_timezone()}


@frappe.whitelist(methods=["POST"])
def token() -> dict[str, Any]:
    return tokens.token()


@frappe.whitelist(methods=["POST"])
def password_grant(usr: str, pwd: str, ip: str) -> dict[str, Any]:
    return tokens.password_grant(usr, pwd, ip)


@frappe.whitelist(methods=["POST"], allow_guest=True)
@rate_limit(limit=600, seconds=60)
def refresh(refresh_token: str) -> dict[str, Any]:
    return tokens.refresh(refresh_token)


@frappe.whitelist(methods=["POST"], allow_guest=True)
@rate_limit(limit=600, seconds=60)
def revoke(token: str, token_type_hint: str | None = None) -> dict[str, Any]:
    return tokens.revoke(token, token_type_hint)


@frappe.whitelist(methods=["POST"])
def session_state(sessions: list | None = None, users: list | None = None) -> dict[str, Any]:
    return tokens.session_state(sessions or [], users or [])


@frappe.whitelist(methods=["GET"])
def whoami() -> dict[str, Any]:
    return people.whoami()


@frappe.whitelist(methods=["GET"])
def widget() -> dict[str, Any]:
    return on_pages.widget()


@frappe.whitelist(methods=["POST"])
def profile(user: str) -> dict[str, Any]:
    return people.profile(user)


@frappe.whitelist(methods=["POST"])
def provision_department(department: str) -> dict[str, Any]:
    return people.provision_department(department)


@frappe.whitelist(methods=["POST"])
def say(text: str, client_message_id: str, conversation: str | None = None) -> dict[str, Any]:
    return turns.say(text, client_message_id, conversation)


@frappe.whitelist(methods=["GET"])
def my_turns(conversation: str, after_turn_number: int = 0) -> dict[str, Any]:
    return turns.my_turns(conversation, after_turn_number)


@frappe.whitelist(methods=["POST"])
def consent(consent_type: str, granted: bool, version: str) -> dict[str, Any]:
    return turns.consent(consent_type, granted, version)


@frappe.whitelist(methods=["POST"])
def batch(operations: list) -> dict[str, Any]:
    return records.batch(operations)


@frappe.whitelist(methods=["POST"])
def verify_audit(from_sequence: int | None = None, to_sequence: int | None = None) -> dict[str, Any]:
    return audit.verify(from_sequence, to_sequence)


@frappe.whitelist(methods=["POST"])
def execute_action(action: str, digest: str, proof: dict) -> dict[str, Any]:
    return actions.execute_action(action, digest, proof)


@frappe.whitelist(methods=["POST"])
def confirm_action(action: str, digest: str | None = None) -> dict[str, Any]:
    return actions.confirm_action(action, digest)


@frappe.whitelist(methods=["POST"])
def cancel_action(action: str, reason: str | None = None) -> dict[str, Any]:
    return actions.cancel_action(action, reason)


@frappe.whitelist(methods=["POST"])
def reverse_action(action: str, reversal: str, proof: dict, reason: str | None = None) -> dict[str, Any]:
    return undo.reverse_action(action, reversal, proof, reason)


@frappe.whitelist(methods=["POST"])
def undo_action(action: str, reason: str | None = None) -> dict[str, Any]:
    return undo.undo_action(action, reason)


@frappe.whitelist(methods=["GET"])
def card(action: str) -> dict[str, Any]:
    return cards.card(action)


@frappe.whitelist(methods=["GET"])
def knowledge_list(doctype: str, start: int | None = None) -> dict[str, Any]:
    return knowledge_sources.sources(doctype, start or 0)


@frappe.whitelist(methods=["GET"])
def knowledge_texts(doctype: str, names: str | list) -> dict[str, Any]:
    wanted = frappe.parse_json(names) if isinstance(names, str) else names
    return knowledge_sources.texts(doctype, [str(name) for name in wanted] if isinstance(wanted, list) else [])
