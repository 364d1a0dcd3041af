"""Database gone, disk full, worker dead, clock set back: a clear page, nothing half written, nothing typed lost."""

from datetime import timedelta

import pytest
from django.test import Client as Browser
from django.utils import timezone

from marga.care.acts.models import Act
from marga.care.acts.replaying import differences
from marga.care.clients.models import Client, SoundKey
from marga.care.consents.models import CourtOrder
from marga.care.models import Message, Offer, Request, Stay
from marga.care.requests.services import take
from marga.ledger.codes import SLIP, format_code
from marga.site import clock
from marga.site.ledgers.models import Entry
from marga.site.models import Try, WorkerLead
from support.accounts import said
from support.care import HOME, MEN, NOW, acting, asked, centres, days, offered, opened, signed_in_as, waiting
from support.databases import full, gone
from support.faults import FULL, is_clear

pytestmark = pytest.mark.usefixtures("database")
OURS = {"origin": "http://testserver"}
LONG = "He does not sleep for days. " * 140  # more than fits in the pages of a file that is there
ASKED = {"route": "family", "province": "KH-12", "words": LONG, "name": "Bong Srey",
         "once": "12345678-1234-5678-1234-567812345678"}  # fmt: skip
PERSON = {"province": "KH-12", "name": "Sok Dara", "sex": "male", "age": "30", "guardian": LONG[:1000],
          "contact": LONG[:1000], "rule": LONG[:1000], "waits_at_home": LONG[:1000]}  # fmt: skip


@pytest.fixture(autouse=True)
def at_centres(database):
    centres()


def everything():
    """How much there is of what acts write."""
    tables = (Act, Entry, Request, Message, Client, SoundKey, Offer, Stay, CourtOrder, Try)
    return [table.objects.count() for table in tables]


def test_who_asks_while_the_database_is_gone_sends_it_again_from_the_page_and_asked_once():
    browser, before = Browser(raise_request_exception=False), everything()
    with gone():
        answer = browser.post("/ask/", ASKED, headers=OURS)
        assert is_clear(answer)
    assert everything() == before
    brought = answer.context["brought"]
    assert dict(brought.fields)["words"] == LONG
    for _twice in range(2):
        assert browser.post(brought.address, dict(brought.fields)).url == "/ask/code/"
    assert Request.objects.count() == 1
    assert 'id="the-code"' in browser.get("/ask/code/").content.decode()


@pytest.mark.parametrize("path", ["/", "/danger/", "/ask/", "/follow/", "/own/"])
def test_what_to_do_in_danger_and_the_forms_of_who_asks_are_there_without_a_database(path):
    with gone():
        assert Browser(raise_request_exception=False).get(path).status_code == 200


@pytest.mark.parametrize("path", [
    "/today/", "/clients/", "/waiting/", "/stays/", f"/centres/{HOME}/safety/", "/near/?province=KH-12",
])  # fmt: skip
def test_every_page_of_what_is_kept_says_clearly_that_the_database_is_gone(path):
    browser = signed_in_as()
    with gone():
        assert is_clear(browser.get(path))
    assert browser.get(path).status_code == 200


@pytest.mark.parametrize(("path", "name", "typed"), [
    ("/follow/", "code", format_code(1234)), ("/own/", "code", format_code(1234)),
    ("/slip/", "slip", format_code(1234, SLIP)),
])  # fmt: skip
def test_no_code_stays_on_the_page_of_a_database_that_is_gone(path, name, typed):
    with gone():
        answer = Browser(raise_request_exception=False).post(path, {name: typed}, headers=OURS)
    assert is_clear(answer)
    assert typed not in answer.content.decode()


def test_a_message_that_was_typed_while_the_database_was_gone_is_sent_again_from_the_page():
    _made, code = asked()
    browser = Browser(raise_request_exception=False)
    assert browser.post("/follow/", {"code": code}).url == "/answer/"
    with gone():
        answer = browser.post("/answer/", {"text": "I am afraid of him."}, headers=OURS)
        assert is_clear(answer)
    assert not Message.objects.exists()
    brought = answer.context["brought"]
    assert browser.post(brought.address, dict(brought.fields)).url == "/answer/"
    assert Message.objects.count() == 1


def test_who_comes_in_while_the_database_is_gone_has_their_place_kept_and_comes_in_afterwards():
    offer, browser = offered(), signed_in_as()
    before, path = everything(), f"/clients/{offer.wait.client_id}/stay/"
    with gone():
        assert is_clear(browser.post(path, {"ward": MEN, "basis": "voluntary"}, headers=OURS))
    assert everything() == before
    assert Offer.objects.get().answer == ""
    assert browser.post(path, {"ward": MEN, "basis": "voluntary"}).status_code == 302
    assert Offer.objects.get().answer == "taken"
    assert list(differences()) == []


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_who_asks_and_finds_the_disk_full_left_no_half_of_it_and_can_send_it_again():
    browser, before = Browser(raise_request_exception=False), everything()
    with full():
        answer = browser.post("/ask/", ASKED, headers=OURS)
        assert is_clear(answer, FULL)
    assert everything()[:-1] == before[:-1]  # that somebody tried from there is kept before, for an hour
    assert browser.post("/ask/", dict(answer.context["brought"].fields)).url == "/ask/code/"
    assert Request.objects.count() == 1
    assert list(differences()) == []


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_client_who_finds_the_disk_full_is_not_there_by_half_and_their_request_is_nobodys():
    request, _code = asked()
    take(request.number, acting())
    browser, before = signed_in_as(), everything()
    with full():
        answer = browser.post(f"/clients/new/?request={request.number}", PERSON, headers=OURS)
        assert is_clear(answer, FULL)
    assert everything() == before
    assert Request.objects.get().client == ""
    brought = answer.context["brought"]
    assert browser.post(brought.address, dict(brought.fields)).status_code == 302
    assert Request.objects.get().client == Client.objects.get().pk
    assert list(differences()) == []


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_an_order_that_finds_the_disk_full_covers_nothing():
    client, browser = opened(), signed_in_as()
    before, today = everything(), timezone.localdate()
    typed = {"court": "Municipal court", "day": today, "finding": "threat_to_life", "words": LONG[:2000],
             "fields_told": ["since"], "recipient": "court", "last": today + days(9)}  # fmt: skip
    with full():
        assert is_clear(browser.post(f"/clients/{client.pk}/order/", typed, headers=OURS), FULL)
    assert everything() == before
    assert browser.post(f"/clients/{client.pk}/order/", typed).status_code == 302
    assert list(differences()) == []


def test_while_no_worker_runs_people_ask_and_come_in_and_every_page_says_that_the_ledger_stands_still():
    long_ago = timezone.now() - timedelta(hours=2)
    WorkerLead.objects.create(worker="w", leads_until=long_ago, beat_at=long_ago, ledger_at=long_ago)
    stranger, worker = Browser(), signed_in_as()
    assert stranger.post("/ask/", ASKED).url == "/ask/code/"
    wait = waiting()
    assert worker.post(f"/waits/{wait.key}/offer/{MEN}/", {"reason": "Near."}).status_code == 302
    assert worker.post(f"/clients/{wait.client_id}/stay/", {"ward": MEN, "basis": "voluntary"}).status_code == 302
    for page in (said(worker.get("/today/")), said(stranger.get("/ask/"))):
        assert "The background worker stopped at" in page
        assert "The ledger has stood still since" in page
    assert Entry.objects.filter(position=None).count() == Act.objects.count()


def test_a_place_whose_time_is_over_while_no_worker_runs_is_still_kept_and_given_to_nobody_else():
    """Nobody gives it back; so there is less room for a while, and never one bed for two."""
    for _bed in range(3):
        offered(who=acting("manager", NOW - days(5)))
    browser, wait = signed_in_as(), waiting()
    answer = browser.post(f"/waits/{wait.key}/offer/{MEN}/", {"reason": "Near."})
    assert "There is no safe place free here" in said(browser.get(answer["Location"]))
    assert Offer.objects.filter(answer="").count() == 3


def test_after_the_clock_was_set_back_a_day_people_ask_and_come_in_in_order_and_everybody_is_told():
    tomorrow = acting("manager", timezone.now() + days(1))
    assert "clock is behind" not in said(signed_in_as().get("/today/"))
    offer = offered(who=tomorrow)
    assert Browser().post("/ask/", ASKED).url == "/ask/code/"
    browser = signed_in_as()
    number = Request.objects.get().pk
    assert browser.post(f"/requests/{number}/answer/", {"text": "Come."}).status_code == 302
    path = f"/clients/{offer.wait.client_id}/stay/"
    assert browser.post(path, {"ward": MEN, "basis": "voluntary"}).status_code == 302
    times = list(Act.objects.order_by("pk").values_list("at", flat=True))
    assert times == sorted(times)
    stay = Stay.objects.get()
    assert stay.began_at >= offer.made
    assert stay.review_due > stay.began
    for name in ("manager", "care-worker", "inspector"):
        assert "The server’s clock is behind by 23 h" in said(signed_in_as(name).get("/today/"))
    assert list(differences()) == []


@pytest.mark.parametrize(("by", "says"), [(3600, "was set forward"), (-3600, "was set back"), (60, ""), (0, "")])
@pytest.mark.parametrize("path", ["/today/", "/waiting/"])
def test_every_page_says_that_the_servers_clock_was_set_while_the_site_ran(monkeypatch, path, by, says):
    """As if the process had started when the clock said something else: a test cannot set the clock of the machine."""
    monkeypatch.setattr(clock, "STARTED", clock.STARTED - by)
    page = said(signed_in_as().get(path))
    assert (f"The clock of the server {says} while this site ran. It says" in page) is bool(says)
    assert ("The clock of the server" in page) is bool(says)
