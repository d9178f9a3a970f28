"""The keys of the site: its own Ed25519 pairs, encrypted in the database, and the public keys of the sidecar."""

from __future__ import annotations

import json

import frappe
from frappe.utils.password import get_decrypted_password, remove_encrypted_password, set_encrypted_password

from .core import tokens

_PLACE = ("Dartwing VA", "signing", "keys")
SIDECAR_KEYS = "dartwing_va_sidecar_keys"
NEWEST_KEY = "dartwing_va_sidecar_newest"


def own_keys() -> list[dict[str, str]]:
    """The site's pairs `{kid, x, d}`, the newest first; it signs with the first and verifies with each."""
    doctype, name, field = _PLACE
    text = get_decrypted_password(doctype, name, field, raise_exception=False)
    return json.loads(text) if text else []


def public_keys() -> dict[str, str]:
    """{kid: x} of the site, for verifying what it signed."""
    return {key["kid"]: key["x"] for key in own_keys()}


def ensure_own_key() -> None:
    """Makes the first pair, once."""
    if not own_keys():
        rotate()


def rotate() -> str:
    """A new pair signs from now on; the one before it stays valid, older ones go. Answers the new kid."""
    kid, x, d = tokens.new_key()
    doctype, name, field = _PLACE
    set_encrypted_password(doctype, name, json.dumps([{"kid": kid, "x": x, "d": d}, *own_keys()[:1]]), field)
    return kid


def forget() -> None:
    """Removes the pairs; for uninstalling."""
    doctype, name, field = _PLACE
    remove_encrypted_password(doctype, name, field)


def sidecar_keys() -> dict[str, str]:
    """{kid: x} of the sidecar, from site_config."""
    keys = frappe.conf.get(SIDECAR_KEYS)
    if not isinstance(keys, dict):
        return {}
    return {kid: x for kid, x in keys.items() if isinstance(kid, str) and isinstance(x, str)}
