"""What stands since an act with a centre, a ward, a worker or the census."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_noop

from marga.care.acts.models import Act
from marga.care.national import care
from marga.care.rules import capacity
from marga.site.acts.kinds import kind

from . import contents
from .models import Census, Centre, Ward, Worker


@kind("centre.set", "centre", gettext_noop("the centre was written down"), contents.CentreSet)
def centre_set(act: Act, told: contents.CentreSet) -> None:
    """A centre is as it was said; what is safe there is reckoned anew."""
    said: dict[str, Any] = told.model_dump(exclude={"code", "replaced_by"})
    said |= {"languages": list(told.languages), "offers": list(told.offers), "replaced_by_id": told.replaced_by}
    Centre.objects.update_or_create(pk=told.code, defaults=said)
    reckon_safe(told.code)


@kind("centre.staffed", "centre", gettext_noop("the staff on duty changed"), contents.StaffSet)
def centre_staffed(act: Act, told: contents.StaffSet) -> None:
    """More or fewer staff: more or fewer are safe."""
    Centre.objects.filter(pk=act.about).update(staff=told.staff)
    reckon_safe(act.about)


@kind("centre.closed", "centre", gettext_noop("the centre was closed"), contents.CentreClosed)
def centre_closed(act: Act, told: contents.CentreClosed) -> None:
    """Nobody comes in any more."""
    Centre.objects.filter(pk=act.about).update(closed=told.day)


@kind("ward.set", "ward", gettext_noop("a ward was written down"), contents.WardSet)
def ward_set(act: Act, told: contents.WardSet) -> None:
    """A ward is as it was said."""
    said: dict[str, Any] = told.model_dump(exclude={"key", "centre"})
    Ward.objects.update_or_create(pk=told.key, defaults={**said, "sexes": list(told.sexes), "centre_id": told.centre})
    reckon_safe(told.centre)


@kind("worker.set", "worker", gettext_noop("where somebody works was written down"), contents.WorkerSet)
def worker_set(act: Act, told: contents.WorkerSet) -> None:
    """Somebody works at a centre."""
    said = {"centre_id": told.centre, "working": told.working}
    Worker.objects.update_or_create(pk=told.account, defaults=said)


@kind("census.counted", "census", gettext_noop("the census was counted"), contents.Counted)
def census_counted(act: Act, told: contents.Counted) -> None:
    """The count of a midnight."""
    Census.objects.create(centre_id=act.about, **told.model_dump())


@kind("centre.confirmed", "centre", gettext_noop("the numbers were found right"), contents.Confirmed)
def centre_confirmed(act: Act, told: contents.Confirmed) -> None:
    """Somebody looked."""
    touch(act.about, act)


def touch(code: str, act: Act) -> None:
    """Somebody said who is in a centre."""
    Centre.objects.filter(pk=code).update(touched=act.at)


def reckon_safe(code: str) -> None:
    """Write how many are safe at a centre, and what limits it: of its open wards, staff and licence."""
    centre = Centre.objects.prefetch_related("wards").get(pk=code)
    wards = tuple(capacity.Ward(one.key, one.area, one.beds) for one in centre.wards.all() if one.open)
    whole = capacity.Centre(wards, centre.licence, centre.staff, centre.ratio)
    safe = capacity.safe_capacity(whole, care().area)
    Centre.objects.filter(pk=code).update(safe=safe.places, safe_by=safe.by)
