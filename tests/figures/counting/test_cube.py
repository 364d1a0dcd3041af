"""The cube holds the same numbers as the records, at a grain from which no record can be read back."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from figures.counting.records import FIRST, LAST, Row, rows_of, write
from figures.counting.reference import counted
from marga.country import DataError, Period
from marga.extract import TABLES, Month
from marga.figures.counting import DEFINITIONS, VERSION, Definition, connect, cube
from marga.figures.counting.about import About, write_about
from marga.figures.counting.cube import narrowest

BACKEND = connect()
ABOUT = About(
    "enforcement", "the body", "kh", Period(FIRST, LAST), datetime(2019, 4, 1, tzinfo=UTC), "0" * 64, VERSION, "0",
    (Month(FIRST, 4, (1, 2)),),
)  # fmt: skip
ALL_TABLES = st.fixed_dictionaries({name: rows_of(name) for name in TABLES})


def built(folder: Path, rows: dict[str, list[Row]]) -> dict[str, pa.Table]:
    """The rows of each side's cube."""
    for name, found in rows.items():
        write(folder, name, found)
    return {side: cube.build(BACKEND, folder, side) for side in ("enforcement", "care")}


def cubes(folder: Path, rows: dict[str, list[Row]]) -> cube.Cube:
    return cube.Cube(list(built(folder, rows).values()), [ABOUT])


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(rows=ALL_TABLES, data=st.data())
def test_a_figure_from_the_cube_is_the_figure_from_the_records_for_every_margin(
    tmp_path: Path, rows: dict[str, list[Row]], data: st.DataObject
) -> None:
    made = cubes(tmp_path, rows)
    period = data.draw(st.sampled_from([
        Period(FIRST, LAST), Period(date(2019, 1, 1), date(2019, 1, 31)), Period(date(2018, 12, 1), date(2019, 2, 28)),
    ]))  # fmt: skip
    for name, definition in DEFINITIONS.items():
        for margin in definition.margins:
            by = tuple(data.draw(st.permutations(("month", *margin))))[: data.draw(st.integers(0, len(margin) + 1))]
            if not definition.stock or "month" in by:
                assert made.figure(name, by, period) == counted(definition, rows[definition.table], by, period), name


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ALL_TABLES)
def test_all_margins_of_a_figure_add_up_to_the_same(tmp_path: Path, rows: dict[str, list[Row]]) -> None:
    for side, made in built(tmp_path, rows).items():
        for (table, day), definitions in cube.parts(side).items():
            part = made.filter(pc.field("part") == f"{table}.{day}")
            whole = sums(part, ["margin", "month"], definitions)
            for month in {month for _, month in whole}:
                assert len({whole.get((name, month)) for name in part["margin"].unique().to_pylist()}) == 1


def sums(rows: pa.Table, by: list[str], definitions: list[Definition]) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    """The figures added up by group; nothing counted is 0."""
    names = [one.name for one in definitions]
    made = rows.group_by(by).aggregate([(name, "sum") for name in names]).to_pylist()
    return {tuple(row[key] for key in by): tuple(row[f"{name}_sum"] or 0 for name in names) for row in made}


@settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ALL_TABLES)
def test_a_cube_holds_the_margins_and_no_other_grain(tmp_path: Path, rows: dict[str, list[Row]]) -> None:
    splits = {split for one in DEFINITIONS.values() for split in one.splits}
    for side, made in built(tmp_path, rows).items():
        own = [one for one in DEFINITIONS.values() if TABLES[one.table].side == side]
        declared = {(f"{one.table}.{one.day}", ", ".join(margin)): margin for one in own for margin in one.margins}
        assert set(made.column_names) <= {"part", "margin", "month", *splits, *(one.name for one in own)}
        for row in made.to_pylist():
            margin = declared[row["part"], row["margin"]]
            assert {split for split in splits if row.get(split) is not None} <= set(margin)
        for part, margin in declared:
            groups = made.filter((pc.field("part") == part) & (pc.field("margin") == margin))
            keys = groups.select(["month", *declared[part, margin]])
            assert len(keys) == len(keys.group_by(keys.column_names).aggregate([])), "a group stands twice"


def test_a_figure_comes_from_the_narrowest_margin_that_holds_its_splits() -> None:
    parties = DEFINITIONS["parties"]
    assert narrowest(parties, ()) == narrowest(parties, ("offence", "month")) == ("offence", "supply_role")
    assert narrowest(parties, ("sex",)) == ("offence", "province", "sex")
    assert narrowest(parties, ("age_band", "month", "sex")) == ("offence", "sex", "age_band")


@pytest.mark.parametrize("by", [("sex", "age_band", "citizenship"), ("operation",), ("month", "province", "age_band")])
def test_splits_that_no_margin_holds_together_are_refused_with_the_margins(tmp_path: Path, by: tuple[str, ...]) -> None:
    made = cubes(tmp_path, {name: [] for name in TABLES})
    with pytest.raises(DataError, match=f"is “{', '.join(by)}”, which a cube does not hold together") as refused:
        made.figure("parties", by)
    assert "offence, province, sex / offence, sex, age_band / " in str(refused.value)


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=rows_of("census"))
def test_a_stock_is_what_there_was_at_the_end_of_the_last_month(tmp_path: Path, rows: list[Row]) -> None:
    made = cubes(tmp_path, {**{name: [] for name in TABLES}, "census": rows})
    present = made.figure("in_care", period=Period(date(2018, 12, 1), date(2019, 2, 28)))[()]
    assert present == sum(row["present"] for row in rows if row["day"] == date(2019, 2, 28))


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=rows_of("requests"))
def test_days_waited_are_counted_one_by_one(tmp_path: Path, rows: list[Row]) -> None:
    made = cubes(tmp_path, {**{name: [] for name in TABLES}, "requests": rows}).waits(Period(FIRST, LAST))
    started = [row for row in rows if row["started"] is not None]
    assert sum(made.values()) == len(started)
    for row in started:
        assert made[row["route"], (row["started"] - row["asked"]).days - row["paused_days"]] >= 1


def test_no_key_of_a_case_or_a_person_is_in_a_cube(tmp_path: Path) -> None:
    cubes(tmp_path, {name: [] for name in TABLES})
    keys = {column.name for table in TABLES.values() for column in table.columns if column.kind == "key"}
    for side in ("enforcement", "care"):
        assert keys.isdisjoint(cube.build(BACKEND, tmp_path, side).column_names)


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (lambda file: file.write_bytes(b"PAR1 and nothing else"), "cannot be read as a cube"),
        (lambda file: pq.write_table(pq.read_table(file).replace_schema_metadata({}), file), "but not a cube"),
        (lambda file: file.unlink(), "cannot be read as a cube"),
        (lambda file: pq.write_table(pq.read_table(file).drop_columns(["margin"]), file), "`margin`: is missing"),
        (lambda file: pq.write_table(pq.read_table(file).drop_columns(["cases"]), file), "`cases`: is missing"),
        (lambda file: _with_column(file, "person"), "`person`: is no column of a cube of enforcement"),
        (lambda file: _with_column(file, "cases"), "`cases`: holds another kind of value"),
        (lambda file: _with_column(file, "sex", pa.int64(), 1), "`sex`: holds another kind of value"),
        (lambda file: _with_column(file, "cases", pa.float64(), 0.5), "`cases`: holds another kind of value"),
        (lambda file: _with_column(file, "month"), "`month`: holds another kind of value"),
        (lambda file: _with_column(file, "grams_seized", pa.decimal128(38, 4), 1), "`grams_seized`: holds another"),
        (lambda file: _say(file, b"["), "does not say whole what it is of"),
        (lambda file: _say(file, b"\xff{}"), "does not say whole what it is of"),
        (lambda file: _say(file, b"[" * 100_000), "does not say whole what it is of"),
        (lambda file: _say(file, b'{"definitions": 3}'), "`definitions`: should be a text"),
        (lambda file: _say(file, _told(definitions="1999.1")), "is 1999.1, and these are"),
        (lambda file: _say(file, _told(side="court")), "`side`: is “court”"),
        (lambda file: _say(file, _told(country="la")), "`country`: is “la”, and this is “kh”"),
        (lambda file: _say(file, _told(period={"from": "2019-02-30", "to": "2019-03-31"})), "should be a day such as"),
        (lambda file: _say(file, _told(period={"from": "2019-03-31", "to": "2019-01-01"})), "is before `from`"),
        (lambda file: _say(file, _told(made="2019-04-01")), "`made`: should be a time such as"),
        (lambda file: _say(file, _told(coverage=[{"month": "2019-01"}])), "`units_expected`: is missing"),
        (lambda file: _say(file, _told(coverage=[5])), "`coverage`: should be"),
        (lambda file: _say(file, _told(more=1)), "`more`: is not a key that can stand here"),
    ],
)
def test_what_is_no_cube_is_refused_by_name(cube_of: Callable[[str], Path], damage: Any, says: str) -> None:
    file = cube_of("enforcement")
    damage(file)
    with pytest.raises(DataError, match=says) as refused:
        cube.read([file], "kh")
    assert "enforcement.cube" in str(refused.value)


def _with_column(file: Path, name: str, kind: Any = None, value: object = "x") -> None:
    """The cube with a column of texts, or of this kind, under this name."""
    found = pq.read_table(file)
    rest = found.drop_columns([name]) if name in found.column_names else found
    pq.write_table(rest.append_column(name, pa.array([value] * len(found), kind or pa.string())), file)


def _say(file: Path, text: bytes) -> None:
    """The cube with this as what it says of itself."""
    pq.write_table(pq.read_table(file).replace_schema_metadata({cube.ABOUT: text}), file)


def _told(**changed: Any) -> bytes:
    return json.dumps(json.loads(write_about(ABOUT)) | changed).encode()


def test_a_period_that_cuts_a_month_is_refused(tmp_path: Path) -> None:
    made = cubes(tmp_path, {name: [] for name in TABLES})
    with pytest.raises(DataError, match="cuts a month"):
        made.figure("cases", period=Period(date(2019, 1, 1), date(2019, 9, 6)))
