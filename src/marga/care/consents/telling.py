"""The batch of notices that the side of the police pulls: one word each, days alone, only what is agreed to now.

It is made when it is asked for. What was so before today is in it; a consent that ended a moment ago is not. Who
agreed today is in it from tomorrow, so that it tells nothing of hours.

Records that are held to be one person's have one word, over all of them for which the person agreed to it. That
somebody at a centre held them to be one makes nothing wider: a record without a consent of its own is never told of,
and where what stands in it makes the word untrue, none is told (`rules.notices.word_told`). Nothing of this is kept:
parted again, each record has its own word.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from marga.care.acts.services import by_itself, record
from marga.care.clients.queries import held_to_be_one
from marga.care.days import today
from marga.care.national import care
from marga.care.rules.consents import NOTICE, Wanted, packet, refusals
from marga.care.rules.notices import TELLS, Attended, Word, word_told
from marga.care.stays.models import Stay
from marga.country.instants import day_of
from marga.ledger.keys import KeyType, SignerKey, signer_at
from marga.ledger.notices import Notice, batch_of, sign_batch
from marga.site.secret_files import word_in

from . import contents
from .models import Consent
from .receipts import handle_for
from .services import terms

NAME = "notices.batch"


def batch_text() -> str:
    """The batch of today, signed; what is told anew is entered, so that the person sees it."""
    who = by_itself()
    with transaction.atomic():
        told = _told(today(who))
        batch = batch_of(today(who), {notice for _consent, notice in told})
        for consent, notice in told:
            if (consent.told, consent.told_since) != (notice.word, notice.day):
                said = contents.NoticeTold(word=notice.word, since=notice.day, day=batch.day)
                record("notice.told", who, said, about=consent.pk, centre=consent.centre_id)
    return str(sign_batch(batch, signer()))


def _told(day: date) -> list[tuple[Consent, Notice]]:
    """What may be told today. Where two people say that one receipt is theirs, neither is told of."""
    rows = Consent.objects.select_for_update(of=("self",)).filter(
        ended=None, last__gte=day, handle__isnull=False).select_related("handle").order_by("pk")  # fmt: skip
    agreed = {row.client_id: row for row in rows if _covers(row, day)}
    all_of = held_to_be_one()
    people = {number: all_of.get(number, frozenset((number,))) for number in agreed}
    stays = _stays(frozenset().union(*people.values()))
    found: list[tuple[Consent, Notice]] = []
    claims: dict[bytes, set[frozenset[str]]] = defaultdict(set)
    for number, row in agreed.items():
        handle, word = handle_for(row, row.handle), _word(people[number], agreed, stays, day)
        if handle is not None and word is not None:
            found.append((row, Notice(handle, _leaves(row, word, day), word.day)))
            claims[handle].add(people[number])
    return [(row, notice) for row, notice in found if len(claims[notice.handle]) == 1]


def _covers(consent: Consent, day: date) -> bool:
    """Whether it was agreed before today that the word is told, and still is."""
    zone = ZoneInfo(settings.TIME_ZONE)
    before = consent.witnessed is not None and day_of(consent.witnessed, zone) < day
    return before and not refusals(terms(consent), _tells(consent), day)


def _word(
    person: frozenset[str], agreed: Collection[str], stays: dict[str, list[Attended]], day: date
) -> Word | None:  # fmt: skip
    """The word of a person, by the numbers of all their records and of those that agreed."""
    told = [one for number in person if number in agreed for one in stays[number]]
    return word_told(told, [one for number in person if number not in agreed for one in stays[number]], day)


def _leaves(consent: Consent, word: Word, day: date) -> str:
    """The word, built as everything that leaves is."""
    return packet(terms(consent), _tells(consent), {NOTICE: word.word}, day).values[NOTICE]


def _tells(consent: Consent) -> Wanted:
    """The side tells by itself, for the centre that wrote the consent down."""
    return replace(TELLS, discloser=consent.centre_id)


def _stays(clients: Collection[str]) -> dict[str, list[Attended]]:
    reasons, found = care().reasons, defaultdict(list)
    for one in Stay.objects.filter(client__in=clients).only("client_id", "began", "ended", "ended_why"):
        why = reasons[one.ended_why].counts_as if one.ended_why in reasons else ""
        found[one.client_id].append(Attended(one.began, one.ended, why))
    return found


def signer() -> SignerKey:
    """The key that signs batches; made on first use."""
    return signer_at(folder() / "notices.key", f"{settings.LEDGER_NAME}/notices", KeyType.LOG)


def token() -> str:
    """The part of the batch's address that nobody guesses; made on first use."""
    return word_in(folder() / "address.secret")


def publish_address() -> str:
    """Where the batch is, after the address of this side. What the other side needs besides is in `notices.pub`."""
    (folder() / "notices.pub").write_text(f"{signer().verifier}\n", "utf-8")
    return f"/notices/{token()}/{NAME}"


def folder() -> Path:
    """Where the key and the secret of the address are; its owner's alone."""
    made = Path(settings.MARGA_FOLDER) / "notices"
    made.mkdir(mode=0o700, exist_ok=True)
    return made
