"""Which request a delegation may make: the doors of the auth hook as a pure function (real-site-findings.md 7 and 24)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

# Each of these makes Frappe do something else than the path says.
FORBIDDEN_PARAMETERS = frozenset({"cmd", "run_method", "sid", "usr", "data", "doctype"})

# Never readable through the assistant, whatever the employee may read: secrets, sessions, other people's traffic, and
# what would let a poisoned document steer a tool to them. A System Manager could read most of these himself.
DENIED_DOCTYPES = frozenset(
    {
        "Access Log",
        "Activity Log",
        "Client Script",
        "Connected App",
        "Console Log",
        "Data Export",
        "Data Import",
        "Deleted Document",
        "Dropbox Settings",
        "Email Account",
        "Email Queue",
        "Email Queue Recipient",
        "Error Log",
        "Error Snapshot",
        "Google Calendar",
        "Google Contacts",
        "Google Drive",
        "Google Settings",
        "Integration Request",
        "LDAP Settings",
        "OAuth Authorization Code",
        "OAuth Bearer Token",
        "OAuth Client",
        "Personal Data Download Request",
        "Prepared Report",
        "Route History",
        "S3 Backup Settings",
        "SMS Settings",
        "Scheduled Job Log",
        "Server Script",
        "Session Default Settings",
        "Sessions",
        "Social Login Key",
        "Submission Queue",
        "System Console",
        "System Settings",
        "Token Cache",
        "User",
        "User Social Login",
        "VA Audit Head",
        "VA Session",
        "Version",
        "View Log",
        "Webhook",
        "Webhook Request Log",
    }
)


@dataclass(frozen=True)
class Request:
    """What the hook saw. `segments` = the decoded path without its leading slash, split at slashes."""

    verb: str
    segments: list[str]
    query_keys: list[str]
    has_body: bool
    has_cookie: bool


def fold(name: str) -> str:
    """A name as MariaDB compares it: without case, accents and surrounding white space."""
    decomposed = unicodedata.normalize("NFKD", name)
    return (
        "".join(char for char in decomposed if not unicodedata.category(char).startswith("M")).lower().strip()
    )


_DENIED = frozenset(fold(doctype) for doctype in DENIED_DOCTYPES)


def is_denied(doctype: str) -> bool:
    """True for a DocType that no delegation may read, however it is spelt."""
    return fold(doctype) in _DENIED


def is_denied_method(name: str) -> bool:
    """True for a method that no delegation may call, whoever lists it: the framework's own reach every DocType, HRMS's leave
    methods ask nobody's permission, and ours have their own callers."""
    if name.startswith("dartwing_va.reads."):
        return False
    return name.split(".")[0] in ("frappe", "dartwing_va") or name.startswith(
        "hrms.hr.doctype.leave_application."
    )


def listed_methods(text: Any) -> list[str]:
    """The methods of a list of one a line, without blanks, doubles and what is denied."""
    lines = [line.strip() for line in re.split(r"[\r\n]+", text)] if isinstance(text, str) else []
    return [line for line in dict.fromkeys(lines) if line and not is_denied_method(line)]


def check_request(
    request: Request,
    *,
    dts: list[str],
    methods: list[str],
    named: list[str] | None = None,
    listed: list[str] | None = None,
) -> dict[str, Any]:
    """Whether a delegation may make the request. `methods`: reachable by every one; `named`: what the token names beside
    them, reachable when it is also `listed` by the company. `{allowed:true, kind:"resource", doctype, name?}`, `{allowed:true, kind:"method", method}` or
    `{allowed:false, reason}` with reason verb, body, cookie, parameter, path, doctype or method."""
    if request.verb != "GET":
        return _refused("verb")
    if request.has_body:
        return _refused("body")
    if request.has_cookie:
        return _refused("cookie")
    if FORBIDDEN_PARAMETERS.intersection(request.query_keys):
        return _refused("parameter")
    segments = request.segments
    if len(segments) < 3 or segments[0] != "api" or any(part in ("", ".", "..") for part in segments):
        return _refused("path")
    if segments[1] == "method":
        extra = [name for name in named or [] if name in (listed or []) and not is_denied_method(name)]
        return _check_method(segments, [*methods, *extra])
    if segments[1] == "resource":
        return _check_resource(segments, dts)
    return _refused("path")


def _check_method(segments: list[str], methods: list[str]) -> dict[str, Any]:
    # Frappe looks at the first segment after /api/method/ only, so a longer path would be a disguise.
    if len(segments) != 3:
        return _refused("path")
    if segments[2] not in methods:
        return _refused("method")
    return {"allowed": True, "kind": "method", "method": segments[2]}


def _check_resource(segments: list[str], dts: list[str]) -> dict[str, Any]:
    doctype = segments[2]
    if doctype not in dts or is_denied(doctype):
        return _refused("doctype")
    if len(segments) == 3:
        return {"allowed": True, "kind": "resource", "doctype": doctype}
    # A name may hold slashes (Salary Slip); every further segment belongs to it in Frappe's own routes.
    return {"allowed": True, "kind": "resource", "doctype": doctype, "name": "/".join(segments[3:])}


def _refused(reason: str) -> dict[str, Any]:
    return {"allowed": False, "reason": reason}
