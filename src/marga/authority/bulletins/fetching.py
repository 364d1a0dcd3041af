"""Fetches a side's cube with its signature, and believes nothing of it before both are checked."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from http.client import HTTPException
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from time import monotonic
from typing import Any, NoReturn
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from marga.country import DataError, Fault, gettext_noop, say
from marga.figures.counting import cube
from marga.figures.counting.about import About
from marga.figures.counting.signing import verify

SCHEMES = ("https", "http", "file")
LARGEST = 512_000_000  # bytes: a cube of a country has some hundred thousand
TIMEOUT = 30.0  # seconds without an answer
LONGEST = 300.0  # seconds for one file, however steadily it drips
PIECE = 1_000_000  # bytes that are read between two looks at the clock
CUBE = "fetched.cube"


@dataclass(frozen=True, slots=True)
class Fetched:
    """A cube that is signed by the key that was expected."""

    content: bytes
    signature: bytes
    sha256: str
    about: About


def fetch(side: str, address: str, key: str, country: str) -> Fetched:
    """The cube at an address (https, http or file), with the signature beside it at the same address and ".sig".

    Raises DataError for an address that does not answer, a file too large, no signature or another key's, a file that
    was changed or is no cube, and a cube of another side or country.
    """
    content, signature = _read(side, address), _read(side, f"{address}.sig")
    with TemporaryDirectory(prefix="marga-fetch-") as folder, naming(side):
        path = Path(folder) / CUBE
        path.write_bytes(content)
        path.with_name(f"{CUBE}.sig").write_bytes(signature)
        verify(path, [key])
        about = cube.read([path], country).said[0]
        digest = _digest(path)
    if about.side != side:
        _fail(side, gettext_noop("its cube is of {other}; ask the operator to set the right address"), other=about.side)
    return Fetched(content, signature, digest, about)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def naming(side: str) -> Iterator[None]:
    """Let a fault of a file of ours name the side that it came from, and not where the file lies for the moment."""
    try:
        yield
    except DataError as error:
        raise DataError(*(replace(fault, file=side) for fault in error.faults)) from error


def _read(side: str, address: str) -> bytes:
    if urlsplit(address).scheme not in SCHEMES:
        _fail(side, gettext_noop("its address is neither https, http nor file; ask the operator to set it"))
    got: list[bytes | Exception] = []
    # In a thread that ends with the process at the latest: an address may drip, or hold back, in ways that no limit on
    # a single answer from the network bounds.
    reading = Thread(target=_into, args=(got, address, monotonic() + LONGEST), daemon=True)
    reading.start()
    reading.join(LONGEST)
    came = got[0] if got else TimeoutError()
    if isinstance(came, Exception):
        _explain(side, came)
    if len(came) > LARGEST:
        _fail(side, gettext_noop("its cube is larger than {limit} bytes, which no cube is"), limit=LARGEST)
    return came


def _explain(side: str, error: Exception) -> NoReturn:
    """Say why nothing came that could be looked at."""
    if isinstance(error, _CutOff):
        words = gettext_noop("its cube was cut off: {came} of {announced} bytes came; try again, or ask that side")
        _fail(side, words, came=error.came, announced=error.announced)
    if isinstance(error, TimeoutError):
        words = gettext_noop("its cube did not come whole within {limit} seconds; try again, or ask that side")
        _fail(side, words, limit=round(LONGEST))
    reason = getattr(error, "reason", None) or getattr(error, "strerror", None) or type(error).__name__
    words = gettext_noop("its cube could not be fetched ({reason}); try again, or ask that side")
    _fail(side, words, reason=reason)


class _CutOff(Exception):
    """Fewer bytes came than were announced."""

    def __init__(self, came: int, announced: int) -> None:
        self.came, self.announced = came, announced


def _into(got: list[bytes | Exception], address: str, until: float) -> None:
    """Put there what came of asking an address, an error included."""
    try:
        got.append(_content(address, until))
    except (OSError, HTTPException, ValueError, _CutOff) as error:  # of an address, a network, or an answer
        got.append(error)


def _content(address: str, until: float) -> bytes:
    """What an address answers, or the beginning of it where it is too large. Raises TimeoutError at this moment of the
    clock."""
    content = bytearray()
    with urlopen(Request(address), timeout=TIMEOUT) as answer:  # noqa: S310 - the schemes are checked
        announced = answer.headers.get("Content-Length", "")
        while len(content) <= LARGEST and (piece := answer.read1(PIECE)):
            content += piece
            if monotonic() > until:
                raise TimeoutError
    if announced.isdecimal() and len(content) < min(int(announced), LARGEST):
        raise _CutOff(len(content), int(announced))
    return bytes(content)


def _fail(side: str, words: str, **values: Any) -> NoReturn:
    raise DataError(Fault(side, "", say(words, **{name: str(value) for name, value in values.items()})))
