"""The pages of the authority's side: every address, in both languages, with what a person comes to read."""

import csv
import io
import json
import re
from html import unescape
from html.parser import HTMLParser
from urllib.parse import quote

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from marga.authority import downloads, queries
from marga.authority.bulletins import urls as bulletins
from marga.authority.drafts import carried
from marga.authority.models import Chart, CheckOutcome, CheckRun
from marga.authority.receipts import urls as receipts
from marga.authority.series import entries
from marga.country import load
from marga.figures import EXPLANATIONS, published_reports
from marga.site.accounts import urls as accounts

pytestmark = pytest.mark.django_db
LANGUAGES = [code for code, _ in settings.LANGUAGES]
REPORT = '[report]\nid = "mine"\nbody = "Police"\n[[figure]]\nid = "A"\nmeasure = "cases"\nunit = "case"\nvalue = 5\n'

#: Every address of the side by its name in `urls.py`, as a person would open it, and its database queries: the state of
#: the worker is one, what the last check found another, a chart one more. None: it takes no GET.
ADDRESSES: dict[str, tuple[str, int | None]] = {
    "healthz": ("/healthz", 2),
    "digits": ("/digits/", None),
    "front": ("/", 4),
    "reports": ("/reports/", 2),
    "report": ("/reports/kh-2019-09/", 2),
    "measures": ("/measures/", 1),
    "measure": ("/measures/cases/", 3),
    "measure-download": ("/measures/cases.csv", 0),
    "rules": ("/rules/", 1),
    "api-page": ("/programs/", 1),
    "check": ("/check/", 1),
    "check-file": ("/check/file/", 1),
    "check-carried": (f"/check/carried/?r={carried(REPORT)}", 1),
    "check-download": ("/check/download/", None),
    "api:openapi-json": ("/api/openapi.json", 0),
    "api:api-root": ("/api/", None),
    "api:reports": ("/api/reports", 0),
    "api:report": ("/api/reports/kh-2019-09", 0),
    "api:figures": ("/api/figures", 0),
    "api:findings": ("/api/findings", 2),
    "api:check": ("/api/check", None),
}
ONE_LANGUAGE = ("/healthz", "/digits/", "/api/")
TAKES_POST = ("digits", "check", "check-file", "check-download", "api:check")
OPENED = [name for name, (_, queries_made) in ADDRESSES.items() if queries_made is not None]
PAGES = [
    (prefix + address)
    for name, (address, _) in ADDRESSES.items()
    if name in OPENED and not address.startswith(ONE_LANGUAGE) and name != "measure-download"
    for prefix in ("", "/km")
]


def names(patterns, namespace: str = "") -> list[str]:
    found = []
    for one in patterns:
        if isinstance(one, URLResolver):
            found += names(one.url_patterns, f"{one.namespace}:" if one.namespace else namespace)
        elif isinstance(one, URLPattern):
            found.append(f"{namespace}{one.name}")
    return found


def both(address: str) -> list[str]:
    return [address] if address.startswith(ONE_LANGUAGE) else [address, f"/km{address}"]


def text(answer) -> str:
    """What a person reads: no tags, one space between words."""
    without = re.sub(r"<(style|script)\b.*?</\1>", " ", answer.content.decode(), flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", without)).split())


def test_this_list_has_every_address_of_the_side():
    """Those of accounts, which every side has, are tested elsewhere; of bulletins and receipts, too."""
    elsewhere = {one.name for one in (*accounts.urlpatterns, *bulletins.urlpatterns, *receipts.urlpatterns)}
    elsewhere |= {f"api:{name}" for name in ("bulletins", "bulletin", "table", "dictionary")}
    own = [one for one in names(get_resolver("marga.authority.urls").url_patterns) if one not in elsewhere]
    assert sorted(own) == sorted(ADDRESSES)


@pytest.mark.parametrize("name", OPENED)
def test_every_address_answers_in_both_languages_with_a_fixed_number_of_queries(
    published, visitor, django_assert_num_queries, name
):
    address, made = ADDRESSES[name]
    for one in both(address):
        visitor.get(one)  # what a process reads once
        with django_assert_num_queries(made):
            answer = visitor.get(one)
        assert answer.status_code == 200, one
        language = "km" if one.startswith("/km/") else "en"
        if answer.headers["Content-Type"].startswith("text/html"):
            assert f'<html lang="{language}"' in answer.content.decode()


def test_a_page_makes_as_many_queries_for_the_longest_report_as_for_the_shortest(
    published, visitor, django_assert_num_queries
):
    by_length = sorted(queries.reports(), key=lambda report: len(report.figures))
    for report in (by_length[0], by_length[-1]):
        with django_assert_num_queries(ADDRESSES["report"][1]):
            visitor.get(f"/reports/{report.id}/")


@pytest.mark.parametrize("name", OPENED)
def test_head_is_answered_as_get_without_its_body(published, visitor, name):
    for one in both(ADDRESSES[name][0]):
        whole, head = visitor.get(one), visitor.head(one)
        assert head.status_code == 200, one
        assert head.content == b""
        assert head.headers["Content-Type"] == whole.headers["Content-Type"]


@pytest.mark.parametrize("name", [name for name in ADDRESSES if name != "api:api-root"])
def test_a_wrong_method_is_refused_by_name(published, visitor, name):
    address = ADDRESSES[name][0]
    wrong = ["put", "delete", "patch", *([] if name in TAKES_POST else ["post"])]
    wrong += ["get"] if name not in OPENED else []
    for one in both(address):
        for method in wrong:
            answer = getattr(visitor, method)(one)
            assert answer.status_code == 405, (method, one)
            assert method.upper() not in answer.headers["Allow"]


@pytest.mark.parametrize(
    "address",
    ["/reports/kh-1066/", "/reports/KH-2019-09/", "/reports/%00/", "/reports/kh-2019-09%0A/", "/measures/joy/",
     "/measures/joy.csv", "/measures/cases.xlsx", "/measures/cases.csv/", "/check/nothing/", "/reports/../healthz/"],
)  # fmt: skip
def test_what_is_not_there_is_told_on_a_page_in_the_readers_language(published, visitor, address):
    for one, words in ((address, "There is no page here"), (f"/km{address}", "")):
        answer = visitor.get(one)
        assert answer.status_code == 404, one
        assert words in text(answer)
        assert answer["X-Reference"] in answer.content.decode()
        assert f'<html lang="{"km" if one.startswith("/km") else "en"}"' in answer.content.decode()


def test_every_published_report_and_every_measure_has_its_page(published, visitor):
    for report in published_reports(load("kh")):
        assert visitor.get(f"/reports/{report.id}/").status_code == 200
    for measure in load("kh").measures:
        assert visitor.get(f"/measures/{measure}/").status_code == 200
        assert visitor.get(f"/km/measures/{measure}.json").status_code == 200


@pytest.mark.parametrize("address", ["/", "/reports/kh-2019-09/"])
def test_before_the_first_check_the_page_says_that_it_is_being_made(visitor, db, address):
    assert not CheckRun.objects.exists()
    said = text(visitor.get(address))
    assert "being checked for the first time" in said
    assert "Nothing was found" not in said
    assert "0 reports" not in said
    assert text(visitor.get(f"/km{address}"))


def test_before_the_first_check_no_figure_is_said_to_have_passed(visitor, db):
    for address in ("/measures/cases/", "/reports/kh-2019-09/", "/reports/", "/measures/seized/"):
        answer = visitor.get(address)
        assert answer.status_code == 200
        assert "Nothing found" not in text(answer)


def test_a_report_shows_each_figure_with_its_source_its_findings_and_the_arithmetic(published, visitor):
    said = text(visitor.get("/reports/kh-2019-09/"))
    report = queries.report("kh-2019-09")
    page = visitor.get("/reports/kh-2019-09/").content.decode()
    for figure in report.figures:
        assert f'<tr id="{figure.id}">' in page
    assert "Authority for Combating Drugs" in said
    assert "Phnom Penh Post" in said
    assert report.url in page
    assert "1 January to 6 September 2019 (249 days)" in said
    assert "Trafficking 3,399 and use 1,896 make 5,295, not the 5,200 printed as the total (95 too many)." in said
    assert "5,200 in 249 days is 20.9 a day" in said
    assert "largely decreased" in said
    assert "A7 : 22 would be 21 to" not in said  # no single figure mends it
    assert "No single change mends this: 2 figures must be wrong" in said
    assert "A1 : 5,200 would be 5,295" in said


def test_every_finding_about_a_report_stands_on_its_page_in_both_languages(published, visitor):
    for language, prefix in (("en", ""), ("km", "/km")):
        outcome = queries.Outcome(None, CheckOutcome.objects.get(language=language).outcome)
        for report in queries.reports():
            said = text(visitor.get(f"{prefix}/reports/{report.id}/"))
            for finding in outcome.about(report.id):
                assert " ".join(finding["message"].split()) in said


def test_a_report_in_which_nothing_is_wrong_says_so(published, visitor):
    clean = next(one for one in queries.reports() if not queries.latest_outcome().about(one.id))
    assert "Nothing was found: all that is printed here can be true at once." in text(
        visitor.get(f"/reports/{clean.id}/")
    )


def test_the_front_page_has_the_large_numbers_with_their_change_and_how_sure_it_is(published, visitor):
    said = text(visitor.get("/"))
    assert re.search(r"[\d,]+ in \d{4}: that is \d+ % to \d+ % (more|fewer) a day\.", said)
    page = visitor.get("/").content.decode()
    assert page.count('class="figure-value"') == 4
    assert f"Here are {len(queries.reports())} reports" in said
    run = CheckRun.objects.get()
    assert f"{run.errors} things that cannot be true, and {run.warnings} that are doubtful" in said
    assert run.number in said
    assert "make 5,295, not the 5,200 printed as the total" in said


def test_the_rules_page_explains_every_rule_that_a_finding_links_to(published, visitor):
    page = visitor.get("/rules/").content.decode()
    for one in EXPLANATIONS:
        assert f'<section id="{one.rule}">' in page
    for finding in queries.latest_outcome().findings:
        assert f'<section id="{finding["rule"]}">' in page


def test_every_link_and_every_jump_on_every_page_leads_somewhere(published, visitor):
    seen: dict[str, str] = {}

    def page_at(address: str) -> str:
        if address not in seen:
            answer = visitor.get(address)
            seen[address] = answer.content.decode() if answer.status_code == 200 else ""
        return seen[address]

    for start in [*PAGES, *(f"{prefix}/reports/{one.id}/" for one in queries.reports() for prefix in ("", "/km"))]:
        for link in re.findall(r'<a\b[^>]*href="([^"]*)"', page_at(start)):
            address, _, jump = unescape(link).partition("#")
            if "://" in address or address.startswith("/static/"):
                continue
            found = page_at(address or start)
            assert found, (start, link)
            assert not jump or f'id="{jump}"' in found, (start, link)


class Tags(HTMLParser):
    """Every tag of a page with its attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    handle_startendtag = handle_starttag


@pytest.mark.parametrize("address", PAGES)
def test_no_page_has_a_style_attribute_an_inline_script_or_an_address_of_another_host(published, visitor, address):
    for tag, attributes in Tags(visitor.get(address).content.decode()).found:
        assert "style" not in attributes, (tag, attributes)
        assert not any(name.startswith("on") for name in attributes), (tag, attributes)
        assert tag not in ("style", "iframe", "object", "embed"), tag
        if tag == "script":
            assert attributes.get("src", "").startswith("/static/")
        for name in ("src", "srcset", "action"):
            assert not re.match(r"(\w+:)?//", attributes.get(name) or ""), (tag, attributes)


@pytest.mark.parametrize("address", PAGES)
def test_every_id_of_a_page_is_there_once(published, visitor, address):
    ids = [
        attributes["id"] for _, attributes in Tags(visitor.get(address).content.decode()).found if "id" in attributes
    ]
    assert sorted(ids) == sorted(set(ids))


def test_every_chart_has_a_title_and_a_description_and_nothing_that_the_policy_refuses(published):
    for chart in Chart.objects.all():
        tags = Tags(chart.svg).found
        assert tags[0][0] == "svg"
        assert tags[0][1]["role"] == "img"
        assert "viewbox" in tags[0][1]
        assert not {"width", "height"} & tags[0][1].keys()
        title, description = (re.search(rf"<{name}>(.+?)</{name}>", chart.svg).group(1) for name in ("title", "desc"))
        assert len(unescape(title)) > 20
        assert len(unescape(description)) > 20
        for tag, attributes in tags:
            assert tag not in ("script", "style", "foreignobject", "image", "a"), tag
            assert "style" not in attributes
            assert not any(name.startswith("on") or "href" in name for name in attributes)


def test_the_front_page_shows_the_chart_in_the_readers_language(published, visitor):
    for language, address in (("en", "/"), ("km", "/km/")):
        chart = Chart.objects.get(language=language, name="cases", width="wide")
        assert chart.svg in visitor.get(address).content.decode()


def test_a_chart_stands_with_its_message_above_and_its_numbers_one_click_away(published, visitor):
    page = visitor.get("/").content.decode()
    title = re.search(r"<title>(.+?)</title>", Chart.objects.get(language="en", name="cases", width="wide").svg).group(
        1
    )
    assert f"<h2>{title}</h2>" in page
    assert 'href="/measures/cases/"' in page
    assert page.count("<figure") == 1


def test_no_label_of_a_chart_is_longer_than_its_room(published):
    """A label of a number stays a few letters, or it would run into its neighbours."""
    for chart in Chart.objects.filter(width="narrow"):
        assert all(len(unescape(label)) <= 14 for label in re.findall(r"<text[^>]*>([^<]*)</text>", chart.svg))


@pytest.mark.parametrize("measure", load("kh").measures)
def test_the_csv_of_a_measure_has_a_line_a_figure_and_reads_back(published, visitor, measure):
    answer = visitor.get(f"/measures/{measure}.csv")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{measure}.csv"'
    lines = list(csv.DictReader(io.StringIO(answer.content.decode(), newline="")))
    found = entries(queries.reports(), measure)
    assert [(line["report"], line["figure"]) for line in lines] == [(one.report.id, one.figure.id) for one in found]
    assert all(float(line["value"]) == float(one.figure.value) for line, one in zip(lines, found, strict=True))
    assert all(None not in line and None not in line.values() for line in lines)  # no line is longer or shorter


@pytest.mark.parametrize("measure", load("kh").measures)
def test_the_json_of_a_measure_says_the_same_as_its_csv(published, visitor, measure):
    answer = visitor.get(f"/measures/{measure}.json")
    assert answer.headers["Content-Type"] == "application/json"
    records = json.loads(answer.content)
    lines = csv.DictReader(io.StringIO(visitor.get(f"/measures/{measure}.csv").content.decode(), newline=""))
    for record, line in zip(records, lines, strict=True):
        assert list(record) == list(downloads.COLUMNS)
        assert line["value"] == str(record["value"])
        assert line["from"] == (record["from"] or "")
        assert line["where"] == " ".join(f"{name}={category}" for name, category in record["where"].items())


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝", " ="])
def test_no_text_of_a_csv_is_taken_for_a_formula(start):
    written = downloads._safe(f"{start}cmd|' /C calc'!A0")
    assert not written.lstrip().startswith(("=", "+", "-", "@", "\t", "＝", "＋", "－", "＠"))


def test_a_negative_number_of_a_csv_stays_a_number():
    assert downloads._safe(-5) == -5
    assert downloads._safe(None) is None


@pytest.mark.parametrize("address", ["/measures/cases.csv", "/measures/cases.json"])
def test_a_download_that_did_not_change_is_not_sent_again(published, visitor, address):
    tag = visitor.get(address).headers["ETag"]
    again = visitor.get(address, headers={"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert visitor.get(address, headers={"if-none-match": '"another"'}).status_code == 200


def test_the_same_page_in_the_other_language_is_one_link_away_with_what_it_carries(published, visitor):
    address = f"/check/carried/?r={quote(carried(REPORT))}"
    for here, there in ((address, f"/km{address}"), (f"/km{address}", address)):
        assert f'href="{there}"' in visitor.get(here).content.decode()


def test_a_page_is_not_kept_by_a_cache_for_another_reader(published, visitor):
    """Pages with a form carry a token of one visitor."""
    for address in ("/check/", "/check/file/", f"/check/carried/?r={carried(REPORT)}"):
        assert "Cookie" in visitor.get(address).headers["Vary"]


def test_a_form_from_elsewhere_is_refused(published):
    strict = Client(enforce_csrf_checks=True)
    for address in ("/check/", "/check/file/", "/check/download/"):
        assert strict.post(address, {"report": REPORT}).status_code == 403
