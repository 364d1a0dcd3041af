"""Child processes of the supervisor: started, watched, restarted with growing pauses, and stopped without leftovers."""

import contextlib
import os
import queue
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

STOP_SECONDS = 5.0
LONG_RUN_SECONDS = 60.0
LONGEST_PAUSE_SECONDS = 60.0


@dataclass(frozen=True)
class Event:
    """Something the supervisor attends to: a child that ended, or is to be started again."""

    name: str
    attend: Callable[[Callable[[str], None]], None] = field(compare=False)


STOP = Event("stop", lambda _say: None)


class Child:
    """One process, in a group of its own so that nothing it starts outlives it."""

    def __init__(
        self, name: str, command: Sequence[str], environ: dict[str, str], events: queue.SimpleQueue[Event]
    ) -> None:
        self.name = name
        self.command = command
        self.environ = environ
        self.events = events
        self.failures = 0
        self.ended = threading.Event()
        self.ended.set()

    def start(self) -> None:
        """Start it, holding the other end of its standard input so that it notices if we are gone."""
        self.ended.clear()
        self.started = time.monotonic()
        self.process = subprocess.Popen(self.command, env=self.environ, stdin=subprocess.PIPE, start_new_session=True)
        threading.Thread(target=self._watch, args=[self.process], daemon=True).start()

    def _watch(self, process: subprocess.Popen[bytes]) -> None:
        # The group is ended before its leader is reaped, while its number cannot belong to anyone else.
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        if process.stdin:
            process.stdin.close()
        self.ended.set()
        self.events.put(Event(self.name, self._restart_later))

    def _restart_later(self, say: Callable[[str], None]) -> None:
        if time.monotonic() - self.started > LONG_RUN_SECONDS:
            self.failures = 0
        pause = min(2.0**self.failures, LONGEST_PAUSE_SECONDS)
        self.failures += 1
        say(f"The {self.name} process ended (code {self.process.returncode}). It is started again in {pause:.0f} s.")
        timer = threading.Timer(pause, self.events.put, [Event(self.name, lambda _say: self.start())])
        timer.daemon = True
        timer.start()

    def ask_to_stop(self) -> None:
        """SIGTERM, if it runs."""
        if not self.ended.is_set():
            self.process.terminate()

    def make_stop(self) -> None:
        """SIGKILL to its whole group, if it still runs."""
        if not self.ended.is_set():
            with contextlib.suppress(ProcessLookupError):  # it ended this very moment
                os.killpg(self.process.pid, signal.SIGKILL)


def stop_all(children: Sequence[Child]) -> None:
    """Ask all to stop, wait up to `STOP_SECONDS` for all together, then make the rest stop."""
    for child in children:
        child.ask_to_stop()
    deadline = time.monotonic() + STOP_SECONDS
    for child in children:
        if not child.ended.wait(max(0.0, deadline - time.monotonic())):
            child.make_stop()
            child.ended.wait()
