"""Closed by default: a stranger reaches what the side lists as open, and nothing else."""

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.test import Client, override_settings

from marga.site import roles
from marga.site.accounts.models import Event, Kind
from marga.site.environment import existing_sides
from support.accounts import account, administrator, said, signed_in, type_password
from support.addresses import every_address

pytestmark = pytest.mark.django_db
SIDE = settings.MARGA_SIDE
ADDRESSES = every_address(f"marga.{SIDE}.urls")
CLOSED = [one for one in ADDRESSES if one.name not in roles.open_names_of(SIDE)]
#: Closed addresses for whoever is signed in, whatever their role.
ANY_ACCOUNT = {"front", "my-account", "my-password", "my-second-factor", "sign-out-everywhere"}
each_closed = pytest.mark.parametrize("address", CLOSED, ids=lambda one: one.name)


@pytest.fixture
def stranger():
    return Client(raise_request_exception=False)


def test_the_list_of_open_addresses_names_no_address_that_is_not_there():
    for side in existing_sides():
        there = {one.name for one in every_address(f"marga.{side}.urls")}
        assert roles.open_names_of(side) - there == set()


def test_the_walk_finds_what_is_closed():
    assert {"my-account", "accounts", "account-reset"} <= {one.name for one in CLOSED}


@each_closed
@pytest.mark.parametrize("prefix", ["", "/km"])
def test_a_stranger_gets_the_sign_in_page_and_nothing_happens(stranger, address, prefix):
    administrator("a-name")
    for method in ("get", "head", "post", "put", "delete", "options"):
        answer = getattr(stranger, method)(prefix + address.path)
        if address.path.startswith("/api/"):
            assert answer.status_code in (401, 404)
        elif method == "post":
            assert answer.status_code == 401
            assert 'name="password"' in answer.content.decode()
        else:
            assert answer["Location"].startswith(f"{prefix}/sign-in/?next=")
    assert not Event.objects.exists()


@pytest.mark.parametrize("address", [one for one in ADDRESSES if one not in CLOSED], ids=lambda one: one.name)
def test_an_open_address_asks_nobody_to_sign_in(stranger, address):
    answer = stranger.get(address.path)
    assert answer.status_code != 401
    if not address.name.startswith("sign-in"):
        assert "sign-in" not in answer.headers.get("Location", "")


def test_every_closed_page_says_which_permission_it_needs():
    for side in existing_sides():
        for one in every_address(f"marga.{side}.urls"):
            if one.name in roles.open_names_of(side) | ANY_ACCOUNT or one.path.startswith("/api/"):
                continue
            needed = getattr(one.pattern.callback, "needs", None)
            assert needed, f"{one.name} has no @needs"
            with override_settings(MARGA_SIDE=side):
                roles.may(AnonymousUser(), needed)  # a word that some role has


@each_closed
def test_who_has_no_role_for_it_reads_why_not_and_it_is_written_down(address):
    if address.name in ANY_ACCOUNT or address.path.startswith("/api/"):
        return
    client = signed_in(account("no-roles", "none"))
    method = "get" if client.get(address.path).status_code != 405 else "post"
    answer = getattr(client, method)(address.path)
    assert answer.status_code == 403
    assert "It needs the role" in said(answer)
    assert Event.objects.latest("pk").kind == Kind.NOT_ALLOWED


def test_an_unknown_address_is_not_there_for_anybody(stranger):
    for client in (stranger, signed_in(account())):
        assert client.get("/no-such-page").status_code == 404


def test_pages_of_who_is_signed_in_are_kept_by_no_cache(stranger):
    client = signed_in(administrator())
    for address in ("/account/", "/accounts/", "/", "/api/reports", "/measures/cases.csv"):
        assert client.get(address)["Cache-Control"] == "no-store", address
    assert "no-store" not in stranger.get("/rules/").headers.get("Cache-Control", "")
    assert "Cookie" in stranger.get("/rules/")["Vary"]


def test_who_reads_without_an_account_gets_no_session(stranger):
    for address in ("/", "/rules/", "/sign-in/", "/account/"):
        assert settings.SESSION_COOKIE_NAME not in stranger.get(address).cookies


def test_the_session_cookie_is_out_of_reach_of_scripts_and_of_other_sites_and_ends_with_the_browser():
    account()
    cookie = type_password(Client()).cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == "/"
    assert not cookie["max-age"]
    assert not cookie["secure"]


def test_behind_tls_the_session_travels_over_tls_only(settings):
    settings.SESSION_COOKIE_SECURE = True
    account()
    assert type_password(Client()).cookies[settings.SESSION_COOKIE_NAME]["secure"]


def test_a_program_that_uses_a_session_must_bring_a_token_too(settings, stranger):
    settings.ROOT_URLCONF = "support.failing_urls"
    client = signed_in(account())
    client.handler.enforce_csrf_checks = True
    refused = client.post("/api/write")
    assert refused.status_code == 403
    assert f"the cookie {settings.CSRF_COOKIE_NAME} holds in the header X-CSRFToken" in refused.json()["error"]
    client.cookies[settings.CSRF_COOKIE_NAME] = "a" * 32
    assert client.post("/api/write", headers={"x-csrftoken": "a" * 32}).content == b"written"
    answer = stranger.post("/api/write")
    assert (answer.status_code, answer.json()["error"]) == (401, "Sign in first: this address needs an account.")
