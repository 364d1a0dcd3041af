"""The files in which a witness remembers a log: written so that a fall at any moment loses nothing it has vouched for.

history.jsonl   one line for each checkpoint it cosigned, never changed: {"at": …, "note": …, "url": …}
checkpoint      the last of them, as it stands, for others to fetch
evidence-….txt  what proves that the log has two histories
"""

from __future__ import annotations

import fcntl
import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import IO
from urllib.parse import quote

from marga.country import gettext_noop

from .canonical import canonical
from .checkpoints import Checkpoint, read_checkpoint
from .errors import LedgerError
from .keys import VerifierKey
from .notes import SignedNote, read_note, verify
from .witness import Evidence

TAIL = 400_000  # bytes: more than the longest line


class Shelf:
    """What a witness keeps of one log, in a folder of its own."""

    def __init__(self, state: Path, origin: str, witness: VerifierKey) -> None:
        name = quote(origin, safe="")
        short = name if len(name) <= 100 else f"{name[:80]}-{sha256(origin.encode()).hexdigest()[:16]}"
        self.folder, self._witness = state / f"{short}.log", witness
        self.history = self.folder / "history.jsonl"

    def last(self) -> tuple[Checkpoint, SignedNote] | None:
        """The last checkpoint that was cosigned; None when there is none yet.

        Raises LedgerError when the file was damaged: then nothing may be cosigned before it is mended.
        """
        lines = self._whole_lines()
        if not lines:
            return None
        try:
            note = read_note(json.loads(lines[-1])["note"])
            checkpoint = read_checkpoint(note.text)
            if verify(note, [self._witness]):
                return checkpoint, note
        except (ValueError, KeyError, TypeError):
            pass
        raise LedgerError(gettext_noop("the last line of {file} is not what this witness wrote; restore it from a "
                                       "copy."), file=str(self.history))  # fmt: skip

    def keep(self, note: SignedNote, url: str, at: datetime) -> None:
        """Write down a cosigned checkpoint, for good, before anyone is shown the cosignature."""
        self.folder.mkdir(exist_ok=True)
        with self.history.open("a+b") as file:
            file.truncate(_end_of_whole_lines(file))  # a line that a fall cut off was never shown to anyone
            file.write(canonical({"at": at, "note": str(note), "url": url}) + b"\n")
            _settle(file)
        write_whole(self.folder / "checkpoint", str(note))

    def keep_evidence(self, evidence: Evidence) -> Path:
        """Write down a fork. The same one, met again, is not written twice."""
        text = str(evidence)
        path = self.folder / f"evidence-{sha256(text.encode()).hexdigest()[:16]}.txt"
        if not path.exists():
            write_whole(path, text)
        return path

    def _whole_lines(self) -> list[bytes]:
        """The last lines of the history, without one that a fall cut off."""
        try:
            with self.history.open("rb") as file:
                end = _end_of_whole_lines(file)
                start = file.seek(max(0, end - TAIL))
                return file.read(end - start).splitlines()
        except FileNotFoundError:
            return []


def write_whole(path: Path, text: str, *, mode: int = 0o666) -> None:
    """Put a file in place that is complete whenever it is there, whoever else puts one there at the same time.

    mode   who may read and write it, less what the process masks; 0o600 for nobody but its owner
    """
    half = path.with_name(f".{path.name}.{os.getpid()}-{threading.get_ident()}.new")
    with open(half, "wb", opener=lambda name, flags: os.open(name, flags, mode)) as file:
        file.write(text.encode())
        _settle(file)
    half.replace(path)
    _settle_folder(path.parent)


@contextmanager
def locked(state: Path) -> Iterator[None]:
    """Nobody else works on these files meanwhile. Raises LedgerError when somebody does."""
    state.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (state / "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise LedgerError(gettext_noop("another witness works in {folder}; choose another folder, or stop it."),
                              folder=str(state)) from None  # fmt: skip
        yield


def _end_of_whole_lines(file: IO[bytes]) -> int:
    """The place behind the last line break."""
    size = file.seek(0, os.SEEK_END)
    start = file.seek(max(0, size - TAIL))
    return start + file.read().rfind(b"\n") + 1


def _settle(file: IO[bytes]) -> None:
    file.flush()
    os.fsync(file.fileno())


def _settle_folder(folder: Path) -> None:
    """A new name in a folder is safe only once the folder is."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
