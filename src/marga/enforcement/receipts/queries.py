"""What stands on the receipt of a person, with its proof."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from marga.country import Country, Sentence, Text, gettext_noop, load, say
from marga.enforcement.acts.models import Act
from marga.enforcement.cases.models import Party
from marga.enforcement.exhibits.models import SealedWeight, WeighingRound
from marga.enforcement.exhibits.projections import LABORATORY
from marga.ledger.checkpoints import open_checkpoint
from marga.ledger.codes import format_code
from marga.ledger.receipts import Receipt, write_receipt
from marga.site.ledgers import signing
from marga.site.ledgers.queries import proof_for

from .contents import Item, ReceiptGiven
from .facts import Facts, Stands, Taken, Weighed
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
        weights=tuple(_weighed(one, party, act, country) for one in told.items),
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
    charge = _offence(told.offence, told.article, country)
    for one in told.further:
        more = _offence(one.offence, one.article, country)
        charge = say(gettext_noop("{charge}; later also: {more}"), charge=charge, more=more)
    return charge


def _offence(name: str, article: str, country: Country) -> Sentence:
    label = country.enforcement.offences.offences[name].label
    if not article:
        return say(gettext_noop("{offence}"), offence=label)
    return say(gettext_noop("{offence}, article {article}"), offence=label, article=article)


def _weighed(item: Item, party: Party, act: Act, country: Country) -> Weighed:
    drug = country.dimensions["drug"].categories[item.drug].label
    if item.band:
        return Weighed(item.seal, drug, band=_band(item.band, country), stands=Stands.TWICE)
    rounds = WeighingRound.objects.filter(exhibit__case=party.case_id, exhibit__seal=item.seal, begun__lte=act.at)
    sealed = _second_sealed(rounds, act)
    if sealed is not None:
        return Weighed(item.seal, drug, commitment=bytes(sealed.commitment).hex(), stands=Stands.SEALED)
    return Weighed(item.seal, drug, stands=_stands(rounds, act))


def _second_sealed(rounds: QuerySet[WeighingRound], act: Act) -> SealedWeight | None:
    """The second weight that was sealed and not opened when the receipt was given: its commitment is in what the act
    says, and a later one is not."""
    still = Q(round__opened=None) | Q(round__opened__gt=act.at)
    valid = Q(round__cancelled=None) | Q(round__cancelled__gt=act.at)
    weights = SealedWeight.objects.filter(still, valid, round__in=rounds, which=2, at__lte=act.at)
    return weights.order_by("round__number").last()


def _stands(rounds: QuerySet[WeighingRound], act: Act) -> Stands:
    """How far an exhibit without a band was weighed when the receipt was given."""
    opened = rounds.filter(opened__lte=act.at, cancelled=None)
    if opened.filter(number__gt=LABORATORY, weights__which=2).exists():
        return Stands.TWICE
    return Stands.LABORATORY if opened.filter(number=LABORATORY).exists() else Stands.NOT_TWICE


def _band(band: str, country: Country) -> Text:
    quantity, _, name = band.partition(".")
    bands = country.enforcement.offences.quantities[quantity].bands
    return next(one.label for one in bands if one.name == name)


def _language(party: Party, country: Country) -> str:
    known = country.enforcement.custody.languages
    return next((code for code in party.languages if code in known), get_language() or "en")
