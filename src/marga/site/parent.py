"""Processes that a supervisor starts do not outlive it, even if it is killed outright."""

import os
import threading
from collections.abc import Callable


def when_parent_is_gone(call: Callable[[], None]) -> None:
    """Call once standard input ends. The supervisor holds its other end and never writes to it."""

    def watch() -> None:
        os.read(0, 1)
        call()

    threading.Thread(target=watch, daemon=True).start()
