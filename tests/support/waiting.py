"""Waiting for something to happen, bounded, without sleeping for a guessed time."""

import selectors
import subprocess
import threading
import time
from collections.abc import Callable
from typing import IO

LIMIT_SECONDS = 60.0
LOOK_AGAIN_SECONDS = 0.05


def until(what: str, happened: Callable[[], object], limit: float = LIMIT_SECONDS) -> None:
    """Ask again and again until it happened. Fails the test, naming `what`, after `limit` seconds."""
    deadline, pause = time.monotonic() + limit, threading.Event()
    while not happened():
        assert time.monotonic() < deadline, f"waited {limit:.0f} s in vain: {what}"
        pause.wait(LOOK_AGAIN_SECONDS)


def line_with(text: str, process: subprocess.Popen[str], stream: IO[str], limit: float = LIMIT_SECONDS) -> str:
    """The next line of a process's unbuffered output that holds `text`; lines before it are read and dropped."""
    deadline, seen = time.monotonic() + limit, b""
    with selectors.DefaultSelector() as selector:
        selector.register(stream, selectors.EVENT_READ)
        while selector.select(max(0.0, deadline - time.monotonic())):
            byte = stream.buffer.raw.read(1)  # type: ignore[attr-defined]
            if not byte:
                raise AssertionError(f"the process ended (code {process.wait()}) before it said {text!r}: {seen!r}")
            seen += byte
            if byte == b"\n" and text in (line := seen.decode().splitlines()[-1]):
                return line
    raise AssertionError(f"waited {limit:.0f} s in vain for {text!r} after {seen!r}")
