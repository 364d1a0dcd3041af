"""What pages show of exhibits. The one way to a weight: nothing leaves here that rules do not show to this reader."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from marga.country import load, write
from marga.country.basis import Kind
from marga.enforcement.access import visible
from marga.enforcement.acts.models import Act
from marga.enforcement.acts.services import Acting
from marga.enforcement.cases.models import Case
from marga.enforcement.rules import balance, handovers, seizures, weighing
from marga.enforcement.rules.bands import UNITS, in_unit
from marga.enforcement.stations.models import Instrument
from marga.site.acts.kinds import KINDS
from marga.site.refusals import NotFound
from marga.site.roles import may
from marga.site.writing import writer

from .access import exhibit_for, visible_exhibits
from .models import Destruction, Exhibit, HandOver, Photograph, WeighingRound, Witness
from .projections import LABORATORY
from .services import law, today, under_way
from .standing import Standing, as_rule, standing_of, standings, waiting_destruction

PAGE = 50
MOST_ACTS = 300


@dataclass(frozen=True, slots=True)
class Shown:
    """A weight as a page may show it; grams net and gross, as exact as they are kept.

    read         net and gross as the display had them, in its unit; "" where that is grams, or not known
    calibrated   the day of the instrument's certificate; None for a weight from paper
    """

    round: int
    by: str
    at: datetime
    instrument: str
    gross: str
    net: str
    read: str
    calibrated: date | None


@dataclass(frozen=True, slots=True)
class InBand:
    """The band that a weight falls in. `verified`: somebody has compared its limits with the law."""

    label: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Line:
    """An act in the line of an exhibit. `said`: what of it this reader may read."""

    at: datetime
    by: str
    label: str
    said: str


@dataclass(frozen=True, slots=True)
class ExhibitPage:
    """All that one reader may see of one exhibit. `part`: theirs in a destruction that waits, of `asked_net` grams."""

    exhibit: Exhibit
    drug: str
    form: str
    concealment: str
    state: str
    round: int
    mine: bool
    weights: Sequence[Shown]
    bands: Sequence[InBand]
    concerns: Sequence[str]
    balance: str
    beyond: bool
    purity: Decimal | None
    laboratory_because: str
    pending: HandOver | None
    by_laboratory: bool
    destruction: Destruction | None
    part: str
    asked_net: str
    faults: Sequence[str]
    photographs: Sequence[Photograph]
    lines: Sequence[Line]
    is_open: bool
    reads_case: bool


def page(key: str, who: Acting) -> ExhibitPage:
    """One exhibit. Raises NotFound for one that this reader may not see."""
    exhibit = exhibit_for(who, key)
    stands = standing_of(exhibit)
    found_acts = Act.objects.filter(case=exhibit.case_id, part=f"E{exhibit.number}").order_by("-pk")[:MOST_ACTS]
    acts = tuple(found_acts)
    is_open, last = stands.is_open_to(who), stands.last
    found, country = stands.balance if is_open else None, load(settings.MARGA_COUNTRY)
    waiting = waiting_destruction(key)
    return ExhibitPage(
        exhibit=exhibit, drug=write(country.dimensions["drug"].categories[exhibit.drug].label, writer()),
        form=_word(country.enforcement.register.forms, exhibit.form),
        concealment=_word(country.enforcement.register.concealments, exhibit.concealment),
        state="" if last is None else last.state.value, round=0 if last is None else last.number,
        mine=_is_mine(stands, who), weights=weights(stands, who), bands=_bands(acts) if is_open else (),
        concerns=concerns(exhibit) if is_open else (),
        balance="" if found is None else write(balance.said(found), writer()),
        beyond=found is not None and found.beyond, purity=exhibit.purity if is_open else None,
        laboratory_because=_elsewhere(stands, who), by_laboratory=stands.laboratory is not None,
        pending=stands.pending, destruction=waiting, part=_part(waiting, who),
        asked_net=_grams(waiting.net) if waiting and is_open else "", faults=_faults(stands),
        photographs=photographs(stands, who), lines=tuple(_line(act, stands, who) for act in acts), is_open=is_open,
        reads_case=visible(who).filter(pk=exhibit.case_id).exists(),
    )  # fmt: skip


def weights(stands: Standing, who: Acting) -> tuple[Shown, ...]:
    """The weights that somebody may be shown: by `rules.weighing.shown_to`."""
    return tuple(Shown(number, one.by, one.at, one.instrument, _grams(one.gross), _grams(one.net), _read(one),
                       one.calibrated) for number, one in stands.shown(who))  # fmt: skip


def _read(one: weighing.Weight) -> str:
    """What the display showed, where it was not grams."""
    if one.unit not in UNITS or UNITS[one.unit] == 0:
        return ""
    net, gross = (_grams(in_unit(weight, one.unit)) for weight in (one.net, one.gross))
    return _("net {net} {unit}, gross {gross} {unit}").format(net=net, gross=gross, unit=one.unit)


def photographs(stands: Standing, who: Acting) -> tuple[Photograph, ...]:
    """The pictures that somebody may be shown: one taken since the first weighing began may show a scale's display."""
    found = stands.exhibit.photographs.defer("data").order_by("taken", "pk")
    begun = WeighingRound.objects.filter(exhibit=stands.exhibit, number=1).values_list("begun", flat=True).first()
    return tuple(found if begun is None or stands.is_open_to(who) else found.filter(taken__lt=begun))


def photograph(key: str, sha256: str, who: Acting) -> bytes:
    """The bytes of a picture. Raises NotFound for one that this reader may not see, or not yet."""
    stands = standing_of(exhibit_for(who, key))
    if sha256 not in {one.sha256 for one in photographs(stands, who)}:
        raise NotFound(_("There is no such photograph that you may see now."))
    return bytes(Photograph.objects.get(exhibit=key, sha256=sha256).data)


def said_of(act: Act, who: Acting) -> str:
    """What somebody may read of an act with an exhibit, for timelines; "" where its label says all they may know.

    Nobody shows `Act.new` of such an act in another way: it may hold a weight that this reader must not know.
    """
    exhibit = Exhibit.objects.filter(pk=act.key).first()
    return "" if exhibit is None else _said(act, standing_of(exhibit), who)


def concerns(exhibit: Exhibit) -> tuple[str, ...]:
    """What waits for the supervisor, in words."""
    words = {
        "different_bands": _("two weights in different bands"),
        "near_limit": _("a weight near a limit"),
        "too_far_apart": _("two weights too far apart"),
        "mass": _("mass is missing, or too much is there"),
    }
    return tuple(words.get(one, one) for one in exhibit.concerns)  # fmt: skip


def instruments(who: Acting) -> list[str]:
    """The instruments of one's unit that may be used on this day."""
    rows = Instrument.objects.filter(unit=who.unit, in_use=True).order_by("number")[:PAGE]
    return [row.number for row in rows if weighing.is_calibrated(as_rule(row), today(who), law())]


@dataclass(frozen=True, slots=True)
class Desk:
    """What waits for somebody, and what they may look through."""

    held: Iterable[Exhibit]
    to_take: Iterable[HandOver]
    to_witness: Iterable[Witness]
    to_weigh: Iterable[Exhibit]
    to_open: Iterable[Exhibit]
    of_concern: Iterable[Exhibit]
    store: Iterable[Exhibit]
    after: str


def desk(who: Acting, after: str = "") -> Desk:
    """The page of exhibits; the store by key, the newest first, `after` the last one of the page before."""
    seen = visible_exhibits(who)
    older = seen.filter(destroyed=None, key__lt=after) if after else seen.filter(destroyed=None)
    store = list(older.order_by("-key")[: PAGE + 1])
    return Desk(
        held=seen.filter(holder=who.number, destroyed=None).order_by("key")[:PAGE], to_take=to_take(who),
        to_witness=to_witness(who), to_weigh=_waiting(seen, who, 1), to_open=_waiting(seen, who, 2),
        of_concern=seen.filter(concern=True).order_by("key")[:PAGE] if may(who, "enforcement.supervise") else (),
        store=store[:PAGE], after=store[PAGE - 1].key if len(store) > PAGE else "",
    )  # fmt: skip


def to_take(who: Acting) -> QuerySet[HandOver]:
    """Hand-overs that wait for one's signature."""
    waiting = HandOver.objects.filter(taker=who.number, taker_signed=None, cancelled=None)
    return waiting.select_related("exhibit").order_by("at")[:PAGE]


def to_witness(who: Acting) -> QuerySet[Witness]:
    """Destructions that wait for one's signature."""
    waiting = Witness.objects.filter(
        officer=who.number, signed=None, destruction__done=None, destruction__cancelled=None
    )
    return waiting.select_related("destruction__exhibit").order_by("destruction__asked")[:PAGE]


def by_seal(seal: str, who: Acting) -> Exhibit | None:
    """The exhibit with exactly this seal, if one may see it."""
    return visible_exhibits(who).filter(seal=seal.strip()).first()


def store_balance(who: Acting) -> tuple[balance.Balance, int]:
    """The balance of all exhibits that somebody may see, whose weights they may see and that were weighed since; and
    how many those are, of the last 2,000."""
    again = Q(masses__isnull=False) | Q(rounds__number=LABORATORY)
    rows = visible_exhibits(who).filter(again).distinct().order_by("-key")[:2000]
    found = [one.balance for one in standings(rows) if one.is_open_to(who) and one.balance is not None]
    total = balance.balance(
        sum((one.seized for one in found), Decimal(0)), [one.sampled for one in found],
        [one.destroyed for one in found], [one.held for one in found], law().balance,
    )  # fmt: skip
    return total, len(found)


def weighed_of(cases: QuerySet[Case]) -> tuple[list[seizures.Weighed], int]:
    """The exhibits of these cases with the weight that counts; and of how many there is none, or none that anybody may
    know: while another round is under way, who weighs next must not read there what was weighed before. Five queries.
    """
    found, without = [], 0
    for one in standings(Exhibit.objects.filter(case__in=cases)):
        opened = one.last is not None and one.last.state is weighing.State.OPENED
        if one.counted is not None and (opened or one.laboratory is not None):
            found.append(
                seizures.Weighed(one.exhibit.case_id, one.exhibit.drug, one.counted, one.laboratory is not None)
            )
        else:
            without += 1
    return found, without


def _waiting(seen: QuerySet[Exhibit], who: Acting, sealed: int) -> QuerySet[Exhibit]:
    """Exhibits whose round has so many weights: one by another, or two of which one is one's own."""
    if not may(who, "enforcement.weigh"):
        return seen.none()
    rounds = WeighingRound.objects.filter(opened=None, cancelled=None).annotate(
        sealed=Count("weights"), own=Count("weights", filter=Q(weights__by=who.number))
    )
    wanted = rounds.filter(sealed=sealed, own=sealed - 1)
    return seen.filter(pk__in=wanted.values("exhibit")).order_by("key")[:PAGE]


def _word(words: Mapping[str, Kind], name: str) -> str:
    return write(words[name].label, writer()) if name in words else name


def _is_mine(stands: Standing, who: Acting) -> bool:
    last = stands.last
    return last is not None and who.number in {one.by for one in (last.first, last.second) if one is not None}


def _part(waiting: Destruction | None, who: Acting) -> str:
    """The reader's part in a destruction that waits: holder, witness who has yet to sign, signed, or none."""
    if waiting is None:
        return ""
    if waiting.by == who.number:
        return "holder"
    signed = {one.officer: one.signed is not None for one in waiting.witnesses.all()}
    return "" if who.number not in signed else "signed" if signed[who.number] else "witness"


def _grams(weight: Decimal | str) -> str:
    """A weight with no noughts behind it and never as a power of ten."""
    return f"{Decimal(weight).normalize():f}"


def _elsewhere(stands: Standing, who: Acting) -> str:
    """Why the laboratory weighs it, in a sentence; "" where the station does."""
    if stands.laboratory is not None or under_way(stands) or not may(who, "enforcement.weigh"):
        return ""
    station = [as_rule(row) for row in Instrument.objects.filter(unit=who.unit)]
    found = weighing.goes_to_laboratory(station, stands.rounds, today(who), law())
    return "" if found is None else write(found, writer())


def _bands(acts: Sequence[Act]) -> tuple[InBand, ...]:
    """The bands of the weights that count, as they were when they were opened."""
    known = load(settings.MARGA_COUNTRY).enforcement.offences.quantities
    for act in acts:
        if act.kind in ("weighing.opened", "laboratory.weighed") and act.new and act.new["quantity"] in known:
            bands = {one.name: one for one in known[act.new["quantity"]].bands}
            return tuple(InBand(write(bands[name].label, writer()), not bands[name].basis.unverified)
                         for name in act.new["bands"] if name in bands)  # fmt: skip
    return ()


def _faults(stands: Standing) -> tuple[str, ...]:
    links = stands.links[:-1] if stands.pending else stands.links
    return tuple(write(one.says, writer()) for one in handovers.faults(stands.seizure, links))


def _line(act: Act, stands: Standing, who: Acting) -> Line:
    return Line(act.at, act.by, _(KINDS[act.kind].label), _said(act, stands, who))


def _said(act: Act, stands: Standing, who: Acting) -> str:
    told = act.new
    if told is None:
        return ""
    if act.kind == "weight.sealed":
        sealed = any(number == told["round"] and one.by == act.by for number, one in stands.shown(who))
        return _weighing(told) if sealed else ""
    if act.kind == "exhibit.found":
        return ""  # why it was not there before may name people: the page of the case says it
    if act.kind == "exhibit.given":
        return _("to officer {number}").format(number=told["taker"])
    if not stands.is_open_to(who):
        return ""  # a reason, a note or a later weight may tell the second weigher what the first one read
    if act.kind == "exhibit.destroyed":
        return _("{weighing}; by officer {holder}, before {witnesses}").format(
            weighing=_weighing(told), holder=told["holder"], witnesses=", ".join(told["witnesses"]))  # fmt: skip
    if "net" in told:
        return _weighing(told)
    return str(told.get("reason") or told.get("found") or "")


def _weighing(told: Mapping[str, Any]) -> str:
    return _("net {net} g, instrument {scale}").format(net=_grams(told["net"]), scale=told["instrument"])
