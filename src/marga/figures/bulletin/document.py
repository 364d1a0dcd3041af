"""A bulletin in one language, as words and tables that a page, a print or a workbook only lays out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from marga.country import Country, gettext_noop, write
from marga.country.sentences import fill

from .bulletin import Bulletin
from .charts import section_plots
from .contents import SECTIONS, Section
from .grids import Grid, first_seen, grid, then_and_now
from .labels import figure_label
from .languages import writer_in
from .notes import Note, notes
from .sentences import headlines, sentences
from .shown import capital, time_shown
from .then_and_now import Beside
from .times import name_of
from .voice import Voice


@dataclass(frozen=True, slots=True)
class Part:
    """One section: its title, what it says in sentences, its tables, and what its chart draws, "" without one."""

    name: str
    title: str
    sentences: tuple[str, ...]
    grids: tuple[Grid, ...]
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Headline:
    """A large number with its unit, time, and how it changed."""

    figure: str
    number: str
    label: str
    time: str
    change: str


@dataclass(frozen=True, slots=True)
class Document:
    """The whole bulletin in one language. `notes` are titles with paragraphs; `words` what a layout itself says."""

    language: str
    title: str
    lede: str
    facts: tuple[tuple[str, str], ...]
    headlines: tuple[Headline, ...]
    parts: tuple[Part, ...]
    notes: tuple[Note, ...]
    words: Mapping[str, str]
    file: str

    def grid(self, name: str) -> Grid | None:
        """The table of this name."""
        return next((one for part in self.parts for one in part.grids if one.name == name), None)


def document(
    bulletin: Bulletin, country: Country, language: str, digest: str = "", printed: Sequence[Beside] = ()
) -> Document:
    """Write a bulletin in a language ("en", "km").

    digest   the SHA-256 of its file, where it is known
    printed  what other reports printed of the same numbers, to stand beside
    """
    voice = Voice(bulletin, country, writer_in(language), language)
    captions = {name: plot.caption for name, plot in section_plots(voice).items()}
    parts = [part for section in SECTIONS if (part := _part(voice, section, captions.get(section.name, "")))]
    if printed:
        beside = then_and_now(voice, printed)
        parts.append(Part("then", beside.title, (), (beside,)))
    return Document(
        language, title(voice), _lede(voice), tuple(_facts(voice, digest)), tuple(_headlines(voice)), tuple(parts),
        tuple(notes(voice)), _words(voice), f"{bulletin.id}-r{bulletin.revision}",
    )  # fmt: skip


def title(voice: Voice) -> str:
    """What the bulletin is called."""
    period = time_shown(name_of(voice.bulletin.period), voice.writer)
    return voice.say(gettext_noop("Drug response in {country}, {period}"), country=voice.country.name, period=period)


def _lede(voice: Voice) -> str:
    made = voice.bulletin
    said = voice.say(
        gettext_noop("Published on {day} by {authority}. Revision {revision}."),
        day=made.published, authority=voice.country.authority, revision=str(made.revision),
    )  # fmt: skip
    if not made.synthetic:
        return said
    words = gettext_noop("Example data: the people in these records are made up. Do not quote the numbers.")
    return f"{voice.word(words)} {said}"


def _facts(voice: Voice, digest: str) -> Iterator[tuple[str, str]]:
    made = voice.bulletin
    days = voice.say(gettext_noop("{period}, {days} days"), period=made.period, days=made.period.days)
    yield voice.word(gettext_noop("Period")), days
    yield voice.word(gettext_noop("Definitions")), made.definitions
    yield voice.word(gettext_noop("Run")), made.run
    for source in made.sources:
        yield source.body, voice.coverage(source)
    if digest:
        yield voice.word(gettext_noop("SHA-256 of the bulletin’s JSON file")), digest


def _headlines(voice: Voice) -> Iterator[Headline]:
    for figure, unit, value, time, change in headlines(voice.bulletin):
        number = voice.number(round(value / 1000) if unit == "g" else value, "")
        label = voice.piece(gettext_noop("kg seized")) if unit == "g" else capital(figure_label(figure, voice.writer))
        said = "" if change is None else fill(change, voice.writer)
        yield Headline(figure, number, label, voice.time(time), said)


def _part(voice: Voice, section: Section, caption: str) -> Part | None:
    names = [*(layout.name for layout in section.tables), *section.derived]
    tables = [one for one in voice.bulletin.tables if one.name in names]
    if not tables:
        return None
    said = tuple(write(one, voice.writer) for one in sentences(section.name, voice.bulletin, voice.country))
    grids = [grid(voice, table, section.side) for table in tables]
    if section.name == "seizures" and voice.bulletin.first_seen:
        grids.append(first_seen(voice, section.side))
    return Part(section.name, voice.word(section.title), said, tuple(grids), caption)


def _words(voice: Voice) -> dict[str, str]:
    return {
        "contents": voice.word(gettext_noop("Contents")),
        "not_reviewed": voice.word(
            gettext_noop("Translation not yet reviewed by a native reader; the English text stands.")
        ),
    }
