"""People in custody to try the rules with: booked at the station of `support.register`, told, reviewed, interviewed."""

from marga.country.instants import Clock
from marga.enforcement.acts.services import Acting
from marga.enforcement.custody import contents
from marga.enforcement.custody.models import Custody
from support.register import NOW, OTHER_UNIT, SUPERVISOR, acting, booked, hours, person

RIGHTS = ("why", "someone_told", "lawyer", "interpreter", "doctor", "reread", "no_payment", "complain")
PROSECUTOR = "4001"

AN_HOUR_AGO = NOW - hours(1)


def held(arrived=AN_HOUR_AGO, who=None, **said):
    """Somebody in custody since a time, of whom nothing else is recorded."""
    case = booked(who, people=(person(arrested=arrived - hours(1), arrived=arrived, **said),), exhibits=(),
                  event=arrived - hours(1))  # fmt: skip
    return Custody.objects.get(party__case=case)


def told_prosecutor(told=NOW, **said):
    return contents.ProsecutorTold(**{"number": PROSECUTOR, "told": told, "note": "Told by telephone.", **said})


def told_rights(told=NOW, **said):
    return contents.RightsTold(**{"rights": RIGHTS, "language": "km", "told": told, "how": "signed", **said})


def reviewed(held=NOW, **said):
    plain = {"decision": "continue", "reason": "A witness is heard this evening.", "held": held}
    return contents.Reviewed(**{**plain, **said})


def extended(given=NOW, **said):
    plain = {"number": "P-17/2026", "prosecutor": "Chan Vanna", "motive": "Others are sought.", "given": given}
    return contents.Extended(**{**plain, **said})


def interviewed(at=NOW, **said):
    pages = (contents.Page(text="I was at home.", signature="signed"),
             contents.Page(text="I know nothing of the bag.", signature="finger_printed"))  # fmt: skip
    plain = {"number": 1, "began": at, "ended": at, "language": "km", "pages": pages}
    return contents.Interviewed(**{**plain, **said})


def ended(at=NOW, how="released", named=""):
    return contents.Ended(how=how, named=named, at=at)


def supervisor(at=NOW, last_seen=None):
    return acting(SUPERVISOR, at, last_seen)


def supervisor_elsewhere(at=NOW):
    """A supervisor of the other unit."""
    return Acting("1013", "supervisor", OTHER_UNIT, ("supervisor",), Clock(at))
