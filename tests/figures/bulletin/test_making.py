"""A bulletin shows what the records hold, nothing small, and nothing else."""

from datetime import date
from decimal import Decimal

import pytest

from marga.country import DataError, Period
from marga.figures.bulletin.bulletin import Table
from marga.figures.bulletin.contents import layouts
from marga.figures.bulletin.counted import WAITING, word
from marga.figures.bulletin.files import counts_from_json, counts_to_json, from_json, to_json
from marga.figures.bulletin.making import Order, make
from marga.figures.bulletin.sources import open_sources
from marga.figures.bulletin.times import name_of, period_of
from marga.figures.counting import DEFINITIONS, PART_OF, connect, run
from support.bulletins import COUNTRY, months, shown

BACKEND = connect()
COUNTED = [layout.name for layout in layouts() if layout.figure != WAITING and layout.by]


def by_hand(records, table: Table, time: str) -> dict:
    """A table's numbers at a time, straight from the records."""
    definition = DEFINITIONS[table.figure]
    side = "enforcement" if (records.folder / "enforcement" / f"{definition.table}.parquet").exists() else "care"
    period = period_of(time)
    if definition.stock:
        period = Period(period.end, period.end)
    rows = run(BACKEND, records.folder / side, definition, table.by, period).to_pylist()
    return {tuple((split, word(row[split])) for split in table.by): row[table.figure] for row in rows}


@pytest.mark.parametrize("name", COUNTED)
def test_every_number_shown_is_what_the_records_hold(records, year_2019, name):
    table = year_2019.bulletin.table(name)
    for time in table.times:
        truth = by_hand(records, table, time)
        for line in table.lines:
            value = table.value(line.where, time)
            inside = [count for where, count in truth.items() if set(line.where) <= set(where)]
            if value is not None and table.by[0] != "drug":  # some drugs are a kind of another: told apart below
                assert value == sum(inside), (line.where, time)
                assert isinstance(value, Decimal) is (table.unit == "g")


def test_a_drug_counts_with_the_wider_kind_too(records, year_2019):
    table = year_2019.bulletin.table("seizures-by-drug")
    truth = by_hand(records, table, "2019")
    methamphetamine = truth[("drug", "ice"),] + truth[("drug", "tablets"),]
    assert shown(year_2019.bulletin, "seizures-by-drug", "2019", drug="methamphetamine") == methamphetamine
    assert shown(year_2019.bulletin, "seizures-by-drug", "2019") == sum(truth.values())


def test_who_still_waits_is_counted_from_the_records(records, year_2019):
    import duckdb

    day = date(2019, 3, 31)
    waiting = duckdb.sql(
        f"SELECT count(*) FROM '{records.folder}/care/requests.parquet' WHERE asked <= '{day}' "
        f"AND (started IS NULL OR started > '{day}') AND (gave_up IS NULL OR gave_up > '{day}')"
    ).fetchall()[0][0]
    assert shown(year_2019.bulletin, "still-waiting", "2019-03") == waiting


def test_no_small_count_of_people_is_shown(year_2018, nine_months, year_2019):
    for made in (year_2018, nine_months, year_2019):
        for cell, value in made.bulletin.counts().items():
            policy = COUNTRY.disclosure.of(cell.measure)
            assert policy.method == "open" or value is None or value > policy.at_most, cell


def test_what_is_left_of_a_figure_without_its_part_is_not_small_either(year_2018, year_2019):
    for made in (year_2018, year_2019):
        counts = made.bulletin.counts()
        for cell, value in counts.items():
            whole = counts.get(type(cell)(PART_OF.get(cell.measure, ""), cell.time, cell.where))
            if value is not None and whole is not None and COUNTRY.disclosure.of(cell.measure).method == "hide":
                assert whole - value > 7, cell


def test_a_bulletin_hides_little(year_2018, nine_months, year_2019):
    """In 2018 the records begin: whatever counts backwards from a day is small at first, and more protects it."""
    for made, most in ((year_2018, 5), (nine_months, 1), (year_2019, 1)):
        assert made.bulletin.loss.small < made.bulletin.loss.cells / 50
        assert made.bulletin.loss.more_percent < most


def test_a_number_worked_out_from_one_that_is_not_shown_is_not_shown(year_2018, year_2019):
    for made in (year_2018, year_2019):
        counts = made.bulletin.counts()
        table = made.bulletin.table("share_returned")
        for line in table.lines:
            for time, value in zip(table.times, line.values, strict=True):
                part, whole = (
                    counts[
                        next(
                            cell for cell in counts if (cell.measure, cell.time, cell.where) == (name, time, line.where)
                        )
                    ]
                    for name in ("returned_within_six_months", "admissions")
                )
                assert (value is None) is (part is None or whole is None or not whole)


def test_days_waited_stand_only_beside_shown_numbers_of_those_who_started_and_of_those_soon(year_2018, few_2018):
    assert None in few_2018.bulletin.table("starts-within-21-days-by-route").lines[1].values, "shows nothing"
    for made in (year_2018, few_2018):
        starts, soon = (made.bulletin.table(f"{name}-by-route") for name in ("starts", "starts-within-21-days"))
        for name in ("median_wait", "wait_of_nine_in_ten"):
            waits = made.bulletin.table(name)
            for line in waits.lines:
                for time, value in zip(waits.times, line.values, strict=True):
                    hidden = starts.value(line.where, time) is None or soon.value(line.where, time) is None
                    assert (value is None) is hidden


def test_the_same_cubes_give_the_same_bytes(records, year_2018, year_2019):
    again = records.bulletin(months(2018, 1, 12))
    assert to_json(again.bulletin) == to_json(year_2018.bulletin)
    assert again.bulletin.run != year_2019.bulletin.run


def test_a_bulletin_reads_back_from_its_file(year_2019):
    frozen, kept = to_json(year_2019.bulletin), counts_to_json(year_2019.protected)
    assert from_json(frozen, "x") == year_2019.bulletin
    assert counts_to_json(counts_from_json(kept, "y")) == kept


@pytest.mark.parametrize("damaged", [b"", b"[]", b"{", b'{"schema": 2}', b'{"schema": 1, "id": "2019"}'])
def test_what_is_no_bulletin_is_refused(damaged):
    with pytest.raises(DataError, match="is not a bulletin of this version"):
        from_json(damaged, "x.json")


@pytest.mark.parametrize(
    ("period", "says"),
    [
        (Period(date(2019, 1, 1), date(2019, 9, 6)), "cuts a month"),
        (Period(date(2019, 1, 2), date(2019, 9, 30)), "cuts a month"),
        (Period(date(2018, 7, 1), date(2019, 6, 30)), "lies within one"),
        (
            Period(date(2020, 1, 1), date(2020, 1, 31)),
            "holds 1 January 2018 to 31 December 2019, not all of 1 January to 31 January 2020; ask for a later one",
        ),
        (Period(date(2017, 1, 1), date(2017, 1, 31)), "choose later months, or ask for one that begins earlier"),
    ],
)
def test_a_period_that_cannot_be_is_refused_with_what_to_do(records, period, says):
    with pytest.raises(DataError, match=says):
        records.bulletin(period)


def test_two_cubes_of_one_side_are_refused(records):
    period = months(2019, 1, 3)
    cube, sources = open_sources(records.cubes[:1], COUNTRY, period)
    with pytest.raises(DataError, match="two sources are of the same side"):
        make(cube, [*sources, *sources], COUNTRY, Order(period, date(2019, 4, 1)))


@pytest.mark.parametrize("side", [0, 1])
def test_one_side_alone_makes_a_bulletin_of_its_own_sections(records, side):
    period = months(2019, 1, 3)
    cube, sources = open_sources(records.cubes[side : side + 1], COUNTRY, period)
    made = make(cube, sources, COUNTRY, Order(period, date(2019, 4, 1))).bulletin
    assert {source.side for source in made.sources} == {("enforcement", "care")[side]}
    assert ("cases-by-offence" in [table.name for table in made.tables]) is (side == 0)


def test_an_extract_is_counted_as_its_cube_is(records):
    period = months(2019, 1, 3)
    cube, sources = open_sources([records.folder / "enforcement"], COUNTRY, period)
    from_extract = make(cube, sources, COUNTRY, Order(period, date(2019, 4, 1))).bulletin
    cube, sources = open_sources(records.cubes[:1], COUNTRY, period)
    from_cube = make(cube, sources, COUNTRY, Order(period, date(2019, 4, 1))).bulletin
    assert from_extract.tables == from_cube.tables
    assert sources[0].key
    assert not from_extract.sources[0].key


def test_units_that_did_not_report_are_named(records, year_2019):
    source = year_2019.bulletin.source("enforcement")
    assert source is not None
    assert source.reported == source.expected - sum(len(gap.units) for gap in source.missing)
    assert 0 < source.reported < source.expected
    assert all(gap.month.startswith("2019-") and gap.units for gap in source.missing)


@pytest.mark.parametrize("first", range(1, 13))
def test_every_span_of_a_year_has_a_name_that_says_it(first):
    for last in range(first, 13):
        assert period_of(name_of(months(2019, first, last))) == months(2019, first, last)
