"""How often something may be tried from one place: the rules alone, and what is kept of it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from marga.site.models import Try
from marga.site.tasks import forget_tries
from marga.site.tries import services
from marga.site.tries.rules import GUESSES, Limit, minutes_until, place_of, wait_until

NOW = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
TRIES, TRIES_WHILE_MANY, MANY, WITHIN = GUESSES.tries, GUESSES.tries_while_many, GUESSES.many, GUESSES.within
#: Tries of a place within the last hour, in order.
BEFORE = st.lists(st.integers(1, 3599)).map(lambda ago: [NOW - timedelta(seconds=one) for one in sorted(ago)[::-1]])


@given(BEFORE, st.integers(0, 3 * MANY))
def test_who_waits_long_enough_may_always_try_again(before, everywhere):
    until = wait_until(before, everywhere)
    if until is not None:
        assert NOW < until <= NOW + WITHIN
        assert wait_until([one for one in before if one > until - WITHIN], everywhere) is None


@given(BEFORE, st.integers(0, MANY - 1))
def test_a_place_has_ten_wrong_tries_an_hour(before, everywhere):
    assert (wait_until(before, everywhere) is None) == (len(before) < TRIES)


@given(BEFORE, st.integers(MANY, 10 * MANY))
def test_while_very_many_are_tried_everywhere_each_place_has_fewer(before, everywhere):
    assert (wait_until(before, everywhere) is None) == (len(before) < TRIES_WHILE_MANY)


@given(st.integers(0, 10**9))
def test_a_place_without_a_wrong_try_never_waits_whatever_others_do(everywhere):
    assert wait_until([], everywhere) is None


def test_the_time_to_wait_is_told_in_whole_minutes_and_never_as_none():
    told = [minutes_until(NOW + timedelta(seconds=seconds), NOW) for seconds in (-5, 0, 1, 60, 61, 3600)]
    assert told == [1, 1, 1, 1, 2, 60]


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::", "2001:db8:1:2::/64"),
        (None, ""),
        ("nowhere", ""),
    ],
)
def test_a_place_is_an_address_or_the_network_of_one_customer(address, place):
    assert place_of(address) == place


def test_kinds_of_tries_are_counted_apart_and_each_has_its_limit(database):
    few = Limit(timedelta(hours=1), tries=2, many=100, tries_while_many=1)
    for _ in range(2):
        services.begin("ask", "203.0.113.7", NOW, few)
    with pytest.raises(services.TooMany) as refused:
        services.begin("ask", "203.0.113.7", NOW + timedelta(minutes=1), few)
    assert refused.value.minutes == 59
    services.begin("code", "203.0.113.7", NOW, few)
    services.begin("ask", "203.0.113.8", NOW, few)
    assert Try.objects.count() == 4


def test_of_a_place_only_a_keyed_hash_is_kept_and_the_worker_forgets_it_after_an_hour(database):
    now = timezone.now()
    services.begin("ask", "203.0.113.77", now - timedelta(minutes=61))
    services.begin("ask", "203.0.113.78", now - timedelta(minutes=59))
    kept = Try.objects.get(at__lt=now - timedelta(minutes=60))
    assert len(kept.place) == 64
    assert "203.0.113" not in str(list(Try.objects.values_list()))
    forget_tries.call()
    assert [one.at for one in Try.objects.all()] == [now - timedelta(minutes=59)]
