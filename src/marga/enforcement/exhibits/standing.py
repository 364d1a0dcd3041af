"""An exhibit as rules take it: its rounds of weighing, its chain of hand-overs, what was weighed since.

It holds weights. Only the services and queries of this part read it, and queries give a weight away through `shown`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings

from marga.country import load
from marga.enforcement.acts.services import Acting
from marga.enforcement.rules import balance, bands, handovers, weighing
from marga.enforcement.stations import models as stations
from marga.site.roles import may

from . import contents
from .models import Destruction, Exhibit, HandOver, Mass, SealedWeight, WeighingRound
from .projections import LABORATORY

MASS = "mass"  # the concern that more is missing than weighing explains


@dataclass(frozen=True, slots=True)
class Standing:
    """How an exhibit stands. `laboratory`: the laboratory's weight; `pending`: the hand-over that nobody took yet."""

    exhibit: Exhibit
    rounds: tuple[weighing.Round, ...]
    laboratory: weighing.Weight | None
    chain: tuple[HandOver, ...]
    masses: tuple[Mass, ...]

    @property
    def last(self) -> weighing.Round | None:
        return self.rounds[-1] if self.rounds else None

    @property
    def pending(self) -> HandOver | None:
        return self.chain[-1] if self.chain and self.chain[-1].taker_signed is None else None

    @property
    def seizure(self) -> handovers.Seizure:
        return handovers.Seizure(self.exhibit.seized_by, self.exhibit.seized)

    @property
    def links(self) -> tuple[handovers.HandOver, ...]:
        """The chain as rules take it, without what was cancelled."""
        return tuple(handovers.HandOver(one.giver, one.taker, one.at, one.giver_signed, one.taker_signed)
                     for one in self.chain)  # fmt: skip

    @property
    def at_station(self) -> Decimal | None:
        """The station's net grams: the second, blind weight of the last opened round."""
        found = weighing.counted(self.rounds)
        return None if found is None else found[1]

    @property
    def seized(self) -> Decimal | None:
        """The net grams that the balance starts from: the station's, or else the laboratory's, who then weighed first.
        What goes missing on the way to the laboratory is missed by it."""
        if self.at_station is None and self.laboratory is not None:
            return self.laboratory.net
        return self.at_station

    @property
    def counted(self) -> Decimal | None:
        """The net grams that figures count: the laboratory's, or else the station's."""
        return self.at_station if self.laboratory is None else self.laboratory.net

    @property
    def later(self) -> tuple[tuple[str, Decimal], ...]:
        """All that was weighed since `seized`, in the order of time, as `balance.of_exhibit` takes it. What the
        laboratory weighed after the station was held at that time."""
        found = [(one.at, one.what, one.net) for one in self.masses]
        if self.laboratory is not None and self.at_station is not None:
            found.insert(sum(at < self.laboratory.at for at, _what, _net in found),
                         (self.laboratory.at, "held", self.laboratory.net))  # fmt: skip
        return tuple((what, net) for _at, what, net in found)

    @property
    def balance(self) -> balance.Balance | None:
        """From seizure until now; None while there is nothing to compare."""
        if self.seized is None:
            return None
        return balance.of_exhibit(self.seized, self.later, load(settings.MARGA_COUNTRY).enforcement.weighing.balance)

    def is_open_to(self, who: Acting) -> bool:
        """Whether somebody may see everybody's weights, and so all that follows from them: bands, concerns, balance."""
        if self.laboratory is not None:
            return True
        if may(who, "enforcement.laboratory"):
            return False  # the laboratory weighs blind as well
        return self.last is not None and self.last.state is weighing.State.OPENED

    def shown(self, who: Acting) -> tuple[tuple[int, weighing.Weight], ...]:
        """The weights that somebody may be shown, with the number of the round; the laboratory's has 0."""
        found = weighing.shown_to(self.rounds, who.number, finished=self.laboratory is not None)
        if not self.is_open_to(who):
            found = tuple((number, weight) for number, weight in found if weight.by == who.number)
        return found if self.laboratory is None else (*found, (LABORATORY, self.laboratory))


def standing_of(exhibit: Exhibit) -> Standing:
    """How an exhibit stands, in four queries."""
    return standings([exhibit])[0]


def standings(exhibits: Iterable[Exhibit]) -> list[Standing]:
    """How several stand, in four queries for all of them."""
    wanted = list(exhibits)
    rounds: dict[str, list[WeighingRound]] = {}
    for one in WeighingRound.objects.filter(exhibit__in=wanted).prefetch_related("weights").order_by("number"):
        rounds.setdefault(one.exhibit_id, []).append(one)
    chains: dict[str, list[HandOver]] = {}
    for link in HandOver.objects.filter(exhibit__in=wanted, cancelled=None).order_by("number"):
        chains.setdefault(link.exhibit_id, []).append(link)
    masses: dict[str, list[Mass]] = {}
    for mass in Mass.objects.filter(exhibit__in=wanted).order_by("at", "pk"):
        masses.setdefault(mass.exhibit_id, []).append(mass)
    return [_standing(one, rounds.get(one.key, []), chains.get(one.key, []), masses.get(one.key, []))
            for one in wanted]  # fmt: skip


def waiting_destruction(key: str) -> Destruction | None:
    """The destruction of an exhibit that its witnesses have yet to sign, with them; two queries."""
    waiting = Destruction.objects.filter(exhibit=key, done=None, cancelled=None)
    return waiting.prefetch_related("witnesses").first()


def found_in(drug: str, weights: tuple[Decimal, ...]) -> contents.Found:
    """Bands and concerns of one net weight or of two, as the country's data stands."""
    country = load(settings.MARGA_COUNTRY).enforcement
    quantity = bands.quantity_of(drug, country.offences.by_drug)
    raised = bands.concerns(weights[0], weights[-1], quantity, country.weighing)
    names = tuple(dict.fromkeys(one.concern.value for one in raised))
    if quantity is None:
        return contents.Found(bands=("",) * len(weights), concerns=names)
    found = tuple(bands.band_of(weight, quantity).name for weight in weights)
    return contents.Found(quantity=quantity.name, bands=found, concerns=names)


def found_by_laboratory(stands: Standing, net: Decimal) -> contents.Found:
    """The band of the laboratory's net weight, and its concerns: also beside what the station weighed, less samples."""
    own = found_in(stands.exhibit.drug, (net,))
    if stands.at_station is None:
        return own
    sampled = sum((weight for what, weight in stands.later if what == "sampled"), Decimal(0))
    expected = max(stands.at_station - sampled, Decimal(0))
    beside = found_in(stands.exhibit.drug, (expected, net)).concerns
    return own.model_copy(update={"concerns": (*beside, *missed(stands, "held", net))})


def missed(stands: Standing, what: str, net: Decimal) -> tuple[str, ...]:
    """The concern that more is missing, or more is there, than weighing explains, once this was weighed too."""
    assert stands.seized is not None
    rules = load(settings.MARGA_COUNTRY).enforcement.weighing.balance
    found = balance.of_exhibit(stands.seized, (*stands.later, (what, net)), rules)
    return (MASS,) if what != "sampled" and found is not None and found.beyond else ()


def as_rule(row: stations.Instrument) -> weighing.Instrument:
    """An instrument as rules take it."""
    return weighing.Instrument(row.number, row.calibrated, row.in_use)


def _standing(exhibit: Exhibit, rounds: list[WeighingRound], chain: list[HandOver], masses: list[Mass]) -> Standing:
    own = next((one for one in rounds if one.number == LABORATORY), None)
    return Standing(
        exhibit, tuple(_round(one) for one in rounds if one.number != LABORATORY),
        None if own is None else _weight(own.weights.all()[0]), tuple(chain), tuple(masses),
    )  # fmt: skip


def _round(row: WeighingRound) -> weighing.Round:
    found = {one.which: _weight(one) for one in row.weights.all()}
    return weighing.Round(row.number, found.get(1), found.get(2), row.opened, row.cancelled)


def _weight(row: SealedWeight) -> weighing.Weight:
    return weighing.Weight(row.by, row.instrument, row.at, row.gross, row.net, row.unit,
                           row.calibrated if row.instrument else None)  # fmt: skip
