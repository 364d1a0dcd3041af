"""Nothing is counted from a folder that is not whole, as declared, and made of known words."""

import json
from datetime import date
from decimal import Decimal

import pyarrow as pa
import pytest

from marga.country import DataError, load
from marga.extract import open_extract, read_manifest
from support.extracts import first_is, put, rewrite


def refused(folder, **how):
    with pytest.raises(DataError) as caught:
        open_extract(folder, load(), **how)
    return str(caught.value)


def change_manifest(folder, **changes):
    about = json.loads((folder / "manifest.json").read_text("utf-8")) | changes
    (folder / "manifest.json").write_text(json.dumps(about), "utf-8")


@pytest.mark.parametrize("side", ["enforcement", "care"])
def test_a_whole_extract_opens(small_country, side):
    extract = open_extract(small_country / side, load(), side=side)
    assert extract.manifest.side == side
    assert all(extract.path(table.name).is_file() for table in extract.tables)


def test_an_extract_has_no_tables_of_another_side(small_country):
    with pytest.raises(KeyError, match="an extract of care has no table parties"):
        open_extract(small_country / "care", load()).path("parties")


@pytest.mark.parametrize("table", ["cases", "parties", "exhibits", "custodies"])
def test_one_changed_byte_is_noticed(damaged, table):
    path = damaged("enforcement") / f"{table}.parquet"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    assert f"{table}.parquet: is not the file that the manifest tells of" in refused(path.parent)


def test_a_cut_file_is_noticed_even_without_hashing_again(damaged):
    path = damaged("care") / "episodes.parquet"
    path.write_bytes(path.read_bytes()[:-100])
    assert "episodes.parquet: cannot be read as Parquet" in refused(path.parent, rehash=False)


def test_a_missing_file_is_named(damaged):
    folder = damaged("care")
    (folder / "census.parquet").unlink()
    assert "census.parquet: is missing; fetch the extract again" in refused(folder)


def test_all_faults_are_told_at_once(damaged):
    folder = damaged("care")
    (folder / "census.parquet").unlink()
    rewrite(folder, "requests", put("route", first_is("aliens")))
    said = refused(folder)
    assert "census.parquet: is missing" in said
    assert "requests.parquet: column route: holds “aliens”" in said


def test_a_folder_without_manifest_is_no_extract(tmp_path):
    assert "manifest.json: is missing, so this is no finished extract" in refused(tmp_path)


@pytest.mark.parametrize("keep", [0, 1, 200, 600])
def test_a_cut_manifest_is_noticed(damaged, keep):
    path = damaged("care") / "manifest.json"
    path.write_bytes(path.read_bytes()[:keep])
    assert "does not say whole what it is of: it was cut or changed" in refused(path.parent)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"schema_version": 99}, "`schema_version`: is 99, and this program reads 3; make the extract again"),
        ({"side": "oversight"}, "`side`: is “oversight”, which is not known"),
        ({"country": "la"}, "`country`: is “la”, and “kh” is asked for"),
        ({"made": "yesterday"}, "`made`: should be a time such as 2020-01-06T02:00:00+00:00"),
        ({"period": {"from": "2019-05-31", "to": "2019-01-01"}}, "`to`: is before `from`"),
        ({"period": {"from": "1 May", "to": "2019-01-01"}}, "`from`: should be a day such as 2019-09-06"),
        ({"tables": {}}, "`cases`"),
        ({"more": 1}, "`more`: is not a key that can stand here"),
        ({"coverage": [{"month": "2019-01", "units_expected": 3, "units_reported": 3, "missing": ["4"]}]},
         "`units_reported`: is 3; 3 expected less 1 missing is not"),
    ],
)  # fmt: skip
def test_a_manifest_that_says_something_else_is_refused(damaged, changes, said):
    folder = damaged("enforcement")
    change_manifest(folder, **changes)
    assert said in refused(folder)


def test_an_extract_of_another_side_is_refused_where_one_side_is_needed(small_country):
    assert "`side`: is care, and an extract of enforcement is needed here" in refused(
        small_country / "care", side="enforcement"
    )


def test_rows_that_the_manifest_does_not_tell_of_are_noticed(damaged):
    folder = rewrite(damaged("care"), "sessions", lambda rows: rows)
    about = json.loads((folder / "manifest.json").read_text("utf-8"))
    about["tables"]["sessions"]["rows"] += 1
    change_manifest(folder, tables=about["tables"])
    assert "sessions.parquet: has " in refused(folder)


@pytest.mark.parametrize(
    ("side", "table", "change", "said"),
    [
        ("enforcement", "cases", put("offence", first_is("speeding")), "column offence: holds “speeding”"),
        ("enforcement", "cases", put("unit", first_is(None)), "column unit: is missing in 1 rows, where it must stand"),
        ("enforcement", "parties", put("opened", first_is(date(2018, 12, 31))),
         "column opened: holds 2018-12-31, outside 1 January to 31 May 2019"),
        ("enforcement", "custodies", put("day", first_is(date(2019, 6, 1))), "column day: holds 2019-06-01, outside"),
        ("enforcement", "exhibits", put("first_grams", first_is(Decimal("-0.001"))),
         "column first_grams: holds -0.001; write numbers of 0 or more"),
        ("care", "census", put("present", lambda old: old.cast(pa.int64())),
         "column present: holds int64, not int32; write it as int32"),
        ("care", "sessions", lambda rows: rows.drop_columns("people"), "column people: is missing"),
        ("care", "requests", lambda rows: rows.append_column("name", rows["route"]),
         "column name: is not a column of this table; take it out"),
    ],
)  # fmt: skip
def test_rows_that_are_not_as_declared_are_refused(damaged, side, table, change, said):
    message = refused(rewrite(damaged(side), table, change))
    assert said in message
    assert f"{table}.parquet" in message


def test_the_manifest_alone_can_be_read_quickly(small_country):
    manifest = read_manifest(small_country / "care", load())
    assert set(manifest.files) == {"requests", "episodes", "census", "sessions"}
