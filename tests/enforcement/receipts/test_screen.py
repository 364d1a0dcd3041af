"""A receipt on a page: on a telephone, at a desk and printed from the browser."""

import io

import pypdf
import pytest
from axe_playwright_python.sync_playwright import Axe

from marga.enforcement.receipts.sheet import sheet
from marga.ledger.pictures import text_in_picture, texts_in_picture
from support.receipts import COUNTRY, KEY, LONGEST_PROOF, as_html, facts, listed, open_in


def test_the_page_says_everything_in_the_person_s_language_whatever_it_is_read_in():
    html = as_html(facts(2, 2), "km")
    shown = sheet(facts(2, 2), COUNTRY, "km")
    assert '<html lang="en"' in html
    assert '<article class="receipt" lang="km">' in html
    for said in (shown.words.title, shown.words.never, shown.review.says, *(one.says for one in shown.rights)):
        for line in said:
            assert f'<span lang="{line.language}"' in html
            assert line.text in html
    assert all(f'<span class="receipt-digits">{group}</span>' in html for group in shown.code)


def test_what_somebody_typed_is_shown_and_never_run():
    html = as_html(facts(place="<script>alert(1)</script>"), "en")
    assert "<script" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_a_receipt_with_a_list_shows_every_line_of_it_its_mark_and_its_pictures(page):
    made = listed(20, 200)
    html = as_html(made, "en")
    assert "200 in all. Each stands on the list of this receipt." in html
    assert all(one.mark in html for one in made.property)
    assert f"{made.mark[:8]} {made.mark[8:16]}" in html
    open_in(page, made, "", "en")
    pieces = page.locator(".receipt-pieces svg")
    assert pieces.count() == len(made.enclosed)
    read = texts_in_picture(pieces.first.screenshot(scale="device"))
    assert list(read) == [made.enclosed[0]]


def test_the_key_that_signed_and_where_to_complain_stand_on_the_page():
    html = as_html(facts(complain_at=()), "en")
    assert KEY in html
    assert all(one.says.en in html for one in COUNTRY.enforcement.complaints)


def test_an_empty_list_is_said():
    html = as_html(facts(0, 0), "en")
    assert "No exhibit was written down when this was given." in html
    assert "No property was written down when this was given." in html


@pytest.mark.parametrize("language", ["km", "en", "vi"])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_page_fits_keeps_the_policy_and_is_scanned_from_the_screen(page, language, width):
    policy = page.request.get("/healthz").headers["content-security-policy"]
    page.set_viewport_size({"width": width, "height": 900})
    open_in(page, facts(3, 4), policy, language)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.locator(".receipt").evaluate("one => getComputedStyle(one).display") == "block"
    assert text_in_picture(page.locator(".receipt-picture svg").screenshot(scale="device")) == LONGEST_PROOF


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everyone_can_read_the_page_and_the_code_is_dark_on_white_in_every_scheme(page, scheme):
    page.emulate_media(color_scheme=scheme)
    open_in(page, facts(3, 4, witnessed=True), "", "vi")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert text_in_picture(page.locator(".receipt-picture svg").screenshot()) == LONGEST_PROOF


@pytest.mark.parametrize("language", ["km", "en"])
def test_it_is_printed_from_a_browser_on_one_page_with_nothing_else_on_it(page, language):
    open_in(page, facts(3, 4), "", language)
    made = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True, print_background=False)))
    assert len(made.pages) == 1
    assert "AGPL" not in made.pages[0].extract_text()
