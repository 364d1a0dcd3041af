"""Reading TOML that a person typed: every fault named by file, place and what to write instead."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from typing import NoReturn

from .periods import Period
from .sentences import ENGLISH, Sentence, Value, fill, gettext_noop, say

LARGEST = Decimal(10) ** 12
MOST_DECIMALS = 12
LONGEST_TEXT = 500
LARGEST_FILE = 2_000_000  # bytes: a report of 40 figures has some 8,000
#: Points in one line of a file. A key of a million dotted parts would keep the parser busy for hours.
MOST_POINTS = 1_000
#: What breaks a line, steers a terminal or turns the direction of writing.
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]+")


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault in a file: `place` in it ("figure A1, `value`") and what to write instead."""

    file: str
    place: str
    says: Sentence

    @property
    def message(self) -> str:
        """What to write instead, in English."""
        return fill(self.says, ENGLISH)

    def __str__(self) -> str:
        return ": ".join(part for part in (self.file, self.place, self.message) if part)


class DataError(ValueError):
    """A file cannot be used. `faults` holds all that was found wrong, so that it can be mended in one go."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__(*faults)
        self.faults = faults

    def __str__(self) -> str:
        return "\n".join(str(fault) for fault in self.faults)


def parse_toml(text: str | bytes, file: str) -> Table:
    """The file's top table; decimals keep the digits they were written with. Raises DataError."""
    if len(text) > LARGEST_FILE:
        _unreadable(file, gettext_noop("is larger than 2 MB, which no report is; give the report alone"))
    decoded = _decoded(text, file) if isinstance(text, bytes) else text.removeprefix("\ufeff")
    if any(line.count(".") > MOST_POINTS for line in decoded.split("\n")):
        _unreadable(file, gettext_noop("has a line with more than {limit} points; break it"), limit=MOST_POINTS)
    try:
        return Table(file, "", tomllib.loads(decoded.replace("\r\n", "\n"), parse_float=_decimal))
    except tomllib.TOMLDecodeError as error:
        _unreadable(file, gettext_noop("is not TOML: {reason}"), reason=" ".join(str(error).split()))
    except ValueError:  # Python reads no whole number of thousands of digits
        _unreadable(file, gettext_noop("has a number of thousands of digits; write a number below 10^12"))
    except RecursionError:
        _unreadable(file, gettext_noop("is not TOML: it is nested too deep"))


def _decoded(text: bytes, file: str) -> str:
    try:
        return text.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        _unreadable(file, gettext_noop("is not text in UTF-8 (byte {byte}); save it as UTF-8"), byte=error.start + 1)


def _unreadable(file: str, template: str, **values: Value) -> NoReturn:
    raise DataError(Fault(file, "", say(template, **values))) from None


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        return Decimal("NaN")


class Table:
    """One table of a TOML file, read key by key. Each reader returns the checked value or raises DataError.

    With `default` left out a key is required. `finish` complains of keys that nobody asked for.
    """

    def __init__(self, file: str, place: str, data: dict[str, object]) -> None:
        self.file, self.place, self._data = file, place, data
        self._read: set[str] = set()

    def __contains__(self, key: str) -> bool:
        self._read.add(key)  # asked for, so `finish` may name it to whom it fits
        return key in self._data

    def is_text(self, key: str) -> bool:
        return isinstance(self._data.get(key), str)

    def __iter__(self) -> Iterator[str]:
        self._read.update(self._data)
        return iter(self._data)

    def fail(self, key: str, template: str, **values: Value) -> NoReturn:
        """Raise a DataError about one key of this table."""
        where = f"`{shown(key)}`" if key else ""
        place = ", ".join(part for part in (self.place, where) if part)
        raise DataError(Fault(self.file, place, say(template, **values)))

    def _get(self, key: str) -> object | None:
        self._read.add(key)
        return self._data.get(key)

    def _required(self, key: str, expected: str) -> object:
        if (value := self._get(key)) is None:
            self.fail(key, gettext_noop("is missing; write {expected}"), expected=f"{key} = {expected}")
        return value

    def text(self, key: str, default: str | None = None) -> str:
        """A text of 1 to 500 letters."""
        if default is not None and self._get(key) is None:
            return default
        value = self._required(key, '"…"')
        if not isinstance(value, str) or not value.strip():
            self.fail(key, gettext_noop("should be a text between quotes, not {value}"), value=shown(value))
        if len(value) > LONGEST_TEXT:
            self.fail(key, gettext_noop("is longer than {limit} letters; shorten it"), limit=LONGEST_TEXT)
        return one_line(value)

    def number(self, key: str, default: Decimal | None = None) -> Decimal:
        """An exact number between -10^12 and 10^12, with at most 12 digits after the point."""
        if default is not None and self._get(key) is None:
            return default
        value = self._required(key, "5200")
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            self.fail(key, gettext_noop("should be a number such as 5200 or 54.0, not {value}"), value=shown(value))
        number = Decimal(value)
        if not number.is_finite() or number.copy_abs() > LARGEST:
            self.fail(
                key, gettext_noop("is {value}, which no such figure can be; write a number below 10^12"),
                value=shown(value),
            )  # fmt: skip
        if -int(number.as_tuple().exponent) > MOST_DECIMALS:
            self.fail(key, gettext_noop("has more than {limit} digits after the point; round it"), limit=MOST_DECIMALS)
        return number

    def flag(self, key: str, default: bool) -> bool:
        value = self._get(key)
        if value is not None and not isinstance(value, bool):
            self.fail(key, gettext_noop("should be true or false, not {value}"), value=shown(value))
        return default if value is None else value

    def day(self, key: str) -> date | None:
        """A day, or None when the key is not there."""
        value = self._get(key)
        if value is not None and (isinstance(value, datetime) or not isinstance(value, date)):
            self.fail(key, gettext_noop("should be a day such as 2019-09-06, not {value}"), value=shown(value))
        return value

    def period(self, key: str) -> Period | None:
        """A period { from = DAY, to = DAY }, both included, or None when the key is not there."""
        if self._get(key) is None:
            return None
        table = self.table(key)
        start, end = table.day("from"), table.day("to")
        table.finish()
        if start is None or end is None:
            self.fail(key, gettext_noop("should be {example}"), example="{ from = 2019-01-01, to = 2019-09-06 }")
        if end < start:
            self.fail(
                key, gettext_noop("ends on {end}, before it begins on {start}; swap the days or correct one"),
                end=end.isoformat(), start=start.isoformat(),
            )  # fmt: skip
        return Period(start, end)

    def choice(self, key: str, options: Collection[str], default: str | None = None) -> str:
        """One of the words in `options`; a near miss is named."""
        value = self.text(key, default)
        if value not in options and value != default:
            self.fail(
                key, gettext_noop("is “{value}”, which is not known; write {options}"),
                value=shown(value), options=_nearest(value, options),
            )  # fmt: skip
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty when the key is not there."""
        value = self._get(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
            self.fail(key, gettext_noop('should be a list of texts such as ["A1", "A2"], not {value}'),
                      value=shown(value))  # fmt: skip
        if any(len(item) > LONGEST_TEXT for item in value):
            self.fail(key, gettext_noop("is longer than {limit} letters; shorten it"), limit=LONGEST_TEXT)
        return tuple(one_line(item) for item in value)

    def table(self, key: str) -> Table:
        value = self._required(key, "{ … }") if self.place else self._section(key)
        if not isinstance(value, dict):
            self.fail(key, gettext_noop("should be a table {{ … }}, not {value}"), value=shown(value))
        return Table(self.file, ", ".join(part for part in (self.place, f"`{shown(key)}`") if part), value)

    def _section(self, key: str) -> object:
        if key not in self:
            self.fail("", gettext_noop("has no {section}; add it"), section=f"[{shown(key)}]")
        return self._get(key)

    def tables(self, key: str) -> list[Table]:
        """The tables of [[key]]; empty when there are none."""
        value = self._get(key)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.fail(key, gettext_noop("should be written as {example}"), example=f"[[{key}]]")
        within = f"{self.place}, " if self.place else ""
        return [Table(self.file, f"{within}{key} {number}", item) for number, item in enumerate(value, 1)]

    def finish(self) -> None:
        """Complain of a key that was not asked for: it is most often a slip of the pen."""
        for key in self._data:
            if key not in self._read:
                self.fail(
                    key, gettext_noop("is not a key that can stand here; write {options}, or take it out"),
                    options=_nearest(key, self._read),
                )  # fmt: skip


def shown(value: object) -> str:
    """A value as a message may repeat it: short, on one line."""
    try:
        text = " ".join(one_line(str(value).lower() if isinstance(value, bool) else str(value)).split())
    except ValueError:  # a whole number of thousands of digits, which Python does not write out
        return "…"
    return text if len(text) <= 40 else text[:39] + "…"


def one_line(text: str) -> str:
    """The text without what would break its line or steer a terminal."""
    return CONTROL.sub(" ", text).strip()


def _nearest(value: str, options: Collection[str]) -> str:
    close = get_close_matches(value, options, n=1, cutoff=0.6)
    return f"“{shown(close[0])}”" if close else " / ".join(shown(option) for option in sorted(options)[:30])
