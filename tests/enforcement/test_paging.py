"""Lists in pages by key: a cursor is text that anybody may write."""

import pytest

from marga.enforcement.cases.models import Case
from marga.enforcement.people.models import Read
from marga.site.paging import Cursor, page_of
from support.register import NOW, SUPERVISOR, booked, exhibit, signed_in_as, station

pytestmark = pytest.mark.usefixtures("database")
AT = NOW.isoformat()


@pytest.mark.parametrize("text", ["", "~", "yesterday~1", "2026-11-24T08:00~1", f"{AT}~a\0b"])
def test_what_is_no_cursor_begins_at_the_front(text):
    assert Cursor.read(text) is None


def test_a_key_that_the_table_cannot_have_begins_at_the_front():
    row = Read.objects.create(at=NOW, officer="1001", unit="KH-12-01", what="page")
    for key in ("abc", "", "1.5"):
        assert page_of(Read.objects.all(), "at", Cursor(NOW, key), newest=True)[0] == [row]


@pytest.mark.parametrize("key", ["abc", "9" * 40, "", "~"])
def test_no_cursor_breaks_a_page(key):
    station()
    booked()
    supervisor = signed_in_as(SUPERVISOR)
    number = Case.objects.get().number
    for page in ("/cases/", f"/cases/{number}/reads/"):
        assert supervisor.get(page, {"after": f"{AT}~{key}"}).status_code == 200


def test_rows_of_one_moment_are_shown_once_each_over_pages():
    station()
    several = {booked(exhibits=(exhibit(seal=f"S{number}"),)).number for number in range(5)}
    seen, after = [], None
    while True:
        rows, after = page_of(Case.objects.all(), "recorded", after, newest=True, size=2)
        seen += [row.number for row in rows]
        if after is None:
            break
    assert sorted(seen) == sorted(several)
