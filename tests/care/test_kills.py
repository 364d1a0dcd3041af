"""SIGKILL to server and worker, at random moments while people ask, come and go: the short form of ./bench faults."""

from support.databases import postgresql_cluster
from support.kills import killed
from support.kills_care import Visits

KILLS, SEED = 6, 20261128


def outlives(tmp_path, address):
    outcome = killed(Visits, address, tmp_path, KILLS, SEED)
    assert outcome.wrong == []
    assert outcome.killed == {"web": KILLS // 2, "worker": KILLS // 2}
    assert outcome.load.away, "no kill was noticed"
    assert outcome.totals["requests"] == len(outcome.load.codes) > 0
    told = {kind for kind, _about in outcome.load.acts}
    assert told >= {"request.answered", "offer.made", "stay.begun", "consent.witnessed", "consent.ended"}


def test_every_acknowledged_act_of_care_outlives_kills_on_sqlite(tmp_path):
    outlives(tmp_path, f"sqlite:///{tmp_path}/db.sqlite3")


def test_every_acknowledged_act_of_care_outlives_kills_on_postgresql(tmp_path):
    with postgresql_cluster() as address:
        outlives(tmp_path, address)
