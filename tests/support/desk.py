"""The statistician's desk for tests: two people, an administrator, and what they do there."""

from __future__ import annotations

from django.utils import timezone

from marga.authority.bulletins import services
from marga.authority.bulletins.models import Cube, Draft, Published
from marga.authority.bulletins.running import run_draft
from marga.country import Period
from marga.figures.counting.signing import key_at, public_name
from marga.site.accounts.models import Account
from support.accounts import account, administrator
from support.bulletins import Records


def point_to(records: Records) -> None:
    """Let the sources of both sides be these records' cubes, signed by their own keys."""
    for side, cube in zip(("enforcement", "care"), records.cubes, strict=True):
        key = public_name(key_at(records.folder / f"{side}.key").public_key())
        services.set_source(side=side, address=cube.as_uri(), key=key)


class Desk:
    """Two statisticians at their desk, an administrator, and what they do there."""

    def __init__(self) -> None:
        self.first, self.second, self.administrator = account("sok-dara"), account("keo-lina"), administrator()

    def collect(self) -> list[Cube]:
        """The newest cube of each side, fetched now."""
        services.collect(by=self.first.name, now=timezone.now())
        newest = {cube.side: cube for cube in Cube.objects.order_by("pk")}
        return list(newest.values())

    def order(self, period: Period, reason: str = "", *, run: bool = True) -> Draft:
        draft = services.order(period=period, cubes=self.collect(), reason=reason, by=self.first, now=timezone.now())
        if run:
            run_draft(draft.pk)
        draft.refresh_from_db()
        return draft

    def submit(self, draft: Draft, remark: str = "Others counted otherwise.") -> Draft:
        return services.submit(draft_id=draft.pk, remark=remark, by=self.first, now=timezone.now())

    def approve(self, draft: Draft, by: Account | None = None) -> Draft:
        return services.approve(draft_id=draft.pk, by=by or self.second, now=timezone.now())

    def publish(self, draft: Draft, by: Account | None = None) -> Published:
        return services.publish(draft_id=draft.pk, by=by or self.first, now=timezone.now())

    def through(self, period: Period, reason: str = "") -> Published:
        """From the order to publication."""
        draft = self.order(period, reason)
        self.submit(draft)
        self.approve(draft)
        return self.publish(draft)
