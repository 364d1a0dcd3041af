"""What is found after the booking: an exhibit, things of a person, a further charge. Each is an act with its reason."""

from decimal import Decimal

import pytest

from marga.authority.receipts.rules import KINDS as FOR_HOLDERS
from marga.enforcement.acts.models import Act
from marga.enforcement.acts.replaying import differences
from marga.enforcement.cases import contents
from marga.enforcement.cases.afterwards.services import MOST, add_exhibit, take_property
from marga.enforcement.cases.models import Case, CaseOfficer, Charge, Party, Property, Proposal, Trace
from marga.enforcement.cases.timeline import timeline
from marga.enforcement.charges.services import agree, decline, propose_change, propose_further
from marga.enforcement.custody.models import Custody
from marga.enforcement.custody.services import end
from marga.enforcement.exhibits.models import Exhibit, Photograph, SealedWeight
from marga.enforcement.exhibits.queries import page
from marga.enforcement.exhibits.services import begin, open_round, seal
from marga.enforcement.people.erasing import approve_erasure, ask_erasure
from marga.enforcement.people.services import add_person
from marga.enforcement.receipts import queries
from marga.enforcement.receipts.services import give
from marga.site.faults import Faulty
from marga.site.ledgers import signing
from marga.site.ledgers.auditing import audit_all, one_moment
from marga.site.refusals import NotAllowed, NotFound, WrongState
from support.custodies import ended
from support.entering import settle
from support.register import (
    CHIEF,
    NOW,
    OFFICER,
    OUTSIDER,
    RECORDS,
    SECOND,
    SUPERVISOR,
    acting,
    booked,
    exhibit,
    hours,
    person,
    station,
)  # fmt: skip
from support.states import kept

LATER = NOW + hours(3)
WHY = "It lay under the seat, and the car was searched only now."
STRANGERS = ("2001", "3001", "4001", "5001", "9001")
PICTURE = b"\xff\xd8\xff under the seat"
PHONE = contents.Taken(kind="phone", mark="097 111 222, IMEI 49-015420-323751-8")
MONEY = contents.Taken(kind="cash", amount="50", currency="USD")
TRAFFICKING = contents.Charged(offence="trafficking")


def make():
    station()
    return booked().number


@pytest.fixture(autouse=True)
def case(database):
    """The number of a case with one person, one exhibit and two things taken."""
    number = kept("afterwards", make)
    yield number
    assert list(differences()) == []  # whatever a test did, the register follows from the acts


def later(number=OFFICER, after=0):
    return acting(number, LATER + hours(after))


def found(**said):
    return exhibit(**{"seal": "A-0002", "seized": LATER - hours(1), "seal_source": "999 in red", **said})


def counts():
    return [model.objects.count() for model in (Act, Exhibit, Property, Charge, Proposal, Trace, Photograph)]


def erased(party):
    """The record of a person who was released is erased."""
    end(f"{party}.C1", ended(LATER), later(after=1))
    settle()
    ask_erasure(party, "Acquitted; the court orders it.", "C 12/2026", RECORDS)
    approve_erasure(party, type(RECORDS)("9002", "officer", RECORDS.unit, ("records",), RECORDS.clock))


def test_an_exhibit_found_later_is_numbered_held_photographed_and_says_why(case):
    made = add_exhibit(case, found(place="The car"), WHY, later(SECOND), PICTURE)
    assert (made.key, made.holder, made.place, made.person) == (f"{case}.E2", SECOND, "The car", f"{case}.1")
    assert bytes(Photograph.objects.get(exhibit=made).data) == PICTURE
    act = Act.objects.get(kind="exhibit.found")
    assert (act.by, act.at, act.part, act.new["reason"]) == (SECOND, LATER, "E2", WHY)
    event = next(one for one in timeline(case)[0] if one.number == act.pk)
    assert event.says.startswith("seal A-0002, ")
    assert event.reason == WHY


def test_it_is_weighed_twice_and_blind_like_any_other(case):
    key = add_exhibit(case, found(), WHY, later()).key
    begin(key, 1, "", later())
    seal(key, 1, Decimal("18.39"), Decimal("17.39"), "S1", later())
    assert page(key, later(SECOND)).weights == ()
    with pytest.raises(Faulty):
        seal(key, 1, Decimal("18.39"), Decimal("17.39"), "S2", later())
    seal(key, 1, Decimal("18.39"), Decimal("17.38"), "S2", later(SECOND))
    open_round(key, 1, later())
    assert [one.net for one in page(key, later(SECOND)).weights] == ["17.39", "17.38"]


def test_the_same_exhibit_sent_twice_is_one(case):
    keys = {add_exhibit(case, found(), WHY, later(), PICTURE).key for _ in range(2)}
    assert keys == {f"{case}.E2"}
    assert (Act.objects.filter(kind="exhibit.found").count(), Photograph.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("said", "reason", "field"),
    [
        ({"seal": "A-0001"}, WHY, "exhibit.seal"), ({"drug": "dream"}, WHY, "exhibit.drug"),
        ({"person": 7}, WHY, "exhibit.person"), ({"seized": NOW - hours(9)}, WHY, "exhibit.seized"),
        ({"seized": LATER + hours(1)}, WHY, "exhibit.seized"), ({"first_net": Decimal(17)}, WHY, "exhibit.first_net"),
        ({}, "late", "reason"), ({}, "x" * 601, "reason"),
    ],
)  # fmt: skip
def test_an_exhibit_that_cannot_be_so_is_told_field_by_field_and_leaves_no_trace(case, said, reason, field):
    before = counts()
    with pytest.raises(Faulty) as refused:
        add_exhibit(case, found(**said), reason, later(), PICTURE)
    assert [fault.field for fault in refused.value.faults] == [field]
    assert counts() == before


def test_a_picture_that_is_none_leaves_no_exhibit_either(case):
    before = counts()
    with pytest.raises(Faulty):
        add_exhibit(case, found(), WHY, later(), b"no picture")
    assert counts() == before


def test_things_taken_later_follow_those_of_the_booking(case):
    rows = take_property(f"{case}.1", (PHONE, MONEY), LATER, WHY, later(SECOND))
    assert [(one.number, one.kind, one.amount, one.currency, one.taken) for one in rows] == [
        (3, "phone", None, "", LATER), (4, "cash", Decimal(50), "USD", LATER)]  # fmt: skip
    act = Act.objects.get(kind="property.taken")
    assert (act.by, act.part, act.new["reason"]) == (SECOND, "1", WHY)
    assert "50 USD" in timeline(case)[0][0].says
    assert CaseOfficer.objects.filter(case=case, officer=SECOND).exists()


def test_things_sent_twice_are_taken_once_and_others_are_not_lost(case):
    for _ in range(2):
        assert [one.number for one in take_property(f"{case}.1", (MONEY,), LATER, WHY, later(), 3)] == [3]
    assert Property.objects.count() == 3
    with pytest.raises(WrongState, match="Somebody else wrote down"):
        take_property(f"{case}.1", (PHONE,), LATER, WHY, later(), 3)
    assert Property.objects.count() == 3


@pytest.mark.parametrize(
    ("things", "taken", "reason", "field"),
    [
        ((), LATER, WHY, "property.0.kind"), ((PHONE, contents.Taken(kind="cash")), LATER, WHY, "property.1.amount"),
        ((contents.Taken(kind="vehicle"),), LATER, WHY, "property.0.mark"),
        ((contents.Taken(kind="moon"),), LATER, WHY, "property.0.kind"), ((MONEY,), None, WHY, "taken"),
        ((MONEY,), LATER + hours(1), WHY, "taken"), ((MONEY,), NOW - hours(9), WHY, "taken"),
        ((MONEY,), LATER, "late", "reason"), ((MONEY,) * MOST, LATER, WHY, "property.0.kind"),
    ],
)  # fmt: skip
def test_things_that_cannot_be_so_are_told_field_by_field_and_leave_no_trace(case, things, taken, reason, field):
    before = counts()
    with pytest.raises(Faulty) as refused:
        take_property(f"{case}.1", things, taken, reason, later())
    assert [fault.field for fault in refused.value.faults] == [field]
    assert counts() == before


def test_a_further_charge_has_a_line_of_its_own_once_a_second_officer_agreed(case):
    party = f"{case}.1"
    asked = propose_further(party, TRAFFICKING, WHY, later())
    assert (asked.line, Charge.objects.count(), Case.objects.get().offence) == (2, 1, "use")
    stands = agree(party, 2, later(SUPERVISOR))
    assert (stands.line, stands.version, stands.author, stands.second, stands.reason) == (
        2,
        1,
        OFFICER,
        SUPERVISOR,
        WHY,
    )
    first = Charge.objects.get(line=1)
    assert (first.offence, first.version) == ("use", 1)
    assert (Case.objects.get().offence, Proposal.objects.count()) == ("trafficking", 0)
    assert [act.kind for act in Act.objects.order_by("pk")][-2:] == ["charge.proposed", "charge.added"]
    propose_change(party, 2, contents.Charged(offence="possession"), "The laboratory found much less.", later(after=1))
    agree(party, 2, later(CHIEF, 1))
    assert [(one.line, one.version) for one in Charge.objects.order_by("line", "version")] == [(1, 1), (2, 1), (2, 2)]


def test_a_further_charge_that_is_declined_leaves_those_that_stand(case):
    propose_further(f"{case}.1", TRAFFICKING, WHY, later())
    decline(f"{case}.1", 2, "One message is not enough.", later(SUPERVISOR))
    assert (Charge.objects.count(), Proposal.objects.count(), Case.objects.get().offence) == (1, 0, "use")


def test_nobody_gives_a_further_charge_alone_or_without_the_rank(case):
    propose_further(f"{case}.1", TRAFFICKING, WHY, later(SUPERVISOR))
    before = counts()
    with pytest.raises(Faulty, match="Nobody agrees to their own change"):
        agree(f"{case}.1", 2, later(SUPERVISOR))
    with pytest.raises(NotAllowed):
        agree(f"{case}.1", 2, later(SECOND))
    assert counts() == before


@pytest.mark.parametrize(
    ("charge", "reason", "says"),
    [
        (contents.Charged(offence="use"), WHY, "charged with this already"),
        (TRAFFICKING, "late", "Write in a sentence"),
        (contents.Charged(offence="moon"), WHY, "none of the list"),
    ],
)  # fmt: skip
def test_a_further_charge_that_cannot_be_is_refused_and_leaves_no_trace(case, charge, reason, says):
    before = counts()
    with pytest.raises(Faulty, match=says):
        propose_further(f"{case}.1", charge, reason, later())
    assert counts() == before


def test_the_same_further_charge_waits_once_and_another_has_another_line(case):
    propose_further(f"{case}.1", TRAFFICKING, WHY, later())
    with pytest.raises(WrongState, match="waits for a second officer already"):
        propose_further(f"{case}.1", TRAFFICKING, WHY, later(SECOND))
    assert propose_further(f"{case}.1", contents.Charged(offence="possession"), WHY, later()).line == 3


def test_a_witness_is_not_charged_later_either(case):
    add_person(case, person(role="witness", charge=None, arrested=None, arrived=None), later())
    with pytest.raises(Faulty, match="is not charged"):
        propose_further(f"{case}.2", TRAFFICKING, WHY, later())


def test_the_deadlines_of_who_is_held_follow_from_a_further_charge(case):
    propose_further(f"{case}.1", TRAFFICKING, WHY, later())
    Custody.objects.update(next_due=None)
    agree(f"{case}.1", 2, later(SUPERVISOR))
    assert Custody.objects.get().next_due is not None


def acts(case, who):
    """Each of the three acts, and one that agrees."""
    party = f"{case}.1"
    return [lambda: add_exhibit(case, found(), WHY, who, PICTURE),
            lambda: take_property(party, (PHONE,), LATER, WHY, who),
            lambda: propose_further(party, TRAFFICKING, WHY, who)]  # fmt: skip


def test_strangers_and_other_roles_are_refused_and_leave_no_trace(case):
    before = counts()
    for act in acts(case, later(OUTSIDER)):
        with pytest.raises(NotFound):
            act()
    for number in STRANGERS:
        for act in acts(case, later(number)):
            with pytest.raises(NotAllowed):
                act()
    assert counts() == before


def test_nothing_more_is_written_down_of_who_was_erased(case):
    erased(f"{case}.1")
    before = counts()
    for act in acts(case, later(after=2)):
        with pytest.raises(WrongState, match="was erased"):
            act()
    assert counts() == before


def test_why_an_exhibit_was_found_later_is_erased_with_a_person_and_the_exhibit_is_proven_anew(case):
    add_exhibit(case, found(), "Sok Dara told where it lay.", later())
    take_property(f"{case}.1", (PHONE,), LATER, "Sok Dara had it in a shoe.", later())
    erased(f"{case}.1")
    told = [act.new for act in Act.objects.exclude(new=None)]
    assert not [one for one in told if "Sok Dara" in str(one)]
    restated = Act.objects.get(kind="case.restated").new
    assert [one["seal"] for one in restated["exhibits"]] == ["A-0001", "A-0002"]
    assert Exhibit.objects.count() == 2


def test_holders_of_the_receipt_are_told_each_kind_and_a_new_one_has_it(case):
    party = Party.objects.select_related("case__unit").get(pk=f"{case}.1")
    first = give(party.key, later())
    add_exhibit(case, found(), WHY, later())
    take_property(party.key, (MONEY,), LATER, WHY, later())
    propose_further(party.key, TRAFFICKING, WHY, later())
    agree(party.key, 2, later(SUPERVISOR))
    new = give(party.key, later(after=1))
    kinds = {act.kind for act in Act.objects.filter(entry__receipt=bytes(first.entry.receipt))}
    assert kinds >= {"exhibit.found", "property.taken", "charge.proposed", "charge.added", "receipt.renewed"}
    assert FOR_HOLDERS.keys() >= {"exhibit.found", "property.taken", "charge.added"}
    assert [one["seal"] for one in new.new["items"]] == ["A-0001", "A-0002"]
    assert [one["kind"] for one in new.new["property"]] == ["phone", "cash", "cash"]
    settle()
    facts = queries.facts(party, new)
    assert str(facts.charge).startswith("Use of drugs, article 45; later also: trafficking")


def test_the_audit_passes_afterwards(case):
    add_exhibit(case, found(), WHY, later(), PICTURE)
    take_property(f"{case}.1", (PHONE, MONEY), LATER, WHY, later())
    propose_further(f"{case}.1", TRAFFICKING, WHY, later())
    agree(f"{case}.1", 2, later(SUPERVISOR))
    settle()
    with one_moment():
        assert audit_all(signing.verifiers()).audit.findings == ()


def traces(case):
    return set(Trace.objects.filter(case=case).values_list("kind", "value"))


def test_telephones_and_marks_of_packages_link_cases_by_themselves(case):
    assert traces(case) == {("phone", "85512345678")}
    add_exhibit(case, found(), WHY, later())
    take_property(f"{case}.1", (PHONE, PHONE), LATER, WHY, later())
    add_person(case, person(name="Chan Vanna"), later())
    assert traces(case) == {("phone", "85512345678"), ("phone", "85597111222"), ("imei", "49015420323751"),
                            ("seal_source", "999inred")}  # fmt: skip
    other = booked(
        exhibits=(exhibit(seal="B-1", seal_source="999 IN RED"), exhibit(seal="B-2", seal_source="999-in-red"))
    )
    assert traces(other.number) == {("phone", "85512345678"), ("seal_source", "999inred")}


def test_weights_show_their_unit_and_the_day_of_calibration_once_they_are_open(case):
    key = f"{case}.E1"
    begin(key, 1, "", later())
    seal(key, 1, Decimal("1.5"), Decimal("1.25"), "S1", later(), "mg")
    assert page(key, later(SECOND)).weights == ()
    (own,) = page(key, later()).weights
    assert (own.net, own.read, str(own.calibrated)) == ("1.25", "net 1250 mg, gross 1500 mg", "2026-06-01")
    seal(key, 1, Decimal("1.5"), Decimal("1.26"), "S2", later(SECOND))
    open_round(key, 1, later())
    assert [one.read for one in page(key, later(SECOND)).weights] == ["net 1250 mg, gross 1500 mg", ""]
    assert [one.unit for one in SealedWeight.objects.order_by("which")] == ["mg", "g"]
