"""What is the latest follows the period, and what was published is what is read."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from marga.authority.bulletins import frozen, queries
from marga.authority.bulletins.models import Draft, Published
from marga.authority.bulletins.running import render
from marga.figures.bulletin.bulletin import slug
from marga.figures.bulletin.files import digest
from marga.figures.bulletin.times import name_of
from marga.site.refusals import Refused
from support.accounts import said
from support.bulletins import months


def put(period, revision=1, like=None):
    """A bulletin that came out after all others, of which only the place among them matters."""
    now = timezone.now() + timedelta(minutes=Published.objects.count())
    content = bytes(like.frozen) if like else b"{}"
    draft = Draft.objects.create(starts=period.start, ends=period.end, ordered_by="sok-dara", ordered_at=now)
    return Published.objects.create(
        slug=slug(name_of(period)), revision=revision, starts=period.start, ends=period.end, published_at=now,
        published_by="sok-dara", submitted_by="sok-dara", approved_by="keo-lina", definitions="1",
        sha256=like.sha256 if like else digest(content), frozen=content, counts=b"[]", changed=0, draft=draft,
    )  # fmt: skip


def test_the_latest_is_what_ends_last_whenever_it_came_out(database):
    spring = put(months(2020, 1, 3))
    assert queries.latest() == spring
    put(months(2019, 1, 11))
    put(months(2019, 1, 12), revision=2)
    assert queries.latest() == spring
    half = put(months(2020, 4, 6))
    assert queries.latest() == half
    longer = put(months(2020, 1, 6))
    put(months(2020, 6, 6))
    assert queries.latest() == longer, "of those that end on one day, the longest"
    revised = put(months(2020, 1, 6), revision=2)
    assert queries.latest() == revised
    assert list(queries.published())[:4] == [revised, longer, half, Published.objects.get(slug="2020-06")]


def test_a_late_bulletin_of_an_old_year_takes_neither_the_front_page_nor_the_pages_of_figures(library):
    late = put(months(2018, 1, 12), like=library)
    render(late.pk)
    assert queries.charts(late)
    assert not queries.charts(late, "figure:cases")
    assert queries.charts(library, "figure:cases")
    assert "2019-q1" in Client().get("/figures/cases/").content.decode()


def test_bulletins_of_the_same_months_name_each_other(library):
    year = put(months(2019, 1, 12), like=library)
    put(months(2018, 1, 12), like=library)
    assert queries.overlapping(library) == [year]
    assert queries.overlapping(year) == [library]
    for of, other in ((library, "/bulletins/2019/"), (year, "/bulletins/2019-q1/")):
        body = Client().get(f"/bulletins/{of.slug}/").content.decode()
        assert "Other bulletins of the same months" in body
        assert f'href="{other}"' in body
        assert 'href="/bulletins/2018/"' not in body


@pytest.mark.parametrize("path", ["/bulletins/2019-q1/", "/", "/figures/cases/", "/api/bulletins/2019-q1",
                                  "/bulletins/2019-q1/1/2019-q1-r1.json"])  # fmt: skip
def test_a_bulletin_whose_bytes_were_changed_is_not_shown_as_published(library, path):
    frozen.unprotect(connection)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE authority_published SET frozen = %s", [bytes(library.frozen).replace(b"2019", b"2018")])
    frozen.protect(connection)
    answer = Client(raise_request_exception=False).get(path)
    assert answer.status_code == 500
    words = answer.json()["error"] if path.startswith("/api/") else said(answer)
    assert "2019-q1 r1: is not what was published" in words
    with pytest.raises(Refused):
        queries.bulletin(queries.find("2019-q1"))
