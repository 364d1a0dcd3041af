"""The API: as its description says, in one shape for every error, and the same check as the command's."""

import json
import urllib.error
import urllib.request
from contextlib import suppress
from http.client import HTTPConnection

import pytest
import schemathesis
from django.conf import settings
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from schemathesis import Case
from schemathesis.specs.openapi.checks import positive_data_acceptance, unsupported_method
from typer.testing import CliRunner

from marga import __version__
from marga.authority import queries
from marga.authority.api import api as api_itself
from marga.authority.models import CheckRun
from marga.cli import app
from marga.country import load
from marga.figures import RULES
from support.sides import LiveSide

REPORT_A = next(path for path in load("kh").report_files if path.name == "kh-2019-09.toml")
LISTS = ("/api/reports", "/api/figures", "/api/findings")


#: The description as the side serves it: a test below holds the two together.
DESCRIBED = schemathesis.openapi.from_dict(json.loads(json.dumps(api_itself.get_openapi_schema(path_prefix="/api/"))))


@DESCRIBED.parametrize()
@hypothesis_settings(max_examples=40, suppress_health_check=list(HealthCheck))
def test_every_operation_answers_as_its_description_says(case: Case, live_side: LiveSide):
    """All of Schemathesis' checks on a real side but two: that a string is a report, no description can say, and wrong
    methods are tried by hand below."""
    case.call_and_validate(base_url=live_side.address, excluded_checks=[unsupported_method, positive_data_acceptance])


@pytest.fixture
def api(published, visitor):
    return visitor


def check(visitor, text: str, language: str = "en"):
    return visitor.post(f"/api/check?language={language}", {"report": text}, content_type="application/json")


def test_the_description_names_every_operation_and_its_version(api):
    described = api.get("/api/openapi.json").json()
    assert described == DESCRIBED.raw_schema
    assert described["openapi"].startswith("3.")
    assert described["info"]["version"] == __version__
    assert {(method, path) for path, methods in described["paths"].items() for method in methods} == {
        ("get", "/api/reports"),
        ("get", "/api/reports/{report_id}"),
        ("get", "/api/figures"),
        ("get", "/api/findings"),
        ("get", "/api/bulletins"),
        ("get", "/api/bulletins/{bulletin_id}"),
        ("get", "/api/bulletins/{bulletin_id}/tables/{table}"),
        ("get", "/api/dictionary"),
        ("post", "/api/check"),
    }


def test_every_published_report_is_listed_and_can_be_asked_for(api):
    listed = api.get("/api/reports").json()
    assert [one["id"] for one in listed] == [one.id for one in queries.reports()]
    for one in listed:
        assert api.get(f"/api/reports/{one['id']}").json() == one
        assert len(api.get(f"/api/figures?report={one['id']}").json()) == one["figures"]


def test_figures_are_listed_by_measure_and_report(api):
    everything = api.get("/api/figures").json()
    assert len(everything) == sum(len(report.figures) for report in queries.reports())
    cases = api.get("/api/figures?measure=cases").json()
    assert cases == [one for one in everything if one["measure"] == "cases"]
    of_one = api.get("/api/figures?measure=cases&report=kh-2019-09").json()
    assert of_one == [one for one in cases if one["report"] == "kh-2019-09"]
    (whole,) = [one for one in of_one if one["figure"] == "A1"]
    assert (whole["value"], whole["printed"], whole["least"], whole["most"]) == (5200, "5,200", 5200, 5200)
    assert (whole["period_from"], whole["period_to"], whole["per_day"]) == ("2019-01-01", "2019-09-06", 20.8835)
    assert "from" not in whole


def test_findings_are_listed_by_rule_and_report_in_the_language_asked_for(api):
    everything = api.get("/api/findings").json()
    assert [one["message"] for one in everything] == [one["message"] for one in queries.latest_outcome().findings]
    shares = api.get("/api/findings?rule=share").json()
    assert shares == [one for one in everything if one["rule"] == "share"]
    of_one = api.get("/api/findings?report=kh-2020").json()
    assert of_one
    assert all(any(ref.startswith("kh-2020/") for ref in one["figures"]) for one in of_one)
    khmer = api.get("/api/findings?language=km").json()
    assert [one["figures"] for one in khmer] == [one["figures"] for one in everything]
    assert any("ក" <= letter <= "៹" for letter in khmer[0]["message"])
    assert api.get("/api/findings?language=tlh").json() == everything


def test_before_the_first_check_there_are_no_findings_and_the_answer_is_not_kept_for_after_it(visitor, db):
    before = visitor.get("/api/findings")
    assert before.json() == []
    from marga.authority.services import check_published

    check_published()
    after = visitor.get("/api/findings", headers={"if-none-match": before.headers["ETag"]})
    assert after.status_code == 200
    assert after.json()


@pytest.mark.parametrize("address", [*LISTS, "/api/reports/kh-2019-09", "/api/findings?language=km&rule=share"])
def test_an_answer_that_did_not_change_is_not_sent_again(api, address):
    first = api.get(address)
    tag = first.headers["ETag"]
    for sent in (tag, f'"old", {tag}', f"W/{tag}"):
        again = api.get(address, headers={"if-none-match": sent})
        assert (again.status_code, again.content) == (304, b"")
    assert api.get(address, headers={"if-none-match": '"old"'}).content == first.content


def test_findings_of_a_new_check_have_a_new_tag(api):
    tag = api.get("/api/findings").headers["ETag"]
    run = CheckRun.objects.get()
    outcome = run.outcomes.get(language="en")
    run.pk = outcome.pk = None
    run.country_digest = "f" * 64
    run.save()
    outcome.run = run
    outcome.save()
    assert api.get("/api/findings").headers["ETag"] != tag


@pytest.mark.parametrize(
    ("ask", "status", "says"),
    [
        (lambda api: api.get("/api/nothing"), 404, ""),
        (lambda api: api.get("/api/reports/kh-1066"), 404, "There is no report 'kh-1066'; see /api/reports."),
        (lambda api: api.get("/api/figures?report=kh-1066"), 404, "There is no report 'kh-1066'"),
        (lambda api: api.get("/api/findings?report=kh-1066"), 404, "There is no report 'kh-1066'"),
        (lambda api: api.get("/api/figures?measure=joy"), 404, "There is no measure 'joy'; the measures are cases, "),
        (lambda api: api.get("/api/findings?rule=joy"), 404, "There is no rule 'joy'; the rules are parts-whole, "),
        (lambda api: api.put("/api/reports"), 405, "Use GET here."),
        (lambda api: api.get("/api/check"), 405, "Use POST here."),
        (lambda api: api.post("/api/check", "{", content_type="application/json"), 400, "Cannot parse request body."),
        (lambda api: api.post("/api/check", b"\xff", content_type="application/json"), 400, "Cannot parse"),
        (lambda api: api.post("/api/check", "[" * 50_000, content_type="application/json"), 400, "Cannot parse"),
        (lambda api: api.post("/api/check", "", content_type="application/json"), 422, "does not fit"),
        (lambda api: api.post("/api/check", {}, content_type="application/json"), 422, "does not fit the description"),
        (lambda api: api.post("/api/check", "[]", content_type="application/json"), 422, "does not fit"),
        (lambda api: api.post("/api/check", '{"report": NaN}', content_type="application/json"), 422, "does not fit"),
        (lambda api: check(api, "not TOML"), 422, "The report cannot be read."),
        (lambda api: check(api, "\ud800"), 422, "The report cannot be read."),
        (lambda api: check(api, "x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)), 413, ""),
    ],
)  # fmt: skip
def test_every_error_has_one_shape_and_says_why(api, ask, status, says):
    answer = ask(api)
    assert answer.status_code == status
    assert answer.headers["Content-Type"].startswith("application/json")
    error = answer.json()
    assert sorted(error) == ["error", "faults", "reference"]
    assert error["error"]
    assert says in error["error"]
    assert error["reference"] == answer.headers["X-Reference"]
    assert all(sorted(fault) == ["place", "says"] for fault in error["faults"])
    if status == 422:
        assert error["faults"]


def test_faults_in_a_report_are_told_with_their_place_in_the_language_asked_for(api):
    text = REPORT_A.read_text("utf-8").replace('measure = "cases"', 'measure = "kases"', 1)
    (fault,) = check(api, text).json()["faults"]
    assert fault["place"] == "figure A1, `measure`"
    assert "kases" in fault["says"]
    (khmer,) = check(api, text, "km").json()["faults"]
    assert khmer["place"] == fault["place"]
    assert any("ក" <= letter <= "៹" for letter in khmer["says"])


def test_the_api_finds_what_the_command_finds(api):
    printed = CliRunner().invoke(app, ["check", str(REPORT_A), "--format", "json"])
    assert printed.exit_code == 1
    answer = check(api, REPORT_A.read_text("utf-8"))
    assert answer.status_code == 200
    commands, apis = json.loads(printed.stdout), answer.json()
    for finding in apis["findings"]:
        if finding["claim"] is None:
            del finding["claim"]  # the command leaves it out, the description names every key
    assert apis.pop("left_out") == 0
    assert apis == commands
    assert {"kh-2019-09/A1", "kh-2019-09/A7"} in [set(one) for one in apis["smallest_wrong"]]


def test_the_check_answers_in_the_language_asked_for(api):
    khmer = check(api, REPORT_A.read_text("utf-8"), "km").json()
    assert all(any("ក" <= letter <= "៹" for letter in one["message"]) for one in khmer["findings"])


def test_a_check_leaves_nothing_behind(api, django_assert_num_queries):
    with django_assert_num_queries(0):
        check(api, REPORT_A.read_text("utf-8"))


def test_every_rule_of_a_finding_is_one_of_the_contract(api):
    assert {one["rule"] for one in api.get("/api/findings").json()} <= set(RULES)


def ask(side: LiveSide, method: str, address: str, body: bytes = b"", **headers: str):
    connection = HTTPConnection(side.address.removeprefix("http://"), timeout=30)
    try:
        with suppress(BrokenPipeError, ConnectionResetError):  # refused before all was sent: the answer is there
            connection.request(method, address, body, headers)
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()
    finally:
        connection.close()


def test_a_running_side_answers_head_with_the_headers_of_get_and_no_body(live_side):
    for address in ("/", "/km/", *LISTS, "/measures/cases.csv"):
        status, headers, body = ask(live_side, "HEAD", address)
        assert (status, body) == (200, b"")
        assert headers["content-type"] == ask(live_side, "GET", address)[1]["content-type"]


def test_a_running_side_keeps_its_tag_when_it_compresses(live_side):
    _, headers, body = ask(live_side, "GET", "/api/figures", **{"Accept-Encoding": "gzip"})
    assert headers["content-encoding"] == "gzip"
    assert len(body) < 20_000
    answer = ask(live_side, "GET", "/api/figures", **{"Accept-Encoding": "gzip", "If-None-Match": headers["etag"]})
    assert (answer[0], answer[2]) == (304, b"")


def test_a_running_side_refuses_a_body_that_is_too_large_or_of_unknown_length(live_side):
    status, _, body = ask(live_side, "POST", "/api/check", b"x" * 2_200_000, **{"Content-Type": "application/json"})
    assert status == 413
    assert json.loads(body)["error"]

    def endless():
        yield b'{"report": "'
        yield from (b"x" * 100_000 for _ in range(40))
        yield b'"}'

    request = urllib.request.Request(
        f"{live_side.address}/api/check", data=endless(), headers={"Content-Type": "application/json"}
    )
    # An answer of 4xx, or the line cut while it is still being sent.
    with pytest.raises(urllib.error.URLError) as refused:
        urllib.request.urlopen(request, timeout=30)
    assert getattr(refused.value, "code", 400) < 500
    assert ask(live_side, "GET", "/healthz")[0] == 200
