"""What the vectors cannot say: things that JSON cannot hold, and files that must agree with each other."""

import datetime
import re
from pathlib import Path

import pytest

from hooks.core import canonical, catalogue, delegation, inverse, names, operations, tokens

ROOT = Path(__file__).resolve().parents[2]


def test_canonical_refuses_what_json_cannot_hold():
    for value, reason in (
        ({1: "a"}, "key"),
        (datetime.date(2026, 1, 1), "type"),
        ({"a": {1, 2}}, "type"),
        (b"a", "type"),
        ("\ud83d\ude00", "lone_surrogate"),
    ):
        with pytest.raises(canonical.CanonicalError) as caught:
            canonical.canonical(value)
        assert caught.value.reason == reason


def test_every_code_of_the_site_says_what_the_contract_says():
    contract = (ROOT / "contract" / "errors.ts").read_text()
    entry = r"(\w+): \{\s*reference: '\w+',\s*status: (\d+),.*?sentence:\s*(?:'(.*?)'|\"(.*?)\"),?\s*\},"
    found = re.findall(entry, contract, re.S)
    stated = {code: (int(status), single or double) for code, status, single, double in found}
    for code, ours in catalogue.CATALOGUE.items():
        assert stated[code] == ours


def test_every_code_that_the_app_uses_is_in_the_catalogue():
    used = set()
    for path in [
        *(ROOT / "hooks").rglob("*.py"),
        ROOT / "dartwing_va" / "api.py",
        ROOT / "dartwing_va" / "reads.py",
    ]:
        used.update(re.findall(r"""\bfail\(\s*"([A-Z_]+)\"""", path.read_text()))
    assert used and used <= set(catalogue.CATALOGUE)


def test_core_knows_nothing_of_frappe():
    for path in (ROOT / "hooks" / "core").glob("*.py"):
        assert not re.search(r"^\s*(import|from) frappe", path.read_text(), re.M), path.name


def test_the_file_of_whitelisted_methods_keeps_its_annotations():
    # Frappe checks arguments by annotations and ignores those that are text.
    for name in ("api.py", "reads.py"):
        source = (ROOT / "dartwing_va" / name).read_text()
        assert not re.search(r"^from __future__ import annotations", source, re.M)


def test_names_sort_by_time_and_are_recognised():
    earlier = names.make_name("act", 1_795_453_200_000, b"\xff" * 10)
    later = names.make_name("act", 1_795_453_200_001, b"\x00" * 10)
    assert earlier < later
    assert names.is_name(earlier, "act")
    assert not names.is_name(earlier, "turn")
    for name in ("ACT_1", "act_", "act_a b", "act_<b>", "act_\n", 7, None, "act_" + "a" * 200):
        assert not names.is_name(name)


def test_a_minted_token_is_accepted_and_belongs_to_its_key():
    kid, x, d = tokens.new_key()
    token = tokens.mint_user_token(
        d=d, kid=kid, site="acme.test", user="priya@acme.test", sid="ses_1", epoch=2, now=1000, jti="j"
    )
    claims = tokens.verify_user_token(token, keys={kid: x}, site="acme.test", now=1001)
    assert (claims["sub"], claims["epoch"], claims["exp"]) == ("priya@acme.test", 2, 1900)
    other_kid, other_x, _ = tokens.new_key()
    with pytest.raises(tokens.TokenError) as caught:
        tokens.verify_user_token(token, keys={kid: other_x, other_kid: other_x}, site="acme.test", now=1001)
    assert caught.value.reason == "signature"


def test_what_cannot_be_read_by_delegation_is_not_written_by_actions_either():
    secrets = {"User", "OAuth Bearer Token", "Server Script", "System Settings", "Email Queue", "VA Session"}
    assert all(delegation.is_denied(doctype) and operations.is_blocked(doctype) for doctype in secrets)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (None, "", True),
        (0, None, True),
        (1, "1.0", True),
        ("a", "A", False),
        ("1", 2, False),
        ([{"amount": 1, "name": "x"}], [{"amount": 1.0, "name": "y", "idx": 1}], True),
        ([{"amount": 1}], [{"amount": 2}], False),
        ([{"amount": 1}], [], False),
        ("abc", 0, False),
    ],
)
def test_same_value(one, other, same):
    assert inverse.same_value(one, other) is same
