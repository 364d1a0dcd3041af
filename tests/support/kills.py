"""A side under a load of acts while its server and its worker are killed at random moments.

The processes are those of `./run`, without its supervisor, whose growing pauses would leave nothing to kill. What the
clients do is a `Load` for each side: `kills_enforcement`, `kills_care`.
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
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

import requests

from support.sides import free_port
from support.waiting import until

TESTS = Path(__file__).parents[1]
PASSWORD = "only-for-trying"
CLIENTS = 3
PYTHON = [sys.executable, "-m"]
PAUSE_SECONDS = 0.02  # between what one client does twice, which leaves others of this machine room to work
LONGEST_WAIT_SECONDS = {"web": 1.0, "worker": 4.0}  # until a kill; a worker takes two to lead
ANSWER_SECONDS = 30
WAITING = "without a position"


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
class Load(ABC):
    """Clients of a side, and what came to them that was no answer: of what was acknowledged each side keeps its own.

    `away`: tries that found no server; `cut_off`: requests that were under way when it was killed; `refused`: answers
    that should not have come.
    """

    SIDE: ClassVar[str]
    ACCOUNTS: ClassVar[tuple[str, ...]]  # of the example, in whose sessions the clients act

    address: str
    away: int = 0
    cut_off: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    over: threading.Event = field(default_factory=threading.Event)

    @abstractmethod
    def client(self, number: int, sessions: Mapping[str, requests.Session]) -> None:
        """Act until told to stop, in these sessions by account, and finish what was begun."""

    @abstractmethod
    def acknowledged(self) -> dict[str, Any]:
        """What `support.killed_side` compares with what stands."""

    @abstractmethod
    def says(self) -> str:
        """How much was acknowledged, for a person."""

    def answered(
        self, session: requests.Session, method: str, path: str, **sent: Any
    ) -> tuple[requests.Response, bool]:  # fmt: skip
        """The answer to a request, sent again for as long as the server is away; and whether it was cut off before:
        then it may have been done already."""
        answers: list[requests.Response] = []
        cut_off = False

        def came() -> bool:
            nonlocal cut_off
            try:
                answers.append(session.request(method, self.address + path, timeout=ANSWER_SECONDS,
                                               allow_redirects=False, **sent))  # fmt: skip
            except requests.RequestException as error:
                found_nobody = "refused" in str(error)
                self.away += found_nobody
                self.cut_off += not found_nobody
                cut_off |= not found_nobody
            return bool(answers)

        until(f"{path} is answered", came)
        return answers[0], cut_off


@dataclass(frozen=True)
class Outcome:
    """What was killed and acknowledged, and everything that is wrong afterwards; nothing should be."""

    killed: Counter[str]
    led: int
    load: Load
    totals: dict[str, int]
    wrong: list[str]
    audit: str

    def lines(self) -> Iterator[str]:
        """The figures, for a person."""
        load = self.load
        yield (f"{self.killed['web']} kills of the server, {self.killed['worker']} of the worker, "
               f"which led {self.led} times")  # fmt: skip
        yield (f"{load.says()} acknowledged, {sum(load.refused.values())} refused; "
               f"{load.cut_off:,d} requests cut off and sent again")  # fmt: skip
        yield ", ".join(f"{count:,d} {what}" for what, count in self.totals.items())
        yield f"audit: {self.audit}"
        yield f"{len(self.wrong)} things missing, twice or by half"


def killed(kind: type[Load], database: str, data: Path, kills: int, seed: int) -> Outcome:
    """Prepare a side on a database (an address), load it, kill its processes so many times, see what stands."""
    environ = environment(kind.SIDE, database, data)
    side([*PYTHON, "support.killed_side", "begin"], environ)
    port, rng = free_port(), random.Random(seed)
    load = kind(f"http://127.0.0.1:{port}")
    commands = {"web": [*PYTHON, "marga.site.serve", str(port)], "worker": [*PYTHON, "support.killed_side", "work"]}
    processes = {name: Killable(command, environ, data / f"log-{name}") for name, command in commands.items()}
    counted: Counter[str] = Counter()
    try:
        until("the side answers", lambda: answers(load.address))
        with clients(load):
            for name in drawn(list(processes), kills, rng):
                until("the side answers", lambda: answers(load.address))
                load.over.wait(rng.uniform(0, LONGEST_WAIT_SECONDS[name]))
                processes[name].kill()
                counted[name] += 1
        until("every entry has its position", lambda: not told(environ, load)[WAITING])
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


def environment(side: str, database: str, data: Path) -> dict[str, str]:
    """Of every process of the side."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("MARGA_")}
    paths = os.pathsep.join([str(TESTS), *filter(None, [clean.get("PYTHONPATH")])])
    return {**clean, "MARGA_SIDE": side, "MARGA_DATA": str(data), "MARGA_DATABASE_URL": database,
            "DJANGO_SETTINGS_MODULE": "marga.site.settings", "PYTHONPATH": paths}  # fmt: skip


def side(command: Sequence[str], environ: dict[str, str], said: str = "") -> str:
    """The output of a command of the side. Raises CalledProcessError."""
    return subprocess.run(command, env=environ, input=said, stdout=subprocess.PIPE, text=True, check=True).stdout


def told(environ: dict[str, str], load: Load) -> dict[str, Any]:
    """How what was acknowledged stands."""
    acknowledged = json.dumps(load.acknowledged())
    found: dict[str, Any] = json.loads(side([*PYTHON, "support.killed_side", "count"], environ, acknowledged))
    return found


def answers(address: str) -> bool:
    """Whether the server is up."""
    try:
        return requests.get(f"{address}/healthz", timeout=2).ok
    except requests.RequestException:
        return False


@contextmanager
def clients(load: Load) -> Iterator[None]:
    """Clients that act until the end, each in sessions of its own; then each finishes."""
    threads = []
    for number in range(CLIENTS):
        sessions = {name: session(signed_in(load.address, name)) for name in load.ACCOUNTS}
        threads.append(threading.Thread(target=load.client, args=[number, sessions]))
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        load.over.set()
        for thread in threads:
            thread.join()


def session(cookies: Mapping[str, str]) -> requests.Session:
    """A connection that sends these cookies, and forms with the token of one of them."""
    made = requests.Session()
    made.cookies.update(cookies)
    made.headers["X-CSRFToken"] = next(value for name, value in cookies.items() if name.endswith("csrf"))
    return made


def signed_in(address: str, name: str = "officer") -> dict[str, str]:
    """The cookies of a browser in which somebody of the example signed in."""
    session = requests.Session()
    page = session.get(f"{address}/sign-in/", timeout=ANSWER_SECONDS).text
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token, page
    session.post(f"{address}/sign-in/", timeout=ANSWER_SECONDS, allow_redirects=False, data={
        "csrfmiddlewaretoken": token[1], "name": name, "password": PASSWORD}).raise_for_status()  # fmt: skip
    return dict(session.cookies)
