"""Mail to offices that is sent once, and tried again for as long as it is owed. It names nobody.

Each is delivered once. A worker that died between handing it over and writing that down leaves it to another, who hands
it over with the same Message-ID: the same file in an outbox, and one message to most mail programs.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import timedelta
from smtplib import SMTPException
from typing import TypeVar

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import F, Q, QuerySet

from marga.country.instants import Clock
from marga.site.models import Mailed

BATCH = 200
#: How long a worker keeps what it is sending; another takes it after that.
HELD = timedelta(minutes=5)
LONGEST_WAIT = 60  # minutes between two tries
log = logging.getLogger(__name__)
Row = TypeVar("Row", bound=Mailed)


def deliver(owed: QuerySet[Row], message: Callable[[Row], EmailMessage], clock: Clock) -> tuple[int, bool]:
    """Send what is owed and was not sent yet, at most `BATCH`. Returns how many were delivered, and whether anybody
    answers who takes mail.

    What fails is tried again after 1, 2, 4 … minutes, hourly at last.
    """
    due = Q(next_try=None) | Q(next_try__lte=clock.at)
    done = 0
    for row in owed.filter(due, delivered=None)[:BATCH]:
        rows = type(row)._base_manager.filter(pk=row.pk)
        if not rows.filter(due, delivered=None).update(next_try=clock.at + HELD):
            continue  # another worker has it
        try:
            get_connection().send_messages([message(row)])
        except OSError as failed:
            _again(row, clock, failed)
            if not isinstance(failed, SMTPException):
                return done, False  # the others would wait as long for nothing
        else:
            rows.update(delivered=clock.at, next_try=None)
            done += 1
    return done, True


def mail(name: str, said: Sequence[tuple[str, str]], to: str) -> EmailMessage:
    """Subject and text in each language of the side, to an office. `name`: what tells it from every other."""
    where = settings.LEDGER_NAME.partition("/")[0]
    return EmailMessage(" / ".join(subject for subject, _body in said), "\n\n".join(body for _subject, body in said),
                        to=[to], headers={"Message-ID": f"<{name}@{where}>"})  # fmt: skip


def _again(row: Mailed, clock: Clock, failed: OSError) -> None:
    wait = timedelta(minutes=min(2 ** min(row.tries, 10), LONGEST_WAIT))
    rows = type(row)._base_manager.filter(pk=row.pk)
    rows.update(tries=F("tries") + 1, next_try=clock.at + wait)
    log.warning("%s %s was not delivered: %s.", type(row).__name__, row.pk, type(failed).__name__)
