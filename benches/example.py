"""A country of 10 million parties is made in under 60 seconds and 4 GB on two cores: ./bench example

Both sides are written, in a process of its own, to a folder that is deleted again. Beside the clock stands the time of
the processors, which other work on the machine does not change. Each line is one run; rows grow ten times a line.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

PARTIES_A_YEAR = 20_490  # of 2019, at scale 1
PARTIES = (100_000, 1_000_000, 10_000_000)
LIMIT_SECONDS, LIMIT_GB = 60.0, 4.0


@dataclass(frozen=True)
class Run:
    """One example made: seconds on the clock and of the processors, the most memory (GB), and what was written (MB)."""

    seconds: float
    processors: float
    memory_gb: float
    written_mb: float


def main() -> int:
    print("   parties      on the clock   of the processors   most memory   written")
    for parties in PARTIES:
        run = make(parties)
        print(f"{parties:10,d}   {run.seconds:10.1f} s   {run.processors:15.1f} s   {run.memory_gb:8.2f} GB   "
              f"{run.written_mb:5.0f} MB", flush=True)  # fmt: skip
    print(f"limit        {LIMIT_SECONDS:10.0f} s                       {LIMIT_GB:8.2f} GB")
    return 0 if run.seconds < LIMIT_SECONDS and run.memory_gb < LIMIT_GB else 1


def make(parties: int) -> Run:
    """The year 2019 at the scale that has about so many parties, in a child process on two cores."""
    program = Path(sys.executable).with_name("marga")
    with tempfile.TemporaryDirectory() as name:
        out = Path(name) / "country"
        command = [program, "example", out, "--from", "2019-01-01", "--to", "2019-12-31",
                   "--scale", str(round(parties / PARTIES_A_YEAR, 3))]  # fmt: skip
        before, clock = resource.getrusage(resource.RUSAGE_CHILDREN), perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        seconds, after = perf_counter() - clock, resource.getrusage(resource.RUSAGE_CHILDREN)
        written = sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(seconds, spent, after.ru_maxrss / 1e6, written / 1e6)  # the largest child so far: runs grow


if __name__ == "__main__":
    sys.exit(main())
