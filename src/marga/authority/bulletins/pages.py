"""Words and shapes of the bulletin pages that a template only prints."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marga.authority.bulletins import queries
from marga.authority.bulletins.models import Draft, Published
from marga.authority.bulletins.rules import AT_WORK, State, is_out_of_date
from marga.authority.bulletins.said import here
from marga.country import Period, Writer
from marga.figures.bulletin.bulletin import Bulletin, Change, Source, Table
from marga.figures.bulletin.charts import figure_plot
from marga.figures.bulletin.compare import Comparison
from marga.figures.bulletin.contents import SECTIONS, Section
from marga.figures.bulletin.figure_sentences import figure_sentence
from marga.figures.bulletin.grids import Grid, grid
from marga.figures.bulletin.labels import FIGURES, figure_label, split_label
from marga.figures.bulletin.languages import writer_in
from marga.figures.bulletin.meanings import meaning_of
from marga.figures.bulletin.shown import capital, time_shown
from marga.figures.bulletin.times import name_of
from marga.figures.bulletin.voice import Voice
from marga.figures.counting import DEFINITIONS

MOST_IN_DRAFT = 40
MOST_LISTED = 300  # changed numbers on one page; the file has them all
KINDS = {"pdf": "PDF", "xlsx": "XLSX", "csv": "CSV", "json": "JSON", "html": "HTML", "toml": "TOML"}


def writer() -> Writer:
    return writer_in(get_language() or "en")


def voice(of: Bulletin) -> Voice:
    return Voice(of, queries.country(), writer(), get_language() or "en")


def name_of_period(period: Period) -> str:
    """ "January to September 2019" for a period of whole months."""
    return capital(time_shown(name_of(period), writer()))


@dataclass(frozen=True, slots=True)
class Download:
    """One file for readers: its name, its kind, and in which language it is, "" for all."""

    name: str
    kind: str
    language: str


def downloads(names: Sequence[str]) -> list[Download]:
    """The files of a bulletin in the reader's language, prints first; those of no language after them."""
    language = get_language() or "en"
    found = []
    for name in names:
        *_rest, code, kind = name.split(".")
        own = code if code in ("en", "km") else ""
        if own in ("", language):
            found.append(Download(name, KINDS.get(kind, kind.upper()), own))
    return sorted(found, key=lambda one: list(KINDS.values()).index(one.kind))


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One figure of the list: its name, what it is called and counts, and its latest number in a sentence."""

    name: str
    label: str
    meaning: str
    sentence: str


def figure_list(of: Bulletin | None) -> list[tuple[str, list[FigureLine]]]:
    """Every figure by section, with its latest number where a bulletin has one."""
    seen: set[str] = set()
    return [(_title(section.title), list(_figures(section, of, seen))) for section in SECTIONS]


def _title(text: str) -> str:
    return writer().translate(text)


def _figures(section: Section, of: Bulletin | None, seen: set[str]) -> Iterator[FigureLine]:
    """The figures of a section that stand in none before it; they are added to `seen`."""
    for name in (*(layout.figure for layout in section.tables), *section.derived):
        if name in seen or name not in FIGURES:
            continue
        seen.add(name)
        tables = tables_of(of, name) if of is not None else []
        sentence = figure_sentence(voice(of), tables[0]) if of is not None and tables else ""
        yield FigureLine(name, capital(figure_label(name, writer())), _title(meaning_of(name)), sentence)


def tables_of(of: Bulletin, figure: str) -> list[Table]:
    """The tables in which a bulletin has a figure."""
    return [table for table in of.tables if table.figure == figure and table.times]


@dataclass(frozen=True, slots=True)
class FigurePage:
    """All of one figure: the sentence, the tables, the definition, and where it comes from."""

    name: str
    label: str
    meaning: str
    sentence: str
    caption: str
    grids: Sequence[Grid]
    facts: Sequence[tuple[str, str]]
    source: Source | None


def figure_page(of: Bulletin, figure: str) -> FigurePage | None:
    """A figure as a bulletin has it; None where it has none."""
    tables = tables_of(of, figure)
    if not tables:
        return None
    side = next(
        section.side for section in SECTIONS
        if figure in section.derived or figure in [layout.figure for layout in section.tables]
    )  # fmt: skip
    said_by = voice(of)
    plot = figure_plot(said_by, figure)
    return FigurePage(
        figure, said_by.figure(figure), said_by.word(meaning_of(figure)), figure_sentence(said_by, tables[0]),
        "" if plot is None else plot.caption,
        [grid(said_by, table, side) for table in tables], list(_definition(figure)), of.source(side),
    )  # fmt: skip


def _definition(figure: str) -> Iterator[tuple[str, str]]:
    """How a figure is defined: the table it is counted from, the day by which a row is taken in, its splits."""
    yield _("Name in files and commands"), figure
    if figure in DEFINITIONS:
        one = DEFINITIONS[figure]
        country = queries.country()
        yield _("Counted from"), _("the table {table}, by its column {day}").format(table=one.table, day=one.day)
        yield _("May be split by"), ", ".join(split_label(split, country, writer()).lower() for split in one.splits)
    else:
        yield _("Worked out from"), _("numbers that stand in the same bulletin")


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed between two bulletins, in words."""

    older: Published
    newer: Published
    made: Comparison
    lines: Sequence[ChangedNumber]
    left_out: int


@dataclass(frozen=True, slots=True)
class ChangedNumber:
    """One number that is another one now."""

    figure: str
    name: str
    group: str
    time: str
    was: str
    now: str


def difference(older: Published, newer: Published, made: Comparison) -> Difference:
    lines = [changed_number(voice(made.newer), change) for change in made.changed[:MOST_LISTED]]
    return Difference(older, newer, made, lines, max(len(made.changed) - MOST_LISTED, 0))


def first_changes(made: Bulletin) -> list[ChangedNumber]:
    """The first numbers of a draft that were published before and are others now."""
    return [changed_number(voice(made), change) for change in made.changes[:MOST_IN_DRAFT]]


def changed_number(said_by: Voice, change: Change) -> ChangedNumber:
    """A change in the reader's language."""
    unit = next((table.unit for table in said_by.bulletin.tables if table.figure == change.figure), "")
    return ChangedNumber(
        change.figure, said_by.figure(change.figure), said_by.group(change.where), said_by.time(change.time),
        said_by.number(change.was, unit), said_by.number(change.now, unit),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class CoverageLine:
    """One month of one body: how many units were to report, how many did, and the numbers of the others."""

    month: str
    expected: int
    reported: int
    missing: Sequence[str]

    @property
    def percent(self) -> float:
        return 100 * self.reported / self.expected if self.expected else 0.0


def coverage(of: Bulletin) -> list[tuple[Source, list[CoverageLine]]]:
    """Who reported, by body and month, for the period of a bulletin."""
    return [(source, list(_months(of, source))) for source in of.sources]


def _months(of: Bulletin, source: Source) -> Iterator[CoverageLine]:
    gaps = {gap.month: gap for gap in source.missing}
    count = of.period.end.month - of.period.start.month + 1
    for number in range(of.period.start.month, of.period.end.month + 1):
        month = f"{of.period.start.year}-{number:02d}"
        gap = gaps.get(month)
        expected = gap.expected if gap else source.expected // count
        missing = gap.units if gap else ()
        yield CoverageLine(capital(time_shown(month, writer())), expected, expected - len(missing), missing)


@dataclass(frozen=True, slots=True)
class Standing:
    """A draft's state in words, and what it means for the eye: good, note, warning or error. `stale`: another bulletin
    came out since it was made."""

    state: State
    label: str
    severity: str
    problem: str
    step: str
    stale: bool

    @property
    def at_work(self) -> bool:
        return self.state in AT_WORK


def standing_of(draft: Draft, stands: str) -> Standing:
    """Where a draft is, in the reader's language. `stands`: the digest of what is published now."""
    state = State(draft.state)
    stale = is_out_of_date(state, draft.beside, stands)
    label, severity = (_("out of date"), "warning") if stale else _states()[state]
    return Standing(state, label, severity, here(draft.problem), _steps().get(draft.step, ""), stale)


def _states() -> dict[State, tuple[str, str]]:
    return {
        State.WAITING: (_("waits for the worker"), "note"), State.RUNNING: (_("is being made"), "note"),
        State.STOPPED: (_("set aside"), "note"), State.FAILED: (_("could not be made"), "error"),
        State.CONTRADICTS: (_("does not add up"), "error"), State.READY: (_("can be looked at"), "note"),
        State.SUBMITTED: (_("waits for a second person"), "warning"), State.APPROVED: (_("approved"), "good"),
        State.PUBLISHED: (_("published"), "good"),
    }  # fmt: skip


def _steps() -> dict[str, str]:
    return {
        "read": _("reading the cubes"), "count": _("counting"), "protect": _("protecting small counts"),
        "work out": _("working out averages and shares"), "check": _("checking every figure against all others"),
        "done": _("done"),
    }  # fmt: skip
