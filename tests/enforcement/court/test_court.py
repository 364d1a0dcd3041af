"""Court files, warrants, tips, parts in supply and traces: each an act, each counted until something came of it."""

import pytest

from marga.enforcement.acts.replaying import differences
from marga.enforcement.cases.models import Case, Party
from marga.enforcement.court import contents, services
from marga.site.faults import Faulty
from marga.site.refusals import NotFound, WrongState
from support.register import NOW, OUTSIDER, SECOND, acting, booked, hours, station

pytestmark = pytest.mark.usefixtures("database")
LATER = NOW + hours(5)


@pytest.fixture(autouse=True)
def at_a_station(database):
    station()
    yield
    assert list(differences()) == []  # whatever a test did, the register follows from the acts


def warrant(**said):
    plain = {"number": "W-1", "court": "Phnom Penh", "about": "A house in Street 271", "issued": NOW - hours(30),
             "holder": "1001"}  # fmt: skip
    return contents.WarrantIssued(**{**plain, **said})


def test_a_file_goes_to_court_comes_back_and_goes_again():
    case = booked()
    services.send_file(case.number, "Phnom Penh", NOW + hours(1), acting(at=LATER))
    with pytest.raises(WrongState):
        services.send_file(case.number, "Phnom Penh", NOW + hours(1), acting(at=LATER))
    services.file_came_back(case.number, NOW + hours(2), "A page is missing.", acting(at=LATER))
    second = services.send_file(case.number, "Phnom Penh", NOW + hours(3), acting(at=LATER))
    assert second.number == 2
    assert services.court_decided(case.number, "two years", NOW + hours(4), acting(at=LATER)).result == "two years"
    assert Case.objects.get().court_sent == NOW + hours(1)
    with pytest.raises(WrongState):
        services.court_decided(case.number, "three years", NOW + hours(4), acting(at=LATER))


def test_a_file_is_not_sent_before_its_case_nor_tomorrow():
    case = booked()
    for at in (NOW - hours(1), LATER + hours(1)):
        with pytest.raises(Faulty):
            services.send_file(case.number, "Phnom Penh", at, acting(at=LATER))


def test_a_warrant_is_held_passed_on_and_served_once():
    case = booked()
    services.take_warrant(warrant(), acting())
    assert services.pass_warrant("W-1", SECOND, acting()).holder == SECOND
    with pytest.raises(Faulty):
        services.pass_warrant("W-1", OUTSIDER, acting())
    assert services.serve_warrant("W-1", case.number, NOW, acting()).case == case.number
    with pytest.raises(WrongState):
        services.give_back_warrant("W-1", "Nobody was there.", acting())


def test_a_warrant_of_another_unit_is_not_there():
    services.take_warrant(warrant(), acting())
    with pytest.raises(NotFound):
        services.give_back_warrant("W-1", "Nobody was there.", acting(OUTSIDER))


def test_a_tip_is_answered_by_a_case_or_by_a_reason():
    tip = services.take_tip("A man sells at the market.", NOW, acting())
    other = services.take_tip("Another.", NOW, acting())
    assert (tip.number, other.number) == ("KH-12-01-T1", "KH-12-01-T2")
    with pytest.raises(Faulty):
        services.answer_tip(tip.number, acting())
    assert services.answer_tip(tip.number, acting(), why="The market is closed.").why
    assert services.answer_tip(other.number, acting(), case=booked().number).case
    with pytest.raises(WrongState):
        services.answer_tip(tip.number, acting(), why="Again.")


def test_nobody_becomes_an_organiser_by_one_sentence():
    party = f"{booked().number}.1"
    with pytest.raises(Faulty, match="takes 3 classes of evidence"):
        services.record_supply(party, "organiser", ["own_words"], "", acting())
    services.record_supply(party, "organiser", ["own_words", "messages", "money"], "Read on the phone.", acting())
    assert Party.objects.get(pk=party).supply_role == "organiser"


def test_a_trace_is_compared_without_how_it_was_written():
    case = booked()
    one = services.note_trace(case.number, "phone", "012 345 678", acting())
    assert services.note_trace(case.number, "phone", "+855 12-345-678", acting()) == one
    with pytest.raises(Faulty):
        services.note_trace(case.number, "phone", "none", acting())
