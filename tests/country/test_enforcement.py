"""What a country decides for enforcement is read, says what it rests on, and mistakes in it are named."""

import shutil
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from marga.country import DataError, load, load_folder
from marga.country.enforcement.offences import DIRECTIONS
from marga.country.loading import FOLDER
from marga.extract import schema


@pytest.fixture
def copy(tmp_path):
    """The example country's folder, to be broken."""
    return Path(shutil.copytree(FOLDER / "kh", tmp_path / "kh"))


def test_custody_lasts_48_hours_and_is_extended_for_felonies_only():
    custody = load("kh").enforcement.custody
    assert [limit.lasts for limit in custody.limits] == [timedelta(hours=48)]
    assert not custody.limits[0].basis.unverified
    assert custody.extension.classes == ("felony",)
    assert custody.extension.basis.unverified
    assert (custody.reviews.first, custody.reviews.every) == (timedelta(hours=6), timedelta(hours=9))
    assert custody.reviews.basis.unverified
    assert custody.reviews.outside_case


def test_limits_of_quantity_are_exact_and_those_reported():
    offences = load("kh").enforcement.offences
    stimulants = offences.quantities["stimulants"]
    assert [band.up_to for band in stimulants.bands] == [Decimal(15), Decimal(80), Decimal(240), None]
    assert all(type(band.up_to) is Decimal for band in stimulants.bands[:-1])
    assert [band.up_to for band in offences.quantities["morphine_and_cocaine"].bands] == [4, 25, None]


def test_a_drug_inside_another_has_its_limits_and_others_have_none():
    by_drug = load("kh").enforcement.offences.by_drug
    assert by_drug["ice"].name == by_drug["tablets"].name == by_drug["ecstasy"].name == "stimulants"
    assert by_drug["heroin"].name == "morphine_and_cocaine"
    assert "cannabis" not in by_drug
    assert "ketamine" not in by_drug


def test_no_offence_and_no_penalty_of_the_example_is_said_to_be_verified_law():
    offences = load("kh").enforcement.offences
    for offence in offences.offences.values():
        assert offence.basis.unverified
        penalties = [offence.penalty, *(one for bands in offence.by_quantity.values() for one in bands.values())]
        assert all(penalty.basis.unverified for penalty in penalties)
    assert all(band.basis.unverified for one in offences.quantities.values() for band in one.bands)


def test_the_penalty_turns_on_the_band():
    offences = load("kh").enforcement.offences
    possession = offences.offences["possession"]
    first = possession.penalty_of("stimulants", "first")
    assert (first.least_months, first.most_months) == (60, 120)
    assert possession.penalty_of() == possession.penalty
    assert offences.class_of(first).name == "felony"
    assert offences.class_of(offences.offences["use"].penalty).name == "misdemeanour"
    assert offences.class_of(offences.offences["trafficking"].penalty_of("stimulants", "third")).name == "felony"


def test_a_prison_term_exactly_at_a_class_limit_is_in_that_class():
    offences = load("kh").enforcement.offences
    assert offences.offences["possession"].penalty.most_months == 60
    assert offences.class_of(offences.offences["possession"].penalty).name == "misdemeanour"


def test_every_direction_of_change_has_its_rule_and_lowering_asks_for_someone_outside():
    changes = load("kh").enforcement.offences.changes
    assert set(changes) == set(DIRECTIONS)
    assert changes["lowers"].outside_case
    assert changes["drops"].outside_case
    assert not changes["raises"].outside_case


def test_what_is_counted_has_a_code_that_the_extract_knows():
    enforcement = load("kh").enforcement
    words, custody = enforcement.register, enforcement.custody
    for kinds, codes in (
        (words.roles, schema.ROLES), (words.supply, schema.SUPPLY_ROLES), (words.operations, schema.OPERATIONS),
        (words.forms, schema.FORMS), (words.concealments, schema.CONCEALMENTS), (custody.ends, schema.CUSTODY_ENDS),
    ):  # fmt: skip
        counted = {kind.counts_as for kind in kinds.values()} - {""}
        assert counted == set(codes)


def test_what_was_fixed_in_the_program_is_the_countrys_and_says_what_it_rests_on():
    words = load("kh").enforcement.register
    assert (words.late_after, words.court_within) == (timedelta(hours=3), timedelta(days=3))
    assert list(words.currencies)[:2] == ["KHR", "USD"]
    assert set(words.traces) == {"phone", "address", "supplier", "seal_source"}
    assert words.written_in == ("km", "en")
    assert words.paper_alerts == words.number_alerts == ("supervisor", "inspector")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("late_after_hours = 3\nsource = \"a choice of this example\"", "late_after_hours = 3",
         "`first_record`, `source`: is missing"),
        ("within_days = 3\nsource = \"a choice of this example\"", "within_days = 3",
         "`court_file`, `source`: is missing"),
        ("within_days = 3", "within_days = 0", "`court_file`, `within_days`: should be a whole number, 1 or more"),
        ('alerts = ["supervisor", "inspector"]\nlang', 'alerts = ["mayor"]\nlang',
         "`receipt`, `alerts`: names mayor, which is no rank"),
        ('languages = ["km", "en"]', 'languages = []', "`receipt`, `languages`: is missing"),
        ('languages = ["km", "en"]', 'languages = ["xx"]', "`receipt`: names the language xx"),
    ],
)  # fmt: skip
def test_a_mistake_in_it_is_named(copy, old, new, told):
    path = copy / "enforcement" / "register.toml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    with pytest.raises(DataError) as error:
        load_folder(copy)
    assert told in str(error.value)


def test_every_word_is_there_in_khmer():
    enforcement = load("kh").enforcement
    words, custody, offences = enforcement.register, enforcement.custody, enforcement.offences
    named = (words.roles, words.operations, words.forms, words.concealments, words.property, words.ranks,
             words.evidence, words.supply, words.outcomes, words.currencies, words.traces, custody.ends,
             custody.languages, offences.offences, offences.quantities)  # fmt: skip
    assert all(kind.label.km for kinds in named for kind in kinds.values())
    assert all(right.text.km for right in custody.rights.values())


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("offences", "unverified = true   # what stands above", "#",
         "kh/enforcement/offences.toml: `quantity`, `morphine_and_cocaine`, band 3, `source`: is missing; write"),
        ("offences", "up_to = 80", "up_to = 15",
         "kh/enforcement/offences.toml: `quantity`, `stimulants`, `band`: should go from the lightest to the heaviest"),
        ("offences", "up_to = 80", "",
         "kh/enforcement/offences.toml: `quantity`, `stimulants`, `band`: should end with one band without `up_to`"),
        ("offences", "up_to = 15", "up_to = -15", "kh/enforcement/offences.toml: `quantity`, `stimulants`, band 1, "
         "`up_to`: should be 0 or more, not -15"),
        ("offences", "up_to = 15", "up_to = 0", "kh/enforcement/offences.toml: `quantity`, `stimulants`, band 1, "
         "`up_to`: should be above 0"),
        ("offences", 'name = "first"', 'name = "small"', "kh/enforcement/offences.toml: `quantity`, `stimulants`, "
         "`band`: has two bands of one name"),
        ("offences", '["ats", "ecstasy"]', '["atz"]',
         "kh/enforcement/offences.toml: `quantity`, `stimulants`, `drugs`: names atz, which is not in dimensions.toml"),
        ("offences", '["opioids", "cocaine"]', '["opioids", "ats"]',
         "kh/enforcement/offences.toml: `quantity`: has ats in two tables; keep it in one"),
        ("offences", "third = { least_months = 240, most", "fourth = { least_months = 240, most",
         "kh/enforcement/offences.toml: `offence`, `possession`, `by_quantity`, `stimulants`, `fourth`: is no band of "
         "this quantity; write small / first / second / third"),
        ("offences", "[offence.possession.by_quantity.stimulants]", "[offence.possession.by_quantity.stimulant]",
         "kh/enforcement/offences.toml: `offence`, `possession`, `by_quantity`: names stimulant, which has no "
         "[quantity.stimulant]"),
        ("offences", "least_months = 1,", "least_months = 7,",
         "kh/enforcement/offences.toml: `offence`, `use`, `penalty`, `most_months`: is less than `least_months`"),
        ("offences", 'counts_as = "use"', 'counts_as = "using"',
         "kh/enforcement/offences.toml: `offence`, `use`, `counts_as`: is “using”, which is not known; write "),
        ("offences", "up_to_months = 60", "",
         "kh/enforcement/offences.toml: `class`: should go from the least to the gravest"),
        ("offences", "[change.drops]", "[change.drop]",
         "kh/enforcement/offences.toml: `change`, `drops`: is missing; write drops = "),
        ("offences", 'rank = "chief"', 'rank = "chef"',
         "kh/enforcement/offences.toml: `change`, `lowers`, `rank`: is “chef”, which is not known; write “chief”"),
        ("weighing", "rounds = 3", "rounds = 0",
         "kh/enforcement/weighing.toml: `weighing`, `rounds`: should be a whole number, 1 or more, not 0"),
        ("weighing", "percent = 5", 'percent = "5"',
         "kh/enforcement/weighing.toml: `near_limit`, `percent`: should be a number"),
        ("custody", "hours = 48", "hours = 48.5",
         "kh/enforcement/custody.toml: limit 1, `hours`: should be a whole number, 1 or more, not 48.5"),
        ("custody", "hours = 48", "hours = 48\nunder_age = 18",
         "kh/enforcement/custody.toml: `limit`: has none for everybody"),
        ("custody", '["felony"]', '["felonies"]',
         "kh/enforcement/custody.toml: `extension`, `classes`: names felonies, which has no [class.felonies]"),
        ("custody", 'needs = "court"', 'needs = "judge"',
         "kh/enforcement/custody.toml: `end`, `court`, `needs`: is “judge”, which is not known; write "),
        ("custody", "minutes = 30\n", "minutes = 0\n",
         "kh/enforcement/custody.toml: `alert`: should go from the first"),
        ("custody", "minutes = 30\n", "minutes = 0.5\n",
         "kh/enforcement/custody.toml: alert 3, `minutes`: should be a whole number, below 0 for before the deadline"),
        ("register", "needs = 3", "needs = 1",
         "kh/enforcement/register.toml: `supply`, `organiser`, `needs`: should be "),
        ("register", 'known_by = "amount"', 'known = "amount"',
         "kh/enforcement/register.toml: `property`, `cash`, `known`: is not a key"),
        ("register", "[majority]\nyears = 18\nunverified = true", "[majority]\nyears = 18",
         "kh/enforcement/register.toml: `majority`, `source`: is missing; write source = "),
    ],
)  # fmt: skip
def test_a_fault_names_file_place_and_what_to_write(copy, file, old, new, told):
    path = copy / "enforcement" / f"{file}.toml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(DataError) as raised:
        load_folder(copy)
    assert str(raised.value).startswith(told)


@pytest.mark.parametrize("file", ["offences", "weighing", "custody", "register"])
def test_a_missing_file_is_named(copy, file):
    (copy / "enforcement" / f"{file}.toml").unlink()
    with pytest.raises(DataError, match=rf"^kh/enforcement/{file}\.toml: is missing; a country needs this file$"):
        load_folder(copy)


def test_a_shorter_limit_for_minors_can_be_written(copy):
    path = copy / "enforcement" / "custody.toml"
    path.write_text(
        path.read_text("utf-8")
        + '\n[[limit]]\nhours = 24\nunder_age = 18\nclass = "misdemeanour"\nsource = "an example"\n'
    )
    added = load_folder(copy).enforcement.custody.limits[-1]
    assert (added.lasts, added.under_age, added.offence_class) == (timedelta(hours=24), 18, "misdemeanour")
