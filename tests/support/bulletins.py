"""Bulletins for tests: two years of a synthetic country, its signed cubes, and what a reader can lay side by side."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from marga.country import Period, load
from marga.figures.bulletin.bulletin import Bulletin
from marga.figures.bulletin.making import Made, Order, make
from marga.figures.bulletin.sources import open_sources
from marga.figures.counting.alone import make_cube
from support.extracts import example, rewrite

YEARS = Period(date(2018, 1, 1), date(2019, 12, 31))
COUNTRY = load("kh")


def months(year: int, first: int, last: int) -> Period:
    """Whole months of a year."""
    following = date(year + last // 12, last % 12 + 1, 1)
    return Period(date(year, first, 1), date.fromordinal(following.toordinal() - 1))


@dataclass(frozen=True)
class Records:
    """The extracts of both sides in a folder, and their cubes, signed."""

    folder: Path

    @cached_property
    def cubes(self) -> list[Path]:
        made = []
        for side in ("enforcement", "care"):
            out = self.folder / f"{side}.cube"
            make_cube(self.folder / side, out, self.folder / f"{side}.key", "duckdb", "kh")
            made.append(out)
        return made

    def bulletin(
        self, period: Period, earlier: Sequence[Made] = (), *, published: date | None = None, reason: str = ""
    ) -> Made:
        """The bulletin of a period, published on the day after it unless another is given."""
        cube, sources = open_sources(self.cubes, COUNTRY, period)
        return make(cube, sources, COUNTRY, Order(period, published or period.next_day, reason), earlier)


@pytest.fixture(scope="session")
def records(tmp_path_factory: pytest.TempPathFactory) -> Records:
    """Two years of the country at its full size: read them, do not change them."""
    return Records(example(tmp_path_factory.mktemp("records") / "country", YEARS, scale=1.0))


@pytest.fixture
def changed(records: Records, tmp_path: Path) -> Callable[[str, Callable[[pa.Table], pa.Table]], Records]:
    """The same records with one table changed: as a side sends them that found a mistake."""

    def change(table: str, how: Callable[[pa.Table], pa.Table]) -> Records:
        copied = Path(shutil.copytree(records.folder, tmp_path / "changed"))
        for old in copied.glob("*.cube*"):
            old.unlink()
        side = next(side for side in ("enforcement", "care") if (copied / side / f"{table}.parquet").exists())
        rewrite(copied / side, table, how)
        return Records(copied)

    return change


def without(count: int, column: str, value: str, start: date, end: date) -> Callable[[pa.Table], pa.Table]:
    """Leaves out the first rows of a group that were opened from `start` to `end`."""

    def drop(rows: pa.Table) -> pa.Table:
        inside = pc.and_(
            pc.equal(rows[column], value),
            pc.and_(pc.greater_equal(rows["opened"], start), pc.less_equal(rows["opened"], end)),
        )
        gone = set(pc.indices_nonzero(inside).to_pylist()[:count])
        assert len(gone) == count
        return rows.take([row for row in range(rows.num_rows) if row not in gone])

    return drop


def shown(bulletin: Bulletin, table: str, time: str, **where: str) -> object:
    """One number of a bulletin."""
    return bulletin.table(table).value(tuple(where.items()), time)
