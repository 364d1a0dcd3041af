"""An interview is signed page by page; what is changed after signing stands beside what it was."""

import pytest

from marga.enforcement.acts.models import Act
from marga.enforcement.acts.replaying import differences
from marga.enforcement.cases.models import CaseOfficer
from marga.enforcement.custody import contents
from marga.enforcement.custody.interviewing import change_interview, interview
from marga.enforcement.custody.models import Step
from marga.enforcement.custody.queries import interview_page
from marga.enforcement.custody.services import review
from marga.site.faults import Faulty
from marga.site.refusals import NotAllowed, NotFound
from support.custodies import held, interviewed, reviewed, supervisor
from support.register import NOW, OUTSIDER, acting, hours, station

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def at_a_station(database):
    station()


def fields(error):
    return {fault.field for fault in error.value.faults}


def change(**said):
    plain = {"interview": 1, "page": 2, "text": "I know nothing of the black bag.", "signature": "waiting",
             "reason": "The colour was left out.", "changed": NOW}  # fmt: skip
    return contents.InterviewChanged(**{**plain, **said})


def test_an_interview_is_numbered_and_recorded_once():
    custody = held()
    for _time in range(2):
        interview(custody.key, interviewed(), acting())
    interview(custody.key, interviewed(present="A lawyer"), acting())
    assert [step.said["number"] for step in Step.objects.order_by("pk")] == [1, 2]


def test_what_an_interview_lacks_is_told_by_its_field():
    custody = held()
    pages = (contents.Page(text="I was at home.", signature="refused"),)
    wrong = interviewed(language="vi", began=NOW, ended=NOW - hours(0.5), pages=pages)
    with pytest.raises(Faulty) as error:
        interview(custody.key, wrong, acting())
    assert fields(error) == {"ended", "interpreter", "pages.0.note"}
    with pytest.raises(Faulty) as error:
        interview(custody.key, interviewed(language="vi", interpreter="Nguyen An"), acting())
    assert fields(error) == {"outside"}
    assert not Step.objects.exists()


def test_whoever_interviewed_does_not_review_afterwards():
    custody = held(NOW - hours(5))
    interview(custody.key, interviewed(), supervisor())
    assert CaseOfficer.objects.filter(officer=supervisor().number).exists()
    with pytest.raises(Faulty, match="has a part in this case"):
        review(custody.key, reviewed(), supervisor())


def test_a_page_changed_after_signing_stands_beside_what_it_was_and_is_signed_anew():
    custody = held()
    interview(custody.key, interviewed(), acting())
    change_interview(custody.key, change(), acting())
    _custody, found = interview_page(custody.key, 1, acting())
    assert [(one.text, one.signature) for one in found.pages[1]] == [
        ("I know nothing of the bag.", "finger_printed"), ("I know nothing of the black bag.", "waiting")]  # fmt: skip
    assert found.unsigned == [2]
    act = Act.objects.get(kind="custody.interview_changed")
    assert act.old == {"text": "I know nothing of the bag.", "signature": "finger_printed"}
    change_interview(custody.key, change(signature="signed", reason="It is signed now."), acting())
    assert interview_page(custody.key, 1, acting())[1].unsigned == []
    assert list(differences()) == []


def test_a_change_that_changes_nothing_or_of_a_page_that_is_not_there_is_refused():
    custody = held()
    interview(custody.key, interviewed(), acting())
    same = change(text="I know nothing of the bag.", signature="finger_printed")
    for wrong in (same, change(changed=NOW - hours(1)), change(changed=NOW + hours(1))):
        with pytest.raises(Faulty):
            change_interview(custody.key, wrong, acting())
    for missing in (change(interview=2), change(page=3)):
        with pytest.raises(NotFound):
            change_interview(custody.key, missing, acting())
    assert not Act.objects.filter(kind="custody.interview_changed").exists()


def test_who_may_not_keep_the_custody_neither_interviews_nor_changes_a_page():
    custody = held()
    interview(custody.key, interviewed(), acting())
    with pytest.raises(NotFound):
        interview(custody.key, interviewed(present="nobody"), acting(OUTSIDER))
    for number in ("4001", "5001", "9001"):
        with pytest.raises(NotAllowed):
            change_interview(custody.key, change(), acting(number))
