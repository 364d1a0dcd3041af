"""An assessment is entered once, sealed, and decides who comes first, with the reasons."""

import pytest

from marga.care.acts.models import Act
from marga.care.assessments import services
from marga.care.assessments.models import Assessment
from marga.care.assessments.services import Said
from marga.care.clients.models import Client
from marga.care.clients.services import correct_client, person_of, set_flags
from marga.care.drafts.models import ClientDraft
from marga.care.rules import tdi
from marga.care.sealing import opened
from marga.care.stays.models import Stay, Wait
from marga.care.stays.services import end_stay, set_drug
from marga.care.stays.waits import begin_wait, change_wait
from marga.site.faults import Faulty
from marga.site.refusals import NotAllowed, NotFound, WrongState
from support.care_clinical import acting, client, in_the_clear, staying, unlike
from support.care_clinical import services as three_services

pytestmark = pytest.mark.usefixtures("database")
#: Everything that may be asked of somebody who injects heroin daily and lives with children.
ANSWERS = {
    "status": "1", "referral": "6", "education": "2", "labour": "4", "living_with": "3", "children": "2",
    "living_where": "1", "drug": "1.1", "route": "1", "frequency": "1", "first_use": "19", "polydrug": "2",
    "second": "3.2", "third": "99", "injecting": "2.3", "ost": "never", "sharing": "1", "years_injecting": "2",
    "hiv": "1", "hcv": "1",
}  # fmt: skip
ICE = Said({**ANSWERS, "drug": "3.2", "route": "2", "second": "99", "injecting": "1", "children": "1"}, "ice")


@pytest.fixture(autouse=True)
def somebody(database):
    three_services()
    return client()


def waiting(number):
    return begin_wait(number, ("residential",), (), acting("manager"))


def test_it_is_entered_sealed_and_the_flags_the_wait_and_the_needs_follow(somebody):
    wait = waiting(somebody.number)
    assert wait.urgency == 3
    made = services.assess(somebody.number, Said(ANSWERS), acting())
    assert (made.key, made.drug) == (f"{somebody.number}.t1", "heroin")
    assert made.needs == ["children", "opioid_agonist", "withdrawal"]
    assert Client.objects.get(pk=somebody.pk).flags == ["injecting", "opioids", "children"]
    wait.refresh_from_db()
    assert (wait.urgency, len(wait.reasons), wait.needs) == (2, 3, ["children", "opioid_agonist", "withdrawal"])
    assert services.answers_of(made)["frequency"] == "1"
    assert "frequency" not in made.answers
    assert in_the_clear("frequency", "years_injecting") == []
    assert unlike() == []


def test_a_later_assessment_takes_a_flag_away_and_leaves_what_it_does_not_speak_of():
    pregnant = client(flags=("pregnant", "opioids"), sex="female")
    wait = waiting(pregnant.number)
    services.assess(pregnant.number, ICE, acting())
    wait.refresh_from_db()
    assert (Client.objects.get(pk=pregnant.pk).flags, wait.urgency) == (["pregnant"], 1)
    assert unlike() == []


def test_the_main_drug_of_the_stay_is_as_it_was_found_and_the_local_split_is_kept():
    stay = staying(drug="heroin")
    services.assess(stay.client_id, ICE, acting())
    assert Stay.objects.get(pk=stay.pk).drug == "ice"
    assert unlike() == []


def test_what_is_known_is_not_asked_again():
    stay = staying(route="court")
    already = services.known_of(stay.client, acting())
    assert already == {"centre_type": "inpatient", "sex": "male", "age": "30", "referral": "1"}
    end_stay(stay.key, "completed", acting("manager"))
    assert services.known_of(stay.client, acting())["status"] == "2"


def test_a_code_with_several_words_of_the_country_needs_one_of_them(somebody):
    with pytest.raises(Faulty) as refused:
        services.assess(somebody.number, Said(ICE.answers), acting())
    assert [one.field for one in refused.value.faults] == ["drug"]
    assert not Assessment.objects.exists()


def test_answers_are_kept_page_by_page_and_faults_are_of_that_page(somebody):
    who = acting()
    said = services.keep(somebody.number, "before", {"status": "1", "referral": "6", "education": "1", "labour": "2"},
                         "", who)  # fmt: skip
    assert services.said_so_far(somebody.number, who) == said
    assert "education" not in ClientDraft.objects.get().typed
    with pytest.raises(Faulty) as refused:
        services.keep(somebody.number, "drug", {"drug": "8"}, "", who)
    assert "drug" in {one.field for one in refused.value.faults}
    assert services.said_so_far(somebody.number, who) == said
    services.throw_away(somebody.number, who)
    assert not ClientDraft.objects.exists()


def test_what_is_missing_is_named_and_nothing_is_entered(somebody):
    before = Act.objects.count()
    with pytest.raises(Faulty) as refused:
        services.assess(somebody.number, Said({**ANSWERS, "hiv": "7", "children": ""}), acting())
    assert {one.field for one in refused.value.faults} == {"hiv", "children"}
    assert Act.objects.count() == before


def test_a_stranger_neither_assesses_nor_reads(somebody):
    made = services.assess(somebody.number, Said(ANSWERS), acting())
    before = Act.objects.count()
    for who, refused in (("intake", NotAllowed), ("inspector", NotAllowed), ("far-worker", NotFound)):
        with pytest.raises(refused):
            services.assess(somebody.number, Said(ANSWERS), acting(who))
        with pytest.raises(refused):
            services.keep(somebody.number, "before", {}, "", acting(who))
        with pytest.raises(refused):
            services.assessment_for(acting(who), made.key)
        with pytest.raises(refused):
            set_flags(somebody.number, frozenset(), acting(who))
    assert Act.objects.count() == before


def test_correcting_a_client_changes_the_class_of_their_wait_with_the_reason(somebody):
    wait = waiting(somebody.number)
    person = person_of(Client.objects.get(pk=somebody.pk))
    correct_client(somebody.number, type(person)(**{**vars_of(person), "flags": ("danger",)}), acting("manager"))
    wait.refresh_from_db()
    assert (wait.urgency, wait.reasons) == (0, [0])
    assert unlike() == []


def vars_of(person):
    return {name: getattr(person, name) for name in person.__slots__}


def test_what_is_waited_for_can_be_changed_and_nothing_is_recorded_where_nothing_changes(somebody):
    wait = waiting(somebody.number)
    before = Act.objects.count()
    change_wait(wait.key, ("residential",), (), acting("manager"))
    assert Act.objects.count() == before
    changed = change_wait(wait.key, ("community", "residential"), ("psychiatry",), acting("intake"),
                          refused=("KH-12-R1.2",))  # fmt: skip
    assert (changed.kinds, changed.needs, changed.refused) == (["community", "residential"], ["psychiatry"],
                                                               ["KH-12-R1.2"])  # fmt: skip
    assert Act.objects.order_by("-pk").first().old["kinds"] == ["residential"]
    assert unlike() == []


def test_changing_a_wait_refuses_a_stranger_a_wrong_word_and_one_that_is_over(somebody):
    wait = waiting(somebody.number)
    before = Act.objects.count()
    for who, refused in (("care-worker", NotAllowed), ("far-manager", NotFound)):
        with pytest.raises(refused):
            change_wait(wait.key, ("community",), (), acting(who))
    with pytest.raises(Faulty):
        change_wait(wait.key, ("hotel",), (), acting("manager"))
    assert Act.objects.count() == before
    Wait.objects.update(ended=acting().clock.at)
    with pytest.raises(WrongState):
        change_wait(wait.key, ("community",), (), acting("manager"))


def test_the_drug_of_a_stay_refuses_a_stranger_a_wrong_word_and_one_that_is_over():
    stay = staying()
    for who, refused in (("intake", NotAllowed), ("far-worker", NotFound)):
        with pytest.raises(refused):
            set_drug(stay.key, "heroin", acting(who))
    with pytest.raises(Faulty):
        set_drug(stay.key, "tea", acting())
    end_stay(stay.key, "completed", acting("manager"))
    with pytest.raises(WrongState):
        set_drug(stay.key, "heroin", acting())
    assert Stay.objects.get(pk=stay.pk).drug == ""


def test_answers_sealed_for_one_assessment_open_in_no_other(somebody):
    made = services.assess(somebody.number, Said(ANSWERS), acting())
    assert opened(made.answers, "assessment.answers", "another.t1") == "…"
    assert set(services.answers_of(made)) == {*ANSWERS, "centre_type", "sex", "age"}
    assert set(tdi.ITEMS) >= set(services.answers_of(made))
