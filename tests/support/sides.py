"""A real side, started as `./run` starts it, for tests that need an address."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from support.waiting import line_with

STOP_LIMIT_SECONDS = 20


@dataclass(frozen=True)
class LiveSide:
    """A running side: where it answers, and the supervisor's process."""

    address: str
    supervisor: subprocess.Popen[str]


def free_port() -> int:
    """A port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def supervisor(data: Path, port: int, **environ: str) -> subprocess.Popen[str]:
    """Start the supervisor of ./run on its own data and port."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("MARGA_")}
    return subprocess.Popen(
        [sys.executable, "-m", "marga.site.supervisor", "--data", str(data), "--port", str(port)],
        env={**clean, "MARGA_SIDE": "authority", **environ}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


@contextmanager
def running_side(data: Path) -> Iterator[LiveSide]:
    """A side that answers; stopped with all its processes at the end."""
    port = free_port()
    process = supervisor(data, port)
    assert process.stdout
    assert process.stderr
    try:
        line_with("Ctrl-C", process, process.stdout)
        yield LiveSide(f"http://127.0.0.1:{port}", process)
    finally:
        process.terminate()
        process.communicate(timeout=STOP_LIMIT_SECONDS)


@pytest.fixture(scope="session")
def live_side(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveSide]:
    """The authority's side with its worker, once for all tests of this process."""
    with running_side(tmp_path_factory.mktemp("data")) as side:
        yield side
