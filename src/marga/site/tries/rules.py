"""How many tries a place has, and how long it then waits. Pure: no database, no clock, no framework."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

#: Of an IPv6 address, so many bits are one customer's; the others they choose themselves.
CUSTOMER_BITS = 64


@dataclass(frozen=True, slots=True)
class Limit:
    """So many `tries` from one place `within` a time; fewer, `tries_while_many`, once there were `many` everywhere."""

    within: timedelta
    tries: int
    many: int
    tries_while_many: int


#: Of codes that nobody has: who holds one, and reads it from paper, needs few.
GUESSES = Limit(timedelta(hours=1), tries=10, many=1000, tries_while_many=3)


def most_tries(everywhere: int, limit: Limit = GUESSES) -> int:
    """How many tries a place has, when there were so many everywhere.

    Very many from very many places are somebody who guesses: then each place has fewer. Whose tries are not counted is
    never kept waiting by what others do elsewhere.
    """
    return limit.tries if everywhere < limit.many else limit.tries_while_many


def wait_until(before: Sequence[datetime], everywhere: int, limit: Limit = GUESSES) -> datetime | None:
    """When a place may try again; None for now.

    before        its tries within the limit's time, the oldest first
    everywhere    how many there were in all
    """
    most = most_tries(everywhere, limit)
    return None if len(before) < most else before[-most] + limit.within


def minutes_until(moment: datetime, now: datetime) -> int:
    """Whole minutes to wait, at least one."""
    return max(1, -(-(moment - now) // timedelta(minutes=1)))


def place_of(address: str | None) -> str:
    """What tries are counted by: an IPv4 address, or the network of an IPv6 one; all that cannot be told are one."""
    try:
        found = ip_address(address or "")
    except ValueError:
        return ""
    if not isinstance(found, IPv6Address):
        return str(found)
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(ip_network((int(found), CUSTOMER_BITS), strict=False))
