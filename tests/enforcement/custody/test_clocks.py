"""What is due next follows a charge and an age, where the country's limits do; and the register is remade the same."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from marga.enforcement.acts.replaying import differences
from marga.enforcement.cases.contents import Birth, Charged
from marga.enforcement.charges.services import agree, propose_change
from marga.enforcement.custody import reckoning
from marga.enforcement.people.services import correct_person
from support.custodies import held
from support.register import CHIEF, NOW, SUPERVISOR, acting, hours, station

pytestmark = pytest.mark.usefixtures("database")
ARRIVED = NOW - hours(1)
BORN = Birth(earliest=date(2010, 3, 4), latest=date(2010, 3, 4))


@pytest.fixture(autouse=True)
def at_a_station(database, monkeypatch):
    """A country in which a felony is a matter of half an hour, and all else of two days."""
    station()
    country = reckoning.law()
    general = country.limits[0]
    felony = replace(general, lasts=timedelta(minutes=30), offence_class="felony")
    monkeypatch.setattr(reckoning, "law", lambda: replace(country, limits=(general, felony)))
    yield
    assert list(differences()) == []


def due(custody):
    custody.refresh_from_db()
    return custody.next_due


def test_the_class_of_the_first_charge_counts_from_the_booking_on():
    assert due(held(ARRIVED)) == ARRIVED + hours(1)  # the prosecutor and the rights
    assert due(held(ARRIVED, charge=Charged(offence="production"))) == ARRIVED + hours(0.5)


def test_another_charge_moves_what_is_due():
    custody = held(ARRIVED)
    propose_change(custody.party_id, 1, Charged(offence="production"), "A laboratory was found there.", acting())
    agree(custody.party_id, 1, acting(SUPERVISOR))
    assert due(custody) == ARRIVED + hours(0.5)
    propose_change(custody.party_id, 1, Charged(offence="use"), "It was a kitchen after all.", acting())
    agree(custody.party_id, 1, replace(acting(CHIEF), number="1014"))
    assert due(custody) == ARRIVED + hours(1)


def test_another_age_brings_the_clock_of_the_guardian(monkeypatch):
    country = reckoning.law()
    monkeypatch.setattr(reckoning, "law", lambda: replace(country, guardian_within=timedelta(minutes=10)))
    custody = held(ARRIVED)
    correct_person(custody.party_id, "birth", BORN, "Her mother brought the papers.", acting())
    assert due(custody) == ARRIVED + hours(1 / 6)
