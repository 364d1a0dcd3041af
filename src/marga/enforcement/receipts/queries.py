"""What stands on the receipt of a person, with its proof."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marga.country import Country, Sentence, Text, gettext_noop, load, say
from marga.enforcement.acts.models import Act
from marga.enforcement.cases.models import Party
from marga.enforcement.exhibits.models import SealedWeight, WeighingRound
from marga.enforcement.exhibits.projections import LABORATORY
from marga.ledger.checkpoints import open_checkpoint
from marga.ledger.codes import format_code
from marga.ledger.enclosures import enclosure_hash, write_enclosure
from marga.ledger.errors import LedgerError
from marga.ledger.receipts import read_receipt, write_receipt
from marga.site.ledgers import signing
from marga.site.ledgers.queries import proof_for
from marga.site.refusals import WrongState

from .contents import Item, ReceiptGiven, ReceiptListed
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
    """All that stands on the receipt; None while it waits for its proof, which takes less than a second. Raises
    WrongState when the record was erased, or is no longer what was entered."""
    written = _written(act)
    if written is None:
        return None
    country = load(settings.MARGA_COUNTRY)
    told, enclosed = _with_list(act)
    opened = open_checkpoint(read_receipt(written).note, signing.verifiers(), signing.witnesses())
    return Facts(
        code=format_code(code_of(party.key)), proof=written, enclosed=enclosed,
        mark=told.listed.sha256 if told.listed else "",
        witnessed=opened.witnessed, keys=tuple(map(str, opened.log_keys)),
        case=party.case_id, unit=Text(party.case.unit.name, party.case.unit.name_km), place=told.place,
        arrested=told.arrested, arrived=told.arrived, officer=told.officer, charge=_charge(told, country),
        weights=_weights(told, party, act, country),
        property=tuple(Taken(country.enforcement.register.property[one.kind].label, one.mark, one.amount, one.currency)
                       for one in told.property),
        next_review=told.next_review, given=act.at, check_at=settings.CHECK_AT,
        complain_at=tuple(settings.COMPLAIN_AT), language=_language(party, country),
    )  # fmt: skip


def _written(act: Act) -> str | None:
    """The text of the proof. One that has grown too long with the tree since is of the tree in which it was given."""
    proof = proof_for(act)
    if proof is None:
        return None
    try:
        return write_receipt(proof)
    except LedgerError:
        earlier = proof_for(act, shortest=True)
        return None if earlier is None else write_receipt(earlier)


def _with_list(act: Act) -> tuple[ReceiptGiven, tuple[str, ...]]:
    """What the act says, what stands on its list with it, and the pieces of that list; none without one."""
    told = ReceiptGiven.model_validate(act.new)
    if told.listed is None:
        return told, ()
    found = Act.objects.filter(case=act.case, part=act.part, kind="receipt.listed", pk__lt=act.pk).order_by("pk").last()
    if found is None or found.new is None or enclosure_hash(found.new) != told.listed.sha256:
        raise WrongState(_("The list of this receipt is no longer what was entered, so it is not printed. Tell whoever "
                           "runs this site: an audit of the ledger will say what was changed."))  # fmt: skip
    beside = ReceiptListed.model_validate(found.new)
    return told.model_copy(update={"items": beside.items, "property": beside.property}), write_enclosure(found.new)


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


def _weights(told: ReceiptGiven, party: Party, act: Act, country: Country) -> tuple[Weighed, ...]:
    """Each exhibit as it stood when the receipt was given. Two questions, however many there are."""
    rounds: dict[str, list[WeighingRound]] = defaultdict(list)
    begun = WeighingRound.objects.filter(exhibit__case=party.case_id, begun__lte=act.at)
    for one in begun.select_related("exhibit").prefetch_related("weights").order_by("number"):
        rounds[one.exhibit.seal].append(one)
    return tuple(_weighed(item, rounds[item.seal], act.at, country) for item in told.items)


def _weighed(item: Item, rounds: Sequence[WeighingRound], given: datetime, country: Country) -> Weighed:
    drug = country.dimensions["drug"].categories[item.drug].label
    if item.band:
        return Weighed(item.seal, drug, band=_band(item.band, country), stands=Stands.TWICE)
    sealed = _second_sealed(rounds, given)
    if sealed is not None:
        return Weighed(item.seal, drug, commitment=bytes(sealed.commitment).hex(), stands=Stands.SEALED)
    return Weighed(item.seal, drug, stands=_stands(rounds, given))


def _second_sealed(rounds: Sequence[WeighingRound], given: datetime) -> SealedWeight | None:
    """The second weight that was sealed and not opened when the receipt was given: its commitment is in what the act
    says, and a later one is not."""
    running = [one for one in rounds if all(end is None or end > given for end in (one.opened, one.cancelled))]
    weights = [weight for one in running for weight in one.weights.all() if weight.which == 2 and weight.at <= given]
    return weights[-1] if weights else None


def _stands(rounds: Sequence[WeighingRound], given: datetime) -> Stands:
    """How far an exhibit without a band was weighed when the receipt was given."""
    opened = [one for one in rounds if one.opened is not None and one.opened <= given and one.cancelled is None]
    if any(weight.which == 2 for one in opened if one.number > LABORATORY for weight in one.weights.all()):
        return Stands.TWICE
    return Stands.LABORATORY if any(one.number == LABORATORY for one in opened) else Stands.NOT_TWICE


def _band(band: str, country: Country) -> Text:
    quantity, _, name = band.partition(".")
    bands = country.enforcement.offences.quantities[quantity].bands
    return next(one.label for one in bands if one.name == name)


def _language(party: Party, country: Country) -> str:
    known = country.enforcement.custody.languages
    return next((code for code in party.languages if code in known), get_language() or "en")
