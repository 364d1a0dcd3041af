"""The pages of screening, assessment, treatment and safety: they say what is so, in both languages, to who may."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from marga.care.acts.models import Act
from marga.care.assessments.models import Assessment
from marga.care.clients.models import ClientRead
from marga.care.episodes.models import Appeal, Episode
from marga.care.episodes.services import Held, agree_plan, file_appeal, hold_session
from marga.care.example.treatment import make_treatment
from marga.care.safety.models import Incident, QualityFinding
from marga.care.safety.services import Happened, record_incident
from marga.care.screening.models import Screening
from marga.care.stays.waits import begin_wait
from marga.identity.ages import estimated
from support.accounts import back, said
from support.care_clinical import (
    FAR,
    HOME,
    NOW,
    TODAY,
    acting,
    client,
    days,
    ordered,
    services,
    signed_in_as,
    staying,
    unlike,
)

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
NO_EVIDENCE = "It is no evidence of anything, and it never leaves care"
PAGES = {
    "before": {"status": "1", "referral": "6", "education": "2", "labour": "4"},
    "living": {"living_with": "3", "children": "2", "living_where": "1"},
    "drug": {"drug": "3.2/ice", "polydrug": "2", "second": "8", "ost": "never"},
    "use": {"third": "99", "route": "1", "frequency": "1", "first_use": "19", "injecting": "2.3"},
    "more": {"sharing": "1", "years_injecting": "2", "hiv": "1", "hcv": "1"},
}


@pytest.fixture(autouse=True)
def staff(database):
    services()


def ok(browser, path, **more):
    answer = browser.get(path, **more)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer


def test_a_screening_is_asked_one_question_a_page_and_gives_its_result():
    number, browser = client().number, signed_in_as("care-worker")
    path = f"/clients/{number}/screening/"
    assert NO_EVIDENCE in said(ok(browser, path))
    page = ok(browser, path + "1-tobacco/")
    assert "In your life, did you ever use tobacco" in said(page)
    asked = 0
    path_of, answer = path + "1-tobacco/", None
    while not path_of.endswith("/check/"):
        page = ok(browser, path_of)
        assert page.content.decode().count('<fieldset class="field') == 1
        value = "yes" if path_of.endswith("1-opioids/") else "no" if "/1-" in path_of else "daily"
        if "/6-" in path_of or "/7-" in path_of or path_of.endswith("/8/"):
            value = "recently"
        answer = browser.post(path_of, {"answer": value})
        assert answer.status_code == 302, (path_of, answer.status_code)
        path_of, asked = answer.url, asked + 1
    assert asked == 10 + 6 + 1
    back = ok(browser, path + "2-opioids/").content.decode()
    assert 'value="daily"' in re.search(r"<input[^>]*checked[^>]*>", back).group()
    assert "daily or almost daily" in said(ok(browser, path_of))
    result = browser.post(path_of)
    shown = said(ok(browser, result.url))
    assert "39 of 39" in shown
    assert "high risk" in shown
    assert "A fuller assessment is advised." in shown
    assert NO_EVIDENCE in shown
    assert Screening.objects.count() == 1
    assert f'href="{result.url}"' in ok(browser, path).content.decode()
    assert ClientRead.objects.filter(client=number, what="screening").exists()


def test_an_unanswered_question_keeps_its_page_and_says_what_to_do():
    number, browser = client().number, signed_in_as("care-worker")
    page = back(browser, browser.post(f"/clients/{number}/screening/1-tobacco/", {}))
    assert "Choose one of the answers." in said(page)
    page = back(browser, browser.post(f"/clients/{number}/screening/1-other/", {"answer": "yes"}))
    assert "Write which substance is meant." in said(page)


def test_the_young_are_not_asked_and_the_page_says_what_to_do_instead():
    browser = signed_in_as("care-worker")
    young, unknown = client(born=estimated(16, 1, TODAY)), client(born=None)
    page = said(ok(browser, f"/clients/{young.number}/screening/"))
    assert "do not ask these questions" in page
    assert "Write what they say into the assessment." in page
    assert "Danger to life now" in page
    assert browser.get(f"/clients/{young.number}/screening/1-tobacco/").status_code == 409
    assert "how old the person is" in said(ok(browser, f"/clients/{unknown.number}/screening/"))


def test_an_assessment_asks_page_by_page_and_says_what_each_answer_is_used_for():
    person, browser = client(), signed_in_as("care-worker")
    wait = begin_wait(person.number, ("residential",), (), acting("manager"))
    path = f"/clients/{person.number}/assessment/"
    assert "Known already, and not asked again" in said(ok(browser, path))
    assert 'name="referral"' not in ok(browser, path + "before/").content.decode()
    for page, answers in PAGES.items():
        content = ok(browser, f"{path}{page}/").content.decode()
        assert content.count('class="field') <= 5
        answer = browser.post(f"{path}{page}/", answers)
        assert answer.status_code == 302, (page, said(answer))
    assert answer.url == path + "check/"
    checked = said(ok(browser, path + "check/"))
    assert "crystal methamphetamine (ice)" in checked
    assert "used for: who comes first" in checked
    shown = said(ok(browser, browser.post(path + "check/").url))
    assert "class of priority 2" in shown
    assert "care in withdrawal" in shown
    wait.refresh_from_db()
    assert wait.urgency == 2
    assert Assessment.objects.get().drug == "ice"


def test_a_page_of_the_assessment_loses_nothing_that_was_typed():
    browser, number = signed_in_as("care-worker"), client().number
    path = f"/clients/{number}/assessment/"
    assert browser.post(path + "drug/", PAGES["drug"]).status_code == 302
    page = back(browser, browser.post(path + "use/", {**PAGES["use"], "first_use": "x"}))
    assert "Write the age in years" in said(page)
    assert 'value="x"' in page.content.decode()


def test_a_plan_a_session_a_review_and_the_way_home_are_typed_and_shown():
    stay, browser = staying(), signed_in_as("care-worker")
    path = f"/stays/{stay.key}/"
    begun = ok(browser, path + "episode/")
    assert "No plan is agreed yet." in said(begun)
    for part, typed in (
        ("plan/agree/", {"goals": "Sleep.\nWork.", "how": "signed"}),
        ("measure/", {"frequency": "4", "injecting": "1", "labour": "1", "living_where": "1", "words": "Goes well."}),
        ("return/", {"to": FAR, "day": "2090-01-01", "words": ""}), ("hand-over/", {"agreed": "on"}),
        ("measure-exit/", {"frequency": "5", "injecting": "1", "labour": "1", "living_where": "1", "words": ""}),
    ):  # fmt: skip
        ok(browser, path + part)
        answer = browser.post(path + part, typed)
        assert (answer.status_code, answer.url) == (302, path + "episode/"), (part, said(answer))
    day = Episode.objects.get().agreed
    answer = browser.post(path + "session/", {"day": day, "kind": "group", "attended": "yes", "minutes": "45",
                                              "next_day": "2090-01-01", "note": "Brought his son."})  # fmt: skip
    assert answer.status_code == 302, said(answer)
    shown = said(ok(browser, path + "episode/"))
    for words in ("Sleep.", "Goes well.", "At the exit", "once a week or less", "Brought his son.", "group",
                  "it may read of the person", "The next is on 1 January 2090."):  # fmt: skip
        assert words in shown, words
    elsewhere = signed_in_as("far-worker")
    assert "Sleep." in said(ok(elsewhere, path + "episode/"))
    assert "Write down a session" not in said(ok(elsewhere, path + "episode/"))
    assert elsewhere.post(path + "session/", {"day": day}).status_code == 404


def test_an_empty_plan_is_refused_beside_its_field():
    stay, browser = staying(), signed_in_as("care-worker")
    back(browser, browser.post(f"/stays/{stay.key}/plan/agree/", {"goals": " ", "how": "signed"}))
    assert not Episode.objects.exists()


def test_the_plan_on_paper_has_goals_dates_and_room_to_sign():
    stay = staying()
    agree_plan(stay.key, "Sleep.\nWork.", "signed", acting())
    hold_session(stay.key, Held(TODAY, "group", 45, attended=True, next_day=TODAY + days(7)), acting())
    page = said(ok(signed_in_as("care-worker"), f"/stays/{stay.key}/plan/"))
    for words in ("My plan", "Sok Dara", "Sleep.", "24 December 2026", "1 December 2026", "Signature or thumb print"):
        assert words in page, words


def test_an_appeal_is_filed_and_decided_and_an_inspector_sees_its_clock():
    stay = ordered()
    browser, inspector = signed_in_as("care-worker"), signed_in_as("inspector")
    path = f"/stays/{stay.key}/appeals/"
    assert browser.post(path + "new/", {"filed": stay.began, "filed_with": "Court of appeal"}).status_code == 302
    appeal = Appeal.objects.get()
    shown = said(ok(inspector, path))
    assert "Court of appeal" in shown
    assert "An appeal is decided within 30 days. not verified" in shown
    assert browser.get(f"/appeals/{appeal.key}/decide/").status_code == 403
    answer = inspector.post(f"/appeals/{appeal.key}/decide/", {"decided": stay.began, "result": "ends", "reason": "X."})
    assert answer.status_code == 302, said(answer)
    assert "the person may go now" in said(ok(inspector, path))
    assert "needs no appeal" in said(ok(browser, f"/stays/{staying().key}/appeals/"))


def test_incidents_and_quality_are_typed_and_shown_to_who_may_read_them():
    worker, manager, planner = (signed_in_as(name) for name in ("care-worker", "manager", "planner"))
    typed = {"kind": "injury", "at": "2026-11-01T10:00", "words": "He fell.", "done": "", "ward": "", "place": "",
             "stay": ""}  # fmt: skip
    ok(worker, "/incidents/new/")
    answer = worker.post("/incidents/new/", typed)
    assert answer.status_code == 302, said(answer)
    incident = Incident.objects.get()
    assert "He fell." in said(ok(manager, f"/incidents/{incident.key}/"))
    assert worker.get(f"/incidents/{incident.key}/review/").status_code == 403
    assert manager.post(f"/incidents/{incident.key}/review/", {"words": "A rail."}).status_code == 302
    assert "A rail." in said(ok(worker, f"/incidents/{incident.key}/"))
    path = f"/centres/{HOME}/quality/privacy/"
    ok(manager, path)
    answer = back(manager, manager.post(path, {"finding": "not", "gap": "", "owner": "", "due": ""}))
    assert "Write what is missing" in said(answer)
    answer = manager.post(path, {"finding": "not", "gap": "No lock.", "owner": "care-worker", "due": "2090-01-01"})
    assert answer.status_code == 302, said(answer)
    assert QualityFinding.objects.get().owner == "care-worker"
    assert "No lock." in said(ok(worker, f"/centres/{HOME}/safety/"))
    seen = said(ok(planner, f"/centres/{HOME}/safety/"))
    assert "not met" in seen
    assert "No lock." not in seen
    assert planner.get(f"/incidents/{incident.key}/").status_code == 404
    assert "Centre KH-12-R1" in said(ok(planner, "/safety/"))
    assert worker.get(path).status_code == 403
    assert signed_in_as("far-manager").get(f"/centres/{HOME}/safety/").status_code == 404


def test_today_shows_what_is_due_with_as_many_questions_however_much_it_is():
    browser = signed_in_as("manager")

    def asked():
        with CaptureQueriesContext(connection) as found:
            page = ok(browser, "/today/")
        return len(found), said(page)

    few, shown = asked()
    assert "No review, session or appeal is due." in shown
    for number in range(6):
        stay = ordered(NOW - days(60 + number))
        agree_plan(stay.key, "Sleep.", "signed", acting(at=NOW - days(50)))
        hold_session(stay.key, Held((NOW - days(50)).date(), "group", 45, attended=True,
                                    next_day=(NOW - days(40)).date()), acting(at=NOW - days(50)))  # fmt: skip
        file_appeal(stay.key, (NOW - days(50)).date(), "Court of appeal", acting(at=NOW - days(50)))
        record_incident(Happened("injury", NOW - days(20), "He fell."), acting())
    many, shown = asked()
    assert many == few
    for words in ("Plans to review", "Sessions", "Appeals that wait for a decision", "Incidents to look at"):
        assert words in shown, words


def test_an_episode_asks_as_many_questions_however_long_it_is():
    stay, browser = staying(NOW - days(30)), signed_in_as("care-worker")
    agree_plan(stay.key, "Sleep.", "signed", acting(at=NOW - days(30)))

    def asked():
        with CaptureQueriesContext(connection) as found:
            ok(browser, f"/stays/{stay.key}/episode/")
        return len(found)

    few = asked()
    for number in range(8):
        hold_session(stay.key, Held(TODAY - days(number), "group", 45, attended=True), acting())
    assert asked() == few


def test_the_example_treats_its_people_through_the_services():
    stays = [staying(), staying(), staying(), staying()]
    make_treatment(HOME, acting().clock)
    assert Episode.objects.count() == len(stays)
    assert (Screening.objects.count(), Assessment.objects.count(), Incident.objects.count()) == (3, 4, 1)
    assert unlike() == []


def test_every_page_refuses_who_may_not_and_leaves_no_trace():
    stay, person = ordered(), client()
    appeal = file_appeal(stay.key, stay.began, "Court of appeal", acting())
    incident = record_incident(Happened("injury", NOW, "He fell."), acting())
    treats = [f"/clients/{person.number}/{part}" for part in (
        "screening/", "screening/1-tobacco/", "screening/check/", "screening/throw-away/", "assessment/",
        "assessment/before/", "assessment/check/", "assessment/throw-away/")] + [
        f"/stays/{stay.key}/{part}/" for part in (
            "episode", "plan", "plan/agree", "session", "measure", "measure-exit", "return", "hand-over", "appeals/new")
    ] + ["/incidents/new/"]  # fmt: skip
    before = Act.objects.count()
    for name in ("intake", "inspector", "planner", "clerk"):
        browser = signed_in_as(name)
        for path in treats:
            assert browser.get(path).status_code == 403, (name, path)
            assert browser.post(path, {}).status_code in (403, 405), (name, path)
    stranger = signed_in_as("far-worker")
    for path in treats[:-1]:
        assert stranger.get(path).status_code == 404, path
    for path in (f"/stays/{stay.key}/appeals/", f"/incidents/{incident.key}/"):
        assert stranger.get(path).status_code == 404, path
    for name in ("far-worker", "manager"):
        assert signed_in_as(name).get(f"/appeals/{appeal.key}/decide/").status_code == 403, name
    assert Act.objects.count() == before


@pytest.mark.parametrize("language", ["", "/km"])
def test_links_from_the_client_and_the_stay_lead_to_pages_in_both_languages(language):
    stay = ordered()
    agree_plan(stay.key, "Sleep.", "signed", acting())
    browser = signed_in_as("manager")
    found = set()
    for path in (f"{language}/clients/{stay.client_id}/", f"{language}/stays/{stay.key}/", f"{language}/today/",
                 f"{language}/centres/{HOME}/", f"{language}/stays/{stay.key}/episode/"):  # fmt: skip
        found |= set(re.findall(r'href="((?:/km)?/(?:clients|stays|incidents|centres)/[^"#?]*)"',
                                ok(browser, path).content.decode()))  # fmt: skip
    names = {part for path in found for part in ("screening", "assessment", "episode", "appeals", "safety", "plan")
             if f"/{part}/" in path}  # fmt: skip
    assert names == {"screening", "assessment", "episode", "appeals", "safety", "plan"}
    for path in found:
        if path.startswith("/km") == bool(language):
            assert browser.get(path).status_code in (200, 403), path
