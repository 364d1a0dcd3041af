"""Pages of exhibits: who may open each, how many queries they take, and what they say when something is not taken."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from marga.enforcement.exhibits.destroying import ask
from marga.enforcement.exhibits.keeping import photograph, weigh_later
from marga.enforcement.exhibits.models import Exhibit, Photograph
from marga.enforcement.exhibits.services import begin, open_round, seal
from support.register import NOW, OFFICER, OUTSIDER, SECOND, acting, booked, exhibit, hours, signed_in_as, station

pytestmark = pytest.mark.usefixtures("database")
NET = Decimal("17.39")
#: part of the address -> the numbers of those who may open it; the others are refused
STATION_AND_STORE = {OFFICER, "1003", "2001"}
MAY_OPEN = {
    "begin": STATION_AND_STORE, "weigh": STATION_AND_STORE, "cancel": STATION_AND_STORE,
    "give": STATION_AND_STORE, "later": STATION_AND_STORE, "destroy": STATION_AND_STORE,
    "photograph": STATION_AND_STORE, "look": {"1003"}, "laboratory": set(), "label": {*STATION_AND_STORE, "5001"},
}  # fmt: skip
READERS = (OFFICER, "1003", "2001", "4001", "5001", "9001")


def later(number=OFFICER, after=2):
    return acting(number, NOW + hours(after))


def weighed(key):
    begin(key, 1, "", later(after=1))
    seal(key, 1, NET + 1, NET, "S1", later(after=1))
    seal(key, 1, NET + 1, NET, "S2", later(SECOND, 1))
    open_round(key, 1, later(after=1))


@pytest.fixture
def key(database):
    station()
    return f"{booked().number}.E1"


def queries(client, address):
    client.get(address)  # what is kept after a first time
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def test_each_page_is_for_those_whose_work_it_is(key):
    clients = {number: signed_in_as(number) for number in READERS}
    opened = {part: {number for number, client in clients.items()
                     if client.get(f"/exhibits/{key}/{part}/").status_code == 200} for part in MAY_OPEN}  # fmt: skip
    assert opened == MAY_OPEN


@pytest.mark.parametrize("number", ["4001", "5001", "9001"])
def test_who_keeps_no_exhibits_sends_nothing(key, number):
    client = signed_in_as(number)
    for part in ("begin", "weigh", "cancel", "give", "later", "destroy", "photograph", "look", "laboratory",
                 "open/1", "take/1", "call-off/1", "witness/1", "keep/1"):  # fmt: skip
        assert client.post(f"/exhibits/{key}/{part}/").status_code == 403


def test_an_officer_of_another_unit_finds_nothing(key):
    client = signed_in_as(OUTSIDER)
    assert [client.get(f"/exhibits/{key}/{part}").status_code for part in ("", "label/", "give/")] == [404] * 3
    assert key not in client.get("/exhibits/").content.decode()


def test_the_page_of_an_exhibit_takes_as_many_queries_however_much_was_done(key):
    client = signed_in_as(OFFICER)
    for number in (SECOND, OUTSIDER, "1003"):
        signed_in_as(number)
    weighed(key)
    photograph(key, b"\xff\xd8\xff", later())
    weigh_later(key, "held", NET, "S1", "", later())
    ask(key, NET, "S1", (SECOND, "1003"), "", later())
    before = queries(client, f"/exhibits/{key}/")
    for number in range(5):
        photograph(key, b"\xff\xd8\xff" + bytes([number]), later())
    assert queries(client, f"/exhibits/{key}/") == before
    assert before <= 25


def test_the_list_takes_as_many_queries_however_many_there_are(key):
    client = signed_in_as(OFFICER)
    before = queries(client, "/exhibits/")
    for number in range(6):
        booked(exhibits=(exhibit(seal=f"B-{number}"), exhibit(seal=f"C-{number}")))
    assert queries(client, "/exhibits/") == before
    assert before <= 20


def test_the_store_takes_as_many_queries_however_many_were_weighed_again(key):
    client = signed_in_as(OFFICER)
    weighed(key)
    weigh_later(key, "held", NET, "S1", "", later())
    before = queries(client, "/exhibits/store/")
    for number in range(3):
        another = f"{booked(exhibits=(exhibit(seal=f'B-{number}'),)).number}.E1"
        weighed(another)
        weigh_later(another, "held", NET, "S1", "", later())
    assert queries(client, "/exhibits/store/") == before
    assert "of 69.56 g seized, 69.56 g are accounted for" in client.get("/exhibits/store/").content.decode()


def test_an_empty_store_says_that_nothing_is_held_and_neither_good_nor_bad(key):
    page = signed_in_as("2001").get("/exhibits/store/").content.decode()
    assert "Nothing is held that was weighed again or destroyed" in page
    assert "severity-note" in page
    assert "severity-good" not in page
    assert "add up" not in page


def test_a_file_that_is_no_picture_is_explained_beside_its_field(key):
    sent = {"photograph": SimpleUploadedFile("a.pdf", b"%PDF-1.7")}
    answer = signed_in_as(OFFICER).post(f"/exhibits/{key}/photograph/", sent)
    assert answer.status_code == 422
    assert "A photograph is a JPEG, PNG or WebP" in answer.content.decode()
    assert not Photograph.objects.exists()


def test_a_picture_comes_back_as_it_was_sent_and_is_not_opened_here(key):
    client = signed_in_as(OFFICER)
    sent = {"photograph": SimpleUploadedFile("a.png", b"\x89PNG\r\n\x1a\n1")}
    assert client.post(f"/exhibits/{key}/photograph/", sent).status_code == 302
    answer = client.get(f"/exhibits/{key}/photographs/{Photograph.objects.get().sha256}/")
    assert (answer.content, answer["Content-Type"]) == (b"\x89PNG\r\n\x1a\n1", "image/png")
    assert answer["Content-Disposition"].startswith("attachment")


def test_cancelling_without_a_reason_is_explained_and_cancels_nothing(key):
    client = signed_in_as(OFFICER)
    assert client.post(f"/exhibits/{key}/begin/", {"round": "1", "reason": ""}).status_code == 302
    answer = client.post(f"/exhibits/{key}/cancel/", {"round": "1", "reason": ""})
    assert answer.status_code == 422
    assert "Write why. It stays on the record." in answer.content.decode()
    assert Exhibit.objects.get().rounds.get().cancelled is None


def test_what_one_was_given_waits_on_the_front_page_until_it_is_taken(key):
    giver, taker = signed_in_as(OFFICER), signed_in_as(SECOND)
    assert giver.post(f"/exhibits/{key}/give/", {"taker": SECOND, "purpose": "court"}).status_code == 302
    assert "A-0001" in taker.get("/").content.decode()
    assert "A-0001" not in giver.get("/").content.decode()
    assert taker.post(f"/exhibits/{key}/take/1/").status_code == 302
    assert "A-0001" not in taker.get("/").content.decode()
    assert Exhibit.objects.get().holder == SECOND
