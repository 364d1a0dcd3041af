"""Fetches a side's cube with its signature, and believes nothing of it before both are checked."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NoReturn
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from marga.country import DataError, Fault, gettext_noop, say
from marga.figures.counting import cube
from marga.figures.counting.signing import verify

SCHEMES = ("https", "http", "file")
LARGEST = 512_000_000  # bytes: a cube of a country has some hundred thousand
TIMEOUT = 30.0  # seconds without an answer
CUBE = "fetched.cube"


@dataclass(frozen=True, slots=True)
class Fetched:
    """A cube that is signed by the key that was expected."""

    content: bytes
    signature: bytes
    sha256: str
    about: cube.About

    @property
    def starts(self) -> date:
        return date.fromisoformat(self.about.start)

    @property
    def ends(self) -> date:
        return date.fromisoformat(self.about.end)

    @property
    def made_at(self) -> datetime:
        return datetime.fromisoformat(self.about.made)


def fetch(side: str, address: str, key: str) -> Fetched:
    """The cube at an address (https, http or file), with the signature beside it at the same address and ".sig".

    Raises DataError for an address that does not answer, a file too large, no signature or another key's, a file that
    was changed or is no cube, and a cube of another side.
    """
    content, signature = _read(side, address), _read(side, f"{address}.sig")
    with TemporaryDirectory(prefix="marga-fetch-") as folder:
        path = Path(folder) / CUBE
        path.write_bytes(content)
        path.with_name(f"{CUBE}.sig").write_bytes(signature)
        verify(path, [key])
        about = cube.read([path]).said[0]
        digest = _digest(path)
    if about.side != side:
        _fail(side, gettext_noop("its cube is of {other}; ask the operator to set the right address"), other=about.side)
    return Fetched(content, signature, digest, about)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _read(side: str, address: str) -> bytes:
    if urlsplit(address).scheme not in SCHEMES:
        _fail(side, gettext_noop("its address is neither https, http nor file; ask the operator to set it"))
    try:
        with urlopen(Request(address), timeout=TIMEOUT) as answer:  # noqa: S310 - the schemes are checked above
            content: bytes = answer.read(LARGEST + 1)
    except (URLError, OSError, ValueError) as error:
        reason = getattr(error, "reason", None) or getattr(error, "strerror", None) or type(error).__name__
        _fail(
            side, gettext_noop("its cube could not be fetched ({reason}); try again, or ask that side"), reason=reason
        )
    if len(content) > LARGEST:
        _fail(side, gettext_noop("its cube is larger than {limit} bytes, which no cube is"), limit=LARGEST)
    return content


def _fail(side: str, words: str, **values: Any) -> NoReturn:
    raise DataError(Fault(side, "", say(words, **{name: str(value) for name, value in values.items()})))
