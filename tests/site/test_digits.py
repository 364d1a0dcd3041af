"""Khmer digits in running text, by choice of the reader; tables and codes keep western digits."""

import pytest
from django.conf import settings
from django.template import RequestContext, engines
from django.test import Client, RequestFactory
from django.utils import translation
from django.utils.http import MAX_URL_REDIRECT_LENGTH

from marga.authority.services import check_published
from marga.country import Period, write
from marga.site.writing import in_khmer_digits, writer

pytestmark = pytest.mark.django_db


def choose(client, digits="khmer", **more):
    return client.post("/digits/", {"digits": digits, "next": "/km/rules/", **more})


def render(source, path="/km/", language="km", digits=""):
    """A piece of a template as a reader of this language sees it who chose these digits."""
    request = RequestFactory().get(path)
    request.COOKIES = {settings.DIGITS_COOKIE_NAME: digits} if digits else {}
    with translation.override(language):
        template = engines["django"].from_string("{% load page %}" + source).template
        return template.render(RequestContext(request, {"number": "5,200 & 7"}))


def test_the_choice_is_kept_for_a_year_and_returns_to_the_page(client):
    answer = choose(client)
    cookie = answer.cookies[settings.DIGITS_COOKIE_NAME]
    assert (answer.status_code, answer["Location"]) == (302, "/km/rules/")
    assert (cookie.value, cookie["max-age"], cookie["samesite"]) == ("khmer", 365 * 24 * 60 * 60, "Lax")
    assert cookie["httponly"]
    assert cookie["path"] == "/"
    assert not cookie["secure"]


def test_behind_tls_the_choice_travels_over_tls_only(client, settings):
    settings.TLS = True
    assert choose(client).cookies[settings.DIGITS_COOKIE_NAME]["secure"]


def test_the_choice_is_undone_by_the_other_one(client):
    choose(client)
    assert settings.DIGITS_COOKIE_NAME in client.cookies
    assert choose(client, "western").cookies[settings.DIGITS_COOKIE_NAME]["max-age"] == 0


def test_a_word_that_is_no_choice_is_not_kept(client):
    assert choose(client, "<b>1</b>").cookies[settings.DIGITS_COOKIE_NAME].value == ""


@pytest.mark.parametrize(
    "address",
    [
        "", "rules/", "//evil.example/", "///evil.example", "/\\evil.example", "https://evil.example/",
        "javascript:alert(1)", "\x00/km/", "/km/?r=" + "a" * MAX_URL_REDIRECT_LENGTH,
    ],
)  # fmt: skip
def test_the_way_back_leads_nowhere_but_here(client, address):
    answer = choose(client, next=address)
    assert (answer.status_code, answer["Location"]) == (302, "/")


def test_a_line_break_in_the_way_back_makes_no_header(client):
    answer = choose(client, next="/km/\r\nSet-Cookie: a=b")
    assert "a" not in answer.cookies
    assert "\n" not in answer["Location"]


def test_a_stranger_cannot_choose_for_a_reader():
    strict = Client(enforce_csrf_checks=True)
    answer = choose(strict)
    assert answer.status_code == 403
    assert settings.DIGITS_COOKIE_NAME not in answer.cookies


def test_asking_for_the_address_chooses_nothing(client):
    answer = client.get("/digits/")
    assert answer.status_code == 405
    assert not answer.cookies


def test_khmer_pages_offer_the_choice_with_a_form_that_works_and_english_ones_do_not():
    reader = Client(enforce_csrf_checks=True)
    page = reader.get("/km/rules/?a=1&b=2").content.decode()
    assert 'action="/digits/"' in page
    assert "លេខខ្មែរ ១២៣" in page
    assert 'name="next" value="/km/rules/?a=1&amp;b=2"' in page
    assert 'action="/digits/"' not in reader.get("/rules/").content.decode()
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    assert choose(reader, csrfmiddlewaretoken=token).status_code == 302
    assert "លេខ 123" in reader.get("/km/rules/").content.decode()


def test_a_page_that_answers_a_form_does_not_offer_it_because_what_was_typed_would_be_lost(client):
    assert 'action="/digits/"' not in client.post("/km/check/", {"rows": "1"}).content.decode()


@pytest.mark.parametrize(
    ("language", "digits", "shown"),
    [("km", "khmer", "៥,២០០ &amp; ៧"), ("km", "", "5,200 &amp; 7"), ("en", "khmer", "5,200 &amp; 7")],
)
def test_running_text_has_the_digits_that_the_reader_chose(language, digits, shown):
    assert render("{% prose number %}", language=language, digits=digits) == shown
    assert render("{% digits %}{{ number }}{% enddigits %}", language=language, digits=digits) == shown


def test_a_piece_that_is_included_without_its_surroundings_knows_the_choice(tmp_path, settings):
    (tmp_path / "piece.html").write_text("{% load page %}{% prose '12' %}")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]
    assert render("{% include 'piece.html' with a=1 only %}", digits="khmer") == "១២"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("ជួញដូរ 3,399 (លើស 95 %)។", "ជួញដូរ ៣,៣៩៩ (លើស ៩៥ %)។"),
        ('<a href="/km/reports/9/">9</a>', '<a href="/km/reports/9/">៩</a>'),
        ("22 (kh-2019-09/A1) និង A1៖ 22", "២២ (kh-2019-09/A1) និង A1៖ ២២"),
        ("4.5 t នៅ ឆ្នាំ 2021", "4.5 t នៅ ឆ្នាំ ២០២១"),
        ("more than 6,000 នៅ ឆ្នាំ 2021", "more than 6,000 នៅ ឆ្នាំ ២០២១"),
        ("ដោយ Marga 0.1.0។", "ដោយ Marga 0.1.0។"),
        ("“around 6,000” 6,000", "“around 6,000” ៦,០០០"),
        ("“5,200” &#x27;7&#39;", "“៥,២០០” &#x27;៧&#39;"),
        ("", ""),
    ],
)
def test_tags_codes_and_quotations_stay_as_they_are(text, shown):
    assert in_khmer_digits(text) == shown


def test_findings_have_the_digits_chosen_and_tables_keep_western_ones_for_comparison(client):
    check_published()
    choose(client)
    page = client.get("/km/reports/kh-2019-09/").content.decode()
    assert "(២៤៩ ថ្ងៃ)" in page
    assert "ជួញដូរ ៣,៣៩៩ និង ប្រើប្រាស់ ១,៨៩៦ បូកបាន ៥,២៩៥" in page
    table = page.split("<table")[1].split("</table>")[0]
    assert '<td class="num">5,200</td>' in table
    assert "ជួញដូរ 3,399" in table
    assert "6 កញ្ញា 2019" in table
    assert not any(digit in table for digit in "០១២៣៤៥៦៧៨៩")


def test_numbers_that_django_writes_itself_have_a_point_in_khmer_as_in_sentences():
    assert "20.9" in render("{{ 20.9 }}")


def test_a_period_is_said_in_khmer_as_it_is_in_english():
    from datetime import date

    with translation.override("km"):
        assert write(Period(date(2019, 1, 1), date(2019, 12, 31)), writer()) == "ឆ្នាំ 2019"
        assert write(Period(date(2019, 1, 1), date(2019, 9, 6)), writer()) == "1 មករា ដល់ 6 កញ្ញា 2019"
        assert write(Period(date(2018, 12, 1), date(2019, 1, 31)), writer()) == "1 ធ្នូ 2018 ដល់ 31 មករា 2019"
