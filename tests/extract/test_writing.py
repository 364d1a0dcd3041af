"""A folder appears complete or not at all, with the same bytes however its rows arrived."""

import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from marga.country import Period, load
from marga.extract import ExtractWriter, Header, Missing, Month, open_extract, writing
from support.extracts import digests

YEAR = Period(date(2019, 1, 1), date(2019, 12, 31))
HEADER = Header("enforcement", "A test", datetime(2020, 1, 6, tzinfo=UTC), YEAR)
FIRST_DAY = (date(2019, 1, 1) - date(1970, 1, 1)).days


def exhibits(start: int, stop: int) -> dict[str, object]:
    """Rows of the table exhibits, as numpy columns."""
    rows = np.arange(start, stop)
    none = np.zeros(len(rows), np.int8)
    return {
        "exhibit": rows, "case": rows // 2, "unit": rows % 7, "province": rows % 25, "seized": FIRST_DAY + rows // 10,
        "offence": none, "drug": rows % 5, "form": none, "concealment": none, "first_grams": rows * 1000 + 7,
        "second_grams": Missing(rows * 1000, rows % 3 == 0),
    }  # fmt: skip


def write(folder: Path, cuts: list[int]) -> Path:
    with ExtractWriter(folder, HEADER, load()) as writer:
        for start, stop in zip([0, *cuts], [*cuts, 1000], strict=True):
            writer.write("exhibits", exhibits(start, stop))
        writer.finish([])
    return folder


def test_what_was_written_is_read_again_with_exact_grams_and_what_is_missing(tmp_path):
    extract = open_extract(write(tmp_path / "new", [300]), load())
    rows = pq.read_table(extract.path("exhibits")).sort_by("exhibit").to_pylist()
    assert len(rows) == extract.manifest.files["exhibits"].rows == 1000
    assert [str(row["first_grams"]) for row in rows[:3]] == ["0.007", "1.007", "2.007"]
    assert [row["second_grams"] is None for row in rows[:4]] == [True, False, False, True]
    assert rows[10]["seized"] == date(2019, 1, 2)
    assert rows[4]["province"] == "KH-5"


@settings(max_examples=15)
@given(cuts=some.lists(some.integers(0, 1000), max_size=6).map(sorted))
def test_the_bytes_do_not_depend_on_how_the_rows_arrived(cuts):
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        patch.setattr(writing, "ROW_GROUP", 128)
        assert digests(write(Path(name) / "a", [])) == digests(write(Path(name) / "b", cuts))


def test_the_manifest_tells_who_when_which_days_and_who_did_not_report(tmp_path):
    with ExtractWriter(tmp_path / "new", HEADER, load()) as writer:
        made = writer.finish([Month(date(2019, 1, 1), 240, (17, 203))])
    read = open_extract(tmp_path / "new", load()).manifest
    assert read == made
    assert (read.body, read.period, read.made) == ("A test", YEAR, HEADER.made)
    assert (read.coverage[0].reported, read.coverage[0].missing) == (238, (17, 203))


def test_an_interrupted_write_leaves_nothing(tmp_path):
    class Cut(Exception):
        pass

    def write_and_stop():
        with ExtractWriter(tmp_path / "new", HEADER, load()) as writer:
            writer.write("exhibits", exhibits(0, 10))
            raise Cut

    with pytest.raises(Cut):
        write_and_stop()
    assert list(tmp_path.iterdir()) == []


def test_until_it_is_finished_the_folder_has_no_name_and_no_manifest(tmp_path):
    with ExtractWriter(tmp_path / "new", HEADER, load()) as writer:
        writer.write("exhibits", exhibits(0, 10))
        assert not (tmp_path / "new").exists()
        assert not list(tmp_path.rglob("manifest.json"))
        writer.finish([])
    assert [path.name for path in tmp_path.iterdir()] == ["new"]


def test_a_folder_that_is_there_is_left_as_it_is(tmp_path):
    (tmp_path / "mine").mkdir()
    with pytest.raises(FileExistsError, match="left as it is; choose another name"):
        ExtractWriter(tmp_path / "mine", HEADER, load())


def test_rows_out_of_the_order_of_their_day_are_refused(tmp_path):
    with ExtractWriter(tmp_path / "new", HEADER, load()) as writer:
        writer.write("exhibits", exhibits(500, 600))
        with pytest.raises(ValueError, match="exhibits: rows must come in the order of seized"):
            writer.write("exhibits", exhibits(0, 10))


def test_a_column_that_must_stand_may_not_be_given_as_missing(tmp_path):
    columns = exhibits(0, 10) | {"drug": Missing(np.zeros(10, np.int8), np.ones(10, bool))}
    with (
        ExtractWriter(tmp_path / "new", HEADER, load()) as writer,
        pytest.raises(ValueError, match=r"exhibits\.drug may not miss"),
    ):
        writer.write("exhibits", columns)
