"""The pages of cases, charges and people: what they show to whom, and that they ask the database a fixed number of
times."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from marga.enforcement.access import case_for, reads_all_of, visible
from marga.enforcement.acts.models import Act
from marga.enforcement.cases import contents
from marga.enforcement.cases.models import Case, Charge, Merge, Party, Proposal
from marga.enforcement.charges.services import propose_change
from marga.enforcement.court.services import send_file
from marga.enforcement.people.models import Read
from marga.enforcement.people.services import CORRECTED, correct_person, log_read
from marga.site.refusals import NotFound
from support.accounts import said
from support.entering import settle
from support.register import (
    CHIEF,
    NOW,
    OFFICER,
    OTHER_UNIT,
    OUTSIDER,
    SUPERVISOR,
    acting,
    booked,
    exhibit,
    hours,
    person,
    signed_in_as,
    station,
)  # fmt: skip

pytestmark = pytest.mark.usefixtures("database")
WHY = "The laboratory found two grams more."
NO_READERS = ("2001", "3001", "9001")


@pytest.fixture(autouse=True)
def at_a_station(database):
    station()


def address(case, more=""):
    return f"/cases/{case.number}/{more}"


def test_a_case_reads_from_who_and_what_to_the_details():
    case = booked()
    propose_change(f"{case.number}.1", 1, contents.Charged(offence="trafficking"), WHY, acting(at=NOW + hours(1)))
    correct_person(f"{case.number}.1", "name", "Sok Tara", "The mother brought a paper.", acting(at=NOW + hours(2)))
    settle()
    page = said(signed_in_as().get(address(case)))
    for words in ("Sok Tara · use", "A change of a charge waits", "Name: Sok Dara → Sok Tara", "entry ", "A-0001",
                  "prison from 1 month to 6 months, or a fine", "not verified", "012 345 678",
                  "20000.00 KHR"):  # fmt: skip
        assert words in page, words
    assert page.index("corrected") < page.index("proposed") < page.index("the case was booked")


def test_a_minor_is_marked():
    case = booked(people=(person(birth=None),))
    assert "has a minor’s rights" in said(signed_in_as().get(address(case)))


def queries_of(browser, where):
    browser.get(where)
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(where).status_code == 200
    return len(asked)


def test_a_case_of_twenty_people_asks_no_more_than_one_of_one(django_assert_num_queries):
    one = booked(exhibits=())
    many = booked(exhibits=tuple(exhibit(seal=f"B-{number}") for number in range(5)),
                  people=tuple(person(name=f"Chan Vanna {number}") for number in range(20)))  # fmt: skip
    browser = signed_in_as()
    asked = queries_of(browser, address(one))
    with django_assert_num_queries(asked):
        assert browser.get(address(many)).status_code == 200


def test_the_list_asks_as_often_for_one_case_as_for_many(django_assert_num_queries):
    booked(exhibits=())
    browser = signed_in_as()
    asked = queries_of(browser, "/cases/")
    for _ in range(6):
        booked(exhibits=())
    with django_assert_num_queries(asked):
        browser.get("/cases/")


def test_another_unit_finds_no_such_case_or_person_anywhere():
    case = booked()
    stranger = signed_in_as(OUTSIDER)
    key = f"{case.number}.1"
    for where in (address(case), address(case, "person/"), f"/people/{key}/", f"/people/{key}/correct/name/",
                  f"/charges/{key}/1/"):  # fmt: skip
        assert stranger.get(where).status_code == 404, where
    for text in ("Sok Dara", case.number, "A-0001", ""):
        assert "Sok Dara" not in said(stranger.get("/cases/", {"text": text}))
    assert not Read.objects.filter(case=case.number).exists()


@pytest.mark.parametrize("number", [OFFICER, SUPERVISOR, CHIEF, "5001", OUTSIDER, "4001", *NO_READERS])
def test_who_reads_all_of_a_unit_are_those_who_may_read_each_of_its_cases(number):
    case, who = booked(), acting(number)
    assert reads_all_of(who, case.unit_id) is visible(who).filter(pk=case.pk).exists()
    assert reads_all_of(who, case.unit_id) is (number in (OFFICER, SUPERVISOR, CHIEF, "5001"))


def test_a_prosecutor_of_the_unit_finds_no_case_there_of_which_they_were_not_told():
    case, who = booked(), acting("4001")
    assert who.unit == case.unit_id
    with pytest.raises(NotFound):
        case_for(who, case.number)


def test_each_particular_of_a_person_has_the_address_of_its_correction():
    case = booked()
    page = signed_in_as().get(address(case)).content.decode()
    for field in CORRECTED:
        assert f'href="{reverse("person-correct", args=[f"{case.number}.1", field])}"' in page, field


def test_a_case_shows_its_court_file():
    case = booked()
    send_file(case.number, "Takeo", NOW, acting())
    assert "File 1: sent to Takeo" in said(signed_in_as().get(address(case)))


def test_who_reads_of_no_person_is_refused_every_page():
    case = booked()
    key = f"{case.number}.1"
    for number in NO_READERS:
        browser = signed_in_as(number)
        for where in (address(case), "/cases/", f"/people/{key}/", f"/people/{key}/correct/name/", "/reads/",
                      f"/charges/{key}/1/", "/charges/waiting/", address(case, "reads/")):  # fmt: skip
            assert browser.get(where).status_code == 403, (number, where)


def test_officers_neither_agree_nor_merge_nor_read_who_read():
    case = booked()
    key, browser = f"{case.number}.1", signed_in_as()
    assert browser.get("/charges/waiting/").status_code == 403
    assert browser.get(address(case, "reads/")).status_code == 403
    assert browser.get("/reads/").status_code == 403
    for where in (f"/charges/{key}/1/agree/", f"/people/{key}/same/{key}/", f"/people/{key}/apart/{key}/{key}/"):
        assert browser.post(where, {"reason": WHY}).status_code == 403


def test_a_change_is_looked_at_first_and_then_asked_for():
    case = booked(people=(person(charge=contents.Charged(offence="trafficking")),))
    browser, where = signed_in_as(), f"/charges/{case.number}.1/1/"
    typed = {"offence": "use", "amount": "", "reason": WHY, "decision": ""}
    looked = said(browser.post(where, {**typed, "step": "look"}))
    assert "lowers the penalty" in looked
    assert "At least this rank must agree: chief of unit. That officer has no part in the case." in looked
    assert not Proposal.objects.exists()
    assert browser.post(where, {**typed, "step": "ask"}).status_code == 302
    waiting = said(signed_in_as(SUPERVISOR).get("/charges/waiting/"))
    assert "does not hold the rank" in waiting
    chief = signed_in_as(CHIEF)
    assert "1 change of a charge waits" in said(chief.get("/"))
    assert chief.post(f"{where}agree/").status_code == 302
    assert Charge.objects.latest("version").second == CHIEF


def test_a_change_that_may_not_be_keeps_what_was_typed():
    case = booked()
    page = signed_in_as().post(
        f"/charges/{case.number}.1/1/", {"offence": "-", "reason": WHY, "amount": "", "step": "ask"}
    )
    assert page.status_code == 422
    assert "A prosecutor must decide this" in said(page)
    assert WHY in page.content.decode()


def test_not_agreeing_takes_a_reason_and_leaves_the_charge():
    case = booked()
    propose_change(f"{case.number}.1", 1, contents.Charged(offence="trafficking"), WHY, acting())
    browser, where = signed_in_as(SUPERVISOR), f"/charges/{case.number}.1/1/decline/"
    assert browser.post(where, {"reason": ""}).status_code == 422
    assert browser.post(where, {"reason": "One weight is not enough."}).status_code == 302
    assert (Proposal.objects.count(), Charge.objects.count()) == (0, 1)


def test_a_person_is_added_and_corrected_on_pages():
    case, browser = booked(), signed_in_as()
    typed = {
        "number": "2",
        "role": "witness",
        "name": "Chan Vanna",
        "birth": "1995 to 2001",
        "charge": "",
        "amount": "",
    }
    assert browser.post(address(case, "person/"), {**typed, "birth": "soon"}).status_code == 422
    for _ in range(2):
        assert browser.post(address(case, "person/"), typed).status_code == 302
    assert Party.objects.get(number=2).birth_known == "about"
    where = f"/people/{case.number}.2/correct/birth/"
    assert "1995 to 2001" in browser.get(where).content.decode()
    assert browser.post(where, {"value": "1998", "reason": "typo"}).status_code == 422
    assert browser.post(where, {"value": "1998", "reason": "She brought her card."}).status_code == 302
    assert Party.objects.get(number=2).birth_known == "year"
    assert browser.get(f"/people/{case.number}.2/correct/receipt/").status_code == 404


def test_two_records_are_merged_and_taken_apart_on_the_page_of_the_person():
    one, other = booked(exhibits=()), booked(exhibits=())
    key, second, browser = f"{one.number}.1", f"{other.number}.1", signed_in_as(SUPERVISOR)
    assert "Possible earlier records: 1" in said(browser.get(address(one)))
    assert other.number in said(browser.get(f"/people/{key}/"))
    assert browser.post(f"/people/{key}/same/{second}/", {"reason": ""}).status_code == 422
    assert browser.post(f"/people/{key}/same/{second}/", {"reason": "The same telephone."}).status_code == 302
    assert Merge.objects.count() == 1
    assert "The same telephone." in said(browser.get(f"/people/{second}/"))
    assert browser.post(f"/people/{key}/apart/{key}/{second}/", {"reason": "Another face."}).status_code == 302
    assert not Merge.objects.exists()


def shown(browser, **asked):
    return said(browser.get("/cases/", asked))


@pytest.mark.parametrize("typed", ["Sok Dara", "sokh tara", "DARA SOK", "Dar", "សុខ តារា", "Sok"])
def test_a_name_is_found_however_it_is_spelt(typed):
    case = booked()
    booked(exhibits=(), people=(person(name="Men Vibol"),))
    page = shown(signed_in_as(), text=typed)
    assert case.number in page
    assert "Men Vibol" not in page


def test_a_case_is_found_by_number_part_of_it_or_seal():
    case, other = booked(), booked(exhibits=())
    browser = signed_in_as()
    for text in (case.number, case.number.lower(), "KH-12-01/2026/1-", "A-0001", "a-0001"):
        page = shown(browser, text=text)
        assert (case.number in page, other.number in page) == (True, False), text
    assert other.number in shown(browser, text="KH-12-01/2026/")


def test_the_list_is_narrowed_by_each_of_its_fields():
    case = booked()
    browser = signed_in_as("5001")
    for asked in ({"birth_year": "1999"}, {"unit": "KH-12-01"}, {"first": "2026-11-24", "last": "2026-11-24"},
                  {"offence": "use"}, {"operation": "patrol"}, {"not_sent": "on"},
                  {"text": "Sok Dara", "birth_year": "1999"}):  # fmt: skip
        assert case.number in shown(browser, **asked), asked
    for asked in ({"birth_year": "1970"}, {"unit": OTHER_UNIT}, {"last": "2026-11-23"}, {"first": "2026-11-25"},
                  {"offence": "trafficking"}, {"operation": "raid"}, {"text": "Sok Dara", "birth_year": "1940"},
                  {"text": "Sok Dara", "unit": OTHER_UNIT}):  # fmt: skip
        assert case.number not in shown(browser, **asked), asked
    Case.objects.update(court_sent=NOW)
    assert case.number not in shown(browser, not_sent="on")
    assert browser.get("/cases/", {"first": "soon"}).status_code == 422


def test_pages_of_the_list_miss_nothing_and_repeat_nothing():
    numbers = [booked(exhibits=()).number for _ in range(27)]
    first, browser = signed_in_as().get("/cases/"), signed_in_as("5001")
    asked = first.context["further"]
    second = browser.get(f"/cases/?{asked}")
    seen = [one.case.number for page in (first, second) for one in page.context["found"]]
    assert seen == sorted(numbers, reverse=True)
    assert not second.context["further"]


def test_an_officer_finds_the_cases_of_another_unit_in_which_they_have_a_part():
    case = booked(officers=(OFFICER, OUTSIDER))
    browser = signed_in_as(OUTSIDER)
    for asked in ({}, {"text": "Sok Dara"}, {"text": case.number}, {"text": "A-0001"}):
        assert case.number in shown(browser, **asked), asked


def test_a_search_is_kept_with_how_many_were_shown_and_never_who_was_looked_for():
    booked()
    shown(signed_in_as(), text="Sok Dara")
    read = Read.objects.get(what="search")
    assert (read.officer, read.detail, read.by_inspector) == (OFFICER, "1", False)
    assert "Sok" not in str(vars(read))


def test_a_unit_sees_at_once_what_others_read_and_after_the_delay_what_an_inspector_read(monkeypatch):
    case = booked()
    signed_in_as("5001").get(address(case))
    signed_in_as(OFFICER).get(address(case))
    supervisor, where = signed_in_as(SUPERVISOR), address(case, "reads/")
    assert "5001" not in said(supervisor.get(where))
    assert OFFICER in said(supervisor.get(where))
    log_read(acting("5001", at=NOW - timedelta(days=40)), "page", case=case.number)
    assert "5001" in said(supervisor.get(where))
    monkeypatch.setenv("MARGA_INSPECTOR_DELAY_DAYS", "3650")
    assert "5001" not in said(supervisor.get(where))


def test_an_inspector_sees_who_read_what_by_officer_and_case_page_by_page():
    case = booked()
    for number in range(52):
        log_read(acting(at=NOW + hours(number)), "page", case=case.number)
    log_read(acting(SUPERVISOR), "search", detail="3")
    browser = signed_in_as("5001")
    first = browser.get("/reads/", {"officer": OFFICER, "case": case.number.lower()})
    second = browser.get(f"/reads/?{first.context['further']}")
    assert (len(first.context["rows"]), len(second.context["rows"])) == (50, 2)
    assert first.context["rows"][0].at > second.context["rows"][0].at
    assert [one.officer for one in browser.get("/reads/", {"officer": SUPERVISOR}).context["rows"]] == [SUPERVISOR]


def test_a_prosecutor_and_an_inspector_change_nothing():
    case = booked()
    before, key = Act.objects.count(), f"{case.number}.1"
    for number in ("4001", "5001"):
        browser = signed_in_as(number)
        for where in (address(case, "person/"), f"/people/{key}/correct/name/", f"/charges/{key}/1/"):
            assert browser.post(where, {"reason": WHY}).status_code == 403, (number, where)
    assert Act.objects.count() == before
