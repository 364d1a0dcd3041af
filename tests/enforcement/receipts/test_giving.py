"""A person gets a receipt that proves itself: to a stranger with nothing but the paper and the ledger's keys."""

import io
from decimal import Decimal

import pypdf
import pytest
from django.conf import settings as settings_of_django

from marga.country import Text
from marga.enforcement.acts.models import Act
from marga.enforcement.acts.services import NEVER_LISTED
from marga.enforcement.cases import contents
from marga.enforcement.cases.models import Party
from marga.enforcement.charges.services import agree, propose_change
from marga.enforcement.custody.services import give_slip
from marga.enforcement.exhibits.models import SealedWeight
from marga.enforcement.exhibits.services import begin, open_round, seal
from marga.enforcement.receipts import keys, queries, services
from marga.enforcement.receipts.facts import Stands, of_arrest
from marga.enforcement.receipts.services import give
from marga.enforcement.receipts.sheet import sheet
from marga.enforcement.stations.models import Unit
from marga.ledger.codes import format_code, read_code
from marga.ledger.keys import KeyType, make_key, read_verifier_key
from marga.ledger.receipts import verify_receipt
from marga.site.acts.kinds import KINDS
from marga.site.ledgers import signing
from marga.site.ledgers.models import Entry
from marga.site.refusals import NotAllowed, NotFound
from support.entering import settle
from support.receipts import COUNTRY
from support.register import (
    CHIEF,
    NOW,
    OFFICER,
    OUTSIDER,
    SECOND,
    acting,
    booked,
    booking,
    exhibit,
    hours,
    person,
    signed_in_as,
    station,
)

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def at_a_station(database):
    station()


def given():
    case = booked()
    key = f"{case.number}.1"
    return Party.objects.select_related("case__unit").get(pk=key), give(key, acting())


def test_the_proof_on_the_paper_needs_no_server():
    party, act = given()
    assert queries.facts(party, act) is None  # it waits for its batch
    settle()
    facts = queries.facts(party, act)
    check = verify_receipt(facts.proof, signing.verifiers(), ())
    assert check.genuine
    assert "not yet witnessed" in str(check.says)


def test_nobody_is_named_on_it_nor_in_what_it_proves():
    party, act = given()
    settle()
    assert "Dara" not in str(act.new)
    assert "Dara" not in repr(queries.facts(party, act))


def test_the_code_is_the_same_each_time_and_its_hash_is_all_that_is_kept():
    party, act = given()
    number = keys.code_of(party.key)
    assert read_code(format_code(number)) == number
    assert bytes(Party.objects.get(pk=party.key).receipt) == bytes(act.entry.receipt) == keys.hash_of(party.key)
    kept = " ".join(str(row) for row in Act.objects.values_list("new", "old", "part"))
    assert str(number) not in kept
    assert keys.code_of("another") != number


def test_who_clicks_twice_gives_one_receipt():
    party, act = given()
    assert give(party.key, acting()) == act
    assert Act.objects.filter(kind="receipt.given").count() == 1


def test_what_is_entered_later_names_the_receipt():
    party, _act = given()
    charge = contents.Charged(offence="trafficking")
    propose_change(party.key, 1, charge, "A second witness spoke.", acting(at=NOW + hours(1)))
    agree(party.key, 1, acting(CHIEF, NOW + hours(2)))
    kinds = Entry.objects.filter(receipt=keys.hash_of(party.key)).order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["receipt.given", "charge.proposed", "charge.changed"]


def test_what_concerns_health_or_earlier_records_never_names_the_receipt():
    party, _act = given()
    give_slip(party.key, acting(at=NOW + hours(1)))
    entry = Act.objects.get(kind="slip.given").entry
    assert entry.receipt is None
    assert KINDS.keys() >= NEVER_LISTED


def test_only_who_may_read_the_case_gives_its_receipt():
    party, _act = given()
    with pytest.raises(NotFound):
        give(party.key, acting(OUTSIDER))
    with pytest.raises(NotAllowed):
        give(party.key, acting("5001"))


def with_a_witness():
    """A case with a suspect and a witness, from whom a telephone was taken."""
    seen = person(name="Chan Seen", role="witness", arrested=None, arrived=None, charge=None,
                  property=(contents.Taken(kind="phone", mark="099 111 222"),))  # fmt: skip
    case = booked(people=(person(), seen), exhibits=(exhibit(person=None),))
    return Party.objects.select_related("case__unit").get(pk=f"{case.number}.2")


def test_a_witness_gets_a_receipt_of_what_was_taken_and_nothing_of_an_arrest():
    party = with_a_witness()
    act = give(party.key, acting())
    assert (act.new["arrested"], act.new["arrived"], act.new["next_review"]) == (None, None, None)
    assert (act.new["offence"], act.new["items"]) == ("", [])
    settle()
    made = queries.facts(party, act)
    assert not of_arrest(made)
    assert [one.mark for one in made.property] == ["099 111 222"]


def test_the_page_and_the_paper_of_a_witness_say_nothing_of_an_arrest():
    party, browser = with_a_witness(), signed_in_as()
    before = browser.get(f"/receipts/{party.key}/").content.decode()
    assert "No arrest of this person was written down." in before
    assert "Everybody who is arrested" not in before
    browser.post(f"/receipts/{party.key}/give/")
    settle()
    shown = browser.get(f"/receipts/{party.key}/").content.decode()
    paper = browser.get(f"/receipts/{party.key}/paper.pdf").content
    assert "099 111 222" in shown
    assert 'class="receipt-rights"' not in shown
    assert "បង្កាន់ដៃនៃការចាប់ខ្លួន" not in shown
    (page,) = pypdf.PdfReader(io.BytesIO(paper)).pages
    assert "099 111 222" in page.extract_text()


def test_a_program_books_no_witness_with_a_time_of_arrest():
    sent = {**booking(source="r1", people=(person(role="witness", arrived=None, charge=None),)).model_dump(mode="json"),
            "recorded": None}  # fmt: skip
    answer = signed_in_as().post("/api/bookings", sent, content_type="application/json")
    assert answer.status_code == 422
    (fault,) = answer.json()["faults"]
    assert "Take the times of arrest away" in fault["says"]
    assert not Party.objects.exists()


def test_where_to_complain_is_the_country_s_until_a_side_says_another_place(settings):
    party, act = given()
    settle()
    made = sheet(queries.facts(party, act), COUNTRY, "en")
    assert [one.says[0].text for one in made.complain_at] == [one.says.en for one in COUNTRY.enforcement.complaints]
    settings.COMPLAIN_AT = ["Telephone 1280"]
    (one,) = sheet(queries.facts(party, act), COUNTRY, "en").complain_at
    assert (one.says[0].text, one.unverified) == ("Telephone 1280", False)


def test_the_key_on_the_paper_verifies_the_proof_on_it_and_another_does_not():
    party, act = given()
    settle()
    made = queries.facts(party, act)
    assert verify_receipt(made.proof, [read_verifier_key(made.keys[0])]).genuine
    other = make_key(settings_of_django.LEDGER_NAME, KeyType.LOG).verifier
    assert not verify_receipt(made.proof, [other]).genuine


def test_a_proof_that_has_grown_too_long_with_the_ledger_is_of_the_tree_in_which_it_was_given(monkeypatch):
    party, act = given()
    settle()
    early = queries.facts(party, act).proof
    for number in range(30):
        booked(exhibits=(exhibit(seal=f"C-{number:04d}"),))
    settle()
    assert len(queries.facts(party, act).proof) > len(early)
    monkeypatch.setattr("marga.ledger.receipts.LONGEST", len(early))
    assert queries.facts(party, act).proof == early


def test_the_receipt_names_the_unit_in_the_language_of_the_person():
    party, act = given()
    Unit.objects.filter(pk=party.case.unit_id).update(name="First unit", name_km="អង្គភាពទីមួយ")
    settle()
    made = queries.facts(Party.objects.select_related("case__unit").get(pk=party.pk), act)
    assert made is not None
    assert made.unit == Text("First unit", "អង្គភាពទីមួយ")


def test_the_page_waits_and_then_shows_the_receipt_and_its_paper():
    party = Party.objects.get(pk=f"{booked().number}.1")
    browser = signed_in_as()
    page = browser.post(f"/receipts/{party.key}/give/", follow=True)
    assert "being signed" in page.content.decode()
    settle()
    page = browser.get(f"/receipts/{party.key}/").content.decode()
    assert format_code(keys.code_of(party.key)).split()[0] in page
    paper = browser.get(f"/receipts/{party.key}/paper.pdf")
    assert paper.content.startswith(b"%PDF")
    assert browser.get("/receipts/KH-12-01/2026/99999-1.1/").status_code == 404


def weighed_by(count, *, opened_at=None):
    """A person whose only exhibit has so many sealed weights, an hour after the booking."""
    case = booked()
    exhibit, late = f"{case.number}.E1", NOW + hours(1)
    begin(exhibit, 1, "", acting(OFFICER, late))
    for number, scale in ((OFFICER, "S1"), (SECOND, "S2"))[:count]:
        seal(exhibit, 1, Decimal("18.4"), Decimal("17.4"), scale, acting(number, late))
    if opened_at is not None:
        open_round(exhibit, 1, acting(SECOND, opened_at))
    return Party.objects.select_related("case__unit").get(pk=f"{case.number}.1"), exhibit


def on_paper(party, act):
    settle()
    (one,) = queries.facts(party, act).weights
    return one


def test_the_first_weight_is_never_printed_as_the_second():
    party, _exhibit = weighed_by(1)
    shown = on_paper(party, give(party.key, acting(at=NOW + hours(2))))
    assert (shown.stands, shown.commitment, shown.band) == (Stands.NOT_TWICE, "", None)


def test_a_sealed_second_weight_has_its_own_mark_whenever_the_paper_is_printed():
    party, exhibit = weighed_by(2)
    act = give(party.key, acting(at=NOW + hours(2)))
    second = SealedWeight.objects.get(which=2)
    shown = on_paper(party, act)
    assert (shown.stands, shown.commitment) == (Stands.SEALED, bytes(second.commitment).hex())
    open_round(exhibit, 1, acting(SECOND, NOW + hours(3)))
    assert on_paper(party, act) == shown


def test_what_was_weighed_twice_and_has_no_limit_says_so(monkeypatch):
    party, _exhibit = weighed_by(2, opened_at=NOW + hours(1))
    monkeypatch.setattr(services, "quantity_of", lambda _drug, _known: None)
    shown = on_paper(party, give(party.key, acting(at=NOW + hours(2))))
    assert (shown.stands, shown.band) == (Stands.TWICE, None)
