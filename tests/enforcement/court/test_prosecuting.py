"""A prosecutor's own cases: those they were told of, what waits in each, and nobody else's."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from marga.enforcement.acts.replaying import differences
from marga.enforcement.cases.contents import Charged
from marga.enforcement.court.prosecuting import counts, own_cases
from marga.enforcement.court.services import court_decided, file_came_back, send_file
from marga.enforcement.custody.contents import ExtensionAsked
from marga.enforcement.custody.services import ask_extension, end, extend, tell_prosecutor
from marga.enforcement.people.models import Read
from marga.site import paging
from marga.site.accounts.models import Account
from marga.site.faults import Faulty
from marga.site.refusals import NotAllowed
from support.accounts import account, said, signed_in
from support.custodies import ended, extended, held, told_prosecutor
from support.register import NOW, OFFICER, SUPERVISOR, acting, hours, station

pytestmark = pytest.mark.usefixtures("database")
PROSECUTOR = "4001"
GRAVE = Charged(offence="production")


@pytest.fixture(autouse=True)
def at_a_station(database):
    station()
    account(f"officer-{PROSECUTOR}", "prosecutor")
    yield
    assert list(differences()) == []


def told_of(arrived=None, **said):
    """Somebody held of whom the prosecutor was told."""
    custody = held(arrived or NOW - hours(1), **said)
    tell_prosecutor(custody.key, told_prosecutor(NOW), acting())
    return custody


def listed(waits="", at=NOW):
    return [one.case.number for one in own_cases(acting(PROSECUTOR, at), waits)[0]]


def asking(motive="A second house is searched.", asked=NOW):
    return ExtensionAsked(motive=motive, asked=asked)


def test_a_prosecutor_has_the_cases_they_were_told_of_and_no_other():
    first, _other, second = told_of(), held(), told_of()
    assert listed() == [second.party.case_id, first.party.case_id]
    one = own_cases(acting(PROSECUTOR))[0][0]
    assert (one.told, one.unread, [custody.key for custody in one.held]) == (NOW, True, [second.key])


@pytest.mark.parametrize("number", [OFFICER, SUPERVISOR, "5001", "9001", "2001"])
def test_the_list_is_a_prosecutors(number):
    for ask in (own_cases, counts):
        with pytest.raises(NotAllowed):
            ask(acting(number))


def test_a_notice_waits_until_the_prosecutor_reads_the_case():
    case = told_of().party.case_id
    assert counts(acting(PROSECUTOR))["unread"] == 1
    client = signed_in(Account.objects.get(name=f"officer-{PROSECUTOR}"))
    assert client.get(f"/cases/{case}/").status_code == 200
    assert counts(acting(PROSECUTOR))["unread"] == 0
    assert listed("unread") == []


def test_more_time_that_was_asked_for_waits_until_it_is_permitted():
    custody = told_of(charge=GRAVE)
    ask_extension(custody.key, asking(), acting())
    ask_extension(custody.key, asking(), acting())  # as by a double click
    assert listed("asked") == [custody.party.case_id]
    assert [step.said["motive"] for step in own_cases(acting(PROSECUTOR))[0][0].asked] == [
        "A second house is searched."
    ]
    before = custody.next_due
    custody.refresh_from_db()
    assert custody.next_due is not None
    assert before is not None
    extend(custody.key, extended(NOW), acting())
    assert listed("asked") == []


def test_more_time_asked_for_somebody_who_is_held_no_more_waits_for_nobody():
    custody = told_of(charge=GRAVE)
    ask_extension(custody.key, asking(), acting())
    end(custody.key, ended(), acting())
    assert counts(acting(PROSECUTOR))["asked"] == 0


def test_more_time_is_not_asked_for_what_cannot_be_longer_nor_of_nobody_nor_without_a_motive():
    with pytest.raises(Faulty, match="cannot be made longer"):
        ask_extension(told_of().key, asking(), acting())
    with pytest.raises(Faulty, match="No prosecutor was told"):
        ask_extension(held(charge=GRAVE).key, asking(), acting())
    with pytest.raises(Faulty, match="not happened yet"):
        ask_extension(told_of(charge=GRAVE).key, asking(asked=NOW + hours(1)), acting())


def test_a_file_at_a_court_waits_until_the_court_decided_or_sent_it_back():
    at = NOW + hours(5)
    cases = [told_of().party.case_id for _number in range(2)]
    for case in cases:
        send_file(case, "Phnom Penh", NOW, acting(at=at))
    assert sorted(listed("court")) == sorted(cases)
    court_decided(cases[0], "two years", NOW + hours(1), acting(at=at))
    file_came_back(cases[1], NOW + hours(1), "A page is missing.", acting(at=at))
    assert listed("court") == []


def test_the_list_turns_pages_by_key(monkeypatch):
    monkeypatch.setitem(paging.page_of.__kwdefaults__, "size", 2)
    cases = {told_of().party.case_id for _number in range(5)}
    seen, after = [], None
    while True:
        rows, after = own_cases(acting(PROSECUTOR), after=after)
        seen += [one.case.number for one in rows]
        if after is None:
            break
    assert seen == sorted(cases, reverse=True)


def test_the_list_asks_the_database_the_same_for_one_and_for_twenty():
    def asked():
        with CaptureQueriesContext(connection) as queries:
            own_cases(acting(PROSECUTOR))
        return len(queries)

    told_of()
    alone = asked()
    for _number in range(19):
        told_of()
    assert asked() == alone <= 8


def test_a_prosecutors_first_page_is_the_list_and_the_read_is_kept():
    now = timezone.now()
    custody = held(now - hours(1), acting(at=now), charge=GRAVE)
    tell_prosecutor(custody.key, told_prosecutor(now), acting(at=now))
    ask_extension(custody.key, asking(asked=now), acting(at=now))
    client = signed_in(Account.objects.get(name=f"officer-{PROSECUTOR}"))
    page = client.get("/", follow=True)
    assert page.redirect_chain == [("/own-cases/", 302)]
    read = said(page)
    assert "A second house is searched." in read
    assert "you have not read it yet" in read
    assert f'href="/cases/{custody.party.case_id}/"' in page.content.decode()
    assert Read.objects.get(officer=PROSECUTOR).detail == "own cases: 1"
    assert "Nothing of this waits for you." in said(client.get("/own-cases/", {"waits": "court"}))
    assert client.get("/own-cases/", {"after": "x", "waits": "all"}).status_code == 200
