"""What is too long for the picture on a receipt goes on a list, which the receipt names by its hash."""

from __future__ import annotations

from marga.ledger.enclosures import enclosure_hash
from marga.ledger.receipts import leaves_room

from .contents import Listed, ReceiptGiven, ReceiptListed


def divided(told: ReceiptGiven, size: int) -> tuple[ReceiptGiven, ReceiptListed | None]:
    """What a receipt says in a ledger of so many entries, and its list, if it needs one: then all exhibits and all
    property are on it, so that nobody takes the part in the picture for all there is."""
    if leaves_room(told.plain(), size) or not (told.items or told.property):
        return told, None
    beside = ReceiptListed(items=told.items, property=told.property)
    listed = Listed(exhibits=len(told.items), things=len(told.property), sha256=enclosure_hash(beside.plain()))
    return told.model_copy(update={"items": (), "property": (), "listed": listed}), beside
