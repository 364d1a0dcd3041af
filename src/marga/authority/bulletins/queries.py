"""What pages and the API read of bulletins, published ones and drafts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from marga import __version__
from marga.authority.bulletins.models import (
    Cube,
    CubeSource,
    Draft,
    Fetch,
    Published,
    PublishedChart,
    PublishedFile,
    Release,
)  # fmt: skip
from marga.country import Country, load
from marga.figures import published_reports
from marga.figures.bulletin.bulletin import Bulletin, slug
from marga.figures.bulletin.document import Document, document
from marga.figures.bulletin.files import from_json
from marga.figures.bulletin.then_and_now import beside
from marga.figures.bulletin.times import name_of

KEPT = 16  # bulletins, and documents of them, that a process keeps ready
HEAVY = ("frozen", "counts")


def country() -> Country:
    return load(settings.MARGA_COUNTRY)


def published() -> QuerySet[Published]:
    """All that was published, the latest first, without the files themselves. One query."""
    return Published.objects.defer(*HEAVY).order_by("-published_at", "-pk")


def tag() -> str:
    """The ETag of what is published: it changes with every bulletin. One query."""
    last = Published.objects.order_by("-published_at", "-pk").values_list("sha256", flat=True).first()
    return f'"{(last or "none")[:16]}-{__version__}"'


def latest() -> Published | None:
    """The bulletin published last. One query."""
    return Published.objects.defer("counts").order_by("-published_at", "-pk").first()


def find(name: str, revision: int | None = None) -> Published | None:
    """A bulletin by its address: a revision of it, or the last one. One query."""
    found = Published.objects.defer("counts").filter(slug=name)
    if revision is not None:
        found = found.filter(revision=revision)
    return found.order_by("-revision").first()


def revisions(name: str) -> Sequence[Published]:
    """Every revision of a bulletin, the first first. One query."""
    return list(Published.objects.defer(*HEAVY).filter(slug=name).order_by("revision"))


def bulletin(of: Published) -> Bulletin:
    """What was published, read from its file."""
    return _bulletin(of.sha256, bytes(of.frozen))


@lru_cache(maxsize=KEPT)
def _bulletin(_sha256: str, frozen: bytes) -> Bulletin:
    return from_json(frozen, "published")


def document_of(of: Published) -> Document:
    """The bulletin in the reader's language."""
    return _document(of.sha256, bytes(of.frozen), get_language() or "en")


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
    """One file. One query."""
    found = PublishedFile.objects.filter(published=of, name=name).first()
    return None if found is None else bytes(found.content)


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


def releases() -> list[tuple[Release, Published | None]]:
    """The calendar: each announced release, with what was published of its period. Two queries."""
    out = {one.slug: one for one in published().order_by("revision")}
    return [(one, out.get(slug(name_of(one.period)))) for one in Release.objects.order_by("-due", "-starts")]


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


def preview(of: Draft) -> Document | None:
    """A draft as it would be published, in the reader's language; None where nothing was made."""
    if of.frozen is None:
        return None
    made = from_json(bytes(of.frozen), str(of))
    return document(made, country(), get_language() or "en", "", beside(made, published_reports(country())))


def drafted(of: Draft) -> Bulletin | None:
    return None if of.frozen is None else from_json(bytes(of.frozen), str(of))
