"""Pages are answered with a p95 under 100 ms at 50 a second on loopback: ./bench pages

Prints p50, p95 and p99 of each page, counted from when it was due, and how many times as long as the health check it
takes. Ends with 0 when the claim holds and every answer was a page.
"""

from __future__ import annotations

import http.client
import sys
import tempfile
import threading
import time
from collections import defaultdict
from pathlib import Path
from queue import Queue
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from support.sides import running_side

PAGES = (
    "/", "/reports/", "/reports/kh-2019-09/", "/measures/cases/", "/rules/", "/check/", "/km/",
    "/km/reports/kh-2019-09/", "/km/measures/cases/", "/api/findings",
)  # fmt: skip
A_SECOND, SECONDS, CLIENTS, LIMIT_MS = 50, 10, 8, 100
Times = dict[str, list[float]]


def visit(host: str, port: int, wanted: Queue[tuple[float, str] | None], times: Times, failed: list[str]) -> None:
    """One client: asks for each page at its time and notes how long it took from then, in milliseconds.

    Counting from when a page was due, not from when the client came round to it, keeps a slow server from hiding its
    own queue.
    """
    connection = http.client.HTTPConnection(host, port, timeout=30)
    while (next_one := wanted.get()) is not None:
        due, path = next_one
        time.sleep(max(0.0, due - time.perf_counter()))
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        times[path].append((time.perf_counter() - due) * 1000)
        if answer.status != 200:
            failed.append(f"{path}: {answer.status}")
    connection.close()


def measure(address: str, pages: tuple[str, ...]) -> tuple[Times, list[str]]:
    """Every page in turn, 50 a second for 10 seconds."""
    parts = urlsplit(address)
    wanted: Queue[tuple[float, str] | None] = Queue()
    start = time.perf_counter() + 0.5
    for number in range(A_SECOND * SECONDS):
        wanted.put((start + number / A_SECOND, pages[number % len(pages)]))
    times: Times = defaultdict(list)
    failed: list[str] = []
    clients = [
        threading.Thread(target=visit, args=(parts.hostname, parts.port, wanted, times, failed)) for _ in range(CLIENTS)
    ]
    for client in clients:
        wanted.put(None)
        client.start()
    for client in clients:
        client.join()
    return times, failed


def percentile(values: list[float], percent: float) -> float:
    """Nearest rank."""
    return sorted(values)[max(0, -(-len(values) * int(percent) // 100) - 1)]


def main() -> int:
    """Prints p50, p95 and p99 a page, all pages together, and the ratio to the health check. 0 when p95 holds."""
    with tempfile.TemporaryDirectory() as data, running_side(Path(data)) as side:
        measure(side.address, PAGES[:1])  # the first answers of a process are not what visitors see
        base, _ = measure(side.address, ("/healthz",))
        times, failed = measure(side.address, PAGES)
    print(f"{'page':28} {'p50 ms':>8} {'p95 ms':>8} {'p99 ms':>8}")
    for path, found in times.items():
        print(f"{path:28} {percentile(found, 50):8.1f} {percentile(found, 95):8.1f} {percentile(found, 99):8.1f}")
    everything = [one for found in times.values() for one in found]
    p95, rest = percentile(everything, 95), percentile(base["/healthz"], 95)
    print(f"{'all':28} {percentile(everything, 50):8.1f} {p95:8.1f} {percentile(everything, 99):8.1f}")
    print(f"/healthz p95 {rest:.1f} ms: pages take {p95 / rest:.1f} times as long")
    print(f"limit of p95 {LIMIT_MS} ms; {len(failed)} answers failed")
    return 0 if p95 < LIMIT_MS and not failed else 1


if __name__ == "__main__":
    sys.exit(main())
