"""What the writers of vectors share."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

VECTORS = Path(__file__).resolve().parent.parent.parent / "vectors"


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def case(name: str, given: Any, expect: Any) -> dict[str, Any]:
    return {"name": name, "input": given, "expect": expect}


def write(file: str, about: str, cases: list[dict[str, Any]], **more: Any) -> None:
    names = [entry["name"] for entry in cases]
    assert len(names) == len(set(names)), f"{file}: a name twice"
    text = json.dumps({"about": about, **more, "cases": cases}, indent=2, ensure_ascii=True)
    (VECTORS / f"{file}.json").write_text(text + "\n")


ACTION: dict[str, Any] = {
    "site": "acme.test",
    "action": "act_01jabcdefghjkmnpqrstvwxyz0",
    "employee": "HR-EMP-00001",
    "user": "priya@acme.test",
    "tool": "hr.submit_leave_request",
    "operations": [
        {
            "op": "insert",
            "doctype": "Leave Application",
            "values": {
                "employee": "HR-EMP-00001",
                "leave_type": "Annual Leave",
                "from_date": "2026-12-03",
                "to_date": "2026-12-03",
                "half_day": 0,
            },
        }
    ],
    "expires_at": 1795453200000,
}


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def key(seed: int) -> dict[str, str]:
    private = Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)
    x = private.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return {"kid": b64(hashlib.sha256(x).digest())[:16], "x": b64(x), "d": b64(bytes([seed]) * 32)}


def sign(claims: dict[str, Any], with_key: dict[str, str], **header: Any) -> str:
    head = {"alg": "EdDSA", "typ": "JWT", "kid": with_key["kid"], **header}
    head = {name: value for name, value in head.items() if value is not None}
    signed = b64(json.dumps(head).encode()) + "." + b64(json.dumps(claims).encode())
    private = Ed25519PrivateKey.from_private_bytes(
        base64.urlsafe_b64decode(with_key["d"] + "=" * (-len(with_key["d"]) % 4))
    )
    return signed + "." + b64(private.sign(signed.encode()))
