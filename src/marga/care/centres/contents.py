"""What acts with centres, wards, workers and the census say."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import Field, StringConstraints

from marga.care.acts.models import LONGEST_KEY
from marga.site.acts.contents import Content

Code = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z]+([.-][0-9A-Za-z]+)*$", max_length=LONGEST_KEY)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=120)]
Short = Annotated[str, StringConstraints(max_length=200)]
Word = Annotated[str, StringConstraints(max_length=40)]
Places = Annotated[int, Field(ge=0, le=100_000)]


class CentreSet(Content):
    """A centre as it is since; the columns are those of `models.Centre`."""

    code: Code
    name: Name
    name_km: Annotated[str, StringConstraints(max_length=120)] = ""
    province: Word
    modality: Word
    address: Short = ""
    phone: Word = ""
    latitude: Annotated[float, Field(ge=-90, le=90)] | None = None
    longitude: Annotated[float, Field(ge=-180, le=180)] | None = None
    languages: tuple[Word, ...] = ()
    offers: tuple[Word, ...] = ()
    official: Places
    operational: Places
    emergency: Places
    licence: Places | None = None
    staff: Places | None = None
    ratio: Annotated[Decimal, Field(gt=0, max_digits=6, decimal_places=2)] | None = None
    temporary: bool = False
    opened: date
    closes: date | None = None
    replaced_by: Code | None = None


class StaffSet(Content):
    """How many staff are on duty with people since."""

    staff: Places


class WardSet(Content):
    """A ward as it is since."""

    key: Code
    centre: Code
    name: Name
    name_km: Annotated[str, StringConstraints(max_length=120)] = ""
    sexes: tuple[Word, ...]
    age_from: Annotated[int, Field(ge=0, le=120)]
    age_to: Annotated[int, Field(ge=0, le=120)] | None = None
    area: Annotated[Decimal, Field(ge=0, max_digits=8, decimal_places=2)] | None = None
    beds: Places | None = None
    open: bool = True


class CentreClosed(Content):
    """A centre is closed since the day: nobody is in it any more."""

    day: date


class WorkerSet(Content):
    """Where an account works since; `centre` None: at the ministry."""

    account: Annotated[str, StringConstraints(min_length=1, max_length=40)]
    centre: Code | None = None
    working: bool = True


class Counted(Content):
    """The census of a centre at the midnight that ends a day."""

    day: date
    present: Places
    official: Places
    operational: Places
    emergency: Places
    safe: Places
    past_basis: Places
    reviews_overdue: Places
    gaps_overdue: Places
    wait_half: int | None = None
    wait_most: int | None = None


class Confirmed(Content):
    """The centre's numbers of people and places are right, says who looked."""
