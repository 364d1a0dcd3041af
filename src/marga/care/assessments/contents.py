"""What acts with assessments say."""

from __future__ import annotations

from datetime import date

from marga.care.centres.contents import Code, Word
from marga.care.requests.contents import Sealed
from marga.site.acts.contents import Content


class ClientAssessed(Content):
    """A client was assessed. The answers are sealed as one text."""

    client: Code
    day: date
    answers: Sealed
    drug: Word = ""
    needs: tuple[Word, ...] = ()
