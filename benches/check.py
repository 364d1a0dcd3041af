"""200 reports of 40 figures are checked together in under 5 seconds: ./bench check

Beside it: the price of finding the suspects, against a plain script that only sums; how many of the planted errors were
found; and how the time grows with the number of reports. Each time is the best of three.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import partial
from time import perf_counter, process_time
from typing import TypeVar

from made_reports import Made, make, read

from marga.country import Country, Period, load
from marga.figures import Checked, Report, check

REPORTS, LIMIT_SECONDS, TIMES = 200, 5.0, 3
T = TypeVar("T")
Where = frozenset[tuple[str, str]]  # dimensions with their categories
Spent = tuple[float, float]  # seconds of the processor and on the clock


def main() -> int:
    country = load()
    made = make(REPORTS, country)
    reading, reports = best(lambda: read(made, country))
    checking, checked = best(lambda: check(reports, country))
    summing, wrong = best(lambda: plain_sums(reports, country))
    named, suspected = hits(made, checked)
    print(f"{len(reports)} reports, {checked.figure_count} figures, {len(made.planted)} planted errors")
    print(f"read the files      {said(reading)}")
    print(f"check               {said(checking)}   limit {LIMIT_SECONDS:.0f} s")
    print(f"plain sums          {said(summing)}   {len(wrong)} tables that do not add up")
    print(f"check / plain sums  {checking[0] / summing[0]:8.0f}")
    print(f"planted errors      {named:8d}   named by a rule, {suspected} in a smallest set, of {len(made.planted)}")
    sets, cut = (
        sum(many) for many in zip(*((len(one.suspects), one.capped) for one in checked.localised), strict=True)
    )
    print(f"smallest sets       {sets:8d}   in {len(checked.localised)} groups, {cut} cut short")
    for times in (2, 4):
        more = read(make(times * REPORTS, country), country)
        spent, _ = best(partial(check, more, country), 1)
        print(f"check of {times * REPORTS:<10d} {said(spent)}   "
              f"{spent[0] / checking[0] / times:.2f} times as much for each report")  # fmt: skip
    return 0 if checking[0] < LIMIT_SECONDS else 1


def best(work: Callable[[], T], times: int = TIMES) -> tuple[Spent, T]:
    """The least time, and the result."""
    spent = []
    for _ in range(times):
        processor, clock = process_time(), perf_counter()
        result = work()
        spent.append((process_time() - processor, perf_counter() - clock))
    return min(spent), result


def said(spent: Spent) -> str:
    return f"{spent[0]:8.3f} s of the processor, {spent[1]:8.3f} s on the clock"


def plain_sums(reports: Sequence[Report], country: Country) -> list[str]:
    """What a script of a few lines does: in each report, parts against their total as printed, and no more."""
    wrong = []
    for report in reports:
        counts = {
            (figure.measure.name, figure.period, frozenset(figure.where.items())): figure.value
            for figure in report.figures
            if figure.kind == "count"
        }
        sums: dict[tuple[str, Period | None, Where, str], list[Decimal]] = defaultdict(list)
        for (measure, period, where), value in counts.items():
            for pair in where:
                sums[measure, period, where - {pair}, pair[0]].append(value)
        for (measure, period, rest, dimension), parts in sums.items():
            whole = counts.get((measure, period, rest))
            complete = len(parts) == len(country.dimensions[dimension].categories)
            if whole is not None and complete and sum(parts) != whole:
                wrong.append(report.id)
    return wrong


def hits(made: Made, checked: Checked) -> tuple[int, int]:
    """How many planted errors a rule names, and how many stand in a smallest set."""
    named = {ref for finding in checked.findings for ref in finding.figures}
    suspected = {ref for group in checked.localised for one in group.suspects for ref in one.figures}
    return len(named & set(made.planted)), len(suspected & set(made.planted))


if __name__ == "__main__":
    sys.exit(main())
