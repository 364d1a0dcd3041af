"""A visitor to the authority's site: what they do, in the words of the page."""

from __future__ import annotations

from playwright.sync_api import Page, expect

REPORT_A = (
    ("5,200", "cases", "", "count"),
    ("3,399", "cases", "offence=trafficking", "count"),
    ("1,896", "cases", "offence=use", "count"),
    ("22", "cases", "", "rate"),
    ("some 40", "persons", "", "rate"),
)


class Visitor:
    """Someone with a browser and no account."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def opens(self, path: str) -> None:
        self.page.goto(path)

    def follows(self, words: str) -> None:
        """Click the first link with these words."""
        self.page.get_by_role("link", name=words).first.click()

    def reads(self, words: str) -> None:
        expect(self.page.locator("main")).to_contain_text(words)

    def says_who_and_when(self) -> None:
        self.page.get_by_label("Who says so").fill("Authority for Combating Drugs")
        self.page.get_by_label("First day").fill("2019-01-01")
        self.page.get_by_label("Last day").fill("2019-09-06")

    def types_figure(self, number: int, printed: str, measure: str, group: str, kind: str) -> None:
        row = self.page.locator("fieldset.row").nth(number - 1)
        row.get_by_label("As printed").fill(printed)
        row.get_by_label("What is counted").select_option(measure)
        row.get_by_label("Of whom").select_option(group)
        row.get_by_label("Said as").select_option(kind)

    def presses(self, button: str) -> None:
        self.page.get_by_role("button", name=button).click()

    def findings_beside(self, number: int) -> str:
        """What stands below a row of the form."""
        return self.page.locator("fieldset.row").nth(number - 1).locator(".row-findings").inner_text()
