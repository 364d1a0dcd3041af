"""All figures of 10 million parties are counted in under 2 seconds and 2 GB on two cores: ./bench figures

The figures of a bulletin by all their margins, from the extracts of both sides. Against the limit: one read of the
columns they need with one group-by a table. And against the same figures written plainly in Polars and in pandas, which
must come to the same numbers. Each line is a process of its own, the best of several runs in it. Beside the clock
stands the time of the processors, which other work on the machine changes little: ratios are of that.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter, process_time

Numbers = dict[str, list[float]]  # by part and margin: how many groups, and what each figure adds up to
PARTIES, AT_SCALE_1 = (100_000, 1_000_000, 10_000_000), 75_719  # of 2017 to 2020
LIMIT_SECONDS, LIMIT_GB, MOST_TIMES_THE_LIMIT, TIMES_PANDAS = 2.0, 2.0, 10.0, 10.0
#: Units that need more than counting rows: people in a time, days added up over people and places.
NOT_PLAIN = {"person", "person-day", "place-day"}


@dataclass(frozen=True)
class Run:
    """One task: seconds on the clock and of the processors, the most memory (GB), and the numbers it came to."""

    seconds: float
    processors: float
    memory_gb: float
    numbers: Numbers


def limit(folder: Path) -> Callable[[], Numbers]:
    """For each table one read of the columns that are needed, with one group-by."""
    import duckdb
    from counting_columns import needed

    from marga.extract import TABLES

    base, queries = duckdb.connect(), []
    for table in TABLES.values():
        key, *others = sorted(needed(table.name), key=lambda name: table.column(name).kind != "code")
        read = ", ".join(f"any_value({name})" for name in others)
        file = folder / table.side / f"{table.name}.parquet"
        queries.append(f"SELECT {key}, count(*), {read} FROM read_parquet('{file}') GROUP BY ALL")
    return lambda: {query: [len(base.execute(query).fetchall())] for query in queries}


def plain(folder: Path) -> Callable[[], Numbers]:
    """The figures that count rows and no more, by the margins that are published."""
    from marga.extract.schema import SIDES
    from marga.figures.counting import connect, cube

    chosen: dict[str, cube.Parts] = {side: {} for side in SIDES}
    for side in SIDES:
        for part, figures in cube.parts(side).items():
            margins = tuple(margin for margin in figures[0].margins if "waited_days" not in margin)
            grain = figures[0].grain._replace(margins=margins)
            chosen[side][part] = [replace(one, grain=grain) for one in figures if one.unit not in NOT_PLAIN]
    backend = connect()
    return lambda: numbers([cube.count(backend, folder / side, parts) for side, parts in chosen.items()])


def everything(folder: Path) -> Callable[[], Numbers]:
    """The whole cubes of both sides, people in a year and days waited included."""
    from marga.extract.schema import SIDES
    from marga.figures.counting import connect, cube

    backend = connect()
    return lambda: numbers([cube.build(backend, folder / side, side) for side in SIDES])


def numbers(cubes: list) -> Numbers:
    from marga.figures.counting import DEFINITIONS

    found = {}
    for made in cubes:
        figures = [name for name in made.column_names if name in DEFINITIONS]
        sums = made.group_by(["part", "margin"]).aggregate([([], "count_all"), *((name, "sum") for name in figures)])
        for row in sums.to_pylist():
            counted = [float(row[f"{name}_sum"]) for name in figures if row[f"{name}_sum"] is not None]
            found[f"{row['part']}: {row['margin']}"] = [row["count_all"], *counted]
    return found


def in_polars(folder: Path) -> Callable[[], Numbers]:
    import counting_polars

    return lambda: {name: [groups, *sums] for name, groups, sums in counting_polars.count(folder)}


def in_pandas(folder: Path) -> Callable[[], Numbers]:
    import counting_pandas

    return lambda: {name: [groups, *sums] for name, groups, sums in counting_pandas.count(folder)}


TASKS = {"limit": (limit, 5), "plain counts": (plain, 5), "everything": (everything, 5), "Polars": (in_polars, 3),
         "pandas": (in_pandas, 1)}  # fmt: skip


def main() -> int:
    print(f"other work on this machine: a load of {os.getloadavg()[0]:.1f}")
    print("   parties                  on the clock   of the processors    memory   times the limit")
    with tempfile.TemporaryDirectory() as folder:
        for parties in PARTIES:
            country = Path(folder) / str(parties)
            make(country, parties)
            runs = {task: measured(task, country) for task in TASKS}
            for task, run in runs.items():
                times = run.processors / runs["limit"].processors
                print(f"{parties:10,d}   {task:12}   {run.seconds:10.2f} s   {run.processors:15.2f} s   "
                      f"{run.memory_gb:4.1f} GB   {times:15.1f}", flush=True)  # fmt: skip
    return judged(runs)


def make(country: Path, parties: int) -> None:
    program = Path(sys.executable).with_name("marga")
    scale = str(round(parties / AT_SCALE_1, 3))
    subprocess.run([program, "example", country, "--scale", scale], check=True, capture_output=True)


def measured(task: str, country: Path) -> Run:
    """The task in a process of its own."""
    done = subprocess.run([sys.executable, __file__, task, country], check=True, stdout=subprocess.PIPE, text=True)
    return Run(**json.loads(done.stdout))


def measure(task: str, country: Path) -> Run:
    """The best of several runs here."""
    prepare, times = TASKS[task]
    work, best = prepare(country), (float("inf"), float("inf"))
    for _ in range(times):
        clock, processors = perf_counter(), process_time()
        found = work()
        best = min(best, (perf_counter() - clock, process_time() - processors))
    return Run(*best, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6, found)


def judged(runs: dict[str, Run]) -> int:
    """Print each claim and whether it holds for the last runs: seconds on the clock, ratios of the processors' time."""
    whole, most = runs["everything"], MOST_TIMES_THE_LIMIT
    times = {name: run.processors / whole.processors for name, run in runs.items()}
    plainly = runs["plain counts"].processors / runs["limit"].processors
    claims = {
        f"everything takes less than {LIMIT_SECONDS:.0f} s: {whole.seconds:.2f} s": whole.seconds < LIMIT_SECONDS,
        f"and less than {LIMIT_GB:.0f} GB: {whole.memory_gb:.1f} GB": whole.memory_gb < LIMIT_GB,
        f"plain counts take at most {most:.0f} times the limit: {plainly:.1f} times": plainly <= most,
        f"everything is quicker than in Polars: {times['Polars']:.1f} times": times["Polars"] > 1,
        f"{TIMES_PANDAS:.0f} times as quick as in pandas: {times['pandas']:.1f} times": times["pandas"] >= TIMES_PANDAS,
        "the numbers are the same in all three": same(whole.numbers, runs["Polars"].numbers, runs["pandas"].numbers),
    }
    for claim, holds in claims.items():
        print(f"{'holds' if holds else 'FAILS':>10}   {claim}")
    return 0 if all(claims.values()) else 1


def same(*counted: Numbers) -> bool:
    """Whether they agree to the last gram; floats may lose a thousandth of one."""
    rounded = [{name: [round(number, 1) for number in found] for name, found in one.items()} for one in counted]
    return all(one == rounded[0] for one in rounded)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(vars(measure(sys.argv[1], Path(sys.argv[2])))))
        sys.exit()
    sys.exit(main())
