"""Bookings by the thousand: the same rows as one by one, and a ledger that the audit finds whole."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marga.enforcement.acts.models import Act
from marga.enforcement.cases import contents
from marga.enforcement.cases.projections import TABLES
from marga.enforcement.cases.services import book
from marga.enforcement.exchange.bulk import book_all
from marga.enforcement.exhibits.models import SealedWeight
from marga.enforcement.stations.models import Counter
from marga.site import copying
from marga.site.ledgers import signing
from marga.site.ledgers.auditing import audit_all, one_moment
from marga.site.ledgers.models import Entry
from marga.site.refusals import NotAllowed
from support.entering import settle
from support.register import NOW, UNIT, acting, booking, exhibit, hours, person, station

pytestmark = pytest.mark.usefixtures("database")
TEXTS = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=12) | st.sampled_from(
    ["\\N", "a\tb\\n", 'quo"te', "line\nbreak", "ចាន់ វុទ្ធី", "{}"]
)
BIRTHS = st.none() | st.dates(date(1930, 1, 1), date(2010, 1, 1)).map(
    lambda day: contents.Birth(earliest=day, latest=day + timedelta(days=30), known="month")
)
PROPERTY = st.lists(st.sampled_from([contents.Taken(kind="phone", mark="012\t3"),
                                     contents.Taken(kind="cash", amount=Decimal("20.50"), currency="USD")]),
                    max_size=2).map(tuple)  # fmt: skip
PEOPLE = st.builds(
    person, name=TEXTS.map(lambda text: f"N{text}"), alias=TEXTS, birth=BIRTHS, property=PROPERTY,
    moved_for_work=st.none() | st.booleans(), languages=st.sampled_from([(), ("km", "vi")]),
    charge=st.sampled_from([contents.Charged(offence="use"),
                            contents.Charged(offence="possession", quantity="stimulants", band="small")]),
    arrived=st.sampled_from([NOW - hours(1), None]),
)  # fmt: skip
WEIGHTS = st.none() | st.decimals("0.001", 900, places=3)


@st.composite
def many(draw):
    """Some bookings of two years, with seals of their own."""
    made = []
    for place in range(draw(st.integers(1, 4))):
        people = tuple(draw(st.lists(PEOPLE, min_size=1, max_size=3)))
        weights = [(first, None if first is None else draw(WEIGHTS)) for first in draw(st.lists(WEIGHTS, max_size=2))]
        exhibits = tuple(exhibit(seal=f"S{place}-{n}", person=None, first_net=first, second_net=second)
                         for n, (first, second) in enumerate(weights))  # fmt: skip
        recorded = draw(st.sampled_from([None, NOW]))
        made.append(booking(people=people, exhibits=exhibits, recorded=recorded, source=f"r{place}",
                            narrative=draw(TEXTS)))  # fmt: skip
    return made


def standing():
    """All rows that follow from bookings, without the numbers and salts that chance gave them."""
    tables = [*TABLES, Act, Counter]
    found = {}
    for table in tables:
        names = [field.attname for field in table._meta.concrete_fields]
        left = {"id", "entry_id", "salt", "erasure_id", "round_id", "commitment"} & set(names)
        also = ["round__exhibit_id", "round__number"] if table is SealedWeight else []
        rows = table.objects.values_list(*[name for name in names if name not in left], *also)
        found[table.__name__] = sorted(map(repr, rows))
    return found


@pytest.fixture(autouse=True)
def at_a_station(database, monkeypatch):
    monkeypatch.setattr(copying, "WORTH_COPYING", 1)  # COPY however few
    station()


def of(act, bookings):
    """What stands after this, which is then undone."""
    with transaction.atomic():
        act(bookings)
        found = standing()
        transaction.set_rollback(True)
    return found


@given(many())
@settings(max_examples=25, suppress_health_check=list(HealthCheck))
def test_bookings_at_once_make_the_same_rows_as_one_by_one(bookings):
    one_by_one = of(lambda several: [book(one, acting()) for one in several], bookings)
    assert of(lambda several: book_all(several, acting()), bookings) == one_by_one
    assert one_by_one["Case"]


def some(count=60):
    return [booking(source=f"r{n}", exhibits=(exhibit(seal=f"S{n}", first_net="1.5", second_net="1.4"),))
            for n in range(count)]  # fmt: skip


def test_the_ledger_has_an_entry_for_each_and_the_audit_finds_nothing():
    before = Entry.objects.count()
    assert book_all(some(), acting()) == 60
    assert Entry.objects.count() - before == 60
    settle()
    with one_moment():
        assert not audit_all(signing.verifiers()).audit.findings
    weight = SealedWeight.objects.first()
    assert bytes(weight.commitment) == bytes(Act.objects.get(case=weight.round.exhibit.case_id).entry.commitment)


def test_numbers_are_a_block_without_gaps_and_a_failure_gives_them_back():
    book_all(some(), acting())
    with pytest.raises(Exception, match=r"(?i)unique"):
        book_all([booking(source="x", exhibits=(exhibit(seal="S3"),))], acting())
    assert Counter.objects.get(unit=UNIT, year=2026).last == 60
    book(booking(source="y", exhibits=()), acting())
    assert Counter.objects.get(unit=UNIT, year=2026).last == 61


def test_the_same_sources_again_change_nothing():
    assert book_all(some(), acting()) == 60
    before = standing()
    assert book_all(some(), acting()) == 0
    assert standing() == before


@pytest.mark.parametrize("number", ["2001", "3001", "4001", "5001", "9001"])
def test_who_may_not_book_imports_nothing(number):
    with pytest.raises(NotAllowed):
        book_all(some(), acting(number))
    assert not Act.objects.filter(kind="case.booked").exists()
