"""Signing in, step by step, as a browser sends it; and when a session ends."""

import re
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import serializers
from django.test import Client
from django.utils import timezone

from marga.site.accounts import second_factor, services
from marga.site.accounts.models import Account, Event, Kind
from marga.site.accounts.rules import TRIES
from marga.site.roles import Operator
from support.accounts import (
    PASSWORD,
    CountingHasher,
    account,
    code,
    is_signed_in,
    said,
    signed_in,
    type_code,
    type_password,
)

SESSION = settings.SESSION_COOKIE_NAME
NEW = "three words of my own"
OPERATOR = Operator()


@pytest.fixture
def client():
    return Client(raise_request_exception=False)


@pytest.fixture
def tables(db):
    """The tests of this file that are about the web only run on one database."""


def kinds() -> list[str]:
    return list(Event.objects.order_by("pk").values_list("kind", flat=True))


def offered(page) -> tuple[str, str]:
    """The sealed key of a page that sets up an app, and the key itself."""
    sealed = re.search(r'name="offer" value="([^"]+)"', page.content.decode()).group(1)
    return sealed, second_factor.key_of(sealed, Account.objects.get(name="sok-dara"))


def test_a_name_a_password_and_a_code_sign_in_and_lead_to_what_was_wanted(database, client):
    account()
    assert client.get("/account/")["Location"] == "/sign-in/?next=%2Faccount%2F"
    answer = type_password(client, next="/account/")
    assert answer["Location"] == "/sign-in/code/?next=%2Faccount%2F"
    assert not is_signed_in(client)
    assert type_code(client, code(), next="/account/")["Location"] == "/account/"
    assert "sok-dara" in said(client.get("/account/"))
    assert kinds() == [Kind.SIGNED_IN]


def test_the_first_time_a_password_is_chosen_and_an_app_set_up(database, client):
    given = services.add_account(by=OPERATOR, name="sok-dara", holds=["statistician"])
    assert type_password(client, password=given.password)["Location"] == "/sign-in/password/"
    sent = {"new_password": NEW, "new_password_again": NEW}
    assert client.post("/sign-in/password/", sent)["Location"] == "/sign-in/second-factor/"
    assert not is_signed_in(client)
    sealed, key = offered(client.get("/sign-in/second-factor/"))
    answer = client.post("/sign-in/second-factor/", {"offer": sealed, "code": code(key)})
    assert len(re.findall(r"\b\d{4} \d{4} \d{4}\b", said(answer))) == 10
    assert is_signed_in(client)
    assert kinds() == [Kind.ADDED, Kind.PASSWORD_CHANGED, Kind.SECOND_FACTOR_SET, Kind.SIGNED_IN]
    one = Account.objects.get()
    assert one.check_password(NEW)
    assert one.one_time_until is None
    assert type_password(Client(), password=given.password).status_code == 422


@pytest.mark.parametrize("step", ["", "code/", "password/", "second-factor/"])
@pytest.mark.parametrize("prefix", ["", "/km"])
def test_a_step_that_is_not_the_next_one_leads_to_the_next_one(tables, client, prefix, step):
    account(second_factor=False)
    type_password(client)
    answer = client.get(f"{prefix}/sign-in/{step}?next=/account/", follow=True)
    assert answer.redirect_chain[-1:] in ([], [(f"{prefix}/sign-in/second-factor/?next=%2Faccount%2F", 302)])
    assert 'name="offer"' in answer.content.decode()


@pytest.mark.parametrize("step", ["code/", "password/", "second-factor/"])
def test_no_step_is_open_to_who_did_not_give_a_password(tables, client, step):
    for method in ("get", "post"):
        assert getattr(client, method)(f"/sign-in/{step}")["Location"] == "/sign-in/"


def test_until_the_last_step_nobody_is_signed_in_to_any_page(tables, client):
    account("sok-dara", "administrator", "statistician")
    type_password(client)
    for address in ("/account/", "/accounts/", "/accounts/new/", "/account/password/"):
        assert client.get(address).status_code == 302
    front = said(client.get("/check/"))
    assert "Sign in" in front
    assert "Sign out" not in front


def test_a_recovery_code_signs_in_once_and_says_how_many_are_left(tables, client):
    one = account()
    _, codes = second_factor.set_up(one, "34" * 20, code("34" * 20))
    type_password(client)
    assert type_code(client, codes[0], next="/account/").status_code == 302
    assert "9 are left" in said(client.get("/account/"))
    assert "9 are left" not in said(client.get("/account/"))
    assert kinds() == [Kind.RECOVERY_USED, Kind.SIGNED_IN]
    again = Client()
    type_password(again)
    assert type_code(again, codes[0]).status_code == 422


@pytest.mark.parametrize("typed", ["000000", "12", "abcdef", "0000 0000 0000"])
def test_a_wrong_code_is_refused_and_written_down_without_it(tables, client, typed):
    second_factor.set_up(account(), "34" * 20, code("34" * 20))
    type_password(client)
    answer = type_code(client, typed)
    assert answer.status_code == 422
    assert "The code is not right" in said(answer)
    assert not is_signed_in(client)
    assert (kinds(), Event.objects.get().about, Event.objects.get().detail) == ([Kind.CODE_REFUSED], "sok-dara", "")


def test_who_types_codes_too_fast_is_told_to_wait(tables, client):
    account()
    type_password(client)
    type_code(client, "000000")
    answer = type_code(client, code())
    assert answer.status_code == 422
    assert re.search(r"Wait [12] seconds?, then type the code", said(answer))
    assert kinds() == [Kind.CODE_REFUSED]


def test_after_many_wrong_codes_it_is_told_when_and_whom_to_ask(tables, client, settings):
    settings.CONTACT = "Chan Vanna, 012 345 678"
    one = account()
    one.totpdevice_set.update(throttling_failure_count=12, throttling_failure_timestamp=timezone.now())
    type_password(client)
    assert re.search(r"Wait until \d\d:\d\d, or ask Chan Vanna, 012 345 678\.", said(type_code(client, code())))


@pytest.mark.parametrize(
    ("name", "password"),
    [("sok-dara", "wrong"), ("sok-dara", PASSWORD.upper()), ("sok-dara", f" {PASSWORD}"), ("nobody", PASSWORD),
     ("closed-one", PASSWORD), ("too-late", PASSWORD), ("សុខ", PASSWORD), ("a\x00b", PASSWORD)],
)  # fmt: skip
def test_what_is_not_right_is_answered_alike_whatever_it_is(tables, client, name, password):
    account()
    account("closed-one", is_active=False)
    account("too-late", one_time_until=timezone.now())
    answer = type_password(client, name, password)
    assert answer.status_code == 422
    assert "The user name or the password is not right" in said(answer) or "\x00" in name
    assert SESSION not in answer.cookies


def without_what_differs(answer) -> str:
    page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())
    return page.replace("sok-dara", "NAME").replace("no-one", "NAME").replace("closed", "NAME")


def test_a_name_that_nobody_has_costs_the_same_work_and_gets_the_same_page(tables, client, settings):
    settings.PASSWORD_HASHERS = ["support.accounts.CountingHasher"]
    account()
    account("closed", is_active=False)
    pages, work = [], []
    for name in ("sok-dara", "no-one", "closed"):
        before = CountingHasher.worked
        pages.append(without_what_differs(type_password(client, name, "wrong")))
        work.append(CountingHasher.worked - before)
    assert len(set(pages)) == 1
    assert work == [1, 1, 1]


@pytest.mark.parametrize("name", ["sok-dara", "no-one"])
def test_after_too_many_wrong_passwords_a_name_is_locked_whether_it_exists_or_not(database, client, name):
    account()
    for _ in range(TRIES - 1):
        assert "is not right" in said(type_password(client, name, "wrong"))
    answer = type_password(client, name, "wrong")
    assert re.search(r"for another 1[45] minutes, until \d\d:\d\d\. If it cannot wait, ask the person", said(answer))
    assert "too many wrong tries" in said(type_password(Client(REMOTE_ADDR="10.9.8.7"), name.upper(), PASSWORD))
    assert kinds() == [Kind.PASSWORD_REFUSED] * TRIES + [Kind.LOCKED]
    assert set(Event.objects.values_list("about", flat=True)) == {"sok-dara" if name == "sok-dara" else ""}


def test_a_lock_ends_by_itself(database, client):
    account()
    for _ in range(TRIES):
        type_password(client, password="wrong")
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert type_password(client).status_code == 302


def test_a_lock_of_one_name_locks_no_other_and_ends_with_a_reset(tables, client):
    account(), account("other-one")
    for _ in range(TRIES):
        type_password(client, password="wrong")
    assert type_password(Client(), "other-one").status_code == 302
    given = services.reset_account(by=OPERATOR, name="sok-dara", reason="locked out")
    assert type_password(client, password=given.password).status_code == 302


def test_trying_again_while_locked_does_not_lengthen_the_lock(tables, client):
    account()
    for _ in range(TRIES):
        type_password(client, password="wrong")
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=10))
    for _ in range(3):
        assert "for another 5 minutes" in said(type_password(client))


def test_a_right_password_forgets_the_wrong_ones_before_it(tables, client):
    account()
    for _ in range(2):
        for _ in range(TRIES - 1):
            type_password(client, password="wrong")
        assert type_password(client).status_code == 302


def test_nothing_that_was_typed_is_kept_in_the_table_of_wrong_tries(tables, client):
    client.post("/sign-in/", {"name": "my-secret-password", "password": "hunter2", "kept": "a letter"},
                headers={"user-agent": "browser of someone"})  # fmt: skip
    kept = str(AccessAttempt.objects.values_list()[0])
    for word in ("my-secret", "hunter2", "a letter", "browser of"):
        assert word not in kept
    assert (Event.objects.get().who, Event.objects.get().about, Event.objects.get().detail) == ("", "", "")


def test_no_password_and_no_code_is_in_any_table(tables, client):
    given = services.add_account(by=OPERATOR, name="sok-dara", holds=["statistician"])
    type_password(client, password="hunter2-hunter2")
    type_password(client, password=given.password)
    client.post("/sign-in/password/", {"new_password": NEW, "new_password_again": NEW})
    sealed, key = offered(client.get("/sign-in/second-factor/"))
    page = said(client.post("/sign-in/second-factor/", {"offer": sealed, "code": code(key)}))
    recovery = re.findall(r"\b\d{4} \d{4} \d{4}\b", page)
    rows = [row for model in apps.get_models() for row in model._default_manager.all()]
    everything = serializers.serialize("json", [row for row in rows if not isinstance(row, Session)])
    everything += " ".join(str(row.get_decoded()) for row in rows if isinstance(row, Session))
    for secret in ("hunter2-hunter2", given.password, NEW, code(key), *recovery, recovery[0].replace(" ", "")):
        assert secret not in everything


def test_each_step_gives_the_session_a_new_key(tables, client):
    account()
    client.get("/sign-in/")
    keys = []
    for act in (lambda: type_password(client), lambda: type_code(client, code())):
        act()
        keys.append(client.cookies[SESSION].value)
    assert len(set(keys)) == 2
    assert Session.objects.count() == 1  # the ones before are gone


def test_a_session_key_that_someone_planted_is_not_taken_over(tables, client):
    account()
    client.cookies[SESSION] = "planted0planted0planted0planted0"
    type_password(client)
    assert client.cookies[SESSION].value != "planted0planted0planted0planted0"


def test_signing_out_ends_the_session_on_the_server(database):
    client = signed_in(account())
    old = client.cookies[SESSION].value
    assert client.post("/sign-out/")["Location"] == "/"
    assert not is_signed_in(client)
    client.cookies[SESSION] = old
    assert not is_signed_in(client)
    assert kinds() == [Kind.SIGNED_OUT]
    assert not Session.objects.exists()


def test_asking_for_the_address_signs_nobody_out(tables):
    client = signed_in(account())
    assert client.get("/sign-out/").status_code == 405
    assert is_signed_in(client)


def test_signing_out_without_being_signed_in_leads_to_the_front_page(tables, client):
    assert client.post("/km/sign-out/")["Location"] == "/km/"
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    "address",
    ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)", "account/", "/a" * 2000],
)
def test_signing_in_leads_nowhere_but_here(tables, client, address):
    account()
    type_password(client, next=address)
    assert type_code(client, code(), next=address)["Location"] == "/desk/"


def test_who_is_signed_in_is_not_asked_again(tables):
    client = signed_in(account())
    assert client.get("/sign-in/?next=/rules/")["Location"] == "/rules/"
    assert client.post("/sign-in/", {"name": "other-one", "password": "x"})["Location"] == "/desk/"


def test_stopping_half_way_forgets_the_password_that_was_given(tables, client):
    account()
    type_password(client)
    client.post("/sign-out/")
    assert client.get("/sign-in/code/")["Location"] == "/sign-in/"


@pytest.mark.parametrize(
    ("new", "again", "told"),
    [
        ("short", "short", "too short"),
        ("my name is sok-dara", "my name is sok-dara", "has your user name in it"),
        (NEW, "something else", "The two are not the same"),
        (PASSWORD, PASSWORD, "the password that you have now"),
        ("1234567890123", "1234567890123", "tried first"),
        ("", "", "Type the password"),
    ],
)
def test_a_new_password_that_cannot_be_is_refused_with_the_reason(tables, client, new, again, told):
    account(second_factor=False, one_time_until=timezone.now() + timedelta(days=1))
    type_password(client)
    answer = client.post("/sign-in/password/", {"new_password": new, "new_password_again": again})
    assert answer.status_code == 422
    assert told in said(answer)
    assert Account.objects.get().one_time_until is not None
    assert new not in re.findall(r'type="password"[^>]* value="([^"]*)"', answer.content.decode())


def test_fields_help_password_managers_and_forbid_no_pasting(tables, client):
    page = client.get("/sign-in/").content.decode()
    assert 'autocomplete="username"' in page
    assert 'autocomplete="current-password"' in page
    assert "onpaste" not in page
    account()
    type_password(client)
    assert 'autocomplete="one-time-code"' in client.get("/sign-in/code/").content.decode()
