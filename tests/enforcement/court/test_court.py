"""Court files, warrants, tips, parts in supply and traces: each an act, each counted until something came of it."""

import pytest

from marga.enforcement.acts.models import Act
from marga.enforcement.acts.replaying import differences
from marga.enforcement.cases.models import Case, Party
from marga.enforcement.cases.timeline import timeline
from marga.enforcement.court import contents, services
from marga.enforcement.court.models import Tip, Warrant
from marga.enforcement.court.queries import waiting, waiting_by_unit
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


def test_a_tip_taken_twice_by_one_officer_stays_one_and_by_another_is_another():
    first, before = services.take_tip("A man sells at the market.", NOW, acting()), Act.objects.count()
    assert services.take_tip(" A man sells at the market. ", NOW, acting(at=LATER)) == first
    assert Act.objects.count() == before
    assert services.take_tip("A man sells at the market.", NOW, acting(SECOND)) != first
    assert services.take_tip("A man sells at the market.", NOW - hours(1), acting()) != first


def counted():
    """How many warrants and tips wait, at the unit of those who booked, as its officers and as an inspector read it."""
    mine = waiting(acting()).counts
    (line,) = [one for one in waiting_by_unit(acting("5001")) if one.unit.code == acting().unit]
    assert (mine["warrants"], mine["tips"]) == (line.warrants, line.tips)
    return line.warrants, line.tips


def test_what_led_to_an_operation_is_answered_by_the_case_and_waits_no_more():
    services.take_warrant(warrant(), acting())
    tip = services.take_tip("A man sells at the market.", NOW - hours(30), acting())
    assert counted() == (1, 1)
    case = booked(operation="warrant", warrant="W-1")
    assert (Warrant.objects.get().case, Warrant.objects.get().served) == (case.number, case.event)
    assert counted() == (0, 1)
    other = booked(operation="tip", tip=tip.number, exhibits=())
    assert (Tip.objects.get().case, counted()) == (other.number, (0, 0))
    assert timeline(case.number)[0][0].says.endswith("upon warrant W-1")
    assert [act.kind for act in Act.objects.order_by("pk")][-2:] == ["case.booked", "tip.answered"]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"operation": "warrant", "warrant": "W-9"}, "warrant"), ({"operation": "tip", "tip": "T-9"}, "tip"),
        ({"operation": "patrol", "warrant": "W-1"}, "warrant"), ({"operation": "warrant", "tip": "KH-12-01-T1"}, "tip"),
        ({"operation": "warrant", "warrant": "W-2"}, "warrant"), ({"operation": "tip", "tip": "KH-12-01-T2"}, "tip"),
        ({"operation": "warrant", "warrant": "W-3"}, "warrant"),
    ],
)  # fmt: skip
def test_what_did_not_lead_to_it_is_refused_and_waits_still(said, field):
    services.take_warrant(warrant(), acting())
    services.take_warrant(warrant(number="W-2"), acting())
    services.give_back_warrant("W-2", "Nobody was there.", acting())  # which waits no more
    services.take_warrant(warrant(number="W-3", holder=OUTSIDER), acting(OUTSIDER))  # of another unit
    services.take_tip("A man sells at the market.", NOW - hours(30), acting())
    services.take_tip("After the event.", NOW, acting())
    before, waits = Act.objects.count(), counted()
    with pytest.raises(Faulty) as refused:
        booked(**said)
    assert {fault.field for fault in refused.value.faults} == {field}
    assert (Act.objects.count(), Case.objects.count(), counted()) == (before, 0, waits)


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
