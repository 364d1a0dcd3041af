"""The pages of a booking: each is kept as typed, and at the end there is one case, whatever happens on the way."""

import pytest
from django.conf import settings

from marga.enforcement.cases.drafts import Draft
from marga.enforcement.cases.models import Case, Charge, Party, Property
from marga.enforcement.court.contents import WarrantIssued
from marga.enforcement.court.models import Warrant
from marga.enforcement.court.services import take_warrant
from marga.enforcement.custody.models import Custody
from marga.enforcement.exhibits.models import Exhibit
from marga.site.accounts.models import Account
from support.accounts import back, code, said, signed_in, type_code, type_password
from support.booking import CHARGE, EXHIBIT, PERSON, RIGHTS, Officer, ago, event
from support.register import NOW, OFFICER, OUTSIDER, SECOND, SUPERVISOR, acting, station

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def at_a_station(database):
    station()


@pytest.fixture
def officer():
    return Officer()


def typed(officer):
    return Draft.objects.get(pk=officer.draft).typed


def test_a_plain_booking_page_by_page_becomes_a_case(officer):
    officer.types_all()
    assert officer.books().status_code == 302
    case = Case.objects.get()
    assert (case.operation, case.people, case.offence) == ("patrol", 1, "use")
    party = Party.objects.get(case=case)
    assert (party.name, str(party.born_from), party.languages) == ("Sok Dara", "1999-03-04", ["km"])
    assert [(one.kind, one.amount) for one in Property.objects.filter(party=party)] == [
        ("phone", None),
        ("cash", 20000),
    ]
    assert (Charge.objects.get().offence, Exhibit.objects.get().seal) == ("use", "A-0001")
    assert Custody.objects.get().arrived == party.arrived
    assert case.number in said(officer.opens("done"))


def test_nothing_is_kept_before_the_first_page_is_sent(officer):
    assert officer.client.get("/book/").status_code == 302
    officer.opens("event")
    assert not Draft.objects.exists()


def test_each_step_is_kept_with_what_is_wrong_in_it_and_says_so_beside_the_field(officer):
    answer = back(officer.client, officer.sends("event", event(event="half past two", place="Street 271")))
    body = answer.content.decode()
    assert "“half past two” is no time" in body
    assert 'href="#id_event"' in body
    assert typed(officer)["event"]["event"] == "half past two"
    again = officer.opens("event").content.decode()
    assert 'value="half past two"' in again
    assert 'value="Street 271"' in again
    assert "is no time" in again


def test_a_wrong_birth_and_amount_are_each_told_beside_their_field(officer):
    officer.sends("event", event())
    answer = officer.sends("people/1", {**PERSON, "birth": "31.2.1999", "property-1-amount": "much"})
    answer = back(officer.client, answer)
    body = answer.content.decode()
    assert 'href="#id_birth"' in body
    assert 'href="#id_property-1-amount"' in body
    assert "“much” is no amount" in body


def test_what_is_too_long_is_told_with_how_long_it_may_be(officer):
    officer.sends("event", event())
    answer = officer.sends("people/1", {**PERSON, "name": "x" * 130})
    assert "This is too long: 130 letters. Write 120 at most." in said(back(officer.client, answer))


def test_a_double_click_books_once(officer):
    officer.types_all()
    first, second = officer.books(), officer.books()
    assert first.url == second.url
    assert Case.objects.count() == 1


def test_a_first_page_sent_twice_is_one_draft(officer):
    seen, sent = officer.seen("event"), event()
    assert officer.sends("event", sent, seen).status_code == 302
    assert officer.sends("event", sent, seen).status_code == 302
    assert Draft.objects.count() == 1


def test_a_person_sent_twice_is_one_person(officer):
    officer.sends("event", event())
    seen = officer.seen("people/1")
    for _time in range(2):
        assert officer.sends("people/1", PERSON, seen).status_code == 302
    assert len(typed(officer)["people"]) == 1


def test_the_later_of_two_tabs_is_told_and_shows_both(officer):
    officer.sends("event", event())
    seen = officer.seen("event")
    officer.sends("event", event(place="Street 13"), seen)
    answer = back(officer.client, officer.sends("event", event(place="Market"), seen))
    assert "In the other tab: Street 13 Here: Market" in said(answer)
    assert typed(officer)["event"]["place"] == "Street 13"
    seen = answer.content.decode().partition('name="seen" value="')[2].partition('"')[0]
    assert officer.sends("event", event(place="Market"), seen).status_code == 302
    assert typed(officer)["event"]["place"] == "Market"


def test_two_tabs_at_different_steps_do_not_disturb_each_other(officer):
    officer.sends("event", event())
    officer.sends("people/1", PERSON)
    seen = officer.seen("event")
    officer.sends("charge/1", CHARGE)
    assert officer.sends("event", event(place="Market"), seen).status_code == 302
    assert typed(officer)["people"][0]["charge"]["offence"] == "use"


def test_what_was_posted_in_an_expired_session_comes_to_its_step_after_signing_in(officer):
    officer.sends("event", event())
    sent = {**PERSON, "seen": officer.seen("people/1")}
    officer.client.cookies.pop(settings.SESSION_COOKIE_NAME)
    address = officer.address("people/1")
    answer = officer.client.post(address, sent, headers={"origin": "http://testserver"})
    assert answer.status_code == 401
    kept = answer.context["kept"]
    assert kept.address == address
    again = signed_in(Account.objects.get(name=f"officer-{OFFICER}"))
    fields = {name: [value for other, value in kept.fields if other == name] for name, _value in kept.fields}
    assert again.post(kept.address, fields).status_code == 302
    person = typed(officer)["people"][0]["person"]
    assert (person["name"], person["languages"], person["property-1-amount"]) == ("Sok Dara", ["km"], "20000")


def test_who_signs_in_again_finds_the_step_as_it_was_typed_and_sends_it(officer):
    officer.sends("event", event())
    sent, address = {**PERSON, "birth": "31.2.1999", "seen": officer.seen("people/1")}, officer.address("people/1")
    officer.client.cookies.pop(settings.SESSION_COOKIE_NAME)
    along = officer.client.post(address, sent, headers={"origin": "http://testserver"}).context["kept"].as_json()
    type_password(officer.client, f"officer-{OFFICER}", kept=along)
    page = back(officer.client, type_code(officer.client, code(), kept=along))
    assert "You are signed in again." in said(page)
    form = page.context["form"]
    assert (form["name"].value(), form["birth"].value(), form["languages"].value()) == ("Sok Dara", "31.2.1999", ["km"])
    assert page.context["differ"] == []
    assert typed(officer).get("people") is None  # nothing is kept of it until the person sends it
    refused = back(officer.client, officer.client.post(page.request["PATH_INFO"], sent))
    assert "birth" in refused.context["form"].errors


def test_the_back_button_after_booking_leads_to_the_case_and_changes_nothing(officer):
    officer.types_all()
    officer.books()
    for page in ("event", "people", "people/1", "exhibits", "check"):
        assert officer.opens(page).url == officer.address("done")
    assert officer.sends("event", event(), "").url == officer.address("done")
    assert Case.objects.count() == 1


def test_what_was_typed_is_not_kept_beside_the_case(officer):
    officer.types_all()
    officer.books()
    assert typed(officer) == {}


def test_nobody_else_sees_changes_books_or_throws_away_a_draft(officer):
    officer.types_all()
    before = typed(officer)
    for number in (SECOND, SUPERVISOR):
        other = Officer(number, officer.draft)
        for page in ("event", "people", "people/1", "charge/1", "exhibits/1", "rights/1", "check", "done"):
            assert other.opens(page).status_code == 404, page
        assert other.sends("event", event(place="elsewhere"), "").status_code == 404
        assert other.books().status_code == 404
        for act in ("throw-away", "people/1/take-out"):
            assert other.client.post(other.address(act)).status_code == 404
        assert "Sok Dara" not in said(other.client.get("/"))
    assert typed(officer) == before
    assert not Case.objects.exists()


@pytest.mark.parametrize("number", ["2001", "3001", "4001", "5001", "9001"])
def test_a_role_that_may_not_book_is_refused_everywhere(number):
    stranger = Officer(number)
    assert stranger.client.get("/book/").status_code == 403
    for page in ("event", "people", "people/1", "charge/1", "exhibits", "exhibits/1", "rights/1", "check", "done"):
        assert stranger.opens(page).status_code == 403, page
    for page in ("event", "people/1/take-out", "exhibits/1/take-out", "throw-away", "check"):
        assert stranger.client.post(stranger.address(page), event()).status_code == 403, page
    assert "/book/" not in stranger.client.get("/").content.decode()
    assert not Draft.objects.exists()


def test_faults_are_told_on_the_page_of_all_answers_and_nothing_is_booked(officer):
    officer.sends("event", event(operation=""))
    officer.sends("people/1", {**PERSON, "name": ""})
    answer = back(officer.client, officer.books())
    body = answer.content.decode()
    assert f"{officer.address('event')}?to=check#id_operation" in body
    assert f"{officer.address('people/1')}?to=check#id_name" in body
    assert f"{officer.address('charge/1')}?to=check#id_offence" in body
    assert not Case.objects.exists()


def test_a_seal_that_the_register_has_is_told_when_booking_with_all_kept(officer):
    officer.types_all()
    officer.books()
    other = Officer(SECOND)
    other.types_all()
    answer = back(other.client, other.books())
    assert "The seal A-0001 is in the register already" in said(answer)
    assert typed(other)["exhibits"][0]["exhibit"]["seal"] == "A-0001"


def test_times_of_the_event_are_wrong_once_and_not_for_each_person_again(officer):
    officer.sends("event", event(arrived=ago(130)))
    for number in (1, 2):
        officer.sends(f"people/{number}", PERSON)
    assert said(officer.opens("check")).count("is before that of") == 1


def test_a_change_from_the_check_leads_back_to_it(officer):
    officer.types_all()
    seen = officer.seen("event")
    answer = officer.client.post(f"{officer.address('event')}?to=check", {**event(), "seen": seen})
    assert answer.url == officer.address("check")


def test_who_may_be_a_minor_is_marked_at_once(officer):
    officer.sends("event", event())
    officer.sends("people/1", {**PERSON, "birth": "19"})
    assert "May be a minor: tell the guardian." in said(officer.opens("people"))
    officer.sends("people/1", PERSON)
    assert "May be a minor" not in said(officer.opens("people"))


def test_taking_a_person_out_leaves_the_others_where_they_are_named(officer):
    officer.sends("event", event())
    for number, name in enumerate(("One", "Two", "Three"), 1):
        officer.sends(f"people/{number}", {**PERSON, "name": name})
    officer.sends("exhibits/1", {**EXHIBIT, "person": "3"})
    officer.client.post(officer.address("people/1/take-out"))
    assert [one["person"]["name"] for one in typed(officer)["people"]] == ["Two", "Three"]
    assert typed(officer)["exhibits"][0]["exhibit"]["person"] == "2"


def test_a_witness_is_not_held_and_is_not_asked_for_a_charge(officer):
    officer.sends("event", event())
    officer.sends("people/1", {**PERSON, "role": "witness"})
    assert officer.opens("people").content.decode().count("/charge/") == 0
    assert officer.books().status_code == 302
    assert not Custody.objects.exists()


def test_only_things_found_is_a_booking_too(officer):
    officer.sends("event", event())
    officer.sends("exhibits/1", {**EXHIBIT, "person": ""})
    assert officer.books().status_code == 302
    assert Case.objects.get().people == 0


def test_an_officer_that_there_is_not_is_told_by_number(officer):
    answer = officer.sends("event", event(officers=f"{OFFICER}, 7777"))
    assert "No officer has the number 7777" in said(back(officer.client, answer))


def test_an_operation_upon_a_warrant_asks_upon_which_while_one_of_the_unit_waits(officer):
    assert officer.sends("event", event(operation="warrant")).status_code == 302  # none waits: nothing is asked
    for number, unit in (("W-1", OFFICER), ("W-2", OUTSIDER)):
        take_warrant(WarrantIssued(number=number, court="Phnom Penh", about="A house", issued=NOW, holder=unit),
                     acting(unit))  # fmt: skip
    page = officer.opens("event").content.decode()
    assert "W-1: A house" in page
    assert "W-2" not in page
    asked = back(officer.client, officer.sends("event", event(operation="warrant")))
    assert "Choose the warrant that was served" in said(asked)
    assert officer.sends("event", event(operation="warrant", warrant="-")).status_code == 302
    officer.types_all()
    assert officer.sends("event", event(operation="warrant", warrant="W-1")).status_code == 302
    assert "Warrant W-1" in said(officer.opens("check"))
    assert officer.books().status_code == 302
    assert Warrant.objects.get(pk="W-1").case == Case.objects.get().number
    assert not Warrant.objects.exclude(pk="W-1").exclude(case="").exists()


def test_rights_that_were_told_need_language_and_what_the_person_did(officer):
    officer.sends("event", event())
    officer.sends("people/1", PERSON)
    answer = back(officer.client, officer.sends("rights/1", {**RIGHTS, "language": "", "how": "", "told": "soon"}))
    for field in ("language", "how_0", "told"):
        assert f'href="#id_{field}"' in answer.content.decode()
    assert officer.sends("rights/1", {"rights": [], "language": "", "how": "", "told": ""}).status_code == 302


def test_a_draft_is_listed_until_it_is_a_case_or_thrown_away(officer):
    officer.types_all()
    front = said(officer.client.get("/"))
    assert "Sok Dara" in front
    assert officer.client.get(f"/book/{officer.draft}/").url == officer.address("check")
    officer.client.post(officer.address("throw-away"))
    assert not Draft.objects.exists()
    assert "Sok Dara" not in said(officer.client.get("/"))


def test_the_charge_is_read_before_it_is_chosen(officer):
    officer.sends("event", event())
    officer.sends("people/1", PERSON)
    page = said(officer.opens("charge/1"))
    assert "The first charge can never be edited afterwards" in page
    assert "article 45 · 1 month to 6 months of prison, or a fine · not verified" in page


def test_khmer_digits_are_digits(officer):
    khmer = str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩")
    sent = event(event=ago(120).translate(khmer))
    assert officer.sends("event", sent).status_code == 302
    assert typed(officer)["event"]["event"] == sent["event"]
