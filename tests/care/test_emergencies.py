"""What leaves care without the person's word: to a medical team alone, with alerts, an end, and in the open."""

import json
from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test import Client as Browser
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from marga.care.acts.models import Act
from marga.care.acts.replaying import differences
from marga.care.clients.models import ClientRead
from marga.care.consents.services import give_code
from marga.care.disclosures import queries
from marga.care.disclosures.delivering import deliver
from marga.care.disclosures.models import AlertMail, Emergency, EmergencyAlert
from marga.care.disclosures.services import (
    Telling,
    answer_alert,
    close_emergency,
    country,
    paper_for,
    tell_in_emergency,
)
from marga.care.environment import alert_address
from marga.care.roles import ROLES
from marga.care.rules.emergencies import MEDICAL
from marga.care.schedule import JOBS
from marga.country.instants import Clock
from marga.site.faults import Faulty
from marga.site.refusals import NotAllowed, NotFound, WrongState
from support.accounts import back, said
from support.care_wall import HOME, NOW, acting, at_time, centres, client, in_care, signed_in_as
from support.entering import settle

pytestmark = pytest.mark.usefixtures("database")
HOUR = timedelta(hours=1)
SECRETS = ("Sok Dara", "Dr Chea", "023 426 948", "stopped breathing", "cannot be woken", "Methadone", "penicillin",
           "I called the ward")  # fmt: skip


@pytest.fixture(autouse=True)
def at_centres(database, monkeypatch):
    centres()
    at_time(monkeypatch, NOW)


def telling(**said):
    plain = {"team": "ambulance", "team_name": "Dr Chea", "team_place": "Calmette, 023 426 948",
             "nature": "He has stopped breathing twice.", "reason": "unconscious", "why": "He cannot be woken.",
             "told": NOW - timedelta(minutes=5), "fields": ("name", "drug"),
             "words": {"medication": "Methadone 60 mg", "allergies": "penicillin", "conditions": " "}}  # fmt: skip
    return Telling(**{**plain, **said})


def told(person=None, at=NOW, **said):
    return tell_in_emergency((person or client()).number, telling(**said), acting(at=at))


def alert(to="manager"):
    return f"{HOME}.e1.{to}"


def nothing_happened(before):
    counts = (Act.objects.count(), Emergency.objects.count(), EmergencyAlert.objects.count())
    return counts == (before, 0, 0)


def test_a_medical_team_is_told_field_by_field_and_all_that_the_law_wants_is_written_down():
    person = client(flags=("pregnant",))
    in_care(person)
    row = told(person, fields=("name", "drug", "pregnant"))
    one = queries.shown(row, NOW)
    assert (row.key, row.client, row.centre_id, row.by, row.recorded) == (f"{HOME}.e1", person, HOME, "worker", NOW)
    assert (row.told, row.until, one.late) == (NOW - timedelta(minutes=5), NOW + country().closed, False)
    assert one.words["team_name"] == "Dr Chea"
    assert one.words["nature"] == "He has stopped breathing twice."
    assert dict(one.values) == {"name": "Sok Dara", "drug": "crystal methamphetamine (ice)", "pregnant": "yes",
                                "medication": "Methadone 60 mg", "allergies": "penicillin"}  # fmt: skip
    assert set(row.fields) == set(one.values) <= set(MEDICAL)
    assert queries.shown(told(told=NOW - 2 * HOUR), NOW).late


def test_no_name_and_no_word_of_it_stands_in_the_clear():
    told()
    answer_alert(alert(), "I called the ward.", acting("boss"))
    close_emergency(f"{HOME}.e1", "He had stopped breathing; Dr Chea was told no more.", acting("boss"))
    rows = [*Act.objects.values_list("old", "new", "about"), *Emergency.objects.values_list(),
            *EmergencyAlert.objects.values_list(), *AlertMail.objects.values_list()]  # fmt: skip
    kept = json.dumps([str(row) for row in rows])
    assert [one for one in SECRETS if one in kept] == []


@pytest.mark.parametrize(("wrong", "field"), [
    ({"team": "case"}, "team"), ({"team": "court"}, "team"), ({"team": "police"}, "team"), ({"team": ""}, "team"),
    ({"team": "health"}, "team"), ({"team_name": "Police post, Dr Chea"}, "team_name"),
    ({"team_place": "ប៉ុស្តិ៍នគរបាល"}, "team_place"), ({"team_name": "Prosecutor Chan"}, "team_name"),
    ({"team_place": "Court of Phnom Penh"}, "team_place"), ({"team_name": ""}, "team_name"),
    ({"fields": ("name", "centre")}, "fields"), ({"fields": ("since",)}, "fields"), ({"fields": ("notice",)}, "fields"),
    ({"words": {"diagnosis": "x"}}, "fields"), ({"fields": ("medication",)}, "fields"),
    ({"words": {"name": "x"}}, "fields"), ({"fields": (), "words": {}}, "fields"), ({"reason": "refused"}, "reason"),
    ({"nature": " "}, "nature"), ({"why": ""}, "why"), ({"told": NOW + HOUR}, "told"), ({"why": "x" * 2001}, "why"),
    ({"words": {"allergies": "x" * 2001}}, "allergies"),
], ids=str)  # fmt: skip
def test_nobody_but_a_medical_team_and_nothing_beyond_the_list_and_no_trace_is_left(wrong, field):
    person = client()
    before = Act.objects.count()
    with pytest.raises(Faulty) as refused:
        told(person, **wrong)
    assert {fault.field for fault in refused.value.faults} == {field}
    assert nothing_happened(before)


def test_only_who_treats_tells_and_only_of_people_of_their_centre():
    person = client()
    before = Act.objects.count()
    for name in ("intake", "boss", "clerk", "planner", "inspector", "elsewhere"):
        with pytest.raises(NotAllowed):
            tell_in_emergency(person.number, telling(), acting(name))
    with pytest.raises(NotFound):
        tell_in_emergency("000-000-000", telling(), acting())
    assert nothing_happened(before)
    rights = {name for name, role in ROLES.items() if "care.emergency" in role.permissions}
    assert rights == {"care-worker", "physician"}
    assert not [name for name in rights if "care.alerts" in ROLES[name].permissions]


def test_manager_and_inspector_are_alerted_at_once_and_no_other():
    told()
    assert set(EmergencyAlert.objects.values_list("to", "answered")) == {("manager", None), ("inspector", None)}
    for name, count in (("boss", 1), ("inspector", 1), ("planner", 0), ("elsewhere", 0)):
        page = signed_in_as(name).get("/emergencies/")
        assert ("waits for your answer" in said(page)) == bool(count), name
        assert len(queries.emergencies(acting(name)).alerts) == count, name
    assert signed_in_as().get("/emergencies/").status_code == 403


def test_an_alert_is_answered_once_by_whom_it_is_to(monkeypatch):
    told()
    before = Act.objects.count()
    for name, refused in (("elsewhere", NotFound), ("planner", NotFound), ("worker", NotAllowed),
                          ("second", NotAllowed), ("inspector", NotFound)):  # fmt: skip
        with pytest.raises(refused):
            answer_alert(alert(), "I know.", acting(name))
    with pytest.raises(Faulty):
        answer_alert(alert(), " ", acting("boss"))
    assert Act.objects.count() == before
    done = answer_alert(alert(), "I called the ward.", acting("boss", NOW + HOUR))
    assert (done.answered, done.answered_by) == (NOW + HOUR, "boss")
    assert Act.objects.get(kind="emergency.answered").centre == HOME
    with pytest.raises(WrongState, match="boss has answered"):
        answer_alert(alert(), "Again.", acting("boss"))
    assert queries.emergencies(acting("boss")).alerts == []
    assert len(queries.emergencies(acting("inspector")).alerts) == 1


def test_an_alert_that_is_not_answered_in_time_goes_to_who_stands_above_and_is_red():
    told()
    late = NOW + 5 * HOUR
    mine = queries.emergencies(acting("boss", late))
    assert ([one.overdue for one in mine.alerts], mine.overdue) == ([True], 1)
    above = {one.row.to: one.overdue for one in queries.emergencies(acting("inspector", late)).alerts}
    assert above == {"manager": True, "inspector": False}
    assert queries.emergencies(acting("planner", late)).alerts == []
    later = NOW + 25 * HOUR
    assert [one.row.to for one in queries.emergencies(acting("planner", later)).alerts] == ["inspector"]
    answer_alert(alert("inspector"), "I send somebody.", acting("planner", later))
    answer_alert(alert(), "The manager is ill; I looked.", acting("inspector", later))
    for name in ("boss", "inspector", "planner"):
        assert queries.emergencies(acting(name, later)).alerts == []


def test_the_ministry_learns_of_an_alert_which_centre_and_nothing_of_whom(monkeypatch):
    person = client()
    told(person)
    at_time(monkeypatch, NOW + 25 * HOUR)
    browser = signed_in_as("planner")
    pages = [browser.get(where) for where in ("/emergencies/", f"/alerts/{alert('inspector')}/")]
    page = "".join(one.content.decode() for one in pages)
    assert f"Centre {HOME}" in page
    assert not [one for one in (*SECRETS, person.number) if one in page]
    assert browser.get(f"/emergencies/{HOME}.e1/").status_code == 403
    assert browser.get(f"/emergencies/{HOME}.e1/close/").status_code == 404


def test_somebody_else_than_who_told_it_looks_at_it_and_closes_it_once(monkeypatch):
    person = client()
    told(person)
    before = Act.objects.count()
    for name, refused in (("worker", NotAllowed), ("elsewhere", NotFound), ("planner", NotFound)):
        with pytest.raises(refused):
            close_emergency(f"{HOME}.e1", "Fine.", acting(name))
    Emergency.objects.update(by="boss")  # a manager who treats, too
    for act in (lambda: close_emergency(f"{HOME}.e1", "Fine.", acting("boss")),
                lambda: answer_alert(alert(), "Fine.", acting("boss"))):  # fmt: skip
        with pytest.raises(NotAllowed, match="told this yourself"):
            act()
    with pytest.raises(Faulty):
        close_emergency(f"{HOME}.e1", "", acting("inspector"))
    assert Act.objects.count() == before
    row = close_emergency(f"{HOME}.e1", "It was one.", acting("inspector", NOW + HOUR))
    assert (row.closed, row.closed_by) == (NOW + HOUR, "inspector")
    with pytest.raises(WrongState, match="already"):
        close_emergency(f"{HOME}.e1", "Again.", acting("inspector"))


def test_past_its_time_it_is_red_for_manager_and_inspector_and_no_paper_is_handed_over(monkeypatch):
    told()
    assert paper_for(f"{HOME}.e1", acting()).key == f"{HOME}.e1"
    for name in ("boss", "inspector", "planner"):
        with pytest.raises(NotAllowed):
            paper_for(f"{HOME}.e1", acting(name))
    late = NOW + country().closed + HOUR
    with pytest.raises(WrongState, match="time for this is over"):
        paper_for(f"{HOME}.e1", acting(at=late))
    at_time(monkeypatch, late)
    for name in ("boss", "inspector"):
        assert "To look at and close" in said(signed_in_as(name).get("/today/"))
        assert "overdue since 27 November 2026" in said(signed_in_as(name).get("/today/"))
    assert "overdue since" in said(signed_in_as("second").get(f"/emergencies/{HOME}.e1/"))
    close_emergency(f"{HOME}.e1", "Late, and right.", acting("boss", late))
    assert "overdue since 27" not in said(signed_in_as("boss").get("/today/"))
    assert "Late, and right." in said(signed_in_as("boss").get(f"/emergencies/{HOME}.e1/"))


def test_once_it_is_closed_no_paper_is_handed_over():
    told()
    close_emergency(f"{HOME}.e1", "It was one.", acting("boss"))
    with pytest.raises(WrongState, match="time for this is over"):
        paper_for(f"{HOME}.e1", acting())


def test_the_person_sees_by_code_at_once_who_was_told_what_and_when():
    person = client()
    browser = Browser()
    browser.post("/own/", {"code": give_code(person.number, acting())})
    before = said(browser.get("/own/record/"))
    assert "without asking you" not in before
    assert "Nothing of you leaves care" in before
    told(person)
    page = said(browser.get("/own/record/"))
    assert not [text for text in ("Nothing of you leaves care", "Nothing was told to anybody") if text in page]
    for text in ("without asking you", "an ambulance: Dr Chea", "Calmette, 023 426 948", "24 November 2026, 09:55",
                 "worker, Centre KH-12-R1", "He has stopped breathing twice.", "He cannot be woken.", "penicillin",
                 "the person is not awake"):  # fmt: skip
        assert text in page, text
    close_emergency(f"{HOME}.e1", "It was one.", acting("boss"))
    assert "boss: It was one." in said(browser.get("/own/record/"))
    other = Browser()
    other.post("/own/", {"code": give_code(client(name="Chan").number, acting())})
    assert "Dr Chea" not in said(other.get("/own/record/"))


TYPED = {"team": "ambulance", "team_name": "Dr Chea", "team_place": "Calmette, 023 426 948", "told": "2026-11-24T09:55",
         "nature": "He has stopped breathing twice.", "reason": "unconscious", "why": "He cannot be woken.",
         "fields_told": ["name"], "allergies": "penicillin"}  # fmt: skip


def test_a_worker_tells_on_a_page_that_refuses_the_police_and_prints_it_for_the_team():
    person = client()
    browser, path = signed_in_as(), f"/clients/{person.number}/emergency/"
    assert path in browser.get(f"/clients/{person.number}/").content.decode()
    form = browser.get(path).content.decode()
    assert not [one for one in ('value="case"', 'value="court"', 'value="police"') if one in form]
    before = Act.objects.count()
    for wrong, says in (
        ({"team": "case"}, "Select a valid choice"), ({"fields_told": ["centre"]}, "valid choice"),
        ({"team_name": "Police of Daun Penh"}, "police, prosecutor and court are never told"),
    ):  # fmt: skip
        page = back(browser, browser.post(path, {**TYPED, **wrong}))
        assert says in said(page), wrong
        assert "He cannot be woken." in page.content.decode(), "nothing typed is lost"
    assert nothing_happened(before)
    answer = browser.post(path, TYPED)
    assert answer.url == f"/emergencies/{HOME}.e1/"
    record = said(browser.get(answer.url))
    assert "to answer by" in record
    assert "Look at it and close it" not in record
    paper = said(browser.get(f"{answer.url}paper/"))
    for text in ("For the medical team", "Dr Chea", "Sok Dara", "penicillin", "may not be passed on"):
        assert text in paper, text
    assert "Medication" not in paper, "what was not told is not on it"
    assert ClientRead.objects.filter(client=person.number, what="emergency").count() >= 4


def test_manager_answers_and_closes_on_pages():
    told()
    browser = signed_in_as("boss")
    assert "Alerts to you" in said(browser.get("/today/"))
    where = f"/alerts/{alert()}/"
    assert "cannot be left out" in said(back(browser, browser.post(where, {"note": ""})))
    assert browser.post(where, {"note": "I called the ward."}).url == "/emergencies/"
    assert browser.post(f"/emergencies/{HOME}.e1/close/", {"words": "It was one."}).url == "/emergencies/"
    page = said(browser.get("/emergencies/"))
    assert "Nothing waits for you." in page
    assert "closed 24 November 2026, 10:00 by boss" in page
    assert signed_in_as().get(f"/emergencies/{HOME}.e1/close/").status_code == 403
    assert signed_in_as("elsewhere").get(f"/emergencies/{HOME}.e1/").status_code == 404


def test_all_of_it_follows_from_the_acts_and_what_sql_changes_is_named():
    told()
    answer_alert(alert(), "I called the ward.", acting("boss"))
    close_emergency(f"{HOME}.e1", "It was one.", acting("inspector"))
    settle()
    assert list(differences()) == []
    EmergencyAlert.objects.filter(to="inspector").update(answered=NOW)
    Emergency.objects.update(team="hospital")
    columns = {one.says.values.get("column") for one in differences()}
    assert columns == {"answered", "team"}


def test_pages_ask_as_many_questions_for_many_as_for_few(django_assert_num_queries):
    person = client()
    told(person)
    browser = signed_in_as("boss")
    counts = {}
    for where in ("/emergencies/", "/today/", f"/clients/{person.number}/"):
        browser.get(where)
        with CaptureQueriesContext(connection) as asked:
            browser.get(where)
        counts[where] = len(asked)
    for _time in range(4):
        told(person)
    for where, count in counts.items():
        with django_assert_num_queries(count):
            browser.get(where)


@pytest.fixture
def outbox(tmp_path):
    with override_settings(MARGA_FOLDER=tmp_path, EMAIL_BACKEND="marga.site.outbox.Outbox"):
        yield lambda: [message_from_bytes(path.read_bytes(), policy=default)
                       for path in (tmp_path / "outbox").glob("*.eml")]  # fmt: skip


def test_an_alert_goes_by_mail_once_to_each_office_and_names_nobody(outbox, monkeypatch):
    person = client()
    told(person)
    assert deliver(Clock(NOW)) == 2
    assert deliver(Clock(NOW + HOUR)) == 0
    assert {mail["To"] for mail in outbox()} == {"manager.kh-12-r1@localhost", "inspector.kh-12-r1@localhost"}
    for mail in outbox():
        text = f"{mail['Subject']} {mail.get_content()}"
        assert HOME in text
        assert not [one for one in (*SECRETS, person.number, "worker") if one in text]
    assert deliver(Clock(NOW + 5 * HOUR)) == 1
    (above,) = [mail for mail in outbox() if "The manager has not answered" in mail.get_content()]
    assert above["To"] == "inspector.kh-12-r1@localhost"
    answer_alert(alert(), "I called the ward.", acting("boss"))
    answer_alert(alert("inspector"), "I know.", acting("inspector"))
    assert deliver(Clock(NOW + 99 * HOUR)) == 0


@override_settings(EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend", EMAIL_HOST="127.0.0.1", EMAIL_PORT=1)
def test_what_no_server_takes_is_tried_again_and_keeps_nobody_waiting_for_the_same_silence(outbox):
    told()
    assert deliver(Clock(NOW)) == 0
    assert sorted(AlertMail.objects.values_list("tries", "delivered")) == [(0, None), (1, None)]
    with override_settings(EMAIL_BACKEND="marga.site.outbox.Outbox"):
        assert deliver(Clock(NOW)) == 1, "the other one not yet"
        assert deliver(Clock(NOW + HOUR)) == 1


def test_the_worker_delivers_every_minute(outbox):
    told()
    job = next(job for job in JOBS if job.name == "care.deliver-alerts")
    assert job.every == timedelta(minutes=1)
    job.task.func()
    assert len(outbox()) == 2


@pytest.mark.parametrize("wrong", ["nobody", "{name}@health.example", "{to}@", "{0}@health.example"])
def test_an_address_that_is_none_stops_the_start(wrong, monkeypatch):
    monkeypatch.setenv("MARGA_CARE_ALERT_ADDRESS", wrong)
    with pytest.raises(ImproperlyConfigured, match="MARGA_CARE_ALERT_ADDRESS is"):
        alert_address()
