"""Refusals of the site: a code of contract/errors.ts, its HTTP status, and Frappe's envelope around it."""

from __future__ import annotations

from typing import Any, NoReturn

import frappe
from frappe import _

from .core.catalogue import CATALOGUE


class BadRequestError(frappe.ValidationError):
    http_status_code = 400


class AuthenticationError(frappe.AuthenticationError):
    """Frappe clears the login cookies on its own class; a spent refresh token must not sign anybody out of Desk."""


class ConflictError(frappe.ValidationError):
    http_status_code = 409


class PayloadTooLargeError(frappe.ValidationError):
    http_status_code = 413


class UnprocessableError(frappe.ValidationError):
    http_status_code = 422


class UnexpectedError(frappe.ValidationError):
    http_status_code = 500


_CLASSES: dict[int, type[Exception]] = {
    400: BadRequestError,
    401: AuthenticationError,
    403: frappe.PermissionError,
    404: frappe.DoesNotExistError,
    409: ConflictError,
    413: PayloadTooLargeError,
    422: UnprocessableError,
    429: frappe.TooManyRequestsError,
    500: UnexpectedError,
}


def fail(code: str, message: str | None = None, meta: dict[str, Any] | None = None) -> NoReturn:
    """Refuses the request: sets `va_error` beside Frappe's own error and raises. `message` is for people."""
    status, sentence = CATALOGUE[code]
    text = message or _(sentence)
    frappe.local.response["va_error"] = {"code": code, "message": text, "meta": meta or {}}
    # A refusal is an answer, not a fault: no stack trace leaves the site. The message is noted by hand, since msgprint
    # adds a random id and two refusals must not differ in a byte.
    frappe.local.flags.disable_traceback = True
    frappe.clear_messages()
    frappe.local.message_log.append(
        frappe._dict(message=text, title=_("Message"), indicator="red", raise_exception=1)
    )
    error = _CLASSES[status](text)
    error.va_code = code
    raise error


def not_found() -> NoReturn:
    """The one answer for what does not exist and for what the caller may not know about."""
    fail("NOT_FOUND", "Not found")


def sentence_of(error: Exception) -> str:
    """What Frappe told the user about `error`, as plain text of at most 500 characters."""
    shown = [entry.get("message") for entry in frappe.local.message_log if isinstance(entry, dict)]
    text = shown[-1] if shown else str(error)
    return frappe.utils.strip_html_tags(str(text or "")).strip()[:500]
