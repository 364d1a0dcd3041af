"""The pages of custody: who reads them, what they say, and that nothing typed is lost."""

from datetime import timedelta

import pytest
from django.utils import timezone

from marga.country.instants import Clock
from marga.enforcement.acts.models import Act
from marga.enforcement.custody.alerting import raise_alerts
from marga.enforcement.custody.models import Alert, Custody, Step
from marga.enforcement.custody.services import end
from marga.enforcement.custody.views import DEEDS
from marga.enforcement.people.models import Read
from support.accounts import back, said
from support.custodies import ended, held
from support.register import CHIEF, OFFICER, OTHER_UNIT, OUTSIDER, SUPERVISOR, acting, signed_in_as, station

pytestmark = pytest.mark.usefixtures("database")
ACTS = sorted(DEEDS)


@pytest.fixture(autouse=True)
def at_a_station(database):
    station()


def now():
    return timezone.now().replace(second=0, microsecond=0)


def since(hours):
    """Somebody held for so many hours by the real clock, which pages reckon with."""
    arrived = now() - timedelta(hours=hours)
    return held(arrived, acting(at=now()))


def typed(instant):
    return f"{timezone.localtime(instant):%Y-%m-%dT%H:%M}"


def test_the_board_says_in_words_what_is_overdue():
    custody = since(7)
    read = said(signed_in_as().get("/held/"))
    assert "Now held: 1. Next deadline:" in read
    assert "Overdue" in read
    assert "Review 1: overdue since" in read
    assert "by 1 h 0 min" in read
    assert custody.party.name in read
    assert Read.objects.get().detail == "board: 1"


def test_the_board_refreshes_its_own_part():
    since(1)
    answer = signed_in_as().get("/held/", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in answer
    assert 'hx-trigger="every 60s"' in answer


def test_the_board_says_when_the_servers_clock_is_behind():
    ahead = now() + timedelta(minutes=30)
    custody = held(ahead - timedelta(hours=1), acting(at=ahead))
    client = signed_in_as()
    for address in ("/held/", f"/held/{custody.key}/"):
        assert "The server’s clock is behind by" in said(client.get(address))


@pytest.mark.parametrize("number", ["4001", "2001", "3001", "5001", "9001"])
def test_the_board_is_for_who_keeps_custody(number):
    since(1)
    assert signed_in_as(number).get("/held/").status_code == 403


@pytest.mark.parametrize(("number", "status"), [
    (OFFICER, 200), (SUPERVISOR, 200), ("5001", 200), (OUTSIDER, 404), ("4001", 404), ("2001", 403), ("3001", 403),
    ("9001", 403)])  # fmt: skip
def test_a_custody_is_read_by_who_may_read_it(number, status):
    custody = since(1)
    client = signed_in_as(number)
    assert client.get(f"/held/{custody.key}/").status_code == status
    if status != 200:
        assert client.get(f"/held/{custody.key}/interviews/1/").status_code == status
    if number not in (OFFICER, SUPERVISOR):
        assert client.get(f"/held/{custody.key}/do/rights/").status_code in (403, 404)


def test_an_officer_is_offered_no_review():
    custody = since(7)
    client = signed_in_as()
    assert "Review custody" not in said(client.get(f"/held/{custody.key}/"))
    assert client.get(f"/held/{custody.key}/do/review/").status_code == 403
    assert client.post(f"/held/{custody.key}/do/review/", {}).status_code == 403


@pytest.mark.parametrize("what", ACTS)
def test_each_form_opens_and_an_empty_one_says_what_is_missing(what):
    custody = since(1)
    client = signed_in_as(SUPERVISOR)
    assert client.get(f"/held/{custody.key}/do/{what}/").status_code == 200
    answer = back(client, client.post(f"/held/{custody.key}/do/{what}/", {"csrf": ""}))
    assert "Everything you typed is still here" in said(answer)
    assert not Step.objects.exists()


def test_an_act_that_is_not_there_is_not_found():
    custody = since(1)
    assert signed_in_as().get(f"/held/{custody.key}/do/flogging/").status_code == 404


def test_a_late_review_without_its_reason_keeps_what_was_typed():
    custody = since(7)
    client = signed_in_as(SUPERVISOR)
    given = {"decision": "continue", "reason": "A witness is heard.", "held": typed(now())}
    answer = back(client, client.post(f"/held/{custody.key}/do/review/", given))
    assert "This review is late. Write why." in said(answer)
    assert "A witness is heard." in answer.content.decode()
    sent = client.post(f"/held/{custody.key}/do/review/", {**given, "late": "At court."})
    assert sent.status_code == 302
    read = said(client.get(f"/held/{custody.key}/"))
    assert "Custody was reviewed" in read
    assert "done late" in read


def test_an_interview_has_as_many_pages_as_were_asked_for():
    custody = since(2)
    client, address = signed_in_as(), f"/held/{custody.key}/do/interview/"
    given = {"count": "1", "began": typed(now()), "ended": typed(now()), "language": "km", "text_1": "I was at home.",
             "signature_1": "signed"}  # fmt: skip
    more = back(client, client.post(address, {**given, "add": "1"})).content.decode()
    assert "I was at home." in more
    assert "id_text_2" in more
    assert "field-error" not in more
    second = {"count": "2", "text_2": "I know nothing.", "signature_2": "refused"}
    unsigned = back(client, client.post(address, {**given, **second}))
    assert "Write why page 2 bears no signature" in said(unsigned)
    assert "note_2" in unsigned.context["form"].errors
    assert client.post(address, {**given, **second, "note_2": "It is not true."}).status_code == 302
    assert client.get(f"/held/{custody.key}/interviews/1/").status_code == 200
    assert client.get(f"/held/{custody.key}/interviews/2/").status_code == 404
    change = {"text": "I know a bit.", "signature": "signed", "reason": "She asked.", "changed": typed(now())}
    assert client.post(f"/held/{custody.key}/interviews/1/pages/2/", change).status_code == 302
    shown = client.get(f"/held/{custody.key}/interviews/1/").content.decode()
    assert "<del>nothing.</del>" in shown
    assert "<ins>a bit.</ins>" in shown


def test_what_a_person_said_is_no_markup():
    custody = since(2)
    client = signed_in_as()
    client.post(f"/held/{custody.key}/do/interview/", {
        "count": "1", "began": typed(now()), "ended": typed(now()), "language": "km", "signature_1": "signed",
        "text_1": "<script>alert(1)</script> <b>no</b>"})  # fmt: skip
    client.post(f"/held/{custody.key}/interviews/1/pages/1/", {
        "text": "<i>yes</i>", "signature": "signed", "reason": "Why not.", "changed": typed(now())})  # fmt: skip
    shown = client.get(f"/held/{custody.key}/interviews/1/").content.decode()
    assert "<script>alert" not in shown
    assert "&lt;i&gt;yes" in shown


def test_an_end_with_a_slip_empties_the_board():
    custody = since(2)
    client = signed_in_as()
    given = {"how": "released", "at": typed(now()), "slip": "on"}
    for _time in range(2):
        assert client.post(f"/held/{custody.key}/do/end/", given).status_code == 302
    assert Act.objects.filter(kind="slip.given").count() == 1
    assert "Nobody is held at your unit now." in said(client.get("/held/"))
    again = client.post(f"/held/{custody.key}/do/end/", {**given, "how": "court", "named": "Phnom Penh"})
    assert "has ended already" in said(back(client, again))


def test_an_alert_stands_on_every_page_of_whom_it_is_to_until_it_is_answered():
    since(7)
    raise_alerts(Clock(now()))
    assert "for you" not in said(signed_in_as().get("/"))
    client = signed_in_as(SUPERVISOR)
    waiting = Alert.objects.filter(to="supervisor", settled=None)
    for alert in waiting.order_by("due", "pk"):
        assert "for you" in said(client.get("/"))
        assert "not saved" in said(back(client, client.post("/held/alerts/", {"alert": alert.pk, "note": ""})))
        assert client.post("/held/alerts/", {"alert": alert.pk, "note": "I go there."}).status_code == 302
    assert "for you" not in said(client.get("/"))
    assert "for you" in said(signed_in_as(CHIEF).get("/"))
    shown = said(client.get(f"/held/{Custody.objects.get().key}/"))
    assert "An alert was acknowledged" in shown


def test_an_alert_to_somebody_else_is_not_found():
    since(7)
    raise_alerts(Clock(now()))
    number = Alert.objects.filter(to="chief").first().pk
    client = signed_in_as(SUPERVISOR)
    answer = client.post("/held/alerts/", {"alert": number, "note": "Mine?"})
    assert f"There is no alert {number} to you." in said(back(client, answer))


def test_a_custody_that_ended_says_so_and_offers_what_may_still_be_written():
    custody = since(2)
    end(custody.key, ended(now()), acting(at=now()))
    read = said(signed_in_as().get(f"/held/{custody.key}/"))
    assert "This custody ended" in read
    assert "Write down what was done before it ended" in read


def test_a_transfer_names_the_unit_from_a_list():
    custody = since(2)
    client = signed_in_as()
    address = f"/held/{custody.key}/do/end/"
    page = client.get(address).content.decode()
    assert f'<option value="{OTHER_UNIT}">{OTHER_UNIT}, Unit {OTHER_UNIT}</option>' in page
    assert f'<option value="{custody.unit_id}">' not in page
    given = {"how": "transferred", "at": typed(now())}
    for unit, says in (("", "Choose the unit that takes the person."), ("KH-99-99", "There is no such unit.")):
        answer = back(client, client.post(address, {**given, "unit": unit, "named": OTHER_UNIT}))
        assert says in said(answer)
    wrong = back(client, client.post(address, {**given, "how": "released", "unit": OTHER_UNIT}))
    assert "A unit was chosen, but custody ends otherwise." in said(wrong)
    assert client.post(address, {**given, "unit": OTHER_UNIT}).status_code == 302
    assert Custody.objects.get(ended=None).unit_id == OTHER_UNIT


@pytest.mark.parametrize(("language", "says"), [("", ""), ("/km", "មិនទាន់បានពិនិត្យ")])
def test_the_form_of_rights_says_where_nobody_has_reviewed_the_translation(language, says):
    custody = since(1)
    page = said(signed_in_as().get(f"{language}/held/{custody.key}/do/rights/"))
    if says:
        assert says in page
    else:
        assert "Khmer (translation not yet reviewed)" in page
        assert "English (translation" not in page
        assert "Translation not yet reviewed:" not in page  # the text on the page is English


def test_an_inspector_is_led_from_a_custody_back_to_the_board_of_all_units():
    custody = since(1)
    assert 'href="/held/all/"' in signed_in_as("5001").get(f"/held/{custody.key}/").content.decode()
