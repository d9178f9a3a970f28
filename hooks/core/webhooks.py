"""Web addresses and scripts that tools of custom agents may reach, and how a call to an address is signed (docs/custom-agents.md).
The twin is devsite/core/webhooks.ts."""

from __future__ import annotations

import hashlib
import hmac
import re
from typing import Any

MAX_LINES = 20
MAX_URL = 500
MIN_SECRET = 32
# Seconds by which the clock of the one who asks for a signature may differ.
SKEW_S = 300

# A name with a dot whose last part is letters first: no address in figures, and no name of the own network.
_HOST = re.compile(
    r"(?=[a-z0-9.-]{4,253}(?::|\Z))(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9](?::[1-9][0-9]{1,4})?"
)
_INSIDE = (
    ".localhost",
    ".local",
    ".localdomain",
    ".internal",
    ".intranet",
    ".lan",
    ".home",
    ".corp",
    ".arpa",
)
_URL = re.compile(
    r"https://([^/?#@\\\s:]+(?::[0-9]+)?)(?:/[A-Za-z0-9._~!$&'()*+,;=:@%/-]*)?(?:\?[A-Za-z0-9._~!$&'()*+,;=:@%/?-]*)?"
)
_SCRIPT = re.compile(r"[a-z][a-z0-9_]{0,63}")
_DIGEST = re.compile(r"[0-9a-f]{64}")


def is_host(value: Any) -> bool:
    """A host by its public name, in small letters, with a port where it is not 443."""
    if not isinstance(value, str) or not _HOST.fullmatch(value):
        return False
    return not value.split(":")[0].endswith(_INSIDE)


def is_script(value: Any) -> bool:
    """The API method of a Server Script, one plain word: nothing else on a site is called by such a name."""
    return isinstance(value, str) and _SCRIPT.fullmatch(value) is not None


def lines_of(text: Any) -> list[str]:
    """The lines of a list of one a line, without blanks and doubles."""
    lines = [line.strip() for line in re.split(r"[\r\n]+", text)] if isinstance(text, str) else []
    return [line for line in dict.fromkeys(lines) if line]


def listed_hosts(text: Any) -> list[str]:
    """The hosts of a list of one a line, without what is none."""
    return [line for line in lines_of(text) if is_host(line)]


def listed_scripts(text: Any) -> list[str]:
    """The scripts of a list of one a line, without what is none."""
    return [line for line in lines_of(text) if is_script(line)]


def url_fault(url: Any, hosts: list[str]) -> str | None:
    """Why a tool may not call an address: `url` (it is none) or `host` (the company does not list it); else None."""
    found = _URL.fullmatch(url) if isinstance(url, str) and len(url) <= MAX_URL else None
    if not found or not is_host(found[1]):
        return "url"
    return None if found[1] in hosts else "host"


def is_digest(value: Any) -> bool:
    """SHA-256 in hex, small letters."""
    return isinstance(value, str) and _DIGEST.fullmatch(value) is not None


def signature(secret: str, timestamp: int, digest: str) -> str:
    """`v1=` and the HMAC-SHA256 over `<timestamp>.<SHA-256 of the body>`, both in hex."""
    signed = f"{timestamp}.{digest}".encode()
    return "v1=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
