"""The example country loads, and a fault in a country's folder is told by file, key and what was expected."""

import re
import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from marga.country import Country, DataError, load, load_folder
from marga.country.loading import DIMENSIONS, FOLDER, MEASURES

SOURCE = FOLDER.parent


@pytest.fixture
def copy(tmp_path):
    """The example country's folder, to be broken."""
    return Path(shutil.copytree(FOLDER / "kh", tmp_path / "kh"))


def change(folder: Path, file: str, old: str, new: str) -> None:
    text = (folder / file).read_text("utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), "utf-8")


def test_the_example_country_loads_with_its_25_provinces():
    country = load("kh")
    provinces = country.dimensions["province"]
    assert list(provinces.categories) == [f"KH-{number}" for number in range(1, 26)]
    assert provinces.exhaustive
    assert all(one.label.en and one.label.km for one in provinces.categories.values())


def test_every_country_has_the_measures_and_splits_of_the_contract():
    country = load("kh")
    assert set(MEASURES) <= set(country.measures)
    assert set(DIMENSIONS) <= set(country.dimensions)
    assert country.dimensions["offence"].top() == {"trafficking", "use"}
    assert country.dimensions["drug"].top().isdisjoint({"heroin", "ice", "tablets"})


def test_units_turn_into_the_first_of_their_kind():
    units = load("kh").units
    assert (units["t"].factor, units["kg"].factor, units["g"].factor) == (1000000, 1000, 1)
    assert units["case"].exact
    assert not units["kg"].exact


def test_words_are_read_with_the_room_that_they_leave():
    words = load("kh").words
    assert words.beyond_percent["largely"] == 10
    assert words.nouns["users"] == {"offence": "use"}
    assert words.scales["million"] == Decimal(10) ** 6
    over = next(hedge for hedge in words.hedges if "over" in hedge.words)
    assert over.above is None
    assert over.below is not None
    assert over.below.percent == 0


def test_a_centre_says_what_is_published_of_it_and_no_more():
    centres = {one.id: one for one in load("kh").centres}
    assert centres["national"].places == 2000
    assert centres["national"].places_as_of == date(2019, 9, 9)
    assert all(one.province in load("kh").dimensions["province"].categories for one in centres.values())


def test_the_digest_changes_with_any_file_of_the_folder(copy):
    before = load_folder(copy).digest
    assert load_folder(copy).digest == before == load("kh").digest
    change(copy, "reports/kh-2002.toml", "[report]", "[report] # touched")
    assert load_folder(copy).digest != before


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("country.toml", 'code = "kh"\n', "", "kh/country.toml: `code`: is missing; write code = "),
        ("country.toml", 'currency = "USD"', 'currency = "USDD"',
         "kh/country.toml: `currency`: is “USDD”, which is not known; write “USD”"),
        ("country.toml", "timezone", "time_zone", "kh/country.toml: `timezone`: is missing; write timezone = "),
        ("country.toml", 'code = "kh"', 'code = "kh"\nfoo = 1',
         "kh/country.toml: `foo`: is not a key that can stand here"),
        ("units.toml", 'factor = "1"\n', "", "kh/units.toml: `case`, `factor`: is missing; write factor = "),
        ("measures.toml", 'units = ["case"]', 'units = ["cses"]',
         "kh/measures.toml: `cases`, `units`: names cses, which is not in units.toml"),
        ("measures.toml", 'time = "flow"', 'time = "flows"',
         "kh/measures.toml: `cases`, `time`: is “flows”, which is not known; write “flow”"),
        ("measures.toml", "adds_up = true", 'adds_up = "yes"',
         "kh/measures.toml: `cases`, `adds_up`: should be true or false, not yes"),
        ("measures.toml", "[seized]", "[seizures]", "kh/measures.toml: `seized`: is missing; every country has it"),
        ("dimensions.toml", "[route]\n", "[routes]\n", None),
        ("dimensions.toml", 'within = "opioids"', 'within = "opiods"',
         "kh/dimensions.toml: `drug`, `categories`, `heroin`, `within`: names opiods, which is not above it in "
         "this list"),
        ("dimensions.toml", '["cases", "persons", "arrests"]', '["case"]',
         "kh/dimensions.toml: `drug`, `overlapping_for`: names case, which is not in measures.toml"),
        ("dimensions.toml", 'exhaustive = true\n[offence.c', 'exhaustive = 1\n[offence.c',
         "kh/dimensions.toml: `offence`, `exhaustive`: should be true or false, not 1"),
        ("provinces.toml", 'en = "Battambang"\n', "", "kh/provinces.toml: province 2, `en`: is missing; write en = "),
        ("words.toml", 'where = { offence = "use" }', 'where = { offence = "using" }',
         "kh/words.toml: noun 1, `where`, `offence`: is “using”, which is not known; write trafficking / use"),
        ("words.toml", 'where = { offence = "use" }', 'where = { offense = "use" }',
         "kh/words.toml: noun 1, `where`, `offense`: is not a key that can stand here"),
        ("words.toml", 'above = "open"', 'above = "wide"',
         "kh/words.toml: hedge 2, `above`: is “wide”, which is not known; write open"),
        ("words.toml", 'digits = "0.5", percent = "5"', 'digits = "half", percent = "5"',
         "kh/words.toml: hedge 1, `below`, `digits`: should be a number between quotes such as \"0.5\", not half"),
        ("units.toml", 'factor = "1"', 'factor = "one"',
         "kh/units.toml: `case`, `factor`: should be a number between quotes such as \"0.5\", not one"),
        ("centres.toml", 'province = "KH-1"', 'province = "KH-99"',
         "kh/centres.toml: centre 1, `province`: is “KH-99”, which is not known; write “KH-9”"),
        ("care.toml", 'to = "manager"\n', 'to = "clerk"\n',
         "kh/care.toml: `disclosure`, alert 1, `to`: is “clerk”, which is not known; write inspector / manager"),
        ("care.toml", 'then = "planner"', 'then = "inspector"',
         "kh/care.toml: `disclosure`, alert 2, `then`: is “inspector”, which is not known; write planner"),
        ("care.toml", '[[disclosure.alert]]\nto = "manager"', '[[disclosure.alert]]\nto = "inspector"',
         "kh/care.toml: `disclosure`, alert 1, `then`: is “inspector”, which is not known; write planner"),
        ("care.toml", '[[disclosure.alert]]\nto = "inspector"\nhours = 24\nthen = "planner"\nunverified = true\n', "",
         "kh/care.toml: `disclosure`, `alert`: should have one table for each of: manager, inspector"),
        ("care.toml", "[disclosure.team.poison]", "[disclosure.team.police]",
         "kh/care.toml: `disclosure`, `team`: has police, which is “police”: take out who is no medical team"),
        ("care.toml", "never = [", "nevr = [",
         "kh/care.toml: `disclosure`, `never`: should name police, prosecutor and court, who are never told anything"),
        ("care.toml", "[objection]\ndays = 14", "[objection]\ndays = 0",
         "kh/care.toml: `objection`, `days`: should be a whole number, 1 or more, not 0"),
        ("centres.toml", "places = 200", 'places = "200"',
         "kh/centres.toml: centre 1, `places`: should be a number such as 5200 or 54.0, not 200"),
    ],
)  # fmt: skip
def test_a_fault_names_file_key_and_what_was_expected(copy, file, old, new, told):
    if told is None:  # a whole split under another name
        text = (copy / file).read_text("utf-8")
        (copy / file).write_text(text.replace("[route", "[routes"), "utf-8")
        told = "kh/dimensions.toml: `route`: is missing; every country has it"
    else:
        change(copy, file, old, new)
    with pytest.raises(DataError) as raised:
        load_folder(copy)
    assert str(raised.value).startswith(told)


@pytest.mark.parametrize("file", ["units", "measures", "dimensions", "provinces", "words", "centres"])
def test_a_missing_file_is_named(copy, file):
    (copy / f"{file}.toml").unlink()
    with pytest.raises(DataError, match=rf"^kh/{file}\.toml: is missing; a country needs this file$"):
        load_folder(copy)


def test_a_folder_that_is_no_country_is_told_which_there_are(tmp_path):
    with pytest.raises(DataError, match=r"has no country\.toml, so it is not a country; the countries here are kh"):
        load_folder(tmp_path)
    with pytest.raises(DataError, match=r"has no country\.toml"):
        load("xx")


def test_a_file_that_is_not_toml_is_named(copy):
    (copy / "words.toml").write_bytes(b"\xff")
    with pytest.raises(DataError, match=r"^kh/words\.toml: is not text in UTF-8"):
        load_folder(copy)


# --- Only the country's folder names it.


def cambodian(country: Country) -> re.Pattern[str]:
    """What only country/kh may say: the country, its provinces in both languages, its people, its codes."""
    provinces = country.dimensions["province"].categories.values()
    names = {one.label.en for one in provinces} | {"NACD"}
    forms = [rf"\b{re.escape(name)}\b" for name in sorted(names)]
    khmer = {one.label.km for one in provinces} | {country.name.km}
    return re.compile("|".join([*forms, *sorted(khmer - {""}), "Cambodia", "KH-"]))


def sources() -> list[Path]:
    """Marga's own text outside the country's folder; translations are in the country's language and say its name."""
    return [
        path
        for path in sorted(SOURCE.rglob("*"))
        if path.suffix in {".py", ".html", ".toml", ".css", ".js", ".txt", ".typ", ".sql", ".md"}
        and not path.is_relative_to(FOLDER / "kh")
        and path.name != "OFL.txt"
    ]


def test_only_the_country_s_folder_names_the_country_or_its_places():
    pattern = cambodian(load("kh"))
    assert all(pattern.search(text) for text in ("in Kampong Cham", "កម្ពុជា", "KH-12"))
    found = {
        f"{path.relative_to(SOURCE)}:{number}: {line.strip()}"
        for path in sources()
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if pattern.search(line)
    }
    assert found == set()
