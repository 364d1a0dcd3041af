"""What stands in the register since an act with a case, a person or a charge."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_noop

from marga.country import load
from marga.enforcement.acts.models import Act
from marga.enforcement.custody.models import Custody
from marga.enforcement.custody.reckoning import first_due, reckon_anew
from marga.enforcement.exhibits.models import Exhibit, SealedWeight, WeighingRound
from marga.enforcement.rules.charges import counted_offence
from marga.enforcement.rules.links import phone_traces, trace_value
from marga.enforcement.rules.numbering import CaseNumber, read_number
from marga.enforcement.stations.models import Slip
from marga.identity.names import pairs, sounds
from marga.site.acts.kinds import kind
from marga.site.copying import insert_all, made

from . import contents
from .models import Case, CaseOfficer, Charge, NameKey, Party, Property, Proposal, Trace

LONGEST_SOUND, LONGEST_TRACE = 80, 120


@kind("case.booked", "case", gettext_noop("the case was booked"), contents.Booked)
def case_booked(act: Act, told: contents.Booked) -> None:
    """A case with its people, first charges, property, exhibits and custodies."""
    insert(booking_rows(act, told))
    if told.slip is not None:
        Slip.objects.filter(serial=told.slip).update(case=act.case, typed_in=act.at, used=told.slip_used)


@kind("person.added", "person", gettext_noop("a person was added"), contents.PersonAdded)
def person_added(act: Act, told: contents.PersonAdded) -> None:
    """A further person in a case."""
    insert(person_rows(act, told.number, told.person))
    note_traces(act.case, told.person.property)
    restate(act.case)


@kind("exhibit.found", "exhibit", gettext_noop("an exhibit was found after the booking"), contents.ExhibitFound)
def exhibit_found(act: Act, told: contents.ExhibitFound) -> None:
    """A further exhibit in a case, held by whoever found it, who has a part in the case since."""
    insert([exhibit_row(act, told.number, told.exhibit)])
    note_traces(act.case, exhibits=[told.exhibit])
    CaseOfficer.objects.get_or_create(case_id=act.case, officer=act.by)


@kind("property.taken", "person", gettext_noop("something was taken after the booking"), contents.PropertyTaken)
def property_taken(act: Act, told: contents.PropertyTaken) -> None:
    """Further things of a person, numbered after those that were taken before."""
    insert(property_rows(party_of(act), told.things, told.first, told.taken))
    note_traces(act.case, told.things)
    CaseOfficer.objects.get_or_create(case_id=act.case, officer=act.by)


@kind("charge.proposed", "charge", gettext_noop("another charge was proposed"), contents.ChargeProposed)
def charge_proposed(act: Act, told: contents.ChargeProposed) -> None:
    """A second officer is asked."""
    charge = told.charge or contents.Charged(offence="")
    Proposal.objects.create(
        party_id=party_of(act), line=told.line, offence=charge.offence, quantity=charge.quantity, band=charge.band,
        reason=told.reason, decision=told.decision, author=act.by, author_rank=told.rank, at=act.at,
    )  # fmt: skip


@kind("charge.declined", "charge", gettext_noop("another charge was not agreed to"), contents.ChargeDeclined)
def charge_declined(act: Act, told: contents.ChargeDeclined) -> None:
    """The proposal is gone; the charge stands as it did."""
    Proposal.objects.filter(party=party_of(act), line=told.line).delete()


@kind("charge.changed", "charge", gettext_noop("the charge was changed"), contents.ChargeVersion)
def charge_changed(act: Act, told: contents.ChargeVersion) -> None:
    """Another version of the charge, agreed to by whoever acted."""
    Proposal.objects.filter(party=party_of(act), line=told.line).delete()
    row = charge_row(party_of(act), told.line, told.version, told.charge, act.at)
    row.author, row.author_rank, row.second, row.second_rank = told.author, told.author_rank, act.by, told.second_rank
    row.reason, row.decision = told.reason, told.decision
    row.save(force_insert=True)
    CaseOfficer.objects.get_or_create(case_id=act.case, officer=told.author)
    restate(act.case)
    reckon_anew(party_of(act), act.at)


@kind("charge.added", "charge", gettext_noop("a further charge was given"), contents.ChargeVersion)
def charge_added(act: Act, told: contents.ChargeVersion) -> None:
    """The first version of a further line, agreed to by whoever acted; those that stand stay as they are."""
    charge_changed(act, told)


@kind("property.returned", "person", gettext_noop("what was taken was given back"), contents.GivenBack)
def property_returned(act: Act, told: contents.GivenBack) -> None:
    """The person has it again."""
    Property.objects.filter(party=party_of(act), number=told.number).update(returned=told.returned)


def party_of(act: Act) -> str:
    """The key of the party that an act is about: its part begins with the person's number."""
    return f"{act.case}.{act.part.partition('.')[0]}"


#: The tables that a booking has rows in, each behind those that it refers to.
TABLES: tuple[type[models.Model], ...] = (
    Case, CaseOfficer, Party, NameKey, Property, Charge, Custody, Exhibit, WeighingRound, SealedWeight, Trace,
)  # fmt: skip


def insert(rows: Iterable[models.Model]) -> None:
    """Write the new rows of one booking or of thousands, with a statement a table."""
    by_table: dict[type[models.Model], list[Any]] = {table: [] for table in TABLES}
    for row in rows:
        by_table[type(row)].append(row)
    for table, its_rows in by_table.items():
        if table is SealedWeight:
            for weight in its_rows:
                weight.round = weight.round  # which has its number only now
        insert_all(its_rows, numbered=table is WeighingRound)


def booking_rows(act: Act, told: contents.Booked) -> Iterator[models.Model]:
    """Every row that follows from a booking."""
    yield case_row(act.case, read_number(act.case), told)
    yield from officer_rows(act, told)
    for place, person in enumerate(told.people, 1):
        yield from person_rows(act, place, person)
    for number, one in enumerate(told.exhibits, 1):
        exhibit = exhibit_row(act, number, one, one.concerns)
        yield exhibit
        yield from paper_weights(act, exhibit, one, told.recorded)
    yield from trace_rows(act.case, (thing for person in told.people for thing in person.property), told.exhibits)


def person_rows(act: Act, number: int, person: contents.BookedPerson) -> Iterator[models.Model]:
    """A person in a case, with the first charge, what was taken, and the custody."""
    party = party_row(act.case, number, person)
    yield party
    yield from name_rows(party)
    yield from property_rows(party.key, person.property)
    charges = [] if person.charge is None else [first_charge(act, party.key, person.charge)]
    yield from charges
    if person.arrived is not None:
        yield custody_row(act, party, person.arrived, person.left, charges)


def case_row(key: str, number: CaseNumber, told: contents.Booked) -> Case:
    """The row of a case that was just booked."""
    return Case(
        number=key, unit_id=number.unit, year=number.year, serial=number.serial, place=told.place,
        province=told.province, event=told.event, recorded=told.recorded, operation=told.operation,
        narrative=told.narrative, slip=told.slip, source=told.source, people=len(told.people),
        offence=counts_as(person.charge.offence for person in told.people if person.charge),
    )  # fmt: skip


def counts_as(offences: Iterable[str]) -> str:
    """The category that a case counts as: the gravest that any of its charges counts as, "" without one."""
    country = load(settings.MARGA_COUNTRY)
    known = country.enforcement.offences.offences
    order = list(country.dimensions["offence"].categories)
    return counted_offence([known[name].counts_as for name in offences if name], order) or ""


def officer_rows(act: Act, told: contents.Booked) -> list[CaseOfficer]:
    """Everybody with a part in a booking."""
    return [made(CaseOfficer, case_id=act.case, officer=one) for one in sorted({act.by, *told.officers})]


def party_row(case: str, number: int, person: contents.BookedPerson) -> Party:
    """The row of a person in a case. Until somebody merges them, a party is a person of its own."""
    key = f"{case}.{number}"
    said = person.model_dump(exclude={"birth", "languages", "guardian_of", "left", "property", "charge"})
    birth = person.birth
    return made(
        Party, key=key, case_id=case, number=number, person=key, **said, languages=list(person.languages),
        born_from=birth.earliest if birth else None, born_to=birth.latest if birth else None,
        birth_known=birth.known if birth else "",
        guardian_of=f"{case}.{person.guardian_of}" if person.guardian_of else "",
    )  # fmt: skip


def name_rows(party: Party) -> list[NameKey]:
    """By what a party is found: each word of a name and of an alias, and each two words of one."""
    keys = {sound[:LONGEST_SOUND] for name in (party.name, party.alias) for sound in (*sounds(name), *pairs(name))}
    unit = party.case_id.partition("/")[0]
    return [made(NameKey, party_id=party.key, sound=sound, unit=unit, born=party.born_from) for sound in sorted(keys)]


def property_rows(
    party: str, things: Iterable[contents.Taken], first: int = 1, taken: datetime | None = None
) -> list[Property]:  # fmt: skip
    """What was taken, line by line. `first`, `taken`: number of the first, and when, of what was taken later."""
    return [made(Property, party_id=party, number=number, taken=taken, **thing.model_dump())
            for number, thing in enumerate(things, first)]  # fmt: skip


def trace_rows(case: str, things: Iterable[contents.Taken], exhibits: Iterable[contents.Seized]) -> list[Trace]:
    """What of this may link a case with others: numbers and IMEIs of telephones, and marks on packages; each once."""
    register = load(settings.MARGA_COUNTRY).enforcement.register
    numbers = register.calling_code, register.trunk
    found: dict[tuple[str, str], str] = {}
    for thing in things:
        if thing.kind == "phone":
            found |= phone_traces(thing.mark, *numbers)
    for one in exhibits:
        value = trace_value("seal_source", one.seal_source, *numbers)[:LONGEST_TRACE]
        found["seal_source", value] = one.seal_source
    return [made(Trace, case_id=case, kind=kind, value=value, shown=shown)
            for (kind, value), shown in found.items() if value]  # fmt: skip


def note_traces(case: str, things: Iterable[contents.Taken] = (), exhibits: Iterable[contents.Seized] = ()) -> None:
    """The same of what came to a case later; a trace that the case has stays one."""
    there = set(Trace.objects.filter(case=case).values_list("kind", "value"))
    insert(row for row in trace_rows(case, things, exhibits) if (row.kind, row.value) not in there)


def first_charge(act: Act, party: str, charge: contents.Charge) -> Charge:
    """The first version of a charge; nobody agrees to what is new."""
    row = charge_row(party, 1, 1, charge, act.at)
    row.author = act.by
    return row


def charge_row(party: str, line: int, version: int, charge: contents.Charge | None, at: datetime) -> Charge:
    """A version of a charge, without who wrote it."""
    said = {} if charge is None else charge.model_dump()
    return made(Charge, party_id=party, line=line, version=version, at=at, **said)


def exhibit_row(act: Act, number: int, one: contents.Seized, concerns: Sequence[str] = ()) -> Exhibit:
    """An exhibit of a booking, or found later. Whoever wrote it down holds it. `concerns`: for the supervisor."""
    return made(
        Exhibit, key=f"{act.case}.E{number}", case_id=act.case, number=number, seized_by=act.by, holder=act.by,
        person=f"{act.case}.{one.person}" if one.person else "", seal=one.seal, seal_source=one.seal_source,
        drug=one.drug, form=one.form, concealment=one.concealment, description=one.description, seized=one.seized,
        place=one.place, concern=bool(concerns), concerns=list(concerns),
    )  # fmt: skip


def paper_weights(
    act: Act, exhibit: Exhibit, one: contents.Seized, recorded: datetime
) -> Iterator[models.Model]:  # fmt: skip
    """The weights that were typed from paper, as a round that is open. Who weighed, with what, is not known: `by` and
    `instrument` are "", gross is not told from net, and the day stands where a calibration would."""
    if one.first_net is None:
        return
    weighing = made(WeighingRound, exhibit_id=exhibit.key, number=1, begun=recorded, opened=recorded)
    yield weighing
    for which, net in ((1, one.first_net), (2, one.second_net)):
        if net is not None:
            weight = made(SealedWeight, which=which, by="", at=recorded, gross=net, net=net, instrument="",
                          calibrated=recorded.date(), commitment=bytes(act.entry.commitment))  # fmt: skip
            weight.round = weighing
            yield weight


def custody_row(
    act: Act, party: Party, arrived: datetime, left: contents.Left | None, charges: Sequence[Charge]
) -> Custody:  # fmt: skip
    """The custody of a person who came to the unit. The clock has run since, unless it was over before."""
    row = made(
        Custody, key=f"{party.key}.C1", party_id=party.key, unit_id=act.unit, arrived=arrived, began_here=arrived
    )
    if left is None:
        row.next_due = first_due(party, arrived, act.at, charges)
    else:
        row.ended, row.how, row.named = left.at, left.how, left.named
    return row


def restate(case: str) -> None:
    """What a case counts as, and how many people it has, after one of them changed."""
    parties = Party.objects.filter(case=case)
    lines: dict[tuple[str, int], str] = {}
    for charge in Charge.objects.filter(party__in=parties).order_by("version"):
        lines[charge.party_id, charge.line] = charge.offence
    Case.objects.filter(pk=case).update(offence=counts_as(lines.values()), people=parties.count())
