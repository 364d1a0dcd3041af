"""How often something may be tried from one place, on pages without an account: codes, slips, asking."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marga.care.acts.services import Acting, nobody
from marga.site.models import Try
from marga.site.refusals import Refused
from marga.site.tries import services as tries
from marga.site.tries.rules import GUESSES, Limit


class TooMuch(Refused):
    """Too much came from one place. `says` what."""

    status = 429

    def __init__(self, says: str, minutes: int) -> None:
        wait = ngettext("Wait {minutes} minute, then try again.", "Wait {minutes} minutes, then try again.", minutes)
        super().__init__(f"{says} {wait.format(minutes=minutes)}")
        self.minutes = minutes


def count(what: str, address: str | None, who: Acting, limit: Limit, says: str) -> Try:
    """Count a try from an address. Raises TooMuch."""
    try:
        return tries.begin(what, address, who.clock.at, limit)
    except tries.TooMany as refused:
        raise TooMuch(says, refused.minutes) from refused


def guess(what: str, address: str | None) -> Try:
    """Count that a code was tried; whoever calls deletes it again when the code was right. Raises TooMuch after many
    that nobody has, tried from one address."""
    return count(what, address, nobody(), GUESSES, _("Too many codes that are not known were tried from here."))
