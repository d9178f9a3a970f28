"""What the controllers of the DocTypes check, without Frappe."""

import json
from pathlib import Path

import pytest

from doctypes.agent_checks import check_triggers, is_custom_id
from doctypes.checks import (
    CHOICES,
    STYLE_WORDS,
    TRAITS,
    Fault,
    check_dimensions,
    clamped,
    consent_state,
    is_agent_id,
    json_object,
    over_limits,
    own_dimensions,
    style_words,
    text_list,
)
from hooks.core.delegation import listed_methods


def fault_of(call, *args) -> str:
    with pytest.raises(Fault) as caught:
        call(*args)
    return caught.value.code


@pytest.mark.parametrize("value", [None, "", "   ", "null", "[]", []])
def test_a_blank_list_is_empty(value):
    assert text_list(value) == []


def test_a_list_keeps_its_order_and_loses_doubles():
    assert text_list('["hr", " calendar ", "hr"]') == ["hr", "calendar"]


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("hr, calendar", "not_json"),
        ('{"hr": 1}', "not_a_list"),
        ('"hr"', "not_a_list"),
        ("[1]", "not_text"),
        ('["hr", ""]', "not_text"),
        ("[null]", "not_text"),
    ],
)
def test_anything_but_a_list_of_texts_is_refused(value, code):
    assert fault_of(text_list, value) == code


def test_an_object_is_an_object():
    assert json_object('{"warmth": 8}') == {"warmth": 8}
    assert json_object("") == {}
    assert fault_of(json_object, "[]") == "not_an_object"
    assert fault_of(json_object, "{") == "not_json"


@pytest.mark.parametrize("value", ["HR", "1st", "a-b", "", None, "a" * 65, "hr\n", 7])
def test_an_agent_id_is_small_letters_digits_and_underscores(value):
    assert not is_agent_id(value)
    assert is_agent_id("field_service_2")


@pytest.mark.parametrize("value", ["two__parts", "ends_", "HR", "", None])
def test_an_agent_of_a_company_has_an_id_that_no_tool_of_it_can_be_mistaken_for(value):
    assert not is_custom_id(value)
    assert is_custom_id("field_service_2") and is_custom_id("hr")


def test_phrases_are_texts_with_letters():
    assert check_triggers('["room status", " free desks "]') == ["room status", "free desks"]
    assert check_triggers(None) == []
    assert fault_of(check_triggers, '["?!"]') == "trigger"
    assert fault_of(check_triggers, json.dumps(["x" * 81])) == "trigger"
    assert fault_of(check_triggers, json.dumps([f"phrase {n}" for n in range(51)])) == "too_many"
    assert fault_of(check_triggers, "room status") == "not_json"


def test_a_list_of_methods_is_one_a_line_without_those_that_reach_everything():
    listed = " acme.api.rooms \r\n\nacme.api.rooms\nfrappe.client.get\ndartwing_va.reads.directory\n"
    assert listed_methods(listed) == ["acme.api.rooms", "dartwing_va.reads.directory"]
    assert listed_methods(None) == []


def test_limits_are_compared_as_numbers_and_blank_is_nothing():
    template = {
        "expense_limit": 500,
        "approval_limit": None,
        "daily_action_limit": "200",
        "monthly_voice_minutes": 0,
    }
    same = {"expense_limit": "500.0", "approval_limit": 0, "daily_action_limit": 200}
    assert over_limits(same, template) == []
    more = {
        "expense_limit": 500.01,
        "approval_limit": 1,
        "daily_action_limit": 10,
        "monthly_voice_minutes": 1,
    }
    assert over_limits(more, template) == ["expense_limit", "approval_limit", "monthly_voice_minutes"]


def test_a_retention_is_moved_to_the_nearest_bound():
    assert [clamped(days, 30, 730) for days in (0, 29, 30, 400, 731, None)] == [30, 30, 30, 400, 730, 30]
    assert clamped(0, 30, None, zero_allowed=True) == 0
    assert clamped(100_000, 30, None, zero_allowed=True) == 100_000


@pytest.mark.parametrize(
    ("status", "granted", "before", "expected"),
    [
        ("granted", 0, False, ("granted", 1)),
        ("denied", 1, True, ("denied", 0)),
        (None, 1, False, ("granted", 1)),
        ("", "0", True, ("revoked", 0)),
        (None, None, False, ("denied", 0)),
    ],
)
def test_granted_follows_from_the_status_and_makes_it_when_there_is_none(status, granted, before, expected):
    assert consent_state(status, granted, before) == expected


def test_the_words_of_a_personality_follow_its_dimensions():
    words = style_words({"dim_feedback_style": "gentle", "dim_emoji_usage": "rare", "dim_formality": 8})
    chosen = {name: word for name, word in words.items() if word}
    assert chosen == {"feedback_style": "Softened", "emoji_usage": "Occasional", "formality": "Formal"}
    assert set(style_words({}).values()) == {""}
    assert [style_words({"dim_formality": value})["formality"] for value in (1, 3, 4, 7, 10)] == [
        "Casual",
        "Casual",
        "Adaptive",
        "Adaptive",
        "Formal",
    ]


def test_every_word_of_a_personality_is_an_option_of_its_field_and_every_dimension_is_covered():
    fields = {field["fieldname"]: field for field in personality()["fields"]}
    for name, words in STYLE_WORDS.items():
        assert {"", *words} == set(fields["dim_" + name]["options"].split("\n")), name
        assert set(words.values()) <= set(fields[name]["options"].split("\n")), name
    assert {"Casual", "Adaptive", "Formal"} <= set(fields["formality"]["options"].split("\n"))
    for trait in TRAITS:
        assert fields["dim_" + trait]["fieldtype"] == "Int"
    for choice, options in CHOICES.items():
        assert fields["dim_" + choice]["options"].split("\n") == ["", *options], choice
    assert len(TRAITS) + len(CHOICES) == 26
    # A default would look like a choice of the employee and hide the preset.
    assert not [name for name, field in fields.items() if name.startswith("dim_") and field.get("default")]


def test_only_what_was_chosen_counts_as_chosen():
    fields = {
        "dim_warmth": 9,
        "dim_humor": 0,
        "dim_emoji_usage": "never",
        "dim_formatting": "",
        "name": "pers_1",
    }
    assert own_dimensions(fields) == {"warmth": 9, "emoji_usage": "never"}


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"warmth": 0}, "out_of_range"),
        ({"warmth": 11}, "out_of_range"),
        ({"warmth": 7.5}, "out_of_range"),
        ({"warmth": True}, "out_of_range"),
        ({"charm": 5}, "no_dimension"),
        ({"emoji_usage": "always"}, "no_option"),
    ],
)
def test_a_company_cannot_set_what_is_no_dimension(values, code):
    with pytest.raises(Fault) as caught:
        check_dimensions(values)
    assert caught.value.code == code
    check_dimensions({"warmth": 1, "humor": 10, "emoji_usage": "never"})


def personality() -> dict:
    return json.loads((Path(__file__).parents[2] / "doctypes/va_personality/va_personality.json").read_text())
