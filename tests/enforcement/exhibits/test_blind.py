"""Whoever weighs second, or again, finds the first weight on no page, label, picture or answer."""

import re
from decimal import Decimal

import pytest

from marga.enforcement.access import acting
from marga.enforcement.acts.models import Act
from marga.enforcement.exhibits.keeping import photograph
from marga.enforcement.exhibits.queries import said_of
from marga.enforcement.exhibits.services import begin, cancel_round, open_round, seal
from marga.enforcement.urls import urlpatterns
from marga.site.accounts.models import Account
from support.accounts import back
from support.register import OFFICER, SECOND, SUPERVISOR, booked, signed_in_as, station

pytestmark = pytest.mark.usefixtures("database")
SECRET, DIGITS = Decimal("17.3942"), re.compile(rb"1[78]\.39")  # net, and gross
READERS = [SECOND, SUPERVISOR, "2001", "3001", "4001", "5001"]
VALUES = {"number": "1", "sha256": "0" * 64}


def addresses(patterns, before=""):
    """Every address of the side, with something in each gap."""
    for one in patterns:
        here = before + str(one.pattern)
        if hasattr(one, "url_patterns"):
            yield from addresses(one.url_patterns, here)
        else:
            yield here


def filled(address, key):
    case = key.rpartition(".")[0]

    def value(gap):
        kind, _colon, name = gap.group(1).rpartition(":")
        if kind == "path":
            return key if name == "key" and "exhibits" in address else case
        return VALUES.get(name, "1")

    return "/" + re.sub(r"<([^>]+)>", value, address.replace("^", "").replace("$", ""))


def browser(number):
    return signed_in_as(number)


def leaks(client, key):
    """The addresses whose answer has the digits of the first weight, and what stands around them."""
    extra = ["/exhibits/?seal=A-0001", "/exhibits/?after=", f"/km/exhibits/{key}/"]
    everything = [filled(one, key) for one in addresses(urlpatterns)] + extra
    found = {}
    for address in everything:
        if "sign-out" in address:
            continue
        ours = "exhibit" in address or "case" in address
        for headers in ({}, {"HX-Request": "true", "Accept": "application/json"}) if ours else ({},):
            answer = client.get(address, headers=headers)
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            if digits := DIGITS.search(body):
                found[address] = body[max(0, digits.start() - 200) : digits.end() + 200]
    return found


@pytest.fixture
def key(database):
    station()
    return f"{booked().number}.E1"


@pytest.fixture
def first_sealed(key):
    clients = {number: browser(number) for number in [OFFICER, *READERS]}
    who = acting(Account.objects.get(name=f"officer-{OFFICER}"))
    begin(key, 1, "", who)
    photograph(key, b"\xff\xd8\xff 17.3942", who)
    seal(key, 1, SECRET + 1, SECRET, "S1", who)
    return clients


def as_officer(number):
    return acting(Account.objects.get(name=f"officer-{number}"))


def test_nobody_but_the_first_weigher_reads_the_first_weight(key, first_sealed):
    assert f"/exhibits/{key}/" in leaks(first_sealed[OFFICER], key)
    assert {number: leaks(first_sealed[number], key) for number in READERS} == {number: {} for number in READERS}


def test_nor_after_a_cancelled_round_nor_during_another(key, first_sealed):
    cancel_round(key, 1, "I read 17.3942 twice.", as_officer(OFFICER))
    readers = [SECOND, "2001"]
    assert [leaks(first_sealed[number], key) for number in readers] == [{}, {}]
    begin(key, 2, "Again, not 17.3942.", as_officer(SECOND))
    assert [leaks(first_sealed[number], key) for number in readers] == [{}, {}]


def test_once_opened_all_who_see_the_exhibit_read_both(key, first_sealed):
    seal(key, 1, Decimal("18.4"), Decimal("17.4"), "S2", as_officer(SECOND))
    act = Act.objects.filter(kind="weight.sealed").first()
    assert said_of(act, as_officer(SECOND)) == ""
    assert leaks(first_sealed[SECOND], key) == {}
    open_round(key, 1, as_officer(SECOND))
    assert "17.3942" in said_of(act, as_officer(SECOND))
    assert b"17.3942" in first_sealed[SECOND].get(f"/exhibits/{key}/").content
    assert b"17.3942" not in first_sealed[SECOND].get(f"/exhibits/{key}/label/").content


def test_a_weight_with_a_comma_is_explained_and_kept(key, first_sealed):
    sent = {"gross": "13", "net": "12,5", "unit": "g", "instrument": "S2", "round": "1"}
    answer = back(first_sealed[SECOND], first_sealed[SECOND].post(f"/exhibits/{key}/weigh/", sent))
    assert "12,5 has a comma: write 12.5." in answer.content.decode()
    assert 'value="12,5"' in answer.content.decode()
