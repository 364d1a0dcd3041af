"""The example is lived through the services: its ledger is true, and there is something of everything to see."""

import pytest

from marga.care.acts.replaying import differences
from marga.care.acts.services import clock
from marga.care.centres.queries import ministry_list
from marga.care.example import load_example, people
from marga.care.example.centres import ACCOUNTS, make_centres
from marga.care.models import Census, Centre, Client, Offer, Request, Stay, StayReview, Wait
from marga.site.accounts.example import example_accounts

DAYS, COUNT = 40, 40


@pytest.fixture
def lived(database, monkeypatch):
    monkeypatch.setattr(people, "PAUSE", 0)
    monkeypatch.setattr(people, "DAYS", DAYS)
    example_accounts({name: [role] for name, (role, _at_home) in ACCOUNTS.items()})
    make_centres(clock())
    people.make_people(COUNT)


def test_the_example_has_something_of_everything_and_nobody_above_what_is_safe(lived):
    assert all(model.objects.exists() for model in (Request, Client, Wait, Offer, Stay, StayReview, Census))
    assert all(line.present <= line.centre.safe for line in ministry_list())
    assert Census.objects.values("day").distinct().count() == DAYS
    assert people.make_people(COUNT) == 0  # once only


def test_what_stands_follows_from_its_acts(lived):
    assert list(differences()) == []


def test_a_first_start_makes_who_is_at_hand_once_and_what_stands_follows_from_acts(database):
    assert any("only-for-trying" in line for line in load_example())
    counts = (Centre.objects.count(), Client.objects.count(), Stay.objects.count())
    load_example()
    assert counts == (Centre.objects.count(), Client.objects.count(), Stay.objects.count())
    assert min(counts) > 3
    assert list(differences()) == []
