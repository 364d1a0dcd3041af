"""A charge is a line of versions: proposed by one, agreed to by another who may, and never edited."""

import pytest

from marga.enforcement.acts.models import Act
from marga.enforcement.cases import contents
from marga.enforcement.cases.models import Case, Charge, Proposal
from marga.enforcement.charges.services import agree, decline, propose_change
from marga.site.faults import Faulty
from marga.site.refusals import NotAllowed, WrongState
from support.register import CHIEF, NOW, OFFICER, SUPERVISOR, acting, booked, hours, person, station

pytestmark = pytest.mark.usefixtures("database")
WHY = "The laboratory found two grams more."
TRAFFICKING = contents.Charged(offence="trafficking")


@pytest.fixture(autouse=True)
def at_a_station(database):
    station()


def charged(offence="use"):
    case = booked(people=(person(charge=contents.Charged(offence=offence)),))
    return f"{case.number}.1"


def test_a_change_is_proposed_and_stands_once_a_supervisor_agreed():
    party = charged()
    propose_change(party, 1, TRAFFICKING, WHY, acting(at=NOW + hours(1)))
    assert Charge.objects.count() == 1
    version = agree(party, 1, acting(SUPERVISOR, NOW + hours(2)))
    assert (version.version, version.offence, version.author, version.second) == (2, "trafficking", OFFICER, SUPERVISOR)
    assert Charge.objects.get(version=1).offence == "use"
    assert Case.objects.get().offence == "trafficking"
    act = Act.objects.get(kind="charge.changed")
    assert (act.old["charge"]["offence"], act.new["charge"]["offence"]) == ("use", "trafficking")


def test_nobody_agrees_to_their_own_change():
    party = charged()
    propose_change(party, 1, TRAFFICKING, WHY, acting(SUPERVISOR, NOW + hours(1)))
    with pytest.raises(Faulty, match="Nobody agrees to their own change"):
        agree(party, 1, acting(SUPERVISOR, NOW + hours(2)))


def test_an_officer_agrees_to_nothing():
    party = charged()
    propose_change(party, 1, TRAFFICKING, WHY, acting(at=NOW + hours(1)))
    with pytest.raises(NotAllowed):
        agree(party, 1, acting("1002", NOW + hours(2)))


def test_a_lower_charge_takes_a_chief_outside_the_case():
    party = charged("trafficking")
    propose_change(party, 1, contents.Charged(offence="use"), WHY, acting(at=NOW + hours(1)))
    with pytest.raises(Faulty, match="does not hold the rank"):
        agree(party, 1, acting(SUPERVISOR, NOW + hours(2)))
    assert agree(party, 1, acting(CHIEF, NOW + hours(2))).offence == "use"


def test_a_charge_is_dropped_only_on_a_prosecutors_decision():
    party = charged()
    with pytest.raises(Faulty, match="A prosecutor must decide this"):
        propose_change(party, 1, None, WHY, acting(at=NOW + hours(1)))
    propose_change(party, 1, None, WHY, acting(at=NOW + hours(1)), decision="P-17/2026")
    version = agree(party, 1, acting(CHIEF, NOW + hours(2)))
    assert (version.offence, Case.objects.get().offence) == ("", "")


def test_what_is_not_agreed_to_leaves_the_charge_as_it_was():
    party = charged()
    propose_change(party, 1, TRAFFICKING, WHY, acting(at=NOW + hours(1)))
    with pytest.raises(Faulty):
        decline(party, 1, " ", acting(SUPERVISOR))
    decline(party, 1, "One weight is not enough.", acting(SUPERVISOR, NOW + hours(2)))
    assert not Proposal.objects.exists()
    assert Charge.objects.count() == 1
    with pytest.raises(WrongState):
        agree(party, 1, acting(SUPERVISOR, NOW + hours(3)))


def test_one_change_waits_at_a_time_and_needs_a_reason():
    party = charged()
    with pytest.raises(Faulty, match="Write in a sentence"):
        propose_change(party, 1, TRAFFICKING, "mistake", acting(at=NOW + hours(1)))
    propose_change(party, 1, TRAFFICKING, WHY, acting(at=NOW + hours(1)))
    with pytest.raises(WrongState):
        propose_change(party, 1, TRAFFICKING, WHY, acting(at=NOW + hours(1)))
