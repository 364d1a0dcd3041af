"""The paper of a receipt: one page whatever is on it, every fact readable, and a proof that a telephone can scan."""

import io
import re
from dataclasses import fields, is_dataclass, replace
from itertools import pairwise

import pypdf
import pytest
import zxingcpp
from PIL import Image

from marga.country import Text
from marga.enforcement.receipts import page, png
from marga.enforcement.receipts.sheet import sheet
from marga.enforcement.receipts.voices import Line
from marga.ledger.codes import read_code
from marga.ledger.pictures import text_in_picture
from support.receipts import BANDS, COUNTRY, LONGEST_PROOF, NUMBER, facts

LANGUAGES = list(COUNTRY.enforcement.custody.languages)
MM = 25.4
DOTS = 200


def pages(pdf):
    return pypdf.PdfReader(io.BytesIO(pdf)).pages


def text_of(pdf):
    """The text of the page without its spaces: where lines break is the layout's own."""
    return squeezed(" ".join(one.extract_text() for one in pages(pdf)))


def squeezed(text):
    return re.sub(r"\s+", "", text)


def lines_of(value, language):
    """Every text in this language that a sheet holds; "" is what was written down as it is."""
    if isinstance(value, Line):
        return [value.text] if value.language == language else []
    if is_dataclass(value):
        return [one for field in fields(value) for one in lines_of(getattr(value, field.name), language)]
    return [one for inner in value for one in lines_of(inner, language)] if isinstance(value, tuple) else []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("exhibits", "things"), [(0, 0), (1, 2), (8, 10), (30, 60)])
def test_a_receipt_is_one_page_whatever_is_on_it(language, exhibits, things):
    assert len(pages(page(facts(exhibits, things, language=language), COUNTRY))) == 1


@pytest.mark.parametrize("language", ["km", "vi"])
def test_a_receipt_is_one_page_with_long_khmer_text_everywhere(language):
    long = Text("a long English name, " * 4, "សារធាតុញៀនប្រភេទអំហ្វេតាមីនដែលបានរឹបអូសនៅផ្សារ" * 3)
    made = facts(8, 10, place="ភូមិព្រែកតាមាក់ ឃុំព្រែកតាមាក់ ស្រុកខ្សាច់កណ្ដាល " * 5, unit=Text("ស្នងការដ្ឋាននគរបាលខេត្ត " * 6))
    made = replace(
        made, weights=tuple(replace(one, drug=long) for one in made.weights),
        property=tuple(replace(one, kind=long) for one in made.property), complain_at=("ការិយាល័យអ្នកទទួលបណ្តឹង " * 5,) * 4,
    )  # fmt: skip
    assert len(pages(page(made, COUNTRY, language))) == 1


@pytest.mark.parametrize(("exhibits", "things"), [(1, 2), (8, 10), (30, 60)])
def test_what_follows_stands_below_what_went_before(exhibits, things):
    made, heights = facts(exhibits, things, language="vi"), {}

    def note(text, outer, inner, _font, _size):
        heights.setdefault(squeezed(text), pypdf.mult(inner, outer)[5])

    pages(page(made, COUNTRY))[0].extract_text(visitor_text=note)
    last = squeezed(made.property[-1].mark)
    below = [next(y for text, y in heights.items() if squeezed(word) in text)
             for word in (last, "Your rights", "Three ways", "Where to complain", "Signed by the police")]  # fmt: skip
    assert all(one - other > 3 for one, other in pairwise(below)), below
    assert below[-1] > 0


def test_eight_exhibits_and_ten_things_in_two_languages_stay_large_enough_to_read():
    sizes = []

    def note(text, _user, place, _font, size):
        sizes.extend([abs(place[3]) * size] * len(text.strip()))

    pages(page(facts(8, 10, language="vi"), COUNTRY))[0].extract_text(visitor_text=note)
    assert sorted(sizes)[len(sizes) // 20] >= 5  # points; the sealed marks and the English under the Khmer are smallest
    assert sorted(sizes)[len(sizes) // 2] >= 6


@pytest.mark.parametrize("language", ["en", "vi"])
def test_every_sentence_and_every_fact_is_on_the_page(language):
    made = facts(8, 10, language=language)
    text, shown = text_of(page(made, COUNTRY)), sheet(made, COUNTRY)
    nothing = lines_of(shown.words.no_exhibits + shown.words.no_property, "en")
    nothing += lines_of((shown.words.list, shown.words.list_means, shown.words.list_pictures), "en")
    nothing += lines_of(shown.words.not_reviewed, "en") if shown.rights_reviewed else []
    lines = [*lines_of(shown, "en"), *lines_of(shown, ""), *shown.code, *shown.keys]
    lines += [one.mark for one in (*shown.exhibits, *shown.things)] + [one.amount for one in shown.things]
    assert [line for line in lines if line not in nothing and squeezed(line) not in text] == []
    assert not any(squeezed(line) in text for line in nothing)
    for fact in (
        made.case,
        made.place,
        made.unit.en,
        made.officer,
        made.check_at,
        "250,000KHR",
        "marga receipt verify",
    ):
        assert squeezed(fact) in text


def test_a_khmer_page_names_the_unit_in_khmer_and_says_that_no_place_was_written_down():
    facts_of = dict(enumerate(sheet(facts(place=""), COUNTRY).facts))
    assert facts_of[4][1][0].text == facts().unit.km
    assert facts_of[3][1] == sheet(facts(arrested=None), COUNTRY).facts[0][1] != ()


def test_a_khmer_page_has_khmer_letters_in_a_font_of_its_own():
    (made,) = pages(page(facts(language="km"), COUNTRY))
    names = {str(font.get_object()["/BaseFont"]) for font in made["/Resources"]["/Font"].values()}
    assert any("NotoSansKhmer" in name for name in names)
    assert len(re.findall(r"[ក-៹]", made.extract_text())) > 500


def test_the_code_on_the_page_is_the_one_that_is_typed():
    text = text_of(page(facts(language="en"), COUNTRY))
    groups = sheet(facts(), COUNTRY).code
    assert len(groups) == 10
    assert read_code(" ".join(groups)) == NUMBER
    assert all(group in text for group in groups)


@pytest.mark.parametrize("language", ["km", "en", "vi"])
def test_the_proof_is_scanned_exactly_from_the_page(language):
    made = facts(8, 10, language=language)
    assert text_in_picture(png(made, COUNTRY, dots=DOTS)) == made.proof == LONGEST_PROOF


@pytest.mark.parametrize(("scale", "turn"), [(0.6, 0), (1, 3), (0.8, -4), (0.7, 7), (1, 178)])
def test_the_proof_is_scanned_from_a_page_that_is_small_and_not_straight(scale, turn):
    picture = Image.open(io.BytesIO(png(facts(3, 3), COUNTRY, dots=DOTS))).convert("L")
    picture = picture.resize((round(picture.width * scale), round(picture.height * scale)), Image.Resampling.BICUBIC)
    taken = io.BytesIO()
    picture.rotate(turn, Image.Resampling.BICUBIC, expand=True, fillcolor=255).save(taken, "PNG")
    assert text_in_picture(taken.getvalue()) == LONGEST_PROOF


@pytest.mark.parametrize(("exhibits", "things"), [(1, 2), (30, 60)])
def test_the_proof_is_wider_than_55_mm_with_white_around_it(exhibits, things):
    picture = Image.open(io.BytesIO(png(facts(exhibits, things, language="vi"), COUNTRY, dots=DOTS))).convert("L")
    (found,) = zxingcpp.read_barcodes(picture)
    corners = found.position
    left, right = corners.top_left.x, corners.top_right.x
    top, bottom = corners.top_left.y, corners.bottom_left.y
    assert (right - left) / DOTS * MM > 55
    module = (right - left) / 141  # modules of version 31
    quiet = round(4 * module)
    for box in ((left - quiet, top, left - 4, bottom), (right + 4, top, right + quiet, bottom),
                (left, top - quiet, right, top - 4), (left, bottom + 4, right, bottom + quiet)):  # fmt: skip
        assert picture.crop(box).getextrema()[0] > 250


def test_a_short_proof_is_as_wide_as_a_long_one():
    short = facts(proof="MARGA1:" + "ABCDEFG2" * 40)
    picture = Image.open(io.BytesIO(png(short, COUNTRY, dots=DOTS)))
    (found,) = zxingcpp.read_barcodes(picture)
    assert found.text == short.proof
    assert (found.position.top_right.x - found.position.top_left.x) / DOTS * MM > 55


def test_the_same_facts_give_the_same_paper():
    made = facts(8, 10)
    assert page(made, COUNTRY) == page(made, COUNTRY)


def test_what_somebody_typed_is_shown_and_never_run():
    made = facts(language="en", place='#panic("x") *bold* $1$ @label <tag> \\ [x]', unit=Text('#read("/etc/passwd")'))
    text = text_of(page(made, COUNTRY))
    assert squeezed(made.place) in text
    assert squeezed(made.unit.en) in text


def test_a_band_is_shown_and_no_weight():
    text = text_of(page(facts(8, language="en"), COUNTRY))
    assert squeezed(BANDS[0].en) in text
    assert not re.search(r"\d+[.]\d+g", text)
