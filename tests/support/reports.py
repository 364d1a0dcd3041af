"""Report files in a few words, read as a person's file would be: `check_of(report(count("A1", 5200), …))`."""

from datetime import date

from marga.country import Country, load
from marga.figures import Checked, Finding, Report, check, read_report

YEAR = "2019-01-01 to 2019-12-31"
YEAR_BEFORE = "2018-01-01 to 2018-12-31"
#: Keys that hold a period, here written "2019-01-01 to 2019-09-06".
SPANS = ("period", "change_on")


def kh() -> Country:
    return load("kh")


def figure(id: str, value: object, measure: str = "cases", **keys: object) -> str:
    """One [[figure]]; the unit is the measure's usual one unless given, and left out when it is None."""
    unit = keys.pop("unit", kh().measures[measure].units[0])
    written = {"id": id, "measure": measure, "unit": unit, "value": value, **keys}
    return "[[figure]]\n" + "".join(f"{key} = {_toml(key, it)}\n" for key, it in written.items() if it is not None)


def share(id: str, value: object, where: dict[str, str], of: dict[str, str] | None = None, **keys: object) -> str:
    return figure(id, value, unit="percent", where=where, share_of=of or {}, **keys)


def change(id: str, value: object, on: str = YEAR_BEFORE, **keys: object) -> str:
    return figure(id, value, **{"unit": "percent", "change_on": on, **keys})


def claim(id: str, says: str, *about: str, words: str = "") -> str:
    return f'[[claim]]\nid = "{id}"\nsays = "{says}"\nabout = {_toml("", list(about))}\n' + (
        f'words = "{words}"\n' if words else ""
    )


def dimension(name: str, *categories: str, exhaustive: bool = True) -> str:
    return f"[dimension.{name}]\ncategories = {_toml('', list(categories))}\nexhaustive = {_toml('', exhaustive)}\n"


def text(*parts: str, id: str = "r", body: str = "Police", period: str = YEAR, published: str = "") -> str:
    """A whole report file."""
    head = f'[report]\nid = "{id}"\nbody = "{body}"\n'
    head += f"period = {_toml('period', period)}\n" if period else ""
    head += f"published = {published}\n" if published else ""
    return head + "".join(parts)


def report(*parts: str, **head: str) -> Report:
    return read_report(text(*parts, **head), f"{head.get('id', 'r')}.toml", kh())


def check_of(*reports: Report) -> Checked:
    return check(reports, kh())


def found(*reports: Report, rule: str = "") -> list[Finding]:
    """The findings, all or of one rule."""
    return [finding for finding in check_of(*reports).findings if rule in ("", finding.rule)]


def said(*reports: Report, rule: str = "") -> list[str]:
    """The findings as sentences."""
    return [str(finding.message) for finding in found(*reports, rule=rule)]


def suspects(checked: Checked) -> set[frozenset[str]]:
    """Every smallest set of suspects, the figures without their report where there is one report."""
    one = len(checked.reports) == 1
    return {
        frozenset(ref.split("/")[1] if one else ref for ref in each.figures)
        for group in checked.localised
        for each in group.suspects
    }


def _toml(key: str, value: object) -> str:
    if key in SPANS and isinstance(value, str):
        start, end = value.split(" to ")
        return f"{{ from = {start}, to = {end} }}"
    match value:
        case bool():
            return str(value).lower()
        case str():
            return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
        case dict():
            return "{ " + ", ".join(f"{name} = {_toml('', it)}" for name, it in value.items()) + " }"
        case list():
            return "[" + ", ".join(_toml("", it) for it in value) + "]"
        case date():
            return value.isoformat()
        case _:
            return str(value)
