"""A file of cases: checked whole, booked whole or not at all, and each fault told by line and column."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marga.country import load
from marga.enforcement.acts.replaying import differences
from marga.enforcement.cases.models import Case, Charge, Party, Property
from marga.enforcement.exchange import reading
from marga.enforcement.exchange.columns import COLUMNS
from marga.enforcement.exchange.importing import import_file, importer
from marga.enforcement.exhibits.models import Exhibit, SealedWeight
from marga.site.ledgers.models import Entry
from marga.site.refusals import NotAllowed, NotFound
from support.accounts import account
from support.register import SUPERVISOR, UNIT, acting, station

pytestmark = pytest.mark.usefixtures("database")
ROOT = Path(__file__).parents[3]
EXAMPLE = (ROOT / "docs/examples/cases.csv").read_bytes()
HEAD = "case,line,recorded,province,operation,role,name,birth,arrested,offence,seal,drug,form,concealment,seized"
GOOD = "1,person,2026-03-02 10:00,KH-12,patrol,suspect,Sok,1999,2026-03-02 09:00,use"


@pytest.fixture(autouse=True)
def at_a_station(database):
    station()


def file(*lines, head=HEAD):
    return "\n".join([head, *lines, ""]).encode()


def wrong(data):
    """What is told of a file, which then left nothing behind."""
    entries = Entry.objects.count()
    outcome = import_file(data, acting(SUPERVISOR))
    assert outcome.made == 0
    assert (Case.objects.count(), Entry.objects.count()) == (0, entries)
    return {(one.line, one.column): str(one.says) for one in outcome.wrong}


def test_the_example_file_of_the_documents_is_imported_as_it_says():
    outcome = import_file(EXAMPLE, acting(SUPERVISOR))
    assert outcome.wrong == ()
    assert (outcome.cases, outcome.people, outcome.exhibits, outcome.made) == (2, 3, 2, 2)
    case = Case.objects.get(source="2026-0041")
    assert (case.unit_id, case.place, case.people, case.year) == (UNIT, "Street 271, by the market", 2, 2026)
    assert f"{case.recorded:%Y-%m-%d %H:%M}" == "2026-03-02 14:40"  # 21:40 in Phnom Penh
    assert Charge.objects.get(party__case=case, party__number=1).band == "small"
    young = Party.objects.get(case=case, number=2)
    assert (young.birth_known, str(young.born_from), str(young.born_to)) == ("about", "2001-03-03", "2002-03-02")
    weights = {(one.round.exhibit.seal, one.which): one.net for one in SealedWeight.objects.all()}
    assert weights == {
        ("A-4411", 1): Decimal("1.52"), ("A-4411", 2): Decimal("1.5"), ("A-4412", 1): Decimal("0.31"),
    }  # fmt: skip
    assert Exhibit.objects.get(seal="A-4412").person == f"{case.number}.2"


def test_every_column_stands_in_the_example_or_the_page():
    page = (ROOT / "docs/import.md").read_text("utf-8")
    assert [name for name in COLUMNS if f"| `{name}` |" not in page] == []


def test_the_same_file_twice_changes_nothing():
    import_file(EXAMPLE, acting(SUPERVISOR))
    entries = Entry.objects.count()
    again = import_file(EXAMPLE, acting(SUPERVISOR))
    assert (again.wrong, again.known, again.made) == ((), 2, 0)
    assert Entry.objects.count() == entries


def test_a_dry_run_writes_nothing():
    entries = Entry.objects.count()
    outcome = import_file(EXAMPLE, acting(SUPERVISOR), dry_run=True)
    assert (outcome.wrong, outcome.cases, outcome.made) == ((), 2, 0)
    assert Entry.objects.count() == entries
    assert not Case.objects.exists()


def test_one_bad_line_among_good_ones_keeps_all_out_and_names_its_line_and_column():
    bad = GOOD.replace("1,", "2,", 1).replace("KH-12", "KH-99")
    (place,) = wrong(file(GOOD, bad))
    assert place == (3, "province")


@pytest.mark.parametrize(
    ("line", "place", "says"),
    [
        (GOOD.replace("2026-03-02 10:00", "02/03/2026 10:00"), (2, "recorded"), "such as 2026-11-24 14:05"),
        (GOOD.replace("2026-03-02 10:00", "2096-03-02 10:00"), (2, "recorded"), "has not come yet"),
        (GOOD.replace("2026-03-02 09:00", "2026-03-02 11:00"), (2, "arrested"), "before that of"),
        (GOOD.replace("suspect", "boss"), (2, "role"), "none of the list"),
        (GOOD.replace("suspect", ""), (2, "role"), "must not be empty"),
        (GOOD.replace("1999", "99/1"), (2, "birth"), "a day, a month or a year"),
        (GOOD.replace("use", "theft"), (2, "offence"), "none of the list"),
        (GOOD.replace("use", ""), (2, "offence"), "Choose the charge"),
        (GOOD.replace("Sok", "S" * 121), (2, "name"), "at most 120"),
        (GOOD + ",A1", (2, "seal"), "another kind of line"),
        (GOOD.replace("person", "dog"), (2, "line"), "person or exhibit"),
        (GOOD.replace("1,", ",", 1), (2, "case"), "your reference"),
        (GOOD + ",,,,,,7", (2, ""), "16 values, and there are 15 columns"),
        (GOOD.replace("Sok", '"Sok'), (2, ""), "quotation mark"),
    ],
)
def test_each_fault_says_what_to_write(line, place, says):
    told = wrong(file(line))
    assert says in told[place]


def test_faults_across_lines_are_told():
    seized = "patrol,,,,,,A1,ice,crystal,on_body,2026-03-02 09:00"
    lines = (GOOD, f"2,exhibit,2026-03-02 10:00,KH-12,{seized}", f"3,exhibit,2026-03-02 10:00,KH-12,{seized}",
             GOOD.replace("patrol", "raid"))  # fmt: skip
    told = wrong(file(*lines))
    assert set(told) == {(4, "seal"), (5, "case")}
    assert "Line 3 has this seal too" in told[4, "seal"]
    assert set(wrong(file(GOOD, GOOD.replace("patrol", "raid")))) == {(3, "operation")}


def test_a_seal_that_the_register_has_is_told():
    import_file(EXAMPLE, acting(SUPERVISOR))
    other = EXAMPLE.replace(b"2026-0041", b"2026-0050")
    told = [(one.line, one.column) for one in import_file(other, acting(SUPERVISOR)).wrong]
    assert told == [(4, "seal"), (5, "seal")]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "must name the columns"),
        (file(), "no line below"),
        (file(GOOD).replace(b",", b";"), "parted by commas"),
        (file(GOOD).replace(b",", b"\t"), "parted by commas"),
        ("case,ឈ្មោះ".encode("utf-16"), "not in UTF-8"),
        (file(GOOD.replace("Sok", "S\0k")), "a sign that no text has"),
        (file(GOOD, head=HEAD.replace("name", "nome")), "No column has this name"),
        (file(GOOD, head=HEAD.replace("name", "role")), "Two columns"),
        (file(GOOD, head=HEAD.replace("province", "place")), "This column is missing"),
    ],
    ids=["empty", "heading alone", "semicolons", "tabs", "UTF-16", "NUL", "unknown", "twice", "missing"],
)
def test_a_file_that_is_none_says_how_to_save_it(data, says):
    assert any(says in one for one in wrong(data).values())


def test_what_excel_adds_does_no_harm():
    lines = (GOOD + "," * 5, "," * 14, "  ")
    outcome = import_file(b"\xef\xbb\xbf" + file(*lines).replace(b"\n", b"\r\n"), acting(SUPERVISOR))
    assert (outcome.wrong, outcome.made) == ((), 1)


def test_a_file_beyond_the_limit_is_told_to_be_cut(monkeypatch):
    monkeypatch.setattr(reading, "MOST_LINES", 3)
    assert "Cut it in two" in next(iter(wrong(file(*[GOOD] * 5)).values()))


@given(st.lists(st.lists(st.text(max_size=8) | st.sampled_from(["person", "exhibit", "1", "2026-03-02 10:00", "KH-12"]),
                         max_size=16), max_size=4))  # fmt: skip
@settings(max_examples=60, suppress_health_check=list(HealthCheck))
def test_no_file_whatever_makes_it_stumble(rows):
    lines = [",".join(row) for row in rows]
    outcome = import_file("\n".join([HEAD, *lines]).encode("utf-8", "surrogatepass"), acting(SUPERVISOR), dry_run=True)
    assert outcome.wrong or not any(any(row) for row in rows)


def test_an_import_on_the_machine_is_in_the_name_of_an_officer_who_serves_and_may_book():
    account("officer-1001", "officer")
    assert importer("1001").unit == UNIT
    assert importer("1001", "KH-17-01").unit == "KH-17-01"
    for number, unit in (("7777", ""), ("1002", ""), ("1001", "KH-99")):
        with pytest.raises(NotFound):
            importer(number, unit)


TAKEN = HEAD + ",cash,phones,vehicles"


def taken(cells, phones="", vehicles=""):
    return file(f"{GOOD},,,,,,{cells},{phones},{vehicles}", head=TAKEN)


def test_what_was_taken_from_a_person_is_imported_with_its_kind_and_number():
    outcome = import_file(taken("20000 KHR; ៥០.៥ USD", "012 345 678; +855 97 111 222", "2A-1234"), acting(SUPERVISOR))
    assert (outcome.wrong, outcome.made) == ((), 1)
    found = [(one.number, one.kind, one.mark, one.amount, one.currency) for one in Property.objects.order_by("number")]
    assert found == [
        (1, "cash", "", Decimal(20000), "KHR"), (2, "cash", "", Decimal("50.5"), "USD"),
        (3, "phone", "012 345 678", None, ""), (4, "phone", "+855 97 111 222", None, ""),
        (5, "vehicle", "2A-1234", None, ""),
    ]  # fmt: skip
    assert list(differences()) == []


@pytest.mark.parametrize(("cells", "column", "says"), [
    (("20000",), "cash", "“20000” is no money"),
    (("20000 KHR; many USD",), "cash", "“many USD” is no money"), (("-5 KHR",), "cash", "“-5 KHR” is no money"),
    (("5.123 KHR",), "cash", "is no money"), (("", "0" * 121), "phones", "too long for one number"),
    (("", "", "x" * 121), "vehicles", "too long for one number")])  # fmt: skip
def test_what_cannot_be_read_of_what_was_taken_is_told_by_line_and_column(cells, column, says):
    (place, told) = next(iter(wrong(taken(*cells)).items()))
    assert says in told
    assert place == (2, column)


def test_things_that_the_country_does_not_list_are_told_in_their_own_column(monkeypatch):
    country = load("kh")
    fewer = {name: one for name, one in country.enforcement.register.property.items() if name != "vehicle"}
    register = replace(country.enforcement.register, property=fewer)
    changed = replace(country, enforcement=replace(country.enforcement, register=register))
    monkeypatch.setattr("marga.enforcement.exchange.importing.load", lambda _code: changed)
    assert set(wrong(taken("5 KHR", "012", "2A-1"))) == {(2, "vehicles")}


def test_what_was_taken_stands_on_the_line_of_a_person():
    head = TAKEN
    line = "1,exhibit,2026-03-02 10:00,KH-12,patrol,,,,,,A-1,ice,crystal,on_body,2026-03-02 09:00,5 KHR,,"
    assert (2, "cash") in wrong(file(line, head=head))


WEIGHED = f"{HEAD},first_grams,second_grams"


def weighed(recorded, first="14.9", second="15.1"):
    """A file with one exhibit that was written down on a day, with its weights."""
    line = f"1,exhibit,{recorded} 10:00,KH-12,patrol,,,,,,B-1,ice,crystal,on_body,{recorded} 09:00,{first},{second}"
    return file(line, head=WEIGHED)


def test_an_officer_who_may_book_and_not_import_imports_nothing():
    with pytest.raises(NotAllowed):
        import_file(EXAMPLE, acting())
    assert not Case.objects.exists()


def test_weights_from_paper_that_fall_in_two_bands_go_to_the_supervisor():
    assert import_file(weighed("2026-03-02"), acting(SUPERVISOR)).made == 1
    assert {"different_bands", "near_limit"} <= set(Exhibit.objects.get().concerns)
    assert Exhibit.objects.get().concern
    assert list(differences()) == []


def test_weights_of_what_was_written_down_lately_are_not_brought_in_from_paper():
    (says,) = wrong(weighed("2026-11-02")).values()
    assert "30 days ago or earlier" in says
    assert import_file(weighed("2026-11-02", "", ""), acting(SUPERVISOR)).made == 1
