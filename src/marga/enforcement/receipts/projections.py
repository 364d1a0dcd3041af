"""What stands since a person got a receipt."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from marga.enforcement.acts.models import Act
from marga.enforcement.cases.models import Party
from marga.enforcement.cases.projections import party_of
from marga.site.acts.kinds import kind

from .contents import ReceiptGiven, ReceiptListed


@kind("receipt.given", "person", gettext_noop("a receipt was given"), ReceiptGiven)
def receipt_given(act: Act, told: ReceiptGiven) -> None:
    """The person has a receipt; what is entered about them later names its hash."""
    Party.objects.filter(pk=party_of(act)).update(receipt=act.entry.receipt)


@kind("receipt.renewed", "person", gettext_noop("the receipt was printed with what is known now"), ReceiptGiven)
def receipt_renewed(act: Act, told: ReceiptGiven) -> None:
    """The same code, with what is known now."""


@kind("receipt.listed", "person", gettext_noop("the list of a receipt was made"), ReceiptListed)
def receipt_listed(act: Act, told: ReceiptListed) -> None:
    """It changes nothing: the receipt that is given in the same moment names it."""
