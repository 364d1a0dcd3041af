"""Screening: kept at each answer, entered once, sealed, for adults, and for nobody but who treats."""

import pytest

from marga.care.acts.models import Act
from marga.care.drafts.models import ClientDraft
from marga.care.screening import services
from marga.care.screening.models import Screening
from marga.care.screening.queries import shown, to_ask
from marga.care.sealing import opened
from marga.identity.ages import estimated
from marga.screening import Answer, Item, Question, Risk, Substance, items
from marga.site.faults import Faulty
from marga.site.refusals import NotAllowed, NotFound, WrongState
from support.care_clinical import TODAY, acting, client, in_the_clear, unlike
from support.care_clinical import services as three_services

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def somebody(database):
    three_services()
    return client()


def answered(number, who, used=Substance.OPIOIDS, most=True):
    """Every question is answered in order: one substance is used, as much as there is."""
    while name := to_ask(said := services.given(number, who)):
        item = services.read_item(name)
        if item.question is Question.EVER:
            value = Answer.YES if item.substance is used else Answer.NO
        elif item.question in (Question.CONCERN, Question.CUT_DOWN, Question.INJECTED):
            value = Answer.RECENTLY if most else Answer.NEVER
        else:
            value = Answer.DAILY if most else Answer.NEVER
        services.answer(number, item, value, who, other="kratom")
    return said


def test_every_answer_is_kept_and_the_whole_is_entered_sealed(somebody):
    who = acting()
    answered(somebody.number, who)
    assert not Screening.objects.exists()
    screening = services.finish(somebody.number, who)
    assert (screening.key, screening.day, screening.by) == (f"{somebody.number}.s1", TODAY, "care-worker")
    found = shown(screening)
    assert [(one.points, one.most, one.risk) for one in found.found] == [(39, 39, Risk.HIGH)]
    assert (found.fuller, found.injected) == (True, "yes, in the past three months")
    assert not ClientDraft.objects.exists()
    assert in_the_clear("daily", "opioids", "high", "points", TODAY.isoformat()) == [TODAY.isoformat()]
    assert "opioids" not in screening.answers + screening.result
    assert "1-opioids" in opened(screening.answers, "screening.answers", screening.key)
    assert unlike() == []


def test_a_past_user_is_asked_of_concern_only_and_has_a_lower_risk(somebody):
    who = acting()
    answered(somebody.number, who, Substance.CANNABIS, most=False)
    found = shown(services.finish(somebody.number, who))
    assert [(one.substance, one.points, one.risk) for one in found.found] == [("cannabis", 0, Risk.LOWER)]
    assert not found.fuller


def test_an_answer_may_be_changed_and_what_is_no_longer_asked_does_not_count(somebody):
    who = acting()
    answered(somebody.number, who)
    services.answer(somebody.number, Item(Question.EVER, Substance.OPIOIDS), Answer.NO, who)
    assert to_ask(services.given(somebody.number, who)) == ""
    assert shown(services.finish(somebody.number, who)).found == []


def test_the_other_substance_is_named(somebody):
    who, item = acting(), services.OTHER
    with pytest.raises(Faulty) as refused:
        services.answer(somebody.number, item, Answer.YES, who)
    assert [one.field for one in refused.value.faults] == ["other"]
    answered(somebody.number, who, Substance.OTHER)
    assert [one.substance for one in shown(services.finish(somebody.number, who)).found] == ["kratom"]


def test_two_workers_have_answers_of_their_own(somebody):
    services.answer(somebody.number, Item(Question.EVER, Substance.TOBACCO), Answer.YES, acting())
    assert services.given(somebody.number, acting("physician")).answers == {}
    assert len(services.given(somebody.number, acting()).answers) == 1


def test_answers_are_unreadable_in_the_database_and_under_another_workers_name(somebody):
    services.answer(somebody.number, Item(Question.EVER, Substance.TOBACCO), Answer.YES, acting())
    draft = ClientDraft.objects.get()
    assert "tobacco" not in draft.typed
    ClientDraft.objects.update(account="physician")
    assert services.given(somebody.number, acting("physician")).answers == {}


@pytest.mark.parametrize(("value", "item"), [
    ("often", Item(Question.OFTEN, Substance.TOBACCO)), ("yes", Item(Question.OFTEN, Substance.TOBACCO)),
    ("daily", Item(Question.EVER, Substance.TOBACCO)),
])  # fmt: skip
def test_what_is_no_answer_to_the_question_is_refused(somebody, value, item):
    with pytest.raises(Faulty):
        services.answer(somebody.number, item, value, acting())
    assert not ClientDraft.objects.exists()


def test_nothing_is_entered_while_an_answer_is_missing(somebody):
    before = Act.objects.count()
    services.answer(somebody.number, Item(Question.EVER, Substance.TOBACCO), Answer.YES, acting())
    with pytest.raises(WrongState, match="not answered yet"):
        services.finish(somebody.number, acting())
    assert (Act.objects.count(), Screening.objects.count()) == (before, 0)


@pytest.mark.parametrize(("born", "says"), [
    (estimated(17, 0, TODAY), "tested with adults"), (estimated(19, 2, TODAY), "tested with adults"),
    (None, "adults only"),
])  # fmt: skip
def test_nobody_is_asked_who_is_or_may_be_under_age(born, says):
    young = client(born=born)
    with pytest.raises(WrongState, match=says):
        services.answer(young.number, Item(Question.EVER, Substance.TOBACCO), Answer.YES, acting())
    with pytest.raises(WrongState, match=says):
        services.finish(young.number, acting())
    assert not ClientDraft.objects.exists()


def test_a_stranger_neither_asks_nor_reads(somebody):
    answered(somebody.number, acting())
    screening = services.finish(somebody.number, acting())
    for who, refused in (("intake", NotAllowed), ("inspector", NotAllowed), ("planner", NotAllowed),
                         ("far-worker", NotFound)):  # fmt: skip
        before = Act.objects.count()
        with pytest.raises(refused):
            services.answer(somebody.number, Item(Question.EVER, Substance.TOBACCO), Answer.YES, acting(who))
        with pytest.raises(refused):
            services.finish(somebody.number, acting(who))
        with pytest.raises(refused):
            services.screening_for(acting(who), screening.key)
        with pytest.raises(refused):
            services.throw_away(somebody.number, acting(who))
        assert (Act.objects.count(), ClientDraft.objects.count()) == (before, 0)


def test_what_was_answered_can_be_thrown_away(somebody):
    services.answer(somebody.number, Item(Question.EVER, Substance.TOBACCO), Answer.YES, acting())
    services.throw_away(somebody.number, acting())
    assert not ClientDraft.objects.exists()


def test_every_question_has_an_address_of_its_own_and_nothing_else_has():
    every = {Item(one, two) for one in Question if one is not Question.INJECTED for two in Substance}
    every.add(Item(Question.INJECTED))
    assert {services.read_item(services.written(one)) for one in every} == every
    assert set(items({Item(Question.EVER, one): Answer.YES for one in Substance})) <= every
    for text in ("", "9", "8-tobacco", "1", "1-tea", "x-tobacco", "1-"):
        with pytest.raises(NotFound):
            services.read_item(text)
