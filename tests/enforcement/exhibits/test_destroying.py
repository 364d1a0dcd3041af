"""An exhibit is destroyed when every witness signed for it in a session of their own."""

from decimal import Decimal

import pytest

from marga.enforcement.acts.models import Act
from marga.enforcement.acts.replaying import differences
from marga.enforcement.exhibits.destroying import ask, cancel, witness
from marga.enforcement.exhibits.keeping import give, look_at, weigh_later
from marga.enforcement.exhibits.models import Exhibit, Mass
from marga.enforcement.exhibits.queries import said_of, to_witness
from marga.enforcement.exhibits.services import begin, open_round, seal
from marga.enforcement.stations.contents import OfficerSet
from marga.enforcement.stations.services import set_officer
from marga.site.accounts.models import Account
from marga.site.faults import Faulty
from marga.site.ledgers import signing
from marga.site.ledgers.auditing import audit_all, one_moment
from marga.site.refusals import NotAllowed, NotFound, WrongState
from support.accounts import account
from support.entering import settle
from support.register import (
    CHIEF,
    NOW,
    OFFICER,
    OTHER_UNIT,
    OUTSIDER,
    RECORDS,
    SECOND,
    SUPERVISOR,
    acting,
    booked,
    hours,
    signed_in_as,
    station,
)  # fmt: skip

pytestmark = pytest.mark.usefixtures("database")
NET = Decimal("17.39")
WITNESSES = (SECOND, OUTSIDER)


def later(number=OFFICER, after=2):
    return acting(number, NOW + hours(after))


def weighed(key, first=NET, second=NET):
    begin(key, 1, "", later(after=1))
    seal(key, 1, first + 1, first, "S1", later(after=1))
    seal(key, 1, second + 1, second, "S2", later(SECOND, 1))
    open_round(key, 1, later(after=1))


@pytest.fixture
def key(database):
    """An exhibit weighed by both; its officers have accounts to sign with, the inspector one that signs nothing."""
    station()
    for number in (OFFICER, *WITNESSES):
        account(f"officer-{number}", "officer")
    account("officer-5001", "inspector")
    found = f"{booked().number}.E1"
    weighed(found)
    return found


def asked(key, *named, net=NET):
    return ask(key, net, "S1", named or WITNESSES, "In the incinerator.", later())


def exhibit():
    return Exhibit.objects.get()


def test_it_is_destroyed_when_the_last_witness_signs(key):
    assert asked(key).number == 1
    assert exhibit().destroyed is None
    witness(key, 1, later(SECOND))
    assert exhibit().destroyed is None
    assert witness(key, 1, later(OUTSIDER, 3)).done == NOW + hours(3)
    mass = Mass.objects.get(what="destroyed")
    assert (exhibit().destroyed, mass.by, mass.net) == (NOW + hours(3), OFFICER, NET)
    assert sorted(mass.witnesses) == sorted(WITNESSES)
    done = Act.objects.get(kind="exhibit.destroyed")
    assert (done.by, done.new["holder"]) == (OUTSIDER, OFFICER)
    assert f"by officer {OFFICER}, before {SECOND}, {OUTSIDER}" in said_of(done, later())


def test_it_waits_for_each_witness_and_for_nobody_else(key):
    asked(key)
    assert [[one.destruction.exhibit_id for one in to_witness(later(number))] for number in (
        *WITNESSES, OFFICER, SUPERVISOR)] == [[key], [key], [], []]  # fmt: skip
    witness(key, 1, later(SECOND))
    assert [len(to_witness(later(number))) for number in WITNESSES] == [0, 1]


def test_whoever_asks_or_signs_twice_does_it_once(key):
    assert asked(key) == asked(key) == asked(key, *WITNESSES, OFFICER)
    witness(key, 1, later(SECOND))
    witness(key, 1, later(SECOND))
    assert Act.objects.filter(kind="destruction.asked").count() == 1
    assert Act.objects.filter(kind="destruction.witnessed").count() == 1
    assert exhibit().destroyed is None


@pytest.mark.parametrize(("named", "says"), [
    ((SECOND,), "takes 2 witnesses besides who does it; named: 1"), ((OFFICER, SECOND), "named: 1"),
    ((SECOND, SECOND), "named: 1"), ((SECOND, "8888"), "No officer in service has the number 8888"),
    ((SECOND, CHIEF), f"Officer {CHIEF} has no account to sign with"),
    ((SECOND, "5001"), "Officer 5001 has no account to sign with"),
])  # fmt: skip
def test_whoever_could_not_witness_it_is_not_taken(key, named, says):
    with pytest.raises(Faulty, match=says):
        asked(key, *named)
    assert not Act.objects.filter(kind="destruction.asked").exists()


def test_who_left_the_service_or_whose_account_is_closed_is_no_witness(key):
    set_officer(OfficerSet(number=SECOND, name="x", rank="officer", unit=OTHER_UNIT, serving=False), RECORDS)
    Account.objects.filter(name=f"officer-{OUTSIDER}").update(is_active=False)
    with pytest.raises(Faulty) as refused:
        asked(key)
    assert [fault.field for fault in refused.value.faults] == ["witnesses", "witnesses"]


@pytest.mark.parametrize("number", [OFFICER, SUPERVISOR])
def test_who_is_no_witness_cannot_sign(key, number):
    asked(key)
    with pytest.raises(NotFound, match="not named as a witness"):
        witness(key, 1, later(number))


@pytest.mark.parametrize(("number", "error"), [("5001", NotAllowed), ("4001", NotAllowed), ("9001", NotAllowed)])
def test_roles_that_keep_nothing_neither_ask_nor_sign_nor_cancel(key, number, error):
    asked(key)
    for act in (lambda: witness(key, 1, later(number)), lambda: cancel(key, 1, later(number)),
                lambda: ask(key, NET, "S1", WITNESSES, "", later(number))):  # fmt: skip
        with pytest.raises(error):
            act()


@pytest.mark.parametrize("number", [OFFICER, OUTSIDER])
def test_holder_or_witness_calls_it_off_and_it_may_be_asked_again(key, number):
    asked(key)
    witness(key, 1, later(SECOND))
    cancel(key, 1, later(number))
    with pytest.raises(WrongState, match="done or cancelled"):
        cancel(key, 1, later())
    with pytest.raises((WrongState, NotFound)):
        witness(key, 1, later(OUTSIDER))
    assert asked(key).number == 2
    assert [one.signed for one in asked(key).witnesses.all()] == [None, None]


def test_a_destruction_that_is_not_theirs_is_not_called_off(key):
    asked(key)
    with pytest.raises(NotFound, match="not yours to cancel"):
        cancel(key, 1, later(SUPERVISOR))


def test_nothing_else_is_done_to_it_while_witnesses_have_yet_to_sign(key):
    asked(key)
    for act in (lambda: give(key, SECOND, "", later()), lambda: weigh_later(key, "held", NET, "S1", "", later()),
                lambda: begin(key, 2, "Again.", later()), lambda: asked(key, SUPERVISOR, SECOND)):  # fmt: skip
        with pytest.raises(WrongState, match="waits for its witnesses"):
            act()


def test_what_concerns_a_supervisor_is_looked_at_before(key):
    weigh_later(key, "held", Decimal("9.1"), "S1", "", later())
    with pytest.raises(WrongState, match="supervisor has to look"):
        asked(key)
    look_at(key, "The bag was torn; the rest was swept up and is sealed.", later(SUPERVISOR))
    assert not exhibit().concern
    asked(key, net=Decimal("9.1"))


def test_another_than_the_holder_destroys_nothing(key):
    with pytest.raises(Faulty, match=f"held by {OFFICER}"):
        ask(key, NET, "S1", WITNESSES, "", later(SECOND))


def test_what_is_destroyed_is_handed_to_nobody_any_more(key):
    asked(key)
    for number in WITNESSES:
        witness(key, 1, later(number))
    with pytest.raises(WrongState, match="was destroyed"):
        give(key, SECOND, "", later())
    with pytest.raises(WrongState, match="done or cancelled"):
        cancel(key, 1, later())


def test_the_register_follows_from_a_destruction_and_audits_clean(key):
    asked(key)
    witness(key, 1, later(SECOND))
    cancel(key, 1, later(SECOND))
    asked(key)
    for number in WITNESSES:
        witness(key, 2, later(number))
    settle()
    with one_moment():
        assert audit_all(signing.verifiers(), []).audit.findings == ()
    assert list(differences()) == []


def test_a_witness_of_another_unit_signs_on_the_page(key):
    Account.objects.all().delete()
    holder, second, outsider = (signed_in_as(number) for number in (OFFICER, *WITNESSES))
    answer = holder.post(f"/exhibits/{key}/destroy/", {"net": "17.39", "unit": "g", "instrument": "S1",
                                                       "witnesses": f"{SECOND} {OUTSIDER}", "note": ""})  # fmt: skip
    assert answer.status_code == 302
    for client in (second, outsider):
        assert "names you as a witness" in client.get("/").content.decode()
        assert "Sign that it is destroyed" in client.get(f"/exhibits/{key}/").content.decode()
        assert client.post(f"/exhibits/{key}/witness/1/").status_code == 302
    assert exhibit().destroyed is not None
    assert "names you as a witness" not in outsider.get("/").content.decode()
