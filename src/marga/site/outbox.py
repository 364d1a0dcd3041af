"""Mail where there is no mail server: each message is a file, for whatever program of the station carries it on.

A message that is sent twice is the same file, named by its Message-ID.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from marga.ledger.shelf import write_whole


def folder() -> Path:
    """Where messages are put: `DATA/SIDE/outbox`, which the side's owner alone may read."""
    found: Path = settings.MARGA_FOLDER / "outbox"
    return found


class Outbox(BaseEmailBackend):
    """Django's way to send mail, into files."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write each message whole or not at all. Raises OSError."""
        folder().mkdir(mode=0o700, exist_ok=True)
        for message in email_messages:
            made = message.message()
            name = re.sub(r"[^\w.-]", "_", str(made["Message-ID"]).strip("<>").partition("@")[0])
            write_whole(folder() / f"{name}.eml", made.as_bytes().decode(), mode=0o600)
        return len(email_messages)
