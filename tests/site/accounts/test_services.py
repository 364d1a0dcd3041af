"""What is done with accounts: done, refused to a stranger, refused in the wrong state; and then nothing is left."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from marga.site.accounts import second_factor, services
from marga.site.accounts.events import record
from marga.site.accounts.models import Account, Event, Kind
from marga.site.refusals import NotAllowed, NotFound, Refused, WrongState
from marga.site.roles import Operator
from support.accounts import KEY, PASSWORD, account, administrator, code

OPERATOR = Operator("command line: dara")
ACTS = {
    "add": lambda by, name="new-one": services.add_account(by=by, name=name, holds=["statistician"]),
    "reset": lambda by, name="sok-dara": services.reset_account(by=by, name=name, reason="lost telephone"),
    "close": lambda by, name="sok-dara": services.close_account(by=by, name=name, reason="has left"),
    "open": lambda by, name="sok-dara": services.open_account(by=by, name=name),
}
each_act = pytest.mark.parametrize("act", ACTS)


def last_event() -> tuple[str, str, str, str]:
    event = Event.objects.order_by("-pk")[0]
    return event.kind, event.who, event.about, event.detail


def test_someone_new_gets_a_one_time_password_that_is_good_for_a_week(database):
    by, before = administrator(), timezone.now()
    given = services.add_account(by=by, name=" New-One", holds=["statistician"], address="10.1.2.3")
    made = Account.objects.get(name="new-one")
    assert made.check_password(given.password)
    assert given.password not in made.password
    assert before + timedelta(days=7) <= made.one_time_until == given.until <= timezone.now() + timedelta(days=7)
    assert made.roles == ["statistician"]
    assert last_event() == (Kind.ADDED, "chan-vanna", "new-one", "statistician")
    assert Event.objects.get().address == "10.1.2.3"


@pytest.mark.parametrize(
    ("name", "holds", "told"),
    [
        ("sok dara", ["statistician"], "“sok dara” cannot be a user name. Use 2 to 40 small letters"),
        ("", ["statistician"], "cannot be a user name"),
        ("sok-dara", ["statistician"], "There is an account “sok-dara” already"),
        ("new-one", ["king"], "“king” is no role of this side. The roles are: statistician, administrator"),
        ("new-one", [], "The roles are"),
    ],
)
def test_a_name_or_a_role_that_cannot_be_is_refused_by_name(database, name, holds, told):
    account()
    with pytest.raises(Refused, match=told):
        services.add_account(by=OPERATOR, name=name, holds=holds)
    assert Account.objects.count() == 1
    assert not Event.objects.exists()


def test_a_reset_forgets_the_password_the_app_and_the_recovery_codes(database):
    one = account()
    second_factor.set_up(one, KEY, code())
    old = one.get_session_auth_hash()
    given = services.reset_account(by=administrator(), name="sok-dara", reason=" lost telephone ")
    one.refresh_from_db()
    assert one.check_password(given.password)
    assert not one.check_password(PASSWORD)
    assert one.one_time_until is not None
    assert one.get_session_auth_hash() != old  # sessions end
    assert not second_factor.has_one(one)
    assert not StaticToken.objects.exists()
    assert last_event() == (Kind.RESET, "chan-vanna", "sok-dara", "lost telephone")


def test_a_closed_account_keeps_its_name_and_its_sessions_end_for_good(database):
    one = account()
    old = one.get_session_auth_hash()
    services.close_account(by=administrator(), name="sok-dara", reason="has left")
    one.refresh_from_db()
    assert not one.is_active
    assert last_event() == (Kind.CLOSED, "chan-vanna", "sok-dara", "has left")
    services.open_account(by=OPERATOR, name="sok-dara")
    one.refresh_from_db()
    assert one.is_active
    assert one.check_password(PASSWORD)
    assert one.get_session_auth_hash() != old
    assert last_event() == (Kind.OPENED, "command line: dara", "sok-dara", "")


@each_act
def test_who_may_not_manage_accounts_is_refused_and_nothing_is_done(database, act):
    one = account(is_active=act != "open")
    before = Account.objects.values().get()
    for stranger in (one, AnonymousUser(), account("other-one", "statistician")):
        with pytest.raises(NotAllowed, match="Administrator"):
            ACTS[act](stranger)
    assert Account.objects.values().get(name="sok-dara") == before
    assert Account.objects.count() == 2
    assert not Event.objects.exists()


@pytest.mark.parametrize("act", ["reset", "close", "open"])
def test_an_account_that_is_not_there_is_said_by_name(database, act):
    with pytest.raises(NotFound, match="There is no account “no-one”"):
        ACTS[act](OPERATOR, "no-one")


@pytest.mark.parametrize("act", ["reset", "close", "open"])
def test_nobody_resets_or_closes_themselves_so_one_administrator_always_stays(database, act):
    by = administrator()
    with pytest.raises(WrongState, match="your own account"):
        ACTS[act](by, by.name)
    by.refresh_from_db()
    assert by.is_active
    assert not Event.objects.exists()


@pytest.mark.parametrize(("act", "is_active"), [("reset", False), ("close", False), ("open", True)])
def test_an_act_that_the_state_does_not_allow_is_refused(database, act, is_active):
    account(is_active=is_active)
    with pytest.raises(WrongState, match=r"is closed\. Open it first|is open already"):
        ACTS[act](OPERATOR)
    assert not Event.objects.exists()


@pytest.mark.parametrize("service", [services.reset_account, services.close_account])
def test_what_ends_something_needs_a_reason(database, service):
    account()
    with pytest.raises(Refused, match="Write why"):
        service(by=OPERATOR, name="sok-dara", reason=" . ")
    assert not Event.objects.exists()


def test_an_example_account_keeps_its_password_and_gets_no_second_factor(database):
    one = account(is_example=True, second_factor=False)
    for act in (
        lambda: ACTS["reset"](OPERATOR),
        lambda: services.change_password(account=one, password="another long password"),
        lambda: services.set_up_second_factor(account=one, offer=second_factor.new_offer(one)[0], code="1"),
    ):
        with pytest.raises(WrongState, match="example account"):
            act()
    assert not TOTPDevice.objects.exists()


def test_who_signs_out_everywhere_ends_every_session(database):
    one = account()
    old = one.get_session_auth_hash()
    services.sign_out_everywhere(account=one)
    assert Account.objects.get().get_session_auth_hash() != old
    assert last_event() == (Kind.SIGNED_OUT_EVERYWHERE, "sok-dara", "sok-dara", "")


def test_a_new_app_replaces_the_old_one_and_its_first_code_is_used_up(database):
    one = account()
    offer, key = second_factor.new_offer(one)
    shown = code(key)
    device, codes = services.set_up_second_factor(account=one, offer=offer, code=shown)
    assert TOTPDevice.objects.get() == device
    assert device.key == key
    assert second_factor.verified(one, shown) is None
    assert len(set(codes)) == 10
    assert last_event() == (Kind.SECOND_FACTOR_SET, "sok-dara", "sok-dara", "")


def test_a_code_of_another_key_sets_nothing_up(database):
    one = account()
    with pytest.raises(Refused, match="does not fit"):
        services.set_up_second_factor(account=one, offer=second_factor.new_offer(one)[0], code=code())
    assert TOTPDevice.objects.get().key == KEY
    assert not Event.objects.exists()


def test_a_key_that_was_offered_to_someone_else_is_not_taken(database):
    one, other = account(), account("other-one")
    offer, key = second_factor.new_offer(other)
    for forged in (offer, "", key, offer + "x"):
        with pytest.raises(Refused, match="new picture"):
            services.set_up_second_factor(account=one, offer=forged, code=code(key))


def test_recovery_codes_work_once_each_and_only_a_hash_of_them_is_kept(database):
    one = account()
    _, codes = second_factor.set_up(one, KEY, code())
    kept = " ".join(StaticToken.objects.values_list("token", flat=True))
    assert not any(each.replace(" ", "") in kept for each in codes)
    assert second_factor.is_recovery(second_factor.verified(one, codes[3]))
    assert second_factor.recovery_codes_left(one) == 9
    assert second_factor.verified(one, codes[3]) is None


def test_a_code_of_the_app_works_once(database):
    one, shown = account(), code()
    assert not second_factor.is_recovery(second_factor.verified(one, shown))
    assert second_factor.verified(one, shown) is None


def test_after_a_wrong_code_even_the_right_one_must_wait(database):
    one = account()
    assert second_factor.verified(one, "000000") is None
    with pytest.raises(second_factor.TooSoon) as caught:
        second_factor.verified(one, code())
    assert caught.value.until > timezone.now() - timedelta(seconds=2)
    assert TOTPDevice.objects.get().throttling_failure_count == 1


def test_an_event_is_never_changed_or_removed(database):
    event = record(Kind.SIGNED_IN, who="sok-dara", about="sok-dara")
    event.who = "someone-else"
    for act in (event.save, event.delete, Event.objects.all().delete, lambda: Event.objects.update(who="")):
        with pytest.raises(TypeError, match="never"):
            act()
    assert Event.objects.get().who == "sok-dara"


def test_an_act_that_fails_half_way_leaves_nothing(database, monkeypatch):
    def broken(*_arguments: object, **_named: object) -> None:
        raise RuntimeError

    account()
    monkeypatch.setattr(services, "record", broken)
    for act in ("add", "reset", "close"):
        with pytest.raises(RuntimeError):
            ACTS[act](OPERATOR)
    one = Account.objects.get()
    assert one.is_active
    assert one.check_password(PASSWORD)
    assert TOTPDevice.objects.exists()
