"""What an inspector sees over all units: who is held, what waits, and each list behind a number."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from marga.enforcement.cases.models import Case
from marga.enforcement.court.contents import WarrantIssued
from marga.enforcement.court.queries import waiting_at, waiting_by_unit
from marga.enforcement.court.services import send_file, take_tip, take_warrant
from marga.enforcement.custody.queries import board, everywhere
from marga.enforcement.custody.services import end
from marga.enforcement.people.models import Read
from marga.enforcement.people.reading import reads_of_case
from marga.enforcement.people.services import log_read
from marga.enforcement.stations.services import next_serials
from marga.site import paging
from marga.site.refusals import NotAllowed, NotFound
from support.accounts import said
from support.custodies import ended, held
from support.register import (
    NOW,
    OFFICER,
    OTHER_UNIT,
    OUTSIDER,
    SUPERVISOR,
    UNIT,
    acting,
    booked,
    booking,
    hours,
    signed_in_as,
    station,
)  # fmt: skip

pytestmark = pytest.mark.usefixtures("database")
INSPECTOR = "5001"
LATER = NOW + timedelta(days=4)


@pytest.fixture(autouse=True)
def at_a_station(database):
    station()


def of_other_unit(**said):
    return {"province": "KH-17", "officers": (OUTSIDER,), **said}


def held_elsewhere(arrived):
    return held(arrived, acting(OUTSIDER))


def test_an_inspector_sees_all_who_are_held_the_next_deadline_first():
    late, other, new = held(NOW - hours(9)), held_elsewhere(NOW - hours(4)), held(NOW - hours(0.5))
    end(held().key, ended(), acting())
    found = everywhere(acting(INSPECTOR))
    assert [line.custody.key for line in found.lines] == [late.key, other.key, new.key]
    assert [(unit.code, *counts) for unit, *counts in found.units] == [(UNIT, 2, 1, 0), (OTHER_UNIT, 1, 1, 0)]
    assert (found.held, found.overdue, found.further) == (3, 2, None)
    assert Read.objects.get(by_inspector=True).detail == "board of all: 3"


def test_the_board_of_all_units_is_narrowed_to_one():
    held()
    other = held_elsewhere(NOW - hours(4))
    found = everywhere(acting(INSPECTOR), OTHER_UNIT)
    assert [line.custody.key for line in found.lines] == [other.key]
    assert (found.held, len(found.units)) == (1, 2)
    assert everywhere(acting(INSPECTOR), "no-such-unit").lines == []


def test_the_board_of_all_units_turns_pages_by_key_and_nobody_is_shown_twice_or_left_out(monkeypatch):
    monkeypatch.setitem(paging.page_of.__kwdefaults__, "size", 3)
    same = [held(NOW - hours(2)).key for _number in range(5)] + [held_elsewhere(NOW - hours(1)).key]
    seen, after = [], None
    while True:
        found = everywhere(acting(INSPECTOR), after=after)
        seen += [line.custody.key for line in found.lines]
        if found.further is None:
            break
        after = paging.Cursor.read(found.further.written())
        held(NOW - hours(30))  # who comes in before the page that is read is not shown on the next
    assert seen == [*sorted(same[:5]), same[5]]


def test_the_board_of_all_units_asks_the_database_the_same_for_one_and_for_thirty_held():
    def asked():
        with CaptureQueriesContext(connection) as queries:
            everywhere(acting(INSPECTOR))
        return len(queries)

    held()
    alone = asked()
    for _number in range(29):
        held_elsewhere(NOW - hours(3))
    assert asked() == alone <= 7


@pytest.mark.parametrize("number", [OFFICER, SUPERVISOR, "4001", "2001", "9001"])
def test_only_an_inspector_sees_over_all_units(number):
    who = acting(number)
    for ask in (lambda: everywhere(who), lambda: waiting_by_unit(who), lambda: waiting_at(UNIT, "tips", who, None)):
        with pytest.raises(NotAllowed):
            ask()


def with_something_waiting():
    """At the first unit a warrant, two tips and a seizure; at the other a seizure whose file was sent."""
    take_warrant(WarrantIssued(number="W-1", court="Phnom Penh", about="A house", issued=NOW - hours(30),
                               holder=OFFICER), acting())  # fmt: skip
    for text in ("A boat comes at night.", "A man sells at the market."):
        take_tip(text, NOW, acting())
    number = booked().number
    sent = booked(acting(OUTSIDER), exhibits=(booking().exhibits[0].model_copy(update={"seal": "B-1"}),)).number
    send_file(sent, "Takeo", NOW, acting(OUTSIDER))
    return number


def test_what_waits_is_counted_unit_by_unit_and_each_number_is_its_list():
    number = with_something_waiting()
    who = acting(INSPECTOR, LATER)
    lines = {one.unit.code: one for one in waiting_by_unit(who)}
    first, other = lines[UNIT], lines[OTHER_UNIT]
    assert (first.warrants, first.tips, first.seizures) == (1, 2, 1)
    assert (other.warrants, other.tips, other.seizures) == (0, 0, 0)
    assert (first.oldest_warrant, other.oldest_warrant) == (NOW - hours(30), None)
    for what, count in (("warrants", 1), ("tips", 2), ("seizures", 1)):
        _unit, rows, further = waiting_at(UNIT, what, who, None)
        assert (len(rows), further) == (count, None)
    assert [row.number for row in waiting_at(UNIT, "seizures", who, None)[1]] == [number]
    with pytest.raises(NotFound):
        waiting_at("KH-99-99", "tips", who, None)
    with pytest.raises(NotFound):
        waiting_at(UNIT, "secrets", who, None)


def test_a_seizure_is_counted_only_once_its_file_is_late():
    with_something_waiting()
    assert waiting_by_unit(acting(INSPECTOR, NOW))[0].seizures == 0


def test_an_inspectors_pages_lead_from_the_first_page_to_a_case():
    now = timezone.now()
    custody = held(now - timedelta(hours=9), acting(at=now))
    take_tip("A boat comes at night.", now, acting(at=now))
    client = signed_in_as(INSPECTOR)
    front = client.get("/")
    assert "1 person is held now" in said(front)
    assert 'href="/held/all/"' in front.content.decode()
    all_held = client.get("/held/all/")
    assert f'href="/held/{custody.key}/"' in all_held.content.decode()
    assert "A deadline has passed of: 1." in said(all_held)
    assert "Nobody is held there now." in said(client.get("/held/all/", {"unit": OTHER_UNIT, "after": "nonsense"}))
    assert client.get(f"/held/{custody.key}/").status_code == 200
    assert f'href="/court/units/{UNIT}/tips/"' in client.get("/court/units/").content.decode()
    assert "A boat comes at night." in said(client.get(f"/court/units/{UNIT}/tips/"))
    assert "Nothing waits there." in said(client.get(f"/court/units/{UNIT}/warrants/"))
    assert Case.objects.get().number in said(client.get("/cases/"))


def test_a_unit_sees_that_an_inspector_read_only_after_the_delay(monkeypatch):
    monkeypatch.setenv("MARGA_INSPECTOR_DELAY_DAYS", "7")
    custody = held()
    case = custody.party.case_id
    client = signed_in_as(INSPECTOR)
    assert client.get(f"/cases/{case}/").status_code == 200
    assert client.get(f"/held/{custody.key}/").status_code == 200
    at = Read.objects.filter(case=case, by_inspector=True).latest("pk").at

    def seen(number, when):
        rows, _further = reads_of_case(case, acting(number, when))
        return len(rows)

    assert seen(INSPECTOR, at) == 2
    assert seen(SUPERVISOR, at + timedelta(days=6.9)) == 0
    assert seen(SUPERVISOR, at + timedelta(days=7)) == 2
    assert board(acting(at=NOW)).held == 1


def test_an_inspector_sees_the_month_the_paper_and_the_holes_of_any_unit_and_explains_none():
    booked()
    with transaction.atomic():
        spare = next_serials(UNIT, NOW.year, 1)[0]
    client = signed_in_as(INSPECTOR)
    assert f'href="/units/{UNIT}/"' in client.get("/court/units/").content.decode()
    page = client.get(f"/units/{UNIT}/", {"month": f"{NOW:%Y-%m}"})
    assert f"Number {spare} has no case and no reason." in said(page)
    assert "No pad was issued to this unit." in said(page)
    assert "/unit/number/" not in page.content.decode()
    assert client.get(f"/units/{OTHER_UNIT}/").status_code == 200
    assert client.get("/units/nowhere/").status_code == 404
    supervisor = signed_in_as(SUPERVISOR)
    assert supervisor.get(f"/units/{UNIT}/").status_code == 403
    assert "/unit/number/" in supervisor.get("/unit/").content.decode()


@pytest.mark.parametrize(("detail", "english", "khmer"), [
    ("board of all: 3", "held at all units, 3 shown", "នៅគ្រប់អង្គភាព"), ("board: 2", "held at the unit, 2 shown", "2"),
    ("board of KH-12-01: 2", "held at KH-12-01, 2 shown", "KH-12-01"), ("own cases: 9", "own cases, 9 shown", "9"),
    ("warrants of KH-12-01: 1", "warrants of KH-12-01, 1 shown", "KH-12-01"),
    ("KH-12-01/2026/00001-X.1.C1 interview 2", "KH-12-01/2026/00001-X.1.C1, interview 2", "2"),
    ("17", "17", "17")])  # fmt: skip
def test_the_log_of_reads_says_in_the_language_of_the_reader_what_was_shown(detail, english, khmer):
    log_read(acting(), "page", detail=detail)
    inspector = signed_in_as(INSPECTOR)
    assert f"page: {english} " in said(inspector.get("/reads/"))
    page = said(inspector.get("/km/reads/"))
    assert khmer in page
    assert "shown" not in page
