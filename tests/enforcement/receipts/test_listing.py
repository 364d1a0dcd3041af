"""A receipt with any number of things on it: what its picture cannot hold is on a list that it names by its hash."""

import io
import re
from datetime import UTC, datetime
from decimal import Decimal
from hashlib import sha256

import pypdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw
from typer.testing import CliRunner

from marga.cli import app
from marga.enforcement.acts.models import Act
from marga.enforcement.cases import contents as cases
from marga.enforcement.cases.models import Party
from marga.enforcement.receipts import page, queries
from marga.enforcement.receipts.contents import Item, ReceiptGiven, Thing
from marga.enforcement.receipts.listing import divided
from marga.enforcement.receipts.paper import pngs
from marga.enforcement.receipts.picture import picture
from marga.enforcement.receipts.services import give
from marga.ledger.enclosures import write_enclosure
from marga.ledger.receipts import LONGEST, write_receipt
from marga.site.ledgers import signing
from marga.site.refusals import WrongState
from support.databases import as_owner
from support.entering import settle
from support.ledgers import Log
from support.receipts import COUNTRY, facts, listed
from support.register import NOW, acting, booked, exhibit, hours, person, signed_in_as, station

WHEN = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
KHMER = st.text(st.characters(min_codepoint=0x1780, max_codepoint=0x17B3), min_size=1, max_size=60)
THINGS = st.one_of(
    st.builds(Thing, kind=st.sampled_from(["phone", "vehicle", "document", "other"]), mark=KHMER),
    st.builds(Thing, kind=st.just("cash"), amount=st.integers(0, 10**9).map(Decimal), currency=st.just("KHR")),
)
ITEMS = st.builds(Item, seal=st.integers(0, 10**8).map("KD-{:09d}".format), drug=st.sampled_from(["ice", "heroin"]),
                  band=st.sampled_from(["", "stimulants.small"]))  # fmt: skip


def told(items, things, place="ភ្នំពេញ"):
    return ReceiptGiven(
        arrested=WHEN, arrived=WHEN, place=place, officer="1001", offence="possession", article="53",
        quantity="stimulants", items=tuple(items), sealed="ab" * 32, property=tuple(things), next_review=WHEN,
    )  # fmt: skip


def photograph(text):
    """A QR code as the paper draws it, four dots a square, with its quiet zone."""
    drawn, scale = picture(text), 4
    image = Image.new("L", ((drawn.side + 8) * scale,) * 2, 255)
    paint = ImageDraw.Draw(image)
    for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", drawn.path):
        left, top = (int(x) + 4) * scale, (int(y) + 4) * scale
        paint.rectangle((left, top, left + int(width) * scale - 1, top + scale - 1), fill=0)
    made = io.BytesIO()
    image.save(made, "PNG")
    return made.getvalue()


def verified(folder, pictures, key, *more):
    """What the command says of these photographs."""
    files = []
    for number, data in enumerate(pictures):
        files.append(folder / f"{number}.png")
        files[-1].write_bytes(data)
    return CliRunner().invoke(app, ["receipt", "verify", *map(str, files), "--key", str(key), *more])


@settings(max_examples=25)
@given(st.data(), st.integers(0, 100), st.integers(0, 200))
def test_a_receipt_of_any_size_is_photographed_and_verified_without_a_server(tmp_path_factory, data, items, things):
    made = told(data.draw(st.lists(ITEMS, min_size=items, max_size=items)),
                data.draw(st.lists(THINGS, min_size=things, max_size=things)))  # fmt: skip
    log = Log()
    given, beside = divided(made, data.draw(st.integers(0, 2**22)))
    log.enter(1, kind="receipt.given", **given.plain())
    text = write_receipt(log.receipt(0))
    pieces = () if beside is None else write_enclosure(beside.plain())
    assert all(len(one) <= LONGEST for one in (text, *pieces))
    folder = tmp_path_factory.mktemp("photographs")
    alone = verified(folder, [photograph(text)], log.key.verifier)
    assert alone.exit_code == 0, alone.output
    assert ("Not named here" in alone.stdout) == (beside is not None)
    if beside is not None:
        assert f"{items} exhibits and {things} things" in alone.stdout
        assert beside.property == made.property
    whole = verified(folder, [photograph(one) for one in (text, *pieces)], log.key.verifier)
    assert whole.exit_code == 0, whole.output
    assert all(one.mark in whole.stdout for one in made.property)
    assert all(one.seal in whole.stdout for one in made.items)
    assert "Not named here" not in whole.stdout


def test_what_most_receipts_hold_stands_in_the_picture_itself():
    things = [Thing(kind="phone", mark=f"012 345 67{n}") for n in range(3)]
    given, beside = divided(told([Item(seal=f"KD-410{n}", drug="ice") for n in range(4)], things), 100_000)
    assert beside is None
    assert "listed" not in given.plain()


def test_another_list_is_not_the_list_of_the_receipt(tmp_path):
    things = [Thing(kind="phone", mark=f"012 345 {n:05d}") for n in range(300)]
    given, beside = divided(told([], things), 0)
    log = Log()
    log.enter(1, **given.plain())
    forged = {**beside.plain(), "property": beside.plain()["property"][1:]}
    pictures = [photograph(one) for one in (write_receipt(log.receipt(0)), *write_enclosure(forged))]
    done = verified(tmp_path, pictures, log.key.verifier)
    assert done.exit_code == 1
    assert "The list that was given is not the list of this receipt." in done.stdout


def number(at):
    """One that does not shrink when it is packed."""
    return sha256(bytes([at])).hexdigest()[:20]


@pytest.fixture
def full(database):
    """A person with forty exhibits and sixty things, whose receipt was given and signed."""
    station()
    taken = tuple(cases.Taken(kind="phone", mark=f"ទូរស័ព្ទខ្មៅ លេខ {number(n)}") for n in range(60))
    case = booked(people=(person(property=taken),),
                  exhibits=tuple(exhibit(seal=f"A-{n:04d}") for n in range(40)))  # fmt: skip
    party = Party.objects.select_related("case__unit").get(pk=f"{case.number}.1")
    act = give(party.key, acting())
    settle()
    return party, act


def test_a_receipt_with_a_hundred_things_is_shown_printed_and_verified_from_its_paper(full, tmp_path):
    party, act = full
    browser = signed_in_as()
    shown = browser.get(f"/receipts/{party.key}/").content.decode()
    assert f"ទូរស័ព្ទខ្មៅ លេខ {number(59)}" in shown
    assert "A-0039" in shown
    paper = pypdf.PdfReader(io.BytesIO(browser.get(f"/receipts/{party.key}/paper.pdf").content))
    assert len(paper.pages) > 1
    made = queries.facts(party, act)
    assert (len(made.weights), len(made.property)) == (40, 60)
    done = verified(tmp_path, pngs(made, COUNTRY), made.keys[0])
    assert done.exit_code == 0, done.output
    assert "A-0039" in done.stdout
    assert f"លេខ {number(59)}" in done.stdout
    assert signing.verifiers()[0] == signing.read_verifier_keys(made.keys[0])[0]


def test_as_many_questions_are_asked_for_forty_exhibits_as_for_one(full):
    few = booked(exhibits=(exhibit(seal="B-0001"),))
    one = Party.objects.select_related("case__unit").get(pk=f"{few.number}.1")
    given = give(one.key, acting())
    settle()
    counts = []
    for party, act in (full, (one, given)):
        with CaptureQueriesContext(connection) as asked:
            assert queries.facts(party, act) is not None
        counts.append(len(asked))
    assert counts[0] <= counts[1] + 1  # its list is one more


def test_who_clicks_twice_gives_one_receipt_and_one_list_and_what_changed_gives_another(full):
    party, act = full
    assert give(party.key, acting()) == act
    assert Act.objects.filter(kind="receipt.listed").count() == 1
    assert Act.objects.get(kind="receipt.listed").entry.receipt is None  # no list of receipts tells how much was taken
    Party.objects.filter(pk=party.key).update(arrested=NOW - hours(3))
    again = give(party.key, acting(at=NOW + hours(1)))
    assert again.kind == "receipt.renewed"
    assert again.new["listed"] == act.new["listed"]


def test_a_list_that_was_changed_is_not_printed(full):
    party, act = full
    with as_owner():
        Act.objects.filter(kind="receipt.listed").update(new={"items": [], "property": []})
    with pytest.raises(WrongState, match="no longer what was entered"):
        queries.facts(party, act)


@pytest.mark.parametrize("language", ["km", "en", "vi"])
def test_the_receipt_stays_one_page_and_its_list_says_every_line_on_the_pages_that_follow(language):
    made = listed(100, 200, language=language)
    first, *others = pypdf.PdfReader(io.BytesIO(page(made, COUNTRY))).pages
    squeezed = [re.sub(r"\s+", "", one.extract_text()) for one in (first, *others)]
    assert not any(one.seal in squeezed[0] for one in made.weights)
    rest = "".join(squeezed[1:])
    assert all(re.sub(r"\s+", "", one.mark) in rest for one in made.property)
    assert all(one.seal in rest for one in made.weights)
    assert made.mark[:8] in rest
    assert all(made.code.replace(" ", "") in one for one in squeezed[1:])


def test_without_a_list_there_is_one_page():
    assert len(pngs(facts(2, 2), COUNTRY, dots=40)) == 1
