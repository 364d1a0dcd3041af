"""What pages and the API read of bulletins, published ones and drafts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from marga import __version__
from marga.authority.bulletins import frozen
from marga.authority.bulletins.models import (
    LATEST,
    Cube,
    CubeSource,
    Draft,
    Fetch,
    Move,
    Published,
    PublishedChart,
    PublishedFile,
    Release,
)  # fmt: skip
from marga.authority.bulletins.said import here, in_every_language
from marga.country import Country, DataError, Period, load
from marga.figures import published_reports
from marga.figures.bulletin.bulletin import Bulletin, slug
from marga.figures.bulletin.charts import charts as draw
from marga.figures.bulletin.document import Document, document
from marga.figures.bulletin.files import from_json
from marga.figures.bulletin.then_and_now import beside
from marga.figures.bulletin.times import name_of
from marga.figures.drawing import WIDTHS
from marga.site.refusals import Refused

KEPT = 16  # bulletins, and documents of them, that a process keeps ready
HEAVY = ("frozen", "counts")


def country() -> Country:
    return load(settings.MARGA_COUNTRY)


class Damaged(Refused):
    """What is kept of a bulletin is not what was published."""

    status = 500


def published() -> QuerySet[Published]:
    """All that was published, the latest period first, without the files themselves. One query."""
    return Published.objects.defer(*HEAVY).order_by(*LATEST)


def tag() -> str:
    """The ETag of what is published: it changes with every bulletin. One query."""
    last = Published.objects.order_by("-published_at", "-pk").values_list("sha256", flat=True).first()
    return f'"{(last or "none")[:16]}-{__version__}"'


def latest() -> Published | None:
    """The last revision of the bulletin whose period ends last; of those that end on one day, the longest, which has
    all that the others have. So neither a late bulletin of an old year nor a revision of one takes its place. One
    query.
    """
    return Published.objects.defer("counts").order_by(*LATEST).first()


def find(name: str, revision: int | None = None) -> Published | None:
    """A bulletin by its address: a revision of it, or the last one. One query."""
    found = Published.objects.defer("counts").filter(slug=name)
    if revision is not None:
        found = found.filter(revision=revision)
    return found.order_by("-revision").first()


def revisions(name: str) -> Sequence[Published]:
    """Every revision of a bulletin, the first first. One query."""
    return list(Published.objects.defer(*HEAVY).filter(slug=name).order_by("revision"))


def overlapping(of: Published) -> Sequence[Published]:
    """The last revisions of other bulletins that share days, and so numbers, with this one: the latest first. One
    query."""
    found = Published.objects.defer(*HEAVY).filter(starts__lte=of.ends, ends__gte=of.starts).exclude(slug=of.slug)
    last: dict[str, Published] = {}
    for one in found.order_by(*LATEST):
        last.setdefault(one.slug, one)
    return list(last.values())


def content(of: Published) -> bytes:
    """A bulletin's file as it was published. Raises Damaged where it is another one now."""
    try:
        return frozen.content(of)
    except DataError as error:
        raise Damaged(here(in_every_language(error))) from error


def bulletin(of: Published) -> Bulletin:
    """What was published, read from its file. Raises Damaged."""
    return _bulletin(of.sha256, content(of))


@lru_cache(maxsize=KEPT)
def _bulletin(_sha256: str, frozen: bytes) -> Bulletin:
    return from_json(frozen, "published")


def document_of(of: Published) -> Document:
    """The bulletin in the reader's language. Raises Damaged."""
    return _document(of.sha256, content(of), get_language() or "en")


@lru_cache(maxsize=KEPT)
def _document(sha256: str, frozen: bytes, language: str) -> Document:
    made = _bulletin(sha256, frozen)
    return document(made, country(), language, sha256, beside(made, published_reports(country())))


def charts(of: Published, *names: str) -> dict[str, dict[str, str]]:
    """Charts by name and width, in the reader's language; all of them where no name is given. One query."""
    wanted = Q(name__in=names) if names else ~Q(name__startswith="figure:")
    found = PublishedChart.objects.filter(wanted, published=of, language=get_language() or "en")
    drawn: dict[str, dict[str, str]] = {}
    for one in found:
        drawn.setdefault(one.name, {})[one.width] = one.svg
    return drawn


def files(of: Published) -> Sequence[str]:
    """The names of a bulletin's files; none while they are being made. One query."""
    return list(PublishedFile.objects.filter(published=of).order_by("name").values_list("name", flat=True))


def file(of: Published, name: str) -> bytes | None:
    """One file. One query. Raises Damaged where the bulletin itself is asked for, and it is another one now."""
    found = PublishedFile.objects.filter(published=of, name=name).first()
    if found is None:
        return None
    made = bytes(found.content)
    return content(of) if name == f"{of.slug}-r{of.revision}.json" else made


@dataclass(frozen=True, slots=True)
class Appearance:
    """A bulletin in which a figure's numbers changed: which revision, when, how many, and why."""

    of: Published
    count: int
    reason: str


def changes_of(figure: str) -> list[Appearance]:
    """Every bulletin that changed numbers of a figure which were published before, the latest first. One query."""
    found = []
    for one in Published.objects.defer("counts").filter(changed__gt=0).order_by("-published_at", "-pk"):
        made = bulletin(one)
        count = sum(change.figure == figure for change in made.changes)
        if count:
            found.append(Appearance(one, count, made.reason))
    return found


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the calendar: a period, when it was announced to come out and how that moved, and when it came out.

    `release` is None where a bulletin came out that nobody had announced.
    """

    period: Period
    release: Release | None
    out: Published | None

    @property
    def moves(self) -> Sequence[Move]:
        return list(self.release.moves.all()) if self.release else []


def calendar() -> list[Entry]:
    """Every announced release and every bulletin that came out unannounced, the latest period first. Three queries."""
    out = {one.slug: one for one in Published.objects.defer(*HEAVY).filter(revision=1)}
    entries = [
        Entry(one.period, one, out.pop(slug(name_of(one.period)), None))
        for one in Release.objects.prefetch_related("moves")
    ]
    entries += [Entry(one.period, None, one) for one in out.values()]
    return sorted(entries, key=lambda one: (one.period.end, one.period.start), reverse=True)


def entry_of(of: Published) -> Entry:
    """When a bulletin was announced to come out, and when its first revision did. Three queries."""
    release = Release.objects.prefetch_related("moves").filter(starts=of.starts, ends=of.ends).first()
    first = Published.objects.defer(*HEAVY).filter(slug=of.slug, revision=1).first()
    return Entry(of.period, release, first)


def sources() -> Sequence[CubeSource]:
    return list(CubeSource.objects.order_by("side"))


def cubes() -> Sequence[Cube]:
    """Cubes that were collected, the latest first, without their content. One query."""
    return list(Cube.objects.defer("content", "signature").order_by("side", "-made_at", "-pk"))


def last_fetches() -> Mapping[str, Fetch]:
    """The last try to collect from each side. One query."""
    found: dict[str, Fetch] = {}
    for one in Fetch.objects.select_related("cube").defer("cube__content", "cube__signature").order_by("-pk")[:50]:
        found.setdefault(one.side, one)
    return found


def drafts() -> Sequence[Draft]:
    """Drafts, the latest first. One query."""
    return list(Draft.objects.defer(*HEAVY).order_by("-ordered_at", "-pk")[:100])


def draft(number: int) -> Draft | None:
    return Draft.objects.defer("counts").filter(pk=number).first()


def published_as(of: Draft) -> Published | None:
    """What came of a draft that was published. One query."""
    return Published.objects.defer(*HEAVY).filter(draft=of).first()


def preview(of: Draft) -> Document | None:
    """A draft as it would be published, in the reader's language; None where nothing was made."""
    if of.frozen is None:
        return None
    return _preview(bytes(of.frozen), get_language() or "en")


@lru_cache(maxsize=KEPT)
def _preview(frozen: bytes, language: str) -> Document:
    made = from_json(frozen, "draft")
    return document(made, country(), language, "", beside(made, published_reports(country())))


def preview_charts(of: Draft) -> dict[str, dict[str, str]]:
    """The charts of a draft as they would be published, by section and width, in the reader's language."""
    return {} if of.frozen is None else _preview_charts(bytes(of.frozen), get_language() or "en")


@lru_cache(maxsize=KEPT)
def _preview_charts(frozen: bytes, language: str) -> dict[str, dict[str, str]]:
    made = from_json(frozen, "draft")
    drawn: dict[str, dict[str, str]] = {}
    for width in WIDTHS:
        for section, svg in draw(made, country(), language, width).items():
            drawn.setdefault(section, {})[width] = svg
    return drawn


def drafted(of: Draft) -> Bulletin | None:
    return None if of.frozen is None else from_json(bytes(of.frozen), str(of))
