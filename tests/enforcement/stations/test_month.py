"""The month of a unit: what was seized is told drug by drug, each exhibit once, by the weight that counts."""

from dataclasses import replace
from decimal import Decimal

import pytest

from marga.enforcement.exhibits.keeping import give, take
from marga.enforcement.exhibits.services import begin, cancel_round, laboratory_weigh, open_round, seal
from marga.enforcement.rules.seizures import OfDrug
from marga.enforcement.stations.contents import OfficerSet
from marga.enforcement.stations.queries import month_of
from marga.enforcement.stations.services import set_officer
from marga.site.refusals import NotAllowed
from support.accounts import account, said
from support.register import (
    NOW,
    OFFICER,
    OTHER_UNIT,
    OUTSIDER,
    RECORDS,
    SECOND,
    SUPERVISOR,
    UNIT,
    acting,
    booked,
    exhibit,
    hours,
    person,
    signed_in_as,
    station,
)  # fmt: skip

pytestmark = pytest.mark.usefixtures("database")
D = Decimal
LATER = NOW + hours(3)
PAIRS = ((OFFICER, SECOND), ("1006", "1007"))


@pytest.fixture(autouse=True)
def at_a_station(database):
    station()
    for number in PAIRS[1]:
        set_officer(OfficerSet(number=number, name=f"Officer {number}", rank="officer", unit=UNIT), RECORDS)
    account("officer-3001", "laboratory")


def weigher(number):
    """An officer of the unit, also one whom the station does not have."""
    return replace(acting(OFFICER, LATER), number=number)


def weighed(key, first, second, number=1, opened=True):
    """A round of double weighing, by the pair whose turn it is."""
    one, other = (weigher(who) for who in PAIRS[number - 1])
    begin(key, number, "" if number == 1 else "The first round was doubted.", one)
    seal(key, number, D(first) + 1, D(first), "S1", one)
    seal(key, number, D(second) + 1, D(second), "S2", other)
    if opened:
        open_round(key, number, other)


def month(who=SUPERVISOR):
    return month_of(acting(who, LATER), UNIT, 2026, 11)


def seized(*drugs, people=1):
    """A case with an exhibit of each of these drugs. Returns their keys."""
    seals = iter(range(1, 99))
    case = booked(
        people=tuple(person(name=f"Person {number}") for number in range(people)),
        exhibits=tuple(exhibit(seal=f"{drug}-{next(seals)}-{people}", drug=drug, form="other") for drug in drugs),
    ).number  # fmt: skip
    return [f"{case}.E{number}" for number in range(1, len(drugs) + 1)]


def test_grams_are_told_by_drug_with_exhibits_and_people_charged():
    ice, more, cannabis = seized("ice", "ice", "cannabis", people=2)
    weighed(ice, "10.00", "10.02")
    weighed(more, "4.98", "4.98")
    weighed(cannabis, "900", "900.5")
    found = month()
    assert found.drugs == [OfDrug("cannabis", D("900.5"), 1, 0, 2), OfDrug("ice", D("15"), 2, 0, 2)]
    assert [one.each for one in found.drugs] == [D("450.25"), D("7.50")]
    assert (found.accused, found.unweighed) == (2, 0)


def test_an_exhibit_that_was_weighed_again_counts_once_by_the_last_opened_round():
    (key,) = seized("ice")
    weighed(key, "10", "10.3")
    weighed(key, "12", "12.5", number=2)
    assert month().drugs == [OfDrug("ice", D("12.5"), 1, 0, 1)]


def test_a_round_that_was_cancelled_or_is_under_way_counts_nothing_and_hides_the_one_before():
    (key,) = seized("ice")
    weighed(key, "10", "10.3")
    begin(key, 2, "The first round was doubted.", weigher("1006"))
    assert (month().drugs, month().unweighed) == ([], 1)  # who weighs next must not read it here
    cancel_round(key, 2, "The scale fell.", weigher("1006"))
    assert (month().drugs, month().unweighed) == ([], 1)


def test_the_laboratory_s_weight_counts_instead_of_the_station_s():
    (key,) = seized("ice")
    weighed(key, "10", "10.3")
    give(key, "3001", "For the laboratory", acting(OFFICER, LATER))
    take(key, 1, acting("3001", LATER))
    laboratory_weigh(key, D("10.9"), D("9.9"), "S3", D("71.5"), acting("3001", LATER))
    assert month().drugs == [OfDrug("ice", D("9.9"), 1, 1, 1)]


def test_what_is_not_weighed_twice_is_counted_as_such():
    one, _other_key = seized("ice", "ice")
    begin(one, 1, "", weigher(OFFICER))
    seal(one, 1, D("5"), D("4"), "S1", weigher(OFFICER))
    assert (month().drugs, month().unweighed) == ([], 2)


def test_the_page_says_each_drug_and_which_weight_counts():
    ice, cannabis = seized("ice", "cannabis")
    weighed(ice, "10", "10.30")
    weighed(cannabis, "900", "900.5")
    page = said(signed_in_as(SUPERVISOR).get("/unit/", {"month": "2026-11"}))
    assert "Grams of different drugs are not added up." in page
    assert "the laboratory’s, or else the second one of the last weighing that was opened" in page
    assert "10.3 " in page
    assert "900.5 " in page
    assert "910.8" not in page
    assert "longer than 3 h 0 min" in page


def test_a_month_is_read_by_the_unit_s_supervisor_and_by_inspectors():
    booked()
    assert month("5001").cases == 1
    for number in (OFFICER, OUTSIDER, "4001", "9001"):
        with pytest.raises(NotAllowed):
            month(number)
    with pytest.raises(NotAllowed):
        month_of(acting(SUPERVISOR), OTHER_UNIT, 2026, 11)
