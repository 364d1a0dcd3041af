"""Asks care for its batch of notices, and believes nothing that care's key did not sign."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from marga.ledger.fetching import ask
from marga.ledger.keys import VerifierKey, read_verifier_key
from marga.ledger.notices import LARGEST_BATCH, Batch, open_batch

NAME = "notices.batch"


@dataclass(frozen=True, slots=True)
class Source:
    """Where care's batch is, and whose signature is believed."""

    address: str
    key: VerifierKey


def source() -> Source | None:
    """What the operator set; else the care side that `./run` started beside this one, once it has made its address and
    key. None: nothing is asked. Raises LedgerError for a key that is none."""
    if settings.NOTICES_AT:
        return Source(settings.NOTICES_AT, read_verifier_key(settings.NOTICES_KEY))
    here, files = settings.BESIDE.get("care"), Path(settings.MARGA_FOLDER).parent / "care" / "notices"
    secret, key = files / "address.secret", files / "notices.pub"
    if not here or not (secret.is_file() and key.is_file()):
        return None
    address = f"{here}/notices/{secret.read_text('ascii').strip()}/{NAME}"
    return Source(address, read_verifier_key(key.read_text("utf-8").strip()))


def pull(asked: Source) -> Batch:
    """The batch of now. Raises LedgerError when it cannot be had, or is not signed by care."""
    return open_batch(ask(asked.address, largest=LARGEST_BATCH), asked.key)
