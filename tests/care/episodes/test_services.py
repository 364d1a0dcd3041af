"""Plans, sessions, reviews, appeals, the way home, and contact that is lost: each does what it says, for who may."""

from dataclasses import replace
from datetime import date

import pytest

from marga.care.access import client_for
from marga.care.acts.models import Act
from marga.care.assessments.services import Said, assess
from marga.care.centres.models import Census
from marga.care.centres.services import count_census
from marga.care.episodes import queries, services
from marga.care.episodes.models import Appeal, Episode
from marga.care.episodes.services import Held
from marga.care.queries import day_of_centre, day_of_inspector
from marga.care.sealing import opened
from marga.care.stays.models import Stay
from marga.care.stays.offers import offer_place
from marga.care.stays.queries import stay_page
from marga.care.stays.services import Legal, begin_stay, end_stay
from marga.care.stays.waits import begin_wait
from marga.care.tasks import end_lost
from marga.site.faults import Faulty
from marga.site.refusals import NotAllowed, NotFound, WrongState
from support.accounts import said
from support.care_clinical import (
    COMMUNITY,
    FAR,
    NOW,
    TODAY,
    acting,
    client,
    days,
    in_community,
    in_the_clear,
    ordered,
    signed_in_as,
    staying,
    unlike,
)
from support.care_clinical import services as three_services

pytestmark = pytest.mark.usefixtures("database")
GOALS = "Sleep without pills.\n\n  Find work at the market. "
MEASURES = {"frequency": "4", "injecting": "1", "labour": "1", "living_where": "1"}
ASSESSED = Said({
    "status": "1", "education": "2", "labour": "4", "living_with": "1", "children": "1", "living_where": "2",
    "drug": "3.2", "route": "2", "frequency": "1", "first_use": "99", "polydrug": "2", "second": "99",
    "injecting": "1", "ost": "never", "hiv": "1", "hcv": "1",
}, "ice")  # fmt: skip


@pytest.fixture(autouse=True)
def staff(database):
    three_services()


def held(day=TODAY, **said):
    return Held(**{"day": day, "kind": "counselling", "minutes": 45, "attended": True, **said})


def fields(refused):
    return {one.field for one in refused.value.faults}


def test_a_plan_is_agreed_sealed_and_its_review_is_due():
    stay = staying()
    episode = services.agree_plan(stay.key, GOALS, "signed", acting())
    assert opened(episode.goals, "plan.goals", stay.key) == "Sleep without pills.\nFind work at the market."
    assert (episode.agreed, episode.agreed_how, episode.review_due) == (TODAY, "signed", date(2026, 12, 24))
    assert in_the_clear("pills", "market") == []
    services.agree_plan(stay.key, "Another goal.", "said", acting("physician", NOW + days(3)))
    assert Episode.objects.get().planned_by == "physician"
    assert unlike() == []


@pytest.mark.parametrize(("goals", "how", "field"), [
    (" \n ", "signed", "goals"), ("One.", "nodded", "how"), ("x" * 4001, "signed", "goals"),
])  # fmt: skip
def test_a_plan_without_goals_or_agreement_is_none(goals, how, field):
    stay = staying()
    with pytest.raises(Faulty) as refused:
        services.agree_plan(stay.key, goals, how, acting())
    assert fields(refused) == {field}
    assert not Episode.objects.exists()


def test_a_session_is_written_down_and_the_last_contact_is_the_latest_that_counts():
    stay = in_community(NOW - days(60))
    who = acting("community-worker")
    services.hold_session(stay.key, held(TODAY - days(10), note="Brother helps.", next_day=TODAY), who)
    services.hold_session(stay.key, held(TODAY - days(20), kind="group"), who)
    services.hold_session(stay.key, held(TODAY - days(1), kind="telephone"), who)
    episode = services.hold_session(stay.key, held(TODAY, attended=False), who)
    assert (episode.last_contact, episode.session_due) == (TODAY - days(10), None)
    assert [one.number for one in stay.sessions.order_by("number")] == [1, 2, 3, 4]
    assert in_the_clear("Brother") == []
    assert unlike() == []


@pytest.mark.parametrize(("said", "field"), [
    ({"kind": "tea"}, "kind"), ({"minutes": 0}, "minutes"), ({"day": TODAY + days(1)}, "day"),
    ({"day": TODAY - days(1)}, "day"), ({"next_day": TODAY - days(1)}, "next_day"), ({"note": "x" * 4001}, "note"),
])  # fmt: skip
def test_a_session_that_cannot_have_been_is_refused(said, field):
    stay = staying()
    before = Act.objects.count()
    with pytest.raises(Faulty) as refused:
        services.hold_session(stay.key, held(**said), acting())
    assert fields(refused) == {field}
    assert Act.objects.count() == before


def test_reviews_measure_the_same_as_the_assessment_did_and_the_exit_closes_the_row():
    stay = staying(NOW - days(40))
    assess(stay.client_id, ASSESSED, acting(at=NOW - days(39)))
    services.agree_plan(stay.key, GOALS, "signed", acting(at=NOW - days(39)))
    episode = services.review(stay.key, MEASURES, "He sleeps.", acting(at=NOW - days(9)))
    assert episode.review_due == TODAY + days(21)
    end_stay(stay.key, "completed", acting("manager"))
    episode = services.review(stay.key, {**MEASURES, "frequency": "5"}, "", acting(), at_exit=True)
    assert episode.review_due is None
    page = queries.page(queries.stay_to_read(acting(), stay.key), acting())
    assert [head for head, _day in page.columns] == ["At the start", "Review", "At the exit"]
    assert [said for _head, _day, said in page.measured[0].values] == [
        "daily", "once a week or less", "not used in the last 30 days"]  # fmt: skip
    assert page.measured[2].values[0][2] == "without work, or given up looking"
    assert in_the_clear("sleeps", "living_where") == []
    assert unlike() == []
    with pytest.raises(WrongState, match="already"):
        services.review(stay.key, MEASURES, "", acting(), at_exit=True)
    with pytest.raises(WrongState, match="over"):
        services.review(stay.key, MEASURES, "", acting())


def test_what_is_measured_is_answered_with_the_codes_of_its_item():
    stay = staying()
    before = Act.objects.count()
    with pytest.raises(Faulty) as refused:
        services.review(stay.key, {**MEASURES, "frequency": "7", "labour": ""}, "", acting())
    assert fields(refused) == {"frequency", "labour"}
    assert Act.objects.count() == before


def test_an_appeal_against_an_order_has_its_dates_as_clocks():
    stay = ordered(NOW - days(40))
    appeal = services.file_appeal(stay.key, TODAY - days(35), "Court of appeal", acting())
    assert (appeal.key, appeal.due) == (f"{stay.key}.a1", TODAY - days(5))
    assert [one.late for one in queries.appeals_of(stay, acting())] == [True]
    assert [one.pk for one in queries.due_today(acting()).appeals] == [appeal.key]
    with pytest.raises(WrongState, match="already"):
        services.file_appeal(stay.key, TODAY, "Court of appeal", acting())
    decided = services.decide_appeal(appeal.key, TODAY, "ends", "Judge Chan: no danger.", acting("inspector"))
    assert (decided.decided, decided.result) == (TODAY, "ends")
    assert queries.due_today(acting()).appeals == []
    assert in_the_clear("Court of appeal", "Judge") == []
    assert unlike() == []
    with pytest.raises(WrongState, match="decided already"):
        services.decide_appeal(appeal.key, TODAY, "stands", "No.", acting("inspector"))


def test_nobody_appeals_against_a_stay_that_they_may_leave_or_before_it_began():
    with pytest.raises(WrongState, match="Nobody ordered"):
        services.file_appeal(staying().key, TODAY, "Court of appeal", acting())
    stay = ordered()
    for filed in (TODAY - days(1), TODAY + days(1)):
        with pytest.raises(Faulty) as refused:
            services.file_appeal(stay.key, filed, "Court of appeal", acting())
        assert fields(refused) == {"filed"}
    with pytest.raises(Faulty) as refused:
        services.file_appeal(stay.key, TODAY, " ", acting())
    assert fields(refused) == {"filed_with"}
    assert not Appeal.objects.exists()


@pytest.mark.parametrize(("decided", "result", "reason", "field"), [
    (TODAY + days(1), "ends", "Because.", "decided"), (TODAY - days(1), "ends", "Because.", "decided"),
    (TODAY, "perhaps", "Because.", "result"), (TODAY, "ends", " ", "reason"),
])  # fmt: skip
def test_a_decision_that_cannot_have_been_is_refused(decided, result, reason, field):
    appeal = services.file_appeal(ordered().key, TODAY, "Court of appeal", acting())
    with pytest.raises(Faulty) as refused:
        services.decide_appeal(appeal.key, decided, result, reason, acting("inspector"))
    assert fields(refused) == {field}
    assert Appeal.objects.get().decided is None


def test_nobody_of_the_centre_and_no_other_centre_decides_an_appeal():
    appeal = services.file_appeal(ordered().key, TODAY, "Court of appeal", acting())
    before = Act.objects.count()
    there = replace(acting("inspector"), centre=appeal.stay.centre_id)
    for who in (acting("care-worker"), acting("manager"), acting("far-manager"), there):
        with pytest.raises(NotAllowed):
            services.decide_appeal(appeal.key, TODAY, "ends", "Because.", who)
    assert Act.objects.count() == before
    assert Appeal.objects.get().decided is None


@pytest.mark.parametrize("result", ["ends", "another_basis"])
def test_an_appeal_that_ends_the_treatment_or_its_basis_is_due_of_the_stay_and_red_on_the_first_pages(result):
    stay = ordered(NOW - days(9))
    appeal = services.file_appeal(stay.key, TODAY - days(8), "Court of appeal", acting())
    services.decide_appeal(appeal.key, TODAY - days(2), result, "Judge Chan.", acting("inspector"))
    stay.refresh_from_db()
    assert (stay.decision, stay.decided, stay.due) == (result, TODAY - days(2), TODAY - days(2))
    assert ("decision", True) in [(str(one.what), late) for one, late in stay_page(stay, acting()).dues]
    assert [one.pk for one in day_of_centre(acting("manager")).overdue] == [stay.pk]
    assert [one.pk for one in day_of_inspector(acting("inspector")).overdue] == [stay.pk]
    count_census(TODAY - days(1))
    assert Census.objects.get(centre=stay.centre_id).past_basis == 1
    assert unlike() == []


def test_an_appeal_that_changes_nothing_makes_nothing_due_and_no_appeal_softens_that_the_stay_must_end():
    stay = ordered(NOW - days(9))
    for result, decision in (("stands", ""), ("ends", "ends"), ("another_basis", "ends")):
        appeal = services.file_appeal(stay.key, TODAY, "Court of appeal", acting())
        services.decide_appeal(appeal.key, TODAY, result, "Judge Chan.", acting("inspector"))
        stay.refresh_from_db()
        assert stay.decision == decision


def test_an_appeal_that_is_overdue_is_on_the_inspector_s_first_page_until_it_is_decided():
    stay = ordered(NOW - days(40))
    appeal = services.file_appeal(stay.key, TODAY - days(35), "Court of appeal", acting())
    services.file_appeal(ordered(NOW - days(3)).key, TODAY - days(3), "Court of appeal", acting())  # has time left
    assert [one.pk for one in day_of_inspector(acting("inspector")).appeals] == [appeal.key]
    assert appeal.key in said(signed_in_as("inspector").get("/today/"))
    services.decide_appeal(appeal.key, TODAY, "stands", "Judge Chan.", acting("inspector"))
    assert day_of_inspector(acting("inspector")).appeals == []


def test_an_appeal_follows_the_person_to_the_centre_that_they_are_moved_to():
    stay = ordered(NOW - days(40))
    appeal = services.file_appeal(stay.key, TODAY - days(35), "Court of appeal", acting())
    far = acting("far-manager")
    wait = begin_wait(stay.client_id, ("residential",), (), acting("manager"))
    offer_place(wait.key, f"{far.centre}.1", "Near home", acting("manager"))
    legal = Legal("court", stay.basis_until, stay.court)
    new = begin_stay(stay.client_id, f"{far.centre}.1", legal, far)
    assert [one.pk for one in day_of_inspector(acting("inspector")).appeals] == [appeal.key]
    services.decide_appeal(appeal.key, TODAY, "ends", "Judge Chan.", acting("inspector"))
    new.refresh_from_db()
    assert (new.decision, new.decided) == ("ends", TODAY)


def test_the_way_home_is_planned_and_the_other_service_reads_only_once_it_was_handed_over():
    stay = staying()
    services.agree_plan(stay.key, GOALS, "signed", acting())
    near = queries.services_near(stay)
    assert [one.code for one, _way in near] == [COMMUNITY, FAR]
    services.plan_return(stay.key, FAR, TODAY + days(3), "Knows the nurse.", acting())
    for reading in (lambda: client_for(acting("far-worker"), stay.client_id),
                    lambda: queries.stay_to_read(acting("far-worker"), stay.key)):  # fmt: skip
        with pytest.raises(NotFound):
            reading()
    with pytest.raises(Faulty) as refused:
        services.hand_over(stay.key, agreed=False, who=acting())
    assert fields(refused) == {"agreed"}
    episode = services.hand_over(stay.key, agreed=True, who=acting())
    assert episode.handed_over == TODAY
    assert client_for(acting("far-worker"), stay.client_id)
    page = queries.page(queries.stay_to_read(acting("far-worker"), stay.key), acting("far-worker"))
    assert page.goals[0] == "Sleep without pills."
    assert [one.pk for one in queries.due_today(acting("far-worker")).coming] == [stay.key]
    assert in_the_clear("nurse") == []
    assert unlike() == []
    with pytest.raises(WrongState, match="already"):
        services.hand_over(stay.key, agreed=True, who=acting())
    with pytest.raises(NotFound):
        queries.stay_to_read(acting("community-worker"), stay.key)


def test_a_hand_over_needs_a_plan_and_the_other_service_writes_nothing():
    stay = staying()
    with pytest.raises(WrongState, match="Plan the way home"):
        services.hand_over(stay.key, agreed=True, who=acting())
    for to, day, field in (("KH-12-R1", TODAY, "to"), ("nowhere", TODAY, "to"), (FAR, TODAY - days(1), "day")):
        with pytest.raises(Faulty) as refused:
            services.plan_return(stay.key, to, day, "", acting())
        assert fields(refused) == {field}
    services.plan_return(stay.key, FAR, TODAY, "", acting())
    services.hand_over(stay.key, agreed=True, who=acting())
    before = Act.objects.count()
    with pytest.raises(NotFound):
        services.hold_session(stay.key, held(), acting("far-worker"))
    assert Act.objects.count() == before


def acts_of_treatment(key):
    """Every act with an episode, as a function of who does it."""
    return [
        lambda who: services.agree_plan(key, GOALS, "signed", who),
        lambda who: services.hold_session(key, held(), who),
        lambda who: services.review(key, MEASURES, "", who),
        lambda who: services.file_appeal(key, TODAY, "Court of appeal", who),
        lambda who: services.plan_return(key, FAR, TODAY, "", who),
        lambda who: services.hand_over(key, agreed=True, who=who),
    ]


def test_a_stranger_treats_nobody_and_leaves_no_trace():
    key = ordered().key
    before = Act.objects.count()
    for act in acts_of_treatment(key):
        for who, refused in (("intake", NotAllowed), ("inspector", NotAllowed), ("planner", NotAllowed),
                             ("far-worker", NotFound)):  # fmt: skip
            with pytest.raises(refused):
                act(acting(who))
    assert (Act.objects.count(), Episode.objects.exists()) == (before, False)


def test_nothing_is_done_with_an_episode_that_is_over():
    key = ordered().key
    end_stay(key, "completed", acting("manager"))
    before = Act.objects.count()
    for act in acts_of_treatment(key):
        with pytest.raises(WrongState):
            act(acting())
    assert Act.objects.count() == before


def test_who_comes_back_within_six_months_is_marked_and_who_was_moved_or_stayed_away_longer_is_not():
    first = staying(NOW - days(300))
    assert not queries.returned(first)
    end_stay(first.key, "completed", acting("manager", NOW - days(200)))
    second = staying(NOW - days(100), client_number=first.client_id)
    assert queries.returned(second)
    end_stay(second.key, "transferred", acting("manager", NOW - days(20)))
    third = staying(NOW, client_number=first.client_id)
    assert not queries.returned(third)


@pytest.mark.parametrize(("seen", "lost"), [(None, True), (90, True), (89, False), (0, False)])
def test_the_clock_ends_a_stay_in_the_community_after_three_months_without_contact(monkeypatch, seen, lost):
    stay = in_community(NOW - days(200))
    if seen is not None:
        services.hold_session(stay.key, held(TODAY - days(seen)), acting("community-worker"))
    at_noon(monkeypatch)
    end_lost.call()
    stay.refresh_from_db()
    assert (stay.ended_why, stay.ended) == (("contact_lost", TODAY) if lost else ("", None))
    if lost:
        assert Act.objects.order_by("-pk").first().by == "clock"
    assert unlike() == []
    end_lost.call()
    assert Act.objects.filter(kind="stay.ended").count() == lost


def test_a_call_and_a_session_without_the_person_are_no_contact_and_a_visit_is(monkeypatch):
    by_call, missed, visited = (in_community(NOW - days(100)) for _each in range(3))
    who = acting("community-worker")
    services.hold_session(by_call.key, held(TODAY - days(2), kind="telephone"), who)
    services.hold_session(missed.key, held(TODAY - days(2), attended=False), who)
    services.hold_session(visited.key, held(TODAY - days(2), kind="visit"), who)
    at_noon(monkeypatch)
    assert services.end_lost() == 2
    assert Stay.objects.get(ended=None).key == visited.key


def test_nobody_who_sleeps_at_a_centre_is_lost_by_the_clock(monkeypatch):
    staying(NOW - days(300))
    at_noon(monkeypatch)
    assert services.end_lost() == 0
    assert Stay.objects.filter(ended=None).count() == 1


def test_who_came_while_the_clock_ended_others_is_kept(monkeypatch):
    gone, came = in_community(NOW - days(100)), in_community(NOW - days(100))
    home = staying(NOW - days(100))
    listed = list(services.quiet(TODAY - days(90)).values_list("pk", "centre"))
    services.hold_session(came.key, held(TODAY), acting("community-worker"))
    monkeypatch.setattr(services, "quiet", lambda _since: Listed([*listed, (home.key, home.centre_id)]))
    at_noon(monkeypatch)
    assert services.end_lost() == 1
    assert list(Stay.objects.exclude(ended=None)) == [gone]


class Listed(list):
    """What was read before somebody else wrote."""

    def values_list(self, *_columns):
        return self


def test_who_was_not_seen_for_long_is_shown_before_they_are_lost():
    stay, other = in_community(NOW - days(77)), in_community(NOW - days(75))
    assert [one.key for one in queries.due_today(acting("community-worker")).quiet] == [stay.key]
    page = queries.page(queries.stay_to_read(acting("community-worker"), other.key), acting("community-worker"))
    assert page.lost == TODAY + days(15)
    home = staying(NOW - days(300))
    assert queries.page(queries.stay_to_read(acting(), home.key), acting()).lost is None


def test_reviews_and_sessions_that_are_due_are_shown_at_their_centre_alone():
    due, later = staying(NOW - days(28)), staying(NOW - days(20))
    for stay in (due, later):
        services.agree_plan(stay.key, GOALS, "signed", acting(at=NOW - days(28 if stay is due else 20)))
    services.hold_session(due.key, held(TODAY - days(7), next_day=TODAY - days(7)), acting(at=NOW - days(7)))
    services.hold_session(later.key, held(TODAY - days(7), next_day=TODAY + days(1)), acting(at=NOW - days(7)))
    found = queries.due_today(acting())
    assert ([one.pk for one in found.reviews], [one.pk for one in found.sessions]) == ([due.key], [due.key])
    assert queries.due_today(acting("community-worker")).reviews == []


def at_noon(monkeypatch):
    """The worker's clock shows the day of these tests."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


def test_who_was_merely_written_down_is_no_episode():
    assert not Episode.objects.filter(stay__client=client()).exists()
