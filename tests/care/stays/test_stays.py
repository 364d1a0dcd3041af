"""Stays: on what they rest, who looks at them, and that people may go."""

from decimal import Decimal

import pytest

from marga.care import queries
from marga.care.acts.models import Act
from marga.care.centres.services import add_ward, set_staff
from marga.care.sealing import opened as unsealed
from marga.care.stays.models import Offer, Stay, StayReview
from marga.care.stays.queries import stay_page, stays_now
from marga.care.stays.services import Legal, ask_to_leave, end_stay, move, rest_on, review_stay
from marga.site.faults import Faulty
from marga.site.refusals import NotAllowed, NotFound, WrongState
from support.accounts import said
from support.care import (
    COMMUNITY,
    HOME,
    MEN,
    NOW,
    WOMEN,
    acting,
    by_court,
    centres,
    days,
    offered,
    opened,
    signed_in_as,
    staying,
    waiting,
    ward,
)  # fmt: skip

pytestmark = pytest.mark.usefixtures("database")
TODAY = NOW.date()
#: act -> what it does, who may not although they work there
ACTS = {
    "move": (lambda key, who: move(key, MEN, who), ("intake", "care-worker", "physician")),
    "basis": (lambda key, who: rest_on(key, Legal("offered"), who), ("intake", "care-worker", "physician")),
    "leave": (lambda key, who: ask_to_leave(key, who), ()),
    "end": (lambda key, who: end_stay(key, "completed", who), ("intake",)),
}  # fmt: skip


@pytest.fixture(autouse=True)
def there(database):
    centres()


def dues(stay, at=NOW):
    return [(str(one.what), one.by, late) for one, late in stay_page(stay, acting(at=at)).dues]


def test_a_stay_has_a_basis_its_last_day_and_a_day_by_which_somebody_from_outside_looks():
    stay = staying(legal=by_court(TODAY + days(60)))
    assert (stay.basis_until, stay.review_due, stay.due, stay.may_leave) == (
        TODAY + days(60), TODAY + days(30), TODAY + days(30), False)  # fmt: skip
    free = staying(opened(name="Free"))
    assert (free.basis_until, free.may_leave, free.due) == (None, True, TODAY + days(90))


@pytest.mark.parametrize("legal", [
    Legal("court"), Legal("court", court="A court"), Legal("none"), Legal("emergency"),
    Legal("voluntary", TODAY - days(1)),
])  # fmt: skip
def test_a_stay_on_no_good_basis_does_not_begin(legal):
    client = opened()
    before = Act.objects.count()
    with pytest.raises(Faulty) as refused:
        staying(client, legal=legal)
    assert {one.field for one in refused.value.faults} == {"basis"}
    assert Act.objects.count() == before


def test_a_stay_begins_only_at_the_centre_that_somebody_comes_to():
    client = opened()
    with pytest.raises(NotAllowed):
        staying(client, COMMUNITY + ".1")
    with pytest.raises(NotFound):
        staying(client, COMMUNITY + ".1", acting("near-manager"))
    for name in ("care-worker", "physician", "planner", "clerk", "inspector"):
        with pytest.raises(NotAllowed):
            staying(client, MEN, acting(name))
    assert not Stay.objects.exists()


@pytest.mark.parametrize("act", ACTS)
def test_a_stranger_does_nothing_to_a_stay(act):
    stay = staying()
    does, others = ACTS[act]
    before = Act.objects.count()
    with pytest.raises(NotFound):
        does(stay.key, acting("far-manager"))
    for name in ("planner", "clerk", "inspector", *others):
        with pytest.raises(NotAllowed):
            does(stay.key, acting(name))
    assert Act.objects.count() == before


@pytest.mark.parametrize("act", ACTS)
def test_a_stay_that_is_over_is_left_as_it_is(act):
    stay = staying()
    end_stay(stay.key, "left", acting())
    before = Act.objects.count()
    with pytest.raises(WrongState):
        ACTS[act][0](stay.key, acting())
    assert Act.objects.count() == before


def test_who_came_of_their_own_will_asks_to_leave_and_from_the_next_day_it_is_overdue():
    stay = ask_to_leave(staying().key, acting("care-worker"))
    assert (stay.leave_asked, stay.due) == (TODAY, TODAY)
    assert dues(stay)[0] == ("leave", TODAY, False)
    assert dues(stay, NOW + days(1))[0] == ("leave", TODAY, True)
    assert [one.pk for one in queries.day_of_centre(acting(at=NOW + days(1))).overdue] == [stay.pk]
    with pytest.raises(WrongState):
        ask_to_leave(stay.key, acting("care-worker"))
    done = end_stay(stay.key, "left", acting("care-worker"))
    assert (done.ended, done.ended_why) == (TODAY, "left")
    assert dues(done) == []


def test_the_wish_of_who_may_not_leave_is_kept_and_seen_and_makes_nothing_overdue_that_the_page_does_not_say():
    stay = ask_to_leave(staying(legal=by_court()).key, acting("care-worker"))
    assert (stay.leave_asked, stay.due) == (TODAY, stay.review_due)
    assert "asked to leave" in said(signed_in_as("inspector").get("/stays/"))
    rest_on(stay.key, Legal("voluntary"), acting())  # now they may
    stay.refresh_from_db()
    assert (stay.due, dues(stay)[0][0]) == (TODAY, "leave")


def test_the_wish_of_who_may_not_leave_brings_the_look_from_outside_near_and_makes_it_red():
    stay = ask_to_leave(staying(legal=by_court()).key, acting("intake"))
    assert (stay.review_due, stay.due) == (TODAY + days(7), TODAY + days(7))
    assert ("review", TODAY + days(7), True) in dues(stay, NOW + days(8))
    assert [one.pk for one in queries.day_of_centre(acting(at=NOW + days(8))).overdue] == [stay.pk]
    assert [one.pk for one in queries.day_of_inspector(acting("inspector", NOW + days(8))).overdue] == [stay.pk]
    urgent = staying(opened(name="Urgent"), legal=Legal("emergency"), who=acting("physician"))
    assert ask_to_leave(urgent.key, acting("intake")).review_due == TODAY + days(1), "sooner already"
    free = staying(opened(name="Free"))
    assert ask_to_leave(free.key, acting("intake")).review_due == TODAY + days(90), "goes today"


def test_an_intake_worker_is_led_to_the_page_of_the_wish_and_reads_within_how_many_days_somebody_looks():
    stay, browser = staying(legal=by_court()), signed_in_as("intake")
    path = f"/stays/{stay.key}/leave/"
    assert path in browser.get(f"/stays/{stay.key}/").content.decode()
    assert "within 7 days" in said(browser.get(path))
    assert browser.post(path).status_code == 302
    stay.refresh_from_db()
    assert stay.leave_asked == TODAY


def test_what_is_due_in_lists_is_the_soonest_that_the_page_says():
    stay = staying(legal=by_court(TODAY + days(10)))
    for step in (lambda: rest_on(stay.key, Legal("offered"), acting(at=NOW + days(5))),
                 lambda: review_stay(stay.key, "another_basis", "Why?", acting("inspector", NOW + days(6))),
                 lambda: ask_to_leave(stay.key, acting(at=NOW + days(7)))):  # fmt: skip
        step()
        stay.refresh_from_db()
        assert stay.due == dues(stay)[0][1]


def test_writing_a_basis_again_puts_no_look_from_outside_off():
    stay = staying(legal=Legal("offered"))
    rest_on(stay.key, Legal("voluntary"), acting(at=NOW + days(20)))
    stay.refresh_from_db()
    assert (stay.basis, stay.review_due) == ("voluntary", TODAY + days(30))


def test_writing_the_same_basis_again_gives_it_no_day_more_and_a_new_one_its_own_time():
    stay = staying(legal=Legal("offered"))
    longest = stay.basis_until
    for legal, since, until in (
        (Legal("offered"), TODAY, longest), (Legal("offered", TODAY + days(500)), TODAY, longest),
        (by_court(TODAY + days(120)), TODAY + days(100), TODAY + days(120)),
        (by_court(TODAY + days(900)), TODAY + days(100), TODAY + days(280)),
        (Legal("court", TODAY + days(150), "Another, 18"), TODAY + days(100), TODAY + days(150)),
    ):  # fmt: skip
        rest_on(stay.key, legal, acting(at=NOW + days(100)))
        stay.refresh_from_db()
        assert (stay.basis_since, stay.basis_until) == (since, until)


def test_a_basis_past_its_longest_day_stays_red_when_it_is_written_again():
    stay = staying(legal=Legal("offered"))
    late = NOW + days(181)
    rest_on(stay.key, Legal("offered"), acting(at=late))
    stay.refresh_from_db()
    assert ("basis", TODAY + days(180), True) in dues(stay, late)


def test_what_was_decided_from_outside_is_not_done_by_writing_the_same_basis_again():
    stay = staying(legal=by_court())
    review_stay(stay.key, "another_basis", "Why?", acting("inspector"))
    rest_on(stay.key, by_court(TODAY + days(90)), acting())
    stay.refresh_from_db()
    assert (stay.decision, stay.decided) == ("another_basis", TODAY)
    rest_on(stay.key, Legal("voluntary"), acting())
    stay.refresh_from_db()
    assert (stay.decision, stay.decided) == ("", None)


def test_a_physician_alone_takes_somebody_in_for_an_acute_emergency_and_founds_a_stay_on_one():
    physician = acting("physician")
    stay = staying(opened(), MEN, physician, legal=Legal("emergency"))
    assert (stay.basis, stay.basis_until, stay.review_due) == ("emergency", TODAY + days(3), TODAY + days(1))
    other = staying(opened(name="Other"))
    found = rest_on(other.key, Legal("emergency"), physician)
    assert (found.basis, found.basis_until, found.may_leave) == ("emergency", TODAY + days(3), False)


def test_of_any_other_basis_a_physician_decides_nothing_and_of_an_emergency_nobody_else():
    stay, client = staying(), opened(name="Next")
    before = Act.objects.count()
    for basis in ("voluntary", "offered", "court"):
        for act in (lambda legal: staying(client, MEN, acting("physician"), legal=legal),
                    lambda legal: rest_on(stay.key, legal, acting("physician"))):  # fmt: skip
            with pytest.raises(NotAllowed):
                act(Legal(basis, TODAY + days(9), "A court, 1"))
    with pytest.raises(Faulty):
        rest_on(stay.key, Legal("emergency"), acting("manager"))
    for name, refused in (("intake", Faulty), ("care-worker", NotAllowed), ("inspector", NotAllowed)):
        with pytest.raises(refused):
            staying(client, MEN, acting(name), legal=Legal("emergency"))
    assert Act.objects.count() == before


def test_a_physician_is_led_to_both_pages_and_finds_an_acute_emergency_alone_on_them():
    client, browser = opened(), signed_in_as("physician")
    path = f"/clients/{client.number}/stay/"
    assert path in browser.get(f"/clients/{client.number}/").content.decode()
    page = said(browser.get(path))
    assert "acute emergency" in page
    assert "voluntary" not in page
    assert browser.post(path, {"ward": MEN, "route": "family", "basis": "emergency"}).status_code == 302
    stay = Stay.objects.get()
    assert (stay.basis, stay.ended) == ("emergency", None)
    again = f"/stays/{stay.key}/basis/"
    assert again in browser.get(f"/stays/{stay.key}/").content.decode()
    browser.post(again, {"basis": "court", "until": "2099-01-01", "court": "A court"})
    stay.refresh_from_db()
    assert stay.basis == "emergency"


def transferred(stay, legal):
    """The same person at the centre beside, twenty days later."""
    near = acting("near-manager", NOW + days(20))
    offered(waiting(stay.client, kinds=("community",)), COMMUNITY + ".1", reason="Near home")
    Offer.objects.update(expires=near.clock.at + days(1))
    return staying(stay.client, COMMUNITY + ".1", near, legal=legal)


def test_a_transfer_keeps_the_first_day_of_the_basis_the_look_from_outside_the_wish_and_what_was_decided():
    stay = staying(legal=by_court(TODAY + days(60)))
    review_stay(stay.key, "another_basis", "Why?", acting("inspector"))
    stay = ask_to_leave(stay.key, acting("care-worker"))
    new = transferred(stay, by_court(TODAY + days(300)))
    assert (new.centre_id, new.began) == (COMMUNITY, TODAY + days(20))
    assert (new.basis_since, new.basis_until) == (TODAY, TODAY + days(180))
    assert (new.review_due, new.leave_asked) == (stay.review_due, TODAY)
    assert (new.decision, new.decided, new.due) == ("another_basis", TODAY, TODAY)


def test_a_transfer_to_another_basis_is_what_was_asked_for_and_makes_the_wish_to_leave_due():
    stay = staying(legal=by_court())
    review_stay(stay.key, "another_basis", "Why?", acting("inspector"))
    ask_to_leave(stay.key, acting("care-worker"))
    new = transferred(stay, Legal("voluntary"))
    assert (new.basis_since, new.decision, new.leave_asked, new.due) == (TODAY + days(20), "", TODAY, TODAY)


def test_an_inspector_looks_at_a_stay_and_what_was_found_is_sealed_and_due():
    stay = staying(legal=by_court())
    late = acting("inspector", NOW + days(40))
    assert [one.pk for one in queries.day_of_inspector(late).overdue] == [stay.pk]
    review_stay(stay.key, "goes_on", "He wants to stay.", late)
    stay.refresh_from_db()
    assert (stay.review_due, stay.decision) == (TODAY + days(70), "")
    review = StayReview.objects.get()
    assert "He wants" not in review.reason
    assert unsealed(review.reason, "review.reason", stay.key) == "He wants to stay."
    review_stay(stay.key, "ends", "Nothing holds him.", late)
    stay.refresh_from_db()
    assert (stay.decision, stay.decided, stay.due) == ("ends", TODAY + days(40), TODAY + days(40))
    rest_on(stay.key, Legal("voluntary"), acting(at=NOW + days(40)))
    stay.refresh_from_db()
    assert stay.decision == "ends"
    assert [one.number for one in stay.reviews.order_by("number")] == [1, 2]


def test_a_look_from_outside_is_nobody_s_of_the_centre_and_needs_a_finding_and_a_reason():
    stay = staying()
    before = Act.objects.count()
    for name in ("manager", "physician", "care-worker", "intake", "planner", "clerk"):
        with pytest.raises(NotAllowed):
            review_stay(stay.key, "goes_on", "x", acting(name))
    for decision, reason in (("perhaps", "x"), ("goes_on", " ")):
        with pytest.raises(Faulty):
            review_stay(stay.key, decision, reason, acting("inspector"))
    end_stay(stay.key, "completed", acting())
    with pytest.raises(WrongState):
        review_stay(stay.key, "goes_on", "x", acting("inspector"))
    assert Act.objects.count() == before + 1


def test_who_is_there_moves_within_a_full_centre_when_the_ward_has_room():
    add_ward(ward(HOME, sexes=("male",), area=Decimal(30), beds=1), acting("planner"))
    stays = [staying(opened(name=f"N {number}")) for number in range(3)]
    set_staff(HOME, 0, acting())  # safe for nobody any more
    assert move(stays[0].key, f"{HOME}.4", acting()).ward_id == f"{HOME}.4"
    with pytest.raises(Faulty) as refused:
        move(stays[1].key, f"{HOME}.4", acting())
    assert [one.field for one in refused.value.faults] == ["above_safe"]
    assert move(stays[1].key, f"{HOME}.4", acting(), above_safe="mother").above_safe == "mother"


def test_nobody_moves_to_another_centre_nor_to_where_they_are_nor_to_people_of_another_sex():
    stay = staying()
    for where in (MEN, COMMUNITY + ".1"):
        with pytest.raises(WrongState):
            move(stay.key, where, acting())
    with pytest.raises(Faulty):
        move(stay.key, WOMEN, acting(), above_safe="danger")
    stay.refresh_from_db()
    assert stay.ward_id == MEN


def test_stays_are_listed_by_what_is_due_first_of_the_own_centre_and_by_an_inspector_of_all():
    near = acting("near-manager")
    other = staying(opened(near), COMMUNITY + ".1", near)
    court, free = staying(legal=by_court()), staying(opened(name="Free"))
    assert stays_now(acting())[0] == [court, free]
    assert {one.pk for one in stays_now(acting("inspector"))[0]} == {court.pk, free.pk, other.pk}


def test_the_first_page_of_a_centre_counts_who_is_there_and_who_is_expected(django_assert_max_num_queries):
    staying(planned_end=TODAY + days(3))
    offered(waiting(opened(name="Expected")))
    with django_assert_max_num_queries(12):
        day = queries.day_of_centre(acting())
    assert (day.present, day.kept, day.free, day.going, day.waiting) == (1, 1, 5, 1, 1)
    page = said(signed_in_as("manager").get("/today/"))
    assert "expected in" in page
    assert "expected out within a week" in page


@pytest.mark.parametrize(("name", "path"), [
    ("intake", "/today/"), ("manager", "/today/"), ("physician", "/today/"), ("inspector", "/today/"),
    ("planner", "/centres/"), ("clerk", "/accounts/"),
])  # fmt: skip
def test_the_first_page_of_everybody_who_works_here_opens(name, path):
    browser = signed_in_as(name)
    assert browser.get("/").url == path
    assert browser.get(path).status_code == 200
