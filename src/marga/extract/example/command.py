"""`marga example` at a terminal: a bar while it works, one line when it is done."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from marga.country import Period, load

from ..schema import SIDES
from .making import make_example
from .plan import make_plan


def make(out: Path, since: date, until: date, *, scale: float, seed: int, side: str, country: str) -> None:
    """Make the folders and say what they hold. Raises ValueError or OSError with what to do."""
    if side and side not in SIDES:
        raise ValueError(f"--side is “{side}”; write {' or '.join(SIDES)}, or leave it out for both.")
    if until < since:
        raise ValueError(f"--to is {until}, before --from, {since}; swap them.")
    plan, console = make_plan(load(country), Period(since, until), scale, seed), Console(stderr=True)
    sides = [side] if side else list(SIDES)
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        tasks = {name: bar.add_task(name, total=1.0) for name in sides}
        manifests = make_example(
            out, plan, sides=sides, progress=lambda name, done: bar.update(tasks[name], completed=done)
        )
    for name, manifest in manifests.items():
        rows = ", ".join(f"{file.rows:,} {table}" for table, file in manifest.files.items())
        Console(soft_wrap=True, highlight=False).print(f"{out / name}: {rows}", markup=False)
