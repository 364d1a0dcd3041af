"""A full ward, a wait, an offer and a stay; somebody goes of their own will; an inspector sees what is overdue."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, expect

from journeys.test_a_statistician import person, press
from support.sides import LiveSide

HOME = "KH-12-R1"


def opens_a_client(page: Page, name: str, sex: str = "male", age: str = "30") -> str:
    """Write somebody down: their number."""
    page.goto("/clients/new/")
    page.get_by_label("Called").fill(name)
    page.get_by_label("Sex").select_option(sex)
    page.get_by_label("or about how old, in years").fill(age)
    page.get_by_label("Province where they live").select_option("KH-12")
    press(page, "Write it down")
    expect(page.locator("h1")).to_have_text(name)
    return page.url.rstrip("/").rsplit("/", 1)[1]


def test_a_full_ward_a_wait_an_offer_and_a_stay(browser: Browser, live_care: LiveSide) -> None:
    with person(browser, live_care, "manager") as manager:
        number = opens_a_client(manager, "Waits For A Place")
        manager.get_by_role("link", name="Somebody comes in").click()
        manager.get_by_label("Ward").select_option(f"{HOME}.1")
        manager.get_by_label("Who asked, or what led to it").select_option("self")
        manager.get_by_label("voluntary").check()
        press(manager, "The person is in")
        expect(manager.locator("#error-summary")).to_contain_text("There is no safe place free here")
        manager.goto(f"/clients/{number}/")
        manager.get_by_role("link", name="Put on the waiting list").click()
        manager.get_by_label("residential").check()
        manager.get_by_label("Who asked, or what led to it").select_option("family")
        press(manager, "Put on the list")
        manager.get_by_role("link", name=f"{number}.w1").click()
        wait = manager.url
        expect(manager.locator("main")).to_contain_text("Days since asking")
        free = manager.locator("article.option", has_text="A safe place is free now.").first
        expect(free.get_by_role("link", name="Offer this place")).to_be_visible()
        full = manager.locator("article.option", has_text="Phnom Penh residential centre, Men")
        expect(full).to_contain_text("A safe place is expected in")
        expect(full.get_by_role("link", name="Offer this place")).to_have_count(0)  # not before it is free
        # somebody goes, and the place is free
        manager.goto("/stays/")
        leaving = manager.get_by_role("row").filter(has_text="Men").last
        leaving.get_by_role("link").click()
        manager.get_by_role("link", name="The stay ends").click()
        manager.get_by_label("completed").check()
        press(manager, "The person is gone")
        expect(manager.locator("main")).to_contain_text("completed")
        manager.goto(wait)
        best = manager.locator("article.option").first
        expect(best).to_contain_text("Phnom Penh residential centre, Men")
        best.get_by_role("link", name="Offer this place").click()
        press(manager, "Offer this place")
        expect(manager.locator("main")).to_contain_text("A place is kept")
        manager.goto("/today/")
        expect(manager.locator("main")).to_contain_text("expected in")
        manager.goto(wait)
        manager.get_by_role("link", name="The person comes in").click()
        expect(manager.get_by_label("Ward")).to_have_value(f"{HOME}.1")
        manager.get_by_label("voluntary").check()
        press(manager, "The person is in")
        expect(manager.locator("main")).to_contain_text("The stay began.")
        manager.goto(wait)
        expect(manager.locator("main")).to_contain_text("The person has a place.")


def test_who_came_of_their_own_will_goes_of_their_own_will(browser: Browser, live_care: LiveSide) -> None:
    with person(browser, live_care, "manager") as manager:
        number = opens_a_client(manager, "Goes Home", "female")
        manager.get_by_role("link", name="Somebody comes in").click()
        manager.get_by_label("Ward").select_option(f"{HOME}.2")
        manager.get_by_label("Who asked, or what led to it").select_option("self")
        manager.get_by_label("voluntary").check()
        press(manager, "The person is in")
    with person(browser, live_care, "care-worker") as worker:
        worker.goto(f"/stays/{number}.1/")
        worker.get_by_role("link", name="The person asks to leave").click()
        press(worker, "Record it")
        expect(worker.locator("main")).to_contain_text("the person asked to leave, and may go")
        worker.get_by_role("link", name="The stay ends").click()
        worker.get_by_label("left before the end that was planned").check()
        press(worker, "The person is gone")
        expect(worker.locator("main")).to_contain_text("left before the end that was planned")
        worker.goto("/stays/")
        expect(worker.get_by_role("link", name=f"{number}.1")).to_have_count(0)


def test_an_inspector_sees_what_is_overdue_anywhere_and_looks_at_it(browser: Browser, live_care: LiveSide) -> None:
    with person(browser, live_care, "inspector") as inspector:
        inspector.goto("/")
        expect(inspector.locator("h1")).to_have_text("Every centre today")
        row = inspector.get_by_role("row").filter(has_text="court order").first
        expect(row).to_contain_text("overdue since")
        key = row.get_by_role("link").inner_text()
        row.get_by_role("link").click()
        expect(inspector.locator("main")).to_contain_text("somebody from outside looks at the stay")
        inspector.get_by_role("link", name="Review the stay").click()
        inspector.get_by_label("It needs another basis").check()
        inspector.get_by_label("Why", exact=True).fill("Nobody asked him since he came.")
        press(inspector, "Record the review")
        expect(inspector.locator("main")).to_contain_text("Nobody asked him since he came.")
    with person(browser, live_care, "manager") as manager:
        manager.goto("/stays/")
        expect(manager.get_by_role("row").filter(has_text=key)).to_contain_text("must not go on so")
