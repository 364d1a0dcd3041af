"""Two centres with workers, a client in care, and what they agree to, for tests of the wall."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from marga.care.acts import services as acts
from marga.care.acts.services import Acting
from marga.care.centres import contents
from marga.care.centres.services import set_centre, set_ward, set_worker
from marga.care.clients.services import Person, open_client
from marga.care.consents.services import Agreed, give_code, give_consent, witness_consent
from marga.care.stays.services import Legal, begin_stay
from marga.country.instants import Clock
from marga.identity.ages import born_on
from marga.ledger.codes import format_code
from marga.site.accounts.models import Account
from support.accounts import account, signed_in
from support.states import kept

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)  # 10:00 in Phnom Penh
TODAY = date(2026, 11, 24)
HOME, OTHER = "KH-12-R1", "KH-2-R1"
RECEIPT = 1234567890123456789012345678
#: account -> role, centre
WORKERS = {
    "worker": ("care-worker", HOME), "second": ("physician", HOME), "boss": ("manager", HOME),
    "intake": ("intake", HOME), "elsewhere": ("manager", OTHER), "clerk": ("clerk", None),
    "inspector": ("inspector", None), "planner": ("planner", None),
}  # fmt: skip


def centres():
    """A database that was empty has two centres and who works there."""
    kept("care_wall", make_centres)


def make_centres():
    planner, clerk = acting("planner"), acting("clerk")
    for code, province in ((HOME, "KH-12"), (OTHER, "KH-2")):
        set_centre(contents.CentreSet(
            code=code, name=f"Centre {code}", province=province, modality="residential", official=40, operational=30,
            emergency=40, licence=40, staff=10, ratio=Decimal(6), opened=date(2020, 1, 1), languages=("km",),
        ), planner)  # fmt: skip
        set_ward(contents.WardSet(key=f"{code}.1", centre=code, name="Men", sexes=("male",), age_from=18, age_to=None,
                                  area=Decimal(120), beds=30), planner)  # fmt: skip
    for name, (role, centre) in WORKERS.items():
        account(name, role)
        set_worker(contents.WorkerSet(account=name, centre=centre), clerk)


def acting(name="worker", at=NOW):
    """A worker, at a time."""
    role, centre = WORKERS[name]
    return Acting(name, centre or "", (role,), Clock(at))


def signed_in_as(name="worker"):
    """A browser in which a worker is signed in."""
    return signed_in(Account.objects.get(name=name))


def days(count):
    return timedelta(days=count)


def at_time(monkeypatch, at):
    """The server's clock says so, for who acts without an account and for the worker."""
    monkeypatch.setattr(acts.timezone, "now", lambda: at)


def client(at=NOW, **said):
    plain = {"province": "KH-12", "name": "Sok Dara", "sex": "male", "born": born_on(date(1999, 3, 4))}
    return open_client(Person(**{**plain, **said}), acting(at=at))


def in_care(person, at=NOW):
    """The client has a place since."""
    return begin_stay(person.number, f"{HOME}.1", Legal("voluntary"), acting("boss", at), route="arrest", drug="ice")


def agreed(**said):
    """The notice, for a year."""
    plain = {"fields": ("notice",), "recipient": "case", "purpose": "case", "last": TODAY + days(90),
             "language": "km", "signature": "thumb", "read_aloud": True, "receipt": format_code(RECEIPT)}  # fmt: skip
    return Agreed(**{**plain, **said})


def on_paper(**said):
    """Something on paper for another service."""
    plain = {"fields": ("name", "since"), "recipient": "health", "purpose": "treatment", "receipt": "",
             "recipient_name": "Hospital of Calmette"}  # fmt: skip
    return agreed(**{**plain, **said})


def consented(person, said=None, at=NOW):
    """A consent in force."""
    give_code(person.number, acting(at=at))
    made = give_consent(person.number, said or agreed(), acting(at=at))
    return witness_consent(made.pk, acting("second", at))
