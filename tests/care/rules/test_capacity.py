"""What is safe: the least of area, beds, staff and licence; and what happens at the door of a full centre."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marga.care.rules.capacity import (
    Centre,
    Fill,
    Limit,
    Room,
    Takes,
    Ward,
    admission_refusals,
    fill,
    free_for,
    in_words,
    moving_refusals,
    safe_capacity,
)
from marga.country import ENGLISH, write

METRES = Decimal("3.4")
REASONS = {"danger": object()}
COUNTS = st.integers(0, 200)
WARDS = st.lists(
    st.builds(Ward, st.text("ab", min_size=1), st.none() | st.decimals(0, 900, places=2), st.none() | COUNTS),
    max_size=4,
)
ROOMS = st.builds(Room, st.none() | COUNTS, COUNTS, COUNTS, COUNTS, COUNTS, COUNTS, COUNTS)


def centre(*wards, licence=None, staff=None, ratio=None):
    return Centre(wards, licence, staff, ratio)


@pytest.mark.parametrize(("whole", "places", "by"), [
    (centre(Ward("a", Decimal(34), 12), licence=50, staff=9, ratio=Decimal(6)), 10, Limit.AREA),
    (centre(Ward("a", Decimal(80), 12), licence=50, staff=9, ratio=Decimal(6)), 12, Limit.BEDS),
    (centre(Ward("a", Decimal(80), 20), licence=50, staff=1, ratio=Decimal("6.5")), 6, Limit.STAFF),
    (centre(Ward("a", Decimal(80), 20), licence=5, staff=9, ratio=Decimal(6)), 5, Limit.LICENCE),
    (centre(Ward("a", None, None), licence=180, staff=8, ratio=Decimal(25)), 180, Limit.LICENCE),
    (centre(Ward("a", None, None)), 0, Limit.NOTHING),
    (centre(), 0, Limit.NOTHING),
])  # fmt: skip
def test_the_least_of_all_limits_decides_and_is_named(whole, places, by):
    safe = safe_capacity(whole, METRES)
    assert (safe.places, safe.by) == (places, by)


def test_room_in_one_ward_is_no_room_for_people_of_another():
    wards = (Ward("men", Decimal(34), 2), Ward("women", Decimal("6.8"), 10))
    assert safe_capacity(centre(*wards), METRES).places == 4  # two beds, and floor for two


@given(WARDS, st.none() | COUNTS, st.none() | COUNTS, st.none() | st.decimals("0.1", 50, places=1))
def test_no_limit_is_ever_passed_and_less_of_anything_is_never_safe_for_more(wards, licence, staff, ratio):
    whole = Centre(tuple(wards), licence, staff, ratio)
    safe = safe_capacity(whole, METRES).places
    assert safe >= 0
    if licence is not None:
        assert safe <= licence
        assert safe_capacity(Centre(tuple(wards), licence // 2, staff, ratio), METRES).places <= safe
    if staff is not None and ratio is not None:
        assert safe <= staff * ratio
    areas = [ward.area for ward in wards if ward.area is not None]
    if areas:
        assert safe * METRES <= sum(areas)


@given(ROOMS, st.sampled_from(["", "danger", "because"]))
def test_nobody_comes_in_above_safe_without_a_reason_and_nobody_ever_above_the_most(room, reason):
    refused = admission_refusals(room, reason, REASONS)
    after = room.present + room.kept + 1
    if not refused:
        assert after <= room.emergency
        assert reason == "danger" or (after <= room.safe and (
            room.ward_safe is None or room.ward_present + room.ward_kept + 1 <= room.ward_safe))  # fmt: skip
    elif reason == "danger":
        assert after > room.emergency


@given(ROOMS, st.sampled_from(["", "danger"]))
def test_who_is_in_the_centre_moves_within_it_however_full_it_is(room, reason):
    refused = moving_refusals(room, reason, REASONS)
    full = room.ward_safe is not None and room.ward_present + room.ward_kept >= room.ward_safe
    assert bool(refused) == (full and not reason)


def test_the_most_that_a_centre_may_hold_is_the_most_also_where_beds_and_staff_would_be_safe_for_more():
    room = Room(ward_safe=9, ward_present=5, ward_kept=0, safe=9, emergency=5, present=5, kept=0)
    assert room.free == 0
    assert "5 is the most" in write(admission_refusals(room, "danger", REASONS)[0], ENGLISH)
    assert [fill(present, 9, 5) for present in (4, 5, 6)] == [Fill.WITHIN, Fill.FULL, Fill.ABOVE_EMERGENCY]


def test_a_reason_that_is_none_of_the_country_s_is_named():
    room = Room(1, 1, 0, 1, 5, 1, 0)
    assert "“because” is no reason" in write(admission_refusals(room, "because", REASONS)[0], ENGLISH)


@pytest.mark.parametrize(("present", "word"), [
    (0, Fill.WITHIN), (6, Fill.WITHIN), (7, Fill.FULL), (8, Fill.ABOVE_SAFE), (9, Fill.ABOVE_SAFE),
    (10, Fill.ABOVE_EMERGENCY),
])  # fmt: skip
def test_how_full_is_a_word(present, word):
    assert fill(present, 7, 9) is word


@given(st.lists(st.builds(Takes, st.frozensets(st.sampled_from(["female", "male"])), st.integers(0, 30),
                          st.none() | st.integers(0, 90), st.integers(0, 9))), st.integers(-9, 30))  # fmt: skip
def test_no_more_is_free_for_anybody_than_the_wards_that_take_them_and_the_whole_centre_have(wards, together):
    free = free_for(wards, together, "male", (18, None))
    mine = [ward.free for ward in wards if "male" in ward.sexes and (ward.age_to is None or ward.age_to >= 18)]
    assert free == max(0, min(sum(mine), together))
    assert free_for([ward for ward in wards if "male" not in ward.sexes], together, "male", (0, None)) == 0


def test_the_public_reads_no_number_of_free_places():
    said = [write(in_words(free), ENGLISH) for free in (-1, 0, 1, 3, 4, 90)]
    assert said == ["No free places"] * 2 + ["A few free places"] * 2 + ["Several free places"] * 2
