"""Within a row group like rows stand together, and every row group keeps its days."""

from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from marga.country import Period, load
from marga.extract import TABLES, ExtractWriter, Header, Missing, order, writing
from marga.extract.arrow import words
from marga.extract.order import sorting

YEAR = Period(date(2019, 1, 1), date(2019, 12, 31))
FIRST_DAY = (YEAR.start - date(1970, 1, 1)).days
GROUP, ROWS = 128, 1000


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> pq.ParquetFile:
    """A thousand exhibits in row groups of 128, of codes drawn from a seed."""
    monkeypatch.setattr(writing, "ROW_GROUP", GROUP)
    rng, rows = np.random.default_rng(4), np.arange(ROWS)
    known = words(TABLES["exhibits"], load())
    codes = {name: rng.integers(0, len(of), ROWS).astype(np.int8) for name, of in known.items()}
    header = Header("enforcement", "A test", datetime(2020, 1, 6, tzinfo=UTC), YEAR)
    with ExtractWriter(tmp_path / "new", header, load()) as writer:
        writer.write("exhibits", {
            "exhibit": rows, "case": rows, "unit": rows, "seized": FIRST_DAY + rows // 10, **codes,
            "first_grams": rows * 10, "second_grams": Missing(rows * 10, rng.random(ROWS) < 0.3),
        })  # fmt: skip
        writer.finish([])
    return pq.ParquetFile(tmp_path / "new" / "exhibits.parquet")


def test_no_row_is_lost_or_leaves_its_row_group(written: pq.ParquetFile) -> None:
    for number in range(written.num_row_groups):
        found = sorted(written.read_row_group(number)["exhibit"].to_pylist())
        assert found == list(range(number * GROUP, min((number + 1) * GROUP, ROWS)))


def test_like_rows_stand_together_and_equal_ones_as_they_came(written: pq.ParquetFile) -> None:
    known = words(TABLES["exhibits"], load())
    keys = [column.name for column, _ in sorting(TABLES["exhibits"], known)]
    assert keys == ["first_grams", "second_grams", "offence", "form", "concealment", "drug", "province"]
    for number in range(written.num_row_groups):
        rows = written.read_row_group(number).to_pylist()
        places = [
            (row["second_grams"] is not None, *(known[key].index(row[key]) for key in keys[2:]), row["exhibit"])
            for row in rows
        ]
        assert places == sorted(places)


def test_columns_that_one_number_has_no_room_for_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(order, "BITS", 8)
    kept = sorting(TABLES["exhibits"], words(TABLES["exhibits"], load()))
    assert [column.name for column, _ in kept] == ["first_grams", "second_grams", "offence", "form"]  # 2 × 2 × 3 × 7
