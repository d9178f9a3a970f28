"""Writes test/vectors/*.json. Inputs and expectations are written by hand; only hashes and signatures are computed,
with hashlib and cryptography directly and not with the code under test. Run: python3 test/python/make_vectors.py"""

from __future__ import annotations

from vectors_of.audit import audit_cases
from vectors_of.batch import batch_cases
from vectors_of.common import key, write
from vectors_of.custom_agents import custom_agent_cases, webhook_cases
from vectors_of.inverse import inverse_cases
from vectors_of.policy import policy_cases
from vectors_of.text import canonical_cases, digest_cases
from vectors_of.tokens import delegation_cases, token_cases
from vectors_of.voices import voice_cases


def main() -> None:
    keys = {"site": key(1), "site_old": key(2), "sidecar": key(3), "alien": key(9)}
    valid = {
        "va-user": {keys[k]["kid"]: keys[k]["x"] for k in ("site", "site_old")},
        "va-read": {keys["sidecar"]["kid"]: keys["sidecar"]["x"]},
    }
    write(
        "canonical",
        "Canonical JSON. input.value, or input.special for what JSON cannot hold. expect.text and its SHA-256, or expect.error.",
        canonical_cases(),
    )
    write(
        "digest",
        "Action digest: expect.text is the canonical text, expect.digest its SHA-256.",
        digest_cases(),
    )
    write("audit", "op payload: text and hash of a row. op verify: check a run of rows.", audit_cases())
    write(
        "tokens",
        "keys: test keys, d = seed. valid: the keys {kid: x} that a verifier of that kind holds. expect.claims, or expect.error (the check that failed) and code.",
        token_cases(keys),
        keys=keys,
        valid=valid,
    )
    write(
        "webhooks",
        "Web addresses that tools of custom agents may call. op url: expect.fault; host, script: expect.good; lines; signature.",
        webhook_cases(),
    )
    write(
        "custom-agents",
        "Tools of a custom agent. expect.calls: what they call; or code and about: why they are refused.",
        custom_agent_cases(),
    )
    write(
        "delegation",
        "Which request a delegation may make. named: methods of the token; listed: what the company lets custom agents call.",
        delegation_cases(),
    )
    write(
        "policy",
        "op execute: may_execute(case). op reverse: may_reverse(case). op amount: operations_amount(operations, documents).",
        policy_cases(),
    )
    write(
        "inverse",
        "op plan: plan_inverse(steps). op reversibility: reversibility(operations).",
        inverse_cases(),
    )
    write("voices", "Names of voices. expect.good: it is written as provider:voice.", voice_cases())
    write("batch", "expect.fault: why the table of batch refuses the operation, or null.", batch_cases())


if __name__ == "__main__":
    main()
