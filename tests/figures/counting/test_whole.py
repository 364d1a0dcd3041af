"""A cube is looked at before a number of it is believed: a signature says who made it, not that it is whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from marga.country import DataError
from marga.extract import Month
from marga.figures.counting import DEFINITIONS, PART_OF, cube, whole

Change = Callable[[pa.Table], pa.Table]


def of(**wanted: str) -> Callable[[pa.Table], Any]:
    """Which rows are of this part and margin."""

    def which(rows: pa.Table) -> Any:
        found = pa.array([True] * len(rows))
        for name, value in wanted.items():
            found = pc.and_(found, pc.equal(rows[name], value))
        return found

    return which


CASES = of(part="cases.opened", margin="offence, province")
REQUESTS = of(part="requests.asked", margin="route, province")


def first(where: Callable[[pa.Table], Any], column: str, value: object) -> Change:
    """Another value in the first of some rows."""

    def change(rows: pa.Table) -> pa.Table:
        at = pc.indices_nonzero(where(rows))[0].as_py()
        values = rows[column].to_pylist()
        values[at] = value(values[at]) if callable(value) else value
        return rows.set_column(
            rows.column_names.index(column), rows.field(column), pa.array(values, rows.field(column).type)
        )

    return change


def without(where: Callable[[pa.Table], Any]) -> Change:
    return lambda rows: rows.filter(pc.invert(where(rows)))


def scaled(where: Callable[[pa.Table], Any], column: str, factor: int) -> Change:
    """All counts of some rows so many times as large."""
    return lambda rows: rows.set_column(
        rows.column_names.index(column), rows.field(column),
        pc.if_else(where(rows), pc.multiply(rows[column], factor), rows[column]),
    )  # fmt: skip


DAMAGE: list[tuple[str, Change, str]] = [
    ("enforcement", lambda rows: rows.slice(0, 0), "holds no count at all, but says that it is of 1 Jan"),
    ("care", lambda rows: rows.slice(0, 0), "holds no count at all"),
    ("enforcement", lambda rows: pa.concat_tables([rows, rows]), "has the same group twice in 2019-01; make the cube"),
    ("care", lambda rows: pa.concat_tables([rows, rows.slice(5, 1)]), "has the same group twice"),
    ("enforcement", without(of(part="cases.opened")), "`month`: 2019-01 has nothing in “cases.opened”, but 23. units"),
    ("enforcement", without(lambda rows: pc.equal(rows["month"], date(2019, 3, 1))), "`month`: 2019-03 has nothing in"),
    ("care", without(of(part="census.day")), "`month`: 2019-01 has nothing in “census.day”"),
    ("enforcement", without(of(part="exhibits.seized")), "`part`: has nothing of “exhibits.seized” in all of"),
    ("enforcement", without(CASES), "`margin`: “offence, province” of “cases.opened” is missing"),
    ("enforcement", first(CASES, "margin", "offence"), "`margin`: is “offence”, which is not known here"),
    ("enforcement", first(CASES, "part", "x" * 999), "`part`: is “x{60}”, which is not known here"),
    ("enforcement", first(CASES, "margin", "province, how"), "is “province, how” of “cases.opened”, by which nothing"),
    ("enforcement", first(CASES, "month", date(2018, 12, 1)), "`month`: is 2018-12-01, which is no first day"),
    ("enforcement", first(CASES, "month", date(2019, 1, 2)), "`month`: is 2019-01-02"),
    ("enforcement", first(CASES, "month", None), "`month`: is None"),
    ("enforcement", first(CASES, "cases", None), "`cases`: is empty in “cases.opened”, 2019-01"),
    ("enforcement", first(CASES, "cases", -3), "`cases`: is -3 in “cases.opened”, 2019-01, and a number is from 0"),
    ("enforcement", first(of(part="exhibits.seized"), "grams_seized", Decimal("-0.5")), "`grams_seized`: is -0.500 in"),
    ("enforcement", first(CASES, "cases", 10**15), "`cases`: is 1000000000000000 in"),
    ("enforcement", first(CASES, "arrests", 3), "`arrests`: stands in “cases.opened”, of which it is no figure"),
    ("enforcement", first(CASES, "cases", lambda old: old + 100), "`cases`: adds up to .* by “offence, province”"),
    ("enforcement", scaled(of(part="parties.opened"), "arrests", 9), "`arrests`: is .* more than the .* of parties"),
    ("enforcement", first(CASES, "province", "KH-99"), "`province`: is “KH-99”, which is not known here; ask"),
    ("enforcement", first(CASES, "province", None), "`province`: is empty in “cases.opened” by “offence, province”"),
    ("enforcement", first(CASES, "sex", "male"), "`sex`: stands in “cases.opened” by “offence, province”, which"),
    ("care", first(of(margin="route, sex, age_band"), "age_band", "12-99"), "`age_band`: is “12-99”"),
    ("care", scaled(of(part="requests.gave_up"), "gave_up", 90), "`requests`: are .* fewer by the end of 2019-01"),
]  # fmt: skip


@pytest.mark.parametrize(("side", "change", "says"), DAMAGE)
def test_groups_that_cannot_be_what_was_counted_are_refused_by_column(
    cube_of: Callable[[str], Path], side: str, change: Change, says: str
) -> None:
    file = cube_of(side)
    rows = pq.read_table(file)
    pq.write_table(change(rows).replace_schema_metadata(rows.schema.metadata), file)
    with pytest.raises(DataError, match=says) as refused:
        cube.read([file], "kh")
    assert f"{side}.cube" in str(refused.value)


def test_a_cube_as_it_was_made_is_read_and_says_of_whom_it_is(cube_of: Callable[[str], Path]) -> None:
    read = cube.read([cube_of("enforcement"), cube_of("care")], "kh")
    assert [one.side for one in read.said] == ["enforcement", "care"]
    assert sum(read.figure("cases").values()) > 0
    assert not list(cube_of("care").parent.glob("*.part"))


def test_a_file_of_more_groups_than_any_country_has_is_refused_before_it_is_unpacked(
    cube_of: Callable[[str], Path],
) -> None:
    file = cube_of("enforcement")
    rows = pq.read_table(file).slice(0, 1)
    many = rows.take(pa.array([0] * (whole.MOST_ROWS + 1)))
    pq.write_table(many.replace_schema_metadata(rows.schema.metadata), file)
    assert file.stat().st_size < 1_000_000
    with pytest.raises(DataError, match=r"holds 2,000,001 groups and .* bytes, and no cube has more than"):
        cube.read([file], "kh")


def test_few_units_may_have_a_month_without_a_record(cube_of: Callable[[str], Path]) -> None:
    file, march = cube_of("enforcement"), date(2019, 3, 1)
    said = cube.read([file], "kh").said[0]
    few = replace(said, coverage=tuple(Month(one.month, 3, ()) for one in said.coverage))
    cube.write(without(lambda rows: pc.equal(rows["month"], march))(pq.read_table(file)), few, file)
    assert (march,) not in cube.read([file], "kh").figure("cases", ("month",))


def test_a_country_in_which_nobody_records_prevention_is_no_damaged_cube(cube_of: Callable[[str], Path]) -> None:
    file = cube_of("care")
    said = cube.read([file], "kh").said[0]
    assert any(one.reported >= whole.NEVER_SILENT for one in said.coverage)
    cube.write(without(of(part="sessions.day"))(pq.read_table(file)), said, file)
    assert not cube.read([file], "kh").figure("sessions", ("month",))


def test_a_figure_and_what_it_is_a_part_of_count_rows_of_one_table() -> None:
    assert all(DEFINITIONS[part].table == DEFINITIONS[of].table for part, of in PART_OF.items())
