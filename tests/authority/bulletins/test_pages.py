"""The public pages of bulletins and the desk: what they show, to whom, in how many questions to the database."""

import csv
import io
import json
import re
from datetime import date

import pytest
from django.test import Client
from django.urls import resolve
from django.utils import timezone

from marga.authority.bulletins import queries, urls
from marga.authority.bulletins.models import Draft, Published
from marga.authority.bulletins.rules import State
from marga.country import write
from marga.site.writing import writer
from support.accounts import said, signed_in
from support.bulletins import months, without
from support.desk import point_to

QUARTER = months(2019, 1, 3)
PUBLIC = (
    "/bulletins/", "/bulletins/2019-q1/", "/bulletins/2019-q1/1/", "/bulletins/changes/", "/bulletins/calendar/",
    "/bulletins/coverage/", "/figures/", "/figures/cases/", "/figures/median_wait/",
)  # fmt: skip


@pytest.fixture
def reader() -> Client:
    return Client(raise_request_exception=False)


def test_before_the_first_bulletin_every_page_says_so(database, reader):
    for path in ("/bulletins/", "/bulletins/changes/", "/bulletins/calendar/", "/bulletins/coverage/"):
        assert reader.get(path).status_code == 200, path
    assert "No bulletin has been published yet" in said(reader.get("/bulletins/"))
    assert reader.get("/figures/").status_code == 200
    assert reader.get("/figures/cases/").status_code == 404


@pytest.mark.parametrize("language", ["", "/km"])
def test_a_stranger_reads_every_public_page_in_both_languages(library, reader, language):
    for path in PUBLIC:
        answer = reader.get(language + path)
        assert answer.status_code == 200, path
        assert "{%" not in answer.content.decode()


def test_a_bulletin_page_shows_every_table_with_what_stands_under_it(library, reader):
    body = reader.get("/bulletins/2019-q1/").content.decode()
    made = queries.bulletin(library)
    for table in made.tables:
        assert f'id="{table.name}"' in body
    assert body.count("<dt>Unit</dt>") == len(made.tables)
    assert made.run in body
    assert library.sha256 in body


def test_a_figure_has_sentence_chart_table_definition_source_changes_and_download(library, reader):
    answer = reader.get("/figures/cases/")
    body, words = answer.content.decode(), said(answer)
    total = queries.bulletin(library).table("cases-by-offence").value((), "2019-Q1")
    assert f"{total:,} cases were opened in quarter 1 of 2019." in words
    assert "<svg" in body
    assert "Cases opened, by month (quarter 1 of 2019): a line a group, a dot a month. Unit: case." in words
    for heading in ("Numbers", "Definition", "Where it comes from", "What changed"):
        assert f"<h2>{heading}</h2>" in body
    assert "Cases opened in the period. One case may concern several people." in words
    assert "No number of this figure was changed after it was published." in words
    lines = list(csv.DictReader(io.StringIO(reader.get("/figures/cases.csv").content.decode())))
    assert {line["figure"] for line in lines} == {"cases"}
    assert json.loads(reader.get("/figures/cases.json").content)["tables"][0]["figure"] == "cases"
    assert reader.get("/figures/cases.exe").status_code == 404
    assert reader.get("/figures/nobody/").status_code == 404


def test_the_list_of_figures_names_each_once_with_its_sentence(library, reader):
    body = reader.get("/figures/").content.decode()
    links = re.findall(r'href="/figures/([a-z_0-9]+)/"', body)
    assert len(links) == len(set(links))
    assert "cases were opened in quarter 1 of 2019." in body


def test_every_chart_of_a_bulletin_page_has_its_caption(library, reader):
    body = reader.get("/bulletins/2019-q1/").content.decode()
    captions = re.findall(r'<figure class="chart"><figcaption>(.*?)</figcaption>', body)
    assert len(captions) == body.count('<figure class="chart">') > 1
    assert any(caption.startswith("Cases a day, by month") for caption in captions)


def test_every_figure_of_a_bulletin_has_a_page(library, reader):
    for figure in dict.fromkeys(table.figure for table in queries.bulletin(library).tables if table.times):
        assert reader.get(f"/figures/{figure}/").status_code == 200, figure


def test_a_file_of_a_bulletin_is_what_was_frozen_and_nothing_else_can_be_fetched(library, reader):
    answer = reader.get("/bulletins/2019-q1/1/2019-q1-r1.json")
    assert answer.content == bytes(library.frozen)
    assert "immutable" in answer.headers["Cache-Control"]
    for name in ("counts.json", "..%2fcounts.json", "2019-q1-r2.json"):
        assert reader.get(f"/bulletins/2019-q1/1/{name}").status_code == 404


def test_two_bulletins_are_compared_number_by_number(desk, library, changed, reader):
    point_to(changed("cases", without(9, "province", "KH-8", date(2019, 2, 1), date(2019, 2, 28))))
    desk.through(QUARTER, reason="Nine cases were entered twice.")
    words = said(reader.get("/bulletins/changes/"))
    assert "Nine cases were entered twice." in words
    assert "Kandal" in words
    assert "Of the numbers that both bulletins have, " in words
    heads = re.search(r"<thead>(.*?)</thead>", reader.get("/bulletins/changes/").content.decode(), re.S)
    assert re.findall(r">([A-Z][a-z]+)</th>", heads.group(1)) == ["Figure", "Was", "Is"]
    other = said(reader.get("/bulletins/changes/?from=2019-q1+r2&to=2019-q1+r1"))
    assert "Kandal" in other
    assert "Some of these numbers were revised later" in said(reader.get("/bulletins/2019-q1/1/"))
    assert "Some of these numbers were revised later" not in said(reader.get("/bulletins/2019-q1/2/"))
    assert "Nine cases were entered twice." in said(reader.get("/figures/cases/"))


def test_a_page_asks_the_database_a_fixed_number_of_times(desk, library, reader, django_assert_max_num_queries):
    for path in PUBLIC:
        reader.get(path)
        with django_assert_max_num_queries(8):
            assert reader.get(path).status_code == 200, path


FILES = ("/bulletins/2019-q1/1/2019-q1-r1.json", "/figures/cases.csv")
DESK = (
    ("get", "/desk/"), ("post", "/desk/collect/"), ("post", "/desk/order/"), ("post", "/desk/announce/"),
    ("get", "/desk/drafts/{0}/"), ("get", "/desk/drafts/{0}/preview/"), ("post", "/desk/drafts/{0}/stop/"),
    ("post", "/desk/drafts/{0}/submit/"), ("post", "/desk/drafts/{0}/approve/"), ("post", "/desk/drafts/{0}/back/"),
    ("post", "/desk/drafts/{0}/publish/"), ("post", "/desk/drafts/{0}/again/"),
)  # fmt: skip


def test_the_two_lists_have_every_address_of_bulletins():
    listed = {resolve(path.format(1)).url_name for path in (*PUBLIC, *FILES, *(path for _, path in DESK))}
    assert listed == {one.name for one in urls.urlpatterns}


def test_the_desk_is_closed_to_strangers_and_to_those_without_the_role(desk, reader):
    draft = desk.order(QUARTER)
    before = Draft.objects.filter(pk=draft.pk).values().get()
    administrator = signed_in(desk.administrator)
    for method, address in DESK:
        path = address.format(draft.pk)
        stranger = getattr(reader, method)(path)
        assert stranger.status_code == 401 or stranger.headers["Location"].startswith("/sign-in/"), path
        assert getattr(administrator, method)(path).status_code == 403, path
    assert Draft.objects.filter(pk=draft.pk).values().get() == before


def test_a_statistician_orders_on_the_page_and_what_was_typed_stays_when_it_is_refused(desk):
    desk.collect()
    client = signed_in(desk.first)
    assert "Signed and whole" in said(client.get("/desk/"))
    typed = {"year": "2019", "first": "4", "last": "3", "reason": "A reason that I typed."}
    answer = client.post("/desk/order/", typed)
    assert answer.status_code == 422
    assert "The last month comes before the first. Choose a later one." in said(answer)
    assert "A reason that I typed." in answer.content.decode()
    assert Draft.objects.count() == 0
    answer = client.post("/desk/order/", {**typed, "last": "6"})
    assert "No cube was chosen" in said(answer)
    cubes = {cube.side: cube.pk for cube in queries.cubes()}
    answer = client.post("/desk/order/", {**typed, "last": "6", **cubes})
    draft = Draft.objects.get()
    assert answer.headers["Location"] == f"/desk/drafts/{draft.pk}/"
    assert (draft.time, draft.reason, draft.state) == ("2019-Q2", "A reason that I typed.", State.WAITING)
    assert "waits for the worker" in said(client.get(f"/desk/drafts/{draft.pk}/"))


def test_a_draft_shows_how_far_it_is_then_what_it_holds(desk):
    client = signed_in(desk.first)
    draft = desk.order(QUARTER, run=False)
    Draft.objects.filter(pk=draft.pk).update(state=State.RUNNING, step="protect", share=0.4)
    part = client.get(f"/desk/drafts/{draft.pk}/", headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()
    assert "protecting small counts" in said(part)
    assert "40 %" in said(part)
    Draft.objects.filter(pk=draft.pk).update(state=State.STOPPED)
    assert client.get(f"/desk/drafts/{draft.pk}/", headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"


def test_a_draft_is_looked_at_submitted_approved_and_published_on_its_page(desk):
    draft = desk.order(months(2019, 1, 12))
    first, second = signed_in(desk.first), signed_in(desk.second)
    address = f"/desk/drafts/{draft.pk}/"
    assert "Not published. Do not quote it." in said(first.get(address + "preview/"))
    answer = first.post(address + "submit/", {"remark": ""})
    assert answer.status_code == 422
    assert "Others printed other numbers" in said(answer)
    assert first.post(address + "submit/", {"remark": "They count otherwise."}).headers["Location"] == address
    assert "Another statistician looks at it" in said(first.get(address))
    assert first.post(address + "approve/").status_code == 403
    assert second.post(address + "approve/").headers["Location"] == address
    assert first.post(address + "publish/").headers["Location"] == "/bulletins/2019/"
    assert Published.objects.get().slug == "2019"
    assert "They count otherwise." in said(Client().get("/bulletins/2019/"))


def test_a_draft_is_sent_back_with_a_reason_on_its_page(desk):
    draft = desk.submit(desk.order(QUARTER))
    second, address = signed_in(desk.second), f"/desk/drafts/{draft.pk}/"
    assert second.post(address + "back/", {"reason": " "}).status_code == 422
    assert second.post(address + "back/", {"reason": "Name the late units."}).headers["Location"] == address
    assert "Name the late units." in said(signed_in(desk.first).get(address))


def test_a_draft_that_could_not_be_made_says_why(desk):
    draft = desk.order(months(2020, 1, 3))
    page = said(signed_in(desk.first).get(f"/desk/drafts/{draft.pk}/"))
    assert "could not be made" in page
    assert "holds 1 January 2018 to 31 December 2019" in page
    assert signed_in(desk.first).get(f"/desk/drafts/{draft.pk}/preview/").status_code == 404


def test_a_release_stands_in_the_public_calendar(desk, reader):
    client = signed_in(desk.first)
    typed = {"year": "2019", "first": "1", "last": "3", "due": "6 May"}
    answer = client.post("/desk/announce/", typed)
    assert answer.status_code == 422
    assert "Write the day as year-month-day" in said(answer)
    due = timezone.localdate().replace(year=timezone.localdate().year + 1, day=1)
    client.post("/desk/announce/", {**typed, "due": due.isoformat()})
    words = said(reader.get("/bulletins/calendar/"))
    assert "Quarter 1 of 2019" in words
    assert str(due.year) in words


def test_who_did_not_report_is_named(library, reader):
    words = said(reader.get("/bulletins/coverage/"))
    source = queries.bulletin(library).source("enforcement")
    for gap in source.missing:
        assert all(unit in words for unit in gap.units)


def test_a_draft_is_looked_at_with_its_charts_and_once_published_leads_to_the_bulletin(desk):
    draft, client = desk.order(QUARTER), signed_in(desk.first)
    address = f"/desk/drafts/{draft.pk}/"
    body = client.get(address + "preview/").content.decode()
    assert body.count("<svg") >= 4
    desk.submit(draft)
    desk.approve(draft)
    desk.publish(draft, by=desk.second)
    preview = client.get(address + "preview/")
    assert "Not published" not in said(preview)
    assert 'href="/bulletins/2019-q1/1/"' in preview.content.decode()
    page = client.get(address)
    assert 'href="/bulletins/2019-q1/1/"' in page.content.decode()
    assert "Look at it as it would be published" not in said(page)
    assert "Published keo-lina, " in said(page)


def test_a_draft_that_is_out_of_date_says_so_and_is_ordered_again_by_a_button(desk, published):
    draft = desk.order(months(2019, 4, 4))
    desk.submit(draft)
    desk.approve(draft)
    client, address = signed_in(desk.first), f"/desk/drafts/{draft.pk}/"
    assert "out of date" not in said(client.get(address))
    Draft.objects.filter(pk=draft.pk).update(beside="0" * 64)  # as if another bulletin had come out since
    assert "out of date" in said(client.get("/desk/"))
    words = said(client.get(address))
    assert "Order it again" in words
    assert "Publishing freezes it" not in words
    answer = client.post(address + "again/")
    new = Draft.objects.exclude(pk__in=[draft.pk, published.draft_id]).get()
    assert answer.headers["Location"] == f"/desk/drafts/{new.pk}/"
    assert (new.state, new.period) == (State.WAITING, draft.period)
    assert "set aside" in said(client.get(address))


def test_cubes_of_one_side_are_told_apart_by_the_day_they_were_made_and_their_reports(desk):
    cube = next(one for one in desk.collect() if one.side == "enforcement")
    words = said(signed_in(desk.first).get("/desk/"))
    reported = sum(one["units_reported"] for one in cube.coverage)
    made = write(timezone.localdate(cube.made_at), writer())
    assert f"made {made}, {reported:,} of 5,712 reports, 2018-01 – 2019-12" in words
