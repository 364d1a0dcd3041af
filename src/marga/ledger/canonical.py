"""Values as bytes that two programs write alike: JSON in the canonical form of RFC 8785, of fewer kinds of values.

Texts, whole numbers up to 2^53 - 1, true, false, null, lists, and tables with text keys are JSON. What JSON lacks is
written as a text: a decimal without trailing zeros ("0.5"), a day ("2026-11-24"), a moment in UTC with microseconds
("2026-11-24T05:54:36.000000Z"). Anything else is refused: a float has no one way of being written.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache

from marga.country import gettext_noop
from marga.country.reading import shown

from .errors import LedgerError

#: Beyond it, programs that read every number of JSON as a double would see another number.
LARGEST_NUMBER = 2**53 - 1
DEEPEST = 16
_AS_IT_IS = frozenset((str, bool))

#: `json.dumps` would make one for every value.
_WRITER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)
Json = str | int | bool | None | list["Json"] | dict[str, "Json"]


def canonical(value: object) -> bytes:
    """The one way of writing a value. Raises LedgerError for a value that has none."""
    text = _WRITER.encode(plain(value))
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise LedgerError(gettext_noop("a text holds half a letter (a lone surrogate); write it again.")) from None


def plain(value: object, depth: int = 0) -> Json:
    """The value as JSON has it, tables in the order of their keys."""
    if value is None or type(value) in _AS_IT_IS:  # most are, and are known more quickly so
        return value  # type: ignore[return-value]
    if depth > DEEPEST:
        raise LedgerError(gettext_noop("a value is nested more than {limit} deep; flatten it."), limit=DEEPEST)
    match value:
        case None | bool() | str():
            return value
        case int():
            return _whole(value)
        case Decimal():
            return _decimal(value)
        case datetime():
            return _moment(value)
        case date():
            return value.isoformat()
        case list() | tuple():
            return [plain(one, depth + 1) for one in value]
        case Mapping():
            return {key: plain(value[key], depth + 1) for key in sorted(value, key=_order)}
        case _:
            raise LedgerError(gettext_noop("{value} has no one way of being written; give a text, a whole number or "
                                           "a decimal."), value=f"{type(value).__name__} {shown(value)}")  # fmt: skip


def read_canonical(data: bytes) -> Json:
    """The JSON value written by `canonical`. Raises LedgerError for anything that it would write in another way."""
    try:
        value: Json = json.loads(data.decode(), parse_constant=_no_number, parse_float=_no_number)
        same = canonical(value) == data
    except (ValueError, RecursionError):  # LedgerError is a ValueError
        same = False
    if not same:
        raise LedgerError(gettext_noop("the entry is not written in its one canonical way; it was changed or damaged."))
    return value


def _whole(value: int) -> int:
    if abs(value) > LARGEST_NUMBER:
        raise LedgerError(gettext_noop("{value} is beyond 2^53 - 1; write it as a text."), value=shown(value))
    return value


def _decimal(value: Decimal) -> str:
    if not value.is_finite() or abs(value.adjusted()) > 100:
        raise LedgerError(gettext_noop("{value} is no amount; write a decimal such as 0.5."), value=shown(value))
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def _moment(value: datetime) -> str:
    if value.tzinfo is None:
        raise LedgerError(gettext_noop("{value} has no time zone, so it names no moment."), value=value.isoformat())
    return f"{value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='microseconds')}Z"


@lru_cache(maxsize=1024)  # keys are names of fields, of which there are few
def _order(key: object) -> bytes:
    """Keys stand in the order of their UTF-16 units, as RFC 8785 has it."""
    if not isinstance(key, str):
        raise LedgerError(gettext_noop("a key is {key}; keys are texts."), key=shown(key))
    return key.encode("utf-16-be", "surrogatepass")


def _no_number(text: str) -> Json:
    raise ValueError(text)
