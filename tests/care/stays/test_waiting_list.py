"""Waiting: begun, changed, paused, ended with a reason; nobody is dropped silently."""

import pytest

from marga.care.acts.models import Act
from marga.care.clients.services import correct_client
from marga.care.stays import queries
from marga.care.stays.models import Wait
from marga.care.stays.queries import waiting_list
from marga.care.stays.waits import begin_wait, change_wait, drop_wait, pause_wait, resume_wait
from marga.identity.ages import estimated
from marga.site.faults import Faulty
from marga.site.paging import keyed_page
from marga.site.refusals import NotAllowed, NotFound, WrongState
from support.accounts import said
from support.care import NOW, acting, born, centres, days, offered, opened, person, signed_in_as, waiting

pytestmark = pytest.mark.usefixtures("database")
TODAY = NOW.date()
HOME_KINDS = ("residential",)
ACTS = {
    "change": lambda key, who: change_wait(key, ("community",), (), who),
    "pause": lambda key, who: pause_wait(key, who.clock.at.date(), "illness", who),
    "drop": lambda key, who: drop_wait(key, "gave_up", "She said so.", who),
    "resume": lambda key, who: resume_wait(key, who.clock.at.date(), who),
}


@pytest.fixture(autouse=True)
def there(database):
    centres()


def test_the_class_of_priority_and_its_reasons_are_kept_with_the_wait():
    wait = waiting(opened(flags=("pregnant", "injecting"), sex="female"))
    assert (wait.urgency, wait.reasons, wait.since) == (1, [1], TODAY)
    assert waiting(opened(born=born(16))).reasons == [2]


def test_who_may_be_under_18_waits_as_a_child():
    assert waiting(opened(born=estimated(19, 2, TODAY))).reasons == [2]


@pytest.mark.parametrize(("kinds", "needs", "route", "field"), [
    ((), (), "self", "kinds"), (("prison",), (), "self", "kinds"), (HOME_KINDS, ("wings",), "self", "needs"),
    (HOME_KINDS, (), "moon", "route"),
])  # fmt: skip
def test_a_wait_for_what_is_not_there_is_refused(kinds, needs, route, field):
    client = opened()
    with pytest.raises(Faulty) as refused:
        begin_wait(client.number, kinds, needs, acting(), route=route)
    assert [one.field for one in refused.value.faults] == [field]
    assert not Wait.objects.exists()


@pytest.mark.parametrize(("unknown", "field"), [({"sex": ""}, "sex"), ({"born": None}, "born")])
def test_nobody_waits_for_a_place_whose_sex_or_age_is_not_known_even_about(unknown, field):
    client = opened(**unknown)
    with pytest.raises(Faulty) as refused:
        waiting(client)
    assert [one.field for one in refused.value.faults] == [field]


def test_nobody_waits_twice():
    wait = waiting()
    with pytest.raises(WrongState):
        waiting(wait.client)
    assert Wait.objects.count() == 1


@pytest.mark.parametrize("act", ACTS)
def test_a_stranger_changes_no_wait(act):
    wait = waiting()
    before = Act.objects.count()
    with pytest.raises(NotFound):
        ACTS[act](wait.key, acting("far-manager"))
    for name in ("care-worker", "physician", "planner", "clerk", "inspector"):
        with pytest.raises(NotAllowed):
            ACTS[act](wait.key, acting(name))
    assert Act.objects.count() == before


@pytest.mark.parametrize("act", ACTS)
def test_a_wait_that_is_over_is_left_as_it_is(act):
    wait = waiting()
    drop_wait(wait.key, "died", "Her mother said so.", acting())
    before = Act.objects.count()
    with pytest.raises(WrongState):
        ACTS[act](wait.key, acting())
    assert Act.objects.count() == before


def test_a_pause_stops_the_second_clock_and_goes_on_with_all_days():
    wait = waiting()
    later = acting(at=NOW + days(20))
    pause_wait(wait.key, TODAY + days(5), "away", later)
    with pytest.raises(Faulty):
        pause_wait(wait.key, TODAY + days(6), "away", later)
    with pytest.raises(Faulty):
        resume_wait(wait.key, TODAY + days(4), later)
    resume_wait(wait.key, TODAY + days(15), later)
    wait.refresh_from_db()
    line = queries.line(wait, TODAY + days(30))
    assert (line.clocks.whole, line.clocks.available, wait.counts_from) == (30, 20, TODAY + days(10))
    assert (line.due, line.late) == (TODAY + days(31), False)
    with pytest.raises(WrongState):
        resume_wait(wait.key, TODAY + days(16), later)


def test_two_pauses_never_take_one_day_twice():
    wait, later = waiting(), acting(at=NOW + days(20))
    pause_wait(wait.key, TODAY + days(2), "away", later)
    resume_wait(wait.key, TODAY + days(8), later)
    for begun in (2, 5, 7):
        with pytest.raises(Faulty):
            pause_wait(wait.key, TODAY + days(begun), "illness", later)
    pause_wait(wait.key, TODAY + days(8), "illness", later)
    resume_wait(wait.key, TODAY + days(8), later)
    with pytest.raises(Faulty):
        pause_wait(wait.key, TODAY + days(8), "illness", later)
    wait.refresh_from_db()
    assert wait.counts_from == TODAY + days(6)
    assert queries.line(wait, TODAY + days(20)).clocks.available == 14


@pytest.mark.parametrize(("why", "note"), [("because", "x"), ("gave_up", " ")])
def test_nobody_is_dropped_without_a_reason_and_how_it_is_known(why, note):
    wait = waiting()
    with pytest.raises(Faulty):
        drop_wait(wait.key, why, note, acting())
    wait.refresh_from_db()
    assert wait.ended is None


def test_nobody_is_dropped_while_a_place_is_kept_for_them():
    offer = offered()
    with pytest.raises(WrongState):
        drop_wait(offer.wait_id, "gave_up", "x", acting())


def test_something_else_is_waited_for_and_all_days_stay():
    wait = waiting()
    done = change_wait(wait.key, ("community", "residential"), ("withdrawal",), acting(at=NOW + days(5)))
    assert (done.kinds, done.needs, done.since) == (["community", "residential"], ["withdrawal"], TODAY)
    page = signed_in_as("intake").post(f"/waits/{wait.key}/change/", {"kinds": ["community"], "needs": []})
    assert page.url == f"/waits/{wait.key}/"
    wait.refresh_from_db()
    assert (wait.kinds, wait.needs) == (["community"], [])


def test_the_list_begins_with_the_most_urgent_and_then_who_has_been_available_longest():
    first, second, third = (waiting(opened(name=f"N {number}"), acting(at=NOW + days(number))) for number in range(3))
    correct_client(third.client_id, person(name="N 2", flags=("danger",)), acting())
    pause_wait(first.key, TODAY, "away", acting(at=NOW + days(9)))
    resume_wait(first.key, TODAY + days(4), acting(at=NOW + days(9)))
    lines, count, further = waiting_list(acting(at=NOW + days(9)))
    assert [one.wait for one in lines] == [third, second, first]
    assert [one.clocks.available for one in lines] == [7, 8, 5]
    assert (count, further) == (3, "")


def test_the_whole_list_is_read_in_pages_with_few_questions(monkeypatch, django_assert_num_queries):
    keys = {waiting(opened(name=f"N {number}", flags=("injecting",) if number % 2 else ())).key for number in range(7)}
    monkeypatch.setattr(queries, "keyed_page", lambda rows, columns, place: keyed_page(rows, columns, place, size=3))
    seen, after = [], ""
    for _ in range(3):
        with django_assert_num_queries(4):
            lines, count, after = waiting_list(acting(), after)
        seen += [one.wait.key for one in lines]
        assert count == 7
    assert (after, set(seen), len(seen)) == ("", keys, 7)


def test_the_page_of_a_wait_says_both_clocks_the_best_places_and_what_was_ruled_out():
    wait = waiting()
    page = said(signed_in_as("intake").get(f"/waits/{wait.key}/"))
    for words in ("Days since asking", "Days available", "1. Centre KH-12-R1, Ward", "Offer this place",
                  "It takes people from 12 to 17 years."):  # fmt: skip
        assert words in page
