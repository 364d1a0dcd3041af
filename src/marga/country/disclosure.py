"""What a country decides about small counts: which figures are protected before they are printed, and how."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .reading import Table
from .sentences import gettext_noop

METHODS = ("hide", "round", "open")
LOSSES = ("value", "log", "cells")
ROOMS = ("all", "small")


@dataclass(frozen=True, slots=True)
class Policy:
    """How the counts of one figure are protected.

    method   "hide": small counts and what would give them away are not printed; "round": every count is printed as a
             multiple of `base` so that all sums hold; "open": printed as counted, for what is not about people
    at_most  counts up to this one, 0 included, are small
    up_to    what is known of a hidden count must leave at least 0 to `up_to` open; more than `at_most`
    base     of rounding, a count
    loss     what hiding one count is said to cost: its "value", the "log" of it, or the same for all "cells"
    room     which hidden counts must stay possible from 0 to `up_to`: "all", so that nobody can tell a small one from
             one hidden to protect it; or only the "small" ones, the others in an interval at least `up_to` wide
    """

    method: str = "hide"
    at_most: int = 7
    up_to: int = 8
    base: int = 5
    loss: str = "value"
    room: str = "all"


@dataclass(frozen=True, slots=True)
class Disclosure:
    """The policy of each figure; `default` for those that have none of their own."""

    default: Policy
    figures: Mapping[str, Policy]

    def of(self, figure: str) -> Policy:
        return self.figures.get(figure, self.default)


def read_disclosure(file: Table) -> Disclosure:
    """The policies of disclosure.toml. A figure's own keys stand over the default's. Raises DataError."""
    default = _policy(file.table("default"), Policy())
    figures = file.table("figure")
    return Disclosure(default, {name: _policy(figures.table(name), default) for name in figures})


def _policy(table: Table, default: Policy) -> Policy:
    policy = Policy(
        table.choice("method", METHODS) if "method" in table else default.method,
        _whole(table, "at_most", default.at_most), _whole(table, "up_to", default.up_to),
        _whole(table, "base", default.base),
        table.choice("loss", LOSSES) if "loss" in table else default.loss,
        table.choice("room", ROOMS) if "room" in table else default.room,
    )  # fmt: skip
    table.text("because", "")
    table.finish()
    if policy.up_to <= policy.at_most:
        table.fail("up_to", gettext_noop("should be more than `at_most`, or a hidden count is known to be small"))
    if policy.base < 2:
        table.fail("base", gettext_noop("should be 2 or more; rounding to 1 changes nothing"))
    return policy


def _whole(table: Table, key: str, default: int) -> int:
    if key not in table:
        return default
    number = table.number(key)
    if number != int(number) or number < 0:
        table.fail(key, gettext_noop("should be a whole number, 0 or more, not {value}"), value=str(number))
    return int(number)
