"""`marga receipt verify`: reads a receipt's text, or a picture of its QR code, and says in sentences what it proves."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from marga.country import gettext_noop, say

from . import enclosures
from .absence import Continues, Looked, Lookup, Presence, absent_from, unasked
from .canonical import Json, canonical
from .checkpoints import OpenedCheckpoint, open_checkpoint
from .enclosures import enclosure_hash, listed_in, read_enclosure
from .errors import LedgerError
from .fetching import ask, checked_address
from .keys import VerifierKey, read_verifier_keys
from .pictures import NONE, texts_in_picture
from .proofs import read_hashes
from .receipts import PREFIX, ReceiptCheck, verify_receipt
from .statements import statement

GENUINE, NOT_GENUINE, UNPROVEN = 0, 1, 2
LARGEST_FILE = 50_000_000  # bytes: a photograph
#: Where a receipt or a piece of its list begins: no base 32 has a 1.
BEGINS = re.compile(rf"(?={PREFIX}|{enclosures.PREFIX})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Trusted:
    """The keys that whoever checks trusts: of logs, and of witnesses."""

    logs: tuple[VerifierKey, ...]
    witnesses: tuple[VerifierKey, ...]


def trusted(keys: Path | None, typed: Iterable[str], witnesses: Path | None) -> Trusted:
    """The keys of a file and those that were typed, as a paper prints them. Raises LedgerError, OSError."""
    logs = [*read_verifier_keys(keys.read_text("utf-8") if keys else ""), *read_verifier_keys("\n".join(typed))]
    if not logs:
        raise LedgerError(gettext_noop("no key is trusted yet. Give a file of them with --keys, or with --key the one "
                                       "that the paper prints, compared with where else it is made "
                                       "public."))  # fmt: skip
    return Trusted(tuple(logs), read_verifier_keys(witnesses.read_text("utf-8")) if witnesses else ())


def run(files: Sequence[Path], keys: Trusted, against: Path | None, log: str, *, as_json: bool = False) -> int:
    """The command. Returns its exit code; raises LedgerError or OSError when something cannot be read.

    files     one has the receipt; others, or the same, may have its list
    as_json   the act, and then the list, a line of canonical JSON each, for a program; sentences go to stderr
    """
    receipt, pieces = _divided(text for file in files for text in _texts(file))
    checked = verify_receipt(receipt, keys.logs, keys.witnesses)
    aside = sys.stderr if as_json else sys.stdout
    print(checked.says, file=aside)
    if not checked.genuine or checked.checkpoint is None:
        return NOT_GENUINE
    enclosed = read_enclosure(pieces) if pieces else None
    listed = listed_in(checked.receipt.act)
    if enclosed is not None and (listed is None or enclosure_hash(enclosed) != listed.sha256):
        print(say(gettext_noop("the list that was given is not the list of this receipt.")), file=aside)
        return NOT_GENUINE
    _print(checked, checked.checkpoint, enclosed, as_json=as_json)
    if against is None:
        return GENUINE
    looked = _look(checked, against, keys, log)
    print(looked.says, file=aside)
    return {Presence.FORK: NOT_GENUINE, Presence.UNPROVEN: UNPROVEN}.get(looked.presence, GENUINE)


def _print(checked: ReceiptCheck, opened: OpenedCheckpoint, enclosed: Json, *, as_json: bool) -> None:
    """What was entered, for its holder to compare."""
    if as_json:
        lines = [canonical(one).decode() for one in (checked.receipt.act, enclosed) if one is not None]
    else:
        lines = [str(one) for one in statement(checked, opened, enclosed)]
    print("\n".join(lines))  # noqa: T201


def _look(checked: ReceiptCheck, against: Path, keys: Trusted, log: str) -> Looked:
    later = open_checkpoint(against.read_bytes(), keys.logs, keys.witnesses)
    if not log:
        return absent_from(checked, later, unasked)
    address = checked_address(log)
    return absent_from(checked, later, _asking(address), _asking_to_continue(address))


def _asking(address: str) -> Lookup:
    """Asks a log for the leaf at a place and its proof; what cannot be asked or read is no proof."""

    def lookup(index: int, size: int) -> tuple[bytes, Sequence[bytes]] | None:
        try:
            leaf, *path = read_hashes(ask(f"{address}/ledger/proof/inclusion?index={index}&size={size}"))
        except ValueError:
            return None
        return leaf, path

    return lookup


def _asking_to_continue(address: str) -> Continues:
    """Asks a log for the proof that one of its trees continues another, in the same way."""

    def continues(first: int, second: int) -> tuple[bytes, ...] | None:
        try:
            return read_hashes(ask(f"{address}/ledger/proof/consistency?first={first}&second={second}"))
        except ValueError:
            return None

    return continues


def _divided(texts: Iterable[str]) -> tuple[str, str]:
    """The receipt, and the pieces of its list, of all that was read. Raises LedgerError unless one receipt is there."""
    found = list(dict.fromkeys("".join(text.split()).upper() for text in texts))
    if not found:
        raise LedgerError(NONE)
    receipts = [text for text in found if not text.startswith(enclosures.PREFIX)]
    if len(receipts) != 1:
        raise LedgerError(gettext_noop("here are {count} receipts; give the text or a picture of one, and with it "
                                       "those of its own list."), count=len(receipts))  # fmt: skip
    return receipts[0], "\n".join(text for text in found if text.startswith(enclosures.PREFIX))


def _texts(file: Path) -> Sequence[str]:
    """The texts of a receipt and of its list from a file, the input, or a picture."""
    if str(file) == "-":
        data = sys.stdin.buffer.read(LARGEST_FILE)
    else:
        with file.open("rb") as opened:
            data = opened.read(LARGEST_FILE)
    head = data.lstrip()[: len(enclosures.PREFIX)].upper()
    if not head.startswith((PREFIX.encode(), enclosures.PREFIX.encode())):
        return texts_in_picture(data)
    text = "".join(data.decode("utf-8", "replace").split())  # a copied text may be broken anywhere, in its head too
    return [part for part in BEGINS.split(text) if part]
