import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from marga.figures.counting.alone import make_cube
from marga.figures.counting.engine import connected
from support.extracts import small_country

__all__ = ["small_country"]


@pytest.fixture(scope="session")
def spark() -> Iterator[Any]:
    """Spark, started once. Who uses it carries the mark `xdist_group("spark")`, so that one worker starts it."""
    with connected("spark") as backend:
        yield backend


@pytest.fixture(scope="session")
def small_cubes(small_country: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The signed cubes of the small country's sides, in a folder: read them, do not change them."""
    made = tmp_path_factory.mktemp("cubes")
    for side in ("enforcement", "care"):
        make_cube(small_country / side, made / f"{side}.cube", made / f"{side}.key", "duckdb", "kh")
    return made


@pytest.fixture
def cube_of(small_cubes: Path, tmp_path: Path) -> Callable[[str], Path]:
    """A copy of one side's cube that may be damaged."""
    return lambda side: Path(shutil.copy(small_cubes / f"{side}.cube", tmp_path))
