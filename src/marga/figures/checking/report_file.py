"""Reading report files: TOML that a person typed, into checked reports, every fault named by its place."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from pathlib import Path

from marga.country import (
    Category,
    Country,
    DataError,
    Dimension,
    Fault,
    Measure,
    Period,
    Table,
    Text,
    Unit,
    gettext_noop,
    parse_toml,
)  # fmt: skip
from marga.country.reading import LARGEST_FILE, shown

from .book import PLACE
from .intervals import ZERO
from .printed import PrintedError, Reading, read_printed
from .reports import Claim, Figure, Report

SAYS = ("down", "up", "steady", "enough", "replaces", "all", "none")
MOST_FIGURES = 2_000  # in one report
MOST_WAYS = 6  # that one figure is split in at once: every wider group has a place in the book


_published: dict[str, tuple[Report, ...]] = {}  # by the digest of the country's files, which says what is in them


def published_reports(country: Country) -> list[Report]:
    """The reports that the country's own folder holds."""
    if country.digest not in _published:
        _published[country.digest] = tuple(read_files(country.report_files, country))
    return list(_published[country.digest])


def read_files(paths: Iterable[Path], country: Country) -> list[Report]:
    """All the reports in these files. Raises DataError with every fault of every file."""
    faults: list[Fault] = []
    reports: list[Report] = []
    for path in paths:
        with _Gather(faults):
            report = read_report(_bytes(path), path.name, country)
            if any(report.id == other.id for other in reports):
                Table(path.name, "`report`", {}).fail(
                    "id", gettext_noop("“{id}” is the id of another report too; give each its own"), id=report.id
                )
            reports.append(report)
    if faults:
        raise DataError(*faults)
    return reports


def read_report(text: str | bytes, file: str, country: Country, *, most_figures: int = MOST_FIGURES) -> Report:
    """The report in a TOML text; `file` is its name for messages. Raises DataError with every fault in it."""
    top = parse_toml(text, file)
    head = top.table("report")
    report_id = _short_name(head, "id")
    faults: list[Fault] = []
    dimensions = _each(faults, top.table("dimension"), country) if "dimension" in top else {}
    if faults:  # else every figure that uses the split would be blamed too
        raise DataError(*faults)
    default_period = None
    with _Gather(faults):
        default_period = head.period("period")
    tables = _figure_tables(faults, top, most_figures)
    figures = _figures(faults, tables, country, report_id, dimensions, default_period)
    claims = _claims(faults, top, report_id, {figure.id: figure for figure in figures}, len(tables))
    with _Gather(faults):
        top.finish()
    with _Gather(faults):
        report = Report(
            report_id, head.text("body"), tuple(figures), tuple(claims), head.day("published"), default_period,
            head.text("title", ""), head.text("source", ""), head.text("url", ""), head.text("note", ""), dimensions,
        )  # fmt: skip
        head.finish()
    if faults:
        raise DataError(*faults)
    return report


class _Gather:
    """Keeps the faults of a block, so that the next one is read too and all are mended in one go."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        if isinstance(error, DataError):
            self.faults.extend(error.faults)
            return True
        return False


def _bytes(path: Path) -> bytes:
    """At most what a report may hold and one byte more, so that an endless file is not read to its end."""
    try:
        with path.open("rb") as file:
            return file.read(LARGEST_FILE + 1)
    except OSError as error:
        Table(str(path), "", {}).fail("", gettext_noop("cannot be read: {reason}"), reason=error.strerror or "error")


def _short_name(table: Table, key: str) -> str:
    name = table.text(key)
    if "/" in name or any(letter.isspace() for letter in name) or len(name) > 60:
        table.fail(key, gettext_noop("should be a short name without spaces or /, such as {example}"),
                   example="kh-2019-09" if table.place == "`report`" else "A1")  # fmt: skip
    return name


def _each(faults: list[Fault], declared: Table, country: Country) -> dict[str, Dimension]:
    """The dimensions that the report declares for itself."""
    dimensions = {}
    for name in declared:
        with _Gather(faults):
            dimensions[name] = _dimension(name, declared.table(name), country)
    return dimensions


def _dimension(name: str, table: Table, country: Country) -> Dimension:
    if name == PLACE or name != shown(name):
        table.fail("", gettext_noop("cannot be the name of a split; choose another, such as {example}"),
                   example="outcome")  # fmt: skip
    names = table.texts("categories")
    if not names:
        table.fail("categories", gettext_noop("is missing; write {expected}"), expected='categories = ["…", "…"]')
    labels = table.table("labels") if "labels" in table else Table(table.file, table.place, {})
    known = country.dimensions[name].categories if name in country.dimensions else {}
    categories = {}
    for category in names:
        own = _text(labels.table(category)) if category in labels else None
        fallback = known[category].label if category in known else Text(category.replace("_", " "))
        categories[category] = Category(category, own or fallback)
    labels.finish()
    label = _text(table.table("label")) if "label" in table else Text(name.replace("_", " "))
    dimension = Dimension(name, label, categories, table.flag("exhaustive", False))
    table.finish()
    return dimension


def _text(table: Table) -> Text:
    text = Text(table.text("en"), table.text("km", ""))
    table.finish()
    return text


def _figure_tables(faults: list[Fault], top: Table, most: int) -> list[Table]:
    with _Gather(faults):
        tables = top.tables("figure")
        if 0 < len(tables) <= most:
            return tables
        top.fail("figure", gettext_noop("stands {count} times; a report has 1 to {limit} of [[figure]]"),
                 count=len(tables), limit=most)  # fmt: skip
    return []


def _figures(
    faults: list[Fault], tables: list[Table], country: Country, report: str, own: Mapping[str, Dimension],
    period: Period | None,
) -> list[Figure]:  # fmt: skip
    figures: list[Figure] = []
    ids: set[str] = set()
    for table in tables:
        with _Gather(faults):
            table.place = f"figure {shown(table.text('id'))}" if table.is_text("id") else table.place
            figure = _figure(table, country, report, own, period)
            _once(table, figure.id, ids)
            figures.append(figure)
    return figures


def _once(table: Table, name: str, ids: set[str]) -> None:
    if name in ids:
        table.fail("id", gettext_noop("“{id}” is used twice in this report; give each its own"), id=name)
    ids.add(name)


def _figure(
    table: Table, country: Country, report: str, own: Mapping[str, Dimension], report_period: Period | None
) -> Figure:
    measure = country.measures[table.choice("measure", country.measures)]
    given, unit, per = _unit(table, country, measure)
    dimensions = {**country.dimensions, **own}
    share_of = _where(table, "share_of", dimensions) if "share_of" in table else None
    change_on = table.period("change_on")
    kind = _kind(table, unit, per, share_of is not None, change_on is not None)
    value = table.number("value")
    if value < 0 and kind != "change":
        table.fail("value", gettext_noop("is {value}; only a change can be below 0"), value=value)
    period, as_of = table.period("period"), table.day("as_of")
    if period and as_of:
        table.fail("as_of", gettext_noop("stands beside `period`; a stock has a day, a count has a period: keep one"))
    rounded_to = table.number("rounded_to", ZERO)
    printed = table.text("printed", "")
    figure = Figure(
        report=report, id=_short_name(table, "id"), measure=measure, unit=unit,
        counted=country.units[measure.units[0]] if unit.name == "percent" else unit, value=value, printed=printed,
        reading=_reading(table, printed, value, unit, unit.exact and kind in ("count", "change"), rounded_to, country),
        kind=kind, where=_group(table, dimensions), period=period or (None if as_of else report_period), as_of=as_of,
        time_given=bool(period or as_of), change_on=change_on, share_of=share_of, unit_given=given,
        called=table.text("called", ""), rounded_to=rounded_to, trust=table.number("trust", Decimal(1)),
        note=table.text("note", ""), derived=table.text("derived", ""),
    )  # fmt: skip
    if figure.share_of is not None and figure.share_of == figure.where:
        table.fail("share_of", gettext_noop("is the figure's own group; write the wider one it is a share of"))
    if figure.change_on is not None and figure.change_on == figure.period:
        table.fail("change_on", gettext_noop("is the figure's own period; write the one it is compared with"))
    if figure.trust <= 0 or figure.rounded_to < 0:
        table.fail("trust" if figure.trust <= 0 else "rounded_to", gettext_noop("should be above 0"))
    table.finish()
    return figure


def _unit(table: Table, country: Country, measure: Measure) -> tuple[str, Unit, str]:
    """The unit as written, what it is, and "day" for a rate; "case/day" says both in one."""
    given = table.text("unit", "")
    name, _, per_unit = given.partition("/")
    if name and name not in country.units:
        table.choice("unit", country.units)
    if per_unit not in ("", "day"):
        table.fail("unit", gettext_noop("is per {per}; a rate is per day: write {expected}"), per=shown(per_unit),
                   expected='per = "day"')  # fmt: skip
    return given, country.units[name or measure.units[0]], table.choice("per", ("day",), per_unit)


def _group(table: Table, dimensions: Mapping[str, Dimension]) -> dict[str, str]:
    """Which part is counted; a named place is one more way to split."""
    where = _where(table, "where", dimensions) if "where" in table else {}
    place = table.text("place", "")
    return {**where, "place": place} if place else where


def _kind(table: Table, unit: Unit, per: str, share: bool, change: bool) -> str:
    if share + change + bool(per) > 1:
        table.fail("", gettext_noop("has two of `per`, `change_on` and `share_of`; a figure is one of these: keep one"))
    if share and unit.name != "percent":
        table.fail("unit", gettext_noop("of a share is percent; write {expected}"), expected='unit = "percent"')
    if unit.name == "percent" and not (share or change):
        table.fail("unit", gettext_noop("is percent, of what? Add `share_of` or `change_on`"))
    return "share" if share else "change" if change else "rate" if per else "count"


def _where(table: Table, key: str, dimensions: Mapping[str, Dimension]) -> dict[str, str]:
    """Dimension = category, each checked against the country's or the report's own list."""
    where = table.table(key)
    chosen = {}
    for name in where:
        if name not in dimensions:
            where.fail(name, gettext_noop("is not a way to split figures here; write {options}"),
                       options=_options(dimensions))  # fmt: skip
        chosen[name] = where.choice(name, dimensions[name].categories)
    if len(chosen) > MOST_WAYS:
        table.fail(key, gettext_noop("splits in more than {limit} ways at once; leave some out"), limit=MOST_WAYS)
    return chosen


def _options(names: Collection[str]) -> str:
    return " / ".join(shown(name) for name in sorted(names)[:30])


def _reading(
    table: Table, printed: str, value: Decimal, unit: Unit, exact: bool, rounded_to: Decimal, country: Country
) -> Reading:
    try:
        return read_printed(
            printed, value, unit, exact=exact, rounded_to=rounded_to, words=country.words, units=country.units
        )
    except PrintedError as error:
        table.fail("printed", error.says.template, **error.says.values)


def _claims(faults: list[Fault], top: Table, report: str, figures: Mapping[str, Figure], wanted: int) -> list[Claim]:
    """The claims; `wanted` is how many figures the report would have if none had a fault."""
    claims: list[Claim] = []
    ids: set[str] = set(figures)
    tables: list[Table] = []
    with _Gather(faults):
        tables = top.tables("claim")
    for table in tables:
        with _Gather(faults):
            table.place = f"claim {shown(table.text('id'))}" if table.is_text("id") else table.place
            claim = Claim(report, _short_name(table, "id"), table.choice("says", SAYS), table.texts("about"),
                          table.text("words", ""))  # fmt: skip
            _once(table, claim.id, ids)
            if len(figures) == wanted or set(claim.about) <= figures.keys():  # else its figure has a fault of its own
                _check_about(table, claim, figures)
            table.finish()
            claims.append(claim)
    return claims


def _check_about(table: Table, claim: Claim, figures: Mapping[str, Figure]) -> None:
    if not claim.about:
        table.fail("about", gettext_noop("is empty; name the figures the claim rests on"))
    for name in claim.about:
        if name not in figures:
            table.fail("about", gettext_noop("names {id}, which is no figure of this report"), id=shown(name))
    alone = claim.says == "none" or figures[claim.about[0]].kind == "change"
    if len(claim.about) == 1 and not alone:
        table.fail("about", gettext_noop("names one figure; “{says}” compares two"), says=claim.says)
