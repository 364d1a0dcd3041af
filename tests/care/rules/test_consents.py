"""What leaves care: only what is plainly covered, whole or not at all."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marga.care.rules.consents import (
    FIELDS,
    NOTICE,
    TOLD,
    NotPermitted,
    Permit,
    Wanted,
    order_refusals,
    packet,
    refusals,
    scope_refusals,
)

DAYS = st.dates(date(2026, 1, 1), date(2026, 3, 1))
WORDS = st.sampled_from(["", "case", "health", "family"])
SETS = st.frozensets(st.sampled_from([*FIELDS, "diagnosis"]))
CENTRES = st.sampled_from(["", "KH-12-R1", "KH-2-R1"])
PERMITS = st.builds(Permit, CENTRES, SETS, WORDS, WORDS, DAYS, DAYS, st.booleans(), st.booleans())
WANTED = st.builds(Wanted, SETS, WORDS, WORDS, CENTRES)
VALUES = st.dictionaries(st.sampled_from([*FIELDS, "diagnosis"]), st.sampled_from(["x", "Sok Dara"]))
DAY = date(2026, 11, 24)


def permit(**said):
    plain = {"discloser": "KH-12-R1", "fields": frozenset({"name", "since"}), "recipient": "health",
             "purpose": "treatment", "first": DAY, "last": DAY + timedelta(days=9), "witnessed": True,
             "ended": False}  # fmt: skip
    return Permit(**{**plain, **said})


def wanted(*fields, recipient="health", purpose="treatment", discloser="KH-12-R1"):
    return Wanted(frozenset(fields), recipient, purpose, discloser)


def test_what_was_agreed_leaves_field_by_field_and_nothing_beside_it():
    made = packet(permit(), wanted("name"), {"name": "Sok Dara", "since": "2026-01-01", "diagnosis": "x"}, DAY)
    assert (made.recipient, made.purpose, made.values) == ("health", "treatment", {"name": "Sok Dara"})


@pytest.mark.parametrize(("terms", "asked", "day", "says"), [
    (permit(), wanted("name"), DAY + timedelta(days=10), "not this day"),
    (permit(), wanted("name"), DAY - timedelta(days=1), "not this day"),
    (permit(ended=True), wanted("name"), DAY, "taken back"),
    (permit(witnessed=False), wanted("name"), DAY, "second worker"),
    (permit(witnessed=False, purpose="order"), wanted("name", purpose="order"), DAY, "No inspector"),
    (permit(), wanted("name", recipient="family"), DAY, "another recipient"),
    (permit(), wanted("name", purpose="work"), DAY, "another purpose"),
    (permit(), wanted("name", discloser="KH-2-R1"), DAY, "another centre"),
    (permit(), wanted("name", discloser=""), DAY, "another centre"),
    (permit(discloser=""), wanted("name", discloser=""), DAY, "another centre"),
    (permit(), wanted("name", "sex"), DAY, "more than was agreed"),
    (permit(fields=frozenset({"diagnosis"})), wanted("diagnosis"), DAY, "more than was agreed"),
    (permit(), wanted(), DAY, "Choose what"),
    (permit(recipient=""), wanted("name", recipient=""), DAY, "another recipient"),
    (permit(purpose=""), wanted("name", purpose=""), DAY, "another purpose"),
], ids=["late", "early", "ended", "unwitnessed", "unconfirmed", "recipient", "purpose", "centre", "no-centre",
        "no-discloser", "wider", "unknown", "nothing", "nobody", "no-purpose"])  # fmt: skip
def test_it_fails_closed(terms, asked, day, says):
    with pytest.raises(NotPermitted, match=says):
        packet(terms, asked, {"name": "Sok Dara", "sex": "male"}, day)


@given(PERMITS, WANTED, VALUES, DAYS)
def test_something_leaves_only_if_every_condition_holds(terms, asked, values, day):
    covered = (
        not terms.ended and terms.witnessed and terms.first <= day <= terms.last
        and asked.discloser == terms.discloser != ""
        and asked.recipient == terms.recipient != "" and asked.purpose == terms.purpose != ""
        and bool(asked.fields) and asked.fields <= terms.fields and asked.fields <= frozenset(FIELDS)
    )  # fmt: skip
    assert covered == (refusals(terms, asked, day) == ())
    if not covered:
        with pytest.raises(NotPermitted):
            packet(terms, asked, values, day)
        return
    made = packet(terms, asked, values, day)
    assert frozenset(made.values) == asked.fields
    assert all(made.values[name] == values.get(name, "") for name in asked.fields)


@given(PERMITS, WANTED, DAYS, SETS)
def test_a_narrower_permit_never_lets_more_leave(terms, asked, day, taken):
    narrower = replace(terms, fields=terms.fields - taken)
    if refusals(terms, asked, day):
        assert refusals(narrower, asked, day)


@given(SETS)
def test_police_prosecutor_and_court_of_a_case_can_be_told_the_one_word_and_nobody_else_can(fields):
    assert bool(scope_refusals(fields, wall=True)) == (fields != {NOTICE})
    assert bool(scope_refusals(fields, wall=False)) == (
        not fields or NOTICE in fields or not fields <= frozenset(FIELDS)
    )


@given(SETS, SETS)
def test_an_order_can_have_told_what_its_recipient_may_be_told_by_one_and_never_the_word(fields, most):
    assert (order_refusals(fields, most) == ()) == (bool(fields) and fields <= most and fields <= frozenset(TOLD))
