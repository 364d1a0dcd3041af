"""A charge is never edited, only followed; and whoever lowers it needs someone outside the case."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marga.country.enforcement import Basis, Penalty
from marga.enforcement.rules.charges import (
    Charge,
    Direction,
    Proposal,
    Version,
    added,
    change_refusals,
    counted_offence,
    direction,
    directions,
    further_agreement_refusals,
    further_refusals,
    line_faults,
    since_first,
    times_between,
)
from marga.enforcement.rules.officers import Officer

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
NOTE = Basis("an example")
AUTHOR, FRIEND, CHIEF = Officer("100", "officer"), Officer("101", "chief"), Officer("900", "chief")
WHY = "the second weight is in a lower band"


def charge(least, most, offence="possession", band="", *, fine=False, or_fine=False):
    return Charge(offence, "", band, Penalty(least, most, fine, or_fine, NOTE))


USE = charge(1, 6, "use", or_fine=True)
SMALL, FIRST, LIFE = charge(24, 60, band="small"), charge(60, 120, band="first"), charge(240, None, "trafficking")
GIVEN = (Version(1, FIRST, NOW, AUTHOR),)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (FIRST, SMALL, "lowers"), (SMALL, FIRST, "raises"), (FIRST, LIFE, "raises"), (LIFE, FIRST, "lowers"),
        (FIRST, None, "drops"), (None, FIRST, "raises"), (FIRST, USE, "lowers"),
        (FIRST, charge(60, 120, "trafficking"), "same"), (FIRST, charge(60, 119), "lowers"),
        (FIRST, charge(59, 120), "lowers"), (FIRST, charge(59, 121), "mixed"), (FIRST, charge(61, 119), "mixed"),
        (FIRST, charge(60, 120, fine=True), "raises"), (charge(60, 120, or_fine=True), FIRST, "raises"),
        (charge(0, 120, or_fine=True), charge(24, 120, or_fine=True), "same"),
        (LIFE, charge(120, None), "lowers"), (LIFE, charge(600, 720), "mixed"),
    ],
)  # fmt: skip
def test_the_direction_is_that_of_both_ends_of_the_penalty(old, new, expected):
    assert direction(old, new) == expected


def test_a_dropped_charge_cannot_be_dropped_again():
    with pytest.raises(ValueError, match="dropped again"):
        direction(None, None)


CHARGES = st.none() | st.builds(
    charge, st.integers(0, 300), st.none() | st.integers(0, 400), fine=st.booleans(), or_fine=st.booleans()
)
BACK = {"raises": {"lowers", "drops"}, "lowers": {"raises"}, "drops": {"raises"}, "same": {"same"}, "mixed": {"mixed"}}


@given(CHARGES, CHARGES)
def test_going_back_is_the_other_direction(old, new):
    if (old, new) != (None, None):
        assert direction(new, old) in BACK[direction(old, new)]


def proposed(charge, second=CHIEF, **more):
    return Proposal(**{"charge": charge, "at": NOW + HOUR, "author": AUTHOR, "second": second, "reason": WHY, **more})


def refused(decided, wanted, versions=GIVEN):
    found = change_refusals(versions, wanted, {"100", "101"}, decided.offences.changes, decided.register.ranks)
    return " ".join(str(one) for one in found)


def test_a_chief_outside_the_case_may_agree_to_lowering(decided):
    assert refused(decided, proposed(SMALL)) == ""


def test_a_supervisor_of_the_case_may_agree_to_raising(decided):
    assert refused(decided, proposed(LIFE, replace(FRIEND, rank="supervisor"))) == ""


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        (proposed(SMALL, FRIEND), "Officer 101 has a part in this case"),
        (proposed(SMALL, Officer("900", "supervisor")), "at least: chief of unit"),
        (proposed(SMALL, None), "A second officer must agree to this. Ask one who is at least: chief of unit."),
        (proposed(SMALL, Officer("100", "chief")), "Nobody agrees to their own change"),
        (proposed(LIFE, Officer("500", "officer")), "at least: supervisor"),
        (proposed(charge(59, 121), FRIEND), "has a part in this case"),
        (proposed(None), "A prosecutor must decide this"),
        (proposed(None, FRIEND, decision="12/26"), "has a part in this case"),
        (proposed(SMALL, reason="mistake "), "Write in a sentence why"),
        (proposed(SMALL, at=NOW - HOUR), "dated before the version it follows"),
        (proposed(FIRST), "This is the charge as it stands"),
    ],
)
def test_a_change_that_is_not_good_is_refused_with_the_reason(decided, wanted, told):
    assert told in refused(decided, wanted)


def test_dropping_with_a_prosecutor_s_decision_is_taken_and_giving_it_again_raises(decided):
    dropped = proposed(None, decision="12/26")
    assert refused(decided, dropped) == ""
    line = added(GIVEN, dropped)
    assert refused(decided, proposed(FIRST, at=NOW + 2 * HOUR), line) == ""
    assert "as it stands" in refused(decided, proposed(None, at=NOW + 2 * HOUR, decision="13/26"), line)


def test_without_a_first_charge_there_is_none_to_change(decided):
    assert "Give the first one" in refused(decided, proposed(SMALL), ())


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        (proposed(LIFE, replace(FRIEND, rank="supervisor")), ""), (proposed(FIRST), "charged with this already"),
        (proposed(LIFE, reason="late"), "Write in a sentence why there is a further charge"),
        (proposed(LIFE, Officer("500", "officer")), "at least: supervisor"),
        (proposed(LIFE, Officer("100", "chief")), "Nobody agrees to their own change"),
        (proposed(LIFE, None), "A second officer must agree to this"),
    ],
)  # fmt: skip
def test_a_further_charge_is_agreed_to_as_whatever_raises(decided, wanted, told):
    changes, ranks = decided.offences.changes, decided.register.ranks
    found = " ".join(map(str, further_agreement_refusals([FIRST], wanted, {"100", "101"}, changes, ranks)))
    assert told in found if told else found == ""


def test_where_a_country_has_a_prosecutor_decide_what_raises_a_further_charge_needs_the_decision(decided):
    changes = {**decided.offences.changes, "raises": replace(decided.offences.changes["raises"], prosecutor=True)}
    (says,) = further_refusals([FIRST], proposed(LIFE), changes)
    assert "A prosecutor must decide this" in str(says)
    assert further_refusals([FIRST], proposed(LIFE, decision="12/26"), changes) == ()


def test_a_corrected_law_is_no_change_of_the_charge(decided):
    corrected = replace(FIRST, penalty=replace(FIRST.penalty, most_months=144))
    assert "as it stands" in refused(decided, proposed(corrected))
    assert since_first((*GIVEN, Version(2, corrected, NOW, AUTHOR, CHIEF, WHY))) is Direction.SAME


@given(st.lists(CHARGES, max_size=6))
def test_what_stood_is_untouched_by_what_follows_and_the_line_is_whole(later):
    line = GIVEN
    for hours, one in enumerate(later, 1):
        longer = added(line, proposed(one, at=NOW + hours * HOUR))
        assert longer[:-1] == line
        line = longer
    assert line[0] is GIVEN[0]
    assert line_faults(line) == ()
    assert times_between(line) == (HOUR,) * len(later)


def test_the_way_of_a_charge_is_told_step_by_step_and_as_a_whole():
    line = added(added(GIVEN, proposed(LIFE)), proposed(USE))
    assert directions(line) == ("raises", "lowers")
    assert since_first(line) is Direction.LOWERS
    assert since_first(added(line, proposed(FIRST))) is Direction.SAME
    assert since_first(GIVEN) is Direction.SAME


def test_a_line_that_was_tampered_with_is_found():
    line = added(added(GIVEN, proposed(SMALL)), proposed(LIFE, at=NOW + 2 * HOUR))
    assert "not numbered" in str(line_faults((line[0], line[2]))[0])
    assert "not numbered" in str(line_faults(line[1:])[0])
    assert "dated before" in str(line_faults((line[0], line[1], replace(line[2], at=NOW)))[0])
    assert "no second officer" in str(line_faults((line[0], replace(line[1], second=None), line[2]))[0])
    assert "a dropped one" in str(line_faults((replace(line[0], charge=None),))[0])


def test_a_case_counts_as_its_gravest_charge_that_stands():
    order = ["trafficking", "use"]
    assert counted_offence(["use", "trafficking", "use"], order) == "trafficking"
    assert counted_offence(["use"], order) == "use"
    assert counted_offence([], order) is None
