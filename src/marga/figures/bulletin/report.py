"""A bulletin as a report file of the figure check, so that it is checked as everybody's figures are."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from marga.country import Country, Period, Writer, gettext_noop, say, write
from marga.figures.checking.book import Book
from marga.figures.checking.check import check
from marga.figures.checking.evidence import shown_cell
from marga.figures.checking.findings import Finding
from marga.figures.checking.report_file import published_reports, read_report
from marga.figures.checking.reports import Report
from marga.figures.checking.rules import ALL
from marga.figures.counting import DEFINITIONS

from .balances import WAITING
from .bulletin import Bulletin, Line, Number, Source, Table, Where
from .contents import side_of
from .counted import MAY_MISS, UNKNOWN, categories
from .either_way import either_way
from .shown import KILO
from .times import period_of, year_before

#: Rates, changes and shares of counted measures: derived number -> the figure it is about.
RATES = {"cases_a_day": "cases", "parties_a_day": "parties", "arrests_a_day": "arrests"}
CHANGES = {
    "cases_change": "cases", "parties_change": "parties", "arrests_change": "arrests", "requests_change": "requests",
}  # fmt: skip
SHARES = {"share_of_women": ("arrests", (("sex", "female"),))}
#: Measures of centres, which are compared by kind of care only.
PLACED = ("in_care", "places")
#: One number printed for two periods betrays a slip of the pen; counted numbers are sometimes equal.
BY_CHANCE = ("same-number",)
#: Rules whose sentences say whose figure, and of what, themselves.
NAMED = ("between-bodies", "later-revision")


def report_id(bulletin: Bulletin, side: str) -> str:
    """The id of the report of one side's numbers."""
    return f"{bulletin.country}-bulletin-{bulletin.id}-r{bulletin.revision}-{side}"


def report_text(bulletin: Bulletin, source: Source, country: Country) -> str:
    """The report file of one source: every shown number of a measure that is published, as TOML."""
    lines = [
        "[report]", f"id = {_quoted(report_id(bulletin, source.side))}", f"body = {_quoted(source.body)}",
        f"published = {bulletin.published}", f"period = {_days(bulletin.period)}",
        f"title = {_quoted(f'Bulletin {bulletin.id}, revision {bulletin.revision}')}",
    ]  # fmt: skip
    figures = list(_figures(bulletin, source.side, country))
    for split in sorted({split for figure in figures for split, _ in figure.where} & MAY_MISS):
        names = list(categories("arrests", split, country))
        lines += ["", f"[dimension.{split}]", f"categories = {json.dumps(names)}", "exhaustive = true"]
    for number, figure in enumerate(figures, 1):
        lines += ["", "[[figure]]", f'id = "F{number}"', *figure.lines()]
    return "\n".join(lines) + "\n"


@dataclass(frozen=True, slots=True)
class _Figure:
    """One [[figure]] of the report file."""

    measure: str
    unit: str
    value: Number
    where: Where
    extra: tuple[str, ...]

    def lines(self) -> Iterator[str]:
        yield f"measure = {_quoted(self.measure)}"
        yield f"unit = {_quoted(self.unit)}"
        yield f"value = {Decimal(self.value):f}"
        yield f'printed = "{Decimal(self.value):,f}"'
        if self.where:
            yield f"where = {_group(self.where)}"
        yield from self.extra


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _days(period: Period) -> str:
    return f"{{ from = {period.start}, to = {period.end} }}"


def _group(where: Where) -> str:
    return "{ " + ", ".join(f"{split} = {_quoted(category)}" for split, category in where) + " }"


def _figures(bulletin: Bulletin, side: str, country: Country) -> Iterator[_Figure]:
    seen: set[tuple[str, Where, str]] = set()
    for table, line, time, value in bulletin.numbers():
        key = (table.figure, line.where, time)
        if value is None or key in seen or side_of(table.name) != side or not _can_say(line.where, country):
            continue
        seen.add(key)
        made = _derived(table, line, time, value) if table.derived else _counted(table, line, time, value)
        if made is not None and made.measure in country.measures:
            yield made


def _can_say(where: Where, country: Country) -> bool:
    """Whether the figure check knows the splits of a group."""
    return all(split in country.dimensions and (category != UNKNOWN or split in MAY_MISS) for split, category in where)


def _counted(table: Table, line: Line, time: str, value: Number) -> _Figure | None:
    if table.figure == WAITING or not DEFINITIONS[table.figure].measure:
        return None
    definition = DEFINITIONS[table.figure]
    if definition.measure in PLACED and not line.where:
        return None  # the measure is of people and places in centres; care in the community is in the total here
    days = period_of(time)
    when = f"as_of = {days.end}" if definition.stock else f"period = {_days(days)}"
    if definition.unit == "g":  # pages say kilograms, and so do the findings about them
        return _Figure(definition.measure, "kg", Decimal(value) / KILO, line.where, (when,))
    return _Figure(definition.measure, definition.unit, value, line.where, (when,))


def _derived(table: Table, line: Line, time: str, value: Number) -> _Figure | None:
    days = period_of(time)
    when = f"period = {_days(days)}"
    if table.figure in RATES:
        definition = DEFINITIONS[RATES[table.figure]]
        return _Figure(definition.measure, definition.unit, value, line.where, ('per = "day"', when))
    if table.figure in CHANGES and days.days == year_before(days).days:  # else a change a day is not one of the count
        change = f"change_on = {_days(year_before(days))}"
        return _Figure(DEFINITIONS[CHANGES[table.figure]].measure, "percent", value, line.where, (when, change))
    if table.figure in SHARES:
        figure, where = SHARES[table.figure]
        return _Figure(DEFINITIONS[figure].measure, "percent", value, where, (when, "share_of = { }"))
    return None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the figure check says of a bulletin.

    errors       contradictions within it, or with bulletins published before: with one of these it is not published
    differences  from reports of others, or of times before the bulletins: to be explained, as either may be wrong
    """

    errors: tuple[Finding, ...]
    differences: tuple[Finding, ...]

    @property
    def all(self) -> tuple[Finding, ...]:
        return (*self.errors, *self.differences)


def verdict(bulletin: Bulletin, country: Country, earlier: Sequence[Bulletin]) -> Verdict:
    """Check a bulletin together with all bulletins and reports that were published before.

    Numbers that a later bulletin changed, and said so, are out: only what still stands is compared.
    """
    bulletins = [*_standing([*earlier, bulletin], country), *_read(bulletin, country)]
    own = {report_id(bulletin, source.side) for source in bulletin.sources}
    errors = _about(_by_rule(bulletins, country), own) or _about(check(bulletins, country).findings, own)
    mine = {one.id for one in bulletins}
    others = published_reports(country)
    everything = [*_by_rule([*bulletins, *others], country), *either_way(bulletins, others, _by_rule, country)]
    differences = tuple(one for one in _about(everything, own) if _reports(one) - mine)
    book = Book([*bulletins, *others], country)
    return Verdict(*(tuple(_placed(one, book) for one in found) for found in (errors, differences)))


def _by_rule(reports: Sequence[Report], country: Country) -> list[Finding]:
    """What single rules find. Joint contradictions take a search, which is made only where these find nothing."""
    book = Book(reports, country)
    return [one for rule in ALL for one in rule(book)]


def _placed(finding: Finding, book: Book) -> Finding:
    """The finding with what it is about before it: nobody reads a bulletin's findings beside the figures themselves."""
    figure = book.figures[finding.figures[0]]
    if finding.rule in NAMED or len({book.by_id[one].body for one in _reports(finding)}) > 1:
        return finding
    about = say(
        gettext_noop("{body}, {what}: {message}"), body=book.by_id[figure.report].body,
        what=shown_cell(book, figure), message=finding.message,
    )  # fmt: skip
    return replace(finding, message=about)


def _about(findings: Iterable[Finding], reports: set[str]) -> tuple[Finding, ...]:
    """The findings that touch one of the reports, and mean something for counted numbers."""
    return tuple(
        one for one in findings if reports & _reports(one) and one.severity != "note" and one.rule not in BY_CHANCE
    )


def _reports(finding: Finding) -> set[str]:
    return {ref.split("/")[0] for ref in finding.figures}


def _read(bulletin: Bulletin, country: Country) -> list[Report]:
    made = [(report_id(bulletin, one.side), report_text(bulletin, one, country)) for one in bulletin.sources]
    return [read_report(text, name, country) for name, text in made if "[[figure]]" in text]


def _standing(bulletins: Sequence[Bulletin], country: Country) -> Iterator[Report]:
    """The reports of all but the last, without the numbers that were changed in the open since."""
    for place, one in enumerate(bulletins[:-1]):
        gone = {
            (change.figure, change.where, change.time) for later in bulletins[place + 1 :] for change in later.changes
        }
        yield from _read(_without(one, gone), country)


def _without(bulletin: Bulletin, gone: Iterable[tuple[str, Where, str]]) -> Bulletin:
    """The bulletin without these numbers, and without what was worked out from the same figures and times."""
    changed = set(gone)
    if not changed:
        return bulletin
    touched = {(figure, time) for figure, _, time in changed}
    return replace(bulletin, tables=tuple(_kept(table, changed, touched) for table in bulletin.tables))


def _kept(table: Table, changed: set[tuple[str, Where, str]], touched: set[tuple[str, str]]) -> Table:
    figure = RATES.get(table.figure) or CHANGES.get(table.figure) or SHARES.get(table.figure, (table.figure, ()))[0]
    lines = []
    for line in table.lines:
        values = [
            None if ((figure, time) in touched if table.derived else (figure, line.where, time) in changed) else value
            for time, value in zip(table.times, line.values, strict=True)
        ]
        lines.append(Line(line.where, tuple(values)))
    return replace(table, lines=tuple(lines))


def said(findings: Iterable[Finding], languages: Mapping[str, Writer]) -> Iterator[dict[str, object]]:
    """Findings as a bulletin keeps them: rule, severity, and the sentence in each language (code -> writer)."""
    for one in findings:
        message = {code: write(one.message, writer) for code, writer in languages.items()}
        yield {"rule": one.rule, "severity": one.severity, "message": message}
