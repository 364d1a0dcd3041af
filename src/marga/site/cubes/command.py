"""What `marga SIDE extract` and `marga SIDE cube` do on the side's own machine. Each prints what it did."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.utils import timezone
from rich.console import Console
from rich.progress import Progress, TextColumn, TimeElapsedColumn

from marga.country import Period
from marga.extract import Manifest

from .making import Progress as Told
from .making import cube_name, public_key, token

Extract = Callable[[Period, Path, datetime, Told], Manifest]


def extract_to(extract: Extract, out: Path, period: Period) -> None:
    """Write an extract. Raises OSError."""
    bar = Progress(TextColumn("{task.description}"), TimeElapsedColumn(), console=Console(stderr=True), transient=True)
    with bar:
        task = bar.add_task("", total=None)
        made = extract(period, out, timezone.now(), lambda name, rows: bar.update(task, description=f"{name} {rows:,}"))
    rows = ", ".join(f"{file.rows:,} {name}" for name, file in made.files.items())
    print(f"{out}: {rows}. Its rows never leave this side.")  # noqa: T201


def count(write_cube: Callable[[datetime], Path | None]) -> None:
    """Make the cube now, and say how the authority collects it."""
    made = write_cube(timezone.now())
    print(f"{made} was made." if made else "No month with a record is over yet, so there is nothing to count.")  # noqa: T201
    print(f"address  /cube/{token()}/{cube_name()}")  # noqa: T201
    print(f"key      {public_key()}")  # noqa: T201
