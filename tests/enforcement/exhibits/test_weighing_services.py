"""Two people weigh blind: sealing, opening, cancelling, trying again, and the laboratory."""

import threading
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection

from marga.enforcement.acts.models import Act
from marga.enforcement.acts.replaying import differences
from marga.enforcement.exhibits.keeping import give, take, weigh_later
from marga.enforcement.exhibits.models import Exhibit, SealedWeight
from marga.enforcement.exhibits.queries import page, store_balance
from marga.enforcement.exhibits.services import begin, cancel_round, laboratory_weigh, open_round, seal
from marga.enforcement.stations.contents import InstrumentSet
from marga.enforcement.stations.services import set_instrument
from marga.site.faults import Faulty
from marga.site.ledgers import signing
from marga.site.ledgers.auditing import audit_all, one_moment
from marga.site.refusals import NotAllowed, NotFound, WrongState
from support.accounts import account
from support.entering import settle
from support.register import NOW, OFFICER, OUTSIDER, RECORDS, SECOND, SUPERVISOR, UNIT, acting, booked, hours, station

pytestmark = pytest.mark.usefixtures("database")
FIRST, BLIND = Decimal("17.3942"), Decimal("17.39")


@pytest.fixture
def key(database):
    station()
    return f"{booked().number}.E1"


def later(number, after=1):
    return acting(number, NOW + hours(after))


def weigh(key, number, by, net, scale):
    return seal(key, number, net + 1, net, scale, later(by))


def weighed(key, first=FIRST, second=BLIND):
    begin(key, 1, "", later(OFFICER))
    weigh(key, 1, OFFICER, first, "S1")
    weigh(key, 1, SECOND, second, "S2")
    return open_round(key, 1, later(SECOND))


def test_two_weights_are_sealed_opened_and_give_their_bands(key):
    found = weighed(key)
    assert len(set(found.bands)) == 1
    assert not Exhibit.objects.get().concern
    sealed = SealedWeight.objects.order_by("which")
    acts = Act.objects.filter(kind="weight.sealed").order_by("pk")
    assert [bytes(one.commitment) for one in sealed] == [bytes(one.entry.commitment) for one in acts]


def test_weights_in_two_bands_go_to_the_supervisor(key):
    found = weighed(key, Decimal("14.99"), Decimal("15.01"))
    assert {"different_bands", "near_limit"} <= set(found.concerns)
    assert Exhibit.objects.get().concern


def test_the_same_reading_twice_is_sealed_once(key):
    begin(key, 1, "", later(OFFICER))
    begin(key, 1, "", later(OFFICER))
    assert weigh(key, 1, OFFICER, FIRST, "S1") == weigh(key, 1, OFFICER, FIRST, "S1")
    assert Act.objects.filter(kind="weight.sealed").count() == 1


@pytest.mark.parametrize(("by", "scale", "says"), [
    (OFFICER, "S2", "Another person must weigh"), (SECOND, "S1", "read the first weight"),
    (SECOND, "S9", "has no instrument S9"),
])  # fmt: skip
def test_the_second_weight_is_by_another_person_with_another_scale(key, by, scale, says):
    begin(key, 1, "", later(OFFICER))
    weigh(key, 1, OFFICER, FIRST, "S1")
    with pytest.raises(Faulty, match=says):
        weigh(key, 1, by, BLIND, scale)
    assert SealedWeight.objects.count() == 1


def test_a_scale_whose_calibration_ran_out_weighs_nothing(key):
    begin(key, 1, "", later(OFFICER))
    set_instrument(InstrumentSet(number="S1", unit=UNIT, label="scale", calibrated=date(2024, 1, 1)), RECORDS)
    with pytest.raises(Faulty, match="calibration of instrument S1 is not valid"):
        weigh(key, 1, OFFICER, FIRST, "S1")


def test_a_station_with_one_scale_sends_it_to_the_laboratory(key):
    for number in ("S1", "S2"):
        set_instrument(InstrumentSet(number=number, unit=UNIT, label="scale", calibrated=date(2026, 6, 1),
                                     in_use=False), RECORDS)  # fmt: skip
    with pytest.raises(Faulty, match="Send the exhibit to the laboratory"):
        begin(key, 1, "", later(OFFICER))


def test_nobody_opens_one_weight_or_somebody_elses(key):
    begin(key, 1, "", later(OFFICER))
    weigh(key, 1, OFFICER, FIRST, "S1")
    with pytest.raises(Faulty, match="when both are sealed"):
        open_round(key, 1, later(SUPERVISOR))
    weigh(key, 1, SECOND, BLIND, "S2")
    with pytest.raises(Faulty, match="Either of the two"):
        open_round(key, 1, later("2001"))
    assert open_round(key, 1, later(SUPERVISOR)) is not None
    assert open_round(key, 1, later(SUPERVISOR)) is None


def test_a_cancelled_round_is_tried_again_by_others_and_with_a_reason(key):
    begin(key, 1, "", later(OFFICER))
    weigh(key, 1, OFFICER, FIRST, "S1")
    with pytest.raises(Faulty, match="Write why"):
        cancel_round(key, 1, " ", later(OFFICER))
    cancel_round(key, 1, "The scale was touched.", later(OFFICER))
    with pytest.raises(Faulty, match="Write why"):
        begin(key, 2, "", later(SECOND))
    begin(key, 2, "The first round was cancelled.", later(SECOND))
    with pytest.raises(Faulty, match="earlier round"):
        weigh(key, 2, OFFICER, FIRST, "S1")


@pytest.mark.parametrize(("who", "error"), [("5001", NotAllowed), ("4001", NotAllowed), ("3001", NotAllowed),
                                            ("9001", NotAllowed), (OUTSIDER, NotFound)])  # fmt: skip
def test_who_has_no_part_weighs_nothing(key, who, error):
    with pytest.raises(error):
        begin(key, 1, "", later(who))
    assert not Act.objects.filter(kind="weighing.begun").exists()


def test_the_laboratory_weighs_what_it_took_and_the_station_no_more(key):
    account("officer-3001", "laboratory")
    give(key, "3001", "one scale", later(OFFICER))
    with pytest.raises(Faulty, match="held by 1001"):
        laboratory_weigh(key, FIRST, FIRST, "S1", None, later("3001"))
    take(key, 1, later("3001"))
    told = laboratory_weigh(key, FIRST + 1, FIRST, "S1", Decimal("81.5"), later("3001"))
    assert (Exhibit.objects.get().purity, len(told.bands)) == (Decimal("81.5"), 1)
    with pytest.raises(WrongState):
        begin(key, 1, "", later(OFFICER))


def at_the_laboratory(key, net):
    """The laboratory takes an exhibit and weighs it."""
    account("officer-3001", "laboratory")
    given = give(key, "3001", "For analysis.", later(OFFICER, 3))
    take(key, given.number, later("3001", 3))
    return laboratory_weigh(key, net + 1, net, "S3", None, later("3001", 3))


def test_what_goes_missing_on_the_way_to_the_laboratory_goes_to_the_supervisor(key):
    weighed(key, Decimal(100), Decimal(100))
    told = at_the_laboratory(key, Decimal(60))
    assert {"too_far_apart", "mass"} <= set(told.concerns)
    assert Exhibit.objects.get().concern
    shown = page(key, later(SUPERVISOR, 4))
    assert "40 g are missing of 100 g seized" in shown.balance
    total, exhibits = store_balance(later(SUPERVISOR, 4))
    assert (total.missing, exhibits) == (Decimal(40), 1)


def test_a_later_weight_is_held_against_what_was_seized_and_not_against_the_laboratory_s(key):
    weighed(key, Decimal(100), Decimal(100))
    at_the_laboratory(key, Decimal(60))
    assert weigh_later(key, "held", Decimal(60), "S3", "", later("3001", 5)).concerns == ("mass",)


def test_the_laboratory_s_weight_on_the_other_side_of_a_limit_goes_to_the_supervisor(key):
    weighed(key, Decimal("15.3"), Decimal("15.3"))
    assert {"different_bands", "too_far_apart", "mass"} <= set(at_the_laboratory(key, Decimal("14.2")).concerns)


def test_a_sample_that_was_taken_before_the_laboratory_weighed_is_not_missed_there(key):
    weighed(key, Decimal(100), Decimal(100))
    weigh_later(key, "held", Decimal(100), "S1", "", later(OFFICER, 2))
    weigh_later(key, "sampled", Decimal(5), "S1", "", later(OFFICER, 2))
    assert at_the_laboratory(key, Decimal(95)).concerns == ()
    assert not Exhibit.objects.get().concern
    assert page(key, later(SUPERVISOR, 4)).balance.startswith("The weights add up")
    settle()
    assert list(differences()) == []


def test_two_who_seal_at_once_are_first_and_second(key, database):
    begin(key, 1, "", later(OFFICER))
    ready, failed = threading.Barrier(2), []

    def at_once(by, net, scale):
        try:
            ready.wait()
            weigh(key, 1, by, net, scale)
        except Exception as error:  # a thread's error would be lost
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=at_once, args=args)
               for args in ((OFFICER, FIRST, "S1"), (SECOND, BLIND, "S2"))]  # fmt: skip
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert sorted(SealedWeight.objects.values_list("which", flat=True)) == [1, 2]
    assert set(SealedWeight.objects.values_list("by", flat=True)) == {OFFICER, SECOND}


def test_the_ledger_of_weights_audits_clean_and_the_register_follows_from_it(key):
    weighed(key)
    settle()
    with one_moment():
        assert audit_all(signing.verifiers(), []).audit.findings == ()
    assert list(differences()) == []
