"""Samples, later weights, hand-overs, photographs and what a supervisor looked at."""

from decimal import Decimal

import pytest

from marga.enforcement.acts.models import Act
from marga.enforcement.acts.replaying import differences
from marga.enforcement.exhibits.keeping import (
    MOST_BYTES,
    MOST_PHOTOGRAPHS,
    cancel_hand_over,
    give,
    look_at,
    photograph,
    take,
    weigh_later,
)  # fmt: skip
from marga.enforcement.exhibits.models import Exhibit, HandOver, Mass, Photograph
from marga.enforcement.exhibits.services import begin, open_round, seal
from marga.site.faults import Faulty
from marga.site.refusals import NotAllowed, NotFound, WrongState
from support.register import NOW, OFFICER, OUTSIDER, SECOND, SUPERVISOR, acting, booked, hours, station

pytestmark = pytest.mark.usefixtures("database")
NET = Decimal("17.39")
JPEG, PNG, WEBP = b"\xff\xd8\xff one", b"\x89PNG\r\n\x1a\n two", b"RIFF0000WEBP three"


def later(number=OFFICER, after=2):
    return acting(number, NOW + hours(after))


@pytest.fixture
def key(database):
    station()
    return f"{booked().number}.E1"


@pytest.fixture
def weighed(key):
    begin(key, 1, "", later(after=1))
    seal(key, 1, NET + 1, NET, "S1", later(after=1))
    seal(key, 1, NET + 1, NET, "S2", later(SECOND, 1))
    open_round(key, 1, later(after=1))
    return key


def test_what_is_there_with_the_samples_adds_up_and_concerns_nobody(weighed):
    weigh_later(weighed, "sampled", Decimal("0.5"), "S1", "For the court.", later())
    weigh_later(weighed, "held", Decimal("16.89"), "S1", "", later())
    assert [(one.what, one.net, one.by) for one in Mass.objects.order_by("pk")] == [
        ("sampled", Decimal("0.5"), OFFICER), ("held", Decimal("16.89"), OFFICER)]  # fmt: skip
    assert not Exhibit.objects.get().concern


@pytest.mark.parametrize("there", ["12", "20"])
def test_mass_that_weighing_does_not_explain_goes_to_the_supervisor(weighed, there):
    weigh_later(weighed, "held", Decimal(there), "S1", "", later())
    assert Exhibit.objects.get().concerns == ["mass"]


def test_nothing_is_taken_out_of_what_no_weight_counts_for(key):
    with pytest.raises(WrongState, match="weighed twice"):
        weigh_later(key, "sampled", Decimal(1), "S1", "", later())


@pytest.mark.parametrize(("who", "scale", "says"), [(SECOND, "S1", f"held by {OFFICER}"), (OFFICER, "S9", "S9")])
def test_the_holder_weighs_it_with_a_scale_of_the_unit(weighed, who, scale, says):
    with pytest.raises(Faulty, match=says):
        weigh_later(weighed, "held", NET, scale, "", later(who))
    assert not Mass.objects.exists()


def test_a_supervisor_who_did_not_weigh_looks_at_a_concern_once(weighed):
    weigh_later(weighed, "held", Decimal(12), "S1", "", later())
    with pytest.raises(Faulty, match="Write what you looked at"):
        look_at(weighed, "  ", later(SUPERVISOR))
    look_at(weighed, "The bag was torn.", later(SUPERVISOR))
    act = Act.objects.get(kind="exhibit.looked_at")
    assert (act.new["concerns"], Exhibit.objects.get().concerns) == (["mass"], [])
    with pytest.raises(WrongState, match="waits for a supervisor any more"):
        look_at(weighed, "Again.", later(SUPERVISOR))


def test_a_supervisor_does_not_look_at_their_own_weighing(key):
    begin(key, 1, "", later(after=1))
    seal(key, 1, Decimal(16), Decimal("14.99"), "S1", later(after=1))
    seal(key, 1, Decimal(16), Decimal("15.01"), "S2", later(SUPERVISOR, 1))
    open_round(key, 1, later(after=1))
    with pytest.raises(Faulty, match="Another supervisor"):
        look_at(key, "Both are right.", later(SUPERVISOR))
    assert Exhibit.objects.get().concern


@pytest.mark.parametrize("number", [OFFICER, SECOND])
def test_giver_or_taker_calls_a_hand_over_off_and_the_giver_still_holds_it(key, number):
    give(key, SECOND, "To court.", later())
    cancel_hand_over(key, 1, later(number))
    assert Exhibit.objects.get().holder == OFFICER
    with pytest.raises(WrongState, match="was cancelled"):
        take(key, 1, later(SECOND))
    with pytest.raises(WrongState, match="taken or cancelled already"):
        cancel_hand_over(key, 1, later(number))
    assert give(key, SECOND, "", later()).number == 2


def test_a_hand_over_that_was_taken_or_is_of_others_is_not_called_off(key):
    give(key, SECOND, "", later())
    with pytest.raises(NotFound, match="not yours"):
        cancel_hand_over(key, 1, later(SUPERVISOR))
    take(key, 1, later(SECOND))
    with pytest.raises(WrongState):
        cancel_hand_over(key, 1, later())
    with pytest.raises(NotFound, match="no such hand-over"):
        cancel_hand_over(key, 7, later())
    assert Exhibit.objects.get().holder == SECOND


@pytest.mark.parametrize(("taker", "says"), [("8888", "No officer in service"), (OFFICER, "Nobody hands over to")])
def test_it_is_given_to_an_officer_in_service_and_not_to_oneself(key, taker, says):
    with pytest.raises(Faulty, match=says) as refused:
        give(key, taker, "", later())
    assert refused.value.faults[0].field == "taker"
    assert not HandOver.objects.exists()


@pytest.mark.parametrize(("data", "media"), [(JPEG, "jpeg"), (PNG, "png"), (WEBP, "webp")])
def test_a_picture_is_kept_once_as_it_was_sent(key, data, media):
    assert photograph(key, data, later()) == photograph(key, data, later())
    assert bytes(Photograph.objects.get().data) == data
    assert Act.objects.get(kind="exhibit.photographed").new["media"] == f"image/{media}"


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"<svg/>", b"RIFF0000WAVE", JPEG + bytes(MOST_BYTES)])
def test_another_file_or_too_large_a_one_is_no_photograph(key, data):
    with pytest.raises(Faulty, match="JPEG, PNG or WebP of at most"):
        photograph(key, data, later())
    assert not Photograph.objects.exists()


def test_an_exhibit_has_so_many_photographs_and_no_more(key):
    for number in range(MOST_PHOTOGRAPHS):
        photograph(key, JPEG + bytes([number]), later())
    with pytest.raises(WrongState, match="which is the most"):
        photograph(key, JPEG, later())


@pytest.mark.parametrize(("who", "error"), [("5001", NotAllowed), ("4001", NotAllowed), ("9001", NotAllowed),
                                            (OUTSIDER, NotFound)])  # fmt: skip
def test_who_keeps_nothing_here_does_nothing_with_it(weighed, who, error):
    before = Act.objects.count()
    for act in (lambda: give(weighed, SECOND, "", later(who)), lambda: take(weighed, 1, later(who)),
                lambda: cancel_hand_over(weighed, 1, later(who)), lambda: photograph(weighed, JPEG, later(who)),
                lambda: weigh_later(weighed, "held", NET, "S1", "", later(who))):  # fmt: skip
        with pytest.raises(error):
            act()
    assert Act.objects.count() == before


@pytest.mark.parametrize("who", [OFFICER, "2001", "5001"])
def test_only_a_supervisor_looks_at_a_concern(weighed, who):
    weigh_later(weighed, "held", Decimal(12), "S1", "", later())
    with pytest.raises(NotAllowed):
        look_at(weighed, "It is fine.", later(who))
    assert Exhibit.objects.get().concern


def test_the_register_follows_from_what_was_kept(weighed):
    photograph(weighed, JPEG, later())
    weigh_later(weighed, "sampled", Decimal(1), "S1", "", later())
    weigh_later(weighed, "held", Decimal(12), "S1", "", later())
    look_at(weighed, "The bag was torn.", later(SUPERVISOR))
    give(weighed, SECOND, "", later())
    cancel_hand_over(weighed, 1, later(SECOND))
    assert list(differences()) == []
