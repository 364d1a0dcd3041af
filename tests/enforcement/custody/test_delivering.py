"""Alerts by mail: once, to an office and of no person, tried again when nobody takes them, and said on the page."""

import socketserver
from concurrent.futures import ThreadPoolExecutor
from email import message_from_bytes
from email.policy import default
from threading import Thread

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test import override_settings

from marga.country.instants import Clock
from marga.enforcement.custody.alerting import acknowledge, raise_alerts
from marga.enforcement.custody.delivering import deliver
from marga.enforcement.custody.models import Alert
from marga.enforcement.environment import alert_address
from marga.enforcement.schedule import JOBS
from marga.site.environment import mail_server
from support.accounts import said
from support.custodies import held, supervisor
from support.register import NOW, hours, signed_in_as, station

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def at_a_station(database, tmp_path):
    station()
    with override_settings(MARGA_FOLDER=tmp_path, EMAIL_BACKEND="marga.site.outbox.Outbox"):
        yield


def raised(at=NOW):
    """Somebody whose first review is overdue, and the alerts of it."""
    custody = held(at - hours(7))
    raise_alerts(Clock(at))
    return custody


def outbox(tmp_path):
    return {path.name: message_from_bytes(path.read_bytes(), policy=default)
            for path in (tmp_path / "outbox").glob("*.eml")}  # fmt: skip


def open_alerts():
    return Alert.objects.filter(settled=None, acknowledged=None)


class Sink(socketserver.StreamRequestHandler):
    """A mail server that keeps what it is given, and refuses what is sent to a chief while it is told so."""

    def handle(self):
        self.say("220 here")
        to = ""
        while line := self.rfile.readline().decode().strip():
            word = line.upper().partition(":")[0].split(" ")[0]
            if word == "RCPT":
                to = line
                self.say("550 no such office" if self.server.refuses and self.server.refuses in to else "250 fine")
            elif word == "DATA":
                self.say("354 go on")
                taken = b""
                while (piece := self.rfile.readline()) != b".\r\n":
                    taken += piece
                self.server.taken.append((to, taken))
                self.say("250 taken")
            else:
                self.say("250 fine")
                if word == "QUIT":
                    return

    def say(self, line):
        self.wfile.write(f"{line}\r\n".encode())


@pytest.fixture
def mail_host():
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Sink) as server:
        server.taken, server.refuses = [], ""
        Thread(target=server.serve_forever, daemon=True).start()
        named = {"EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend", "EMAIL_HOST": "127.0.0.1",
                 "EMAIL_PORT": server.server_address[1]}  # fmt: skip
        with override_settings(**named):
            yield server
        server.shutdown()


def test_an_alert_is_a_file_in_the_outbox_once(tmp_path):
    custody = raised()
    count = open_alerts().count()
    assert deliver(Clock(NOW)) == count > 0
    first = {path: path.stat().st_mtime_ns for path in (tmp_path / "outbox").iterdir()}
    assert deliver(Clock(NOW + hours(1))) == 0
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "outbox").iterdir()} == first
    assert len(first) == count
    assert all(path.stat().st_mode & 0o077 == 0 for path in first)
    assert any(custody.key in mail["Subject"] for mail in outbox(tmp_path).values())


def test_a_message_goes_to_an_office_in_both_languages_and_names_no_person(tmp_path, monkeypatch):
    monkeypatch.setenv("MARGA_ALERT_ADDRESS", "{to}-{unit}@police.example")
    custody = raised()
    deliver(Clock(NOW))
    mails = list(outbox(tmp_path).values())
    assert {mail["To"] for mail in mails} <= {
        f"{to}-kh-12-01@police.example" for to in ("supervisor", "chief", "inspector")
    }
    for mail in mails:
        text = mail.get_content()
        assert custody.key in text
        assert "Sign in to the register" in text
        assert "សូមចូលទៅបញ្ជី" in text
        for secret in (custody.party.name, "Officer 1003", "1003", "use"):
            assert secret not in f"{mail['Subject']} {text}".replace("because", "")


def test_escalation_is_delivered_to_who_stands_above(tmp_path):
    held(NOW - hours(1.2))
    raise_alerts(Clock(NOW))
    deliver(Clock(NOW))
    assert outbox(tmp_path)
    assert not any(mail["To"].startswith("inspector") for mail in outbox(tmp_path).values())
    later = Clock(NOW + hours(2))
    raise_alerts(later)
    deliver(later)
    assert any(mail["To"].startswith("inspector") for mail in outbox(tmp_path).values())


def test_what_nobody_waits_for_any_more_is_not_sent(tmp_path):
    raised()
    alert = open_alerts().filter(to="supervisor").first()
    acknowledge(alert.pk, "I go there now.", supervisor())
    deliver(Clock(NOW))
    assert f"alert-{alert.pk}.eml" not in outbox(tmp_path)


def test_a_mail_server_is_given_what_it_takes_and_asked_again_for_what_it_refused(mail_host):
    raised()
    mail_host.refuses = "supervisor"
    total = open_alerts().count()
    refused = open_alerts().filter(to="supervisor").count()
    assert deliver(Clock(NOW)) == total - refused
    assert set(Alert.objects.filter(to="supervisor", settled=None).values_list("tries", "delivered")) == {(1, None)}
    mail_host.refuses = ""
    assert deliver(Clock(NOW + hours(0.01))) == 0  # not yet
    assert deliver(Clock(NOW + hours(0.02))) == refused
    assert len(mail_host.taken) == total
    assert open_alerts().filter(delivered=None).count() == 0


@override_settings(EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend", EMAIL_HOST="127.0.0.1", EMAIL_PORT=1)
def test_while_no_server_answers_one_is_tried_and_all_wait(tmp_path):
    raised()
    assert deliver(Clock(NOW)) == 0
    assert sum(open_alerts().values_list("tries", flat=True)) == 1
    with override_settings(EMAIL_BACKEND="marga.site.outbox.Outbox"):
        assert deliver(Clock(NOW + hours(1))) == open_alerts().count() == len(outbox(tmp_path))


def test_two_workers_at_once_deliver_an_alert_once(database, mail_host):
    for _number in range(4):
        raised()

    def work(_number):
        found = deliver(Clock(NOW))
        connection.close()
        return found

    with ThreadPoolExecutor(2) as workers:
        done = sum(workers.map(work, range(2 if database == "postgresql" else 1)))
    assert done == len(mail_host.taken) == open_alerts().count()


def test_a_worker_that_died_over_it_leaves_it_to_another(tmp_path):
    raised()
    Alert.objects.update(next_try=NOW + hours(0.05))  # as it stands while somebody sends it
    assert deliver(Clock(NOW)) == 0
    assert deliver(Clock(NOW + hours(0.1))) == len(outbox(tmp_path)) > 0


def test_the_page_of_the_custody_says_what_was_delivered():
    custody = raised()
    client = signed_in_as("5001")
    assert "Not delivered" in said(client.get(f"/held/{custody.key}/"))
    deliver(Clock(NOW))
    page = said(client.get(f"/held/{custody.key}/"))
    assert "delivered 24 November 2026" in page.replace("2026-11-24", "24 November 2026")
    assert "Not delivered" not in page


def test_the_worker_delivers_every_minute(tmp_path):
    job = next(job for job in JOBS if job.name == "enforcement.deliver-alerts")
    assert job.every.total_seconds() == 60
    raised()
    job.task.func()
    assert outbox(tmp_path)


@pytest.mark.parametrize("wrong", ["nobody", "{name}@police.example", "{to}@", "{0}@police.example", "{@x"])
def test_an_address_that_is_none_stops_the_start(wrong, monkeypatch):
    monkeypatch.setenv("MARGA_ALERT_ADDRESS", wrong)
    with pytest.raises(ImproperlyConfigured, match="MARGA_ALERT_ADDRESS is"):
        alert_address()


@pytest.mark.parametrize("wrong", ["mail.example", "http://mail.example", "smtp://", "smtp://h:x", "smtp://u:secret@"])
def test_a_mail_server_that_cannot_be_read_stops_the_start_and_no_password_is_said(wrong, monkeypatch):
    monkeypatch.setenv("MARGA_MAIL", wrong)
    with pytest.raises(ImproperlyConfigured, match="MARGA_MAIL is no mail server") as told:
        mail_server()
    assert "secret" not in str(told.value)


def test_a_mail_server_is_read(monkeypatch):
    assert mail_server() is None
    monkeypatch.setenv("MARGA_MAIL", "smtps://marga:pass@mail.example")
    found = mail_server()
    assert (found.scheme, found.hostname, found.username, found.password) == ("smtps", "mail.example", "marga", "pass")
