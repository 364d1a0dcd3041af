"""Somebody asks for help without an account, keeps a code, and reads the answer with it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from marga.care.acts.models import Act
from marga.care.centres.services import close_centre
from marga.care.national import care
from marga.care.requests import services
from marga.care.requests.models import Message, Request
from marga.care.requests.services import answer, ask, by_code, write_as_asker
from marga.ledger.codes import CODES, format_code, read_code
from marga.site.faults import Faulty
from marga.site.models import Try
from marga.site.refusals import NotFound, WrongState
from marga.site.tries.rules import GUESSES
from support.accounts import said
from support.care import COMMUNITY, FAR, HOME, NOW, acting, asked, centres

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def there(database):
    centres()


def visitor(address="203.0.113.7"):
    return Client(raise_request_exception=False, REMOTE_ADDR=address)


def sent(**typed):
    return {"route": "family", "province": "KH-12", "once": str(uuid4()), "words": "He does not sleep.", **typed}


def new_code(number=5):
    return format_code(number)


def asks(browser, **typed):
    """The form sent: the code that is shown then."""
    done = browser.post("/ask/", sent(**typed))
    assert (done.status_code, done.url) == (302, "/ask/code/"), said(done)
    page = browser.get("/ask/code/")
    return page.content.decode().split('id="the-code">')[1].split("<")[0]


def test_somebody_who_gives_no_name_is_asked_two_things_only_and_gets_a_code():
    request, code = ask(services.Asked(route="self", province="KH-12"))
    assert by_code(read_code(code)) == request
    assert (request.name, request.words, request.centre, request.answered) == ("", "", None, None)
    assert request.unanswered == request.asked


def test_two_requests_have_two_codes_and_no_code_leads_to_another_s():
    (one, first), (other, second) = asked(), asked()
    assert first != second
    assert by_code(read_code(first)) == one != other
    with pytest.raises(NotFound):
        by_code(CODES - 1)


@pytest.mark.parametrize(("wrong", "field"), [
    ({"route": "police"}, "route"), ({"province": "moon"}, "province"), ({"sex": "x"}, "sex"), ({"age": 200}, "age"),
    ({"flags": ("rich",)}, "flags"), ({"languages": ("klingon",)}, "languages"), ({"words": "x" * 4001}, "words"),
    ({"centre": "nowhere"}, "centre"), ({"name": "x" * 4001}, "name"),
])  # fmt: skip
def test_what_cannot_be_is_named_and_nothing_is_written(wrong, field):
    before = Act.objects.count()
    with pytest.raises(Faulty) as refused:
        asked(**wrong)
    assert [one.field for one in refused.value.faults] == [field]
    assert (Act.objects.count(), Request.objects.count()) == (before, 0)


def test_who_lives_where_no_centre_is_asks_the_nearest_and_not_nobody():
    assert asked(province="KH-1")[0].centre_id == FAR
    assert asked(province="KH-8")[0].centre_id == COMMUNITY  # care in the community goes before a residential centre
    assert asked(province="KH-12")[0].centre is None


def test_a_centre_that_was_closed_is_asked_no_more():
    close_centre(FAR, NOW.date(), acting("planner"))
    with pytest.raises(Faulty):
        asked(centre=FAR)
    assert asked(province="KH-2")[0].centre_id in (HOME, COMMUNITY)


def test_the_form_asks_and_shows_the_code_until_it_was_typed_back():
    browser = visitor()
    code = asks(browser)
    assert code in browser.get("/ask/code/").content.decode()
    wrong = browser.post("/ask/code/", {"code": new_code()})
    assert (wrong.status_code, "This is another code" in said(wrong)) == (422, True)
    done = browser.post("/ask/code/", {"code": code.replace(" ", "-")})
    assert (done.status_code, done.url) == (302, "/answer/")
    assert "He does not sleep." in said(browser.get("/answer/"))
    assert browser.get("/ask/code/").url == "/follow/"  # it is shown no more


def test_what_was_not_chosen_is_to_be_chosen_and_a_question_ends_with_one_mark():
    browser = visitor()
    page = said(browser.post("/ask/", sent(route="")))
    assert "Who needs help? Choose one; it cannot be left out." in page
    assert "?:" not in page
    assert "woman man" in page  # of one person


def test_digits_of_the_country_s_script_are_a_code_too():
    browser = visitor()
    khmer = asks(browser).translate(str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩"))
    assert browser.post("/ask/code/", {"code": khmer}).url == "/answer/"


def test_a_form_that_is_sent_twice_asks_once_also_from_a_browser_that_saw_no_answer():
    typed, browser = sent(), visitor()
    first = browser.post("/ask/", typed)
    again, elsewhere = browser.post("/ask/", typed), visitor()
    other = elsewhere.post("/ask/", typed)
    assert [one.url for one in (first, again, other)] == ["/ask/code/"] * 3
    assert Request.objects.count() == 1
    codes = {one.get("/ask/code/").content.decode().split('id="the-code">')[1][:49] for one in (browser, elsewhere)}
    assert len(codes) == 1


def test_a_form_that_is_sent_again_much_later_gives_nobody_the_code():
    typed = sent()
    visitor().post("/ask/", typed)
    Request.objects.update(asked=timezone.now() - timedelta(minutes=3))
    late = visitor().post("/ask/", typed)
    assert late.status_code == 422
    assert "This form was sent before" in said(late)
    assert Request.objects.count() == 1


def test_a_form_with_a_fault_keeps_everything_that_was_typed():
    page = visitor().post("/ask/", sent(province="", words="My brother", name="Bong Srey", age="x"))
    assert page.status_code == 422
    text = page.content.decode()
    assert "My brother" in text
    assert "Bong Srey" in text
    assert "Everything you typed is still here" in text
    assert Request.objects.count() == 0


def test_who_chose_a_centre_that_is_not_open_any_more_is_answered_by_another_and_told_so():
    browser = visitor()
    assert browser.post("/ask/", sent(centre="nowhere")).url == "/ask/code/"
    assert "The service that you chose is not open any more" in said(browser.get("/ask/code/"))
    assert Request.objects.get().centre is None


def test_the_answer_and_the_wait_are_read_with_the_code_and_a_word_goes_back():
    request, code = asked()
    answer(request.number, "Come on any morning.", (3, 10), acting("intake"))
    browser = visitor()
    assert browser.get("/answer/").url == "/follow/"
    assert browser.post("/follow/", {"code": code}).url == "/answer/"
    page = said(browser.get("/answer/"))
    assert "Come on any morning." in page
    assert "The wait is 3 to 10 days." in page
    assert browser.post("/answer/", {"text": "I will come with him."}).url == "/answer/"
    request.refresh_from_db()
    assert request.unanswered is not None
    assert "I will come with him." in said(browser.get("/answer/"))


def test_a_message_that_is_sent_twice_stands_once():
    request, _code = asked()
    for _ in range(2):
        write_as_asker(request.number, "Are you there?")
    assert Message.objects.count() == 1
    write_as_asker(request.number, "Are you there?  Hello?")
    assert Message.objects.count() == 2


def test_a_closed_request_takes_no_more_words_and_says_what_to_do():
    request, _code = asked()
    answer(request.number, "Come.", None, acting("intake"))
    services.close(request.number, "gave_up", "Said so.", acting("intake"))
    with pytest.raises(WrongState, match="Ask anew"):
        write_as_asker(request.number, "Please")
    assert [one.from_asker for one in Message.objects.all()] == [False]


def test_an_empty_or_endless_message_is_refused():
    request, _code = asked()
    for text in (" ", "x" * 4001):
        with pytest.raises(Faulty):
            write_as_asker(request.number, text)
    assert Message.objects.count() == 0


def test_a_page_that_was_closed_meanwhile_loses_no_word(monkeypatch):
    request, code = asked()
    browser = visitor()
    browser.post("/follow/", {"code": code})
    session = browser.session
    session["care-open"] = {**session["care-open"], "until": 0}
    session.save()
    page = browser.post("/answer/", {"text": "A long story"})
    assert page.status_code == 422
    assert "Your message was not sent, and is not lost" in said(page)
    wrong = browser.post("/follow/", {"code": "12", "text": "A long story"})
    assert "A long story" in wrong.content.decode()
    back = browser.post("/follow/", {"code": code, "text": "A long story"})
    assert (back.status_code, "It is not sent yet" in said(back)) == (200, True)
    assert "A long story" in back.content.decode()
    assert Message.objects.count() == 0
    browser.post("/answer/", {"text": "A long story"})
    assert Message.objects.get().request == request


def test_closing_the_page_forgets_which_request_was_open():
    _request, code = asked()
    browser = visitor()
    browser.post("/follow/", {"code": code})
    assert browser.post("/answer/", {"leave": "1"}).url == "/"
    assert browser.get("/answer/").url == "/follow/"


def test_opening_a_request_gives_the_browser_a_session_that_nobody_else_knows():
    _request, code = asked()
    browser = visitor()
    asks(browser)
    before = browser.session.session_key
    browser.post("/follow/", {"code": code})
    assert browser.session.session_key != before
    assert not Session.objects.filter(pk=before).exists()


def test_guesses_of_codes_from_one_place_come_to_an_end_and_others_are_let_in():
    _request, code = asked()
    guesser = visitor()
    for number in range(GUESSES.tries):
        page = guesser.post("/follow/", {"code": new_code(number)})
        assert "No request has this code" in said(page)
    for typed in (new_code(99), code):
        page = guesser.post("/follow/", {"code": typed})
        assert (page.status_code, "Too many codes that are not known" in said(page)) == (422, True)
    assert visitor("203.0.113.8").post("/follow/", {"code": code}).url == "/answer/"


def test_codes_that_are_right_and_slips_are_no_guesses():
    _request, code = asked()
    Try.objects.all().delete()
    for _ in range(GUESSES.tries + 2):
        assert visitor().post("/follow/", {"code": code}).url == "/answer/"
        assert visitor().post("/follow/", {"code": "1234"}).status_code == 422
    assert not Try.objects.exists()


def test_a_flood_of_requests_from_one_place_ends_and_elsewhere_help_is_asked_as_before(monkeypatch):
    monkeypatch.setattr(services, "ASKS", services.Limit(timedelta(hours=1), 3, 100, 2))
    flooder = visitor()
    answers = [flooder.post("/ask/", sent()).status_code for _ in range(5)]
    assert answers == [302] * 3 + [422] * 2
    page = flooder.post("/ask/", sent(words="Not lost"))
    assert "Very many requests came from where you are" in said(page)
    assert "Not lost" in page.content.decode()
    assert visitor("203.0.113.9").post("/ask/", sent()).status_code == 302
    assert Request.objects.count() == 4
    assert "203.0.113" not in str(list(Try.objects.values_list()))


@pytest.mark.parametrize("path", ["/ask/", "/ask/code/", "/follow/", "/answer/"])
def test_no_browser_keeps_a_page_with_a_code_or_words(path):
    browser = visitor()
    asks(browser)
    assert "no-store" in browser.get(path).headers["Cache-Control"]


@pytest.mark.parametrize("typed", [{"flags": ["danger"]}, {"flags": ["minor"]}, {"age": "15"}])
def test_who_says_that_there_is_danger_reads_whom_to_call_above_the_code_and_above_the_answer(typed):
    browser, number = visitor(), care().emergency_number
    code = asks(browser, **typed)
    page = browser.get("/ask/code/").content.decode()
    assert page.index(f"tel:{number}") < page.index("the-code")
    browser.post("/ask/code/", {"code": code})
    page = browser.get("/answer/").content.decode()
    assert page.index(f"tel:{number}") < page.index("<h1>")
    assert all(danger.do.en in said(browser.get("/answer/")) for danger in care().dangers.values())


def test_who_says_nothing_of_danger_reads_their_code_first():
    browser = visitor()
    asks(browser, flags=["injecting"], age="30")
    assert "tel:" not in browser.get("/ask/code/").content.decode()
