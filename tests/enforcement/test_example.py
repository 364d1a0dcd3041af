"""The example that a first start loads: what its accounts begin with."""

from datetime import timedelta

import pytest
from django.utils import timezone

from marga.country.instants import Clock
from marga.enforcement.acts.services import Acting, clock
from marga.enforcement.court.prosecuting import counts
from marga.enforcement.example import afterwards
from marga.enforcement.example.cases import make_cases
from marga.enforcement.example.stations import ACCOUNTS, HOME, LABORATORY, PROSECUTOR, make_stations
from marga.enforcement.exhibits.queries import instruments
from marga.enforcement.people.models import Read
from marga.enforcement.stations.models import Instrument, Officer, Unit
from support.accounts import account

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def made(database):
    for name, (_number, _rank, roles) in ACCOUNTS.items():
        account(name, *roles)
    make_stations(clock())


def test_the_laboratory_has_a_unit_and_instruments_of_its_own():
    assert Unit.objects.filter(laboratory=True).get().code == LABORATORY
    officer = Officer.objects.get(account="laboratory")
    assert (officer.number, officer.unit_id) == ("3001", LABORATORY)
    own = instruments(Acting("3001", "officer", LABORATORY, ("laboratory",), clock()))
    assert own == [f"{LABORATORY}-A", f"{LABORATORY}-B"]
    assert not set(own) & set(Instrument.objects.filter(unit=HOME).values_list("number", flat=True))


def test_the_prosecutor_has_read_what_they_were_told_of_longer_ago(monkeypatch):
    monkeypatch.setattr("marga.enforcement.example.cases.PAUSE", 0)
    make_cases(30)
    prosecutor = Acting(PROSECUTOR, "officer", HOME, ("prosecutor",), Clock(timezone.now()))
    read = set(Read.objects.filter(officer=PROSECUTOR).values_list("case", flat=True))
    assert len(read) >= 10
    assert counts(prosecutor)["unread"] <= 8  # of the last nine days, of which the last six cases are
    last = Read.objects.filter(officer=PROSECUTOR).latest("at")
    assert last.at <= timezone.now()
    assert timedelta(days=9) == afterwards.READ_AFTER
