"""What a dishonest officer and a curious policeman try: keys of a case that is not theirs, and fields changed."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from marga.enforcement.acts.models import Act
from marga.enforcement.cases import contents
from marga.enforcement.cases.drafts import Draft
from marga.enforcement.cases.models import Case, Charge, Proposal
from marga.enforcement.charges.services import propose_change
from marga.enforcement.court.services import note_trace
from marga.enforcement.exhibits.models import Exhibit, SealedWeight
from marga.site.accounts.models import Account
from marga.site.roles import may
from support.accounts import back
from support.booking import CHARGE, Officer, event
from support.lived import DRAFT, LATER, SECRETS, filled, lived_in
from support.register import (
    CHIEF,
    OFFICER,
    OTHER_UNIT,
    OUTSIDER,
    SECOND,
    SUPERVISOR,
    acting,
    booked,
    booking,
    exhibit,
    person,
    signed_in_as,
)  # fmt: skip

pytestmark = pytest.mark.usefixtures("database")
#: Addresses that name nothing of the case: their gaps are a unit's, an account's, or a draft that is still to come.
OF_NO_CASE = re.compile(r"/(stations|accounts|account)/")


@pytest.fixture
def case(database):
    return lived_in()


def body(answer):
    return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode(errors="replace")


def told_of(answers):
    return [secret for one in answers for secret in SECRETS if secret in body(one)]


def test_an_officer_of_another_unit_finds_nothing_at_any_address_of_a_case(case):
    client, account = signed_in_as(OUTSIDER), Account(name="x", roles=["officer"])
    before, named = Act.objects.count(), 0
    for one, path in filled(case):
        needs = getattr(one.pattern.callback, "needs", None)
        if needs is None or not may(account, needs):
            continue
        answers = [client.get(path), client.post(path, {"reason": "It has to be known.", "step": "ask"})]
        assert not told_of(answers), path
        if one.pattern.pattern.converters and not OF_NO_CASE.match(path):
            named += 1
            refused = {403} if path.endswith("/do/review/") else {404, 405}  # a review is no officer's, whosever it is
            assert {answer.status_code for answer in answers} <= refused, (path, [one.status_code for one in answers])
    assert named > 40
    answers = [client.get(f"/api/cases/{case}"), client.get("/api/cases"), client.get("/cases/?text=Dara"),
               client.get("/"), client.get("/held/"),
               client.get("/court/")]  # fmt: skip
    assert not told_of(answers)
    assert client.get("/exhibits/?seal=A-0001").status_code == 200  # which leads to no exhibit
    assert Act.objects.count() == before


def test_another_officers_draft_is_neither_read_nor_sent(case):
    for number in (SECOND, OUTSIDER):
        thief = Officer(number, DRAFT)
        assert thief.opens("event").status_code == 404
        assert thief.sends("event", event(place="elsewhere"), "").status_code == 404
        assert thief.books().status_code == 404
    assert Draft.objects.get(pk=DRAFT).typed == {"event": {"place": "Street 271"}}


def test_nobody_agrees_to_their_own_change_of_a_charge_nor_without_the_rank(case):
    Proposal.objects.all().delete()
    charge = contents.Charged(offence="trafficking")
    propose_change(f"{case}.1", 1, charge, "A second witness spoke of it.", acting(SUPERVISOR, LATER))
    address = f"/charges/{case}.1/1/agree/"
    for number in (SUPERVISOR, OFFICER, SECOND, OUTSIDER):
        answer = signed_in_as(number).post(address, {"who": CHIEF, "by": CHIEF, "second": CHIEF, "author": OFFICER})
        assert answer.status_code in (403, 404, 422), number
    assert Charge.objects.filter(party=f"{case}.1").count() == 1
    assert signed_in_as(CHIEF).post(address).status_code == 302


def test_who_acts_is_the_account_whatever_the_form_or_the_program_says(case):
    forged = {"who": CHIEF, "by": CHIEF, "officer": CHIEF, "number": CHIEF}
    typed = {"offence": "", "reason": "It was someone else’s bag.", "step": "ask", **forged}
    Proposal.objects.all().delete()
    client = signed_in_as(SECOND)
    client.post(f"/charges/{case}.1/1/", {**typed, "offence": "trafficking"})
    assert Act.objects.latest("pk").by == SECOND
    said = {**booking(exhibits=()).model_dump(mode="json"), "source": "r9"}
    for field in ("who", "by", "unit", "number"):
        answer = client.post("/api/bookings", {**said, field: CHIEF}, content_type="application/json")
        assert answer.status_code == 422, field
    assert Case.objects.count() == 1


def test_the_first_weight_is_in_no_answer_to_who_weighs_second(case):
    clients = {number: signed_in_as(number) for number in (SECOND, SUPERVISOR, "2001", "3001", "4001", "5001")}
    for number, client in clients.items():
        for path in (f"/api/cases/{case}", "/api/cases", f"/exhibits/{case}.E1/", f"/cases/{case}/",
                     f"/exhibits/{case}.E1/weigh/", f"/receipts/{case}.1/"):  # fmt: skip
            assert "17.39" not in body(client.get(path)), (number, path)
    wrong = {"gross": "20", "net": "19", "unit": "g", "instrument": "S2", "round": "1"}
    weighing = clients[SECOND]
    refused = back(weighing, weighing.post(f"/exhibits/{case}.E1/weigh/", {**wrong, "gross": "1"}))
    assert "17.39" not in body(refused)


def test_who_weighed_first_does_not_weigh_second_by_another_scale_or_field(case):
    client = signed_in_as(OFFICER)
    for more in ({}, {"by": SECOND}, {"which": "2"}, {"round": "2"}):
        sent = {"gross": "18", "net": "17", "unit": "g", "instrument": "S2", "round": "1", **more}
        assert client.post(f"/exhibits/{case}.E1/weigh/", sent).status_code == 303, more
    assert SealedWeight.objects.count() == 1


def test_an_exhibit_that_is_booked_now_cannot_bring_both_its_weights_along(case):
    said = booking(exhibits=(exhibit(seal="B-1", first_net="4.9", second_net="4.9"),), source="r2")
    officer = signed_in_as()
    answer = officer.post("/api/bookings", said.model_dump(mode="json"), content_type="application/json")
    assert answer.status_code == 422
    assert [one["place"] for one in answer.json()["faults"]] == ["exhibits.0.first_net"]
    file = (
        "case,line,recorded,province,operation,seal,drug,form,concealment,seized,first_grams,second_grams\n"
        "r2,exhibit,2026-03-02 10:00,KH-12,patrol,B-1,ice,crystal,on_body,2026-03-02 09:00,4.9,4.9\n"
    )
    assert officer.post("/api/import", file, content_type="text/csv").status_code == 403
    supervisor, older = signed_in_as(SUPERVISOR), {"recorded": (timezone.now() - timedelta(days=1)).isoformat()}
    for more in ({}, older):
        answer = supervisor.post("/api/bookings", {**said.model_dump(mode="json"), **more},
                                 content_type="application/json")  # fmt: skip
        assert answer.status_code == 422
        assert "exhibits.0.first_net" in [one["place"] for one in answer.json()["faults"]]
    assert not Exhibit.objects.filter(seal="B-1").exists()
    assert supervisor.post("/api/import", file, content_type="text/csv").json()["made"] == 1


def test_the_links_of_a_case_do_not_show_what_a_case_of_another_unit_shares_with_a_third(case):
    own = booked(acting(OUTSIDER), officers=(OUTSIDER,), exhibits=(), province="KH-17").number
    note_trace(own, "phone", "097 111 222", acting(OUTSIDER, LATER))  # a guess, to see who has it
    unlinked = (person(property=()),)  # a telephone would link it with the others by itself
    third = booked(acting(OUTSIDER), officers=(OUTSIDER,), exhibits=(), people=unlinked).number
    note_trace(case, "supplier", "The aunt of Poipet", acting(at=LATER))
    note_trace(third, "supplier", "The aunt of Poipet", acting(OUTSIDER, LATER))
    Case.objects.filter(pk=third).update(unit=OTHER_UNIT)
    page = body(signed_in_as(OUTSIDER).get(f"/links/{own}/?steps=3"))
    assert "of another unit" in page
    assert "aunt of Poipet" not in page


def test_a_page_of_one_custody_does_not_open_the_interview_of_another(case):
    mine = booked(acting(OUTSIDER), officers=(OUTSIDER,), exhibits=(), province="KH-17").number
    client = signed_in_as(OUTSIDER)
    assert client.get(f"/held/{mine}.1.C1/").status_code == 200
    for path in (f"/held/{mine}.1.C1/interviews/1/", f"/held/{mine}.1.C1/../../{case}.1.C1/interviews/1/"):
        assert client.get(path).status_code == 404


def test_a_hidden_field_that_was_changed_leads_to_no_other_persons_charge(case):
    officer = Officer(SECOND)
    officer.sends("event", event())
    for seen in ("x", "0" * 64, "'; --"):
        answer = officer.sends("charge/7", CHARGE, seen)
        assert answer.status_code in (302, 404, 409), answer.status_code
    assert Case.objects.count() == 1


def test_an_address_with_another_unit_in_its_number_is_not_there(case):
    client = signed_in_as(OFFICER)
    for key in (case.replace("KH-12-01", OTHER_UNIT), case + "'", case + "/../" + case):
        assert client.get(f"/cases/{key}/").status_code in (301, 404), key
        assert client.get(f"/api/cases/{key}").status_code == 404, key
