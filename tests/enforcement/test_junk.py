"""Whatever is sent to whichever form of the register, by whoever may send it: nothing breaks, and nothing is done."""

import pytest

from marga.enforcement.acts.models import Act
from marga.enforcement.roles import ROLES
from marga.enforcement.stations.forms import UnitForm
from marga.enforcement.stations.models import Pad, Unit, Unused
from marga.site.accounts.models import Account
from marga.site.roles import may
from support.junk import form_of, posts
from support.lived import filled, lived_in
from support.register import OFFICERS, UNIT, signed_in_as, station

BY_ROLE = {role: number for number, (_rank, _unit, (role,)) in reversed(OFFICERS.items())}
#: Addresses where what is sent says nothing more: that it is sent is the act; and two where any text is a reason, and
#: any text a name.
SENDING_IS_ENOUGH = {"receipt-give", "charge-agree", "tip-answer", "person-correct"}
#: Names that are read from the address, or from what is sent beside a form.
BESIDE = ("again", "alert", "add", "count", "step", "seen", "reason", "after", "text", "unit", "month", "day", "next")
OF_ANY_ACCOUNT = {"my-account", "my-password", "my-second-factor", "sign-out-everywhere"}


@pytest.fixture
def lived(database):
    return lived_in()


def pages_of(role, case):
    """Each address that they may use and nobody named before them may: its name and a path."""
    before = [Account(name="x", roles=[one]) for one in list(BY_ROLE)[: list(BY_ROLE).index(role)]]
    for one, path in filled(case):
        needs = getattr(one.pattern.callback, "needs", None)
        if needs is None or one.name in OF_ANY_ACCOUNT or not may(Account(name="x", roles=[role]), needs):
            continue
        if not any(may(account, needs) for account in before):
            yield one, path


def test_somebody_of_each_role_is_there():
    assert set(BY_ROLE) == set(ROLES)


@pytest.mark.parametrize("role", BY_ROLE)
def test_junk_in_a_form_breaks_nothing_and_does_nothing(lived, role):
    browser, done = signed_in_as(BY_ROLE[role]), set()
    for one, path in pages_of(role, lived):
        before = Act.objects.count()
        posts(browser, path, form_of(browser, path), BESIDE)
        if Act.objects.count() != before:
            done.add(one.name)
    assert done <= SENDING_IS_ENOUGH


@pytest.fixture
def records(database):
    station()
    return signed_in_as("9001")


def refused(browser, address, sent):
    """What the page says that comes back, and that nothing was done."""
    before = Act.objects.count()
    answer = browser.post(address, sent)
    assert answer.status_code == 303
    assert Act.objects.count() == before
    return browser.get(answer["Location"]).context["form"].errors


def test_a_unit_code_in_small_letters_is_refused_beside_its_field(records):
    sent = {"code": "kh-12-02", "name": "A unit", "name_km": "", "province": "KH-12"}
    assert "AB-12-01" in refused(records, "/stations/new/", sent)["code"][0]
    assert not Unit.objects.filter(name="A unit").exists()


@pytest.mark.parametrize("last", ["2000000001", "9" * 400])
def test_a_slip_number_beyond_all_pads_is_refused_beside_its_field(records, last):
    sent = {"number": "P-9", "first": "1999999999", "last": last, "issued": "2026-11-24T08:00"}
    assert "2000000000" in refused(records, f"/stations/{UNIT}/pads/new/", sent)["last"][0]
    assert not Pad.objects.exists()


def test_what_no_form_foresaw_is_refused_with_the_field_and_the_value(records, monkeypatch):
    monkeypatch.setattr(UnitForm.base_fields["code"], "validators", [])
    sent = {"code": "kh-12-02", "name": "A unit", "name_km": "", "province": "KH-12"}
    assert "“kh-12-02”" in refused(records, "/stations/new/", sent)["code"][0]


def test_a_number_is_explained_once(database):
    station()
    browser = signed_in_as("1003")
    sent = {"year": 2026, "serial": 7, "reason": "The page was torn."}
    for _again in range(2):
        assert browser.post("/unit/number/", sent).status_code == 302
    assert "already" in str(refused(browser, "/unit/number/", {**sent, "reason": "Another one."}))
    assert Unused.objects.get().reason == "The page was torn."
