"""Booking an arrest: one act that is all there with its entry, or not at all."""

from datetime import date

import pytest

from marga.enforcement.access import case_for
from marga.enforcement.acts.models import Act
from marga.enforcement.acts.replaying import differences
from marga.enforcement.cases import contents
from marga.enforcement.cases.models import Case, Charge, NameKey, Party, Property
from marga.enforcement.cases.services import book, give_back
from marga.enforcement.custody.models import Custody
from marga.enforcement.exhibits.models import Exhibit
from marga.enforcement.stations.contents import PadIssued
from marga.enforcement.stations.models import Counter, Slip
from marga.enforcement.stations.services import issue_pad
from marga.site.faults import Faulty
from marga.site.ledgers import signing
from marga.site.ledgers.auditing import audit_all, one_moment
from marga.site.ledgers.models import Entry
from marga.site.refusals import NotAllowed, NotFound, WrongState
from support.entering import settle
from support.register import (
    NOW,
    OFFICER,
    OTHER_UNIT,
    OUTSIDER,
    SECOND,
    UNIT,
    acting,
    booked,
    booking,
    exhibit,
    hours,
    person,
    station,
)  # fmt: skip

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def at_a_station(database):
    station()


def fields(error):
    return {fault.field for fault in error.value.faults}


def test_a_booking_is_one_act_with_its_entry():
    case = booked()
    act = Act.objects.get(case=case.number)
    assert (act.kind, act.by, act.what()) == ("case.booked", OFFICER, f"case {case.number}")
    assert act.entry.kind == "case.booked"
    assert act.new["people"][0]["charge"]["offence"] == "use"


def test_what_stands_follows_from_the_act():
    case = booked()
    assert case.number.startswith(f"{UNIT}/2026/00001-")
    assert (case.people, case.offence, case.recorded) == (1, "use", NOW)
    party = Party.objects.get(case=case)
    assert (party.key, party.person, party.minor) == (f"{case.number}.1", f"{case.number}.1", False)
    assert Charge.objects.get(party=party).version == 1
    assert Property.objects.filter(party=party).count() == 2
    assert Custody.objects.get(party=party).arrived == NOW - hours(1)
    assert Exhibit.objects.get(case=case).holder == OFFICER
    assert {row.officer for row in case.officers.all()} == {OFFICER, SECOND}
    assert NameKey.objects.filter(party=party).count() == 3  # each word, and both


def test_numbers_follow_one_another_and_years_begin_anew():
    first, second = booked(), booked(exhibits=())
    assert (first.serial, second.serial) == (1, 2)
    earlier = booked(
        exhibits=(), recorded=NOW.replace(year=2025), event=None, people=(person(arrested=None, arrived=None),)
    )
    assert (earlier.year, earlier.serial) == (2025, 1)


def test_a_booking_that_fails_gives_its_number_back():
    booked()
    with pytest.raises(Faulty) as error:
        booked()  # the same seal again
    assert fields(error) == {"exhibits.0.seal"}
    assert Counter.objects.get(unit=UNIT).last == 1
    assert Entry.objects.filter(kind="case.booked").count() == 1


def test_every_fault_is_told_at_once_by_its_field():
    wrong = booking(
        province="KH-99", operation="", event=NOW + hours(1), exhibits=(exhibit(drug="tea", person=7),),
        people=(person(name="", charge=None, sex="x"), person(role="witness"),
                person(birth=contents.Birth(earliest=date(2030, 1, 1), latest=date(2030, 1, 1)))),
    )  # fmt: skip
    with pytest.raises(Faulty) as error:
        book(wrong, acting())
    assert {"province", "operation", "event", "exhibits.0.drug", "exhibits.0.person"} <= fields(error)
    assert {"people.0.name", "people.0.charge", "people.0.sex", "people.1.charge", "people.1.role",
            "people.2.birth"} <= fields(error)  # fmt: skip
    assert not Case.objects.exists()


def test_an_empty_booking_is_refused():
    with pytest.raises(Faulty) as error:
        booked(people=(), exhibits=())
    assert fields(error) == {"people"}


def test_who_may_be_a_minor_is_treated_as_one():
    about_20 = contents.Birth(earliest=date(2003, 1, 1), latest=date(2009, 1, 1), known="about")
    case = booked(people=(person(birth=about_20), person(birth=None)))
    assert [party.minor for party in case.parties.order_by("number")] == [True, True]


def test_the_same_source_twice_is_one_case():
    first = booked(source="file-7/12")
    assert booked(source="file-7/12") == first
    assert Case.objects.count() == 1


def test_who_may_not_book_books_nothing():
    with pytest.raises(NotAllowed):
        booked(acting("5001"))
    assert not Case.objects.exists()


def test_a_case_is_there_for_its_unit_and_for_nobody_elses():
    case = booked()
    assert case_for(acting(), case.number) == case
    assert case_for(acting("5001"), case.number) == case
    for stranger in (OUTSIDER, "4001", "2001", "9001"):
        with pytest.raises(NotFound):
            case_for(acting(stranger), case.number)


def test_an_officer_of_another_unit_who_took_part_reads_the_case():
    case = booked(officers=(OFFICER, OUTSIDER))
    assert case_for(acting(OUTSIDER), case.number) == case


def test_a_paper_receipt_is_typed_in_once():
    issue_pad(PadIssued(number="P1", unit=UNIT, first=1, last=50, issued=NOW - hours(100)), acting("9001"))
    case = booked(slip=7, slip_used=NOW - hours(3))
    slip = Slip.objects.get(serial=7)
    assert (slip.case, slip.typed_in) == (case.number, NOW)
    with pytest.raises(Faulty) as error:
        booked(slip=7, slip_used=NOW - hours(3), exhibits=())
    assert fields(error) == {"slip"}
    with pytest.raises(Faulty) as error:
        booked(acting(OUTSIDER), slip=8, slip_used=NOW - hours(3), exhibits=())
    assert fields(error) == {"slip"}
    assert OTHER_UNIT not in set(Case.objects.values_list("unit_id", flat=True))


def test_the_ledger_of_bookings_audits_clean():
    booked()
    booked(exhibits=())
    settle()
    with one_moment():
        assert audit_all(signing.verifiers(), []).audit.findings == ()


def test_what_was_taken_is_given_back_once_and_the_act_says_when():
    case = booked()
    key, later = f"{case.number}.1", NOW + hours(30)
    with pytest.raises(Faulty):
        give_back(key, 1, NOW - hours(5), acting(at=later))
    assert give_back(key, 1, NOW + hours(20), acting(at=later)).returned == NOW + hours(20)
    with pytest.raises(WrongState):
        give_back(key, 1, NOW + hours(21), acting(at=later))
    with pytest.raises(NotFound):
        give_back(key, 9, NOW + hours(21), acting(at=later))
    assert Act.objects.get(kind="property.returned").new["number"] == 1
    assert list(differences()) == []
