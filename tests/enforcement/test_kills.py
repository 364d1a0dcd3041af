"""SIGKILL to server and worker, at random moments under a load of bookings: the short form of ./bench faults."""

from support.databases import postgresql_cluster
from support.kills import killed
from support.kills_enforcement import Bookings

KILLS, SEED = 6, 20261124


def outlives(tmp_path, address):
    outcome = killed(Bookings, address, tmp_path, KILLS, SEED)
    assert outcome.wrong == []
    assert outcome.killed == {"web": KILLS // 2, "worker": KILLS // 2}
    assert outcome.load.away, "no kill was noticed"
    assert outcome.totals["cases"] == len(outcome.load.booked) > 0
    assert outcome.load.receipts


def test_every_acknowledged_booking_outlives_kills_on_sqlite(tmp_path):
    outlives(tmp_path, f"sqlite:///{tmp_path}/db.sqlite3")


def test_every_acknowledged_booking_outlives_kills_on_postgresql(tmp_path):
    with postgresql_cluster() as address:
        outlives(tmp_path, address)
