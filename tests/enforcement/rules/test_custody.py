"""Custody ends in time: by elapsed hours, by the person and the charge, and a late permission mends nothing."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marga.country.enforcement import Basis, Limit
from marga.country.instants import Clock
from marga.enforcement.rules.custody import (
    Permission,
    Stay,
    classes_of,
    counted_end,
    end_refusals,
    extension_refusals,
    lawyer_from,
    limit_for,
    must_end,
)

ARRIVED = datetime(2026, 3, 2, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
GIVEN = Permission("17/26", "Chan Sophea", "two accused are still to be heard", ARRIVED + 40 * HOUR)


def said(refusals):
    return " ".join(str(one) for one in refusals)


ZONES = ("Europe/Paris", "America/New_York", "Asia/Phnom_Penh", "Australia/Lord_Howe")


@given(st.integers(0, 4_000_000_000), st.sampled_from(ZONES))
def test_48_hours_are_48_hours_wherever_clocks_are_turned(custody_rules, seconds, zone):
    arrived = datetime.fromtimestamp(seconds, ZoneInfo(zone))
    assert must_end(Stay(arrived), custody_rules).timestamp() == seconds + 48 * 3600


def test_the_night_on_which_a_country_turns_its_clocks_adds_no_hour(custody_rules):
    arrived = datetime(2026, 3, 28, 12, tzinfo=ZoneInfo("Europe/Paris"))  # clocks go forward on the 29th
    ends = must_end(Stay(arrived), custody_rules).astimezone(ZoneInfo("Europe/Paris"))
    assert (ends.day, ends.hour) == (30, 13)


def test_a_lawyer_may_be_seen_after_24_hours(custody_rules):
    assert lawyer_from(Stay(ARRIVED), custody_rules) == ARRIVED + 24 * HOUR


def limits(*found):
    return tuple(Limit(hours * HOUR, age, kind, Basis("an example")) for hours, age, kind in found)


def test_the_limit_for_the_lowest_age_then_for_the_charge_then_the_shortest_applies(custody_rules):
    rules = replace(custody_rules, limits=limits((48, None, ""), (36, 18, ""), (24, 18, "misdemeanour"), (12, 16, "")))

    def hours(**person):
        return limit_for(Stay(ARRIVED, **person), rules).lasts / HOUR

    assert hours(youngest=18) == 48
    assert hours(youngest=17) == 36
    assert hours(youngest=17, offence_class="misdemeanour") == 24
    assert hours(youngest=15, offence_class="misdemeanour") == 12
    assert hours(youngest=16) == 36


def test_a_person_of_unknown_age_has_the_limit_of_the_youngest(custody_rules):
    rules = replace(custody_rules, limits=limits((48, None, ""), (24, 18, "")))
    assert limit_for(Stay(ARRIVED), rules).lasts == 24 * HOUR


def test_a_written_permission_for_a_felony_makes_custody_longer(custody_rules):
    stay = Stay(ARRIVED, "felony")
    assert extension_refusals(stay, custody_rules, GIVEN, Clock(ARRIVED + 41 * HOUR)) == ()
    assert must_end(replace(stay, permissions=(GIVEN,)), custody_rules) == ARRIVED + 72 * HOUR


def test_a_permission_given_at_the_very_end_is_in_time(custody_rules):
    last = replace(GIVEN, given=ARRIVED + 48 * HOUR)
    assert extension_refusals(Stay(ARRIVED, "felony"), custody_rules, last, Clock(ARRIVED + 50 * HOUR)) == ()


@pytest.mark.parametrize(
    ("stay", "permission", "told"),
    [
        (Stay(ARRIVED, "misdemeanour"), GIVEN, "this class of offence cannot be made longer"),
        (Stay(ARRIVED), GIVEN, "this class of offence cannot be made longer"),
        (Stay(ARRIVED, "felony", permissions=(GIVEN,)), GIVEN, "1 times already"),
        (Stay(ARRIVED, "felony", ended=ARRIVED + 45 * HOUR), GIVEN, "This custody has ended"),
        (Stay(ARRIVED, "felony"), replace(GIVEN, number=" "), "Give the number"),
        (Stay(ARRIVED, "felony"), replace(GIVEN, prosecutor=""), "Name the prosecutor"),
        (Stay(ARRIVED, "felony"), replace(GIVEN, motive=""), "Write why the person is held longer"),
        (Stay(ARRIVED, "felony"), replace(GIVEN, given=ARRIVED + 48 * HOUR + timedelta(seconds=1)), "had run out"),
        (Stay(ARRIVED, "felony"), replace(GIVEN, given=ARRIVED - HOUR), "before the person arrived"),
        (Stay(ARRIVED, "felony"), replace(GIVEN, given=ARRIVED + 60 * HOUR), "later than now"),
    ],
)
def test_a_permission_that_is_not_good_is_refused_with_the_reason(custody_rules, stay, permission, told):
    refusals = extension_refusals(stay, custody_rules, permission, Clock(ARRIVED + 50 * HOUR))
    assert told in said(refusals)


def test_what_is_before_the_arrival_cannot_be_of_this_custody():
    for wrong in ({"reviews": (ARRIVED - HOUR,)}, {"ended": ARRIVED - HOUR}, {"prosecutor_told": ARRIVED - HOUR}):
        with pytest.raises(ValueError, match="is before the arrival"):
            Stay(ARRIVED, **wrong)


@pytest.mark.parametrize(
    ("end", "named", "hours", "told"),
    [
        ("released", "", 5, ""),
        ("court", "Court of First Instance", 5, ""),
        ("court", "  ", 5, "Name the court."),
        ("transferred", "", 5, "Name the unit"),
        ("handed_over", "", 5, "Name the body"),
        ("died", "", 5, "Write what happened."),
        ("forgotten", "", 5, "is no way in which custody ends"),
        ("released", "", 7, "has not come yet"),
    ],
)
def test_an_end_names_what_it_must(custody_rules, end, named, hours, told):
    refusals = end_refusals(custody_rules, end, named, ARRIVED + hours * HOUR, Clock(ARRIVED + 6 * HOUR))
    assert said(refusals) == "" if told == "" else told in said(refusals)


def test_a_hand_over_counts_as_a_transfer_and_a_death_as_no_way_of_ending(custody_rules):
    assert counted_end(custody_rules, "handed_over") == "transferred"
    assert counted_end(custody_rules, "died") is None


def test_the_gravest_of_several_charges_decides(decided):
    order = [one.name for one in decided.offences.classes]
    assert classes_of(["misdemeanour", "felony", "misdemeanour"], order) == "felony"
    assert classes_of([], order) == ""
