"""What every answer of a side carries, and what a person reads when something goes wrong."""

import logging
import re
import sys

import pytest
from django.conf import settings
from django.db import DatabaseError, connection
from django.test import Client

from marga import __version__
from marga.site.logs import OneLineFormatter, reference
from support.sides import LiveSide

pytestmark = pytest.mark.django_db


@pytest.fixture
def failing(settings, monkeypatch):
    """A visitor of addresses that go wrong, and need no account."""
    settings.ROOT_URLCONF = "support.failing_urls"
    monkeypatch.setattr("marga.site.accounts.gate.is_open", lambda _name: True)
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("address", ["/healthz", "/no-such-page", "/km/no-such-page"])
def test_every_answer_forbids_foreign_and_inline_content(client, address):
    headers = client.get(address).headers
    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert policy == {
        "default-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
        "object-src": "'none'",
    }
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "geolocation=()" in headers["Permissions-Policy"]


def test_the_health_page_names_side_version_database_and_worker(client):
    assert client.get("/healthz").json() == {
        "side": "authority",
        "version": __version__,
        "database": True,
        "worker": False,
        "ledger": None,
    }


def test_a_side_whose_database_does_not_answer_is_not_healthy(client, monkeypatch):
    def refuse(*_: object) -> None:
        raise DatabaseError("gone")

    monkeypatch.setattr(connection, "cursor", refuse)
    assert client.get("/healthz").status_code == 503


def test_behind_tls_plain_pages_are_redirected_but_health_is_told(settings):
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
    assert Client().get("/no-such-page").headers["Location"] == "https://testserver/no-such-page"
    assert Client().get("/healthz").status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_the_health_page_cannot_be_written_to(client, method):
    assert getattr(client, method)("/healthz").status_code == 405


def test_a_fault_of_ours_shows_a_reference_code_and_no_detail(failing):
    answer = failing.get("/fail")
    page = answer.content.decode()
    assert answer.status_code == 500
    assert answer["X-Reference"] in page
    assert "secret detail" not in page
    assert "Traceback" not in page


def test_a_fault_under_the_api_is_json_with_the_same_code(failing):
    answer = failing.get("/api/fail")
    assert answer.status_code == 500
    assert answer.json()["reference"] == answer["X-Reference"]
    assert "secret" not in answer.json()["error"]


def test_an_unknown_page_is_told_in_the_language_of_its_address(failing):
    for address, language in (("/no-such-page", "en"), ("/km/no-such-page", "km")):
        answer = failing.get(address, headers={"accept-language": "fr, km;q=0.5"})
        assert answer.status_code == 404
        assert f'<html lang="{language}"' in answer.content.decode()


def test_a_host_that_was_not_named_is_refused(client):
    assert client.get("/healthz", headers={"host": "elsewhere.example"}).status_code == 400


def test_a_form_without_its_token_is_refused(failing):
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/read", {"a": "1"})
    assert answer.status_code == 403
    assert "csrf" not in answer.content.decode().lower()  # told in a person's words


def test_more_than_the_limit_is_refused_before_it_is_read(failing):
    too_much = b"x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
    assert failing.post("/read", too_much, content_type="application/octet-stream").status_code == 413
    assert failing.post("/read", {"a": "1"}).content == b"1"


def test_a_log_record_is_one_line_with_the_code_of_its_request():
    token = reference.set("C0DE")
    try:
        raise ValueError("first\nsecond")
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, "", 0, "at %s", ("/a\nINFO forged",), sys.exc_info())
    line = OneLineFormatter("%(reference)s %(message)s").format(record)
    reference.reset(token)
    assert "\n" not in line
    assert re.match(r"C0DE at /a \| INFO forged \| Traceback.*ValueError: first \| second$", line)


def test_a_running_side_compresses_and_names_its_static_files_by_content(live_side: LiveSide, page):
    page.goto("/no-such-page")
    sheets = page.eval_on_selector_all("link[rel=stylesheet]", "links => links.map(link => link.href)")
    assert sheets
    assert all(re.search(r"/static/.+\.[0-9a-f]{12}\.css$", sheet) for sheet in sheets)
    answer = page.request.get(sheets[0], headers={"accept-encoding": "br"})
    assert answer.headers["content-encoding"] == "br"
    assert "immutable" in answer.headers["cache-control"]


@pytest.mark.parametrize(
    ("address", "status"), [("/?text=%00", 400), ("/no-such-page/%00/", 404), ("/km/?again=a%00b", 400)]
)
def test_an_address_with_a_nul_is_not_understood_and_no_page_has_one(client, address, status):
    assert client.get(address).status_code == status
    assert client.get(address.replace("%00", "%2500")).status_code != 400
