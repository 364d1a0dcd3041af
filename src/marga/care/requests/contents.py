"""What acts with requests say. `Sealed` is text that only this side can read (`marga.care.sealing`)."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from marga.care.centres.contents import Code, Word
from marga.site.acts.contents import Content

Sealed = Annotated[str, StringConstraints(max_length=20_000)]
Age = Annotated[int, Field(ge=0, le=120)]
Days = Annotated[int, Field(ge=0, le=3650)]


class RequestMade(Content):
    """Somebody asked for help.

    code       the keyed hash of its code, hexadecimal
    urgency    the class of priority of what was said, 0 before 1
    """

    number: Code
    code: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    route: Word
    province: Word
    since: date
    urgency: Annotated[int, Field(ge=0, le=9)]
    sex: Word = ""
    age: Age | None = None
    languages: tuple[Word, ...] = ()
    flags: tuple[Word, ...] = ()
    offered: bool = False
    name: Sealed = ""
    words: Sealed = ""
    contact: Sealed = ""
    centre: Code | None = None


class RequestTaken(Content):
    """A centre looks after it."""

    centre: Code


class RequestAnswered(Content):
    """What the asker was told: a message, and between how many days the wait will be."""

    number: int
    text: Sealed
    days_from: Days | None = None
    days_to: Days | None = None


class MessageSent(Content):
    """A message of the asker's, or to the asker."""

    number: int
    from_asker: bool
    text: Sealed


class RequestOpened(Content):
    """The request is this client's since."""

    client: Code


class RequestClosed(Content):
    """Nothing more is to be done for it, why (a word of the country's `drop`), and how that is known."""

    why: Word
    note: Sealed = ""
