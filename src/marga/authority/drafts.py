"""A report that a visitor is writing: rows of a form into a report file, and a file into a link that carries it."""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from marga.country import Country, Period, Unit
from marga.figures.checking.printed import number_in

LONGEST_LINK = 6_000  # letters of a carried report: longer addresses are cut off by some mail programs
LARGEST_CARRIED = 100_000  # bytes once unpacked
MINUS = ("-", "−", "–")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the form. `group` is "offence=use" or "" for all; `kind` as of a Figure; `day` for a stock."""

    number: int
    printed: str
    measure: str
    group: str = ""
    kind: str = "count"
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """What the form holds of one report."""

    body: str
    rows: Sequence[Row]
    published: date | None = None
    period: Period | None = None

    def toml(self, country: Country) -> str:
        """The draft as a report file; each figure's id is the number of its row."""
        head = ["[report]", 'id = "my-report"', f"body = {_quoted(self.body)}"]
        if self.published:
            head.append(f"published = {self.published}")
        if self.period:
            head.append(f"period = {_span(self.period)}")
        return "\n".join([*head, *(line for row in self.rows for line in self._figure(row, country)), ""])

    def _figure(self, row: Row, country: Country) -> list[str]:
        counted, value = number_of(row, country)
        lines = [
            "", "[[figure]]", f'id = "{row.number}"', f"measure = {_quoted(row.measure)}",
            f"unit = {_quoted(counted.name)}", f"value = {value if value is not None else 'nan'}",
            f"printed = {_quoted(row.printed)}",
        ]  # fmt: skip
        if row.group:
            dimension, _, category = row.group.partition("=")
            lines.append(f"where = {{ {_quoted(dimension)} = {_quoted(category)} }}")
        if row.kind == "rate":
            lines.append('per = "day"')
        elif row.kind == "share":
            lines.append("share_of = { }")
        elif row.kind == "change" and self.period:
            lines.append(f"change_on = {_span(a_year_before(self.period))}")
        if row.day:
            lines.append(f"as_of = {row.day}")
        return lines


def number_of(row: Row, country: Country) -> tuple[Unit, Decimal | None]:
    """The number in the printed text and its unit; None where no number can be read. "-8" is a fall of 8 percent."""
    counted = country.units["percent"] if row.kind in ("share", "change") else _unit(row, country)
    value = number_in(row.printed, counted, country.words, country.units)
    falls = row.kind == "change" and row.printed.lstrip()[:1] in MINUS
    return counted, -value if value is not None and falls else value


def _unit(row: Row, country: Country) -> Unit:
    """The unit that the printed text names ("54 kg"), or the usual one of the measure."""
    measure = country.measures[row.measure]
    words = row.printed.split()
    named = next((word for word in words if word in measure.units), measure.units[0])
    return country.units[named]


def a_year_before(period: Period) -> Period:
    """The same days a year earlier; the last of February stays the last of February. Raises ValueError in year 1."""
    return Period(_year_back(period.start), _year_back(period.end))


def _year_back(day: date) -> date:
    leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if leap_day else day.day)


def _quoted(text: str) -> str:
    """A TOML basic string: JSON's escapes are TOML's, but for the delete character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _span(period: Period) -> str:
    return f"{{ from = {period.start}, to = {period.end} }}"


def carried(text: str) -> str | None:
    """A report as the part of an address that carries it; None when it is too long for one."""
    packed = base64.urlsafe_b64encode(zlib.compress(text.encode(), 9)).decode().rstrip("=")
    return packed if len(packed) <= LONGEST_LINK else None


def unpacked(packed: str) -> str | None:
    """The report that an address carries; None when it was cut off, altered or is too large."""
    if len(packed) > LONGEST_LINK:
        return None
    try:
        raw = base64.b64decode(packed + "=" * (-len(packed) % 4), altchars=b"-_", validate=True)
        opener = zlib.decompressobj()
        text = opener.decompress(raw, LARGEST_CARRIED)
        return text.decode() if opener.eof and not opener.unused_data else None
    except (binascii.Error, ValueError, zlib.error):
        return None
