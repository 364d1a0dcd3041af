"""The worker's part of a draft: makes the bulletin, says how far it is, and stops when it is asked to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from marga.authority.bulletins.frozen import content
from marga.authority.bulletins.models import LATEST, Cube, Draft, Published, PublishedChart, PublishedFile
from marga.authority.bulletins.rules import State
from marga.authority.bulletins.said import all_in_every_language, in_every_language
from marga.authority.bulletins.services import move, standing
from marga.country import Country, DataError, Period, load
from marga.figures.bulletin.bulletin import Bulletin, Source
from marga.figures.bulletin.charts import charts, figure_charts
from marga.figures.bulletin.command import with_findings
from marga.figures.bulletin.files import counts_from_json, counts_to_json, from_json, to_json
from marga.figures.bulletin.folder import rendered
from marga.figures.bulletin.making import Made, Order, make
from marga.figures.bulletin.report import Verdict, verdict
from marga.figures.bulletin.sources import open_sources
from marga.figures.counting.cube import Cube as Opened
from marga.figures.disclose import DisclosureError
from marga.figures.drawing import WIDTHS

MADE, CHECKED = 0.8, 1.0  # shares of a run


class StopAsked(Exception):
    """Somebody asked the run to stop."""


def run_draft(draft_id: int) -> None:
    """Make the bulletin of a draft that waits. Bears being run again: a run that was cut off begins anew."""
    draft = Draft.objects.get(pk=draft_id)
    if State(draft.state) not in (State.WAITING, State.RUNNING):
        return
    _set(draft, State.RUNNING)
    beside = standing()
    try:
        made, found = _make(draft)
    except StopAsked:
        _end(draft, State.STOPPED)
    except (DataError, DisclosureError) as error:
        _end(draft, State.FAILED, problem=in_every_language(error))
    else:
        if found.errors:
            _end(draft, State.CONTRADICTS, problem=all_in_every_language(one.message for one in found.errors))
        else:
            bulletin = with_findings(made.bulletin, found, draft.remark)
            _end(draft, State.READY, beside=beside, frozen=to_json(bulletin), counts=counts_to_json(made.protected))


def _make(draft: Draft) -> tuple[Made, Verdict]:
    country = load(settings.MARGA_COUNTRY)
    earlier = published_before()
    with TemporaryDirectory(prefix="marga-run-") as folder:
        cubes = list(draft.cubes.order_by("side"))
        paths = [_write(cube, Path(folder)) for cube in cubes]
        _progress(draft, "read", 0.05)
        opened, sources = _open(cubes, paths, country, draft.period)
        order = Order(draft.period, timezone.localdate(), draft.reason)
        made = make(opened, sources, country, order, earlier,
                    lambda step, share: _progress(draft, step, MADE * share))  # fmt: skip
    _progress(draft, "check", MADE)
    found = verdict(made.bulletin, country, [one.bulletin for one in earlier])
    _progress(draft, "check", CHECKED)
    return made, found


def _open(
    cubes: Sequence[Cube], paths: Sequence[Path], country: Country, period: Period
) -> tuple[Opened, list[Source]]:  # fmt: skip
    """All as one cube. A fault is told of its side: where the file lies for the moment is nothing to a reader."""
    try:
        return open_sources(paths, country, period, {cube.key for cube in cubes})
    except DataError as error:
        sides = {str(path): cube.side for cube, path in zip(cubes, paths, strict=True)}
        raise DataError(*(replace(one, file=sides.get(one.file, one.file)) for one in error.faults)) from error


def _write(cube: Cube, folder: Path) -> Path:
    path = folder / f"{cube.side}.cube"
    path.write_bytes(bytes(cube.content))
    path.with_name(f"{path.name}.sig").write_bytes(bytes(cube.signature))
    return path


def published_before() -> list[Made]:
    """All that is published, the oldest first, with the counts behind its marks. Raises DataError where one is not what
    was published."""
    return [
        Made(from_json(content(one), str(one)), counts_from_json(bytes(one.counts), str(one)))
        for one in Published.objects.order_by("published_at", "pk")
    ]


def _progress(draft: Draft, step: str, share: float) -> None:
    """Say how far it is. Raises StopAsked when somebody wants it to end."""
    Draft.objects.filter(pk=draft.pk).update(step=step, share=share)
    if Draft.objects.filter(pk=draft.pk, stop_asked=True).exists():
        raise StopAsked


@transaction.atomic
def _set(draft: Draft, state: State) -> None:
    locked = Draft.objects.select_for_update().get(pk=draft.pk)
    if State(locked.state) is not state:
        move(locked, state)
    locked.step, locked.share = "", 0.0
    locked.save(update_fields=["state", "step", "share"])


@transaction.atomic
def _end(draft: Draft, state: State, **kept: object) -> None:
    locked = Draft.objects.select_for_update().get(pk=draft.pk)
    move(locked, state)
    for name, value in kept.items():
        setattr(locked, name, value)
    locked.ended_at = timezone.now()
    locked.save()


def render(published_id: int) -> None:
    """Make the files and charts of a published bulletin, once."""
    published = Published.objects.get(pk=published_id)
    country = load(settings.MARGA_COUNTRY)
    bulletin = from_json(content(published), str(published))
    files = rendered(bulletin, country)
    is_latest = Published.objects.order_by(*LATEST).values_list("pk", flat=True)[0] == published_id
    drawn = _drawn(bulletin, country, figures=is_latest)
    with transaction.atomic():
        if published.files.exists():
            return
        PublishedFile.objects.bulk_create(
            PublishedFile(published=published, name=name, content=content) for name, content in files.items()
        )
        PublishedChart.objects.bulk_create(
            PublishedChart(published=published, language=language, width=width, name=name, svg=svg)
            for (language, width, name), svg in drawn.items()
        )


def _drawn(bulletin: Bulletin, country: Country, *, figures: bool) -> dict[tuple[str, str, str], str]:
    """Every chart by language, width and name; those of single figures only where asked, as a figure's page shows the
    latest bulletin."""
    drawn: dict[tuple[str, str, str], str] = {}
    for code, _name in settings.LANGUAGES:
        for width in WIDTHS:
            for section, svg in charts(bulletin, country, code, width).items():
                drawn[code, width, section] = svg
            for figure, svg in figure_charts(bulletin, country, code, width).items() if figures else ():
                drawn[code, width, f"figure:{figure}"] = svg
    return drawn
