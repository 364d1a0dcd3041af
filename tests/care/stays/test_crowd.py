"""Many workers place people into the last beds at once: the short form of ./bench care."""

import threading

import pytest
from django.db import OperationalError, connection

from marga.care.acts.models import Act
from marga.care.centres.models import Centre
from marga.care.stays.models import Offer, Stay, Wait
from marga.care.stays.offers import offer_place
from marga.care.stays.room import room_of
from marga.care.stays.services import Legal, begin_stay, end_stay
from marga.site.refusals import Refused
from support.care import FAR, MEN, acting, centres, opened, staying, waiting

PLACED, OFFERED = 10, 10
pytestmark = pytest.mark.parametrize("database", ["postgresql"], indirect=True)


def at_once(acts):
    """Each in a thread of its own, all begun together: what each was told."""
    start, told = threading.Barrier(len(acts)), []

    def does(act):
        start.wait()
        try:
            act()
            told.append("done")
        except Refused:
            told.append("refused")
        except OperationalError as error:
            told.append(f"broken: {error}")
        finally:
            connection.close()

    threads = [threading.Thread(target=does, args=[act]) for act in acts]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return told


def test_the_last_beds_are_given_once_none_above_safe_and_nobody_blocks_another(database):
    centres()
    leaving = staying(opened(name="Leaving"))
    clients = [opened(name=f"Comes {number}") for number in range(PLACED)]
    waits = [waiting(opened(name=f"Waits {number}")) for number in range(OFFERED)]
    acts = [lambda one=one: begin_stay(one.number, MEN, Legal("voluntary"), acting()) for one in clients]
    acts += [lambda one=one: offer_place(one.key, MEN, "The only one.", acting()) for one in waits]
    acts += [lambda one=one: offer_place(one.key, f"{FAR}.1", "The only one.", acting()) for one in waits]
    acts.append(lambda: end_stay(leaving.key, "completed", acting()))
    before = Act.objects.count()
    told = at_once(acts)
    assert set(told) == {"done", "refused"}
    room = room_of(Centre.objects.get(pk=acting().centre).wards.get(pk=MEN))
    taken = room.ward_present + room.ward_kept
    assert 2 <= taken <= room.ward_safe == 3
    assert not Stay.objects.exclude(above_safe="").exists()
    assert Offer.objects.filter(centre=FAR, answer="").count() == 2
    assert Wait.objects.filter(ended=None).count() == OFFERED
    assert Act.objects.count() - before == told.count("done")
