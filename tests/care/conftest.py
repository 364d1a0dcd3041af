"""Tests of the care side are of a process that is that side."""

from collections.abc import Iterator

import pytest
from django.test import override_settings


@pytest.fixture(autouse=True)
def care_side() -> Iterator[None]:
    """This process is the care side for the length of a test."""
    with override_settings(MARGA_SIDE="care", ROOT_URLCONF="marga.care.urls"):
        yield
