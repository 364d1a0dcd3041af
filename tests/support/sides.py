"""A real side, started as `./run` starts it, for tests that need an address."""

import json
import os
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import pytest

from support.waiting import line_with, until

EXAMPLE_BULLETINS = 3  # two years, one of them revised
STOP_LIMIT_SECONDS = 20


@dataclass(frozen=True)
class LiveSide:
    """A running side: where it answers, the supervisor's process, and the log of all its processes."""

    address: str
    supervisor: subprocess.Popen[str]
    log: Path

    @property
    def data(self) -> Path:
        """Where all its data is kept."""
        return self.log.parent


def free_port() -> int:
    """A port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def supervisor(data: Path, port: int, stderr: int | IO[str] = subprocess.PIPE, **environ: str) -> subprocess.Popen[str]:
    """Start the supervisor of ./run on its own data and port."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("MARGA_")}
    return subprocess.Popen(
        [sys.executable, "-m", "marga.site.supervisor", "--data", str(data), "--port", str(port)],
        env={**clean, "MARGA_SIDE": "authority", **environ},
        stdout=subprocess.PIPE,
        stderr=stderr,
        text=True,
    )


@contextmanager
def running_side(data: Path, **environ: str) -> Iterator[LiveSide]:
    """A side that answers; stopped with all its processes at the end. Its log is a file, which never fills up."""
    port, log = free_port(), data / "log"
    with log.open("w") as file:
        process = supervisor(data, port, file, **environ)
    assert process.stdout
    try:
        try:
            line_with("Ctrl-C", process, process.stdout)
        except AssertionError as error:
            raise AssertionError(f"{error}\n{log.read_text()}") from error
        yield LiveSide(f"http://127.0.0.1:{port}", process, log)
    finally:
        process.terminate()
        process.communicate(timeout=STOP_LIMIT_SECONDS)


@pytest.fixture(scope="session")
def live_side(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveSide]:
    """The authority's side with its worker, once for all tests of this process."""
    with running_side(tmp_path_factory.mktemp("data")) as side:
        yield side


@pytest.fixture(scope="session")
def live_register(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveSide]:
    """The enforcement side with its worker and example accounts, once for all tests of this process."""
    with running_side(tmp_path_factory.mktemp("data"), MARGA_SIDE="enforcement", MARGA_EXAMPLE_CASES="150") as side:
        yield side


@pytest.fixture(scope="session")
def live_care(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveSide]:
    """The care side with its worker and example, once for all tests of this process."""
    with running_side(tmp_path_factory.mktemp("data"), MARGA_SIDE="care", MARGA_EXAMPLE_PEOPLE="1") as side:
        yield side


@pytest.fixture(scope="session")
def side_with_bulletins(live_side: LiveSide) -> LiveSide:
    """The same side once its worker has published the example's bulletins and left a draft."""

    def all_out() -> bool:
        with urllib.request.urlopen(f"{live_side.address}/api/bulletins", timeout=10) as answer:
            return len(json.load(answer)) == EXAMPLE_BULLETINS

    until("the example's bulletins are published", all_out, limit=600)
    return live_side
