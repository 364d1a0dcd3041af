"""The calendar's promise: a day is set before the numbers are known, nothing comes before it, and a move is seen."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from marga.authority.bulletins import queries, services
from marga.authority.bulletins.models import Move, Published, Release
from marga.authority.bulletins.rules import State, comes_too_early
from marga.site.refusals import WrongState
from support.accounts import said, signed_in
from support.bulletins import months

QUARTER = months(2019, 1, 3)


def announced(desk, days, reason="", period=QUARTER):
    now = timezone.now()
    due = timezone.localdate(now) + timedelta(days=days)
    return services.announce(period=period, due=due, by=desk.first, now=now, reason=reason)


def approved(desk):
    draft = desk.order(QUARTER)
    desk.submit(draft)
    return desk.approve(draft)


def test_nothing_is_published_before_its_day_and_it_is_from_that_day_on(desk):
    release = announced(desk, 3)
    draft = approved(desk)
    with pytest.raises(WrongState, match=r"It is announced for .* Publish it on that day or later"):
        desk.publish(draft)
    assert Published.objects.count() == 0
    draft.refresh_from_db()
    assert draft.state == State.APPROVED
    later = timezone.now() + timedelta(days=3)
    services.publish(draft_id=draft.pk, by=desk.first, now=later)
    (entry,) = queries.calendar()
    assert (entry.release, entry.out.slug) == (release, "2019-q1")


def test_a_day_is_moved_only_with_a_reason_and_everyone_sees_it(desk):
    first = announced(desk, 3).due
    with pytest.raises(WrongState, match="announced for that day already"):
        announced(desk, 3, "Because.")
    with pytest.raises(WrongState, match="Write why the day moves"):
        announced(desk, 9)
    assert (Release.objects.get().due, Move.objects.count()) == (first, 0)
    announced(desk, 9, "The press is closed that week.")
    move = Move.objects.get()
    assert (move.was, move.became, move.by, move.numbers_known) == (first, first + timedelta(days=6), "sok-dara", False)
    words = said(Client().get("/bulletins/calendar/"))
    assert "by sok-dara: The press is closed that week." in words
    assert "after the numbers were counted" not in words


def test_a_move_after_the_numbers_were_counted_is_shown_as_such(desk):
    announced(desk, 3)
    draft = approved(desk)
    announced(desk, 0, "The minister travels.")
    assert Move.objects.get().numbers_known
    desk.publish(draft)
    for page in ("/bulletins/calendar/", "/bulletins/2019-q1/"):
        assert "by sok-dara, after the numbers were counted: The minister travels." in said(Client().get(page)), page
        assert "Not announced before" not in said(Client().get(page)), page


def test_what_was_counted_already_can_no_longer_be_announced_and_is_shown_as_unannounced(desk):
    draft = approved(desk)
    with pytest.raises(WrongState, match=f"Draft {draft.pk} has counted this period already"):
        announced(desk, 3)
    assert Release.objects.count() == 0
    announced(desk, 3, period=months(2019, 4, 6))
    desk.publish(draft)
    for page in ("/bulletins/calendar/", "/bulletins/2019-q1/"):
        assert "Not announced before" in said(Client().get(page)), page


def test_a_draft_that_only_waits_tells_nobody_a_number(desk):
    desk.order(QUARTER, run=False)
    assert announced(desk, 3).pk


def test_the_page_keeps_what_was_typed_and_says_that_a_reason_is_needed(desk):
    release, client = announced(desk, 3), signed_in(desk.first)
    typed = {"year": "2019", "first": "1", "last": "3", "due": (release.due + timedelta(days=1)).isoformat()}
    answer = client.post("/desk/announce/", typed)
    assert answer.status_code == 422
    assert "Write why the day moves" in said(answer)
    assert client.post("/desk/announce/", {**typed, "reason": "A feast."}).status_code == 302
    assert "A feast." in said(Client().get("/km/bulletins/calendar/"))


def test_a_day_comes_too_early_only_before_it():
    today = timezone.localdate()
    assert comes_too_early(today + timedelta(days=1), today)
    assert not comes_too_early(today, today)
