"""Tokens: minting, refreshing, revoking; everything is signed here and nowhere else (docs/site-api.md, Tokens)."""

from __future__ import annotations

import hashlib
import json
import secrets
from typing import Any

import frappe
from frappe.utils import add_to_date, get_datetime, now_datetime

from . import epochs, site_keys
from .callers import require_person, require_service, sid_cookie
from .controller import insert_doc, save_doc
from .core import tokens as core
from .errors import fail
from .times import now_ms

REFRESH_LIFETIME_S = 30 * 24 * 3600
KEPT_HASHES = 50
MAX_NAMES = 500
PASSWORD_TRIES = 5
# An office shares one address, so it gets more than one account does.
ADDRESS_TRIES = 30
PASSWORD_WINDOW_S = 60


def token() -> dict[str, Any]:
    """token: a sign-in to the assistant from the session or API key of the caller."""
    user = require_person()
    sid = sid_cookie()
    return _issue(user, "session" if sid else "api_key", sid=sid)


def password_grant(usr: str, pwd: str, ip: str) -> dict[str, Any]:
    """password_grant: user and password, checked by Frappe's own login. Only where site_config allows it."""
    require_service()
    if not frappe.utils.cint(frappe.conf.get("dartwing_va_password_grant")):
        fail("FORBIDDEN")
    if not (usr and pwd) or len(usr) > 140 or len(pwd) > 512 or len(ip) > 64:
        fail("UNAUTHORIZED")
    _count_try(f"account:{usr.lower()}", PASSWORD_TRIES)
    _count_try(f"ip:{ip}", ADDRESS_TRIES)
    return _issue(_user_of_password(usr, pwd), "password", ip=ip)


def refresh(refresh_token: str) -> dict[str, Any]:
    """refresh: a new pair for a refresh token, which is used up. Using an old one ends the whole family."""
    hashed = _hash(refresh_token)
    name = frappe.db.get_value("VA Session", {"refresh_hash": hashed}, "name")
    # The lock is the first statement of a new transaction, so that of two tabs only one finds the token unused.
    frappe.db.rollback()
    row = _locked({"refresh_hash": hashed}) if name else None
    if row is None:
        _refuse_reused(hashed)
    if not _is_live(row):
        fail("UNAUTHORIZED")
    fresh = _new_refresh_token()
    spent = [hashed, *json.loads(row.previous_hashes or "[]")][:KEPT_HASHES]
    values = {
        "refresh_hash": _hash(fresh),
        "previous_hashes": json.dumps(spent),
        "last_used_at": now_datetime(),
        "expires_at": add_to_date(now_datetime(), seconds=REFRESH_LIFETIME_S),
    }
    save_doc(frappe.get_doc("VA Session", row.name), values)
    return _answer(row.user, row.name, int(row.epoch), fresh)


def revoke(token: str, token_type_hint: str | None = None) -> dict[str, Any]:
    """revoke: ends the sign-in behind an access or refresh token. Always says yes."""
    name = _session_of_access(token) or _session_of_refresh(token)
    if name:
        end_session(name, "revoked")
    return {"revoked": True}


def end_session(name: str, reason: str) -> None:
    """Ends one sign-in and tells the sidecar."""
    from . import events

    doc = frappe.get_doc("VA Session", name)
    if doc.status != "Active":
        return
    save_doc(doc, {"status": "Revoked", "revoked_at": now_datetime(), "revoke_reason": reason})
    message = {"kind": "session", "user": doc.user, "epoch": epochs.epoch_of(doc.user), "session": name}
    events.to_service(message)


def jwks() -> dict[str, Any]:
    """jwks: the public keys that verify what this site signed."""
    return {"keys": [core.jwk_of(key["kid"], key["x"]) for key in site_keys.own_keys()]}


def session_state(sessions: list, users: list) -> dict[str, Any]:
    """session_state: what the sidecar reconciles after a gap of the bus."""
    require_service()
    if len(sessions) > MAX_NAMES or len(users) > MAX_NAMES:
        fail("OUT_OF_RANGE")
    names = [name for name in sessions if isinstance(name, str)]
    people = [user for user in users if isinstance(user, str)]
    rows = frappe.get_all(
        "VA Session",
        filters={"name": ["in", names or [""]]},
        fields=["name", "user", "status", "epoch", "expires_at"],
    )
    enabled = set(
        frappe.get_all("User", filters={"name": ["in", people or [""]], "enabled": 1}, pluck="name")
    )
    known = {row.name: {"active": _is_live(row), "epoch": int(row.epoch)} for row in rows}
    return {
        "sessions": {name: known.get(name, {"active": False, "epoch": -1}) for name in names},
        "users": {user: {"enabled": user in enabled, "epoch": epochs.epoch_of(user)} for user in people},
    }


def session_is_live(name: str, user: str, epoch: int) -> bool:
    """Whether the sign-in named by a token is still good: Active, of that user, of his present epoch."""
    row = frappe.db.get_value(
        "VA Session", name, ["name", "user", "status", "epoch", "expires_at"], as_dict=True
    )
    return bool(row) and row.user == user and int(row.epoch) == epoch and _is_live(row)


def _issue(user: str, grant: str, *, sid: str | None = None, ip: str | None = None) -> dict[str, Any]:
    fresh = _new_refresh_token()
    epoch = epochs.epoch_of(user)
    agent = frappe.get_request_header("User-Agent", "") if frappe.request else ""
    session = insert_doc(
        {
            "doctype": "VA Session",
            "user": user,
            "status": "Active",
            "epoch": epoch,
            "grant_type": grant,
            "created_at": now_datetime(),
            "last_used_at": now_datetime(),
            "expires_at": add_to_date(now_datetime(), seconds=REFRESH_LIFETIME_S),
            "ip_address": (ip or frappe.local.request_ip or "")[:140],
            "user_agent": agent[:500],
            "refresh_hash": _hash(fresh),
            "previous_hashes": "[]",
            "site_sid_hash": _hash(sid) if sid else None,
        }
    )
    return _answer(user, session.name, epoch, fresh)


def _answer(user: str, session: str, epoch: int, refresh_token: str) -> dict[str, Any]:
    keys = site_keys.own_keys()
    if not keys:
        fail("INTERNAL_ERROR")
    access = core.mint_user_token(
        d=keys[0]["d"],
        kid=keys[0]["kid"],
        site=frappe.local.site,
        user=user,
        sid=session,
        epoch=epoch,
        now=now_ms() // 1000,
        jti=secrets.token_urlsafe(16),
    )
    return {
        "access_token": access,
        "token_type": "Bearer",
        "expires_in": core.USER_LIFETIME_S,
        "refresh_token": refresh_token,
        "refresh_expires_in": REFRESH_LIFETIME_S,
        "scope": core.SCOPE,
    }


def _is_live(row: Any) -> bool:
    return (
        row.status == "Active"
        and get_datetime(row.expires_at) > now_datetime()
        and int(row.epoch) == epochs.epoch_of(row.user)
        and bool(frappe.db.get_value("User", row.user, "enabled"))
    )


def _locked(filters: dict[str, Any]) -> Any:
    fields = ["name", "user", "status", "epoch", "expires_at", "previous_hashes"]
    return frappe.db.get_value("VA Session", filters, fields, as_dict=True, for_update=True)


def _refuse_reused(hashed: str) -> None:
    family = _family_of_spent(hashed)
    if not family:
        fail("UNAUTHORIZED")
    end_session(family, "reused")
    # A refusal is rolled back by Frappe; the end of the family must stay.
    frappe.db.commit()
    fail("TOKEN_REUSED")


def _family_of_spent(hashed: str) -> str | None:
    # A hash is 64 hex characters, so it is safe inside a pattern.
    return frappe.db.get_value("VA Session", {"previous_hashes": ["like", f"%{hashed}%"]}, "name")


def _session_of_access(token: str) -> str | None:
    try:
        body = json.loads(core.unb64url(token.split(".")[1])) if token.count(".") == 2 else None
        # An expired token may still end its session; its signature is checked at its own time.
        at = body["iat"] if isinstance(body, dict) and type(body.get("iat")) is int else now_ms() // 1000
        claims = core.verify_user_token(token, keys=site_keys.public_keys(), site=frappe.local.site, now=at)
    except ValueError:
        return None
    return frappe.db.get_value("VA Session", {"name": claims["sid"], "user": claims["sub"]}, "name")


def _session_of_refresh(token: str) -> str | None:
    hashed = _hash(token)
    return frappe.db.get_value("VA Session", {"refresh_hash": hashed}, "name") or _family_of_spent(hashed)


def _user_of_password(usr: str, pwd: str) -> str:
    from frappe.twofactor import should_run_2fa

    if frappe.utils.cint(frappe.db.get_single_value("System Settings", "disable_user_pass_login")):
        fail("UNAUTHORIZED")
    manager = frappe.local.login_manager
    caller = manager.user
    try:
        manager.authenticate(user=usr, pwd=pwd)
        user = manager.user
        manager.validate_hour()
    except (frappe.AuthenticationError, frappe.SecurityException):
        # Wrong, unknown, disabled, locked: one answer for all.
        frappe.local.response.pop("message", None)
        fail("UNAUTHORIZED")
    finally:
        manager.user = caller
    from .callers import service_user

    if user in ("Administrator", "Guest", service_user()) or should_run_2fa(user):
        fail("UNAUTHORIZED")
    return user


def _count_try(key: str, most: int) -> None:
    key = f"dartwing_va:password:{hashlib.sha256(key.encode()).hexdigest()}"
    made = frappe.cache.make_key(key)
    tries = frappe.cache.incrby(made, 1)
    if tries == 1:
        frappe.cache.expire(made, PASSWORD_WINDOW_S)
    if tries > most:
        fail("RATE_LIMITED", meta={"limit": "minute"})


def _new_refresh_token() -> str:
    return secrets.token_urlsafe(32)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
