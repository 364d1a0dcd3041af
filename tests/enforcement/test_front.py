"""The first page of each role says what waits, and is empty for nobody."""

import pytest
from django.test import Client

from support.accounts import PASSWORD, account, code, type_code, type_password
from support.register import OFFICERS, signed_in_as, station

pytestmark = pytest.mark.usefixtures("database")


@pytest.mark.parametrize(("number", "first"), [("9001", "/stations/"), ("4001", "/own-cases/")])
def test_who_has_nothing_that_waits_begins_with_their_list(number, first):
    station()
    page = signed_in_as(number).get("/", follow=True)
    assert page.redirect_chain == [(first, 302)]
    assert ">Today<" not in page.content.decode()


def test_an_officer_begins_with_what_waits():
    station()
    assert "Bookings that are not finished" in signed_in_as("1001").get("/").content.decode()


@pytest.mark.parametrize("number", ["2001", "3001"])
def test_who_handles_exhibits_only_is_told_that_none_waits(number):
    station()
    assert "No exhibit waits for your signature." in signed_in_as(number).get("/").content.decode()


@pytest.mark.parametrize(("number", "first"), [
    ("1001", "/"), ("1003", "/"), ("2001", "/"), ("3001", "/"), ("4001", "/own-cases/"), ("5001", "/"),
    ("9001", "/stations/")])  # fmt: skip
def test_who_signs_in_comes_to_the_first_page_of_their_role(number, first):
    station()
    account(f"officer-{number}", *OFFICERS[number][2])
    client = Client()
    type_password(client, f"officer-{number}", PASSWORD)
    assert type_code(client, code())["Location"] == first
