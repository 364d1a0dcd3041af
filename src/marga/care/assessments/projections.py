"""What stands since an assessment. The flags, the wait and the main drug follow by acts of their own."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from marga.care.acts.models import Act
from marga.site.acts.kinds import kind

from . import contents
from .models import Assessment


@kind("client.assessed", "client", gettext_noop("the client was assessed"), contents.ClientAssessed)
def client_assessed(act: Act, told: contents.ClientAssessed) -> None:
    """One more assessment."""
    said = told.model_dump(exclude={"client"}) | {"needs": list(told.needs)}
    Assessment.objects.create(key=act.about, client_id=told.client, centre_id=act.centre, by=act.by, **said)
