from collections.abc import Iterator
from typing import Any

import pytest

from marga.figures.counting.engine import connected
from support.extracts import small_country

__all__ = ["small_country"]


@pytest.fixture(scope="session")
def spark() -> Iterator[Any]:
    """Spark, started once. Who uses it carries the mark `xdist_group("spark")`, so that one worker starts it."""
    with connected("spark") as backend:
        yield backend
