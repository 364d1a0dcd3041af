"""A person gets a receipt, which proves what was entered."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.conf import settings
from django.db import transaction

from marga.country import load
from marga.enforcement.access import party_for
from marga.enforcement.acts.models import Act
from marga.enforcement.acts.services import Acting, record
from marga.enforcement.cases.models import Party
from marga.enforcement.exhibits.models import Exhibit, SealedWeight
from marga.enforcement.rules.bands import band_of, quantity_of
from marga.enforcement.rules.custody import Stay
from marga.enforcement.rules.reviews import reviews_of
from marga.site.ledgers.queries import signed_size
from marga.site.roles import check_may

from .contents import Further, Item, ReceiptGiven, Thing
from .keys import hash_of
from .listing import divided
from .queries import last_receipt

LONGEST_PLACE = 60


def give(party: str, who: Acting) -> Act:
    """Give a person in a case the receipt, or print it with what is known now; the code stays the same.

    Returns the act. The proof follows within a second (`queries.proof`). When nothing has changed since the last time
    no other act is entered: who clicks twice has one receipt. Raises NotFound, NotAllowed.
    """
    check_may(who, "enforcement.receipt")
    with transaction.atomic():
        row = party_for(who, party, lock=True)
        told, beside = divided(_told(row, who), signed_size())
        last = last_receipt(row)
        if last is not None and last.new == told.plain():
            return last
        if beside is not None:
            record("receipt.listed", who, beside, case=row.case_id, part=str(row.number))
        return record("receipt.given" if last is None else "receipt.renewed", who, told, case=row.case_id,
                      part=str(row.number), receipt=hash_of(row.key))  # fmt: skip


def _told(row: Party, who: Acting) -> ReceiptGiven:
    charge = row.charges.filter(line=1).order_by("version").first()
    whose = ["", row.key] if charge else [row.key]  # what was taken from nobody concerns those who are accused of it
    exhibits = list(Exhibit.objects.filter(case=row.case_id, person__in=whose).order_by("number"))
    return ReceiptGiven(
        arrested=row.arrested, arrived=row.arrived, place=_short(row.case.place),
        officer=charge.author if charge else who.number, offence=charge.offence if charge else "",
        article=charge.article if charge else "", quantity=charge.quantity if charge else "",
        further=_further(row),
        items=tuple(Item(seal=one.seal, drug=one.drug, band=_band(one)) for one in exhibits),
        sealed=_sealed(exhibits), next_review=_next_review(row, who),
        property=tuple(Thing(kind=one.kind, mark=one.mark, amount=one.amount, currency=one.currency)
                       for one in row.property.order_by("number")),
    )  # fmt: skip


def _further(row: Party) -> tuple[Further, ...]:
    """The charges beside the first one, as they stand; dropped ones are left out."""
    last = {one.line: one for one in row.charges.exclude(line=1).order_by("line", "version")}
    return tuple(Further(offence=one.offence, article=one.article) for one in last.values() if one.offence)


def _short(place: str) -> str:
    """What the paper has room for; that something is left out is shown."""
    return place if len(place) <= LONGEST_PLACE else f"{place[: LONGEST_PLACE - 1].rstrip()}…"


def _band(exhibit: Exhibit) -> str:
    """The band of the second weight of the last opened round; "" before that, and for what has no limits."""
    weight = SealedWeight.objects.filter(round__exhibit=exhibit, round__opened__isnull=False, which=2).order_by(
        "round__number").last()  # fmt: skip
    quantity = quantity_of(exhibit.drug, load(settings.MARGA_COUNTRY).enforcement.offences.by_drug)
    if weight is None or quantity is None:
        return ""
    return f"{quantity.name}.{band_of(weight.net.normalize(), quantity).name}"


def _sealed_weights(exhibits: list[Exhibit]) -> list[SealedWeight]:
    """The weights that are sealed and neither opened nor cancelled."""
    return list(SealedWeight.objects.filter(
        round__exhibit__in=exhibits, round__opened__isnull=True, round__cancelled__isnull=True
    ).order_by("round__exhibit_id", "which"))  # fmt: skip


def _sealed(exhibits: list[Exhibit]) -> str:
    weights = _sealed_weights(exhibits)
    return hashlib.sha256(b"".join(bytes(one.commitment) for one in weights)).hexdigest() if weights else ""


def _next_review(row: Party, who: Acting) -> datetime | None:
    custody = row.custodies.filter(ended__isnull=True).order_by("began_here").last()
    if custody is None:
        return None
    held = tuple(custody.steps.filter(what="reviewed").values_list("done", flat=True))
    found = reviews_of(Stay(custody.arrived, reviews=held), load(settings.MARGA_COUNTRY).enforcement.custody, who.clock)
    return next((one.due for one in found if one.held is None and not one.missed), None)
