"""`marga enforcement …` on the side's own machine. Each prints what it did, and returns the exit code."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from marga.enforcement.notices.pulling import pull, source
from marga.enforcement.notices.services import take

from .importing import Outcome, import_file, importer
from .reading import Wrong

DONE, FOUND = 0, 1
STEPS = {"check": "checking", "book": "booking"}


def import_csv(file: Path, unit: str, officer: str, *, dry_run: bool) -> int:
    """Import a file of cases. Raises Refused, or OSError where it cannot be read."""
    who = importer(officer, unit)
    with _bar() as bar:
        task = bar.add_task("checking", total=None)

        def progress(step: str, done: int, of: int) -> None:
            bar.update(task, description=STEPS[step], completed=done, total=of or None)

        outcome = import_file(file.read_bytes(), who, dry_run=dry_run, progress=progress)
    for line in _lines(outcome, file, dry_run=dry_run):
        print(line)  # noqa: T201
    return FOUND if outcome.wrong else DONE


def take_notices() -> int:
    """Take care's batch of today. Raises LedgerError, Refused."""
    asked = source()
    if asked is None:
        print("Nobody said where care's notices are: set MARGA_NOTICES_AT and MARGA_NOTICES_KEY.")  # noqa: T201
        return DONE
    batch = pull(asked)
    found = take(batch, timezone.now())
    print(f"The notices of {batch.day} were taken: {found:,} people are told of.")  # noqa: T201
    return DONE


def _lines(outcome: Outcome, file: Path, *, dry_run: bool) -> Iterator[str]:
    if outcome.wrong:
        yield from (_line(one, file) for one in outcome.wrong)
        yield "Nothing was imported. Mend these and try again."
        return
    what = f"{outcome.cases:,} cases with {outcome.people:,} people and {outcome.exhibits:,} exhibits"
    if dry_run:
        yield f"{file} can be imported: {what}, {outcome.cases - outcome.known:,} of them new."
    else:
        yield f"{file} has {what}: {outcome.made:,} were booked, {outcome.known:,} were here before."


def _line(one: Wrong, file: Path) -> str:
    place = f"{file}:{one.line}" + (f", {one.column}" if one.column else "")
    value = f" is “{one.value}”" if one.value else ""
    return f"{place}{value}: {one.says}"


@contextmanager
def _bar() -> Iterator[Progress]:
    bar = Progress(TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn(),
                   console=Console(stderr=True), transient=True)  # fmt: skip
    with bar:
        yield bar
