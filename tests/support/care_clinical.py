"""Three services to try treatment with: one where people sleep, two in the community; their staff, and people there."""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from marga.care.acts.models import Act
from marga.care.acts.replaying import differences
from marga.care.acts.services import Acting
from marga.care.centres import contents as centres
from marga.care.centres.services import set_centre, set_ward, set_worker
from marga.care.clients.services import Person, open_client
from marga.care.sealing import make_keys
from marga.care.stays.services import Legal, begin_stay
from marga.country import ENGLISH, write
from marga.country.instants import Clock
from marga.identity.ages import born_on
from support.accounts import account, signed_in
from support.states import kept

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)  # 10:00 in Phnom Penh
TODAY = date(2026, 11, 24)
HOME, COMMUNITY, FAR = "KH-12-R1", "KH-12-C1", "KH-1-C1"
KINDS = {HOME: ("KH-12", "residential"), COMMUNITY: ("KH-12", "community"), FAR: ("KH-1", "community")}
#: account -> role, and where it works
STAFF = {
    "intake": ("intake", HOME), "care-worker": ("care-worker", HOME), "physician": ("physician", HOME),
    "manager": ("manager", HOME), "community-worker": ("care-worker", COMMUNITY),
    "community-manager": ("manager", COMMUNITY), "far-worker": ("care-worker", FAR), "far-manager": ("manager", FAR),
    "planner": ("planner", None), "clerk": ("clerk", None), "inspector": ("inspector", None),
}  # fmt: skip
NAME = "Sok Dara"


def acting(name="care-worker", at=NOW):
    """Somebody of the staff, at a time."""
    role, centre = STAFF[name]
    return Acting(name, centre or "", (role,), Clock(at))


def services():
    """A database that was empty has the three services and their staff."""
    kept("three_services", _make)


def _make():
    make_keys()
    planner, clerk = acting("planner", NOW - days(400)), acting("clerk", NOW - days(400))
    for code, (province, modality) in KINDS.items():
        overnight = modality == "residential"
        set_centre(centres.CentreSet(
            code=code, name=f"Centre {code}", province=province, modality=modality, official=60, operational=45,
            emergency=60, licence=50, staff=20, ratio=Decimal(6), opened=date(2020, 1, 1), languages=("km",),
        ), planner)  # fmt: skip
        for number, sex in enumerate(("male", "female"), 1):
            set_ward(centres.WardSet(
                key=f"{code}.{number}", centre=code, name=sex, sexes=(sex,), age_from=12,
                area=Decimal(100) if overnight else None, beds=20 if overnight else None,
            ), planner)  # fmt: skip
    for name, (role, centre) in STAFF.items():
        account(name, role)
        set_worker(centres.WorkerSet(account=name, centre=centre), clerk)


def days(count):
    return timedelta(days=count)


def client(who=None, **said):
    """A man of 30 at the centre of who acts."""
    plain = {"province": "KH-12", "name": NAME, "sex": "male", "born": born_on(date(1996, 3, 4)), "languages": ("km",)}
    return open_client(Person(**{**plain, **said}), who or acting("manager"))


def staying(at=NOW, who="manager", legal=None, client_number=None, **said):
    """Somebody in a ward of that person's centre."""
    manager = acting(who, at)
    number = client_number or client(manager).number
    return begin_stay(number, f"{manager.centre}.1", legal or Legal("voluntary"), manager, **said)


def ordered(at=NOW):
    """A stay by court order."""
    return staying(at, legal=Legal("court", until=(at + days(90)).date(), court="Court of Phnom Penh, 17/2026"))


def in_community(at=NOW):
    """A stay in a ward without beds."""
    return staying(at, who="community-manager")


def signed_in_as(name):
    """A browser in which one of the staff signed in just now."""
    from marga.site.accounts.models import Account

    return signed_in(Account.objects.get(name=name))


def unlike():
    """What the audit says of tables that are not what the acts say, in English."""
    return [write(one.says, ENGLISH) for one in differences()]


def in_the_clear(*words):
    """Which of these words stand readable in any act. Whole words: their letters also fall among what is sealed."""
    written = " ".join(f"{one.new} {one.old}" for one in Act.objects.all())
    return [word for word in words if re.search(rf"(?<![\w+/]){re.escape(word)}(?![\w+/=])", written)]
