"""Made-up reports that agree with one made-up truth, with errors planted in some: what the benches check."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import product
from random import Random

from marga.country import Country, Period
from marga.figures import Report, read_report

OFFENCES, SEXES = ("trafficking", "use"), ("female", "male")
BODIES = ("Police", "Authority")
FIRST_YEAR = 2001
QUARTERS = ((1, 1, 3, 31), (4, 1, 6, 30), (7, 1, 9, 30), (10, 1, 12, 31))
REPORTS_A_YEAR = len(BODIES) * (len(QUARTERS) + 1)

Counts = dict[tuple[str, str, str], int]  # by province, offence and sex


@dataclass(frozen=True, slots=True)
class Made:
    """Report files as text, and the figures whose value was changed after all else was worked out."""

    texts: dict[str, str]  # report id -> TOML
    planted: tuple[str, ...]  # "report/figure"


def make(count: int, country: Country, seed: int = 7) -> Made:
    """`count` reports of 40 figures, of quarters and years by two bodies; every fourth has one planted error."""
    random = Random(seed)
    provinces = list(country.dimensions["province"].categories)
    years = range(FIRST_YEAR - 1, FIRST_YEAR + -(-count // REPORTS_A_YEAR))
    people = {(year, quarter): _people(random, provinces) for year, quarter in product(years, range(len(QUARTERS)))}
    texts: dict[str, str] = {}
    planted = []
    for number in range(count):
        year, place = divmod(number, REPORTS_A_YEAR)
        body, part = divmod(place, len(QUARTERS) + 1)
        year += FIRST_YEAR
        now, before = (_of(people, which, part) for which in (year, year - 1))
        name = f"r{number}"
        figures = _figures(now, before, _period(year, part), _period(year - 1, part), vague=body == 1)
        if number % 4 == 3:
            wrong = random.choice([figure for figure in figures if figure["kind"] == "count" and "hedge" not in figure])
            wrong["value"] = int(wrong["value"]) + random.choice((-1, 1)) * max(3, int(wrong["value"]) // 7)
            planted.append(f"{name}/{wrong['id']}")
        texts[name] = _text(name, BODIES[body], _period(year, part), figures)
    return Made(texts, tuple(planted))


def read(made: Made, country: Country) -> list[Report]:
    return [read_report(text, f"{name}.toml", country) for name, text in made.texts.items()]


def _people(random: Random, provinces: list[str]) -> Counts:
    """The truth of one quarter: people in cases; each case has one person, so cases are people here."""
    return {key: random.randrange(5, 60) for key in product(provinces, OFFENCES, SEXES)}


def _of(people: dict[tuple[int, int], Counts], year: int, part: int) -> Counts:
    """One quarter, or with part 4 the whole year."""
    parts = [part] if part < len(QUARTERS) else range(len(QUARTERS))
    return {key: sum(people[year, quarter][key] for quarter in parts) for key in people[year, 0]}


def _period(year: int, part: int) -> Period:
    if part == len(QUARTERS):
        return Period(date(year, 1, 1), date(year, 12, 31))
    month, day, last_month, last_day = QUARTERS[part]
    return Period(date(year, month, day), date(year, last_month, last_day))


def _sum(counts: Counts, province: str = "", offence: str = "", sex: str = "") -> int:
    wanted = (province, offence, sex)
    return sum(
        count
        for key, count in counts.items()
        if all(want in ("", have) for want, have in zip(wanted, key, strict=True))
    )


def _figures(now: Counts, before: Counts, period: Period, earlier: Period, *, vague: bool) -> list[dict[str, object]]:
    """40 figures: the total, 25 provinces, offence, sex, offence by sex, a rate, shares, changes, the year before."""
    total, was = _sum(now), _sum(before)
    made: list[dict[str, object]] = [{"kind": "count", "value": total}]
    made += [{"kind": "count", "value": _sum(now, province=name), "where": {"province": name}}
             for name in dict.fromkeys(key[0] for key in now)]  # fmt: skip
    made += [{"kind": "count", "value": _sum(now, offence=name), "where": {"offence": name}} for name in OFFENCES]
    made += [{"kind": "count", "value": _sum(now, sex=name), "where": {"sex": name}} for name in SEXES]
    made += [{"kind": "count", "value": _sum(now, offence=one, sex=other), "where": {"offence": one, "sex": other}}
             for one, other in product(OFFENCES, SEXES)]  # fmt: skip
    made.append({"kind": "rate", "value": round(total / period.days, 1), "per": "day"})
    made += [{"kind": "share", "value": round(100 * _sum(now, offence=name) / total, 1), "where": {"offence": name},
              "share_of": {}} for name in OFFENCES]  # fmt: skip
    made.append({"kind": "share", "value": round(100 * _sum(now, sex="female") / total, 1), "where": {"sex": "female"},
                 "share_of": {}})  # fmt: skip
    made.append({"kind": "change", "value": round(100 * (total - was) / was, 1), "change_on": earlier})
    made.append({"kind": "count", "value": was, "period": earlier})
    if vague:
        made[0] |= {"value": total // 100 * 100, "hedge": "over"}
        made[-1] |= {"value": round(was, -2), "hedge": "about"}
    return [figure | {"id": f"F{number}"} for number, figure in enumerate(made, 1)]


def _text(name: str, body: str, period: Period, figures: list[dict[str, object]]) -> str:
    lines = ["[report]", f'id = "{name}"', f'body = "{body}"', f"period = {_days(period)}"]
    for figure in figures:
        percent = figure["kind"] in ("share", "change")
        lines += ["[[figure]]", f'id = "{figure["id"]}"', 'measure = "cases"', f"value = {figure['value']}"]
        lines += [f'unit = "{"percent" if percent else "case"}"']
        lines += [f'printed = "{figure.get("hedge", "")} {figure["value"]:,}"']
        for key in ("where", "share_of"):
            if isinstance(where := figure.get(key), dict):
                pairs = ", ".join(f'{one} = "{other}"' for one, other in where.items())
                lines += [f"{key} = {{ {pairs} }}"]
        for key in ("period", "change_on"):
            if isinstance(span := figure.get(key), Period):
                lines += [f"{key} = {_days(span)}"]
        if "per" in figure:
            lines += ['per = "day"']
    return "\n".join(lines)


def _days(period: Period) -> str:
    return f"{{ from = {period.start}, to = {period.end} }}"
