"""What acts with screenings say."""

from __future__ import annotations

from datetime import date

from marga.care.centres.contents import Code
from marga.care.requests.contents import Sealed
from marga.site.acts.contents import Content


class ClientScreened(Content):
    """A client was screened. Answers and result are sealed, each as one text."""

    client: Code
    day: date
    answers: Sealed
    result: Sealed
