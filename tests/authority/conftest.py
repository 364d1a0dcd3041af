"""What the tests of the authority's side share: the published reports, checked; visitors who get our error pages."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest
from django.core import serializers
from django.test import Client

if TYPE_CHECKING:
    from marga.authority.models import CheckRun


@cache
def _checked() -> str:
    """A run with all that hangs on it. The check takes seconds: made once a process, loaded by each test."""
    from marga.authority.services import check_published

    run = check_published()
    return serializers.serialize("json", [run, *run.outcomes.all(), *run.charts.all()])


@pytest.fixture
def published(db: None) -> CheckRun:
    """The published reports were checked."""
    from marga.authority.models import CheckRun

    for one in serializers.deserialize("json", _checked()):
        one.save()
    return CheckRun.objects.get()


@pytest.fixture
def visitor() -> Client:
    """Someone whose browser gets a page even where our code fails: a test must see the 500."""
    return Client(raise_request_exception=False)
