"""A slip on paper: both languages, digits that can be read out, and a QR code of the digits and of no address."""

import io
from datetime import date

import pypdf
import pytest
import zxingcpp
from PIL import Image

from marga.care.slips import paper
from marga.ledger.codes import SLIP, format_code

CODES = [format_code(number, SLIP) for number in (7, 10**39, SLIP.codes - 1, 3, 5)]
EXPIRES, ADDRESS = date(2027, 11, 24), "https://help.example/"


def pages(codes):
    return [one.extract_text() for one in pypdf.PdfReader(io.BytesIO(paper.page(codes, EXPIRES, ADDRESS))).pages]


@pytest.mark.parametrize(("count", "sheets"), [(1, 1), (2, 1), (3, 2), (5, 3)])
def test_two_slips_are_on_a_page(count, sheets):
    assert len(pages(CODES[:count])) == sheets


def test_each_slip_has_its_digits_the_address_and_its_last_day_in_both_languages():
    text = "".join(pages(CODES[:1])[0].split())  # where lines break is the layout's own
    said = ("24 November 2027", ADDRESS, "They are not told whether you use it", *CODES[0].split())
    assert [one for one in said if "".join(one.split()) not in text] == []
    assert "\u1782" in text  # a Khmer letter


def test_the_qr_code_holds_the_digits_alone():
    picture = Image.open(io.BytesIO(paper.png(CODES[:2], EXPIRES, ADDRESS)))
    read = {one.text for one in zxingcpp.read_barcodes(picture)}
    assert read == {code.replace(" ", "") for code in CODES[:2]}
