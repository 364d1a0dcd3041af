"""People who work on a side sign in, in every way there is, with scripts and without."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from journeys.staff import PASSWORD, Staff, added_account
from journeys.test_every_page import LOOKS, barriers
from marga.site.accounts.example import PASSWORD as KNOWN
from support.browser import Watch
from support.sides import LiveSide

AXE = Axe()


@pytest.fixture(params=[True, False], ids=["scripts on", "scripts off"])
def staff(request: pytest.FixtureRequest, browser: Browser, live_side: LiveSide) -> Iterator[Staff]:
    context = browser.new_context(base_url=live_side.address, java_script_enabled=request.param)
    opened = context.new_page()
    watch = Watch(opened, live_side.address)
    yield Staff(opened)
    context.close()
    assert watch.faults == []


def test_someone_new_signs_in_chooses_a_password_sets_up_the_app_and_comes_back(staff, live_side) -> None:
    name, given = added_account(live_side, "statistician")
    page = staff.page
    staff.opens("/reports/kh-2019-09/")
    page.get_by_role("link", name="Sign in").click()
    staff.gives(name, given)
    staff.reads("Choose a password of your own")
    staff.chooses_password("short")
    staff.presses("Use this password")
    expect(page.get_by_role("alert")).to_contain_text("The password is too short.")
    staff.chooses_password()
    staff.presses("Use this password")
    staff.sets_up_the_app()
    staff.presses("I have kept them: go on")
    expect(page).to_have_url(re.compile(r"/reports/kh-2019-09/$"))
    staff.is_signed_in_as(name)
    staff.signs_out()
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()
    staff.opens("/sign-in/?next=/rules/")
    staff.gives(name, PASSWORD)
    staff.types_code(staff.next_code())
    expect(page).to_have_url(re.compile(r"/rules/$"))
    staff.is_signed_in_as(name)


def test_who_forgot_the_telephone_signs_in_with_a_recovery_code(staff, live_side) -> None:
    staff.signs_in_for_the_first_time(*(account := added_account(live_side, "statistician")))
    staff.signs_out()
    staff.opens("/sign-in/")
    staff.gives(account[0], PASSWORD)
    staff.page.get_by_text("I do not have the telephone with me").click()
    staff.reads("Type one of your recovery codes instead")
    staff.types_code("12 34 56 7")
    expect(staff.page.get_by_role("alert")).to_contain_text("The code is not right.")
    staff.types_code(staff.recovery_codes[3])
    staff.reads("You signed in with a recovery code. 9 are left.")
    staff.is_signed_in_as(account[0])


def test_after_five_wrong_passwords_a_name_is_locked_and_it_is_said_for_how_long_and_whom_to_ask(staff) -> None:
    name = f"nobody-{id(staff)}"
    staff.opens("/sign-in/")
    for _ in range(5):
        staff.gives(name, "wrong")
    alert = staff.page.get_by_role("alert")
    expect(alert).to_contain_text(re.compile(r"for another 1[45] minutes, until \d\d:\d\d"))
    expect(alert).to_contain_text("ask the person who looks after your office’s accounts")
    expect(staff.page.get_by_label("User name")).to_have_value(name)


def test_a_password_is_changed_and_the_telephone_too(staff, live_side) -> None:
    name, given = added_account(live_side, "statistician")
    staff.signs_in_for_the_first_time(name, given)
    staff.follows(name)
    staff.follows("Change the password")
    staff.page.get_by_label("Password that you have now").fill(PASSWORD)
    staff.chooses_password("another set of four words")
    staff.presses("Change the password")
    staff.reads("Your password was changed.")
    staff.follows("Set up the second factor again")
    staff.page.get_by_label("Your password").fill("another set of four words")
    staff.sets_up_the_app()
    staff.presses("I have kept them: go on")
    staff.reads("set up; 10 recovery codes left")
    staff.presses("Sign out everywhere")
    staff.gives(name, "another set of four words")
    staff.types_code(staff.next_code())
    staff.is_signed_in_as(name)


def test_an_administrator_adds_an_account_and_closes_it_again(staff) -> None:
    page, name = staff.page, f"new-one-{id(staff)}"
    staff.opens("/accounts/")
    staff.gives("administrator", KNOWN)
    staff.follows("Add an account")
    staff.presses("Add the account")
    expect(page.get_by_role("alert")).to_contain_text("Choose at least one role.")
    page.get_by_label("User name").fill(name)
    page.get_by_label("Statistician").check()
    staff.presses("Add the account")
    staff.reads(f"{name} may now sign in")
    given = page.locator(".secret code").inner_text()
    staff.follows("Back to the accounts")
    staff.follows(name)
    page.locator("[name=close-reason]").fill("was a mistake")
    staff.presses("Close this account")
    staff.reads(f"The account {name} is closed")
    staff.signs_out()
    staff.opens("/sign-in/")
    staff.gives(name, given)
    expect(page.get_by_role("alert")).to_contain_text("The user name or the password is not right.")


def test_who_may_not_look_after_accounts_reads_why(staff) -> None:
    staff.opens("/accounts/")
    staff.gives("statistician", KNOWN)
    staff.reads("It needs the role Administrator: ask the person who looks after the accounts.")


def test_what_was_typed_while_the_session_ended_is_offered_again(staff) -> None:
    page, name = staff.page, f"late-one-{id(staff)}"
    staff.opens("/accounts/new/")
    staff.gives("administrator", KNOWN)
    page.get_by_label("User name").fill(name)
    page.get_by_label("Administrator").check()
    staff.loses_the_session()
    staff.presses("Add the account")
    staff.reads("Nothing you typed is lost: sign in")
    staff.gives("administrator", KNOWN)
    staff.reads("You are signed in again.")
    expect(page.get_by_label("User name")).to_have_value(name)
    expect(page.get_by_label("Administrator")).to_be_checked()
    staff.presses("Add the account")
    staff.reads(f"{name} may now sign in")


def test_a_form_left_open_while_signing_in_elsewhere_is_offered_again(staff) -> None:
    page, name = staff.page, f"left-open-{id(staff)}"
    staff.opens("/accounts/new/")
    staff.gives("administrator", KNOWN)
    page.get_by_label("User name").fill(name)
    page.get_by_label("Statistician").check()
    other = Staff(page.context.new_page())
    other.opens("/")
    other.signs_out()
    other.opens("/sign-in/")
    other.gives("administrator", KNOWN)
    staff.presses("Add the account")
    staff.reads("The page was open too long")
    expect(page.get_by_label("User name")).to_have_value(name)
    staff.presses("Add the account")
    staff.reads(f"{name} may now sign in")


class Looking:
    """Someone who looks at every page on the way: what is in anybody's way, by the page."""

    def __init__(self, page: Page, language: str) -> None:
        self.page, self.language, self.staff = page, language, Staff(page)
        self.wrong: dict[str, list[str]] = {}

    def looks_at(self, what: str) -> None:
        found = barriers(self.page)
        if self.page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            found.append("scrolls sideways")
        if found:
            self.wrong[what] = found

    def goes_on(self, after: str = "", **typed: str) -> None:
        """Type into fields by their names, press the page's button, wait for the answer and look at it."""
        for field, text in typed.items():
            self.page.locator(f"[name={field}]").fill(text)
        with self.page.expect_navigation():  # the answer is there, not the page that asked
            self.page.locator("main .actions button").first.click()
        if after:
            self.looks_at(after)

    def signs_in_for_the_first_time(self, name: str, given: str) -> None:
        self.page.goto(f"{self.language}/sign-in/?next={self.language}/account/")
        self.goes_on("sign-in, wrong", name=name)
        self.goes_on("new password", password=given)
        self.goes_on("new password, wrong")
        self.goes_on(new_password=PASSWORD, new_password_again=PASSWORD)
        self.page.locator("main summary").click()
        self.looks_at("set up")
        self.staff.key = self.staff.key_on_the_page()
        self.goes_on("recovery codes", code=self.staff.next_code())
        self.goes_on()

    def walks_through_the_accounts(self, name: str) -> None:
        for path in ("/account/", "/account/password/", "/account/second-factor/", "/accounts/", "/accounts/new/",
                     "/accounts/events/", f"/accounts/of/{name}/", "/accounts/of/statistician/"):  # fmt: skip
            self.page.goto(self.language + path)
            self.looks_at(path)
        self.page.goto(f"{self.language}/accounts/of/statistician/")
        self.page.locator(".button-final").first.click()
        self.looks_at("close, wrong")

    def loses_the_session_and_comes_back(self, name: str) -> None:
        self.page.goto(f"{self.language}/accounts/new/")
        self.staff.loses_the_session()
        self.goes_on("signed out", name="somebody")
        self.goes_on("code", name=name, password=PASSWORD)
        self.goes_on("kept", code=self.staff.next_code())


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look[0] or '/en'} {look[1]} {look[2]}")
def test_no_page_of_accounts_is_in_anybodys_way(look, browser: Browser, live_side: LiveSide) -> None:
    language, width, scheme = look
    context = browser.new_context(
        base_url=live_side.address, viewport={"width": width, "height": 800}, color_scheme=scheme
    )
    page = context.new_page()
    watch, looking = Watch(page, live_side.address), Looking(page, language)
    name, given = added_account(live_side, "administrator", "statistician")
    looking.signs_in_for_the_first_time(name, given)
    looking.walks_through_the_accounts(name)
    looking.loses_the_session_and_comes_back(name)
    context.close()
    assert (looking.wrong, watch.faults) == ({}, [])
