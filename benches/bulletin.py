"""A year's bulletin comes from its cubes in under a second, and is protected in under 30; print apart: ./bench bulletin

Two years of the example country at its full size are counted into cubes first. Then, in one process: the bulletin of a
year from cubes to files, step by step; what protection costs beside hiding only the small counts; and a bulletin every
month for two years, each protected beside all before it, with the attack on everything at the end.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from time import perf_counter, process_time
from typing import TypeVar

import numpy as np

from marga.country import Country, Period, load
from marga.extract.example import make_example, make_plan
from marga.figures.bulletin.contents import layouts
from marga.figures.bulletin.counted import count
from marga.figures.bulletin.folder import rendered
from marga.figures.bulletin.making import Made, Order, make
from marga.figures.bulletin.report import verdict
from marga.figures.bulletin.sources import open_sources
from marga.figures.counting.alone import make_cube
from marga.figures.disclose import attack, loss_of, protect

T = TypeVar("T")
YEARS = Period(date(2018, 1, 1), date(2019, 12, 31))
YEAR = Period(date(2019, 1, 1), date(2019, 12, 31))
LIMIT_SECONDS, PROTECT_SECONDS = 1.0, 30.0  # of the processor


def main() -> int:
    country = load()
    with tempfile.TemporaryDirectory(prefix="marga-bench-") as folder:
        cubes = counted(Path(folder), country)
        once(cubes, country)  # what a process loads once is no part of a bulletin
        fine = once(cubes, country, say=print)
        fine &= lost(cubes, country)
        fine &= two_years(cubes, country)
    return 0 if fine else 1


def counted(folder: Path, country: Country) -> list[Path]:
    """The signed cubes of two years."""
    make_example(folder / "country", make_plan(country, YEARS, 1.0, 1))
    made = []
    for side in ("enforcement", "care"):
        out = folder / f"{side}.cube"
        make_cube(folder / "country" / side, out, folder / f"{side}.key", "duckdb", country.code)
        made.append(out)
    return made


def once(cubes: list[Path], country: Country, say: Callable[[str], object] = lambda _text: None) -> bool:
    """From cubes to files, and the seconds of each step; whether all but protection and print take under a second."""
    spent: dict[str, float] = {}
    cube, sources = timed(spent, "read and verify", lambda: open_sources(cubes, country, YEAR))
    watch = Watch()
    made = make(cube, sources, country, Order(YEAR, date(2020, 1, 20)), progress=watch)
    spent["count"] = watch.between("count", "protect") + watch.between("work out", "done")
    timed(spent, "check", lambda: verdict(made.bulletin, country, []))
    timed(spent, "write", lambda: rendered(made.bulletin, country, pdf=False))
    total = sum(spent.values())
    spent["protect, too"] = watch.between("protect", "work out")
    timed(spent, "print, too", lambda: rendered(made.bulletin, country))
    say(f"one year: {sum(1 for _ in made.bulletin.numbers())} numbers in {len(made.bulletin.tables)} tables")
    for step, seconds in spent.items():
        say(f"  {step:<18} {seconds:6.2f} s of the processor")
    say(f"  from cubes to files: {total:.2f} s, limit {LIMIT_SECONDS:.0f} s; with protection "
        f"{total + spent['protect, too']:.2f} s")  # fmt: skip
    return total < LIMIT_SECONDS


class Watch:
    """Seconds of the processor when each step began."""

    def __init__(self) -> None:
        self.at: dict[str, float] = {}

    def __call__(self, step: str, _share: float) -> None:
        self.at[step] = process_time()

    def between(self, step: str, next_step: str) -> float:
        return self.at[next_step] - self.at[step]


def timed(spent: dict[str, float], step: str, work: Callable[[], T]) -> T:
    start = process_time()
    result = work()
    spent[step] = process_time() - start
    return result


def lost(cubes: list[Path], country: Country) -> bool:
    """What is hidden, beside hiding only the small counts, which the attack undoes."""
    cube, _ = open_sources(cubes, country, YEAR)
    group = next(one for one in count("2019", cube, country, YEAR, layouts()) if one.policy.method == "hide")
    made = protect(group.release, group.policy)
    loss = loss_of(made)
    low, high = made.low.copy(), made.high.copy()
    low[made.hidden & ~made.small] = high[made.hidden & ~made.small] = made.release.counts[made.hidden & ~made.small]
    careless = replace(made, low=low, high=high, hidden=made.small)
    undone = len(attack([careless.published()], up_to=group.policy.up_to).narrow(group.policy.up_to))
    left = attack([made.published()], up_to=group.policy.up_to).narrow(group.policy.up_to)
    print(f"protection: {loss.cells} counts of people; {loss.small_cells} small ones hidden, {loss.more_cells} more "
          f"({loss.more_percent:.1f} %) with {loss.more_count_percent:.2f} % of all that is counted")  # fmt: skip
    print(f"  hiding only the small ones leaves {undone} of {int(made.small.sum())} to be worked out; this {len(left)}")
    return not left and undone > 0


def two_years(cubes: list[Path], country: Country) -> bool:
    """A bulletin every month, each beside all before it."""
    series: list[Made] = []
    seconds = []
    for year in (2018, 2019):
        for month in range(1, 13):
            following = date(year + month // 12, month % 12 + 1, 1)
            period = Period(date(year, 1, 1), date.fromordinal(following.toordinal() - 1))
            cube, sources = open_sources(cubes, country, period)
            start = process_time()
            series.append(make(cube, sources, country, Order(period, following), series))
            seconds.append(process_time() - start)
    start = perf_counter()
    hiding = [one for made in series for one in made.protected if one.policy.method == "hide"]
    found = attack([one.published() for one in hiding], up_to=hiding[0].policy.up_to)
    told = {cell for one in hiding for cell, known in zip(one.release.cells, one.told, strict=True) if known}
    narrow = [cell for cell, _ in found.narrow(hiding[0].policy.up_to) if cell not in told]
    print(f"a bulletin every month for two years: {np.median(seconds):.2f} s each, the slowest {max(seconds):.2f} s; "
          f"limit {PROTECT_SECONDS:.0f} s")  # fmt: skip
    print(f"  attack on all {len(series)}: {len(found.intervals)} hidden counts, {len(narrow)} worked out, "
          f"least width {found.least_width():.0f}, {perf_counter() - start:.1f} s")  # fmt: skip
    return max(seconds) < PROTECT_SECONDS and not narrow and found.least_width() >= hiding[0].policy.up_to


if __name__ == "__main__":
    sys.exit(main())
