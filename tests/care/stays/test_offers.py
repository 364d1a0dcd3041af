"""A place is offered by rule, kept for a while, and never given twice, nor above what is safe without a reason."""

from datetime import timedelta

import pytest

from marga.care.acts.models import Act
from marga.care.centres.models import Centre
from marga.care.centres.services import set_centre, set_staff
from marga.care.stays.models import Offer, Stay, Wait
from marga.care.stays.offering import proposals
from marga.care.stays.offers import expire_offers, offer_place, refuse_offer
from marga.care.stays.services import end_stay
from marga.care.tasks import expire_offers as expire_task
from marga.site.faults import Faulty
from marga.site.refusals import NotAllowed, NotFound, WrongState
from support.care import (
    COMMUNITY,
    FAR,
    HOME,
    MEN,
    NOW,
    WOMEN,
    YOUNG,
    acting,
    born,
    centre,
    centres,
    days,
    offered,
    opened,
    staying,
    waiting,
)  # fmt: skip

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def there(database):
    centres()


def staff(count):
    """So many are on duty at the centre."""
    set_staff(HOME, count, acting())


def full():
    """The ward of men is full."""
    return [staying(opened(name=f"There {number}")) for number in range(3)]


def refused(does):
    with pytest.raises(Faulty) as found:
        does()
    return [one.field for one in found.value.faults]


def test_a_place_is_kept_for_three_days_and_the_centre_that_keeps_it_may_read_of_the_client():
    near = acting("near-manager")
    wait = waiting(opened(near), near)
    offer = offered(wait, MEN, near)
    assert (offer.rank, offer.centre_id, offer.expires) == (1, HOME, NOW + timedelta(hours=72))
    wait.refresh_from_db()
    assert wait.offered == NOW
    assert wait.client.at.filter(centre=HOME).exists()
    assert Centre.objects.get(pk=HOME).touched == NOW


def test_the_nearest_safe_place_of_the_right_kind_is_the_best_and_the_rest_is_ruled_out_with_reasons():
    choice = proposals(waiting(kinds=("residential", "community")), acting().clock)
    assert [one.place.key for one in choice.best] == [MEN, COMMUNITY + ".1", FAR + ".1"]
    assert {one.place.key for one in choice.ruled_out} == {WOMEN, YOUNG}
    assert all(one.reasons for one in choice.ruled_out)


@pytest.mark.parametrize("years", [12, 15, 17])
def test_somebody_under_18_is_never_proposed_an_adult_ward_nor_put_there_by_hand(years):
    child = opened(born=born(years))
    wait = waiting(child, kinds=("residential", "community"))
    assert [one.place.key for one in proposals(wait, acting().clock).best if one.place.age_from >= 18] == []
    before = Act.objects.count()
    for where in (MEN, FAR + ".1"):
        assert refused(lambda where=where: offered(wait, where, reason="Nothing else", above_safe="danger")) == ["ward"]
    assert refused(lambda: staying(child, MEN, above_safe="danger")) == ["ward"]
    assert Act.objects.count() == before
    assert staying(child, YOUNG).ward_id == YOUNG


def test_an_adult_is_put_into_no_ward_of_children_and_a_man_into_none_of_women():
    wait = waiting()
    for where in (YOUNG, WOMEN):
        assert refused(lambda where=where: offered(wait, where, reason="Nothing else")) == ["ward"]
        assert refused(lambda where=where: staying(wait.client, where)) == ["ward"]
    assert not Offer.objects.exists()


def test_a_community_ward_has_no_beds_and_is_limited_by_its_centre_alone():
    near = acting("near-manager")
    for number in range(20):
        staying(opened(near, name=f"N {number}"), COMMUNITY + ".1", near)
    assert refused(lambda: staying(opened(near), COMMUNITY + ".1", near)) == ["above_safe"]
    assert staying(opened(near), COMMUNITY + ".1", near, above_safe="danger").above_safe == "danger"


def test_another_place_than_the_best_needs_a_reason():
    near = acting("near-manager")
    wait = waiting(opened(near), near, ("community",))
    assert refused(lambda: offered(wait, MEN, near)) == ["reason"]
    assert offered(wait, MEN, near, reason="The family lives beside it.").rank == 0


def test_a_full_ward_takes_somebody_only_with_a_reason_of_the_country_s_and_never_above_the_most():
    full()
    waits = [waiting(opened(name=f"Late {number}")) for number in range(7)]
    assert refused(lambda: offered(waits[0], MEN, reason="x")) == ["above_safe"]
    assert refused(lambda: offered(waits[0], MEN, reason="x", above_safe="because")) == ["above_safe"]
    for wait in waits[:6]:  # 9 is the most
        offered(wait, MEN, reason="x", above_safe="danger")
    assert refused(lambda: offered(waits[6], MEN, reason="x", above_safe="danger")) == ["above_safe"]
    assert Offer.objects.filter(above_safe="danger").count() == 6


def test_a_kept_place_is_nobody_else_s():
    for number in range(3):
        offered(waiting(opened(name=f"N {number}")))
    assert refused(lambda: staying()) == ["above_safe"]
    assert refused(lambda: offered(reason="x")) == ["above_safe"]


def test_nobody_is_offered_two_places():
    offer = offered()
    with pytest.raises(WrongState):
        offered(offer.wait, MEN)
    assert Offer.objects.count() == 1


def test_a_stranger_offers_nothing_and_refuses_nothing():
    offer, wait = offered(), waiting(opened(name="Other"))
    before = Act.objects.count()
    for does in (lambda who: offer_place(wait.key, MEN, "", who), lambda who: refuse_offer(offer.key, False, who)):
        with pytest.raises(NotFound):
            does(acting("far-manager"))
        for name in ("care-worker", "physician", "planner", "clerk", "inspector"):
            with pytest.raises(NotAllowed):
                does(acting(name))
    with pytest.raises(NotFound):
        offer_place(wait.key, "nowhere.1", "", acting())
    assert Act.objects.count() == before


def test_a_refused_offer_frees_the_place_and_the_person_waits_on_with_all_days():
    offer = offered()
    done = refuse_offer(offer.key, True, acting(at=NOW + days(1)))
    assert done.answer == "refused"
    wait = Wait.objects.get()
    assert (wait.refused, wait.ended, wait.since) == ([MEN], None, NOW.date())
    assert proposals(wait, acting().clock).best[0].place.key != MEN
    with pytest.raises(WrongState):
        refuse_offer(offer.key, False, acting())


def test_an_offer_that_nobody_came_for_expires_and_the_person_waits_on():
    offer = offered(who=acting(at=NOW - days(4)))
    fresh = offered(waiting(opened(name="Fresh")))
    expire_task.call()
    offer.refresh_from_db()
    fresh.refresh_from_db()
    assert (offer.answer, fresh.answer) == ("expired", "")
    assert Wait.objects.get(pk=offer.wait_id).ended is None
    assert expire_offers() == 0
    with pytest.raises(WrongState):
        refuse_offer(offer.key, False, acting())


def test_who_comes_takes_the_place_that_was_kept_also_when_all_others_are_taken():
    offer = offered()
    for number in range(2):
        staying(opened(name=f"N {number}"))
    stay = staying(offer.wait.client)
    offer.refresh_from_db()
    wait = Wait.objects.get(pk=offer.wait_id)
    assert (offer.answer, wait.ended_why, stay.ward_id, stay.above_safe) == ("taken", "placed", MEN, "")


def test_a_kept_place_that_is_no_longer_safe_is_taken_only_with_a_reason():
    offer = offered()
    staff(0)
    before = Act.objects.count()
    assert refused(lambda: staying(offer.wait.client)) == ["above_safe"]
    assert Act.objects.count() == before
    assert staying(offer.wait.client, above_safe="danger").above_safe == "danger"


def test_a_kept_place_above_what_the_centre_may_ever_hold_is_not_taken_whatever_the_reason():
    offer = offered()
    staying(opened(name="There"))
    set_centre(centre(HOME, official=1, operational=1, emergency=1), acting("planner"))
    assert refused(lambda: staying(offer.wait.client, above_safe="danger")) == ["above_safe"]
    assert not Stay.objects.filter(client=offer.wait.client_id).exists()


def test_an_offer_whose_time_is_over_is_neither_taken_nor_refused_also_before_the_worker_ends_it():
    late, other = (offered(waiting(opened(name=name)), who=acting(at=NOW - days(4))) for name in ("Late", "Other"))
    with pytest.raises(WrongState):
        refuse_offer(late.key, False, acting())
    staff(0)
    assert refused(lambda: staying(late.wait.client)) == ["above_safe"]
    late.refresh_from_db()
    assert late.answer == ""  # nothing is left of what was refused
    staff(4)
    assert staying(late.wait.client).ward_id == MEN
    again = offered(other.wait)
    for one in (late, other):
        one.refresh_from_db()
    assert (late.answer, other.answer, again.answer) == ("expired", "expired", "")


def test_who_goes_elsewhere_leaves_no_place_kept_behind():
    near = acting("near-manager")
    client = opened(near)
    offer = offered(waiting(client, near), MEN, near)
    staying(client, COMMUNITY + ".1", near)
    offer.refresh_from_db()
    assert offer.answer == "refused"
    assert not Offer.objects.filter(answer="").exists()


def test_a_transfer_keeps_the_old_place_until_the_new_one_is_taken():
    near = acting("near-manager")
    client = opened(near)
    old = staying(client, COMMUNITY + ".1", near)
    with pytest.raises(NotFound):
        staying(client, MEN)  # a stranger still
    offer = offered(waiting(client, near), MEN, near)
    old.refresh_from_db()
    assert old.ended is None
    new = staying(client, MEN)
    old.refresh_from_db()
    offer.refresh_from_db()
    assert (old.ended, old.ended_why, offer.answer, new.ended) == (NOW.date(), "transferred", "taken", None)
    assert Stay.objects.filter(ended=None).count() == 1


def test_who_has_a_place_is_not_taken_in_a_second_time_without_an_offer():
    stay = staying()
    before = Act.objects.count()
    with pytest.raises(WrongState):
        staying(stay.client)
    assert Act.objects.count() == before


def test_a_place_is_free_again_when_somebody_goes():
    there = full()
    assert refused(lambda: staying(opened(name="Next"))) == ["above_safe"]
    end_stay(there[0].key, "completed", acting())
    assert staying(opened(name="After")).above_safe == ""
