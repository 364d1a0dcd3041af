"""What a receipt proves, in words for whoever reads it: who signed, where it stands, who saw it, and every fact."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from marga.country import Sentence, gettext_noop, say
from marga.country.reading import one_line

from .canonical import Json
from .checkpoints import OpenedCheckpoint
from .enclosures import Listed, listed_in
from .receipts import ReceiptCheck

#: A moment as `canonical` writes it, or the writer of an act's content.
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", re.ASCII)
NOTHING = gettext_noop("nothing was written down")


def statement(checked: ReceiptCheck, opened: OpenedCheckpoint, enclosed: Json = None) -> Iterator[Sentence]:
    """The lines about a genuine receipt. `enclosed`: the list that it names, where it was given and is the one."""
    receipt, tree = checked.receipt, opened.checkpoint
    for key in opened.log_keys:
        yield say(gettext_noop("signed by: {name}, with the key {key}"), name=tree.origin, key=str(key))
    yield say(gettext_noop("entry: {index} of a tree of {size} entries, entered on {day}"),
              index=receipt.index, size=tree.size, day=receipt.day)  # fmt: skip
    for one in opened.cosignatures:
        yield say(gettext_noop("witnessed by: {name} on {moment}, with the key {key}"),
                  name=one.key.name, moment=_moment(one.at), key=str(one.key))  # fmt: skip
    if not opened.cosignatures:
        yield say(gettext_noop("witnessed by: nobody whose key was given here"))
    yield say(gettext_noop("kind of entry: {kind}"), kind=receipt.kind)
    for name, value in [*facts(receipt.act), *facts(enclosed)]:
        yield say(gettext_noop("{name}: {value}"), name=name, value=value)
    listed = listed_in(receipt.act)
    if listed is not None and enclosed is None:
        yield _not_named(listed)


def facts(value: Json, name: str = "") -> Iterator[tuple[str, str | Sentence]]:
    """Each fact of an act by its name, in the order in which it was entered; what holds others adds its own name, but
    for `after`, which is what the receipt is about."""
    match value:
        case dict() if not _is_line(name):
            for key, one in value.items():
                if (key, one) != ("before", None):
                    yield from facts(one, "" if (name, key) == ("", "after") else _joined(name, key))
        case list() if value:
            for number, one in enumerate(value, 1):
                yield from facts(one, _joined(name, str(number)))
        case _ if name:
            yield name, _plain(value)


def _joined(name: str, key: str) -> str:
    return one_line(f"{name} {key.replace('_', ' ')}")


def _is_line(name: str) -> bool:
    """Whether this is one of a list, which is told on one line."""
    return name.rpartition(" ")[2].isdecimal()


def _plain(value: Json) -> str | Sentence:
    match value:
        case None | "" | []:
            return say(NOTHING)
        case bool():
            return say(gettext_noop("yes")) if value else say(gettext_noop("no"))
        case dict():
            return ", ".join(f"{_joined('', key)} {_inner(one)}" for key, one in value.items() if one not in (None, ""))
        case str() if MOMENT.fullmatch(value):
            return _moment(datetime.fromisoformat(value))
        case _:
            return one_line(str(value))


def _inner(value: Json) -> str:
    return str(_plain(value))


def _moment(at: datetime) -> str:
    return f"{at.day} {at:%B} {at.year}, {at:%H:%M} UTC"


def _not_named(listed: Listed) -> Sentence:
    counts = [say(gettext_noop("{count} {name}"), count=count, name=one_line(name)) for name, count in listed.counts]
    return say(gettext_noop("not named here: {counts}. They stand on the list of this receipt, which it proves by its "
                            "mark {mark}. Give pictures of the pages of the list, too."),
               counts=counts, mark=one_line(listed.sha256))  # fmt: skip
