"""A person is erased as the law says: by two, who read of nobody; gone everywhere, and the ledger stays true."""

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.utils import translation

from marga.country.instants import Clock
from marga.enforcement.acts.models import Act
from marga.enforcement.acts.replaying import differences
from marga.enforcement.acts.services import Acting
from marga.enforcement.cases.models import Party
from marga.enforcement.cases.words import name_of
from marga.enforcement.court.services import note_trace
from marga.enforcement.custody.services import end, tell_rights
from marga.enforcement.people.erasing import approve_erasure, ask_erasure
from marga.enforcement.people.models import ErasureRequest
from marga.enforcement.people.services import correct_person
from marga.enforcement.receipts.services import give
from marga.enforcement.stations.models import Officer
from marga.site.faults import Faulty
from marga.site.ledgers import signing
from marga.site.ledgers.auditing import audit_all, one_moment
from marga.site.refusals import NotAllowed, NotFound, WrongState
from support.accounts import account, said, signed_in
from support.custodies import ended, told_rights
from support.entering import forget_keys, settle
from support.register import NOW, RECORDS, UNIT, acting, booked, hours, person, signed_in_as, station

pytestmark = pytest.mark.usefixtures("database")
SECOND_RECORDS = Acting("9002", "officer", UNIT, ("records",), Clock(NOW + hours(2)))
GROUND, REFERENCE = "Acquitted; the court orders that the record is erased.", "Court 12/2026"
GONE = ("Kla Tiger", "Tiger", "097 111 222", "fisher of prawns", "Kla said so at the bridge")


@pytest.fixture(autouse=True)
def at_a_station(database):
    forget_keys()
    station()


@pytest.fixture
def kla():
    """The key of a person who was booked beside another, told of their rights, corrected, released."""
    taken = person().property[0].model_copy(update={"mark": "097 111 222"})
    people = (person(), person(name="Kla Tiger", alias="Tiger", property=(taken,)))
    case = booked(people=people, narrative="Kla said so at the bridge").number
    key, who = f"{case}.2", acting(at=NOW + hours(1))
    correct_person(key, "occupation", "fisher of prawns", "He said it himself.", who)
    tell_rights(f"{key}.C1", told_rights(note="Kla Tiger listened"), who)
    give(key, who)
    note_trace(case, "phone", "097 111 222", who)
    end(f"{key}.C1", ended(NOW + hours(1)), who)
    settle()
    return key


def everything():
    """All texts in all tables of the side."""
    with connection.cursor() as cursor:
        for model in apps.get_app_config("enforcement").get_models():
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')
            for row in cursor.fetchall():
                yield model._meta.db_table, str(row)


def erased(key):
    ask_erasure(key, GROUND, REFERENCE, RECORDS)
    approve_erasure(key, SECOND_RECORDS)
    settle()


def test_nothing_says_any_more_who_the_person_is_and_others_are_as_they_were(kla):
    assert {secret for secret in GONE if any(secret in row for _table, row in everything())} == set(GONE)
    erased(kla)
    assert [(table, secret) for table, row in everything() for secret in GONE if secret in row] == []
    assert any("Sok Dara" in row for table, row in everything() if table == "enforcement_act")
    assert Party.objects.get(pk=kla).role == "suspect"
    assert Party.objects.get(pk=f"{kla[:-1]}1").name == "Sok Dara"


def test_the_ledger_is_true_afterwards_says_how_many_were_erased_and_the_register_follows_from_the_acts(kla):
    before = Act.objects.count()
    erased(kla)
    with one_moment():
        done = audit_all(signing.verifiers())
    emptied = Act.objects.exclude(erasure=None).count()
    assert (done.audit.findings, done.audit.erased) == ((), emptied)
    assert emptied > 5
    assert Act.objects.count() == before + 3  # asked, entered anew, erased
    assert list(differences()) == []


def test_who_asks_does_not_approve_and_nobody_else_may(kla):
    ask_erasure(kla, GROUND, REFERENCE, RECORDS)
    with pytest.raises(NotAllowed, match="asked for this erasure yourself"):
        approve_erasure(kla, RECORDS)
    for number in ("1001", "1003", "1004", "5001", "4001", "2001"):
        with pytest.raises(NotAllowed):
            ask_erasure(kla, GROUND, REFERENCE, acting(number))
        with pytest.raises(NotAllowed):
            approve_erasure(kla, acting(number))
    assert Party.objects.get(pk=kla).name == "Kla Tiger"


def test_an_erasure_has_a_ground_and_a_reference_and_somebody_to_erase(kla):
    with pytest.raises(Faulty, match="ground of law"):
        ask_erasure(kla, "", REFERENCE, RECORDS)
    with pytest.raises(Faulty, match="decision or document"):
        ask_erasure(kla, GROUND, " ", RECORDS)
    for key in ("x", f"{kla[:-1]}9", ""):
        with pytest.raises(NotFound):
            ask_erasure(key, GROUND, REFERENCE, RECORDS)
    with pytest.raises(NotFound, match="Nobody asked"):
        approve_erasure(kla, SECOND_RECORDS)
    assert not ErasureRequest.objects.exists()


def test_a_person_who_is_held_is_not_erased(kla):
    with pytest.raises(WrongState, match="is held"):
        ask_erasure(f"{kla[:-1]}1", GROUND, REFERENCE, RECORDS)


def test_an_erasure_that_is_approved_twice_or_asked_for_again_erases_once(kla):
    ask_erasure(kla, GROUND, REFERENCE, RECORDS)
    erased(kla)
    acts = Act.objects.count()
    approve_erasure(kla, SECOND_RECORDS)
    with pytest.raises(WrongState, match="erased already"):
        ask_erasure(kla, GROUND, REFERENCE, RECORDS)
    assert Act.objects.count() == acts


def test_the_other_person_of_the_case_can_be_erased_as_well(kla):
    other = f"{kla[:-1]}1"
    end(f"{other}.C1", ended(NOW + hours(1)), acting(at=NOW + hours(1)))
    settle()
    erased(kla)
    erased(other)
    assert [row for _table, row in everything() if "Sok Dara" in row] == []
    with one_moment():
        assert audit_all(signing.verifiers()).audit.findings == ()
    assert list(differences()) == []


def test_the_content_of_an_act_goes_by_an_erasure_alone(kla):
    for change in ({"new": None}, {"new": None, "old": None, "salt": None}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Act.objects.filter(part="2").update(**change)


def test_the_pages_show_two_administrators_the_number_and_the_ground_and_nothing_else(kla):
    first = signed_in_as("9001")
    wrong = first.post("/erasures/", {"party": "nobody", "ground": GROUND, "reference": REFERENCE})
    assert wrong.status_code == 422
    assert "There is no person nobody." in said(wrong)
    assert first.post("/erasures/", {"party": kla, "ground": GROUND, "reference": REFERENCE}).status_code == 302
    page = said(first.get("/erasures/"))
    assert "waits for another administrator" in page
    assert "Erase for good" not in page
    assert first.post(f"/erasures/{kla}/approve/").status_code == 403
    second = account("second-records", "records")
    Officer.objects.create(number="9002", name="x", rank="officer", unit_id=UNIT, account=second.name)
    other = signed_in(second)
    read = said(other.get("/erasures/"))
    assert kla in read
    assert GROUND in read
    assert not [secret for secret in GONE if secret in read]
    assert other.post(f"/erasures/{kla}/approve/").status_code == 302
    case = said(signed_in_as("1001").get(f"/cases/{kla.rpartition('.')[0]}/"))
    assert "Kla Tiger" not in case
    assert "The content of this act was lawfully erased." in case


def test_an_erased_person_is_said_to_be_and_is_not_taken_for_one_who_was_never_named(kla):
    case = kla.rpartition(".")[0]
    erased(kla)
    day = "erased on 24 November 2026 by law"
    assert name_of(Party.objects.get(pk=kla)) == day
    client = signed_in_as("1001")
    page = said(client.get(f"/cases/{case}/"))
    assert page.count(day) == 2  # above, and where the person stands
    assert "name not known" not in page
    for address in (f"/people/{kla}/", f"/held/{kla}.C1/", f"/people/{kla}/outcome/", f"/charges/{kla}/1/"):
        assert day in said(client.get(address)), address
    assert client.get(f"/api/cases/{case}").json()["persons"][1]["erased"] is not None
    with translation.override("km"):
        assert "ច្បាប់" in name_of(Party.objects.get(pk=kla))


def test_who_was_never_named_is_said_to_be_so():
    assert name_of(Party(name="", alias="")) == "name not known"


def test_nothing_is_written_into_an_erased_record_again(kla):
    erased(kla)
    with pytest.raises(WrongState, match="erased by law"):
        correct_person(kla, "name", "Kla Tiger", "He said it himself.", acting(at=NOW + hours(3)))
    assert Party.objects.get(pk=kla).name == ""
