"""The API: what pages refuse it refuses, every error has one shape, and no request makes it stumble."""

import json

import pytest
import requests
import schemathesis
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marga.enforcement.acts.models import Act
from marga.enforcement.cases.models import Case
from marga.enforcement.exchange.api import api as api_itself
from marga.enforcement.people.models import Read
from support.register import OUTSIDER, SUPERVISOR, booked, booking, exhibit, signed_in_as, station

pytestmark = pytest.mark.usefixtures("database")
DESCRIBED = schemathesis.openapi.from_dict(json.loads(json.dumps(api_itself.get_openapi_schema(path_prefix="/api/"))))
OPERATIONS = [one.ok() for one in DESCRIBED.get_all_operations()]


@pytest.fixture(autouse=True)
def at_a_station(database):
    station()


def send(client, address, what):
    return client.post(address, what, content_type="application/json")


def said(**changes):
    return {**booking(source="r1", **changes).model_dump(mode="json"), "recorded": None}


def test_a_program_books_a_case_once():
    officer = signed_in_as()
    first = send(officer, "/api/bookings", said())
    assert first.status_code == 200, first.content
    assert send(officer, "/api/bookings", said()).json() == first.json()
    assert Case.objects.get().number == first.json()["number"]


def test_a_booking_with_faults_is_told_field_by_field_and_leaves_nothing():
    wrong = said(operation="dream")
    wrong["people"][0]["name"] = "a\0b"
    (fault,) = send(signed_in_as(), "/api/bookings", wrong).json()["faults"]
    assert fault["place"] == "people.0.name"
    wrong["people"][0]["name"] = "Sok"
    answer = send(Client(), "/api/bookings", wrong)
    assert answer.status_code in (302, 401, 403)
    assert not Act.objects.filter(kind="case.booked").exists()


def test_only_who_may_import_dates_a_record_back():
    dated = {**said(), "recorded": "2026-11-20T08:00:00+00:00"}
    dated["event"] = None
    for one in dated["people"]:
        one.update(arrested="2026-11-20T06:00:00+00:00", arrived="2026-11-20T07:00:00+00:00")
    for one in dated["exhibits"]:
        one["seized"] = "2026-11-20T06:00:00+00:00"
    refused = send(signed_in_as(), "/api/bookings", dated)
    assert refused.status_code == 422
    (fault,) = refused.json()["faults"]
    assert fault["place"] == "recorded"
    assert "Leave “recorded” out" in fault["says"]
    assert not Case.objects.exists()
    assert signed_in_as("1002").post("/api/import", "case,line\n", content_type="text/csv").status_code == 403
    answer = send(signed_in_as(SUPERVISOR), "/api/bookings", dated)
    assert answer.status_code == 200, answer.content
    assert f"{Case.objects.get().recorded:%Y-%m-%d}" == "2026-11-20"


def test_only_who_may_import_books_people_who_have_left_already():
    gone = said()
    gone["people"][0]["left"] = {"how": "released", "at": timezone.now().isoformat()}
    refused = send(signed_in_as(), "/api/bookings", gone)
    assert refused.status_code == 422
    (fault,) = refused.json()["faults"]
    assert fault["place"] == "people.0.left"
    assert "end the custody on its page" in fault["says"]
    assert not Case.objects.exists()


def test_a_sign_that_is_no_letter_in_an_officers_number_is_told():
    refused = send(signed_in_as(), "/api/bookings", {**said(), "officers": ["10\0"]})
    assert (refused.status_code, refused.json()["faults"][0]["place"]) == (422, "officers.0")


def test_an_officers_number_that_nobody_has_is_named():
    refused = send(signed_in_as(SUPERVISOR), "/api/bookings", {**said(), "officers": ["1001", "7777"]})
    (fault,) = refused.json()["faults"]
    assert (fault["place"], fault["says"]) == ("officers.1", "No officer has the number 7777. Correct it.")
    assert not Case.objects.exists()


def test_a_file_is_imported_checked_and_told_by_line_and_column():
    officer = signed_in_as(SUPERVISOR)
    line = "1,person,2026-03-02 10:00,KH-12,patrol,suspect,Sok,use"
    good = f"case,line,recorded,province,operation,role,name,offence\n{line}\n"
    assert officer.post("/api/import?dry_run=true", good, content_type="text/csv").json()["made"] == 0
    assert officer.post("/api/import", good, content_type="text/csv").json()["made"] == 1
    answer = officer.post("/api/import", good.replace("KH-12", "KH-99"), content_type="text/csv")
    assert answer.status_code == 422
    (fault,) = answer.json()["faults"]
    assert (fault["place"], fault["value"]) == ("line 2, province", "KH-99")


def test_cases_are_read_page_by_page_and_it_is_written_down():
    for number in range(5):
        booked(exhibits=(exhibit(seal=f"S{number}"),))
    officer = signed_in_as()
    page = officer.get("/api/cases?limit=2").json()
    seen = [one["number"] for one in page["cases"]]
    while page["next"]:
        page = officer.get("/api/cases", {"limit": 2, "after": page["next"]}).json()
        seen += [one["number"] for one in page["cases"]]
    assert seen == sorted(Case.objects.values_list("number", flat=True), reverse=True)
    whole = officer.get(f"/api/cases/{seen[0]}").json()
    assert whole["persons"][0]["charges"][0]["offence"] == "use"
    assert "grams" not in json.dumps(whole)
    assert Read.objects.filter(case=seen[0], what="api", officer="1001").count() == 1


def test_whose_case_it_is_not_is_told_that_there_is_none():
    case = booked()
    other = signed_in_as(OUTSIDER)
    assert other.get("/api/cases").json()["cases"] == []
    assert other.get(f"/api/cases/{case.number}").status_code == 404
    assert other.get(f"/api/cases?after={case.number}").status_code == 404
    assert not Read.objects.filter(case=case.number).exists()


@pytest.mark.parametrize("number", ["2001", "3001", "9001"])
def test_who_may_not_read_is_refused(number):
    case = booked()
    refused = signed_in_as(number)
    for address in ("/api/cases", f"/api/cases/{case.number}"):
        assert refused.get(address).status_code == 403


@pytest.mark.parametrize("number", ["2001", "3001", "4001", "5001", "9001"])
def test_who_may_not_book_is_refused(number):
    refused = signed_in_as(number)
    assert send(refused, "/api/bookings", said()).status_code == 403
    assert refused.post("/api/import", "case,line\n", content_type="text/csv").status_code == 403
    assert not Case.objects.exists()


def test_a_change_needs_the_token_of_the_session_and_a_stranger_reads_the_description_alone():
    strict = signed_in_as()
    strict.handler.enforce_csrf_checks = True
    assert send(strict, "/api/bookings", said()).status_code == 403
    assert Client().get("/api/openapi.json").json() == DESCRIBED.raw_schema
    assert Client().get("/api/cases").status_code != 200


@pytest.fixture
def visitors(database):
    """A stranger, and an officer who is signed in."""
    return [Client(raise_request_exception=False), signed_in_as()]


@given(st.data())
@settings(max_examples=120, suppress_health_check=list(HealthCheck))
def test_no_request_makes_it_stumble_signed_in_or_out(visitors, data):
    case = data.draw(st.sampled_from(OPERATIONS).flatmap(lambda one: one.as_strategy()))
    sent = case.as_transport_kwargs(base_url="http://localhost")
    sent.pop("cookies", None)
    asked = requests.Request(**sent).prepare()
    kind = asked.headers.get("Content-Type", "application/json")
    for visitor in visitors:
        answer = visitor.generic(asked.method, asked.path_url, asked.body or b"", content_type=kind)
        assert answer.status_code < 500, (asked.method, asked.url, asked.body, answer.content)
