"""A sealed slip opens one request, wherever it is shown first; and nobody can tell which station it came from."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.test import Client as Browser

from marga.care.acts.models import Act
from marga.care.assessments.services import known_of
from marga.care.clients.services import Person, open_client
from marga.care.national import clinical
from marga.care.requests.models import Request
from marga.care.requests.services import Asked, ask, open_with_slip
from marga.care.slips import paper
from marga.care.slips.command import slips_to
from marga.care.slips.models import Slip, SlipBatch
from marga.care.slips.queries import batches
from marga.care.slips.services import lose_slips, print_slips
from marga.care.stays.models import Stay
from marga.identity.ages import born_on
from marga.ledger.codes import SLIP, format_code, read_code
from marga.site.faults import Faulty
from marga.site.refusals import NotAllowed, NotFound, WrongState
from marga.site.tries.rules import GUESSES
from support.accounts import said
from support.care_wall import HOME, NOW, TODAY, acting, at_time, centres, days, signed_in_as

pytestmark = pytest.mark.usefixtures("database")
SOMEBODY = Person(province="KH-12", name="Sok Dara", sex="male", born=born_on(date(1999, 3, 4)))
ASKED = Asked(route="arrest", province="KH-12")


@pytest.fixture(autouse=True)
def at_centres(database, monkeypatch):
    centres()
    at_time(monkeypatch, NOW)


def printed(count=3, for_days=30):
    batch, codes = print_slips(count, for_days, acting("clerk"))
    return batch, [read_code(code, SLIP) for code in codes]


def test_of_slips_care_keeps_keyed_hashes_in_an_order_of_their_own_and_a_last_day():
    batch, numbers = printed(20)
    assert (batch.count, batch.expires) == (20, TODAY + days(30))
    act = Act.objects.get(kind="slips.printed")
    assert act.new["hashes"] == sorted(act.new["hashes"])
    kept = " ".join(str(row) for row in [*Slip.objects.values_list(), *Act.objects.values_list("new", flat=True)])
    assert [number for number in numbers if str(number) in kept] == []
    assert len(set(numbers)) == 20
    assert act.centre == ""


def test_a_slip_opens_one_request_that_is_marked_offered():
    _batch, (slip, *_others) = printed()
    made, _code = ask(ASKED, slip=slip)
    assert (made.offered, made.route) == (True, "arrest")
    assert Slip.objects.filter(shown=TODAY).count() == 1
    before = Act.objects.count()
    with pytest.raises(WrongState, match="shown before"):
        ask(ASKED, slip=slip)
    assert (Act.objects.count(), Request.objects.count()) == (before, 1)


def test_no_act_says_both_a_slip_and_a_request():
    _batch, (slip, *_others) = printed()
    made, _code = open_with_slip(slip, acting("intake"))
    shown = Act.objects.get(kind="slip.shown")
    assert (shown.centre, shown.by) == ("", "asker")
    assert made.number not in str((shown.about, shown.new))
    assert shown.new["slip"] not in str(
        list(Act.objects.filter(kind__startswith="request").values_list("new", flat=True))
    )
    assert not {field.name for field in Slip._meta.get_fields()} - {"hash", "batch", "shown"}


def test_without_a_slip_nobody_comes_by_an_arrest():
    with pytest.raises(Faulty):
        ask(ASKED)
    assert not Act.objects.filter(kind__startswith="request").exists()


def test_shown_at_a_centre_it_opens_a_request_there():
    _batch, (slip, *_others) = printed()
    made, _code = open_with_slip(slip, acting("intake"))
    assert (made.centre_id, made.offered, made.taken) == (HOME, True, NOW)
    with pytest.raises(NotAllowed):
        open_with_slip(slip, acting("clerk"))


def test_a_slip_that_is_too_old_or_was_never_printed_opens_nothing(monkeypatch):
    _batch, (slip, other, *_others) = printed()
    before = Act.objects.count()
    with pytest.raises(NotFound, match="No slip has these digits"):
        ask(ASKED, slip=(slip + 1) % SLIP.codes)
    at_time(monkeypatch, NOW + timedelta(days=31))
    with pytest.raises(WrongState, match="too old"):
        ask(ASKED, slip=other)
    assert (Act.objects.count(), Request.objects.count()) == (before, 0)


def test_only_the_clerk_prints_slips_and_no_more_than_can_be_sealed():
    for name in ("worker", "boss", "planner", "inspector"):
        with pytest.raises(NotAllowed):
            print_slips(1, 30, acting(name))
    for count, for_days in ((0, 30), (5001, 30), (1, 0), (1, 731)):
        with pytest.raises(Faulty):
            print_slips(count, for_days, acting("clerk"))
    assert not SlipBatch.objects.exists()


def test_lost_shown_expired_and_open_slips_are_counts():
    batch, numbers = printed(10, for_days=5)
    ask(ASKED, slip=numbers[0])
    lose_slips(batch.pk, 3, acting("clerk"))
    (now,), (later,) = batches(TODAY), batches(TODAY + days(6))
    assert (now.shown, now.batch.lost, now.expired, now.open) == (1, 3, 0, 6)
    assert (later.shown, later.batch.lost, later.expired, later.open) == (1, 3, 6, 0)
    with pytest.raises(Faulty, match="6 slips"):
        lose_slips(batch.pk, 7, acting("clerk"))
    with pytest.raises(NotAllowed):
        lose_slips(batch.pk, 1, acting("boss"))


def test_the_paper_has_each_slip_in_both_languages_and_is_its_owners_alone(tmp_path: Path):
    out = tmp_path / "slips.pdf"
    said = slips_to(out, 5, 30, "clerk")
    assert "5 slips" in said
    assert out.read_bytes().startswith(b"%PDF")
    assert out.stat().st_mode & 0o077 == 0
    with pytest.raises(FileExistsError):
        slips_to(out, 5, 30, "clerk")
    assert Slip.objects.count() == 5


def test_paper_that_cannot_be_made_leaves_no_slip_and_no_file(tmp_path: Path, monkeypatch):

    def no_paper(*_said):
        raise OSError(28, "No space left on device", "slips.pdf")

    monkeypatch.setattr(paper, "page", no_paper)
    with pytest.raises(OSError, match="No space"):
        slips_to(tmp_path / "slips.pdf", 5, 30, "clerk")
    assert not Slip.objects.exists()
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(NotAllowed, match="no account nobody"):
        slips_to(tmp_path / "slips.pdf", 5, 30, "nobody")


def test_whoever_has_a_slip_types_it_and_answers_the_questions_without_saying_why_they_come():
    _batch, (_slip, *_others) = printed()
    _batch, codes = print_slips(1, 30, acting("clerk"))
    browser = Browser()
    wrong = browser.post("/slip/", {"slip": codes[0].replace(codes[0][0], str((int(codes[0][0]) + 1) % 10), 1)})
    assert "has a slip" in said(wrong)
    assert browser.post("/slip/", {"slip": codes[0]}).url == "/ask/"
    page = browser.get("/ask/")
    assert "Your slip counts" in said(page)
    assert "Who needs help?" not in said(page)
    once = page.context["form"]["once"].value()
    answer = browser.post("/ask/", {"province": "KH-12", "once": once})
    assert answer.url == "/ask/code/"
    made = Request.objects.get()
    assert (made.offered, made.route) == (True, "arrest")
    assert "Your slip counts" not in said(browser.get("/ask/"))
    assert codes[0].replace(" ", "") not in str(dict(browser.session))


def test_at_a_centre_the_code_of_the_request_is_shown_once_on_the_page():
    _batch, codes = print_slips(2, 30, acting("clerk"))
    browser = signed_in_as("intake")
    page = browser.post("/slips/shown/", {"slip": codes[0]})
    assert page.context["code"] in page.content.decode()
    assert "shown before" in said(browser.post("/slips/shown/", {"slip": codes[0]}))
    assert signed_in_as("clerk").post("/slips/shown/", {"slip": codes[1]}).status_code == 403
    assert Request.objects.count() == 1


def test_the_clerk_sees_counts_and_writes_down_what_was_lost():
    batch, _numbers = printed(4)
    browser = signed_in_as("clerk")
    assert batch.number in said(browser.get("/slips/"))
    assert browser.post(f"/slips/{batch.number}/lost/", {"count": "2"}).status_code == 302
    assert SlipBatch.objects.get().lost == 2
    assert signed_in_as("boss").get("/slips/").status_code == 403


def test_guesses_of_slips_from_one_place_come_to_an_end():
    _batch, (slip, *_others) = printed()
    guesser = Browser(REMOTE_ADDR="203.0.113.7")
    for number in range(GUESSES.tries):
        wrong = format_code((slip + number + 1) % SLIP.codes, SLIP)
        assert "No slip has these digits" in said(guesser.post("/slip/", {"slip": wrong}))
    right = {"slip": format_code(slip, SLIP)}
    assert "Too many codes that are not known" in said(guesser.post("/slip/", right))
    assert Browser(REMOTE_ADDR="203.0.113.8").post("/slip/", right).url == "/ask/"


def test_guesses_of_a_persons_code_from_one_place_come_to_an_end():
    guesser = Browser(REMOTE_ADDR="203.0.113.7")
    for number in range(GUESSES.tries):
        assert "No record has this code" in said(guesser.post("/own/", {"code": format_code(number)}))
    assert "Too many codes that are not known" in said(guesser.post("/own/", {"code": format_code(99)}))


def test_who_showed_a_slip_and_walks_into_a_free_place_came_by_an_arrest_and_not_by_themselves():
    _batch, (slip, *_others) = printed()
    made, _code = open_with_slip(slip, acting("intake"))
    person = open_client(SOMEBODY, acting("intake"), made.number)
    browser, path = signed_in_as("boss"), f"/clients/{person.number}/stay/"
    assert "Who asked, or what led to it" not in said(browser.get(path))
    assert browser.post(path, {"ward": f"{HOME}.1", "basis": "voluntary", "route": "self"}).status_code == 302
    assert Stay.objects.get().route == "arrest"
    assert known_of(person, acting("worker"))["referral"] == clinical().referrals["arrest"]


def test_of_whom_nothing_is_written_down_it_is_asked_how_they_came():
    person = open_client(SOMEBODY, acting("intake"))
    browser, path = signed_in_as("boss"), f"/clients/{person.number}/stay/"
    refused = browser.post(path, {"ward": f"{HOME}.1", "basis": "voluntary"})
    assert "Who asked, or what led to it" in said(browser.get(refused["Location"]))
    assert not Stay.objects.exists()
    assert browser.post(path, {"ward": f"{HOME}.1", "basis": "voluntary", "route": "court"}).status_code == 302
    assert Stay.objects.get().route == "court"
