"""No acknowledged booking is lost or there by half, however often server and worker are killed: ./bench faults

On SQLite and on PostgreSQL: bookings come over HTTP while the processes get SIGKILL at random moments, as often as the
argument says (200 times on each database without one), and are started again. Afterwards every acknowledged booking and
receipt is there with its entry, every row is as the acts say, every number that was given out has its case, and the
audit of the ledger passes. 200 kills take some thirteen minutes on each. Ends with 0 when all that holds.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from support.databases import postgresql_cluster
from support.kills import killed

KILLS = 200


def main(kills: int) -> int:
    """Prints the figures of each database, and what is wrong. 0 when nothing is."""
    seed = int(time.time())
    print(f"{kills} kills on each database, drawn from seed {seed}", flush=True)
    with tempfile.TemporaryDirectory(prefix="marga-bench-") as data:
        holds = on("SQLite", f"sqlite:///{data}/db.sqlite3", Path(data), kills, seed)
    with tempfile.TemporaryDirectory(prefix="marga-bench-") as data, postgresql_cluster(durable=True) as address:
        holds &= on("PostgreSQL", address, Path(data), kills, seed)
    return 0 if holds else 1


def on(name: str, address: str, data: Path, kills: int, seed: int) -> bool:
    """Everything on one database; whether nothing is wrong."""
    start = time.monotonic()
    outcome = killed(address, data, kills, seed)
    print(f"{name}, {time.monotonic() - start:.0f} s", *outcome.lines(), *outcome.wrong[:20], sep="\n  ", flush=True)
    return not outcome.wrong


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if sys.argv[1:] else KILLS))
