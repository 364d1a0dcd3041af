"""What happens to a case of the example after it was booked, act by act, each at its own time and by who may do it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from django.conf import settings

from marga.country import load
from marga.country.instants import Clock
from marga.enforcement.access import case_for
from marga.enforcement.acts.services import Acting
from marga.enforcement.cases import contents
from marga.enforcement.cases.models import Case, Charge, Party
from marga.enforcement.charges.services import agree, propose_change
from marga.enforcement.court.services import note_trace, record_supply, send_file
from marga.enforcement.custody.contents import Ended, ProsecutorTold, Reviewed, RightsTold
from marga.enforcement.custody.services import end, review, tell_prosecutor, tell_rights
from marga.enforcement.exhibits.models import Exhibit
from marga.enforcement.exhibits.services import begin, open_round, seal
from marga.enforcement.people.services import log_read

from .stations import HOME, PROSECUTOR, number_of

#: The example's prosecutor has read what is older: of 2,000 cases in a year some twenty are new to them.
READ_AFTER = timedelta(days=9)
WHY = {
    "use": "No scales, no messages and no second person: found with what one person uses.",
    "trafficking": "Messages on the telephone and small bags show that it was sold.",
}


def live_on(dice: Random, case: Case, who: Acting, now: datetime) -> None:
    """All that was done about a case up to now."""
    parties = list(case.parties.order_by("number"))
    for party in parties:
        _hold(dice, party, who, now)
        _charge(dice, party, who, now)
        _supply(dice, party, who, now)
    for exhibit in case.exhibits.order_by("number"):
        _weigh(dice, exhibit, who, now)
    if dice.random() < 0.15:
        shown = f"0{dice.randint(10, 99)} {dice.randint(100, 160)} {dice.randint(100, 103)}"
        note_trace(case.number, "phone", shown, at(who, case.recorded + timedelta(minutes=50)))
    sent = case.recorded + timedelta(hours=dice.randint(30, 60))
    if sent < now and dice.random() < 0.8:
        send_file(case.number, "Court of first instance", sent, at(who, sent))


def at(who: Acting, when: datetime) -> Acting:
    """The same officer at another time."""
    return replace(who, clock=Clock(when))


def superior(who: Acting, ending: str, rank: str, when: datetime) -> Acting:
    """The supervisor or chief of the officer's unit, who has no part in the case."""
    return Acting(number_of(who.unit, ending), rank, who.unit, ("supervisor",), Clock(when))


def _charge(dice: Random, party: Party, who: Acting, now: datetime) -> None:
    """One charge in fifteen is changed, up or down."""
    when = party.case.recorded + timedelta(hours=dice.randint(2, 30))
    if dice.random() > 1 / 15 or when + timedelta(hours=1) > now:
        return
    stands = Charge.objects.get(party=party, version=1).offence
    new = "trafficking" if stands == "use" else "use"
    propose_change(party.key, 1, contents.Charged(offence=new), WHY[new], at(who, when))
    agree(party.key, 1, superior(who, "09", "chief", when + timedelta(minutes=40)))


def _supply(dice: Random, party: Party, who: Acting, now: datetime) -> None:
    when = party.case.recorded + timedelta(hours=3)
    if party.role != "suspect" or when > now or dice.random() > 0.3:
        return
    role, evidence = dice.choices((
        ("seller", ("tools", "own_words")), ("carrier", ("seen",)), ("organiser", ("money", "messages", "witness")),
    ), weights=(60, 36, 4))[0]  # fmt: skip
    record_supply(party.key, role, evidence, "", at(who, when))


def _hold(dice: Random, party: Party, who: Acting, now: datetime) -> None:
    """Rights are told, the prosecutor too, custody is reviewed and ends, nine times in ten as it should."""
    if party.arrived is None:
        return
    key, arrived = f"{party.key}.C1", party.arrived
    written = party.case.recorded
    if dice.random() < 0.9:
        rights = tuple(load(settings.MARGA_COUNTRY).enforcement.custody.rights)
        told = written + timedelta(minutes=5)
        tell_rights(key, RightsTold(rights=rights, language="km", told=told, how="signed"), at(who, told))
    told = arrived + timedelta(minutes=dice.choice((20, 35, 50, 50, 130)))
    if written <= told < now:
        note = "The line to the prosecutor was down." if told > arrived + timedelta(hours=1) else ""
        tell_prosecutor(key, ProsecutorTold(number=PROSECUTOR, told=told, note=note), at(who, told))
        _read(party.case.number, told + READ_AFTER, now)
    ends = arrived + timedelta(hours=dice.choice((3, 5, 9, 20, 30, 44, 47)))
    held, every = arrived + timedelta(hours=dice.choice((4, 5.5, 5.8, 7))), timedelta(hours=8.5)
    while held < min(ends, now):
        _review(key, arrived, held, who)
        held += every
    if written < ends < now:
        how = dice.choices(("released", "court", "diverted"), weights=(35, 55, 10))[0]
        named = "Court of first instance" if how == "court" else ""
        end(key, Ended(how=how, named=named, at=ends), at(who, ends), slip=how == "diverted")


def _read(case: str, when: datetime, now: datetime) -> None:
    """The prosecutor has read it, some days after; so the list of what is new to them is short."""
    if when < now:
        prosecutor = Acting(PROSECUTOR, "officer", HOME, ("prosecutor",), Clock(when))
        log_read(prosecutor, "page", case=case_for(prosecutor, case).number, detail="1")


def _review(key: str, arrived: datetime, held: datetime, who: Acting) -> None:
    late = "The supervisor was at another station." if held > arrived + timedelta(hours=6) else ""
    told = Reviewed(decision="continue", reason="The interview is not finished.", held=held, late=late)
    review(key, told, superior(who, "08", "supervisor", held))


def _weigh(dice: Random, exhibit: Exhibit, who: Acting, now: datetime) -> None:
    """Two officers weigh, each without the other; one exhibit in twelve is off, and one in ten waits for its second."""
    begun = exhibit.case.recorded + timedelta(minutes=30)
    if begun + timedelta(hours=2) > now:
        return
    net = Decimal(dice.choice((40, 90, 150, 1480, 1520, 3000, 8100))) * Decimal(dice.randint(80, 120)) / 10000
    net = net.quantize(Decimal("0.01"))
    begin(exhibit.key, 1, "", at(who, begun))
    seal(exhibit.key, 1, net + Decimal("0.60"), net, f"{who.unit}-A", at(who, begun))
    if dice.random() < 0.1:
        return
    second = replace(at(who, begun + timedelta(minutes=20)), number=number_of(who.unit, "03"))
    if second.number == who.number:
        second = replace(second, number=number_of(who.unit, "02"))
    again = net + (Decimal("0.40") if dice.random() < 1 / 12 else Decimal("0.01"))
    seal(exhibit.key, 1, again + Decimal("0.61"), again, f"{who.unit}-B", second)
    open_round(exhibit.key, 1, second)
