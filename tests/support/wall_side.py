"""`python -m support.wall_side prepare | open | live | print COUNT DAY | take KEY BATCH… | handles`

Within the environment of one side: what the attack on the wall needs done on it, in a process of its own, with the
side's real services. Steps and what is told of them go through standard input and output as JSON. The clock of the
process is that of each step.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import django
from django.utils import timezone

Step = dict[str, Any]


def main(command: str, *arguments: str) -> None:
    django.setup()
    from django.conf import settings
    from django.utils import translation

    translation.activate("en")
    if command == "prepare":
        from marga.site.preparing import prepare

        prepare(example=False)
        return
    acts: dict[str, Callable[..., object]] = ENFORCEMENT if settings.MARGA_SIDE == "enforcement" else CARE
    json.dump(acts[command](*arguments), sys.stdout)


def live() -> dict[str, Any]:
    """Do the steps of standard input, in their order; sign what was entered. Returns what is known of each person, with
    which standard input begins."""
    given = json.load(sys.stdin)
    told: dict[str, Any] = given["told"]
    for step in given["steps"]:
        at = datetime.fromisoformat(step["at"])
        _clock_says(at)
        STEPS[step["do"]](step, at, told)
    _sign()
    return told


def _clock_says(at: datetime) -> None:
    timezone.now = lambda: at


def _sign() -> None:
    from marga.site.ledgers import sequencing

    while sequencing.sequence():
        pass
    sequencing.sign(timezone.now())


# The stations.


def open_stations() -> None:
    from marga.enforcement.receipts.keys import make_keys
    from marga.enforcement.stations import contents
    from marga.enforcement.stations.services import set_officer, set_unit
    from support.wall_people import STATIONS

    _clock_says(datetime(2026, 1, 5, tzinfo=UTC))
    make_keys()
    clerk = _officer("KH-12-01", timezone.now(), "9001", "records")
    for unit, province in STATIONS.items():
        set_unit(contents.UnitSet(code=unit, name=f"Unit {unit}", province=province), clerk)
        told = contents.OfficerSet(number=_number(unit), name=f"Officer of {unit}", rank="officer", unit=unit,
                                   account=f"officer-{_number(unit)}")  # fmt: skip
        set_officer(told, clerk)


def book(step: Step, at: datetime, told: dict[str, Any]) -> None:
    from marga.enforcement.cases import contents
    from marga.enforcement.cases.services import book as enter
    from support.wall_people import STATIONS

    unit = step["unit"]
    born = date.fromisoformat(step["born"])
    birth = contents.Birth(earliest=born, latest=born, known="day")
    person = contents.PersonToBook(role="suspect", name=step["name"], sex=step["sex"], citizenship="national",
                                   languages=("km",), birth=birth, charge=contents.Charged(offence="use"))  # fmt: skip
    case = enter(contents.Booking(place="Street 271", province=STATIONS[unit], event=at, operation="patrol",
                                  officers=(_number(unit),), people=(person,)), _officer(unit, at))  # fmt: skip
    told[str(step["person"])] = {"case": case.number, "unit": unit}


def give_slip(step: Step, at: datetime, told: dict[str, Any]) -> None:
    from marga.enforcement.custody.services import give_slip as enter

    known = told[str(step["person"])]
    enter(f"{known['case']}.1", _officer(known["unit"], at))


def give_receipt(step: Step, at: datetime, told: dict[str, Any]) -> None:
    """The digits are on the paper that the person takes along."""
    from marga.enforcement.receipts.keys import code_of
    from marga.enforcement.receipts.services import give
    from marga.ledger.codes import format_code

    known = told[str(step["person"])]
    give(f"{known['case']}.1", _officer(known["unit"], at))
    known["receipt"] = format_code(code_of(f"{known['case']}.1"))


def take(*files: str) -> int:
    """Take batches of notices, each on its day, as the worker does."""
    from marga.enforcement.notices.services import take as enter
    from marga.ledger.keys import read_verifier_key
    from marga.ledger.notices import open_batch

    key = read_verifier_key(Path(files[0]).read_text().strip())
    for name in files[1:]:
        batch = open_batch(Path(name).read_bytes(), key)
        _clock_says(datetime.combine(batch.day, datetime.min.time(), UTC))
        enter(batch, timezone.now())
    return len(files) - 1


def handles() -> dict[str, str]:
    """What whoever has the key of receipts' codes can make: the handle of each case's person, hexadecimal."""
    from marga.enforcement.receipts.keys import code_of
    from marga.ledger.notices import handle_of

    return {case: handle_of(code_of(f"{case}.1")).hex() for case in json.load(sys.stdin)}


def _number(unit: str) -> str:
    return f"10{unit[-1]}{len(unit)}"


def _officer(unit: str, at: datetime, number: str = "", role: str = "officer") -> Any:
    from marga.country.instants import Clock
    from marga.enforcement.acts.services import Acting

    return Acting(number or _number(unit), "officer", unit, (role,), Clock(at))


# Care.


def open_centres() -> None:
    from marga.care.centres import contents
    from marga.care.centres.services import add_ward, set_centre
    from marga.care.sealing import make_keys
    from support.wall_people import CENTRES

    _clock_says(datetime(2026, 1, 5, tzinfo=UTC))
    make_keys()
    planner = _worker("", timezone.now(), role="planner")
    for province, code in CENTRES.items():
        set_centre(contents.CentreSet(
            code=code, name=f"Centre {code}", name_km="មណ្ឌល", province=province, modality="residential", official=400,
            operational=400, emergency=400, licence=400, staff=100, ratio=Decimal(6), opened=date(2020, 1, 1),
            languages=("km",),
        ), planner, new=True)  # fmt: skip
        for sex in ("male", "female"):
            add_ward(contents.WardSet(key=f"{code}.0", centre=code, name=sex, sexes=(sex,), age_from=18, age_to=None,
                                      area=Decimal(800), beds=200), planner)  # fmt: skip


def print_paper(count: str, day: str) -> list[str]:
    """Slips, in the order of the paper."""
    from marga.care.slips.services import print_slips

    at = datetime.fromisoformat(day)
    _clock_says(at)
    return print_slips(int(count), 365, _worker("", at, role="clerk"))[1]


def come(step: Step, at: datetime, told: dict[str, Any]) -> None:
    """Somebody comes: with a slip or without, asking first on a telephone or at the desk."""
    from marga.care.centres.models import Ward
    from marga.care.clients.services import Person, open_client
    from marga.care.requests.services import Asked, ask, open_with_slip
    from marga.care.requests.services import take as look_after
    from marga.care.stays.services import Legal, begin_stay
    from marga.identity.ages import age, born_on
    from marga.ledger.codes import SLIP, read_code
    from support.wall_people import CENTRES

    province, born = step["province"], born_on(date.fromisoformat(step["born"]))
    centre, slip = CENTRES[province], read_code(step["slip"], SLIP) if step["slip"] else None
    who, number = _worker(centre, at), ""
    if slip is not None and step["desk"]:
        number = open_with_slip(slip, who)[0].number
    elif slip is not None or not step["desk"]:
        route = "self" if step["route"] == "arrest" else step["route"]
        asked = Asked(route=route, province=province, sex=step["sex"], age=age(born, at.date()).least, centre=centre)
        number = look_after(ask(asked, slip=slip)[0].number, who).number
    person = Person(province=province, name=step["name"], sex=step["sex"], born=born, languages=("km",))  # fmt: skip
    client = open_client(person, who, request=number)
    ward = Ward.objects.get(centre=centre, name=step["sex"])
    begin_stay(client.number, ward.key, Legal("voluntary"), who, route=step["route"], drug="ice")
    told[str(step["person"])] = {"client": client.number, "centre": centre}


def agree(step: Step, at: datetime, told: dict[str, Any]) -> None:
    from marga.care.consents.services import Agreed, give_code, give_consent, witness_consent

    known = told[str(step["person"])]
    who = _worker(known["centre"], at)
    give_code(known["client"], who)
    made = give_consent(known["client"], Agreed(
        fields=("notice",), recipient="case", purpose="case", last=date.fromisoformat(step["last"]), language="km",
        signature="thumb", read_aloud=True, receipt=step["receipt"]), who)  # fmt: skip
    witness_consent(made.pk, _worker(known["centre"], at, "second"))
    known["consent"] = made.pk


def revoke(step: Step, _at: datetime, told: dict[str, Any]) -> None:
    """By the person's own code."""
    from marga.care.consents.services import revoke_own

    known = told[str(step["person"])]
    revoke_own(known["consent"], known["client"])


def night(_step: Step, at: datetime, told: dict[str, Any]) -> None:
    """What ran out ends, and the other side asks for its batch."""
    from marga.care.consents.services import expire_consents
    from marga.care.consents.telling import batch_text, folder, publish_address

    expire_consents()
    publish_address()
    (folder() / f"{at:%Y-%m-%d}.batch").write_text(batch_text())
    told.setdefault("batches", []).append(f"{folder()}/{at:%Y-%m-%d}.batch")


def _worker(centre: str, at: datetime, name: str = "first", role: str = "") -> Any:
    from marga.care.acts.services import Acting
    from marga.country.instants import Clock

    return Acting(name, centre, (role,) if role else ("manager", "care-worker", "physician", "intake"), Clock(at))


STEPS: dict[str, Callable[[Step, datetime, dict[str, Any]], None]] = {
    "book": book, "slip": give_slip, "receipt": give_receipt, "come": come, "agree": agree, "revoke": revoke,
    "night": night,
}  # fmt: skip
ENFORCEMENT: dict[str, Callable[..., object]] = {"open": open_stations, "live": live, "take": take, "handles": handles}
CARE: dict[str, Callable[..., object]] = {"open": open_centres, "print": print_paper, "live": live}

if __name__ == "__main__":
    main(*sys.argv[1:])
