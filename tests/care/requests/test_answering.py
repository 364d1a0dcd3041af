"""Who asks is answered by a centre: danger first, by one centre, and by nobody else."""

import threading

import pytest
from django.db import connection
from django.test import Client

from marga.care import queries
from marga.care.acts.models import Act
from marga.care.centres.models import Census
from marga.care.centres.services import count_census, set_staff
from marga.care.clients.models import ClientRead
from marga.care.clients.services import open_client
from marga.care.requests import queries as reads
from marga.care.requests.models import Message, Request
from marga.care.requests.queries import near, open_requests, shown
from marga.care.requests.services import answer, close, take, write_as_asker, write_to_asker
from marga.care.sealing import opened as opened_text
from marga.care.stays.offers import offer_place
from marga.care.stays.waits import begin_wait
from marga.site.faults import Faulty
from marga.site.paging import keyed_page
from marga.site.refusals import NotAllowed, NotFound, WrongState
from support.accounts import said
from support.care import COMMUNITY, FAR, HOME, NOW, acting, asked, centres, opened, person, signed_in_as, staying

pytestmark = pytest.mark.usefixtures("database")
ACTS = {
    "take": lambda number, who: take(number, who), "answer": lambda number, who: answer(number, "Come.", None, who),
    "write": lambda number, who: write_to_asker(number, "Come.", who),
    "close": lambda number, who: close(number, "gave_up", "Said so.", who),
}  # fmt: skip


@pytest.fixture(autouse=True)
def there(database):
    centres()


def numbers(who):
    return [one.number for one in open_requests(who)[0]]


def test_an_answer_is_kept_with_its_wait_and_the_centre_looks_after_the_request():
    request, _code = asked()
    done = answer(request.number, " Come on any morning. ", (3, 10), acting("intake"))
    assert (done.centre_id, done.days_from, done.days_to) == (HOME, 3, 10)
    assert done.answered == NOW
    assert done.unanswered is None
    assert [one.text for one in shown(done).messages] == ["Come on any morning."]


def test_a_second_answer_keeps_the_time_of_the_first_and_the_wait_that_was_told():
    request, _code = asked()
    answer(request.number, "Come.", (3, 10), acting("intake"))
    done = answer(request.number, "Come tomorrow.", None, acting("intake", NOW.replace(year=NOW.year + 1)))
    assert (done.answered, done.days_to) == (NOW, 10)


@pytest.mark.parametrize("act", ACTS)
def test_a_stranger_is_refused_and_nothing_is_written(act):
    request, _code = asked(centre=HOME)
    before = Act.objects.count()
    with pytest.raises(NotFound):
        ACTS[act](request.number, acting("far-manager"))
    for name in ("care-worker", "physician", "planner", "clerk", "inspector"):
        with pytest.raises(NotAllowed):
            ACTS[act](request.number, acting(name))
    assert Act.objects.count() == before


@pytest.mark.parametrize("act", ["answer", "write", "close"])
def test_a_closed_request_is_left_as_it_is(act):
    request, _code = asked()
    answer(request.number, "Come.", None, acting("intake"))
    close(request.number, "elsewhere", "Said so.", acting("intake"))
    before = Act.objects.count()
    with pytest.raises(WrongState):
        ACTS[act](request.number, acting("intake"))
    assert Act.objects.count() == before


def test_a_request_that_one_centre_took_is_no_other_s():
    request, _code = asked()
    assert request.number in numbers(acting("near-manager"))
    take(request.number, acting("intake"))
    assert request.number not in numbers(acting("near-manager"))
    with pytest.raises(NotFound):
        answer(request.number, "Come here.", None, acting("near-manager"))
    with pytest.raises(WrongState):
        take(request.number, acting("manager"))


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_of_two_centres_that_answer_at_once_one_does():
    request, _code = asked()
    start, told = threading.Barrier(2), []

    def answers(name):
        start.wait()
        try:
            answer(request.number, f"Come to {name}.", None, acting(name))
            told.append(name)
        except NotFound:
            told.append("no")
        finally:
            connection.close()

    threads = [threading.Thread(target=answers, args=[name]) for name in ("intake", "near-manager")]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert told.count("no") == 1
    assert Message.objects.count() == 1


def test_an_answer_with_a_fault_is_named():
    request, _code = asked()
    for text, wait in (("", None), ("Come.", (10, 3)), ("x" * 4001, None)):
        with pytest.raises(Faulty):
            answer(request.number, text, wait, acting("intake"))
    assert Message.objects.count() == 0


def test_the_list_begins_with_danger_and_then_with_who_asked_first():
    (plain, _), (urgent, _), (minor, _), (danger, _) = asked(), asked(flags=("injecting",)), asked(age=15), asked(
        flags=("danger",))  # fmt: skip
    order = [one.number for one in (danger, minor, urgent, plain)]
    assert numbers(acting("intake")) == order
    assert [one.number for one in queries.day_of_centre(acting("manager")).requests] == order
    page = said(signed_in_as("intake").get("/requests/"))
    assert page.index(danger.number) < page.index(plain.number)
    assert "danger to life" in page


def test_who_wrote_again_is_seen_again_also_when_they_are_a_client():
    request, _code = asked()
    answer(request.number, "Come.", None, acting("intake"))
    open_client(person(), acting("intake"), request.number)
    assert (numbers(acting("intake")), queries.day_of_centre(acting("intake")).requests) == ([], [])
    write_as_asker(request.number, "He is worse.")
    assert numbers(acting("intake")) == [request.number]
    assert [one.number for one in queries.day_of_centre(acting("intake")).requests] == [request.number]
    write_to_asker(request.number, "Bring him now.", acting("intake"))
    assert numbers(acting("intake")) == []


def test_the_list_is_read_in_pages_and_no_request_is_twice_or_missing(monkeypatch):
    made = {asked(flags=("danger",) if number % 3 == 0 else ())[0].number for number in range(7)}
    seen, after = [], ""
    monkeypatch.setattr(reads, "keyed_page", lambda rows, columns, place: keyed_page(rows, columns, place, size=3))
    for _ in range(3):
        found, after = open_requests(acting("intake"), after)
        seen += [one.number for one in found]
    assert after == ""
    assert len(seen) == len(set(seen)) == 7
    assert set(seen) == made


@pytest.mark.parametrize("after", ["x", "~", "1~yesterday~3", "9~2026-11-24T08:00:00Z~?", "1~2~3~4"])
def test_no_place_that_somebody_types_breaks_a_list(after):
    asked()
    assert signed_in_as("manager").get("/requests/", {"after": after}).status_code == 200
    assert signed_in_as("intake").get("/stays/", {"after": after}).status_code == 200
    assert signed_in_as("physician").get("/stays/", {"after": after}).status_code == 200


def test_an_address_with_a_nul_in_it_is_no_address():
    answer = signed_in_as("manager").get("/requests/", {"after": "9~2026-11-24T08:00:00Z~\0"})
    assert (answer.status_code, b"Traceback" in answer.content) == (400, False)


def test_a_request_that_is_a_client_s_is_logged_as_read():
    request, _code = asked()
    client = open_client(person(), acting("intake"), request.number)
    signed_in_as("intake").get(f"/requests/{request.number}/")
    assert signed_in_as("manager").get(f"/clients/{client.number}/").status_code == 200
    assert list(ClientRead.objects.values_list("account", "what")) == [("intake", "request"), ("manager", "page")]


def test_services_near_are_of_the_province_first_and_community_ones_before(django_assert_max_num_queries):
    staying(who=acting("manager"))
    with django_assert_max_num_queries(6):
        lines = near("KH-12", NOW)
    assert [one.centre.code for one in lines] == [COMMUNITY, HOME, FAR]
    assert [one.stale for one in lines] == [True, False, True]


def test_free_places_are_told_for_whom_they_are_and_never_more_than_the_centre_has_as_a_whole():
    def told():
        return [(str(whom), str(says)) for whom, says in next(one.free for one in near("KH-12", NOW)
                                                               if one.centre.code == HOME)]  # fmt: skip

    for number in range(3):
        staying(opened(name=f"There {number}"))
    few, no = "A few free places", "No free places"
    assert told() == [("Women from 18 years", few), ("Men from 18 years", no), ("Under 18 years", few)]
    set_staff(HOME, 0, acting("manager"))  # beds are free, and nobody looks after who would lie in them
    assert told() == [("None", no)]


def test_the_page_of_services_asks_for_a_province_before_it_shows_any():
    page = Client().get("/near/")
    assert FAR not in said(page)
    assert f"Centre {FAR}" in said(Client().get("/near/?province=KH-2"))
    assert len(Client().get("/near/?province=KH-2").content) < 20_000


@pytest.mark.parametrize(("half", "most", "says"), [
    (0, 0, "nine of ten on the day they ask"), (1, 1, "nine of ten within 1 day"),
    (0, 4, "half on the day they ask, nine of ten within 4 days"),
    (1, 9, "half within 1 day, nine of ten within 9 days"),
])  # fmt: skip
def test_the_usual_wait_is_told_as_people_say_it(half, most, says):
    count_census(NOW.date())
    Census.objects.filter(centre=FAR).update(wait_half=half, wait_most=most)
    assert says in said(Client().get("/near/?province=KH-2"))


def test_who_waits_longest_keeps_the_day_of_asking_when_they_become_a_client():
    request, _code = asked()
    client = open_client(person(), acting("intake"), request.number)
    with pytest.raises(WrongState):
        open_client(person(), acting("intake"), request.number)
    wait = begin_wait(client.number, ("residential",), (), acting("intake"), request=request.number)
    assert (wait.since, wait.route) == (request.since, "family")
    assert Request.objects.get().client == client.number


def test_nobody_who_waits_for_a_word_is_closed_away():
    request, _code = asked()
    for step in (lambda: None, lambda: write_as_asker(request.number, "Hello?")):
        step()
        before = Act.objects.count()
        with pytest.raises(WrongState, match="still waits for a word"):
            close(request.number, "gave_up", "Said so.", acting("intake"))
        assert Act.objects.count() == before
        answer(request.number, "Come.", None, acting("intake"))
    assert close(request.number, "gave_up", "Said so.", acting("intake")).closed == NOW


def test_who_closes_a_request_writes_how_it_is_known_and_it_is_sealed():
    request, _code = asked()
    answer(request.number, "Come.", None, acting("intake"))
    before = Act.objects.count()
    with pytest.raises(Faulty) as refused:
        close(request.number, "unreachable", " ", acting("intake"))
    assert [one.field for one in refused.value.faults] == ["note"]
    assert Act.objects.count() == before
    close(request.number, "unreachable", "Called on three days.", acting("intake"))
    act = Act.objects.get(kind="request.closed")
    assert "Called" not in str(act.new)
    assert opened_text(act.new["note"], "request.note", request.number) == "Called on three days."


def test_whoever_asked_reads_why_their_request_was_closed():
    request, code = asked()
    answer(request.number, "Come.", None, acting("intake"))
    close(request.number, "elsewhere", "Said so.", acting("intake"))
    browser = Client()
    browser.post("/follow/", {"code": code})
    page = said(browser.get("/answer/"))
    assert "The request is closed. Why: found care elsewhere." in page
    assert "Said so" not in page


def test_who_read_a_request_is_read_with_its_code_and_goes_along_when_it_becomes_a_client_s():
    request, code = asked()
    browser = Client()
    browser.post("/follow/", {"code": code})
    assert "Who read this Nobody yet." in said(browser.get("/answer/"))
    signed_in_as("intake").get(f"/requests/{request.number}/")
    assert list(ClientRead.objects.values_list("account", "client", "what")) == [("intake", request.number, "request")]
    assert "Nobody yet." not in said(browser.get("/answer/"))
    assert f"Centre {HOME}" in said(browser.get("/answer/"))
    client = open_client(person(), acting("intake"), request.number)
    assert [read.account for read in reads.reads_of(client)] == ["intake"]
    signed_in_as("manager").get(f"/requests/{request.number}/")
    request.refresh_from_db()
    assert [read.account for read, _centre in reads.reads_of_request(request)] == ["manager", "intake"]
    other, _code = asked()
    assert reads.reads_of_request(other) == []


def test_who_is_on_the_list_reads_the_days_so_far_the_usual_wait_when_it_was_said_and_until_when_a_place_is_kept():
    request, code = asked()
    browser = Client()
    browser.post("/follow/", {"code": code})
    assert "waiting list" not in said(browser.get("/answer/"))
    client = open_client(person(), acting("intake"), request.number)
    wait = begin_wait(client.number, ("residential",), (), acting(), request=request.number)
    count_census(NOW.date())
    Census.objects.filter(centre=HOME).update(wait_half=5, wait_most=12)
    page = said(browser.get("/answer/"))
    assert "On the waiting list; 0 days since asking." in page
    assert "Usual wait: half" in page
    assert "kept until" not in page
    answer(request.number, "Come.", (3, 10), acting("intake"))
    offer_place(wait.key, f"{HOME}.1", "Near.", acting())
    page = said(browser.get("/answer/"))
    assert "The wait is 3 to 10 days. said on" in page
    assert "Usual wait" not in page
    assert "A place is kept until" in page
