"""A care side in which something of every kind happened, for tests that go through all addresses and all tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.urls import reverse

from marga.care.assessments.services import Said, assess
from marga.care.centres.services import add_ward, close_centre, confirm, count_census, set_staff
from marga.care.clients.services import correct_client, merge, open_client, part
from marga.care.consents.services import (
    Agreed,
    Ordered,
    answer_objection,
    confirm_order,
    end_order,
    give_code,
    give_consent,
    object_own,
    record_order,
    revoke,
    send_packet,
    witness_consent,
)
from marga.care.consents.telling import batch_text
from marga.care.disclosures.services import Telling, answer_alert, close_emergency, tell_in_emergency
from marga.care.drafts import services as drafts
from marga.care.episodes.services import (
    Held,
    agree_plan,
    decide_appeal,
    file_appeal,
    hand_over,
    hold_session,
    plan_return,
    review,
)
from marga.care.requests.services import Asked, answer, ask, close, take, write_as_asker, write_to_asker
from marga.care.rules.consents import Wanted
from marga.care.safety.services import Happened, find_quality, record_incident, review_incident
from marga.care.screening import services as screening
from marga.care.screening.queries import to_ask
from marga.care.slips.services import lose_slips, print_slips
from marga.care.stays import assigning
from marga.care.stays.offers import expire_offers, refuse_offer
from marga.care.stays.services import Legal, ask_to_leave, end_stay, move, rest_on, review_stay
from marga.care.stays.waits import change_wait, drop_wait, pause_wait, resume_wait
from marga.ledger.codes import SLIP, format_code, read_code
from marga.screening import Answer, Question
from support.addresses import Address, every_address
from support.care import (
    COMMUNITY,
    FAR,
    HOME,
    MEN,
    NOW,
    acting,
    asked,
    by_court,
    centres,
    days,
    offered,
    opened,
    person,
    staying,
    waiting,
    ward,
)  # fmt: skip
from support.entering import settle
from support.states import kept

#: What only somebody said or is called; none of it may stand anywhere in the clear.
SECRETS = (
    "Kla Tiger", "Bong Srey", "Old Name", "Aunt Mealea", "012 777 888", "Never call my house", "Little Rith",
    "He sleeps under the bridge", "Come on Monday", "I am afraid of him", "Bring nothing", "One scar", "Two brothers",
    "His mother told us", "He begs to go home", "Vuth Sopheak", "Sleep without pills", "He came with his uncle",
    "He shakes less", "The court of appeal", "Judge Chan", "Behind the red door", "He fell from the upper bed",
    "A rail is built", "The lock is broken", "Hospital of Calmette", "Municipal court of Takhmau", "Tell since when",
    "They read about me", "The second one stood in", "Doctor Chea", "Ambulance of Takhmau", "She does not breathe",
    "Nobody can wake her", "Methadone 60", "Allergic to penicillin", "I rang the ward", "All in order",
)  # fmt: skip
#: The least that an assessment asks, of somebody who smokes ice.
ASSESSED = Said({
    "status": "1", "education": "2", "labour": "4", "living_with": "1", "children": "1", "living_where": "2",
    "drug": "3.2", "route": "2", "frequency": "1", "first_use": "99", "polydrug": "2", "second": "99",
    "injecting": "1", "ost": "never", "hiv": "1", "hcv": "1",
}, "ice")  # fmt: skip
MEASURED = {"frequency": "4", "injecting": "1", "labour": "1", "living_where": "1"}
RECEIPT = 1234567890123456789012345678


@dataclass(frozen=True)
class Treated:
    """Keys of what happened to somebody who is treated, agreed to something, and was told of."""

    client: str
    stay: str
    screening: str
    assessment: str
    appeal: str
    incident: str
    consent: str
    order: str
    packet: str
    objection: str
    emergency: str
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Lived:
    """Keys of what happened, and the codes that were given."""

    client: str
    request: str
    wait: str
    offer: str
    stay: str
    batch: str
    treated: Treated
    codes: tuple[str, ...]


def lived_in() -> Lived:
    """Such a side, in a database that was empty."""
    return kept("care_lived", live)


def live() -> Lived:
    """Make it: every kind of act, most of them twice."""
    centres()
    intake, manager, inspector = acting("intake"), acting("manager"), acting("inspector")
    confirm(HOME, manager)
    set_staff(HOME, 5, manager)
    asker, code = asked(words="He sleeps under the bridge", name="Bong Srey", contact="012 777 888", flags=("danger",))
    take(asker.number, intake)
    answer(asker.number, "Come on Monday", (2, 5), intake)
    write_as_asker(asker.number, "I am afraid of him")
    write_to_asker(asker.number, "Bring nothing", intake)
    gone, other_code = asked(words="He sleeps under the bridge")
    answer(gone.number, "Come on any morning.", None, intake)
    close(gone.number, "gave_up", "Said so.", intake)
    told = person(name="Kla Tiger", other_names="Old Name", guardian="Aunt Mealea", contact="012 777 888",
                  rule="Never call my house", waits_at_home="Little Rith", flags=("injecting",))  # fmt: skip
    client = open_client(told, intake, asker.number)
    correct_client(client.number, told, intake)
    twin = opened(name="Kla Tiger")
    merge(client.number, twin.number, "One scar", intake)
    part(client.number, twin.number, "Two brothers", intake)
    wait = waiting(client)
    change_wait(wait.key, ("residential", "community"), (), intake)
    pause_wait(wait.key, NOW.date(), "away", intake)
    resume_wait(wait.key, NOW.date(), intake)
    refuse_offer(offered(wait).key, False, intake)
    offer = offered(wait)
    dropped = waiting(twin)
    drop_wait(dropped.key, "unreachable", "His mother told us", intake)
    offered(waiting(opened(name="Expected Nobody")), who=acting("manager", NOW - days(5)))
    expire_offers()
    stay = staying(opened(name="Kla Tiger"), legal=by_court())
    rest_on(stay.key, Legal("offered"), manager)
    ask_to_leave(stay.key, acting("care-worker"))
    review_stay(stay.key, "ends", "He begs to go home", inspector)
    over = staying(opened(name="Over"))
    end_stay(over.key, "completed", manager)
    add_ward(ward(HOME, area=Decimal(10), beds=2), acting("planner"))
    move(stay.key, f"{HOME}.4", manager)
    treated = live_treated()
    live_sent_on()
    close_centre(FAR, NOW.date(), acting("planner"))
    batch, slip_code = live_slips()
    assigning.propose()
    count_census(NOW.date() - days(1))
    settle()
    codes = (code, other_code, slip_code, *treated.codes)
    return Lived(client.number, asker.number, wait.key, offer.key, stay.key, batch, treated, codes)


def live_treated() -> Treated:
    """Somebody whom a court sent ten days ago: screened, assessed, treated; something happened to them; they agreed to
    the notice and to a letter, took another back, and objected."""
    then, who, manager = NOW - days(10), acting("care-worker", NOW - days(9)), acting("manager")
    stay = staying(opened(name="Vuth Sopheak"), who=acting("manager", then), legal=by_court())
    client = stay.client_id
    while name := to_ask(screening.given(client, who)):
        item = screening.read_item(name)
        screening.answer(client, item, Answer.NO if item.question is Question.EVER else Answer.NEVER, who)
    screened, assessed = screening.finish(client, who), assess(client, ASSESSED, who)
    drafts.keep(client, who, "assessment", {"answers": {"labour": "1"}, "drug_as": ""})
    agree_plan(stay.key, "Sleep without pills", "signed", who)
    hold_session(stay.key, Held(NOW.date() - days(5), "counselling", 45, attended=True, note="He came with his uncle",
                                next_day=NOW.date() + days(2)), acting("care-worker"))  # fmt: skip
    review(stay.key, MEASURED, "He shakes less", acting("care-worker"))
    appeal = file_appeal(stay.key, NOW.date() - days(6), "The court of appeal", acting("care-worker"))
    decide_appeal(appeal.key, NOW.date() - days(1), "stands", "Judge Chan", acting("inspector"))
    fall = Happened("injury", NOW - timedelta(hours=30), "He fell from the upper bed", "Behind the red door", ward=MEN,
                    stay=stay.key)  # fmt: skip
    incident = record_incident(fall, acting("care-worker"))
    review_incident(incident.key, "A rail is built", manager)
    find_quality(HOME, "privacy", "partly", manager, gap="The lock is broken", owner="care-worker",
                 due=NOW.date() + days(9))  # fmt: skip
    code = give_code(client, who)
    notice = consented(client, fields=("notice",), recipient="case", purpose="case", receipt=format_code(RECEIPT))
    letter = consented(client, recipient_name="Hospital of Calmette")
    revoke(consented(client), acting("care-worker"))
    order = record_order(client, Ordered(
        court="Municipal court of Takhmau", day=NOW.date() - days(1), finding="threat_to_life",
        words="Tell since when", fields=("since",), recipient="court", last=NOW.date() + days(9),
    ), manager)  # fmt: skip
    confirm_order(order.key, acting("inspector"))
    end_order(order.key, "The court of appeal quashed it", manager)
    packet = send_packet(letter, Wanted(frozenset({"name", "since"}), "health", "treatment"), acting("care-worker"))
    objection = object_own("They read about me", client)
    answer_objection(object_own("They read about me again", client).pk, "The second one stood in", manager)
    emergency = live_emergencies(client)
    batch_text()  # the notice is told
    return Treated(client, stay.key, screened.key, assessed.key, appeal.key, incident.key, notice, order.key,
                   packet.key, objection.pk, emergency, (code, format_code(RECEIPT)))  # fmt: skip


def live_emergencies(client: str) -> str:
    """A medical team was told of somebody twice, and one of these was closed. Returns the key of the other."""
    telling = Telling(team="ambulance", team_name="Doctor Chea", team_place="Ambulance of Takhmau",
                      nature="She does not breathe", reason="unconscious", why="Nobody can wake her",
                      told=NOW - timedelta(minutes=5), fields=("name", "drug"),
                      words={"medication": "Methadone 60", "allergies": "Allergic to penicillin"})  # fmt: skip
    over, still = (tell_in_emergency(client, telling, acting("care-worker")).pk for _ in range(2))
    answer_alert(f"{over}.manager", "I rang the ward", acting("manager"))
    close_emergency(over, "All in order", acting("inspector"))
    return still


def consented(client: str, **said: object) -> str:
    """The key of a consent that was given and witnessed two days ago; to a letter, where nothing else is said."""
    plain = {"fields": ("name", "since"), "recipient": "health", "purpose": "treatment", "language": "km",
             "last": NOW.date() + days(90), "signature": "thumb", "read_aloud": True}  # fmt: skip
    made = give_consent(client, Agreed(**{**plain, **said}), acting("care-worker", NOW - days(2)))  # type: ignore[arg-type]
    return witness_consent(made.pk, acting("physician", NOW - days(2))).pk


def live_sent_on() -> None:
    """Somebody whom another service may read of, because they agreed."""
    who, stay = acting("care-worker"), staying(opened(name="Sent On"))
    plan_return(stay.key, COMMUNITY, NOW.date() + days(3), "Knows the nurse", who)
    hand_over(stay.key, agreed=True, who=who)


def live_slips() -> tuple[str, str]:
    """Three slips: one was shown, one was lost. Returns the batch, and the code of the request that was opened."""
    clerk = acting("clerk")
    batch, digits = print_slips(3, 30, clerk)
    _made, code = ask(Asked(route="arrest", province="KH-12"), slip=read_code(digits[0], SLIP))
    lose_slips(batch.number, 1, clerk)
    return batch.number, code


def filled(lived: Lived) -> Iterator[tuple[Address, str]]:
    """Every address of the side with keys of what happened in its gaps."""
    treated = lived.treated
    known: dict[str, dict[str, object]] = {
        "": {"slug": "x", "number": 1, "name": "planner", "code": HOME, "ward": MEN, "page": "drug",
             "item": "1-opioids", "standard": "privacy"},
        "clients": {"number": lived.client, "other": lived.client}, "requests": {"number": lived.request},
        "waits": {"key": lived.wait}, "offers": {"key": lived.offer}, "stays": {"key": lived.stay},
        "wards": {"key": MEN}, "slips": {"batch": lived.batch}, "screenings": {"key": treated.screening},
        "assessments": {"key": treated.assessment}, "appeals": {"key": treated.appeal},
        "incidents": {"key": treated.incident}, "consents": {"key": treated.consent}, "orders": {"key": treated.order},
        "packets": {"key": treated.packet}, "tell": {"key": treated.order},
        "objections": {"key": treated.objection}, "emergencies": {"key": treated.emergency},
        "alerts": {"key": f"{treated.emergency}.manager"},
    }  # fmt: skip
    for one in every_address("marga.care.urls"):
        words = [word for word in one.path.split("/") if word in known]
        values = {name: value for word in ["", *words] for name, value in known[word].items()}
        gaps = {gap: values.get(gap, "a-name") for gap in one.pattern.pattern.converters}
        yield one, reverse(one.name, kwargs=gaps)


__all__ = ["SECRETS", "Lived", "filled", "lived_in"]
