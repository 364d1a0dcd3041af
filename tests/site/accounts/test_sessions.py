"""When a session ends: by its times, and by what ends it from elsewhere."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from marga.site.accounts import services, sessions
from marga.site.roles import Operator
from marga.site.tasks import forget_ended_sessions
from support.accounts import PASSWORD, account, is_signed_in, signed_in

NEW = "three words of my own"
OPERATOR = Operator()


def move(client: Client, began: timedelta = timedelta(0), seen: timedelta = timedelta(0)) -> None:
    """Let a session be so much older, and its last use so long ago."""
    session = client.session
    session[sessions.BEGAN] -= began.total_seconds()
    session[sessions.SEEN] -= seen.total_seconds()
    session.save()


@pytest.mark.parametrize(
    ("began", "seen", "stays"),
    [
        (timedelta(hours=9), timedelta(minutes=29), True),
        (timedelta(hours=1), timedelta(minutes=31), False),
        (timedelta(hours=10, minutes=1), timedelta(0), False),
    ],
)
def test_a_session_ends_when_idle_and_after_its_longest_time(database, began, seen, stays):
    client = signed_in(account())
    move(client, began, seen)
    assert is_signed_in(client) is stays
    assert Session.objects.exists() is stays


def test_using_the_side_keeps_the_session_and_a_page_that_asks_by_itself_does_not(db):
    client = signed_in(account())
    for headers, left in (({"HX-Request": "true"}, 20), ({}, 0)):
        move(client, seen=timedelta(minutes=20 if headers else 0))
        client.get("/account/", headers=headers)
        idle = timezone.now().timestamp() - client.session[sessions.SEEN]
        assert left * 60 <= idle < left * 60 + 30


def test_a_session_without_its_times_is_over(db):
    client = signed_in(account())
    session = client.session
    del session[sessions.BEGAN]
    session.save()
    assert not is_signed_in(client)


@pytest.mark.parametrize("act", ["reset", "close", "everywhere", "password"])
def test_a_session_elsewhere_ends_with_what_ends_it(database, act):
    one = account()
    here, there = signed_in(one), signed_in(one)
    if act == "reset":
        services.reset_account(by=OPERATOR, name=one.name, reason="stolen")
    elif act == "close":
        services.close_account(by=OPERATOR, name=one.name, reason="stolen")
    elif act == "everywhere":
        here.post("/account/sign-out-everywhere/")
    else:
        here.post("/account/password/", {
            "current_password": PASSWORD, "new_password": NEW, "new_password_again": NEW,
        })  # fmt: skip
    assert not is_signed_in(there)
    assert is_signed_in(here) is (act == "password")


def test_rows_of_sessions_whose_longest_time_is_over_are_deleted(database):
    signed_in(account())
    forget_ended_sessions.call()
    assert Session.objects.count() == 1
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    forget_ended_sessions.call()
    assert not Session.objects.exists()
