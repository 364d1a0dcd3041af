"""What stands since a screening."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from marga.care.acts.models import Act
from marga.site.acts.kinds import kind

from . import contents
from .models import Screening


@kind("client.screened", "client", gettext_noop("the client was screened"), contents.ClientScreened)
def client_screened(act: Act, told: contents.ClientScreened) -> None:
    """One more screening."""
    said = told.model_dump(exclude={"client"})
    Screening.objects.create(key=act.about, client_id=told.client, centre_id=act.centre, by=act.by, **said)
