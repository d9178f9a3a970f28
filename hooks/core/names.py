"""Names of our records: a prefix and 26 characters that sort by time (decisions.md 11)."""

from __future__ import annotations

import re

# Crockford's alphabet in lower case: MariaDB compares names without case, so only one case is used.
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_NAME = re.compile(r"[a-z]{2,8}_[0-9a-z_-]{1,100}")


def make_name(prefix: str, time_ms: int, random: bytes) -> str:
    """`prefix_` + 10 characters of time + 16 of chance; `random` is 10 bytes."""
    if len(random) != 10:
        raise ValueError("a name needs 10 random bytes")
    return f"{prefix}_{_encode(time_ms, 10)}{_encode(int.from_bytes(random, 'big'), 16)}"


def is_name(name: object, prefix: str | None = None) -> bool:
    """True for a name that we could have made, or that a replay derived: lower case, bounded, no white space."""
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        return False
    return prefix is None or name.startswith(prefix + "_")


def _encode(number: int, width: int) -> str:
    digits = []
    for _ in range(width):
        digits.append(ALPHABET[number & 31])
        number >>= 5
    return "".join(reversed(digits))
