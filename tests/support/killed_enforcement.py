"""How what was booked stands on the enforcement side after kills, for `support.killed_side`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from marga.country import ENGLISH, write
from marga.enforcement.acts.models import Act
from marga.enforcement.acts.replaying import differences
from marga.enforcement.cases.models import Case
from marga.enforcement.stations.models import Counter
from marga.site.preparing import prepare


def begin() -> None:
    """Accounts and stations of the example."""
    prepare(example=True)


def totals() -> dict[str, int]:
    return {"cases": Case.objects.count()}


def wrong(acknowledged: Mapping[str, Any]) -> Iterator[str]:
    """`acknowledged`: {"booked": {source: number}, "receipts": [key of a person]}."""
    cases = dict(Case.objects.values_list("number", "source"))
    acts = list(Act.objects.filter(kind="case.booked", entry__isnull=False).values_list("case", flat=True))
    yield from (f"{number} was acknowledged as {source} and is not there"
                for source, number in acknowledged["booked"].items() if cases.get(number) != source)  # fmt: skip
    yield from (f"case {number} has no act with an entry" for number in cases.keys() - set(acts))
    yield from (f"act of {number} has no case" for number in set(acts) - cases.keys())
    if len(acts) != len(set(acts)) or len(set(cases.values())) != len(cases):
        yield "something was booked twice"
    given = {f"{case}.{part}" for case, part in Act.objects.filter(kind="receipt.given").values_list("case", "part")}
    yield from (f"the receipt of {key} was acknowledged and is not there"
                for key in set(acknowledged["receipts"]) - given)  # fmt: skip
    for counter in Counter.objects.all():
        used = set(Case.objects.filter(unit=counter.unit_id, year=counter.year).values_list("serial", flat=True))
        yield from (f"{counter.unit_id}/{counter.year}/{serial} was given out and no case has it"
                    for serial in set(range(1, counter.last + 1)) ^ used)  # fmt: skip
    yield from (write(one.says, ENGLISH) for one in differences())
