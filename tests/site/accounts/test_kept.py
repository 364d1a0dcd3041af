"""A form that came too late: what was typed is offered again, kept nowhere, and never for another site."""

import json
import re
from html import unescape

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from marga.site.accounts import second_factor
from marga.site.accounts.kept import MOST_LETTERS
from marga.site.accounts.models import Account
from support.accounts import account, administrator, code, said, signed_in, type_code, type_password
from support.accounts import back as back_to

pytestmark = pytest.mark.django_db
OURS = {"origin": "http://testserver"}
TYPED = {"name": "new-one", "holds": ["statistician", "administrator"], "letter": 'two\r\nlines & "signs" <b>'}


@pytest.fixture
def client():
    return Client(raise_request_exception=False, headers=OURS)


def carried(answer) -> str:
    """What a page of signing in carries along."""
    found = re.search(r'name="kept" value="([^"]*)"', answer.content.decode())
    return unescape(found.group(1)) if found else ""


def offered(answer) -> tuple[str, list[tuple[str, str]]]:
    """Where the form that is offered again goes to, and its hidden fields but for the token."""
    form = answer.content.decode().split("<main", 1)[1].split("</main", 1)[0].split("<form", 1)[1]
    fields = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', form)
    action = re.search(r'action="([^"]*)"', form).group(1)
    return unescape(action), [(name, unescape(value)) for name, value in fields if name != "csrfmiddlewaretoken"]


def test_what_was_typed_is_offered_again_after_every_step_of_signing_in(client):
    administrator()
    asked = client.post("/accounts/of/new-one/open/?from=list", TYPED)
    assert asked.status_code == 401
    assert "what you sent was not taken. Nothing you typed is lost" in said(asked)
    wrong = type_password(client, "chan-vanna", "wrong", kept=carried(asked))
    assert carried(wrong) == carried(asked)
    second = type_password(client, "chan-vanna", kept=carried(wrong))
    assert "Type the code" in said(second)
    mistyped = type_code(client, "12", kept=carried(second))
    back = type_code(client, code(), kept=carried(mistyped))
    assert "You are signed in again." in said(back)
    assert offered(back) == ("/accounts/of/new-one/open/?from=list", [
        ("name", "new-one"), ("holds", "statistician"), ("holds", "administrator"),
        ("letter", 'two\r\nlines & "signs" <b>'),
    ])  # fmt: skip
    assert not Account.objects.filter(name="new-one").exists()  # nothing is sent until the person does
    assert "may now sign in" in said(client.post("/accounts/new/", TYPED))


def test_what_was_typed_is_offered_again_after_a_first_sign_in_too(client):
    account("chan-vanna", "administrator", second_factor=False)
    along = carried(client.post("/accounts/of/new-one/open/", TYPED))
    page = type_password(client, "chan-vanna", kept=along)
    sealed = re.search(r'name="offer" value="([^"]+)"', page.content.decode()).group(1)
    key = second_factor.key_of(sealed, Account.objects.get())
    codes = client.post("/sign-in/second-factor/", {"offer": sealed, "code": code(key), "kept": carried(page)})
    assert carried(codes) == along
    assert "What you typed is still here" in said(client.post("/sign-in/", {"kept": carried(codes)}))


def test_a_form_with_a_page_of_its_own_is_offered_there_under_its_labels(client):
    administrator()
    along = carried(client.post("/accounts/new/?from=list", TYPED))
    type_password(client, "chan-vanna", kept=along)
    page = back_to(client, type_code(client, code(), kept=along))
    assert "You are signed in again." in said(page)
    assert "User name" in said(page)
    assert page.context["form"]["name"].value() == "new-one"
    assert page.context["form"]["holds"].value() == ["statistician", "administrator"]
    assert page.request["QUERY_STRING"].startswith("from=list&again=")
    assert not Account.objects.filter(name="new-one").exists()  # nothing is sent until the person does


def test_a_form_without_a_page_of_its_own_says_reason_in_the_language_of_the_reader(client):
    administrator()
    along = carried(client.post("/km/accounts/of/new-one/close/", {"close-reason": "has left"}))
    type_password(client, "chan-vanna", kept=along)
    page = client.post("/km/sign-in/code/", {"code": code(), "kept": along})
    assert "មូលហេតុ has left" in said(page)


def test_the_code_of_a_unit_is_no_secret_and_that_of_a_second_factor_is(client):
    asked = client.post("/accounts/of/new-one/open/", {"code": "KH-12-01"})
    assert json.loads(carried(asked))["fields"] == [["code", "KH-12-01"]]


def test_nothing_of_it_is_kept_on_the_server(client):
    administrator()
    along = carried(client.post("/accounts/new/", {**TYPED, "letter": "a secret of mine"}))
    type_password(client, "chan-vanna", kept=along)
    assert "a secret of mine" not in str([one.get_decoded() for one in Session.objects.all()])


@pytest.mark.parametrize("headers", [{}, {"origin": "https://evil.example"}, {"origin": "null"}])
def test_the_form_of_another_site_is_not_carried(headers):
    asked = Client(headers=headers).post("/accounts/new/", TYPED)
    assert asked.status_code == 401
    assert carried(asked) == ""
    assert "new-one" not in asked.content.decode()
    assert "Go back with your browser and copy what you typed" in said(asked)


def test_passwords_codes_and_tokens_are_not_carried(client):
    asked = client.post("/account/second-factor/", {
        "current_password": "hunter2", "code": "123456", "offer": "sealed", "csrfmiddlewaretoken": "a" * 32,
        "note": "n",
    })  # fmt: skip
    assert json.loads(carried(asked))["fields"] == [["note", "n"]]


def test_a_file_must_be_chosen_again_and_is_named(client):
    administrator()
    sent = {"name": "x", "file": SimpleUploadedFile("plan.toml", b"secret")}
    along = carried(client.post("/accounts/of/new-one/open/", sent))
    assert "secret" not in along
    type_password(client, "chan-vanna", kept=along)
    assert "Go back to the form to choose again: plan.toml." in said(type_code(client, code(), kept=along))


def test_more_than_a_page_should_carry_is_not_and_that_is_said(client):
    asked = client.post("/accounts/new/", {"letter": "x" * (MOST_LETTERS + 1)})
    assert carried(asked) == ""
    assert "copy what you typed" in said(asked)


@pytest.mark.parametrize(
    "kept",
    ["", "no json", "[]", "{}", "[" * 100_000, '{"address": "/", "fields": 5, "files": []}',
     '{"address": "https://evil.example/", "fields": [["a", "b"]], "files": []}',
     '{"address": "//evil.example/", "fields": [["a", "b"]], "files": []}'],
    ids=range(8),
)  # fmt: skip
def test_what_is_no_form_of_ours_is_not_offered(client, kept):
    account()
    type_password(client, kept=kept)
    assert type_code(client, code(), kept=kept)["Location"] == "/desk/"


def test_a_form_that_was_open_too_long_is_offered_again_with_a_new_token():
    strict = Client(enforce_csrf_checks=True, headers=OURS)
    answer = strict.post("/check/", {"body": "Police", "rows": "1"})
    assert answer.status_code == 403
    assert "The page was open too long" in said(answer)
    assert offered(answer) == ("/check/", [("body", "Police"), ("rows", "1")])
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', answer.content.decode()).group(1)
    again = strict.post("/check/", {"body": "Police", "rows": "1", "csrfmiddlewaretoken": token})
    assert again.status_code == 422  # it was read: there is no figure in it


def test_a_form_that_was_open_too_long_is_not_offered_to_another_site():
    strict = Client(enforce_csrf_checks=True, headers={"origin": "https://evil.example"})
    answer = strict.post("/check/", {"body": "Police"})
    assert answer.status_code == 403
    assert "Police" not in answer.content.decode()


def test_a_form_without_token_and_without_account_is_offered_again_after_signing_in():
    administrator()
    strict = Client(enforce_csrf_checks=True, headers=OURS)
    assert json.loads(carried(strict.post("/accounts/new/", TYPED)))["address"] == "/accounts/new/"


def test_a_sign_in_page_that_was_open_too_long_is_shown_anew():
    strict = Client(enforce_csrf_checks=True, headers=OURS)
    strict.get("/sign-in/")
    for step in ("", "code/"):
        answer = strict.post(f"/sign-in/{step}", {"name": "sok-dara", "password": "x", "next": "/rules/"})
        assert answer["Location"] == "/sign-in/?next=%2Frules%2F"
    assert strict.post("/sign-in/", {"name": "a"}, headers={"origin": "https://evil.example"}).status_code == 403


def test_who_keeps_no_cookies_is_told_so_instead_of_being_sent_in_a_circle():
    strict = Client(enforce_csrf_checks=True, headers=OURS)
    answer = strict.post("/sign-in/", {"name": "sok-dara", "password": "x"})
    assert answer.status_code == 403
    assert "Allow cookies for this site" in said(answer)


def test_htmx_gets_the_way_in_in_place_of_the_page_and_what_was_typed_comes_along(client):
    asked = client.post("/accounts/new/", TYPED, headers={"HX-Request": "true"})
    assert asked.status_code == 401
    assert (asked["HX-Retarget"], asked["HX-Reselect"], asked["HX-Reswap"]) == ("#main", "#main", "outerHTML")
    assert json.loads(carried(asked))["address"] == "/accounts/new/"


def test_a_part_of_a_page_that_asks_by_itself_says_so_and_leaves_the_page_alone(client):
    asked = client.get("/accounts/events/", headers={"HX-Request": "true"})
    assert asked.status_code == 401
    assert asked["HX-Reselect"] == "#signed-out"
    assert "HX-Retarget" not in asked.headers
    assert "What you typed on this page is still here." in said(asked)


def test_a_session_that_ended_is_forgotten_by_the_browser(client):
    gone = signed_in(administrator())
    Session.objects.all().delete()
    asked = gone.post("/accounts/new/", TYPED, headers=OURS)
    assert asked.status_code == 401
    assert carried(asked)
    assert asked.cookies[settings.SESSION_COOKIE_NAME].value == ""
