"""The keys of a side's ledger, as files in its data folder.

ledger.key, ledger-*.key   signer keys (mode 600); the first is made with the first checkpoint, each signs every one
ledger.keys                the verifier keys of all that ever signed, one a line: to be published, and for the audit
witness.keys               the verifier keys of witnesses whose cosignatures are taken, one a line
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from pathlib import Path

from django.conf import settings

from marga.country import gettext_noop
from marga.ledger import LedgerError
from marga.ledger.keys import KeyType, SignerKey, VerifierKey, read_verifier_keys, signer_at
from marga.ledger.shelf import write_whole

FIRST = "ledger.key"


def folder() -> Path:
    return Path(settings.MARGA_FOLDER)


def signers(*, first: bool) -> list[SignerKey]:
    """The keys that sign now. `first`: nothing was signed yet, so that a key may be made.

    Raises LedgerError when there is none, or one is of another name; OSError when one cannot be read.
    """
    files = sorted(folder().glob("ledger*.key"))
    if not files and not first:
        raise LedgerError(gettext_noop("the key of the ledger is missing from {folder}; put it back from its backup."),
                          folder=str(folder()))  # fmt: skip
    keys = [signer_at(path, settings.LEDGER_NAME, KeyType.LOG) for path in files or [folder() / FIRST]]
    _remember([key.verifier for key in keys])
    return keys


def another(day: date) -> VerifierKey:
    """Make a further key, which signs from now on beside those that are there."""
    made = signer_at(folder() / f"ledger-{day.isoformat()}.key", settings.LEDGER_NAME, KeyType.LOG).verifier
    _remember([made])
    return made


def verifiers() -> tuple[VerifierKey, ...]:
    """All keys that ever signed."""
    return _read("ledger.keys")


def witnesses() -> tuple[VerifierKey, ...]:
    """The keys of witnesses whose cosignatures are taken."""
    return _read("witness.keys")


def _read(name: str) -> tuple[VerifierKey, ...]:
    try:
        return read_verifier_keys((folder() / name).read_text("utf-8"))
    except FileNotFoundError:
        return ()


def _remember(keys: Collection[VerifierKey]) -> None:
    known = verifiers()
    fresh = [key for key in keys if key not in known]
    if fresh:
        write_whole(folder() / "ledger.keys", "".join(f"{key}\n" for key in [*known, *fresh]))
