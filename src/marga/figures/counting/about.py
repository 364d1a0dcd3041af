"""What a cube is of: kept inside the file, signed with it, and checked before a number is read."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime

from marga import __version__
from marga.country import Period, gettext_noop
from marga.extract import SIDES
from marga.extract.manifest import (
    Manifest,
    Month,
    coverage_data,
    parse_json,
    read_coverage,
    read_made,
    read_period,
    to_json,
)

from .definition import VERSION


@dataclass(frozen=True, slots=True)
class About:
    """Of whom, of when and counted how. `made` is when its extract was, in UTC; `extract` is the SHA-256 of that
    extract's manifest; `coverage` tells who did not report in each month; `synthetic`, that the records are made up."""

    side: str
    body: str
    country: str
    period: Period
    made: datetime
    extract: str
    definitions: str
    marga: str
    coverage: tuple[Month, ...]
    synthetic: bool = False


def about(manifest: Manifest) -> About:
    """What a cube made from this extract is of."""
    return About(
        side=manifest.side, body=manifest.body, country=manifest.country, period=manifest.period, made=manifest.made,
        extract=hashlib.sha256(to_json(manifest)).hexdigest(), definitions=VERSION, marga=__version__,
        coverage=manifest.coverage, synthetic=manifest.synthetic,
    )  # fmt: skip


def write_about(said: About) -> bytes:
    """As it is kept in the file: the same gives the same bytes."""
    data = {
        "side": said.side, "body": said.body, "country": said.country,
        "period": {"from": said.period.start.isoformat(), "to": said.period.end.isoformat()},
        "made": said.made.astimezone(UTC).isoformat(timespec="seconds"), "extract": said.extract,
        "definitions": said.definitions, "marga": said.marga, "coverage": coverage_data(said.coverage),
        "synthetic": said.synthetic,
    }  # fmt: skip
    return json.dumps(data, ensure_ascii=False, sort_keys=True).encode()


def read_about(text: bytes, file: str) -> About:
    """What `write_about` wrote. Raises DataError that names the place; one of other definitions is refused."""
    top = parse_json(text, file)
    if (theirs := top.text("definitions")) != VERSION:
        top.fail("definitions", gettext_noop("is {theirs}, and these are {ours}: make the cube again"),
                 theirs=theirs, ours=VERSION)  # fmt: skip
    said = About(
        top.choice("side", SIDES), top.text("body"), top.text("country"), read_period(top), read_made(top),
        top.text("extract"), theirs, top.text("marga"), read_coverage(top),
        top.flag("synthetic", False),
    )  # fmt: skip
    top.finish()
    return said
