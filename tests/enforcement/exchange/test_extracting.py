"""From records that people typed to counts: the extract, the cube, and a plain count of the database agree."""

from datetime import UTC, date, datetime, timedelta

import pyarrow.parquet as pq
import pytest
from django.test import Client

from marga.country import Period, load
from marga.country.instants import Clock
from marga.enforcement.acts.services import Acting
from marga.enforcement.cases import contents
from marga.enforcement.cases.models import Case, Party
from marga.enforcement.cases.services import book
from marga.enforcement.custody.models import Custody
from marga.enforcement.exchange import extracting
from marga.enforcement.exhibits.models import Exhibit
from marga.extract import open_extract
from marga.figures.counting import cube
from marga.figures.counting.signing import verify
from marga.site.cubes import making
from support.register import OFFICER, UNIT, booking, exhibit, hours, person, station

pytestmark = pytest.mark.usefixtures("database")
COUNTRY = load("kh")
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
AFTER = datetime(2027, 1, 5, tzinfo=UTC)


@pytest.fixture(autouse=True)
def a_year_of_cases(database, settings, tmp_path):
    settings.MARGA_FOLDER = tmp_path
    station()
    for number, (month, day) in enumerate([(1, 31), (2, 1), (2, 14), (5, 2), (12, 31)]):
        at = datetime(2026, month, day, 20 if number == 0 else 8, tzinfo=UTC)  # the first: 1 February in Phnom Penh
        people = (
            person(arrested=at - hours(2), arrived=at - hours(1), sex="female" if number % 2 else "male"),
            person(name="Chan", role="found_using", arrested=at - hours(2), arrived=None, birth=None),
            person(name="Seen", role="witness", arrested=None, arrived=None, charge=None),
        )
        if number == 3:
            people = (people[0].model_copy(update={"charge": contents.Charged(offence="trafficking")}),)
        weights = [("1.25", "1.2"), ("0.5", None), (None, None)]
        seized = tuple(exhibit(seal=f"S{number}-{n}", seized=at - hours(2), first_net=first, second_net=second)
                       for n, (first, second) in enumerate(weights))  # fmt: skip
        book(booking(event=at - hours(2), people=people, exhibits=seized), Acting(OFFICER, "officer", UNIT,
                                                                                ("officer",), Clock(at)))  # fmt: skip
    first, *others = Party.objects.filter(number=1).order_by("case__recorded").values_list("key", flat=True)
    Party.objects.filter(key__in=others).update(person=first)


def extracted(tmp_path, name="extract", period=YEAR, made=AFTER):
    extracting.extract(period, tmp_path / name, made)
    return open_extract(tmp_path / name, COUNTRY, side="enforcement")  # as `marga extract check` does


def rows(extract, table):
    return pq.read_table(extract.path(table)).to_pylist()


def test_an_extract_is_whole_and_holds_what_is_counted(tmp_path):
    extract = extracted(tmp_path)
    assert len(rows(extract, "cases")) == 5
    assert len(rows(extract, "parties")) == 9  # witnesses are recorded, not counted
    assert len(rows(extract, "exhibits")) == 10  # what nobody weighed is not in it
    assert len(rows(extract, "custodies")) == 5
    assert {one["offence"] for one in rows(extract, "cases")} == {"use", "trafficking"}
    assert [one.expected for one in extract.manifest.coverage] == [2] * 12


def test_the_past_of_a_person_is_told_over_all_their_cases(tmp_path):
    people = [one for one in rows(extracted(tmp_path), "parties") if one["role"] == "suspect"]
    people.sort(key=lambda one: one["opened"])
    assert [one["opened"] for one in people] == [
        date(2026, 2, 1), date(2026, 2, 1), date(2026, 2, 14), date(2026, 5, 2), date(2026, 12, 31)]  # fmt: skip
    assert len({one["person"] for one in people}) == 1
    assert sorted(one["first_in_month"] for one in people[:2]) == [False, True]
    assert [one["first_in_month"] for one in people[2:]] == [False, True, True]
    assert [one["first_in_quarter"] for one in people[2:]] == [False, True, True]
    assert sum(one["first_in_year"] for one in people) == 1
    assert [one["days_since_last"] for one in people[2:]] == [13, 77, 243]
    assert [one["offence_last_time"] for one in people[2:]] == ["use", "use", "trafficking"]


def test_a_period_knows_of_records_before_it(tmp_path):
    later = extracted(tmp_path, period=Period(date(2026, 5, 1), date(2026, 5, 31)))
    (one,) = rows(later, "parties")
    assert (one["days_since_last"], one["first_in_year"], one["first_in_month"]) == (77, False, True)


def test_keys_of_two_extracts_join_nothing_and_the_same_one_is_made_again(tmp_path):
    one, same = extracted(tmp_path, "one"), extracted(tmp_path, "same")
    other = extracted(tmp_path, "other", made=AFTER + timedelta(days=1))
    people, others = ({row["person"] for row in rows(each, "parties")} for each in (one, other))
    assert not people & others
    assert rows(one, "parties") == rows(same, "parties")
    assert (making.folder() / "extract.secret").stat().st_mode & 0o777 == 0o600


def test_the_cube_counts_what_a_plain_count_of_the_database_counts():
    made = extracting.write_cube(AFTER)
    verify(made, [making.public_key()])
    counted = cube.read([made], "kh")
    period = extracting.finished(AFTER)
    assert period == Period(date(2026, 2, 1), date(2026, 12, 31))
    counts = {name: sum(counted.figure(name, (), period).values()) for name in (
        "cases", "parties", "arrests", "seizures", "weighed_once", "custodies", "persons_in_year")}  # fmt: skip
    suspects = Party.objects.filter(role__in=["suspect", "found_using"])
    weighed = Exhibit.objects.filter(rounds__opened__isnull=False)
    assert counts == {
        "cases": Case.objects.count(), "parties": suspects.count(),
        "arrests": suspects.filter(arrested__isnull=False).count(), "seizures": weighed.count(),
        "weighed_once": weighed.exclude(rounds__weights__which=2).count(), "custodies": Custody.objects.count(),
        "persons_in_year": suspects.values("person").distinct().count(),
    }  # fmt: skip
    by_offence = counted.figure("cases", ("offence",), period)
    assert by_offence == {
        (name,): Case.objects.filter(offence=name).count() for name in ("trafficking", "use")
    }  # fmt: skip
    assert sum(counted.figure("grams_seized", (), period).values()) * 10 == 85  # 5 times 1.2 and 0.5
    assert not list(making.folder().glob(".making-*"))


def test_a_cube_has_only_months_that_are_over():
    assert extracting.finished(datetime(2026, 5, 31, 16, 59, tzinfo=UTC)).end == date(2026, 4, 30)
    assert extracting.finished(datetime(2026, 5, 31, 17, tzinfo=UTC)).end == date(2026, 5, 31)  # midnight there
    assert extracting.write_cube(datetime(2026, 2, 10, tzinfo=UTC)) is None


def test_the_authority_collects_the_cube_at_an_address_that_nobody_guesses():
    made = extracting.write_cube(AFTER)
    visitor = Client()
    for name in (made.name, f"{made.name}.sig"):
        answer = visitor.get(f"/cube/{making.token()}/{name}")
        assert answer.status_code == 200
        assert b"".join(answer.streaming_content) == made.with_name(name).read_bytes()
    for address in (f"/cube/x/{made.name}", f"/cube/{making.token()}/cube.key", "/cube/é/x"):
        assert visitor.get(address).status_code == 404
