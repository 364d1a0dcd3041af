"""What is done in a custody: each act is recorded with its entry, or refused and leaves no trace."""

import pytest

from marga.enforcement.access import case_for
from marga.enforcement.acts.models import Act
from marga.enforcement.acts.replaying import differences
from marga.enforcement.cases import contents as cases
from marga.enforcement.cases.models import Party, Prosecutor
from marga.enforcement.cases.timeline import timeline
from marga.enforcement.custody import contents
from marga.enforcement.custody.access import custody_for
from marga.enforcement.custody.models import Custody, Step
from marga.enforcement.custody.queries import custody_page, stay_of
from marga.enforcement.custody.services import (
    end,
    extend,
    give_slip,
    help_came,
    record_outcome,
    review,
    tell_guardian,
    tell_prosecutor,
    tell_rights,
    tell_wish,
    write_wish,
)
from marga.enforcement.people.models import Read
from marga.site.faults import Faulty
from marga.site.refusals import NotAllowed, NotFound, WrongState
from support.accounts import account
from support.custodies import (
    PROSECUTOR,
    RIGHTS,
    ended,
    extended,
    held,
    reviewed,
    supervisor,
    supervisor_elsewhere,
    told_prosecutor,
    told_rights,
)
from support.register import NOW, OFFICER, OTHER_UNIT, OUTSIDER, SUPERVISOR, acting, hours, station

pytestmark = pytest.mark.usefixtures("database")
HELP = contents.Helped(state="asked", at=NOW)


@pytest.fixture(autouse=True)
def at_a_station(database):
    station()
    account(f"officer-{PROSECUTOR}", "prosecutor")


def fields(error):
    return {fault.field for fault in error.value.faults}


def acts():
    return list(Act.objects.exclude(case="").exclude(kind="case.booked").order_by("pk").values_list("kind", flat=True))


def test_a_prosecutor_who_was_told_may_read_the_case():
    custody = held()
    with pytest.raises(NotFound):
        case_for(acting(PROSECUTOR), custody.party.case_id)
    tell_prosecutor(custody.key, told_prosecutor(), acting())
    assert case_for(acting(PROSECUTOR), custody.party.case_id)
    assert custody_for(acting(PROSECUTOR), custody.key) == custody
    act = Act.objects.get(kind="custody.prosecutor_told")
    assert (act.what(), act.entry.kind) == (f"custody {custody.key}", "custody.prosecutor_told")
    assert stay_of(custody).prosecutor_told == NOW


@pytest.mark.parametrize("number", ["7777", OFFICER])
def test_who_is_no_prosecutor_is_not_told_as_one(number):
    custody = held()
    with pytest.raises(Faulty) as error:
        tell_prosecutor(custody.key, told_prosecutor(number=number), acting())
    assert fields(error) == {"number"}
    assert (acts(), Prosecutor.objects.count()) == ([], 0)


def test_rights_are_told_once_all_of_them_were():
    custody = held()
    tell_rights(custody.key, told_rights(rights=RIGHTS[:3]), acting())
    assert stay_of(custody).rights_told is None
    tell_rights(custody.key, told_rights(NOW + hours(1), rights=RIGHTS[3:], how="read_aloud"),
                acting(at=NOW + hours(1)))  # fmt: skip
    assert stay_of(custody).rights_told == NOW + hours(1)


def test_the_case_says_how_many_of_the_rights_were_told():
    custody = held()
    tell_rights(custody.key, told_rights(rights=RIGHTS[:1]), acting())
    event = next(one for one in timeline(custody.party.case_id)[0] if one.about == "1.C1" and "rights" in one.label)
    assert event.says == f"1 of {len(RIGHTS)} rights"


def test_a_refusal_to_sign_says_what_the_person_said():
    custody = held()
    wrong = told_rights(rights=("silence",), language="xx", how="refused")
    with pytest.raises(Faulty) as error:
        tell_rights(custody.key, wrong, acting())
    assert fields(error) == {"rights", "language", "note"}
    assert acts() == []


@pytest.mark.parametrize("told", [NOW + hours(1), NOW - hours(3)])
def test_nobody_was_told_in_the_future_or_before_the_arrest(told):
    custody = held()
    for act in (
        lambda: tell_rights(custody.key, told_rights(told), acting()),
        lambda: tell_prosecutor(custody.key, told_prosecutor(told), acting()),
        lambda: tell_guardian(custody.key, contents.GuardianTold(name="Sok Chan", told=told), acting()),
        lambda: help_came("doctor", custody.key, contents.Helped(state="asked", at=told), acting()),
    ):
        with pytest.raises(Faulty, match="Correct its time"):
            act()
    assert acts() == []


def test_who_was_told_on_the_way_to_the_unit_was_told_in_time():
    custody = held()
    tell_prosecutor(custody.key, told_prosecutor(NOW - hours(1.5)), acting())
    assert stay_of(custody).prosecutor_told == custody.arrived


def test_whom_the_person_wants_told_is_written_and_told():
    custody = held()
    write_wish(custody.key, contents.Wish(name="Her sister", reach="012 345 678", said=NOW), acting())
    with pytest.raises(Faulty) as error:
        tell_wish(custody.key, contents.WishTold(name="Her sister", told=NOW, reached=False), acting())
    assert fields(error) == {"note"}
    tell_wish(custody.key, contents.WishTold(name="Her sister", told=NOW), acting())
    assert acts() == ["custody.wish", "custody.wish_told"]


@pytest.mark.parametrize("whose", ["lawyer", "interpreter", "doctor"])
def test_a_lawyer_interpreter_or_doctor_is_asked_for_comes_or_is_refused(whose):
    custody = held()
    help_came(whose, custody.key, HELP, acting())
    for lacking in ({"state": "refused"}, {"state": "came"}):
        with pytest.raises(Faulty):
            help_came(whose, custody.key, contents.Helped(at=NOW, **lacking), acting())
    help_came(whose, custody.key, contents.Helped(state="came", at=NOW, name="Dr Keo"), acting())
    assert acts() == [f"custody.{whose}"] * 2


def test_the_same_act_twice_is_done_once():
    custody = held()
    for _time in range(2):
        tell_rights(custody.key, told_rights(), acting())
        review(custody.key, reviewed(), supervisor())
        end(custody.key, ended(), acting(), slip=True)
    assert acts() == ["custody.rights_told", "custody.reviewed", "custody.ended", "outcome.recorded", "slip.given"]


def test_a_supervisor_outside_the_case_reviews_in_time():
    custody = held(NOW - hours(5))
    review(custody.key, reviewed(), supervisor())
    act = Act.objects.get(kind="custody.reviewed")
    assert (act.by, act.new["rank"], act.new["decision"]) == (SUPERVISOR, "supervisor", "continue")
    assert Custody.objects.get().next_due == NOW - hours(4)  # the prosecutor still is not told


def test_who_has_a_part_in_the_case_does_not_review_it():
    custody = held(NOW - hours(5), who=supervisor())
    with pytest.raises(Faulty, match="has a part in this case"):
        review(custody.key, reviewed(), supervisor())
    assert acts() == []


def test_an_officer_does_not_review():
    custody = held()
    with pytest.raises(NotAllowed):
        review(custody.key, reviewed(), acting("1002"))


def test_a_late_review_says_why():
    custody = held(NOW - hours(7))
    with pytest.raises(Faulty, match="This review is late"):
        review(custody.key, reviewed(), supervisor())
    review(custody.key, reviewed(late="The supervisor was at court."), supervisor())
    assert Step.objects.get().said["late"] == "The supervisor was at court."


def felon(arrived):
    return held(arrived, charge=cases.Charged(offence="production"))


def test_a_prosecutors_permission_from_before_the_limit_gives_more_time():
    custody = felon(NOW - hours(47))
    extend(custody.key, extended(), acting())
    page = custody_page(custody.key, acting())
    limit = next(one.deadline for one in page.deadlines if one.deadline.subject == "limit")
    assert limit.due == NOW + hours(25)


def test_a_permission_from_after_the_limit_mends_nothing():
    custody = felon(NOW - hours(49))
    with pytest.raises(Faulty, match="after the limit had run out"):
        extend(custody.key, extended(), acting())
    assert acts() == []
    extend(custody.key, extended(NOW - hours(2)), acting())  # written in time, and typed in only now


def test_custody_for_a_lesser_offence_is_not_made_longer():
    custody = held(NOW - hours(40))
    with pytest.raises(Faulty, match="cannot be made longer"):
        extend(custody.key, extended(), acting())


def test_custody_ends_and_what_became_of_the_person_stands():
    custody = held()
    end(custody.key, ended(), acting(), slip=True)
    custody.refresh_from_db()
    assert (custody.ended, custody.how, custody.next_due) == (NOW, "released", None)
    party = Party.objects.get()
    assert (party.outcome, party.slip_given) == ("released", NOW)
    assert Act.objects.get(kind="slip.given").new == {"given": "2026-11-24T08:00:00Z"}


def test_an_end_names_what_it_asks_for_and_comes_after_what_was_done():
    custody = held()
    tell_rights(custody.key, told_rights(NOW - hours(0.5)), acting())
    for wrong, says in (
        (ended(how="court"), "Name the court"), (ended(how="flown"), "no way in which custody ends"),
        (ended(NOW + hours(1)), "has not come yet"), (ended(NOW - hours(0.75)), "after that time"),
        (ended(how="transferred", named="KH-99"), "no other unit"),
    ):  # fmt: skip
        with pytest.raises(Faulty, match=says):
            end(custody.key, wrong, acting())
    assert acts() == ["custody.rights_told"]


def test_an_ended_custody_takes_only_what_was_done_before_its_end():
    custody = held()
    end(custody.key, ended(NOW - hours(0.5)), acting())
    with pytest.raises(WrongState):
        end(custody.key, ended(how="court", named="Phnom Penh"), acting())
    with pytest.raises(Faulty, match="had ended by then"):
        tell_rights(custody.key, told_rights(), acting())
    with pytest.raises(Faulty, match="needs no review"):
        review(custody.key, reviewed(), supervisor())
    tell_rights(custody.key, told_rights(NOW - hours(0.75)), acting())


def test_a_transfer_begins_a_custody_of_which_the_clock_goes_on():
    first = held(NOW - hours(5))
    tell_prosecutor(first.key, told_prosecutor(NOW - hours(4.5)), acting())
    review(first.key, reviewed(NOW - hours(1)), supervisor(NOW))
    end(first.key, ended(how="transferred", named=OTHER_UNIT), acting())
    second = Custody.objects.get(unit=OTHER_UNIT)
    assert (second.key, second.arrived, second.began_here) == (f"{first.party_id}.C2", first.arrived, NOW)
    assert (stay_of(second).prosecutor_told, stay_of(second).reviews) == (NOW - hours(4.5), (NOW - hours(1),))
    assert second.next_due == NOW - hours(4)  # rights were told at neither
    assert Custody.objects.get(pk=first.key).how == "transferred"


def test_the_unit_that_holds_a_person_keeps_the_custody_and_reads_not_the_case():
    first = held()
    end(first.key, ended(how="transferred", named=OTHER_UNIT), acting())
    second = Custody.objects.get(unit=OTHER_UNIT)
    tell_rights(second.key, told_rights(), acting(OUTSIDER))
    review(second.key, reviewed(), supervisor_elsewhere())
    with pytest.raises(NotFound):
        case_for(acting(OUTSIDER), first.party.case_id)
    with pytest.raises(NotAllowed, match="holds this person"):
        tell_rights(second.key, told_rights(how="read_aloud"), acting())


def test_a_custody_is_there_for_its_unit_and_for_nobody_elses():
    custody = held()
    for stranger in (OUTSIDER, PROSECUTOR, "2001", "3001", "9001"):
        with pytest.raises(NotFound):
            custody_for(acting(stranger), custody.key)
    with pytest.raises(NotFound):
        tell_rights(custody.key, told_rights(), acting(OUTSIDER))
    for reader in (OFFICER, "1002", "5001"):
        assert custody_page(custody.key, acting(reader)).custody == custody
    assert Read.objects.filter(case=custody.party.case_id).count() == 3


@pytest.mark.parametrize("number", [PROSECUTOR, "2001", "3001", "5001", "9001"])
def test_who_keeps_no_custody_acts_in_none(number):
    custody, who = held(), acting(number)
    for act in (
        lambda: tell_prosecutor(custody.key, told_prosecutor(), who),
        lambda: tell_rights(custody.key, told_rights(), who),
        lambda: write_wish(custody.key, contents.Wish(said=NOW), who), lambda: review(custody.key, reviewed(), who),
        lambda: help_came("doctor", custody.key, HELP, who), lambda: extend(custody.key, extended(), who),
        lambda: end(custody.key, ended(), who), lambda: give_slip(custody.party_id, who),
        lambda: record_outcome(custody.party_id, "released", who),
    ):  # fmt: skip
        with pytest.raises(NotAllowed):
            act()
    assert acts() == []


def test_an_outcome_is_of_the_countrys_list_and_may_be_another_later():
    custody = held()
    end(custody.key, ended(how="escaped", named="He ran at the gate."), acting())
    with pytest.raises(Faulty):
        record_outcome(custody.party_id, "eaten", acting())
    record_outcome(custody.party_id, "court", acting())
    record_outcome(custody.party_id, "court", acting())
    assert record_outcome(custody.party_id, "diverted", acting()).outcome == "diverted"
    assert [act.old for act in Act.objects.filter(kind="outcome.recorded").order_by("pk")] == [
        None, {"outcome": "court"}]  # fmt: skip


def test_a_slip_is_given_once():
    custody = held()
    for _time in range(2):
        assert give_slip(custody.party_id, acting()).slip_given == NOW
    assert acts() == ["slip.given"]


def test_the_register_made_anew_from_the_acts_is_the_same():
    first = felon(NOW - hours(20))
    tell_prosecutor(first.key, told_prosecutor(), acting())
    tell_rights(first.key, told_rights(), acting())
    review(first.key, reviewed(late="Nobody was there."), supervisor())
    extend(first.key, extended(), acting())
    end(first.key, ended(how="transferred", named=OTHER_UNIT), acting())
    end(held().key, ended(), acting(), slip=True)
    assert [one.says for one in differences()] == []
