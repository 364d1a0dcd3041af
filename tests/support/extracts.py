"""Extracts for tests: a small synthetic country, and folders damaged on purpose."""

import hashlib
import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from marga.country import Period, load
from marga.extract.example import make_example, make_plan

SPRING = Period(date(2019, 1, 1), date(2019, 5, 31))


def example(out: Path, period: Period = SPRING, *, scale: float = 0.1, seed: int = 1, **others: object) -> Path:
    """A synthetic country in a folder, the folder."""
    make_example(out, make_plan(load(), period, scale, seed), **others)  # type: ignore[arg-type]
    return out


@pytest.fixture(scope="session")
def small_country(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tenth of a country for five months: read it, do not change it."""
    return example(tmp_path_factory.mktemp("small") / "country")


@pytest.fixture
def damaged(small_country: Path, tmp_path: Path) -> Callable[[str], Path]:
    """A copy of one side that may be changed."""
    return lambda side: Path(shutil.copytree(small_country / side, tmp_path / side))


def rewrite(folder: Path, table: str, change: Callable[[pa.Table], pa.Table]) -> Path:
    """Change the rows of a table, and let the manifest tell of the changed file as if its maker had written it so."""
    path = folder / f"{table}.parquet"
    rows = change(pq.read_table(path))
    pq.write_table(rows, path)
    about = json.loads((folder / "manifest.json").read_text("utf-8"))
    about["tables"][table] = {"rows": rows.num_rows, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
    (folder / "manifest.json").write_text(json.dumps(about), "utf-8")
    return folder


def put(column: str, values: Callable[[pa.ChunkedArray], object]) -> Callable[[pa.Table], pa.Table]:
    """A change of one column."""
    return lambda rows: rows.set_column(rows.column_names.index(column), column, values(rows[column]))


def first_is(value: object) -> Callable[[pa.ChunkedArray], pa.Array]:
    """The same column with another first value."""
    return lambda old: pa.array([value, *old.to_pylist()[1:]], old.type)


def digests(folder: Path) -> dict[str, str]:
    """SHA-256 of every file in a folder."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
