"""No acknowledged act is lost or there by half, however often server and worker are killed: ./bench faults

On SQLite and on PostgreSQL, one side after the other: bookings come to the register, and people ask, come and consent
at care, over HTTP while the processes get SIGKILL at random moments, `--kills` times (200 on each database), and are
started again. Afterwards every acknowledged act is there with its entry, every row is as the acts say, every number
that was given out has its case, every request has its code, no ward ever held more than is safe, and the audit of the
ledger passes. 200 kills take some thirteen minutes on each database. `--side care` or `--side enforcement`: that one
alone. Ends with 0 when all that holds.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from support.databases import postgresql_cluster
from support.kills import Load, killed
from support.kills_care import Visits
from support.kills_enforcement import Bookings

LOADS = {one.SIDE: one for one in (Bookings, Visits)}


def main() -> int:
    """Prints the figures of each side and database, and what is wrong. 0 when nothing is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200, help="on each database")
    parser.add_argument("--side", choices=LOADS, help="this one alone")
    said, seed = parser.parse_args(), int(time.time())
    print(f"{said.kills} kills on each database, drawn from seed {seed}", flush=True)
    holds = [both(kind, said.kills, seed) for side, kind in LOADS.items() if said.side in (None, side)]
    return 0 if all(holds) else 1


def both(kind: type[Load], kills: int, seed: int) -> bool:
    """One side on both databases; whether nothing is wrong."""
    with tempfile.TemporaryDirectory(prefix="marga-bench-") as data:
        holds = on(kind, "SQLite", f"sqlite:///{data}/db.sqlite3", Path(data), kills, seed)
    with tempfile.TemporaryDirectory(prefix="marga-bench-") as data, postgresql_cluster(durable=True) as address:
        return on(kind, "PostgreSQL", address, Path(data), kills, seed) and holds


def on(kind: type[Load], name: str, address: str, data: Path, kills: int, seed: int) -> bool:
    """Everything on one database; whether nothing is wrong."""
    start = time.monotonic()
    outcome = killed(kind, address, data, kills, seed)
    print(f"{kind.SIDE} on {name}, {time.monotonic() - start:.0f} s", *outcome.lines(), *outcome.wrong[:20],
          sep="\n  ", flush=True)  # fmt: skip
    return not outcome.wrong


if __name__ == "__main__":
    sys.exit(main())
