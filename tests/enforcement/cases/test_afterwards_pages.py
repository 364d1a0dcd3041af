"""The pages of what is found after the booking, and the calls that do the same."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from marga.enforcement.acts.models import Act
from marga.enforcement.cases import contents
from marga.enforcement.cases.models import Case, Charge, Party, Property, Proposal
from marga.enforcement.exhibits.models import Exhibit, Photograph
from support.accounts import back, said
from support.booking import PERSON, ago
from support.register import OUTSIDER, SUPERVISOR, booked, exhibit, person, signed_in_as, station

pytestmark = pytest.mark.usefixtures("database")
WHY = "It lay under the seat, and the car was searched only now."
FOUND = {"seal": "A-0002", "person": "1", "drug": "ice", "form": "crystal", "concealment": "in_vehicle",
         "seal_source": "999", "place": "The car", "description": "A bag", "reason": WHY}  # fmt: skip
TAKEN = {"property-0-kind": "cash", "property-0-amount": "50", "property-0-currency": "USD", "first": "3",
         "reason": WHY}  # fmt: skip
NO_WRITERS = ("2001", "3001", "4001", "5001", "9001")


@pytest.fixture(autouse=True)
def at_a_station(database):
    station()


@pytest.fixture
def case(at_a_station):
    return booked()


def addresses(case):
    return [
        f"/cases/{case.number}/exhibit/",
        f"/people/{case.number}.1/property/",
        f"/charges/{case.number}.1/further/",
    ]


def test_an_exhibit_is_written_down_on_a_page_that_leads_to_the_receipt_and_the_scale(case):
    browser, where = signed_in_as(), addresses(case)[0]
    assert where in browser.get(f"/cases/{case.number}/").content.decode()
    assert 'value="1" selected' in browser.get(where).content.decode()
    picture = SimpleUploadedFile("seat.jpg", b"\xff\xd8\xff under the seat", content_type="image/jpeg")
    answer = browser.post(where, {**FOUND, "seized": ago(10), "photograph": picture})
    assert answer.url == f"/cases/{case.number}/added/E2/"
    done = browser.get(answer.url).content.decode()
    assert f"/receipts/{case.number}.1/" in done
    assert f"/exhibits/{case.number}.E2/" in done
    assert (Exhibit.objects.get(number=2).place, Photograph.objects.count()) == ("The car", 1)
    page = said(browser.get(f"/cases/{case.number}/"))
    assert "an exhibit was found after the booking" in page
    assert WHY in page
    shown = said(browser.get(f"/exhibits/{case.number}.E2/"))
    assert "Marks on the package 999" in shown
    assert "Where it was found The car" in shown


def test_what_is_wrong_with_an_exhibit_stands_beside_its_field_and_nothing_typed_is_lost(case):
    browser = signed_in_as()
    answer = back(
        browser, browser.post(addresses(case)[0], {**FOUND, "seal": "A-0001", "seized": "soon", "reason": ""})
    )
    body = answer.content.decode()
    for field in ("seal", "seized", "reason"):
        assert f'href="#id_{field}"' in body
    for typed in ("A-0001", "soon", "The car", "A bag"):
        assert f'value="{typed}"' in body
    assert Exhibit.objects.count() == 1


def test_things_are_written_down_on_a_page_with_as_many_rows_as_are_wanted(case):
    browser, where = signed_in_as(), addresses(case)[1]
    assert browser.get(where).content.decode().count("<legend>") == 2
    more = back(browser, browser.post(where, {**TAKEN, "taken": ago(5), "more": "1"}))
    assert more.content.decode().count("<legend>") == 3
    sent = {**TAKEN, "taken": ago(5), "property-0-amount": "much", "reason": "late"}
    wrong = back(browser, browser.post(where, sent))
    body = wrong.content.decode()
    assert ('href="#id_property-0-amount"' in body, 'href="#id_reason"' in body) == (True, True)
    assert Property.objects.count() == 2
    typed = {**TAKEN, "taken": ago(5)}
    for _ in range(2):
        answer = browser.post(where, typed)
        assert answer.url == f"/cases/{case.number}/added/1/"
    assert Property.objects.count() == 3
    assert "50.00 USD, taken" in said(browser.get(f"/cases/{case.number}/"))


def test_a_further_charge_is_looked_at_asked_for_and_agreed_to_on_pages(case):
    browser, where = signed_in_as(), addresses(case)[2]
    typed = {"offence": "trafficking", "amount": "", "reason": WHY, "decision": ""}
    looked = said(back(browser, browser.post(where, {**typed, "step": "look"})))
    assert "adds a charge beside those that stand" in looked
    assert "At least this rank must agree: supervisor." in looked
    assert not Proposal.objects.exists()
    wrong = back(browser, browser.post(where, {**typed, "offence": "use", "step": "ask"}))
    assert "charged with this already" in said(wrong)
    assert browser.post(where, {**typed, "step": "ask"}).status_code == 302
    assert "A further charge waits for a second officer: trafficking" in said(browser.get(f"/cases/{case.number}/"))
    second = signed_in_as(SUPERVISOR)
    assert "adds a charge beside those that stand" in said(second.get("/charges/waiting/"))
    answer = second.post(f"/charges/{case.number}.1/2/agree/")
    assert answer.url == f"/cases/{case.number}/added/1/"
    assert Charge.objects.filter(line=2).count() == 1
    assert "a further charge was given" in said(browser.get(f"/cases/{case.number}/"))


def test_who_writes_nothing_down_is_refused_and_another_unit_finds_nothing(case):
    before = Act.objects.count()
    for number in (*NO_WRITERS, OUTSIDER):
        browser = signed_in_as(number)
        for where in addresses(case):
            status = 404 if number == OUTSIDER else 403
            assert browser.get(where).status_code == status, (number, where)
            assert browser.post(where, {**FOUND, **TAKEN}).status_code == status, (number, where)
    assert Act.objects.count() == before
    officer = signed_in_as()
    for part in ("E9", "9", "E", "a-name", "E" + "9" * 40):
        assert officer.get(f"/cases/{case.number}/added/{part}/").status_code == 404, part


def test_each_page_asks_as_often_for_a_large_case_as_for_a_small_one(case):
    things = tuple(contents.Taken(kind="other", mark=str(number)) for number in range(20))
    large = booked(exhibits=tuple(exhibit(seal=f"B-{number}") for number in range(9)),
                   people=tuple(person(name=f"Chan {number}", property=things) for number in range(9)))  # fmt: skip
    browser = signed_in_as()
    for part in (0, 1, 2):
        asked = []
        for one in (case, large):
            browser.get(addresses(one)[part])
            with CaptureQueriesContext(connection) as seen:
                assert browser.get(addresses(one)[part]).status_code == 200
            asked.append(len(seen))
        assert asked[0] == asked[1] <= 12, (part, asked)


def test_a_person_is_added_on_the_form_of_the_booking(case):
    browser, where = signed_in_as(), f"/cases/{case.number}/person/"
    form = browser.get(where).content.decode()
    for field in ("languages", "citizenship", "occupation", "moved_for_work", "moved_from", "moved_since",
                  "address_province", "guardian_of", "property-0-kind"):  # fmt: skip
        assert f'name="{field}"' in form, field
    typed = {**PERSON, "number": "2", "name": "Chan Vanna", "birth": "1995 to 2001", "occupation": "fisher",
             "moved_for_work": "yes", "moved_from": "Prey Veng", "moved_since": "2024-05-01", "nationality": "Viet Nam",
             "address_province": "KH-12", "guardian_of": "1", "arrested": ago(60), "arrived": ago(30),
             "offence": "possession", "band": "stimulants/small"}  # fmt: skip
    sent = {**typed, "birth": "soon", "property-1-amount": "much", "offence": "", "band": ""}
    wrong = back(browser, browser.post(where, sent))
    body = wrong.content.decode()
    for field in ("birth", "property-1-amount", "offence"):
        assert f'href="#id_{field}' in body, field
    assert Party.objects.count() == 1
    for _ in range(2):
        assert browser.post(where, typed).url == f"/cases/{case.number}/added/2/"
    added = Party.objects.get(number=2)
    assert (added.birth_known, added.languages, added.occupation, added.moved_for_work, added.moved_from,
            str(added.moved_since), added.address_province, added.guardian_of) == (
        "about", ["km"], "fisher", True, "Prey Veng", "2024-05-01", "KH-12", f"{case.number}.1")  # fmt: skip
    assert [one.kind for one in added.property.order_by("number")] == ["phone", "cash"]
    assert added.charges.get().band == "small"
    assert f"/held/{added.key}.C1/" in browser.get(f"/cases/{case.number}/added/2/").content.decode()
    assert "Guardian of person 1" in said(browser.get(f"/cases/{case.number}/"))


@pytest.mark.parametrize(
    ("field", "typed", "stands"),
    [("guardian_of", "2", "person 2"), ("languages", ["km", "vi"], "Vietnamese"), ("birth", "20", "about"),
     ("moved_since", "1.5.2024", "2024-05-01"), ("moved_for_work", "no", "no")],
)  # fmt: skip
def test_each_particular_is_corrected_in_the_field_that_the_booking_has(field, typed, stands):
    case = booked(
        people=(person(), person(name="Chan Vanna", role="witness", charge=None, arrested=None, arrived=None))
    )
    browser, where = signed_in_as(), f"/people/{case.number}.1/correct/{field}/"
    refused = back(browser, browser.post(where, {"value": typed, "reason": "typo"}))
    assert 'href="#id_reason"' in refused.content.decode()
    assert browser.post(where, {"value": typed, "reason": "The mother brought a paper."}).status_code == 302
    assert stands in said(browser.get(f"/cases/{case.number}/"))


def test_nobody_is_their_own_guardian_or_that_of_nobody(case):
    browser, where = signed_in_as(), f"/people/{case.number}.1/correct/guardian_of/"
    for number in ("1", "7"):
        back(browser, browser.post(where, {"value": number, "reason": "The mother brought a paper."}))
    assert Party.objects.get().guardian_of == ""


def send(client, address, what):
    return client.post(address, what, content_type="application/json")


def calls(case):
    found = exhibit(seal="A-0002", seized=timezone.now()).model_dump(mode="json")
    return {
        f"/api/cases/{case.number}/exhibits": {"exhibit": found, "reason": WHY},
        f"/api/people/{case.number}.1/property": {"things": [{"kind": "cash", "amount": "50", "currency": "USD"}],
                                                  "taken": timezone.now().isoformat(), "reason": WHY},
        f"/api/people/{case.number}.1/charges": {"charge": {"offence": "trafficking"}, "reason": WHY},
    }  # fmt: skip


def test_programs_do_the_same_and_read_all_that_the_page_shows_of_a_person(case):
    officer = signed_in_as()
    answers = [send(officer, address, sent) for address, sent in calls(case).items()]
    assert [one.status_code for one in answers] == [200, 200, 200], [one.content for one in answers]
    assert answers[0].json()["number"] == 2
    assert [one["number"] for one in answers[1].json()["things"]] == [3]
    assert answers[2].json()["line"] == 2
    (one,) = officer.get(f"/api/cases/{case.number}").json()["persons"]
    assert one["languages"] == ["km"]
    assert [thing["mark"] for thing in one["property"]] == ["012 345 678", "", ""]
    assert one["custodies"][0]["key"] == f"{case.number}.1.C1"
    assert {"nationality", "occupation", "moved_for_work", "moved_from", "moved_since", "address_province",
            "guardian_of", "birth_known", "supply_role"} <= one.keys()  # fmt: skip
    assert signed_in_as("4001").get(f"/api/cases/{case.number}").status_code == 404  # told of no case


def test_programs_are_refused_as_pages_are_and_leave_no_trace(case):
    before = Act.objects.count()
    for number in (*NO_WRITERS, OUTSIDER):
        client = signed_in_as(number)
        for address, sent in calls(case).items():
            assert send(client, address, sent).status_code == (404 if number == OUTSIDER else 403), (number, address)
    officer = signed_in_as()
    for address, sent in calls(case).items():
        answer = send(officer, address, {**sent, "reason": "late"})
        assert answer.status_code == 422, address
        assert "reason" in {one["place"] for one in answer.json()["faults"]}
    assert Act.objects.count() == before
    assert Case.objects.count() == 1
