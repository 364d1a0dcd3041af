"""What happens to a case of the example after it was booked, act by act, each at its own time and by who may do it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from marga.enforcement.acts.services import Acting
from marga.enforcement.cases import contents
from marga.enforcement.cases.models import Case, Charge, Party
from marga.enforcement.charges.services import agree, propose_change
from marga.enforcement.court.services import note_trace, record_supply, send_file
from marga.enforcement.rules.instants import Clock

from .stations import number_of

WHY = {
    "use": "No scales, no messages and no second person: found with what one person uses.",
    "trafficking": "Messages on the telephone and small bags show that it was sold.",
}


def live_on(dice: Random, case: Case, who: Acting, now: datetime) -> None:
    """All that was done about a case up to now."""
    parties = list(case.parties.order_by("number"))
    for party in parties:
        _charge(dice, party, who, now)
        _supply(dice, party, who, now)
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
