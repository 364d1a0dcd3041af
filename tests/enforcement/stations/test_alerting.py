"""What a unit owes is told to its supervisor and to inspectors: once, by mail, until it is done, whatever clocks do."""

from concurrent.futures import ThreadPoolExecutor
from email import message_from_bytes
from email.policy import default

import pytest
from django.db import connection, transaction
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from marga.country import ENGLISH, write
from marga.country.instants import Clock
from marga.enforcement.acts.replaying import differences
from marga.enforcement.cases.models import Case
from marga.enforcement.custody.delivering import deliver
from marga.enforcement.schedule import JOBS
from marga.enforcement.stations.alerting import raise_alerts, said, unread
from marga.enforcement.stations.contents import PadIssued
from marga.enforcement.stations.models import UnitAlert
from marga.enforcement.stations.services import explain_number, issue_pad, next_serials, void_slip
from marga.site.faults import Faulty
from marga.site.refusals import NotAllowed
from support.accounts import account
from support.accounts import said as text
from support.entering import typed
from support.register import (
    CHIEF,
    NOW,
    OFFICER,
    OTHER_UNIT,
    OUTSIDER,
    SUPERVISOR,
    UNIT,
    acting,
    booked,
    hours,
    signed_in_as,
    station,
)  # fmt: skip

pytestmark = pytest.mark.usefixtures("database")
INSPECTOR = "5001"
USED = NOW - hours(80)  # 72 hours are given
ISSUED = NOW - hours(200)


@pytest.fixture(autouse=True)
def at_a_station(database, tmp_path):
    station()
    with override_settings(MARGA_FOLDER=tmp_path, EMAIL_BACKEND="marga.site.outbox.Outbox"):
        yield


def pad(number="P1", first=1, last=50, unit=UNIT):
    issue_pad(PadIssued(number=number, unit=unit, first=first, last=last, issued=ISSUED), acting("9001"))


def typed_in(slip, used=USED, who=OFFICER, **more):
    return booked(acting(who), slip=slip, slip_used=used, exhibits=(), **more)


def told(at=NOW, **only):
    raise_alerts(Clock(at))
    rows = UnitAlert.objects.filter(settled=None, **only).order_by("subject", "first", "to")
    return [(one.subject, one.first, one.last, one.to) for one in rows]


def spare(count):
    """Numbers that were given out and that no case has."""
    with transaction.atomic():
        return next_serials(UNIT, NOW.year, count)


def test_a_paper_receipt_that_was_passed_over_is_told_to_supervisor_and_inspector_once():
    pad()
    typed_in(3)
    both = [("slips", 1, 2, "inspector"), ("slips", 1, 2, "supervisor")]
    assert told() == both
    assert told(NOW + hours(1)) == both  # a worker that begins anew tells nothing twice
    assert UnitAlert.objects.count() == 2
    assert set(UnitAlert.objects.values_list("due", flat=True)) == {USED + hours(72)}


def test_before_its_hours_are_over_nobody_is_told():
    pad()
    typed_in(3, NOW - hours(71))
    assert told() == []
    assert told(NOW + hours(1)) == []  # at the very instant it is in time still
    assert [one[:3] for one in told(NOW + hours(1.01), to="inspector")] == [("slips", 1, 2)]


def test_what_becomes_overdue_later_is_told_for_itself():
    pad()
    typed_in(2)
    assert told(to="inspector") == [("slips", 1, 1, "inspector")]
    typed_in(5)
    assert told(to="inspector") == [("slips", 1, 1, "inspector"), ("slips", 3, 4, "inspector")]


def test_an_alert_is_closed_by_the_act_that_types_in_the_last_of_its_slips_or_makes_it_void():
    pad()
    typed_in(3)
    told()
    typed_in(1)
    assert len(told()) == 2  # of 1 and 2 the second is owed still
    void_slip(2, "Torn, and glued into the book.", acting(SUPERVISOR, NOW + hours(1)))
    assert set(UnitAlert.objects.values_list("settled", flat=True)) == {NOW + hours(1)}
    pad("P2", 51, 60)
    typed_in(52)
    assert len(told()) == 2
    typed_in(51)
    assert UnitAlert.objects.filter(settled=None).count() == 0
    assert told() == []


def test_a_number_without_a_case_is_told_until_it_is_explained():
    booked()
    first, last = spare(2)
    assert told() == [("numbers", first, last, "inspector"), ("numbers", first, last, "supervisor")]
    explain_number(NOW.year, first, "The booking broke off.", acting(SUPERVISOR))
    assert len(told()) == 2
    explain_number(NOW.year, last, "The booking broke off.", acting(SUPERVISOR))
    assert UnitAlert.objects.filter(settled=None).count() == 0
    assert told() == []


def test_a_case_that_somebody_takes_out_of_the_database_is_told():
    number = booked(exhibits=()).number
    booked(exhibits=())
    assert told() == []
    typed(f"DELETE FROM enforcement_case WHERE number = '{number}'")
    assert told(to="inspector") == [("numbers", 1, 1, "inspector")]


def test_who_explains_the_number_of_a_case_before_they_take_it_out_hides_nothing_by_a_reason_for_another():
    number = booked(exhibits=()).number
    explain_number(NOW.year, 1, "The booking broke off.", acting(SUPERVISOR))  # it did not: the case is there
    spare(1)
    assert told(to="inspector") == [("numbers", 2, 2, "inspector")]
    assert Case.objects.get().number == number


def test_what_is_refused_closes_nothing():
    pad()
    typed_in(3)
    told()
    with pytest.raises(Faulty):
        void_slip(1, " ", acting(SUPERVISOR))
    with pytest.raises(NotAllowed):
        void_slip(1, "Torn.", acting(OFFICER))
    assert UnitAlert.objects.filter(settled=None).count() == 2


def test_two_workers_at_once_tell_once(database):
    pad()
    typed_in(9)

    def work(_number):
        raise_alerts(Clock(NOW))
        connection.close()

    with ThreadPoolExecutor(2) as workers:
        list(workers.map(work, range(2) if database == "postgresql" else range(1)))
    assert UnitAlert.objects.count() == 2


def test_each_reads_what_is_told_to_their_rank_at_their_unit_and_inspectors_all():
    pad()
    typed_in(2)
    pad("P2", 51, 60, OTHER_UNIT)
    typed_in(52, who=OUTSIDER, officers=(OUTSIDER,), province="KH-17")
    told()
    counts = {
        number: unread(account(f"officer-{number}", role)).count()
        for number, role in ((OFFICER, "officer"), (SUPERVISOR, "supervisor"), (CHIEF, "supervisor"),
                             (INSPECTOR, "inspector"), ("9001", "records"), ("4001", "prosecutor"))
    }  # fmt: skip
    assert counts == {OFFICER: 0, SUPERVISOR: 1, CHIEF: 0, INSPECTOR: 2, "9001": 0, "4001": 0}


def outbox(tmp_path):
    return [message_from_bytes(path.read_bytes(), policy=default) for path in (tmp_path / "outbox").glob("*.eml")]


def test_an_alert_is_delivered_to_each_office_once_in_both_languages_and_names_no_person(tmp_path):
    pad()
    typed_in(3)
    told()
    assert deliver(Clock(NOW)) == 2
    assert deliver(Clock(NOW + hours(1))) == 0
    mails = outbox(tmp_path)
    assert {mail["To"] for mail in mails} == {"supervisor.kh-12-01@localhost", "inspector.kh-12-01@localhost"}
    for mail in mails:
        assert "Paper receipts are overdue: KH-12-01" in mail["Subject"]
        assert "Paper receipts 1 to 2 are not typed in." in mail.get_content()
        assert "សូមចូលទៅបញ្ជី" in mail.get_content()
        assert "Sok Dara" not in f"{mail['Subject']} {mail.get_content()}"


def test_what_is_done_before_it_was_sent_is_not_sent(tmp_path):
    pad()
    typed_in(2)
    told()
    typed_in(1)
    assert deliver(Clock(NOW)) == 0
    assert outbox(tmp_path) == []


@override_settings(EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend", EMAIL_HOST="127.0.0.1", EMAIL_PORT=1)
def test_while_nobody_takes_mail_it_waits_and_is_tried_again(tmp_path):
    pad()
    typed_in(2)
    told()
    assert deliver(Clock(NOW)) == 0
    assert sum(UnitAlert.objects.values_list("tries", flat=True)) == 1
    with override_settings(EMAIL_BACKEND="marga.site.outbox.Outbox"):
        assert deliver(Clock(NOW + hours(1))) == 2


def test_pages_of_inspector_and_supervisor_say_what_is_owed_and_whether_it_was_delivered():
    pad()
    typed_in(2)
    (number,) = spare(1)
    told()
    inspector, supervisor, officer = signed_in_as(INSPECTOR), signed_in_as(SUPERVISOR), signed_in_as(OFFICER)
    assert "Paper receipts or numbers of units: 2 alerts" in text(inspector.get("/"))
    assert "Paper receipts or numbers of units" not in text(officer.get("/"))
    page = inspector.get("/held/alerts/")
    assert "Paper receipt 1 is not typed in." in text(page)
    assert f"Number {number} of 2026 has no case and no reason." in text(page)
    assert f'href="/units/{UNIT}/"' in page.content.decode()
    assert "Not delivered" in text(page)
    assert 'href="/unit/"' in supervisor.get("/held/alerts/").content.decode()
    assert "to: inspector" in text(inspector.get(f"/units/{UNIT}/"))
    deliver(Clock(NOW))
    assert "delivered 24 November 2026" in text(inspector.get("/held/alerts/"))
    assert "Not delivered" not in text(supervisor.get("/unit/"))


def test_the_job_asks_the_same_of_one_unit_and_of_many_slips():
    def asked():
        with CaptureQueriesContext(connection) as queries:
            raise_alerts(Clock(NOW))
        return len(queries)

    pad()
    typed_in(2)
    asked()
    alone = asked()
    pad("P2", 51, 100, OTHER_UNIT)
    typed_in(100, who=OUTSIDER, officers=(OUTSIDER,), province="KH-17")
    asked()
    assert asked() == alone


def test_alerts_are_no_part_of_what_follows_from_acts():
    pad()
    typed_in(2)
    told()
    assert [write(one.says, ENGLISH) for one in differences()] == []


def test_the_worker_looks_every_ten_minutes_and_tells_in_words():
    job = next(job for job in JOBS if job.name == "enforcement.raise-unit-alerts")
    assert job.every.total_seconds() == 600
    pad()
    typed_in(2)
    job.task.func()
    assert {said(alert) for alert in UnitAlert.objects.all()} == {"Paper receipt 1 is not typed in"}
