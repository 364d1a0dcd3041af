"""What is typed becomes a booking: every field read in any script's digits, and every fault beside its field. Pure."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marga.country import load
from marga.enforcement.cases.booking.places import CHARGE, EXHIBIT, PERSON, Place, place_of, without
from marga.enforcement.cases.booking.reading import booking_of
from marga.enforcement.cases.contents import Charged
from marga.enforcement.rules.errors import RuleError
from marga.enforcement.rules.typed import read_birth, read_day, read_instant, write_instant

ZONE, NOW = ZoneInfo("Asia/Phnom_Penh"), datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)
ROLES = load("kh").enforcement.register.roles
KHMER = str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩")
minutes = st.integers(0, 60 * 24 * 400).map(lambda count: NOW - timedelta(minutes=count))
words = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=40)
births = st.dates(date(1930, 1, 1), TODAY)
amounts = st.decimals(0, 10**12, places=2)


def read(**typed):
    return booking_of(typed, ROLES, ZONE, NOW)


def fields(reading):
    return [fault.field for fault in reading.faults]


@given(minutes, st.dates(date(2025, 1, 1), TODAY), st.booleans())
def test_a_time_is_read_as_it_is_written_in_any_digits(instant, day, khmer):
    text = write_instant(instant, day, ZONE)
    assert read_instant(text.translate(KHMER) if khmer else text, day, ZONE) == instant


@given(
    words, minutes, amounts, st.sampled_from(["use", "trafficking"]), st.booleans(), st.dates(date(1930, 1, 1), TODAY)
)
def test_what_is_typed_is_what_is_booked(name, instant, amount, offence, khmer, birth):
    digits = KHMER if khmer else {}
    person = {"role": "suspect", "name": name, "birth": birth.isoformat().translate(digits), "languages": ["km", "en"],
              "held": "yes", "property-0-kind": "cash", "property-0-amount": f"{amount:,}".translate(digits),
              "property-0-currency": "KHR"}  # fmt: skip
    time = write_instant(instant, TODAY, ZONE).translate(digits)
    reading = read(
        event={"day": "2026-11-24", "event": time, "arrested": time, "arrived": time, "operation": "raid"},
        people=[{PERSON: person, CHARGE: {"offence": offence, "band": "stimulants/small"}}],
        exhibits=[{EXHIBIT: {"seal": name, "drug": "ice", "form": "crystal", "concealment": "other", "person": "1"}}],
    )
    assert reading.faults == ()
    (one,), (found,) = reading.booking.people, reading.booking.exhibits
    assert (one.name, one.birth.earliest, one.birth.latest) == (name.strip(), birth, birth)
    assert (one.arrested, one.arrived, reading.booking.event) == (instant, instant, instant)
    assert (one.property[0].amount, one.property[0].currency) == (amount, "KHR")
    assert one.charge == Charged(offence=offence, quantity="stimulants", band="small")
    assert (found.seal, found.seized, found.person) == (name.strip(), instant, 1)


EVENT_FIELDS = ("day", "event", "arrested", "slip", "slip_used", "officers", "place", "operation", "narrative")
PERSON_FIELDS = ("role", "name", "birth", "arrived", "moved_since", "guardian_of", "languages", "property-0-amount",
                 "property-0-kind", "nationality")  # fmt: skip
EXHIBIT_FIELDS = ("seal", "seized", "person", "drug", "seal_source")


def anything(names):
    return st.dictionaries(st.sampled_from(names), st.text(max_size=300))


@given(anything(EVENT_FIELDS), anything(PERSON_FIELDS), anything(EXHIBIT_FIELDS))
def test_whatever_is_typed_there_is_a_booking_or_a_fault_on_a_page(event, person, exhibit):
    reading = read(event=event, people=[{PERSON: person}], exhibits=[{EXHIBIT: exhibit}])
    assert all(place_of(fault.field)[0] is not None for fault in reading.faults)
    assert (len(reading.booking.people), len(reading.booking.exhibits)) == (1, 1)


@pytest.mark.parametrize(("text", "earliest", "latest", "known"), [
    ("1999-03-04", date(1999, 3, 4), date(1999, 3, 4), "day"), ("4.3.1999", date(1999, 3, 4), date(1999, 3, 4), "day"),
    ("២/១៩៩៩", date(1999, 2, 1), date(1999, 2, 28), "month"), ("1999", date(1999, 1, 1), date(1999, 12, 31), "year"),
    ("about 20", date(2002, 11, 25), date(2009, 11, 24), "about"),
    ("20 +- 1", date(2004, 11, 25), date(2007, 11, 24), "about"),
    ("1995 to 2001", date(1995, 1, 1), date(2001, 12, 31), "about"),
])  # fmt: skip
def test_a_birth_is_known_as_well_as_it_was_written(text, earliest, latest, known):
    born, how = read_birth(text, TODAY)
    assert (born.earliest, born.latest, how) == (earliest, latest, known)


@pytest.mark.parametrize("text", ["31.2.1999", "13/1999", "0000", "soon", "999"])
def test_what_is_no_birth_is_told_with_what_to_write(text):
    with pytest.raises(RuleError, match=r"is no birth|is no day"):
        read_birth(text, TODAY)


def test_a_day_that_no_calendar_has_is_refused():
    with pytest.raises(RuleError, match="check that it exists"):
        read_day("2026-02-30")


def test_a_witness_has_no_times_of_the_event_and_who_is_not_held_neither():
    event = {"day": "2026-11-24", "event": "10:00", "arrested": "10:01", "arrived": "10:30"}
    people = [{PERSON: {"role": "witness"}}, {PERSON: {"role": "suspect", "held": "no"}}, {PERSON: {"role": "suspect"}}]
    booked = read(event=event, people=people).booking.people
    assert [one.arrived is not None for one in booked] == [False, False, True]


def test_a_time_of_a_persons_own_comes_before_that_of_the_event():
    event = {"day": "2026-11-24", "event": "10:00", "arrested": "10:01", "arrived": "10:30"}
    (one,) = read(event=event, people=[{PERSON: {"role": "suspect", "arrived": "11:00"}}]).booking.people
    assert (one.arrested.minute, one.arrived.hour) == (1, 4)


def test_each_fault_says_its_person_row_and_field():
    people = [{PERSON: {"role": "suspect", "birth": "x", "property-0-kind": "cash", "property-0-amount": "much"}}]
    assert fields(read(event={"event": "x"}, people=people)) == [
        "event",
        "people.0.birth",
        "people.0.property.0.amount",
    ]
    assert place_of("people.0.property.1.amount") == (Place(PERSON, 1), "property-1-amount")
    assert place_of("people.2.charge.band") == (Place(CHARGE, 3), "band")


def test_who_is_taken_out_is_named_no_more():
    typed = {"people": [{PERSON: {"guardian_of": "2"}}, {PERSON: {}}], "exhibits": [{EXHIBIT: {"person": "2"}}]}
    left = without(typed, Place(PERSON, 2))
    assert left["people"][0][PERSON]["guardian_of"] == ""
    assert left["exhibits"][0][EXHIBIT]["person"] == ""
    assert typed["people"][0][PERSON]["guardian_of"] == "2"
