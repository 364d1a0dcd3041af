"""What the country decides, as this side reads it."""

from __future__ import annotations

from django.conf import settings

from marga.country import load
from marga.country.care import Care
from marga.country.clinical import Clinical


def care() -> Care:
    """For centres, waiting and stays, and what leaves care."""
    return load(settings.MARGA_COUNTRY).care


def clinical() -> Clinical:
    """For screening, assessments, treatment and quality."""
    return load(settings.MARGA_COUNTRY).clinical
