"""A transfer loses no place, nobody is placed above what is safe, and a centre closes when everybody has a place."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils.formats import date_format
from django.utils.timezone import localtime
from hypothesis import given
from hypothesis import strategies as st

from marga.care.acts.replaying import differences
from marga.care.centres import contents
from marga.care.centres.models import Centre
from marga.care.centres.queries import replacing
from marga.care.centres.services import close_centre, set_centre, set_ward
from marga.care.rules.capacity import coming
from marga.care.stays.assigning import STALE, propose, summary
from marga.care.stays.models import Offer, Proposed, Stay, Wait
from marga.care.stays.offering import proposals
from marga.care.stays.offers import offer_place, refuse_offer
from marga.care.stays.services import Legal, begin_stay, end_stay
from marga.care.stays.waits import begin_wait
from marga.site.refusals import NotAllowed, NotFound, Refused, WrongState
from support.accounts import account, signed_in
from support.accounts import said as said_of
from support.care_placing import NOW, TODAY, A, B, centre, client, manager, planner, stays, waits

LEGAL = Legal("voluntary")


@given(st.integers(-20, 20), st.lists(st.integers(1, 60), max_size=30))
def test_places_come_only_once_a_centre_is_back_to_what_is_safe(free, leaving):
    found = coming(free, leaving)
    assert sum(count for _days, count in found) == max(0, len(leaving) - max(0, -free))
    assert [days for days, _count in found] == sorted({days for days, _count in found})
    assert all(count > 0 for _days, count in found)


def test_the_first_who_go_make_no_room_where_too_many_are():
    assert coming(-2, [3, 5, 9]) == ((9, 1),)
    assert coming(0, [3, 3]) == ((3, 2),)


def test_a_full_ward_is_proposed_for_the_day_on_which_somebody_goes(database):
    centre(A, 1)
    stays(planned=10)
    wait = waits()
    best = proposals(wait, manager().clock).best
    assert [(one.place.key, one.days) for one in best] == [(f"{A}.1", 10)]


def test_an_expected_place_is_not_offered_before_it_is_free(database):
    centre(A, 1)
    stays(planned=10)
    wait = waits()
    with pytest.raises(Refused, match="no safe place free"):
        offer_place(wait.key, f"{A}.1", "", manager())
    assert not Offer.objects.exists()


def test_a_transfer_keeps_the_old_place_until_the_new_one_is_taken(database):
    centre(A), centre(B)
    old = stays()
    wait = begin_wait_of(old)
    offer = offer_place(wait.key, f"{B}.1", "nearer to the family", manager())
    assert Stay.objects.get(pk=old.pk).ended is None
    new = begin_stay(old.client_id, f"{B}.1", LEGAL, manager(B))
    old.refresh_from_db(), offer.refresh_from_db()
    assert (old.ended, old.ended_why, offer.answer, new.centre_id) == (TODAY, "transferred", "taken", B)
    assert Stay.objects.filter(ended=None).count() == 1


def test_without_a_place_that_is_kept_nobody_is_transferred(database):
    centre(A), centre(B)
    old = stays()
    with pytest.raises(NotFound):  # the other centre does not even know the client
        begin_stay(old.client_id, f"{B}.1", LEGAL, manager(B))
    with pytest.raises(WrongState, match="has a place already"):
        begin_stay(old.client_id, f"{A}.1", LEGAL, manager())
    with pytest.raises(NotAllowed):
        begin_stay(old.client_id, f"{B}.1", LEGAL, manager())
    assert Stay.objects.get().ended is None


def test_who_comes_in_elsewhere_leaves_the_place_that_was_kept_free(database):
    centre(A), centre(B)
    wait = waits()
    offer = offer_place(wait.key, f"{B}.1", "", manager())
    begin_stay(wait.client_id, f"{A}.1", LEGAL, manager())
    offer.refresh_from_db()
    assert offer.answer == "refused"


def test_all_who_wait_are_placed_only_as_far_as_is_safe(database):
    centre(A, 2), centre(B, 1)
    for _ in range(5):
        waits()
    waits(flags=("danger",))
    assert propose() == 3
    urgent = Wait.objects.get(urgency=0)
    assert Proposed.objects.get(wait=urgent).ward_id is not None
    said = summary()
    assert sum(number for _one, _other, number in said.moves) == 3
    assert (said.left, said.nowhere) == (3, 0)
    assert {pair[:2] for pair in said.moves} == {(f"Centre {A}", f"Centre {A}"), (f"Centre {A}", f"Centre {B}")}


def test_a_centre_that_its_staff_limits_is_not_filled_ward_by_ward(database):
    centre(A, 2, staff=1, ratio=Decimal(1))
    said = {"centre": A, "sexes": ("male",), "age_from": 18, "area": Decimal(8), "beds": 2}
    set_ward(contents.WardSet(key=f"{A}.2", name="More men", **said), planner())
    for _ in range(4):
        waits()
    assert Centre.objects.get(pk=A).safe == 1
    assert propose() == 1


def test_the_ministry_reads_when_all_who_wait_were_placed_last_and_that_it_never_was(database):
    centre(A, 2)
    assert (summary().at, summary().stale) == (None, False)
    page = signed_in(account("planner", "planner"))
    assert "Not reckoned yet" in said_of(page.get("/centres/"))
    assert "would wait on" not in said_of(page.get("/centres/"))
    waits()
    propose()
    found = summary()
    assert (found.at, found.stale) == (Proposed.objects.get().at, False)
    assert f"as of {date_format(localtime(found.at), 'j F Y, H:i')}" in said_of(page.get("/centres/"))
    Proposed.objects.update(at=found.at - STALE - timedelta(minutes=1))
    assert summary().stale
    assert "old From the list of" in said_of(page.get("/centres/"))


def test_who_has_an_offer_or_is_not_there_is_not_proposed_anew(database):
    centre(A, 2)
    one, other = waits(), waits()
    offer_place(one.key, f"{A}.1", "", manager())
    propose()
    assert list(Proposed.objects.values_list("wait", flat=True)) == [other.key]


def test_a_woman_for_whom_there_is_no_ward_is_said_to_fit_nowhere(database):
    centre(A, 2)
    waits(sex="female")
    propose()
    assert summary().nowhere == 1


def test_a_centre_closes_when_everybody_has_a_place_and_not_before(database):
    centre(A), centre(B)
    stay, wait = stays(), waits()
    found = Centre.objects.get(pk=A)
    offer_place(wait.key, f"{B}.1", "", manager())
    assert (replacing(found).present, replacing(found).without, replacing(found).waiting) == (1, 1, 1)
    with pytest.raises(WrongState, match="Still in this centre: 1 people"):
        close_centre(A, TODAY, planner())
    begin_stay(wait.client_id, f"{B}.1", LEGAL, manager(B))
    end_stay(stay.key, "completed", manager())
    assert replacing(found).may_close
    assert close_centre(A, TODAY, planner()).closed == TODAY


def test_nobody_is_proposed_a_centre_that_is_about_to_close(database):
    centre(A)
    said = Centre.objects.get(pk=A)
    set_centre(contents.CentreSet(
        code=A, name=said.name, province="KH-12", modality="residential", official=2, operational=2, emergency=3,
        opened=said.opened, closes=TODAY), planner())  # fmt: skip
    assert proposals(waits(), manager().clock).best == ()


def test_what_was_refused_for_good_is_not_proposed_again(database):
    centre(A)
    wait = waits()
    offer = offer_place(wait.key, f"{A}.1", "", manager())
    refuse_offer(offer.key, True, manager(at=NOW + timedelta(hours=1)))
    wait.refresh_from_db()
    assert wait.refused == [f"{A}.1"]
    assert proposals(wait, manager().clock).best == ()


def test_everything_follows_from_the_acts(database):
    centre(A), centre(B)
    old = stays()
    offer_place(begin_wait_of(old).key, f"{B}.1", "nearer", manager())
    begin_stay(old.client_id, f"{B}.1", LEGAL, manager(B))
    assert list(differences()) == []


def begin_wait_of(stay):
    """The list for another place, of somebody who has one."""
    return begin_wait(stay.client_id, ("residential",), (), manager())


def test_a_client_is_not_known_to_another_centre_before_an_offer(database):
    centre(A), centre(B)
    number = client()
    with pytest.raises(NotFound):
        begin_stay(number, f"{B}.1", LEGAL, manager(B))
