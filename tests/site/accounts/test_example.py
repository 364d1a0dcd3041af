"""Example accounts: their password is known to everybody, so they work on the side's own machine and nowhere else."""

import pytest
from django.conf import settings as configured
from django.http import HttpRequest
from django.test import Client

from marga.authority.example import load_example
from marga.site.accounts.example import PASSWORD, example_accounts
from marga.site.accounts.models import Account, Event, Kind
from marga.site.accounts.peer import address
from marga.site.management.commands.prepare import Command
from support.accounts import account, is_signed_in, said, type_password

HOLDS = {"statistician": ["statistician"], "administrator": ["administrator"]}
HERE = {"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "127.0.0.1:8000"}
ELSEWHERE = [
    {"REMOTE_ADDR": "10.0.0.7"},
    {"REMOTE_ADDR": "10.0.0.7", "HTTP_X_FORWARDED_FOR": "127.0.0.1"},
    {"REMOTE_ADDR": "10.0.0.7", "HTTP_HOST": "localhost"},
    {"REMOTE_ADDR": ""},
    {"REMOTE_ADDR": "localhost"},
    {"HTTP_HOST": "figures.example.org"},  # a name that a proxy passes on
    {"HTTP_HOST": "127.0.0.1.example.org"},
    {"HTTP_X_FORWARDED_FOR": "10.0.0.7"},
    {"HTTP_X_REAL_IP": "10.0.0.7"},
    {"HTTP_FORWARDED": "for=10.0.0.7"},
    {"HTTP_VIA": "1.1 proxy"},
]
elsewhere = pytest.mark.parametrize("meta", ELSEWHERE, ids=str)


def here(**meta: str) -> Client:
    return Client(raise_request_exception=False, **{**HERE, **meta})


@pytest.fixture
def examples(db, settings):
    """The side has example accounts, and is asked by other names too."""
    settings.ALLOWED_HOSTS = ["*"]
    example_accounts(HOLDS)


def test_they_are_made_once_with_their_roles_and_printed(database):
    lines = ("user name: statistician, administrator", "password:  only-for-trying")
    assert example_accounts(HOLDS) == example_accounts(HOLDS) == lines
    made = {one.name: (one.roles, one.is_example) for one in Account.objects.all()}
    assert made == {"statistician": (["statistician"], True), "administrator": (["administrator"], True)}
    assert {(event.kind, event.who) for event in Event.objects.all()} == {(Kind.ADDED, "./run")}
    assert Event.objects.count() == 2


def test_the_authority_has_one_for_each_role_and_a_second_statistician_to_approve(database, monkeypatch):
    monkeypatch.setattr("marga.authority.example.check_published", lambda: None)
    assert load_example() == (
        "user name: statistician, second-statistician, administrator",
        "password:  only-for-trying",
    )


def test_an_account_that_someone_added_is_left_alone_and_not_printed(db):
    account("statistician", second_factor=False)
    assert example_accounts(HOLDS) == ("user name: administrator", "password:  only-for-trying")
    assert not Account.objects.get(name="statistician").check_password(PASSWORD)


def test_behind_tls_none_are_made_and_none_work(db, settings):
    example_accounts({"administrator": ["administrator"]})
    settings.TLS = True
    assert example_accounts(HOLDS) == ()
    assert Account.objects.count() == 1
    assert type_password(here(), "administrator", PASSWORD).status_code == 422


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:8000", "[::1]:8000"])
def test_on_this_machine_they_sign_in_without_a_second_factor(examples, host):
    client = here(HTTP_HOST=host, REMOTE_ADDR="::1" if "::1" in host else "127.0.0.1")
    assert type_password(client, "statistician", PASSWORD)["Location"] == "/desk/"
    assert is_signed_in(client)
    assert "which works on this machine only" in said(client.get("/account/"))


@elsewhere
def test_from_anywhere_else_the_password_is_answered_like_a_wrong_one(examples, meta):
    answer = type_password(here(**meta), "statistician", PASSWORD)
    assert answer.status_code == 422
    assert "The user name or the password is not right" in said(answer)


@elsewhere
def test_from_anywhere_else_a_session_that_began_here_ends(examples, meta):
    client = here()
    type_password(client, "statistician", PASSWORD)
    client.defaults |= meta
    assert not is_signed_in(client)
    client.defaults = {**client.defaults, **HERE}
    for name in set(meta) - set(HERE):
        del client.defaults[name]
    assert not is_signed_in(client)  # it is over for good


def test_when_tls_is_switched_on_a_session_that_began_before_ends(examples, settings):
    client = here()
    type_password(client, "statistician", PASSWORD)
    settings.TLS = True
    assert not is_signed_in(client)


def test_real_accounts_work_from_everywhere(examples):
    account(second_factor=False)
    assert type_password(here(REMOTE_ADDR="10.0.0.7"))["Location"] == "/sign-in/second-factor/"


@pytest.mark.parametrize("page", ["password", "second-factor"])
def test_their_password_stays_and_the_page_does_not_offer_to_change_it(examples, page):
    client = here()
    type_password(client, "statistician", PASSWORD)
    assert f"/account/{page}/" not in client.get("/account/").content.decode()


@pytest.mark.parametrize(
    ("meta", "tls", "found"),
    [
        ({"REMOTE_ADDR": "10.0.0.7"}, False, "10.0.0.7"),
        ({"REMOTE_ADDR": "10.0.0.7", "HTTP_X_FORWARDED_FOR": "6.6.6.6"}, False, "10.0.0.7"),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "6.6.6.6, 10.0.0.7"}, True, "10.0.0.7"),
        ({"REMOTE_ADDR": "127.0.0.1"}, True, "127.0.0.1"),
        ({"REMOTE_ADDR": "unix:"}, False, None),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "<script>"}, True, None),
        ({}, False, None),
    ],
)
def test_the_address_that_is_written_down_is_one_that_can_be_believed(settings, meta, tls, found):
    settings.TLS = tls
    request = HttpRequest()
    request.META = meta
    assert address(request) == found


def test_where_nobody_can_sign_in_yet_the_first_start_says_how(database, monkeypatch, capsys):
    monkeypatch.setattr("marga.site.management.commands.prepare.prepare", lambda **_named: ())
    Command().handle(example=False)
    assert capsys.readouterr().out == (
        f"nobody can sign in yet: marga account add NAME --side {configured.MARGA_SIDE} --role ROLE\n"
    )
    account()
    Command().handle(example=False)
    assert capsys.readouterr().out == ""
