"""Keeping answers until all are there. No act: nothing of it counts before it is entered."""

from __future__ import annotations

import json
from typing import Any

from marga.care.access import client_for
from marga.care.acts.services import Acting
from marga.care.sealing import UNREADABLE, opened, seal
from marga.site.roles import check_may

from .models import ClientDraft


def typed(client: str, who: Acting, what: str) -> dict[str, Any]:
    """What was answered so far; nothing where nothing was begun. Raises NotFound, NotAllowed."""
    check_may(who, "care.treat")
    client_for(who, client)
    found = ClientDraft.objects.filter(client=client, account=who.name, what=what).first()
    text = "" if found is None else opened(found.typed, *_bound(client, who, what))
    return {} if text in ("", UNREADABLE) else dict(json.loads(text))


def keep(client: str, who: Acting, what: str, said: dict[str, Any]) -> None:
    """Keep what was answered so far. Raises NotFound, NotAllowed."""
    check_may(who, "care.treat")
    client_for(who, client)
    sealed = seal(json.dumps(said, sort_keys=True), *_bound(client, who, what))
    ClientDraft.objects.update_or_create(client_id=client, account=who.name, what=what,
                                         defaults={"typed": sealed, "saved": who.clock.at})  # fmt: skip


def drop(client: str, who: Acting, what: str) -> None:
    """It was entered, or thrown away."""
    ClientDraft.objects.filter(client=client, account=who.name, what=what).delete()


def _bound(client: str, who: Acting, what: str) -> tuple[str, str]:
    return f"draft.{what}", f"{client} {who.name}"
