"""A side's web processes, and pages that are asked of them at a pace. What several benches measure with."""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
import threading
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from queue import Queue
from time import perf_counter, sleep

PORT, PROCESSES = 8785, 2
Times = dict[str, list[float]]
Visit = tuple[str, str, str]  # what it is, whose session, the address


@contextmanager
def web() -> Iterator[None]:
    """The web processes of the side, stopped at the end."""
    served = subprocess.Popen([sys.executable, "-m", "marga.site.serve", str(PORT)],
                              env={**os.environ, "MARGA_PROCESSES": str(PROCESSES)},
                              stdin=subprocess.PIPE)  # fmt: skip
    try:
        while not answers():
            assert served.poll() is None, "the web process ended"
            sleep(0.1)
        yield
    finally:
        served.terminate()
        served.wait(20)


def answers() -> bool:
    try:
        talk = http.client.HTTPConnection("127.0.0.1", PORT, timeout=30)
        talk.request("GET", "/healthz")
        return talk.getresponse().status == 200
    except OSError:
        return False


def asked(visits: Sequence[Visit], a_second: int | None, clients: int = 8) -> Times:
    """Milliseconds of each kind of page: at so many a second, from when each was due; or without pause."""
    wanted: Queue[tuple[float, Visit] | None] = Queue()
    start, times = perf_counter() + 0.5, defaultdict(list)
    for place, visit in enumerate(visits):
        wanted.put((start + place / a_second if a_second else 0.0, visit))
    asking = [threading.Thread(target=ask, args=(wanted, times)) for _ in range(clients)]
    for client in asking:
        wanted.put(None)
        client.start()
    for client in asking:
        client.join()
    return times


def ask(wanted: Queue[tuple[float, Visit] | None], times: Times) -> None:
    """One who asks for pages, each when it is due."""
    talk = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
    while (one := wanted.get()) is not None:
        due, (what, cookie, path) = one
        sleep(max(0.0, due - perf_counter()))
        begun = due or perf_counter()
        talk.request("GET", path, headers={"Cookie": cookie})
        answer = talk.getresponse()
        answer.read()
        times[what].append((perf_counter() - begun) * 1000)
        if answer.status != 200:
            times["failed"].append(answer.status)


def percentile(values: Sequence[float], percent: int) -> float:
    """Nearest rank."""
    return sorted(values)[max(0, -(-len(values) * percent // 100) - 1)]
