"""Takes what witnesses send: a checkpoint of this ledger, with their cosignature under it."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from marga.ledger.checkpoints import open_checkpoint
from marga.site.ledgers import signing
from marga.site.ledgers.models import Checkpoint, Cosignature
from marga.site.refusals import NotAllowed, NotFound


def take(data: bytes) -> int:
    """Keep the cosignatures of known witnesses that were not there yet. Returns how many.

    Raises LedgerError for what is no checkpoint of this ledger or holds a signature that fails, NotFound for one that
    was never signed here, NotAllowed when no known witness cosigned it.
    """
    opened = open_checkpoint(data, signing.verifiers(), signing.witnesses())
    found = Checkpoint.objects.filter(size=opened.checkpoint.size, root=opened.checkpoint.root).first()
    if found is None or not found.note.startswith(f"{opened.note.text}\n"):
        raise NotFound(
            _("This ledger never signed that checkpoint. Keep it: if its signature is right, it is evidence.")
        )
    if not opened.cosignatures:
        raise NotAllowed(_("No witness that is known here cosigned this. Ask whoever runs this site to add your key to "
                           "the file witness.keys."))  # fmt: skip
    lines = {(one.name, one.key_id): str(one).rstrip("\n") for one in opened.note.signatures}
    return sum(
        _keep(found, one.key.name, one.key.key_id, lines[one.key.name, one.key.key_id], one.at)
        for one in opened.cosignatures
    )


def _keep(checkpoint: Checkpoint, name: str, key_id: bytes, line: str, at: datetime) -> bool:
    theirs = Cosignature.objects.filter(checkpoint=checkpoint, name=name, key_id=key_id)
    if theirs.exists():
        return False
    try:
        with transaction.atomic():
            Cosignature.objects.create(checkpoint=checkpoint, name=name, key_id=key_id, line=line, at=at)
    except IntegrityError:  # it came twice at once
        return False
    return True
