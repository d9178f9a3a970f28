"""Minting and checking the two kinds of token (docs/site-api.md, Tokens). Time is given, in epoch seconds."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

AUDIENCE = "dartwing-va"
USER = "va-user"
READ = "va-read"
USER_LIFETIME_S = 900
READ_LIFETIME_S = 120
LEEWAY_S = 5
SCOPE = "va:read va:write"
MAX_TOKEN_CHARS = 8192
MAX_DTS = 50
MAX_MTS = 20


class TokenError(ValueError):
    """A token that is refused. `code` is of contract/errors.ts; `reason` says which check, for logs and tests."""

    def __init__(self, reason: str):
        super().__init__(f"token refused: {reason}")
        self.reason = reason
        self.code = "TOKEN_EXPIRED" if reason == "expired" else "UNAUTHORIZED"


def b64url(data: bytes) -> str:
    """Base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def unb64url(text: str) -> bytes:
    """The bytes of unpadded base64url. Raises ValueError."""
    if not isinstance(text, str) or "=" in text:
        raise ValueError("not base64url")
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError("not base64url") from error


def new_key() -> tuple[str, str, str]:
    """A new Ed25519 pair: `(kid, x, d)`; x and d are base64url of the public key and the seed."""
    seed = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.Raw, serialization.PrivateFormat.Raw, serialization.NoEncryption()
    )
    d = b64url(seed)
    x = public_of(d)
    return kid_of(x), x, d


def public_of(d: str) -> str:
    """The public key x of a seed d, both base64url."""
    public = Ed25519PrivateKey.from_private_bytes(unb64url(d)).public_key()
    return b64url(public.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw))


def kid_of(x: str) -> str:
    """The key id: the first 16 characters of base64url(SHA-256(public key))."""
    return b64url(hashlib.sha256(unb64url(x)).digest())[:16]


def jwk_of(kid: str, x: str) -> dict[str, str]:
    """The public key as it stands in `jwks`."""
    return {"kty": "OKP", "crv": "Ed25519", "x": x, "kid": kid, "alg": "EdDSA", "use": "sig"}


def mint_user_token(
    *,
    d: str,
    kid: str,
    site: str,
    user: str,
    sid: str,
    epoch: int,
    now: int,
    jti: str,
    lifetime: int = USER_LIFETIME_S,
) -> str:
    """A `va-user` token: Frappe says who is talking."""
    claims = {
        "iss": site,
        "aud": AUDIENCE,
        "typ": USER,
        "sub": user,
        "sid": sid,
        "epoch": epoch,
        "scope": SCOPE,
        "iat": now,
        "exp": now + lifetime,
        "jti": jti,
    }
    return _sign(claims, d, kid)


def verify_user_token(token: Any, *, keys: dict[str, str], site: str, now: float) -> dict[str, Any]:
    """The claims of a valid `va-user` token of this site. `keys` = {kid: x}. Raises TokenError."""
    claims = _verified(token, keys)
    _common(claims, typ=USER, iss=site, aud=AUDIENCE, lifetime=USER_LIFETIME_S, now=now)
    _text(claims, "sid", 140)
    if type(claims.get("epoch")) is not int or claims["epoch"] < 0:
        raise TokenError("epoch")
    _text(claims, "scope", 200)
    return claims


def verify_read_token(token: Any, *, keys: dict[str, str], site: str, now: float) -> dict[str, Any]:
    """The claims of a valid `va-read` delegation for this site. `keys` = the sidecar's {kid: x}. Raises TokenError."""
    claims = _verified(token, keys)
    _common(claims, typ=READ, iss=AUDIENCE, aud=site, lifetime=READ_LIFETIME_S, now=now)
    dts = claims.get("dts")
    if (
        not isinstance(dts, list)
        or len(dts) > MAX_DTS
        or not all(isinstance(dt, str) and 0 < len(dt) <= 140 for dt in dts)
    ):
        raise TokenError("dts")
    mts = claims.get("mts", [])
    if (
        not isinstance(mts, list)
        or len(mts) > MAX_MTS
        or not all(isinstance(method, str) and 0 < len(method) <= 200 for method in mts)
    ):
        raise TokenError("mts")
    _text(claims, "turn", 140)
    return claims


def _sign(claims: dict[str, Any], d: str, kid: str) -> str:
    key = Ed25519PrivateKey.from_private_bytes(unb64url(d))
    parts = ({"alg": "EdDSA", "typ": "JWT", "kid": kid}, claims)
    signed = ".".join(b64url(json.dumps(part, separators=(",", ":")).encode()) for part in parts)
    return signed + "." + b64url(key.sign(signed.encode("ascii")))


def _verified(token: Any, keys: dict[str, str]) -> dict[str, Any]:
    if not isinstance(token, str) or len(token) > MAX_TOKEN_CHARS or token.count(".") != 2:
        raise TokenError("malformed")
    head, body, signature = token.split(".")
    header = _object(head)
    # The algorithm is ours, never the token's choice.
    if header.get("alg") != "EdDSA":
        raise TokenError("alg")
    if header.get("typ") != "JWT" or "crit" in header:
        raise TokenError("header")
    kid = header.get("kid")
    if not isinstance(kid, str) or kid not in keys:
        raise TokenError("kid")
    try:
        public = Ed25519PublicKey.from_public_bytes(unb64url(keys[kid]))
        public.verify(unb64url(signature), f"{head}.{body}".encode("ascii"))
    except (InvalidSignature, ValueError) as error:
        raise TokenError("signature") from error
    return _object(body)


def _object(part: str) -> dict[str, Any]:
    try:
        value = json.loads(unb64url(part))
    except (ValueError, RecursionError) as error:
        raise TokenError("malformed") from error
    if not isinstance(value, dict):
        raise TokenError("malformed")
    return value


def _common(claims: dict[str, Any], *, typ: str, iss: str, aud: str, lifetime: int, now: float) -> None:
    if claims.get("typ") != typ:
        raise TokenError("typ")
    if claims.get("iss") != iss:
        raise TokenError("iss")
    if claims.get("aud") != aud:
        raise TokenError("aud")
    _text(claims, "sub", 140)
    _text(claims, "jti", 140)
    for key in ("iat", "exp"):
        if type(claims.get(key)) is not int:
            raise TokenError(key)
    if not 0 < claims["exp"] - claims["iat"] <= lifetime:
        raise TokenError("lifetime")
    if claims["iat"] > now + LEEWAY_S:
        raise TokenError("iat")
    if claims["exp"] <= now - LEEWAY_S:
        raise TokenError("expired")


def _text(claims: dict[str, Any], key: str, most: int) -> None:
    value = claims.get(key)
    if not isinstance(value, str) or not 0 < len(value) <= most:
        raise TokenError(key)
