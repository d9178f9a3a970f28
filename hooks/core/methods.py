"""Operations of an action that are no change of one document: messages and remarks (docs/site-api.md, Actions)."""

from __future__ import annotations

import re
from typing import Any

# Of each method: the arguments that it must have, those that it may have, and what it makes.
METHODS = {
    # `to_name` is how a card calls the recipient; who it is says `to_user` alone.
    "ask_approver": ({"doctype", "name", "to_user", "message"}, {"to_name"}, "Notification Log"),
    "comment": ({"doctype", "name", "message"}, set(), "Comment"),
    "notify_colleague": ({"to_user", "message"}, {"to_name", "doctype", "name"}, "Notification Log"),
    "send_email": ({"recipients", "subject", "message"}, {"doctype", "name"}, "Communication"),
}
MAX_MESSAGE_CHARS = 2000
MAX_MAIL_CHARS = 10_000
MAX_RECIPIENTS = 10
# One plain address: no display name, no list, nothing that could break a header.
_ADDRESS = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
    r"(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+"
)


def method_fault(operation: dict[str, Any]) -> str | None:
    """What is wrong with the form of a method operation, or None."""
    args = operation["args"]
    known = METHODS.get(operation["method"]) if isinstance(operation["method"], str) else None
    if known is None:
        return "unknown method"
    needed, optional, _made = known
    if not isinstance(args, dict) or not needed <= set(args) <= needed | optional:
        return "wrong arguments"
    if ("doctype" in args) != ("name" in args):
        return "wrong arguments"
    if not all(is_text(args[key], 140) for key in args if key not in ("message", "recipients")):
        return "wrong arguments"
    if "recipients" in args:
        return _mail_fault(args)
    return None if is_text(args["message"], MAX_MESSAGE_CHARS) else "wrong message"


def _mail_fault(args: dict[str, Any]) -> str | None:
    recipients = args["recipients"]
    if not isinstance(recipients, list) or not 1 <= len(recipients) <= MAX_RECIPIENTS:
        return f"recipients must be a list of 1 to {MAX_RECIPIENTS}"
    if not all(is_text(one, 140) and _ADDRESS.fullmatch(one) for one in recipients):
        return "a recipient must be one plain address"
    if len({one.lower() for one in recipients}) != len(recipients):
        return "a recipient stands twice"
    # A subject becomes a line of the mail's head.
    if any(ord(character) < 32 or ord(character) == 127 for character in args["subject"]):
        return "a subject is one line"
    return None if is_text(args["message"], MAX_MAIL_CHARS) else "wrong message"


def is_text(value: Any, most: int) -> bool:
    """Whether a value is text with something in it, no longer than `most`."""
    return isinstance(value, str) and 0 < len(value.strip()) and len(value) <= most
