"""`marga bulletin` at a terminal: counts, protects, checks and writes, and says what it did and what was lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from marga.country import ENGLISH, Country, DataError, Period, load
from marga.figures.disclose import DisclosureError

from .bulletin import Bulletin
from .files import digest, to_json
from .folder import LANGUAGES, read_folders, rendered, write_folder
from .languages import writer_in
from .making import Made, Order, make
from .report import Verdict, said, verdict
from .sources import open_sources


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line asks for."""

    sources: Sequence[Path]
    period: Period
    out: Path
    published: date
    before: Sequence[Path] = ()
    trusted: Sequence[str] = ()
    reason: str = ""
    remark: str = ""
    pdf: bool = True


class Refused(Exception):
    """The figure check found contradictions: nothing was written. The message lists them."""


def run(asked: Asked, country_code: str) -> None:
    """Make a bulletin and write its folder. Raises DataError, DisclosureError or OSError with what to do; Refused."""
    country = load(country_code)
    earlier = read_folders(asked.before)
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("read", total=1.0)
        cube, sources = open_sources(asked.sources, country, asked.period, asked.trusted or None)
        order = Order(asked.period, asked.published, asked.reason)
        made = make(cube, sources, country, order, earlier,
                    lambda what, share: bar.update(task, description=what, completed=share))  # fmt: skip
        bar.update(task, description="check")
        found = verdict(made.bulletin, country, [one.bulletin for one in earlier])
        if found.errors:
            raise Refused(_refusal(found))
        finished = Made(with_findings(made.bulletin, found, asked.remark), made.protected)
        bar.update(task, description="write")
        write_folder(finished, rendered(finished.bulletin, country, pdf=asked.pdf), asked.out)
    _tell(finished.bulletin, found, asked.out, country)


def with_findings(bulletin: Bulletin, found: Verdict, remark: str) -> Bulletin:
    """The bulletin with what the figure check found, in every language, and what is said to it."""
    findings = tuple(said(found.all, {code: writer_in(code) for code in LANGUAGES}))
    return replace(bulletin, findings=findings, remark=remark)


def _refusal(found: Verdict) -> str:
    lines = [f"- {one.message}" for one in found.errors]
    return "\n".join(
        ["The figures contradict each other; nothing was written. Mend the records, not the figures:", *lines]
    )


def _tell(bulletin: Bulletin, found: Verdict, out: Path, country: Country) -> None:
    console = Console(soft_wrap=True, highlight=False)
    loss = bulletin.loss
    shown = ENGLISH.period(bulletin.period)
    lines = [
        f"{out}: bulletin of {country.name.en}, {shown}, revision {bulletin.revision}, run {bulletin.run}.",
        f"  {loss.cells:,} protected counts: {loss.small} small ones hidden, {loss.more} more to protect them, with "
        f"{loss.more_percent} % of all that is counted, person-days and attendances apart ({loss.method}).",
        f"  {len(bulletin.changes)} numbers differ from those published before.",
    ]  # fmt: skip
    if loss.table:
        lines.append(f"  The table that loses most: {loss.table}, {loss.table_hidden} of {loss.table_cells} counts.")
    lines += [f"  Unlike what others printed: {one.message}" for one in found.differences]
    lines.append(f"  SHA-256 of the bulletin: {digest(to_json(bulletin))}")
    console.print("\n".join(lines), markup=False)


__all__ = ["Asked", "DataError", "DisclosureError", "Refused", "run", "with_findings"]
