"""What stands on the receipt of a person, with its proof."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import get_language

from marga.country import Country, Sentence, Text, gettext_noop, load, say
from marga.enforcement.acts.models import Act
from marga.enforcement.cases.models import Party
from marga.enforcement.exhibits.models import Exhibit
from marga.ledger.checkpoints import open_checkpoint
from marga.ledger.codes import format_code
from marga.ledger.receipts import Receipt, write_receipt
from marga.site.ledgers import signing
from marga.site.ledgers.queries import proof_for

from .contents import Item, ReceiptGiven
from .facts import Facts, Taken, Weighed
from .keys import code_of

KINDS = ("receipt.given", "receipt.renewed")


def last_receipt(party: Party) -> Act | None:
    """The act by which the person got the receipt, or had it printed anew; None before."""
    return (
        Act.objects.filter(case=party.case_id, part=str(party.number), kind__in=KINDS, erasure=None)
        .order_by("pk")
        .last()
    )


def facts(party: Party, act: Act) -> Facts | None:
    """All that stands on the receipt; None while it waits for its proof, which takes less than a second."""
    proof = proof_for(act)
    if proof is None:
        return None
    country = load(settings.MARGA_COUNTRY)
    told = ReceiptGiven.model_validate(act.new)
    return Facts(
        code=format_code(code_of(party.key)), proof=write_receipt(proof), witnessed=_is_witnessed(proof),
        case=party.case_id, unit=Text(party.case.unit.name, party.case.unit.name_km), place=told.place,
        arrested=told.arrested, arrived=told.arrived, officer=told.officer, charge=_charge(told, country),
        weights=tuple(_weighed(one, party, country) for one in told.items),
        property=tuple(Taken(country.enforcement.register.property[one.kind].label, one.mark, one.amount, one.currency)
                       for one in told.property),
        next_review=told.next_review, given=act.at, check_at=settings.CHECK_AT,
        complain_at=tuple(settings.COMPLAIN_AT), language=_language(party, country),
    )  # fmt: skip


def _is_witnessed(proof: Receipt) -> bool:
    return open_checkpoint(str(proof.note), signing.verifiers(), signing.witnesses()).witnessed


def _charge(told: ReceiptGiven, country: Country) -> Sentence:
    if not told.offence:
        return say(gettext_noop("no charge"))
    label = country.enforcement.offences.offences[told.offence].label
    if not told.article:
        return say(gettext_noop("{offence}"), offence=label)
    return say(gettext_noop("{offence}, {article}"), offence=label, article=told.article)


def _weighed(item: Item, party: Party, country: Country) -> Weighed:
    drug = country.dimensions["drug"].categories[item.drug].label
    if item.band:
        return Weighed(item.seal, drug, band=_band(item.band, country))
    return Weighed(item.seal, drug, commitment=_commitment(item.seal, party))


def _band(band: str, country: Country) -> Text:
    quantity, _, name = band.partition(".")
    bands = country.enforcement.offences.quantities[quantity].bands
    return next(one.label for one in bands if one.name == name)


def _commitment(seal: str, party: Party) -> str:
    """Of the second weight if it is sealed, else of the first; "" while there is none."""
    exhibit = Exhibit.objects.filter(case=party.case_id, seal=seal).first()
    if exhibit is None:
        return ""
    last = exhibit.rounds.filter(opened__isnull=True, cancelled__isnull=True).order_by("number").last()
    weight = last.weights.order_by("which").last() if last else None
    return bytes(weight.commitment).hex() if weight else ""


def _language(party: Party, country: Country) -> str:
    known = country.enforcement.custody.languages
    return next((code for code in party.languages if code in known), get_language() or "en")
