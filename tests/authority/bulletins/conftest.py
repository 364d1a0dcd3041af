"""What the tests of the desk share: a country's signed cubes, three people, and a bulletin that was published."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core import serializers
from django.core.management.color import no_style
from django.db import connection

from support.bulletins import Records, changed, months, records

if TYPE_CHECKING:
    from marga.authority.bulletins.models import Published
    from support.desk import Desk

__all__ = ["changed", "records"]
#: What was published once in this process, as rows to load again: publishing and drawing take seconds.
MADE: dict[str, str] = {}


@pytest.fixture
def desk(database: str, records: Records) -> Desk:
    """On each database: the sources set, nothing collected yet."""
    from support.desk import Desk, point_to

    point_to(records)
    return Desk()


@pytest.fixture
def published(desk: Desk) -> Published:
    """January to March 2019 is published; its files are not made yet."""
    from marga.authority.bulletins.models import Cube, Draft, Published

    if "published" in MADE:
        _load(MADE["published"])
        return Published.objects.get()
    made = desk.through(months(2019, 1, 3))
    MADE["published"] = serializers.serialize("json", [*Cube.objects.all(), *Draft.objects.all(), made])
    return made


@pytest.fixture
def library(published: Published) -> Published:
    """The same with its files and charts."""
    from marga.authority.bulletins.running import render

    if "library" in MADE:
        _load(MADE["library"])
        return published
    render(published.pk)
    MADE["library"] = serializers.serialize("json", [*published.files.all(), *published.charts.all()])
    return published


def _load(rows: str) -> None:
    """Load rows with the numbers they had; the next row then gets the number after them."""
    loaded = list(serializers.deserialize("json", rows))
    for one in loaded:
        one.save()
    statements = connection.ops.sequence_reset_sql(no_style(), list({type(one.object) for one in loaded}))
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
