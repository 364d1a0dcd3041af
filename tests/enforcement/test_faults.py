"""Database gone, disk full, worker dead, clock set back: a clear page, nothing half written, nothing typed lost."""

from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from marga.enforcement.acts.models import Act
from marga.enforcement.acts.replaying import differences
from marga.enforcement.cases.drafts import Draft
from marga.enforcement.cases.models import Case
from marga.enforcement.custody.models import Custody, Step
from marga.enforcement.receipts.services import give
from marga.enforcement.stations.models import Counter
from marga.site import clock
from marga.site.ledgers.models import Entry
from marga.site.models import WorkerLead
from support.accounts import said
from support.booking import Officer, event
from support.databases import full, gone
from support.entering import settle
from support.faults import FULL, is_clear
from support.register import CHIEF, SUPERVISOR, acting, booked, booking, exhibit, hours, person, signed_in_as, station

pytestmark = pytest.mark.usefixtures("database")
LONG = "Stopped at a checkpoint. " * 300  # more than fits in the pages of a file that is there
A_DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def at_a_station(database):
    station()


@pytest.fixture
def officer():
    """An officer who has typed a whole booking."""
    one = Officer()
    one.types_all()
    one.sends("event", event(narrative=LONG))
    return one


def test_a_booking_while_the_database_is_gone_gets_a_clear_page_and_its_draft_is_there_afterwards(officer):
    typed = Draft.objects.get().typed
    with gone():
        assert is_clear(officer.books())
        assert is_clear(officer.client.get("/held/"))
    assert not Case.objects.exists()
    assert Draft.objects.get().typed == typed
    assert officer.books().status_code == 302
    assert Case.objects.get().narrative == LONG.strip()


def test_what_was_typed_while_the_database_was_gone_stays_on_the_page_to_be_sent_again(officer):
    sent = {**event(narrative="Two men on a boat."), "seen": officer.seen("event")}
    with gone():
        answer = officer.client.post(officer.address("event"), sent, headers={"origin": "http://testserver"})
    assert is_clear(answer)
    brought = answer.context["brought"]
    assert f'<input type="hidden" name="narrative" value="{sent["narrative"]}">' in answer.content.decode()
    assert officer.client.post(brought.address, dict(brought.fields)).status_code == 302
    assert Draft.objects.get().typed["event"]["narrative"] == "Two men on a boat."


def test_no_password_stays_on_the_page_of_a_database_that_is_gone():
    client, sent = signed_in_as(), {"name": "officer", "password": "hunter2"}
    with gone():
        answer = client.post("/sign-in/", sent, headers={"origin": "http://testserver"})
    assert is_clear(answer)
    assert "hunter2" not in answer.content.decode()
    assert answer.context["brought"] is None


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_connection_that_the_server_ended_is_told_and_the_next_page_is_there():
    client = signed_in_as()
    with pytest.raises(OperationalError), connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
    assert is_clear(client.get("/held/"))
    connection.close()
    assert client.get("/held/").status_code == 200


def test_a_program_is_told_with_a_code_that_the_database_is_gone():
    client, sent = signed_in_as(), {**booking(source="r1").model_dump(mode="json"), "recorded": None}
    with gone():
        answer = client.post("/api/bookings", sent, content_type="application/json")
    assert answer.status_code == 503
    assert "The database of this side cannot be reached. Nothing was changed" in answer.json()["error"]
    assert answer.json()["reference"] == answer["X-Reference"]
    assert client.post("/api/bookings", sent, content_type="application/json").status_code == 200


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_booking_that_finds_the_disk_full_leaves_no_half_and_can_be_sent_again(officer):
    typed, acts, entries = Draft.objects.get().typed, Act.objects.count(), Entry.objects.count()
    with full():
        assert is_clear(officer.books(), FULL)
    assert (Act.objects.count(), Entry.objects.count(), Case.objects.count()) == (acts, entries, 0)
    assert not Counter.objects.filter(last__gt=0).exists()
    assert Draft.objects.get().typed == typed
    assert officer.books().status_code == 302
    assert Case.objects.get().serial == 1
    assert list(differences()) == []


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_step_that_finds_the_disk_full_keeps_what_was_there_before(officer):
    before = Draft.objects.get().typed
    with full():
        assert is_clear(officer.sends("event", event(narrative=LONG + LONG[:1000])), FULL)
    assert Draft.objects.get().typed == before


def test_while_no_worker_runs_a_case_is_booked_and_every_page_says_that_the_ledger_stands_still(officer):
    long_ago = timezone.now() - hours(2)
    WorkerLead.objects.create(worker="w", leads_until=long_ago, beat_at=long_ago, ledger_at=long_ago)
    assert officer.books().status_code == 302
    page = said(officer.opens("done"))
    assert "The background worker stopped at" in page
    assert "no alert of a deadline is sent and no receipt is signed" in page
    assert "figures on this page" not in page
    assert "The ledger has stood still since" in page


def receipt_of(at):
    """The page of a receipt that was given at a time."""
    case = booked(acting(at=at), event=None, people=(person(arrested=None, arrived=None),), exhibits=()).number
    give(f"{case}.1", acting(at=at))
    return signed_in_as().get(f"/receipts/{case}.1/").content.decode()


def test_a_receipt_just_given_loads_again_in_a_second():
    page = receipt_of(timezone.now())
    assert "The receipt is being signed" in page
    assert '<meta http-equiv="refresh" content="1">' in page


@pytest.mark.parametrize("away", [-timedelta(seconds=11), timedelta(seconds=11), A_DAY])
def test_a_receipt_that_waits_for_long_says_why_and_what_to_do_and_loads_seldom(away):
    page = receipt_of(timezone.now() + away)
    for words in ("the ledger stands still", "the background worker that makes it does not run", "Tell whoever runs",
                  "numbered slip of the paper pad", 'content="30"'):  # fmt: skip
        assert words in page, words
    assert 'content="1"' not in page


def test_a_receipt_that_waited_is_there_once_the_ledger_goes_on():
    case = booked(acting(at=timezone.now() - hours(1)), event=None, people=(person(arrested=None, arrived=None),),
                  exhibits=()).number  # fmt: skip
    give(f"{case}.1", acting(at=timezone.now() - hours(1)))
    browser = signed_in_as()
    assert "stands still" in browser.get(f"/receipts/{case}.1/").content.decode()
    settle()
    assert "stands still" not in browser.get(f"/receipts/{case}.1/").content.decode()


def test_after_the_clock_was_set_back_a_day_cases_are_booked_and_reviewed_in_order_and_everybody_is_told():
    tomorrow = timezone.now() + A_DAY
    held = person(arrested=tomorrow - hours(2), arrived=tomorrow - hours(1))
    custody = booked(acting(at=tomorrow), event=tomorrow - hours(2), people=(held,),
                     exhibits=(exhibit(seal="B-1", seized=tomorrow - hours(2)),)).number + ".1.C1"  # fmt: skip
    officer = Officer()
    officer.types_all()
    assert officer.books().status_code == 302
    chief = signed_in_as(CHIEF)
    page = chief.get(f"/held/{custody}/do/review/")
    sent = {"decision": "continue", "reason": "A witness is heard this evening.",
            "held": page.context["form"]["held"].value()}  # fmt: skip
    answer = chief.post(f"/held/{custody}/do/review/", sent)
    assert answer.status_code == 302, said(answer)
    times = list(Act.objects.order_by("pk").values_list("at", flat=True))
    assert times == sorted(times)
    assert Step.objects.get(custody=custody, what="reviewed").done >= Custody.objects.get(pk=custody).arrived
    assert "The server’s clock is behind by 23 h" in said(signed_in_as(SUPERVISOR).get("/held/"))
    assert list(differences()) == []


@pytest.mark.parametrize(("by", "says"), [(3600, "was set forward"), (-3600, "was set back"), (60, ""), (0, "")])
def test_every_page_says_that_the_servers_clock_was_set_while_the_site_ran(monkeypatch, by, says):
    """As if the process had started when the clock said something else: a test cannot set the clock of the machine."""
    monkeypatch.setattr(clock, "STARTED", clock.STARTED - by)
    page = said(signed_in_as().get("/cases/"))
    assert (f"The clock of the server {says} while this site ran. It says" in page) is bool(says)
    assert ("The clock of the server" in page) is bool(says)
