"""When a client was born, which is sealed: with a day of birth, sex and province people are found without a name.

Nothing of it stands in the clear. Whoever separates by age, lists, or counts opens it, and so knows the day.
"""

from __future__ import annotations

from datetime import date

from marga.care.sealing import UNREADABLE, opened, seal
from marga.identity.ages import Born

from .models import Client

FIELD = "client.born"


def sealed_birth(born: Born | None, client: str) -> str:
    """The first and the last day on which somebody may be born, sealed; "" if nothing is known. `client`: their number.

    Both are written even if they are the same day, so that all are equally long and none shows how well it is known.
    """
    return seal(f"{born.earliest}/{born.latest}", FIELD, client) if born else ""


def birth_of(client: Client) -> Born | None:
    """The days on which a client may be born; None where nothing is known, or no key here opens it."""
    said = opened(client.born, FIELD, client.number)
    if said in ("", UNREADABLE):
        return None
    earliest, latest = said.split("/")
    return Born(date.fromisoformat(earliest), date.fromisoformat(latest))
