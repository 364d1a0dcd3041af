"""What became of a person who is not held, and that a slip was given: recorded for whoever is accused, by a page."""

import pytest

from marga.enforcement.acts.models import Act
from marga.enforcement.acts.replaying import differences
from marga.enforcement.cases.models import Party
from marga.enforcement.custody.services import end, give_slip, record_outcome
from marga.site.faults import Faulty
from marga.site.refusals import NotAllowed, NotFound, WrongState
from support.accounts import said
from support.custodies import ended, held
from support.register import NOW, OUTSIDER, acting, booked, person, signed_in_as, station

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def at_a_station(database):
    station()
    yield
    assert list(differences()) == []  # whatever a test did, the register follows from the acts


def free(**told):
    """The key of somebody found using, whom nobody arrested."""
    told = {"role": "found_using", "arrested": None, "arrived": None, **told}
    return f"{booked(people=(person(**told),), exhibits=()).number}.1"


def acts():
    return list(Act.objects.filter(kind__in=("outcome.recorded", "slip.given")).order_by("pk")
                .values_list("kind", flat=True))  # fmt: skip


@pytest.mark.parametrize("role", ["suspect", "found_using"])
@pytest.mark.parametrize("outcome", ["released", "court", "diverted"])
def test_what_became_of_somebody_who_was_never_held_is_recorded(role, outcome):
    key = free(role=role)
    row = record_outcome(key, outcome, acting(), slip=True)
    assert (row.outcome, row.slip_given) == (outcome, NOW)
    assert acts() == ["outcome.recorded", "slip.given"]


def test_a_slip_alone_is_recorded_and_nothing_is_recorded_twice():
    key = free()
    for _time in range(2):
        row = record_outcome(key, "", acting(), slip=True)
    assert (row.outcome, row.slip_given, acts()) == ("", NOW, ["slip.given"])
    for _time in range(2):
        record_outcome(key, "released", acting(), slip=True)
    assert acts() == ["slip.given", "outcome.recorded"]


def test_who_was_held_and_left_can_have_another_outcome():
    custody = held()
    end(custody.key, ended(how="court", named="Phnom Penh"), acting())
    assert record_outcome(custody.party_id, "released", acting()).outcome == "released"
    assert Act.objects.filter(kind="outcome.recorded").latest("pk").old == {"outcome": "court"}


@pytest.mark.parametrize(
    ("number", "error"),
    [(OUTSIDER, NotFound), ("5001", NotAllowed), ("2001", NotAllowed), ("3001", NotAllowed), ("4001", NotAllowed),
     ("9001", NotAllowed)],
)  # fmt: skip
def test_a_stranger_records_nothing_of_them(number, error):
    key = free()
    for act in (lambda: record_outcome(key, "released", acting(number), slip=True),
                lambda: give_slip(key, acting(number))):  # fmt: skip
        with pytest.raises(error):
            act()
    assert acts() == []


def test_of_somebody_who_is_held_the_end_of_custody_says_it():
    custody = held()
    with pytest.raises(WrongState, match="recorded with the end of custody"):
        record_outcome(custody.party_id, "released", acting(), slip=True)
    assert acts() == []
    assert give_slip(custody.party_id, acting()).slip_given == NOW  # which may be given at any time


@pytest.mark.parametrize("role", ["witness", "guardian"])
def test_of_whom_nobody_accuses_nothing_is_recorded(role):
    number = booked(people=(person(), person(role=role, arrested=None, arrived=None, charge=None)), exhibits=()).number
    key = f"{number}.2"
    for act in (lambda: record_outcome(key, "released", acting()), lambda: give_slip(key, acting())):
        with pytest.raises(WrongState, match="not accused"):
            act()
    assert acts() == []


@pytest.mark.parametrize("outcome", ["", "eaten"])
def test_an_outcome_is_one_of_the_countrys_and_is_not_left_out(outcome):
    key = free()
    with pytest.raises(Faulty, match="Choose one of the list"):
        record_outcome(key, outcome, acting())
    assert acts() == []


def test_an_outcome_that_the_country_does_not_know_records_no_slip_either():
    key = free()
    with pytest.raises(Faulty):
        record_outcome(key, "eaten", acting(), slip=True)
    assert (acts(), Party.objects.get().slip_given) == ([], None)


def test_the_case_leads_to_the_page_and_shows_what_was_recorded():
    key = free()
    case, client = key.rpartition(".")[0], signed_in_as()
    assert f'href="/people/{key}/outcome/"' in client.get(f"/cases/{case}/").content.decode()
    page = said(client.get(f"/people/{key}/outcome/"))
    assert "What became of Sok Dara" in page
    assert "diverted to care" in page
    assert client.post(f"/people/{key}/outcome/", {"outcome": ""}).status_code == 422
    done = client.post(f"/people/{key}/outcome/", {"outcome": "diverted", "slip": "on"})
    assert (done.status_code, done["Location"]) == (302, f"/cases/{case}/")
    shown = said(client.get(f"/cases/{case}/"))
    assert "What became of the person diverted to care" in shown
    assert "Slip for treatment given" in shown
    assert "what became of the person was recorded 1 : diverted to care" in shown.replace("1:", "1 :")
    assert "A slip for treatment was given 2" in said(client.get(f"/people/{key}/outcome/"))  # and on which day


def test_the_page_is_reached_from_no_held_person_and_refuses_one():
    custody = held()
    client = signed_in_as()
    address = f"/people/{custody.party_id}/outcome/"
    assert address not in client.get(f"/cases/{custody.party.case_id}/").content.decode()
    assert client.post(address, {"outcome": "released"}).status_code == 409
    assert acts() == []


@pytest.mark.parametrize(("number", "status"), [(OUTSIDER, 404), ("5001", 403), ("9001", 403)])
def test_the_page_is_not_a_strangers(number, status):
    key = free()
    client = signed_in_as(number)
    assert client.get(f"/people/{key}/outcome/").status_code == status
    assert client.post(f"/people/{key}/outcome/", {"outcome": "released"}).status_code == status
    assert acts() == []
