"""The rules of hooks/core against test/vectors, which the TypeScript twins run as well."""

import math

import pytest
from conftest import load

from doctypes import agent_checks, checks
from hooks.core import (
    amounts,
    audit,
    batch_table,
    canonical,
    delegation,
    digest,
    inverse,
    policy,
    tokens,
    webhooks,
)

SPECIAL = {"NaN": math.nan, "Infinity": math.inf, "-Infinity": -math.inf}


@pytest.mark.vectors("canonical")
def test_canonical(case):
    given = case["input"]
    value = SPECIAL[given["special"]] if "special" in given else given["value"]
    if "error" in case["expect"]:
        with pytest.raises(canonical.CanonicalError) as caught:
            canonical.canonical(value)
        assert caught.value.reason == case["expect"]["error"]
        return
    text = canonical.canonical(value)
    assert text == case["expect"]["text"]
    assert canonical.sha256_hex(text) == case["expect"]["sha256"]


@pytest.mark.vectors("digest")
def test_digest(case):
    if "error" in case["expect"]:
        with pytest.raises(canonical.CanonicalError) as caught:
            digest.action_digest(**case["input"])
        assert caught.value.reason == case["expect"]["error"]
    else:
        assert digest.action_digest(**case["input"]) == case["expect"]["digest"]


@pytest.mark.vectors("audit")
def test_audit(case):
    given = dict(case["input"])
    if given.pop("op") == "verify":
        assert audit.verify_run(given.pop("rows"), **given) == case["expect"]
        return
    previous = given.pop("previous_hash")
    if "error" in case["expect"]:
        with pytest.raises(ValueError):
            audit.audit_payload(**given)
        return
    payload = audit.audit_payload(**given)
    assert payload == case["expect"]["payload"]
    assert audit.audit_hash(previous, payload) == case["expect"]["hash"]


@pytest.mark.vectors("tokens")
def test_tokens(case):
    given, expect = case["input"], case["expect"]
    verify = {"va-user": tokens.verify_user_token, "va-read": tokens.verify_read_token}[given["kind"]]
    keys = load("tokens")["valid"][given["kind"]]
    if "error" in expect:
        with pytest.raises(tokens.TokenError) as caught:
            verify(given["token"], keys=keys, site=given["site"], now=given["now"])
        assert (caught.value.reason, caught.value.code) == (expect["error"], expect["code"])
    else:
        assert verify(given["token"], keys=keys, site=given["site"], now=given["now"]) == expect["claims"]


@pytest.mark.vectors("delegation")
def test_delegation(case):
    given = case["input"]
    request = delegation.Request(**given["request"])
    doors = {key: given[key] for key in ("dts", "methods", "named", "listed") if key in given}
    assert delegation.check_request(request, **doors) == case["expect"]


@pytest.mark.vectors("custom-agents")
def test_custom_agents(case):
    given, expect = case["input"], case["expect"]
    if "calls" in expect:
        calls = agent_checks.check_tools(given["tools"], given["agent"])
        assert [list(call) for call in calls] == expect["calls"]
        return
    with pytest.raises(checks.Fault) as caught:
        agent_checks.check_tools(given["tools"], given["agent"])
    assert {"code": caught.value.code, "about": caught.value.about} == expect


@pytest.mark.vectors("webhooks")
def test_webhooks(case):
    given, expect = case["input"], case["expect"]
    found = {
        "url": lambda: {"fault": webhooks.url_fault(given["url"], given["hosts"])},
        "host": lambda: {"good": webhooks.is_host(given["host"])},
        "script": lambda: {"good": webhooks.is_script(given["script"])},
        "lines": lambda: {"lines": webhooks.lines_of(given["text"])},
        "signature": lambda: {
            "signature": webhooks.signature(given["secret"], given["timestamp"], given["digest"])
        },
    }[given["op"]]()
    assert found == expect


@pytest.mark.vectors("policy")
def test_policy(case):
    given = case["input"]
    if given["op"] == "amount":
        moves, total = amounts.operations_amount(given["operations"], given["documents"])
        assert {"moves": moves, "total": total} == case["expect"]
    elif given["op"] == "reverse":
        assert policy.may_reverse(given["case"]) == case["expect"]
    else:
        assert policy.may_execute(given["case"]) == case["expect"]


@pytest.mark.vectors("inverse")
def test_inverse(case):
    given = case["input"]
    answer = (
        inverse.plan_inverse(given["steps"])
        if given["op"] == "plan"
        else inverse.reversibility(given["operations"])
    )
    assert answer == case["expect"]


@pytest.mark.vectors("batch")
def test_batch(case):
    assert (
        batch_table.operation_fault(case["input"]["operation"], case["input"]["stored"])
        == case["expect"]["fault"]
    )


@pytest.mark.vectors("voices")
def test_voices(case):
    assert checks.is_voice_name(case["input"]) is case["expect"]["good"]
