"""Tests of the enforcement side are of a process that is that side."""

from collections.abc import Iterator

import pytest
from django.test import override_settings


@pytest.fixture(autouse=True)
def enforcement_side() -> Iterator[None]:
    """This process is the enforcement side for the length of a test."""
    with override_settings(MARGA_SIDE="enforcement", ROOT_URLCONF="marga.enforcement.urls"):
        yield
