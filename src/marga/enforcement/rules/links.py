"""Links between cases that share a trace: the source of a seal, a telephone, an address, a supplier.

The graph has cases on one side and traces on the other. A trace that very many cases share (a market, a hotline) links
everything with everything and so nothing; beyond a number of cases it is a hub, shown but not followed.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict, deque
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

Case = TypeVar("Case", bound=Hashable)
Trace = tuple[str, str]  # kind and value, as `trace_value` makes it
#: Cases beyond which a trace is a hub.
HUB = 50
#: Digits of an IMEI that name a device (3GPP TS 23.003, 6.2): a check digit or two of its software may follow.
DEVICE = 14
IMEI_DIGITS = range(DEVICE, DEVICE + 3)
#: Digits of a telephone number, at home or abroad: ITU-T E.164 has fifteen at most.
NUMBER_DIGITS = range(6, 16)


def trace_value(kind: str, text: str, calling_code: str, trunk: str) -> str:
    """The value by which traces are compared: a telephone number as digits with the country's code in front, an IMEI as
    the digits that name the device, anything else without case, spaces and punctuation. "" for what leaves nothing."""
    letters = unicodedata.normalize("NFKC", text).casefold()
    digits = _digits(letters)
    if kind == "imei":
        return digits[:DEVICE] if len(digits) in IMEI_DIGITS else ""
    if kind != "phone":
        return "".join(letter for letter in letters if letter.isalnum() or unicodedata.category(letter)[0] == "M")
    if letters.strip().startswith("+"):
        return digits
    if digits.startswith("00"):
        return digits[2:]
    if trunk and digits.startswith(trunk):
        return calling_code + digits[len(trunk) :]
    return digits


def phone_traces(mark: str, calling_code: str, trunk: str) -> dict[Trace, str]:
    """The numbers and IMEIs that the mark of a telephone says, each as it was written; none in "blue, cracked".

    They are parted by commas, semicolons or strokes. An IMEI is told from a number by its name, or by its check digit.
    """
    found: dict[Trace, str] = {}
    for part in re.split(r"[,;/|\n]|(?=\bIMEI)", mark, flags=re.IGNORECASE):
        shown, digits = part.strip(), _digits(part)
        kind = "imei" if shown.casefold().startswith("imei") or _is_imei(digits) else "phone"
        if len(digits) in (IMEI_DIGITS if kind == "imei" else NUMBER_DIGITS):
            found[kind, trace_value(kind, shown, calling_code, trunk)] = shown
    return found


def _digits(text: str) -> str:
    return "".join(str(unicodedata.decimal(letter)) for letter in text if letter.isdecimal())


def _is_imei(digits: str) -> bool:
    """Whether fifteen digits end in the check digit of an IMEI (Luhn; 3GPP TS 23.003, annex B)."""
    if len(digits) != DEVICE + 1:
        return False
    doubled = (int(one) * (1 + place % 2) for place, one in enumerate(digits))
    return sum(sum(divmod(one, 10)) for one in doubled) % 10 == 0


@dataclass(frozen=True, slots=True)
class Graph(Generic[Case]):
    """Cases and the traces that at least two of them share."""

    traces: Mapping[Case, frozenset[Trace]]
    cases: Mapping[Trace, frozenset[Case]]
    hubs: frozenset[Trace]

    def neighbours(self, case: Case) -> dict[Case, frozenset[Trace]]:
        """Every case that shares a trace with this one, other than a hub, and what they share."""
        shared: dict[Case, set[Trace]] = defaultdict(set)
        for trace in self.traces.get(case, frozenset()) - self.hubs:
            for other in self.cases[trace] - {case}:
                shared[other].add(trace)
        return {other: frozenset(found) for other, found in shared.items()}


def graph(found: Iterable[tuple[Case, str, str]], hub: int = HUB) -> Graph[Case]:
    """The graph of (case, kind, value) as they were found, in any order and any number of times."""
    cases: dict[Trace, set[Case]] = defaultdict(set)
    for case, kind, value in found:
        if value:
            cases[kind, value].add(case)
    shared = {trace: frozenset(holders) for trace, holders in cases.items() if len(holders) > 1}
    traces: dict[Case, set[Trace]] = defaultdict(set)
    for trace, holders in shared.items():
        for case in holders:
            traces[case].add(trace)
    hubs = frozenset(trace for trace, holders in shared.items() if len(holders) > hub)
    return Graph({case: frozenset(held) for case, held in traces.items()}, shared, hubs)


def around(net: Graph[Case], start: Case, steps: int) -> dict[Case, int]:
    """The cases that can be reached from one in at most so many steps, each with its number of steps."""
    reached, waiting = {start: 0}, deque([start])
    while waiting:
        case = waiting.popleft()
        if reached[case] < steps:
            for other in net.neighbours(case):
                if other not in reached:
                    reached[other] = reached[case] + 1
                    waiting.append(other)
    return reached


def groups(net: Graph[Case]) -> list[frozenset[Case]]:
    """The cases that hang together, other than through hubs, the largest group first; single cases are left out."""
    found, seen = list[frozenset[Case]](), set[Case]()
    for case in net.traces:
        if case not in seen:
            group = frozenset(around(net, case, len(net.traces)))
            seen |= group
            if len(group) > 1:
                found.append(group)
    return sorted(found, key=len, reverse=True)


def path(net: Graph[Case], start: Case, end: Case) -> list[Case]:
    """A shortest way from one case to another, both included; empty when there is none."""
    before: dict[Case, Case] = {}
    waiting, seen = deque([start]), {start}
    while waiting and end not in seen:
        case = waiting.popleft()
        for other in net.neighbours(case):
            if other not in seen:
                seen.add(other)
                before[other] = case
                waiting.append(other)
    if end not in seen:
        return []
    way = [end]
    while way[-1] != start:
        way.append(before[way[-1]])
    return way[::-1]
