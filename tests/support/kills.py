"""The enforcement side under a load of bookings while its server and its worker are killed at random moments.

The processes are those of `./run`, without its supervisor, whose growing pauses would leave nothing to kill.
"""

from __future__ import annotations

import json
import os
import random
import re
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import requests

from support.sides import free_port
from support.waiting import until

TESTS = Path(__file__).parents[1]
PASSWORD = "only-for-trying"
CLIENTS = 3
RECEIPT_EVERY = 5  # bookings of a client: a receipt is waited for, so its entry is signed at once
PYTHON = [sys.executable, "-m"]
PAUSE_SECONDS = 0.02  # between two bookings of a client, which leaves others of this machine room to work
LONGEST_WAIT_SECONDS = {"web": 1.0, "worker": 4.0}  # until a kill; a worker takes two to lead
ANSWER_SECONDS = 30


class Killable:
    """A process that is started again at once when it was killed."""

    def __init__(self, command: Sequence[str], environ: dict[str, str], log: Path) -> None:
        self.command, self.environ, self.log = command, environ, log
        self.start()

    def start(self) -> None:
        """In a group of its own: the server is two processes."""
        with self.log.open("a") as log:
            self.process = subprocess.Popen(self.command, env=self.environ, stdin=subprocess.PIPE, stdout=log,
                                            stderr=log, start_new_session=True)  # fmt: skip

    def end(self, number: signal.Signals) -> None:
        """Send a signal to all of it, and wait until it is gone."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, number)
        self.process.wait(ANSWER_SECONDS)
        if self.process.stdin:
            self.process.stdin.close()

    def kill(self) -> None:
        """SIGKILL, and up again. One that ended by itself, such as a worker that lost its lead, is only started."""
        self.end(signal.SIGKILL)
        self.start()


@dataclass
class Load:
    """What clients of the API were told: the numbers of cases by source, people with receipts, and what else came.

    `away`: tries that found no server; `cut_off`: requests that were under way when it was killed.
    A client sends a booking with the same source until it is answered, as a program at a station would.
    """

    address: str
    booked: dict[str, str] = field(default_factory=dict)
    receipts: list[str] = field(default_factory=list)
    away: int = 0
    cut_off: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    over: threading.Event = field(default_factory=threading.Event)

    def client(self, number: int, cookies: dict[str, str]) -> None:
        """Book until told to stop, and finish what was begun."""
        session = requests.Session()
        session.cookies.update(cookies)
        session.headers["X-CSRFToken"] = next(value for name, value in cookies.items() if name.endswith("csrf"))
        place = 0
        while not self.over.wait(PAUSE_SECONDS):
            place += 1
            source = f"{number}-{place}"
            answer = self.until_answered(session, "/api/bookings", json=booking(source))
            if answer.status_code != 200:
                self.refused[f"{answer.status_code} {answer.text[:300]}"] += 1
                continue
            self.booked[source] = case = answer.json()["number"]
            if place % RECEIPT_EVERY == 0:
                answer = self.until_answered(session, f"/receipts/{case}.1/give/")
                if answer.status_code == 302:
                    self.receipts.append(f"{case}.1")
                else:
                    self.refused[f"{answer.status_code} receipt"] += 1

    def until_answered(self, session: requests.Session, path: str, **sent: Any) -> requests.Response:
        """The answer to a POST, sent again for as long as the server is away."""
        answers: list[requests.Response] = []

        def answered() -> bool:
            try:
                answers.append(session.post(self.address + path, timeout=ANSWER_SECONDS, allow_redirects=False, **sent))
            except requests.RequestException as error:
                found_nobody = "refused" in str(error)
                self.away += found_nobody
                self.cut_off += not found_nobody
            return bool(answers)

        until(f"{path} is answered", answered)
        return answers[0]


def booking(source: str) -> dict[str, Any]:
    """One person with things taken, held since an hour ago, and one exhibit: eight tables get rows."""
    ago = [(datetime.now(UTC) - timedelta(hours=hours)).isoformat() for hours in (1, 2)]
    person = {"role": "suspect", "name": f"Sok Dara {source}", "sex": "male", "languages": ["km"], "arrested": ago[1],
              "arrived": ago[0], "charge": {"offence": "use"},
              "property": [{"kind": "cash", "amount": "20000", "currency": "KHR"}]}  # fmt: skip
    exhibit = {"person": 1, "seal": f"S-{source}", "drug": "ice", "form": "crystal", "concealment": "on_body",
               "seized": ago[1]}  # fmt: skip
    return {"source": source, "province": "KH-12", "operation": "patrol", "officers": ["1001", "1002"],
            "event": ago[1], "people": [person], "exhibits": [exhibit]}  # fmt: skip


@dataclass(frozen=True)
class Outcome:
    """What was killed and booked, and everything that is wrong afterwards; nothing should be."""

    killed: Counter[str]
    led: int
    load: Load
    totals: dict[str, int]
    wrong: list[str]
    audit: str

    def lines(self) -> Iterator[str]:
        """The figures, for a person."""
        load, totals = self.load, self.totals
        yield (f"{self.killed['web']} kills of the server, {self.killed['worker']} of the worker, "
               f"which led {self.led} times")  # fmt: skip
        yield (f"{len(load.booked):,d} bookings and {len(load.receipts):,d} receipts acknowledged, "
               f"{sum(load.refused.values())} refused; {load.cut_off:,d} requests cut off and sent again")  # fmt: skip
        yield (f"{totals['cases']:,d} cases, {totals['entries']:,d} entries, {totals['waiting']} without a position, "
               f"{totals['checkpoints']:,d} checkpoints")  # fmt: skip
        yield f"audit: {self.audit}"
        yield f"{len(self.wrong)} things missing, twice or by half"


def killed(database: str, data: Path, kills: int, seed: int) -> Outcome:
    """Prepare a side on a database (an address), load it, kill its processes so many times, see what stands."""
    environ = environment(database, data)
    side([*PYTHON, "support.killed_side", "begin"], environ)
    port, rng = free_port(), random.Random(seed)
    load = Load(f"http://127.0.0.1:{port}")
    commands = {"web": [*PYTHON, "marga.site.serve", str(port)], "worker": [*PYTHON, "support.killed_side", "work"]}
    processes = {name: Killable(command, environ, data / f"log-{name}") for name, command in commands.items()}
    counted: Counter[str] = Counter()
    try:
        until("the side answers", lambda: answers(load.address))
        with booking_clients(load):
            for name in drawn(list(processes), kills, rng):
                until("the side answers", lambda: answers(load.address))
                load.over.wait(rng.uniform(0, LONGEST_WAIT_SECONDS[name]))
                processes[name].kill()
                counted[name] += 1
        until("every entry has its position", lambda: not told(environ, load)["waiting"])
    finally:
        for process in processes.values():
            process.end(signal.SIGTERM)
    found = told(environ, load)
    led = len(re.findall(r" leads\.", (data / "log-worker").read_text()))
    audit = subprocess.run([*PYTHON, "marga.cli", "ledger", "audit"], env=environ, capture_output=True, text=True)
    said = f"exit {audit.returncode}; {(audit.stdout + audit.stderr).strip()}"
    wrong = [*found.pop("wrong"), *([] if audit.returncode == 0 else [said]), *load.refused]
    return Outcome(counted, led, load, found, wrong, said)


def drawn(names: Sequence[str], kills: int, rng: random.Random) -> list[str]:
    """Which process each time: in random order, each as often as the others."""
    return rng.sample([name for place in range(kills) for name in names[place % len(names) :][:1]], kills)


def environment(database: str, data: Path) -> dict[str, str]:
    """Of every process of the side."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("MARGA_")}
    return {**clean, "MARGA_SIDE": "enforcement", "MARGA_DATA": str(data), "MARGA_DATABASE_URL": database,
            "DJANGO_SETTINGS_MODULE": "marga.site.settings", "PYTHONPATH": str(TESTS)}  # fmt: skip


def side(command: Sequence[str], environ: dict[str, str], said: str = "") -> str:
    """The output of a command of the side. Raises CalledProcessError."""
    return subprocess.run(command, env=environ, input=said, stdout=subprocess.PIPE, text=True, check=True).stdout


def told(environ: dict[str, str], load: Load) -> dict[str, Any]:
    """How what was acknowledged stands."""
    acknowledged = json.dumps({"booked": load.booked, "receipts": load.receipts})
    found: dict[str, Any] = json.loads(side([*PYTHON, "support.killed_side", "count"], environ, acknowledged))
    return found


def answers(address: str) -> bool:
    """Whether the server is up."""
    try:
        return requests.get(f"{address}/healthz", timeout=2).ok
    except requests.RequestException:
        return False


@contextmanager
def booking_clients(load: Load) -> Iterator[None]:
    """Clients that book until the end, each on a connection of its own in one session; then each finishes."""
    cookies = signed_in(load.address)
    threads = [threading.Thread(target=load.client, args=[number, cookies]) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        load.over.set()
        for thread in threads:
            thread.join()


def signed_in(address: str, name: str = "officer") -> dict[str, str]:
    """The cookies of a browser in which somebody of the example signed in."""
    session = requests.Session()
    page = session.get(f"{address}/sign-in/", timeout=ANSWER_SECONDS).text
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token, page
    session.post(f"{address}/sign-in/", timeout=ANSWER_SECONDS, allow_redirects=False, data={
        "csrfmiddlewaretoken": token[1], "name": name, "password": PASSWORD}).raise_for_status()  # fmt: skip
    return dict(session.cookies)
