"""What acts with clients say."""

from __future__ import annotations

from typing import Annotated

from pydantic import StringConstraints

from marga.care.centres.contents import Code, Word
from marga.care.requests.contents import Sealed
from marga.site.acts.contents import Content

Sound = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]


class ClientSet(Content):
    """A client as written down since. Who they are, and when they were born, is sealed; `sounds` are the blind words
    of their names."""

    name: Sealed = ""
    other_names: Sealed = ""
    guardian: Sealed = ""
    contact: Sealed = ""
    rule: Sealed = ""
    waits_at_home: Sealed = ""
    sounds: tuple[Sound, ...] = ()
    sex: Word = ""
    born: Sealed = ""
    citizenship: Word = ""
    languages: tuple[Word, ...] = ()
    province: Word
    flags: tuple[Word, ...] = ()
    moved_for_work: bool | None = None
    moved_from: Sealed = ""
    moved_since: Sealed = ""


class ClientShared(Content):
    """Another centre has to do with the client since."""

    centre: Code


class ClientsMerged(Content):
    """The two were held to be one person, and why."""

    other: Code
    reason: Sealed


class ClientsParted(Content):
    """They are two again, and why."""

    other: Code
    reason: Sealed
