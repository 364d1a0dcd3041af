"""`./run`: prepares every side that exists, starts its web process and its worker, and keeps them running.

One machine and one user hold all sides then: that is for trying. In production each side has its own host.
"""

import argparse
import os
import queue
import signal
import socket
import subprocess
import sys
import textwrap
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from django.core.exceptions import ImproperlyConfigured

from marga import __version__
from marga.site import environment
from marga.site.children import STOP, Child, Event, stop_all
from marga.site.environment import SIDES, existing_sides

FIRST_PORT = 8000
TRY_AGAIN_SECONDS = 0.05
LINE = 80  # letters: what every terminal shows
MANAGE = [sys.executable, "-m", "django"]


class CannotStart(Exception):
    """A side cannot be started; the text says why and what to do."""


@dataclass(frozen=True)
class Side:
    """One side of this run: its name, port and environment."""

    name: str
    port: int
    environ: dict[str, str]

    @property
    def address(self) -> str:
        """Where a person on this machine finds it."""
        return f"http://{'127.0.0.1' if bind() == '0.0.0.0' else bind()}:{self.port}/"  # noqa: S104

    def answers(self) -> bool:
        """Whether its health page answers with 200."""
        try:
            with urllib.request.urlopen(f"{self.address}healthz", timeout=2) as answer:  # noqa: S310
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False


def bind() -> str:
    """The address to listen on: loopback unless MARGA_BIND says otherwise."""
    return os.environ.get("MARGA_BIND", "127.0.0.1")


def say(line: str) -> None:
    """Print a line at once, also into a pipe."""
    print(line, flush=True)  # noqa: T201


def sides_of(data: Path, first_port: int | None) -> list[Side]:
    """The side in MARGA_SIDE, or all that exist. Raises CannotStart for a wrong MARGA_SIDE or a shared database."""
    names = [only] if (only := os.environ.get("MARGA_SIDE")) else existing_sides()
    if not set(names) <= set(existing_sides()):
        raise CannotStart(f"MARGA_SIDE is {names[0]!r}. Set it to one of: {', '.join(existing_sides())}.")
    if len(names) > 1 and os.environ.get("MARGA_DATABASE_URL"):
        raise CannotStart("MARGA_DATABASE_URL is one database, and no two sides may share one. Set MARGA_SIDE too.")
    first = SIDES.index(names[0])
    port = FIRST_PORT + first if first_port is None else first_port
    ports = {name: port + SIDES.index(name) - first for name in names}
    beside = " ".join(f"{name}=http://127.0.0.1:{at}" for name, at in ports.items())
    environ = {**os.environ, "MARGA_DATA": str(data.resolve()), "DJANGO_SETTINGS_MODULE": "marga.site.settings",
               "MARGA_BESIDE": beside}  # fmt: skip
    return [Side(name, at, {**environ, "MARGA_SIDE": name}) for name, at in ports.items()]


def check_ports(sides: Sequence[Side]) -> None:
    """Raises CannotStart if something listens where a side should."""
    for side in sides:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((bind(), side.port))
            except (OSError, OverflowError) as error:
                raise CannotStart(
                    f"Port {side.port} of {bind()} cannot be used ({error}). Choose another: ./run --port N."
                ) from error


def prepare(sides: Sequence[Side]) -> dict[str, list[str]]:
    """Migrate and collect, all sides at once. Returns what each says of signing in. Raises CannotStart."""
    example = ["--example"] if bind() == "127.0.0.1" else []  # its accounts are for loopback only
    command = [*MANAGE, "prepare", *example]
    running = {  # in sessions of their own: Ctrl-C waits for a migration instead of breaking it off
        side.name: subprocess.Popen(
            command, env=side.environ, stdout=subprocess.PIPE, text=True, start_new_session=True
        )
        for side in sides
    }
    accounts = {name: process.communicate()[0].splitlines() for name, process in running.items()}
    for name, process in running.items():
        if process.returncode:
            raise CannotStart(f"The {name} side could not be prepared; the reason stands above.")
    return accounts


def children_of(sides: Sequence[Side], events: queue.SimpleQueue[Event]) -> list[Child]:
    """A web process and a worker for each side, not yet started."""
    children = []
    for side in sides:
        web = [sys.executable, "-m", "marga.site.serve", str(side.port)]
        children.append(Child(f"{side.name} web", web, side.environ, events))
        children.append(Child(f"{side.name} worker", [*MANAGE, "work"], side.environ, events))
    return children


def wait_until_all_answer(sides: Sequence[Side], events: queue.SimpleQueue[Event]) -> bool:
    """True once every side answers; False if told to stop before. Raises CannotStart if a process ends."""
    waiting = list(sides)
    while waiting:
        try:
            event = events.get(timeout=TRY_AGAIN_SECONDS)
        except queue.Empty:
            waiting = [side for side in waiting if not side.answers()]
            continue
        if event is STOP:
            return False
        raise CannotStart(f"The {event.name} process ended while starting; the reason stands above.")
    return True


def announce(sides: Sequence[Side], accounts: dict[str, list[str]]) -> None:
    """Each side's address, and below it how to sign in if that is known."""
    say(f"Marga {__version__}. All sides on one machine have no wall between them: this is for trying.")
    for side in sides:
        say(f"{side.name:<12} {side.address}")
        for line in accounts[side.name]:
            say(textwrap.fill(line, LINE, initial_indent=" " * 13, subsequent_indent=" " * 24, break_on_hyphens=False))
    say("Stop with Ctrl-C.")


def supervise(events: queue.SimpleQueue[Event]) -> None:
    """Keep the processes running until told to stop."""
    while (event := events.get()) is not STOP:
        event.attend(say)


def run(data: Path, first_port: int | None) -> int:
    """Start everything and stay until told to stop. Raises CannotStart."""
    events: queue.SimpleQueue[Event] = queue.SimpleQueue()

    def on_signal(_number: int, _frame: FrameType | None) -> None:
        events.put(STOP)

    sides = sides_of(data, first_port)
    check_ports(sides)
    signal.signal(signal.SIGTERM, on_signal)
    signal.signal(signal.SIGINT, on_signal)
    accounts = prepare(sides)
    children = children_of(sides, events)
    try:
        for child in children:
            child.start()
        if wait_until_all_answer(sides, events):
            announce(sides, accounts)
            supervise(events)
    finally:
        stop_all(children)
    return 0


def main(argv: Sequence[str] | None = None) -> int:
    """The command. Exit codes: 0 stopped as asked, 2 cannot start."""
    parser = argparse.ArgumentParser(prog="./run", description="Start every side of Marga on this machine.")
    data = Path(os.environ.get("MARGA_DATA", "data"))
    parser.add_argument("--data", type=Path, default=data, metavar="DIR", help=f"where data is kept (default: {data})")
    parser.add_argument("--port", type=int, metavar="N", help=f"port of the first side (default: {FIRST_PORT})")
    options = parser.parse_args(argv)
    try:
        environment.check()
        return run(options.data, options.port)
    except (CannotStart, ImproperlyConfigured) as error:
        sys.stderr.write(f"{error}\n")
        return 2


if __name__ == "__main__":
    sys.exit(main())
