"""What the check of receipts does: sources are set, lists are taken, somebody asks. One function an act."""

from __future__ import annotations

import logging
from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.utils.translation import ngettext

from marga.authority.bulletins.said import all_in_every_language
from marga.authority.receipts import keys, queries
from marga.authority.receipts.models import ListedEntry, ReceiptEvidence, ReceiptSource, TakenList
from marga.authority.receipts.pulling import Ledger, Look, Unbelievable, look, next_list
from marga.authority.receipts.rules import Answer
from marga.country import gettext_noop
from marga.country.reading import shown
from marga.ledger import LedgerError
from marga.ledger.fetching import checked_address
from marga.ledger.keys import KeyType, VerifierKey, read_verifier_keys
from marga.ledger.receipt_lists import ReceiptList
from marga.ledger.receipts import Receipt
from marga.site.refusals import NotFound, Refused
from marga.site.tries import services as tries
from marga.site.tries.rules import GUESSES

#: Tries are counted of receipts that are not known.
TRIED, LIMIT = "receipt", GUESSES
MOST_LISTS = 500  # in one round, so that other work of the worker has its turn
MOST_EVIDENCE = 50  # of a ledger, of each kind: who answers nonsense every minute fills no disk
logger = logging.getLogger("marga.receipts")


class TooManyTries(Refused):
    """Too much was asked from one place that is not known."""

    status = 429

    def __init__(self, minutes: int) -> None:
        super().__init__(ngettext(
            "Too many receipts that are not known were tried from here. Wait {minutes} minute, then try again.",
            "Too many receipts that are not known were tried from here. Wait {minutes} minutes, then try again.",
            minutes,
        ).format(minutes=minutes))  # fmt: skip
        self.minutes = minutes


@transaction.atomic
def set_source(*, address: str, verifiers: str, witnesses: str, key: bytes) -> ReceiptSource:
    """Take the lists of a ledger from an address. The operator's act, by command.

    verifiers     verifier keys of the ledger, one a line; its name is theirs
    witnesses     verifier keys of the witnesses that are trusted, one a line; may be empty
    key           that the codes' hashes are made with, 32 bytes

    A ledger that has a source already keeps what was taken of it. Raises LedgerError.
    """
    own, others = read_verifier_keys(verifiers), read_verifier_keys(witnesses)
    names = {one.name for one in own if one.type is KeyType.LOG}
    if len(names) != 1 or len(own) != sum(one.type is KeyType.LOG for one in own):
        raise LedgerError(gettext_noop("the verifier keys must all be of one ledger, and there must be one at least."))
    if any(one.type is not KeyType.WITNESS for one in others):
        raise LedgerError(gettext_noop("one of the keys of witnesses is the key of a ledger."))
    made, _new = ReceiptSource.objects.update_or_create(
        ledger=names.pop(),
        defaults={"address": checked_address(address), "keys": _lines(own), "witnesses": _lines(others)},
    )
    keys.keep_shared_key(key, made.pk)
    return made


def remove_source(ledger: str) -> None:
    """Take no more lists of a ledger, and forget those that were taken; evidence stays. Raises NotFound."""
    found = ReceiptSource.objects.filter(ledger=ledger).first()
    if found is None:
        raise NotFound(f"There is no source of the name “{shown(ledger)}”; marga receipts source list shows them.")
    number = found.pk
    found.delete()
    keys.forget_shared_key(number)


def collect(*, now: datetime) -> list[ReceiptSource]:
    """Take what is new of every ledger. What is wrong with one keeps nobody from asking the next."""
    return [take(source, now=now) for source in queries.sources()]


def take(source: ReceiptSource, *, now: datetime) -> ReceiptSource:
    """Take the lists of a ledger that are new. Returns it as it is afterwards.

    What cannot be asked or believed is kept with it, as a problem that pages show; then nothing more was stored.
    """
    try:
        keys.read_shared_key(keys.path_of(source.pk))
        whole = _take(source)
    except LedgerError as error:
        _keep_problem(source, error, now)
    else:
        ReceiptSource.objects.filter(pk=source.pk).update(
            problem={}, problem_since=None, **({"taken_at": now} if whole else {})
        )
    source.refresh_from_db()
    return source


def check(given: int | Receipt | bytes, *, address: str | None, now: datetime) -> Answer:
    """Answer somebody who asks about a receipt: by the number of its code, its proof, or a picture of its QR code.

    address    from where it is asked; of it only a keyed hash is kept, for an hour, where the receipt is not known

    Raises TooManyTries; LedgerError for a picture that cannot be read.
    """
    try:
        tried = tries.begin(TRIED, address, now, LIMIT)
    except tries.TooMany as refused:
        raise TooManyTries(refused.minutes) from refused
    answer = _ask(given)
    if answer.is_known:
        tried.delete()
    return answer


def _ask(given: int | Receipt | bytes) -> Answer:
    match given:
        case int():
            return queries.by_code(given)
        case bytes():
            return queries.by_picture(given)
        case _:
            return queries.by_proof(given)


def _take(source: ReceiptSource) -> bool:
    """Take what is new. Returns whether that was all there is. Raises LedgerError."""
    ledger = Ledger(source.address, read_verifier_keys(source.keys), read_verifier_keys(source.witnesses))
    found = look(ledger, source.seen)
    if not _keep_look(source, found):
        return False
    size = source.size
    for _ in range(MOST_LISTS):
        if size >= found.head.checkpoint.size:
            return True
        listed, note = next_list(ledger, size, found.head)
        if not _keep_list(source, listed, note):
            return False
        size = listed.checkpoint.size
    return size >= found.head.checkpoint.size


def _keep_look(source: ReceiptSource, found: Look) -> bool:
    """Remember the trees, before any list of theirs. False when another round has meanwhile."""
    witnessed = max(source.witnessed, found.witnessed.size if found.witnessed else 0)
    same = ReceiptSource.objects.filter(pk=source.pk, seen=source.seen)
    return bool(same.update(seen=str(found.head.note), witnessed=witnessed))


@transaction.atomic
def _keep_list(source: ReceiptSource, listed: ReceiptList, note: str) -> bool:
    """Store a list with its entries. False when another round has meanwhile."""
    tree = listed.checkpoint
    if not ReceiptSource.objects.filter(pk=source.pk, size=listed.first).update(size=tree.size):
        return False
    TakenList.objects.create(source=source, first=listed.first, size=tree.size, root=tree.root, note=note)
    ListedEntry.objects.bulk_create(
        ListedEntry(source=source, index=row.index, hash=row.hash, kind=row.kind, day=row.day) for row in listed.rows
    )
    return True


@transaction.atomic
def _keep_problem(source: ReceiptSource, error: LedgerError, now: datetime) -> None:
    says = all_in_every_language([error.says])
    ReceiptSource.objects.filter(pk=source.pk).update(problem=says, problem_since=source.problem_since or now)
    if not isinstance(error, Unbelievable):
        return
    alike = ReceiptEvidence.objects.filter(ledger=source.ledger, signed=error.signed)
    if alike.count() >= MOST_EVIDENCE:
        return
    _kept, new = ReceiptEvidence.objects.get_or_create(
        sha256=sha256(error.text.encode()).hexdigest(),
        defaults={"ledger": source.ledger, "at": now, "says": says, "signed": error.signed, "text": error.text},
    )
    if new:
        logger.error("What %s answered cannot be believed: %s", source.ledger, error)


def _lines(found: tuple[VerifierKey, ...]) -> str:
    return "".join(f"{one}\n" for one in found)
