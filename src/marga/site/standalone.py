"""Django for a command that runs beside a side, on its machine."""

from __future__ import annotations

import os
from pathlib import Path

import django
from django.core.exceptions import ImproperlyConfigured
from django.utils import translation


class CannotSetUp(Exception):
    """The side cannot be used; the text says why and what to do."""


def set_up(side: str) -> None:
    """Become this side, in English. Raises CannotSetUp; a data folder that is not there is not made by mistake."""
    os.environ["MARGA_SIDE"] = side
    os.environ["DJANGO_SETTINGS_MODULE"] = "marga.site.settings"
    folder = Path(os.environ.get("MARGA_DATA", "data")).resolve() / side
    if not folder.is_dir():
        raise CannotSetUp(
            f"There is no {side} side in {folder.parent}. Set MARGA_DATA to its data folder, or start it once: ./run"
        )
    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise CannotSetUp(str(error)) from error
    translation.activate("en")
