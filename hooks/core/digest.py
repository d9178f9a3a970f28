"""The digest of a proposed action: what a person says yes to (docs/site-api.md)."""

from __future__ import annotations

from typing import Any

from .canonical import canonical, sha256_hex


def action_digest(
    *,
    site: str,
    action: str,
    employee: str,
    user: str,
    tool: str,
    operations: list[dict[str, Any]],
    expires_at: int,
) -> str:
    """Lower-case hex SHA-256 over everything the card shows; `expires_at` in epoch ms. Raises CanonicalError."""
    return sha256_hex(
        canonical(
            {
                "v": 1,
                "site": site,
                "action": action,
                "employee": employee,
                "user": user,
                "tool": tool,
                "operations": operations,
                "expires_at": expires_at,
            }
        )
    )
