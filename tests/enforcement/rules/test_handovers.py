"""One holder at every instant, each hand-over signed by both; what breaks the chain is named."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marga.country.instants import Clock
from marga.enforcement.rules.handovers import (
    Break,
    HandOver,
    Seizure,
    destruction_refusals,
    faults,
    hand_over_refusals,
    holder,
    holder_at,
)

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
SEIZED = Seizure("100", NOW)


def given_over(giver, taker, hours, *, signed=True):
    at = NOW + hours * HOUR
    return HandOver(giver, taker, at, at if signed else None, at if signed else None)


CHAIN = [given_over("100", "keeper", 1), given_over("keeper", "lab", 5), given_over("lab", "keeper", 30)]


def broken(chain):
    return [(one.number, one.kind) for one in faults(SEIZED, chain)]


def test_a_whole_chain_has_no_fault_and_one_holder_at_every_instant():
    assert broken(CHAIN) == []
    assert holder(SEIZED, CHAIN) == "keeper"
    held = [holder_at(SEIZED, CHAIN, NOW + hours * HOUR) for hours in (-1, 0, 1, 4.9, 5, 29, 30, 99)]
    assert held == [None, "100", "keeper", "keeper", "lab", "lab", "keeper", "keeper"]


@pytest.mark.parametrize(
    ("at", "change", "kind"),
    [
        (1, {"giver": "200"}, Break.GAP), (1, {"at": NOW + 0.5 * HOUR}, Break.OVERLAP),
        (2, {"taker_signed": None}, Break.UNSIGNED), (2, {"giver_signed": None}, Break.UNSIGNED),
        (2, {"taker": "lab"}, Break.TO_ONESELF), (0, {"at": NOW - HOUR}, Break.OVERLAP), (0, {"giver": "9"}, Break.GAP),
    ],
)  # fmt: skip
def test_each_way_of_breaking_it_is_named_at_its_link(at, change, kind):
    chain = [*CHAIN]
    chain[at] = replace(chain[at], **change)
    assert broken(chain) == [(at + 1, kind)]


def test_a_link_that_was_taken_out_is_a_gap():
    assert broken([CHAIN[0], CHAIN[2]]) == [(2, Break.GAP)]
    assert str(faults(SEIZED, [CHAIN[0], CHAIN[2]])[0].says) == "Hand-over 2: lab gave it, but keeper held it."


def test_until_both_signed_the_giver_still_has_it():
    assert holder(SEIZED, [CHAIN[0], given_over("keeper", "lab", 5, signed=False)]) == "keeper"


def refused(chain, wanted, hours=50):
    return " ".join(str(one) for one in hand_over_refusals(SEIZED, chain, wanted, Clock(NOW + hours * HOUR)))


@pytest.mark.parametrize(
    ("chain", "wanted", "told"),
    [
        (CHAIN, given_over("keeper", "court", 40), ""),
        ([], given_over("100", "keeper", 0), ""),
        (CHAIN, given_over("lab", "court", 40), "is held by keeper, not by lab."),
        (CHAIN, given_over("keeper", "keeper", 40), "Nobody hands over to themselves"),
        (CHAIN, given_over("keeper", "court", 20), "dated before the one it follows"),
        ([], given_over("100", "keeper", -1), "before the seizure"),
        (CHAIN, given_over("keeper", "court", 60), "has not happened yet"),
        ([given_over("100", "keeper", 1, signed=False)], given_over("100", "lab", 2), "not signed by both yet"),
    ],
)
def test_a_hand_over_that_is_not_good_is_refused_with_the_reason(chain, wanted, told):
    assert refused(chain, wanted) == "" if told == "" else told in refused(chain, wanted)


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("abcd"), st.integers(-2, 40)), max_size=15))
def test_a_chain_built_of_what_was_not_refused_has_no_fault(tried):
    chain = []
    for giver, taker, hours in tried:
        wanted = given_over(giver, taker, hours)
        if not hand_over_refusals(Seizure("a", NOW), chain, wanted, Clock(NOW + 99 * HOUR)):
            chain.append(wanted)
    assert faults(Seizure("a", NOW), chain) == ()


def test_an_exhibit_is_destroyed_by_its_holder_before_two_others(decided):
    needed = decided.weighing.witnesses
    assert destruction_refusals(SEIZED, CHAIN, "keeper", ["1", "2"], needed) == ()
    assert "named: 1" in str(destruction_refusals(SEIZED, CHAIN, "keeper", ["1", "1", "keeper"], needed)[0])
    assert "not by lab" in str(destruction_refusals(SEIZED, CHAIN, "lab", ["1", "2"], needed)[0])
