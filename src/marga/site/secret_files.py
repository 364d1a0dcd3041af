"""Secrets of a side, each in a file of its data folder that is made on first use."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

WORD_BYTES = 24


def secret_in(path: Path, make: Callable[[], bytes]) -> bytes:
    """What the file holds; made if there is none, readable by its owner alone.

    Several processes may want it for the first time at once. Each writes a file of its own, and `link` lets exactly one
    of them become the secret: nobody reads half of one, or nothing.
    """
    if not path.exists():
        mine = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
        with os.fdopen(os.open(mine, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(make())
        try:
            with suppress(FileExistsError):
                os.link(mine, path)
        finally:
            mine.unlink()
    return path.read_bytes()


def word_in(path: Path) -> str:
    """A secret that stands in an address: letters, digits, "-" and "_"."""
    return secret_in(path, lambda: f"{secrets.token_urlsafe(WORD_BYTES)}\n".encode()).decode("ascii").strip()
