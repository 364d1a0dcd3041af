"""What acts with slips say: keyed hashes, and never which station got which."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from marga.site.acts.contents import Content

Hash = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Count = Annotated[int, Field(ge=1, le=100_000)]


class SlipsPrinted(Content):
    """A batch was printed. `hashes` stand in an order of their own, which is not that of the paper."""

    expires: date
    hashes: tuple[Hash, ...]


class SlipShown(Content):
    """A slip was shown, and opened a request."""

    slip: Hash
    day: date


class SlipsLost(Content):
    """So many of a batch were lost, before anybody had them."""

    count: Count
