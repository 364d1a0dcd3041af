"""What is too long for the QR code of a receipt: an enclosure, which the entered act names by its hash alone.

    MARGALIST1:PIECE/PIECES: and base32 (RFC 4648, without =) of a part of gzip of canonical(value)

An act that has an enclosure says in `after.listed` what is in it: `sha256`, in hexadecimal, over canonical(value), and
how many there are of each. So the receipt proves the enclosure, and a picture of the receipt alone cannot name what is
in it. Each piece fits a QR code as the receipt itself does.
"""

from __future__ import annotations

import base64
import gzip
import re
import zlib
from dataclasses import dataclass
from hashlib import sha256

from marga.country import gettext_noop

from .canonical import Json, canonical, read_canonical
from .errors import LedgerError
from .receipts import LONGEST

PREFIX = "MARGALIST1:"
PIECE = re.compile(rf"{PREFIX}([0-9]{{1,4}})/([0-9]{{1,4}}):([A-Z2-7]+)", re.ASCII)
#: Letters of a piece's own, so that with its head it is as long as the longest receipt.
LETTERS = LONGEST - len(f"{PREFIX}9999/9999:")
MOST_PIECES = 9999
LARGEST_UNPACKED = 64_000_000


@dataclass(frozen=True, slots=True)
class Listed:
    """What an act says of its enclosure. `counts`: how many of each are in it, as the act has them."""

    sha256: str
    counts: tuple[tuple[str, int], ...]


def listed_in(act: Json) -> Listed | None:
    """What an act says of its enclosure; None where all of it stands in the act itself."""
    match act:
        case {"after": {"listed": {"sha256": str(mark), **counts}}}:
            known = tuple((str(name), count) for name, count in counts.items() if isinstance(count, int))
            return Listed(mark, known)
    return None


def enclosure_hash(value: object) -> str:
    """What an act names an enclosure by."""
    return sha256(canonical(value)).hexdigest()


def write_enclosure(value: object) -> tuple[str, ...]:
    """The pieces of an enclosure, each a text for a QR code. Raises LedgerError for more than anyone could scan."""
    letters = base64.b32encode(gzip.compress(canonical(value), compresslevel=9, mtime=0)).decode().rstrip("=")
    pieces = [letters[start : start + LETTERS] for start in range(0, len(letters), LETTERS)]
    if len(pieces) > MOST_PIECES:
        raise LedgerError(gettext_noop("the list has {count} pieces; {limit} is the most. Divide what is entered."),
                          count=len(pieces), limit=MOST_PIECES)  # fmt: skip
    return tuple(f"{PREFIX}{place}/{len(pieces)}:{piece}" for place, piece in enumerate(pieces, 1))


def read_enclosure(text: str) -> Json:
    """An enclosure from its pieces in any order, of which nothing is verified yet. Raises LedgerError that names the
    first piece that is missing."""
    copied = re.split(f"(?={PREFIX})", "".join(text.split()).upper())  # no base 32 has a 1: none begins inside another
    found = [PIECE.fullmatch(one) for one in copied if one]
    pieces = {int(one[1]): one[3] for one in found if one}
    counts = {int(one[2]) for one in found if one}
    if len(counts) != 1 or None in found:
        raise LedgerError(gettext_noop("these are no pieces of one list; give all that belong to one receipt, and no "
                                       "others."))  # fmt: skip
    (count,) = counts
    missing = next((place for place in range(1, count + 1) if place not in pieces), None)
    if missing is not None:
        raise LedgerError(gettext_noop("piece {number} of {count} of the list is missing. Take pictures of every page "
                                       "of the list, and give all of them."), number=missing, count=count)  # fmt: skip
    try:
        return read_canonical(_unpacked("".join(pieces[place] for place in range(1, count + 1))))
    except (ValueError, zlib.error):
        raise LedgerError(gettext_noop("the list cannot be read: a piece was copied wrongly, or is of another "
                                       "list. Scan its pages again.")) from None  # fmt: skip


def _unpacked(letters: str) -> bytes:
    """Raises ValueError or zlib.error."""
    unpacker = zlib.decompressobj(wbits=31)  # gzip
    plain = unpacker.decompress(base64.b32decode(letters + "=" * (-len(letters) % 8)), LARGEST_UNPACKED)
    if not unpacker.eof or unpacker.unused_data:
        raise ValueError(letters[:20])
    return plain
