"""`marga receipt verify`: reads a receipt's text, or a picture of its QR code, and says in sentences what it proves."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from .absence import Continues, Looked, Lookup, Presence, absent_from, unasked
from .canonical import canonical
from .checkpoints import open_checkpoint
from .fetching import ask, checked_address
from .keys import VerifierKey, read_verifier_keys
from .pictures import text_in_picture
from .proofs import read_hashes
from .receipts import PREFIX, ReceiptCheck, verify_receipt

GENUINE, NOT_GENUINE, UNPROVEN = 0, 1, 2
LARGEST_FILE = 50_000_000  # bytes: a photograph


def run(file: Path, keys: Path, witnesses: Path | None, against: Path | None, log: str) -> int:
    """The command. Returns its exit code; raises LedgerError or OSError when something cannot be read."""
    log_keys = read_verifier_keys(keys.read_text("utf-8"))
    witness_keys = read_verifier_keys(witnesses.read_text("utf-8")) if witnesses else ()
    checked = verify_receipt(_text(file), log_keys, witness_keys)
    print(checked.says)  # noqa: T201
    if not checked.genuine:
        return NOT_GENUINE
    print(canonical(checked.receipt.act).decode())  # noqa: T201 - what was entered, for its holder to compare
    if against is None:
        return GENUINE
    looked = _look(checked, against, log_keys, witness_keys, log)
    print(looked.says)  # noqa: T201
    return {Presence.FORK: NOT_GENUINE, Presence.UNPROVEN: UNPROVEN}.get(looked.presence, GENUINE)


def _look(
    checked: ReceiptCheck, against: Path, log_keys: Sequence[VerifierKey], witness_keys: Sequence[VerifierKey], log: str
) -> Looked:
    later = open_checkpoint(against.read_bytes(), log_keys, witness_keys)
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


def _text(file: Path) -> str:
    """The receipt's text from a file, the input, or a picture."""
    if str(file) == "-":
        data = sys.stdin.buffer.read(LARGEST_FILE)
    else:
        with file.open("rb") as opened:
            data = opened.read(LARGEST_FILE)
    if data.lstrip()[: len(PREFIX)].upper() == PREFIX.encode():
        return data.decode("utf-8", "replace")
    return text_in_picture(data)
