"""What somebody has who took everything: copies of databases, write-ahead logs, messages, logs. Read as plain records.

A record is one row, one change of a row, or one line, with every word that stands in it. Whose it is, on each side, is
found as anybody would: by the number of a case or a client in it, or in what was written in the same transaction.
"""

from __future__ import annotations

import base64
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from support.wall_people import Town

CASE = re.compile(r"KH-\d+-\d+/\d{4}/\d{5}-.")
NUMBER = re.compile(r"\b\d{3}-\d{3}-\d{3}\b")
COLUMN = re.compile(r"([\w\"]+)\[[^\]]*(?:\[\])?\]:('(?:[^']|'')*'|\S+)")
TOLD = re.compile(r"^(\S{40,50}) (attended|stopped|completed) (\d{4}-\d\d-\d\d)$")
LEAST_LETTERS = 6
WORD = re.compile(rf"[A-Za-z0-9+/=_-]{{{LEAST_LETTERS},}}")
PRINTED = ("care_act", "dump", "slips.printed")
HASH = re.compile(r"[0-9a-f]{64}")
DAY, CLOCK = re.compile(r"\d{4}-\d\d-\d\d"), re.compile(r"\d\d:\d\d:\d\d(?:\.\d+)?")


@dataclass(frozen=True)
class Record:
    """One row, change or line. `place`: its place among those of its table; `at`: its transaction, if that is known."""

    side: str
    source: str
    table: str
    values: dict[str, str]
    place: int
    at: str = ""

    @property
    def text(self) -> str:
        return "\n".join(self.values.values())

    def words(self) -> Iterator[str]:
        """Whatever could be the same on the other side: words, numbers, hashes, and times to the second. No days."""
        text = self.text
        yield from CLOCK.findall(text)
        yield from (word for word in WORD.findall(text) if not DAY.fullmatch(word))


@dataclass(frozen=True, slots=True)
class Told:
    """One line of a batch of notices, and the day of the batch."""

    day: str
    handle: str
    word: str
    since: str


@dataclass(frozen=True)
class Truth:
    """Who is whom: the case and the client of each person by number, and the digits on the papers they were given."""

    town: Town
    cases: dict[int, str]
    clients: dict[int, str]
    slips: dict[int, str]
    receipts: dict[str, str]


@dataclass(frozen=True)
class Hoard:
    """All that was taken, and what was not.

    handles   by case: what only whoever has the enforcement side's key can make
    listed    the place of each slip's hash in the list that care entered
    beside    words that stand beside a case or a client besides, where a test says so
    """

    records: list[Record]
    told: list[Told]
    handles: dict[str, str]
    truth: Truth
    listed: dict[str, int]
    beside: dict[str, set[str]] = field(default_factory=dict)


def rows_of(side: str, dump: str, source: str = "dump") -> list[Record]:
    """The rows of a copy as pg_dump writes it: in the order in which they lie in the file of the table."""
    found, table, columns, place = [], "", [], 0
    for line in dump.splitlines():
        if table and line == "\\.":
            table = ""
        elif table:
            values = dict(zip(columns, line.split("\t"), strict=True))
            found.append(Record(side, source, table, _plain(values), place := place + 1))
        elif line.startswith("COPY "):
            head, _open, rest = line.partition(" (")
            table, columns, place = head.removeprefix("COPY public."), rest.partition(")")[0].split(", "), 0
    return found


def _plain(values: dict[str, str]) -> dict[str, str]:
    """Bytes as hexadecimal letters alone."""
    return {name.strip('"'): value.replace("\\\\x", "").replace("\\n", "\n") for name, value in values.items()
            if value != "\\N"}  # fmt: skip


def changes_of(side: str, decoded: Iterable[tuple[str, str]]) -> list[Record]:
    """The changes of rows in a write-ahead log, in the order in which they were committed."""
    found = []
    for place, (transaction, data) in enumerate(decoded):
        if data.startswith("table "):
            _table, name, rest = data.split(" ", 2)
            values = {column.strip('"'): value.strip("'").removeprefix("\\x") for column, value in COLUMN.findall(rest)}
            found.append(Record(side, "wal", name.strip(":").removeprefix("public."), values, place, transaction))
    return found


def log_of(side: str, text: str) -> list[Record]:
    """The lines of a log."""
    return [Record(side, "log", "log", {"line": line}, place) for place, line in enumerate(text.splitlines())]


def listed(records: Iterable[Record]) -> dict[str, int]:
    """In which order care entered the hashes of slips."""
    hashes = [word for one in records if (one.table, one.source, one.values.get("kind")) == PRINTED
              for word in HASH.findall(one.values["new"])]  # fmt: skip
    return {word: place for place, word in enumerate(hashes)}


def messages_of(batches: Sequence[bytes]) -> list[Told]:
    """Every line of every batch that crossed."""
    found = []
    for batch in batches:
        _head, day, *lines = batch.decode().splitlines()
        for line in lines:
            if told := TOLD.match(line):
                handle = base64.b64decode(told.group(1)).hex()
                found.append(Told(day, handle, told.group(2), told.group(3)))
    return found


def of_cases(records: Iterable[Record]) -> dict[str, list[Record]]:
    """What the enforcement side holds of each case."""
    return _owned([one for one in records if one.side == "enforcement"], lambda text: set(CASE.findall(text)))


def of_clients(records: Sequence[Record]) -> dict[str, list[Record]]:
    """What care holds of each client: of their requests, too, and of what was written in one transaction with them."""
    own = [one for one in records if one.side == "care"]
    clients = {one.values["number"] for one in own if one.table == "care_client" and "number" in one.values}
    whose = {one.values["number"]: one.values["client"] for one in own
             if one.table == "care_request" and one.values.get("client")}  # fmt: skip

    def owners(text: str) -> set[str]:
        found = {whose.get(number, number) for number in NUMBER.findall(text)}
        return found & clients

    return _owned(own, owners)


def _owned(records: Sequence[Record], owners: Callable[[str], set[str]]) -> dict[str, list[Record]]:
    found: dict[str, list[Record]] = defaultdict(list)
    by_transaction: dict[str, set[str]] = defaultdict(set)
    nobodys = []
    for record in records:
        whose = owners(record.text)
        for one in whose:
            found[one].append(record)
        if record.at:
            by_transaction[record.at] |= whose
            if not whose:
                nobodys.append(record)
    for record in nobodys:
        whose = by_transaction[record.at]
        if len(whose) == 1:
            found[next(iter(whose))].append(record)
    return found
