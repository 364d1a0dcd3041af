"""What stands since an act with a client."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_noop

from marga.care.acts.models import Act
from marga.site.acts.kinds import kind

from . import contents
from .models import AtCentre, Client, ClientMerge, SoundKey


@kind("client.opened", "client", gettext_noop("the client was written down"), contents.ClientSet)
def client_opened(act: Act, told: contents.ClientSet) -> None:
    """Somebody is a client."""
    Client.objects.create(number=act.about, opened=act.at, **_columns(told))
    _sounds(act.about, told)
    if act.centre:
        AtCentre.objects.create(client_id=act.about, centre_id=act.centre)


@kind("client.corrected", "client", gettext_noop("what is written of the client was changed"), contents.ClientSet)
def client_corrected(act: Act, told: contents.ClientSet) -> None:
    """The client is as was said."""
    Client.objects.filter(pk=act.about).update(**_columns(told))
    SoundKey.objects.filter(client=act.about).delete()
    _sounds(act.about, told)


@kind("client.shared", "client", gettext_noop("another centre was told of the client"), contents.ClientShared)
def client_shared(act: Act, told: contents.ClientShared) -> None:
    """A centre may read of the client."""
    AtCentre.objects.get_or_create(client_id=act.about, centre_id=told.centre)


@kind("client.merged", "client", gettext_noop("two records were held to be one person’s"), contents.ClientsMerged)
def clients_merged(act: Act, told: contents.ClientsMerged) -> None:
    """Two records are one person's."""
    one, other = sorted((act.about, told.other))
    said = {"reason": told.reason, "undone": None}
    ClientMerge.objects.update_or_create(one_id=one, other_id=other, defaults=said)


@kind("client.parted", "client", gettext_noop("two records were parted again"), contents.ClientsParted)
def clients_parted(act: Act, told: contents.ClientsParted) -> None:
    """Two records are two persons'."""
    one, other = sorted((act.about, told.other))
    ClientMerge.objects.filter(one=one, other=other).update(undone=act.at)


def _columns(told: contents.ClientSet) -> dict[str, Any]:
    said = told.model_dump(exclude={"sounds"})
    return said | {"languages": list(told.languages), "flags": list(told.flags)}


def _sounds(client: str, told: contents.ClientSet) -> None:
    SoundKey.objects.bulk_create([SoundKey(client_id=client, word=word) for word in sorted(set(told.sounds))])
