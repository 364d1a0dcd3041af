"""The pages of one's own account, and of those who look after accounts."""

import re

import pytest
from django.test import Client
from django_otp.plugins.otp_totp.models import TOTPDevice

from marga.site.accounts import second_factor
from marga.site.accounts.events import record
from marga.site.accounts.models import Account, Event, Kind
from marga.site.accounts.queries import EVENTS_A_PAGE
from support.accounts import (
    PASSWORD,
    account,
    administrator,
    back,
    code,
    is_signed_in,
    said,
    signed_in,
    type_password,
)

pytestmark = pytest.mark.django_db
NEW = "three words of my own"
PAGES = ["/account/", "/account/password/", "/account/second-factor/", "/accounts/", "/accounts/new/",
         "/accounts/events/", "/accounts/of/sok-dara/"]  # fmt: skip


@pytest.fixture
def manager():
    return signed_in(administrator())


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("prefix", ["", "/km"])
def test_every_page_is_there_in_both_languages_with_a_fixed_number_of_queries(
    manager, django_assert_max_num_queries, prefix, page
):
    account()
    for number in range(30):
        account(f"other-{number}", second_factor=False)
        record(Kind.SIGNED_IN, who=f"other-{number}", about="sok-dara")
    with django_assert_max_num_queries(8):
        answer = manager.get(prefix + page)
    assert answer.status_code == 200
    assert f'<html lang="{prefix[1:] or "en"}"' in answer.content.decode()


def test_the_header_offers_the_way_in_and_back_to_this_page_and_then_the_account_and_the_way_out():
    before = Client().get("/rules/?a=1&b=2").content.decode()
    assert 'href="/sign-in/?next=%2Frules%2F%3Fa%3D1%26b%3D2"' in before
    after = signed_in(account()).get("/km/rules/").content.decode()
    assert 'href="/km/account/"' in after
    assert 'action="/km/sign-out/"' in after
    assert 'href="/km/accounts/"' not in after
    assert "sign-in" not in after
    assert 'href="/accounts/"' in signed_in(administrator()).get("/rules/").content.decode()


def test_my_account_says_who_i_am_and_what_was_done_by_it():
    one = account("sok-dara", "administrator", "statistician")
    record(Kind.SIGNED_IN, who="sok-dara", about="sok-dara", address="10.1.2.3")
    record(Kind.SIGNED_IN, who="other-one", about="other-one", address="10.9.9.9")
    page = said(signed_in(one).get("/account/"))
    assert "Administrator, Statistician" in page
    assert "10.1.2.3" in page
    assert "10.9.9.9" not in page


def test_a_password_is_changed_with_the_one_before_it():
    client = signed_in(account())
    sent = {"current_password": PASSWORD, "new_password": NEW, "new_password_again": NEW}
    assert client.post("/account/password/", sent)["Location"] == "/account/"
    assert "Your password was changed." in said(client.get("/account/"))
    assert Account.objects.get().check_password(NEW)
    assert Event.objects.get().kind == Kind.PASSWORD_CHANGED


def test_who_stole_a_session_cannot_guess_the_password_on_the_page_that_changes_it():
    client = signed_in(account())
    sent = {"current_password": "wrong", "new_password": NEW, "new_password_again": NEW}
    for _ in range(5):
        answer = client.post("/account/password/", sent)
        assert answer.status_code == 422
    assert "too many wrong tries" in said(answer)
    assert "too many wrong tries" in said(type_password(Client()))
    assert Account.objects.get().check_password(PASSWORD)


def offer_of(page) -> str:
    return re.search(r'name="offer" value="([^"]+)"', page.content.decode()).group(1)


def test_another_telephone_takes_over_once_its_code_and_the_password_are_there():
    one = account()
    client, elsewhere = signed_in(one), signed_in(one)
    sealed = offer_of(client.get("/account/second-factor/"))
    key = second_factor.key_of(sealed, one)
    wrong = client.post("/account/second-factor/", {"offer": sealed, "code": code(key), "current_password": "wrong"})
    assert wrong.status_code == 422
    assert offer_of(wrong) == sealed  # the picture that was scanned stays
    missed = client.post("/account/second-factor/", {"offer": sealed, "code": "1", "current_password": PASSWORD})
    assert "does not fit" in said(missed)
    assert TOTPDevice.objects.get().key != key
    done = client.post("/account/second-factor/", {"offer": sealed, "code": code(key), "current_password": PASSWORD})
    assert len(re.findall(r"\b\d{4} \d{4} \d{4}\b", said(done))) == 10
    assert TOTPDevice.objects.get().key == key
    assert is_signed_in(client)
    assert not is_signed_in(elsewhere)  # it must give a code of the new app first


def test_the_picture_to_scan_is_part_of_the_page_and_the_key_stands_in_groups_beside_it():
    one = account()
    page = signed_in(one).get("/account/second-factor/")
    key = second_factor.key_of(offer_of(page), one)
    assert second_factor.as_text(key) in said(page)
    assert re.fullmatch(r"([A-Z2-7]{4} ){7}[A-Z2-7]{4}", second_factor.as_text(key))
    drawn = re.search(r'role="img" aria-label="[^"]+"><svg(.*?)</svg>', page.content.decode(), re.S).group(1)
    assert "style" not in drawn
    assert "viewBox" in drawn
    assert 'fill="#fff"' in drawn  # dark on white, by night too


def test_a_wrong_picture_of_an_old_page_is_replaced_by_a_new_one():
    client = signed_in(account())
    answer = client.post("/account/second-factor/", {"offer": "cut", "code": "1", "current_password": PASSWORD})
    assert "Here is a new picture" in said(answer)
    assert offer_of(answer) != "cut"


def test_an_administrator_adds_an_account_and_sees_its_password_once(manager):
    answer = manager.post("/accounts/new/", {"name": "Sok-Dara", "holds": ["statistician"]})
    password = re.search(r"\b(\w{4}-){3}\w{4}\b", said(answer)).group()
    assert answer["Cache-Control"] == "no-store"
    assert Account.objects.get(name="sok-dara").check_password(password)
    assert password not in said(manager.get("/accounts/of/sok-dara/"))
    again = back(manager, manager.post("/accounts/new/", {"name": "sok-dara", "holds": ["statistician"]}))
    assert "There is an account “sok-dara” already" in said(again)


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"name": "", "holds": ["statistician"]}, "Type a user name."),
        ({"name": "new-one"}, "Choose at least one role."),
        ({"name": "new-one", "holds": ["king"]}, "king"),
        ({"name": "new one", "holds": ["statistician"]}, "cannot be a user name"),
    ],
)
def test_an_account_that_cannot_be_is_refused_beside_its_field(manager, sent, told):
    answer = back(manager, manager.post("/accounts/new/", sent))
    assert told in said(answer)
    assert Account.objects.count() == 1


def test_an_administrator_resets_closes_and_opens_an_account(manager):
    one = account()
    answer = manager.post("/accounts/of/sok-dara/reset/", {"reset-reason": "lost telephone"})
    assert "sok-dara was reset" in said(answer)
    password = re.search(r"\b(\w{4}-){3}\w{4}\b", said(answer)).group()
    one.refresh_from_db()
    assert one.check_password(password)
    manager.post("/accounts/of/sok-dara/close/", {"close-reason": "has left"})
    page = said(manager.get("/accounts/of/sok-dara/"))
    assert "The account sok-dara is closed" in page
    assert "lost telephone" in page
    assert "has left" in page
    assert "Closed" in said(manager.get("/accounts/"))
    manager.post("/accounts/of/sok-dara/open/")
    one.refresh_from_db()
    assert one.is_active


@pytest.mark.parametrize("act", ["reset", "close"])
def test_without_a_reason_nothing_is_done_and_it_is_said(manager, act):
    before = account()
    answer = back(manager, manager.post(f"/accounts/of/sok-dara/{act}/", {f"{act}-reason": " "}))
    assert "Write why this is done." in said(answer)
    one = Account.objects.get(name="sok-dara")
    assert (one.password, one.is_active) == (before.password, True)


def test_a_refusal_of_a_service_is_a_page(manager):
    account(is_active=False)
    for act in ("reset", "close"):
        answer = manager.post(f"/accounts/of/sok-dara/{act}/", {f"{act}-reason": "has left"})
        assert answer.status_code == 409
        assert "The account sok-dara is closed. Open it first." in said(answer)
    assert "closed" not in said(manager.get("/accounts/of/chan-vanna/")).lower().split("what was last done")[0]
    assert manager.get("/accounts/of/no-one/").status_code == 404
    assert "There is no account “no-one”" in said(manager.get("/accounts/of/no-one/"))


def test_ones_own_account_is_not_offered_to_be_reset_or_closed(manager):
    page = manager.get("/accounts/of/chan-vanna/").content.decode()
    assert "/reset/" not in page
    assert "/close/" not in page
    assert 'href="/account/"' in page


def test_what_was_done_is_listed_newest_first_and_page_by_page(manager):
    for number in range(EVENTS_A_PAGE + 5):
        record(Kind.SIGNED_IN, who=f"who-{number}", about=f"who-{number}", address="10.1.2.3", detail="")
    first = manager.get("/accounts/events/")
    rows = re.findall(r"who-(\d+)</td>", first.content.decode())
    assert rows[0] == str(EVENTS_A_PAGE + 4)
    assert len(set(rows)) == EVENTS_A_PAGE
    older = re.search(r'href="(\?before=\d+)"', first.content.decode()).group(1)
    rest = manager.get(f"/accounts/events/{older}").content.decode()
    assert set(re.findall(r"who-(\d+)</td>", rest)) == {"0", "1", "2", "3", "4"}
    assert 'href="?before=' not in rest


@pytest.mark.parametrize("before", ["x", "-1", "9" * 30, "٣"])
def test_an_address_of_no_page_of_the_list_shows_a_page(manager, before):
    assert manager.get("/accounts/events/", {"before": before}).status_code == 200


def test_what_someone_wrote_is_shown_as_text(manager):
    account()
    manager.post("/accounts/of/sok-dara/close/", {"close-reason": "<script>alert(1)</script>"})
    assert "<script>alert" not in manager.get("/accounts/events/").content.decode()


def test_a_program_is_refused_every_account_page_without_a_token():
    strict = signed_in(administrator())
    strict.handler.enforce_csrf_checks = True
    account()
    for address in ("/accounts/new/", "/accounts/of/sok-dara/close/", "/account/password/", "/sign-out/",
                    "/account/sign-out-everywhere/"):  # fmt: skip
        assert strict.post(address, {"close-reason": "no token"}).status_code == 403
    assert Account.objects.get(name="sok-dara").is_active
