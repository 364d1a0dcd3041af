"""No name, no word and no code stands anywhere in the clear: in no table, no act, no session, no log."""

import logging

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client

from marga.care.models import Act, Message, Request
from marga.care.models import Client as Person
from marga.care.requests.queries import shown
from marga.care.sealing import UNREADABLE, opened
from marga.ledger.codes import read_code
from support.care import HOME, signed_in_as
from support.care_lived import SECRETS, lived_in


@pytest.fixture
def lived(database):
    return lived_in()


def dump():
    """Every value of every table, also of those that no model has."""
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        assert {model._meta.db_table for model in apps.get_models()} <= set(names)
        for name in names:
            cursor.execute(f'SELECT * FROM "{name}"')
            for row in cursor.fetchall():
                yield name, " ".join(str(bytes(one) if isinstance(one, memoryview) else one) for one in row)


def forms_of(secret):
    """How a text or a code may stand: as it is, in JSON with its letters escaped, without spaces, as bytes."""
    number = secret.replace(" ", "")
    more = [str(read_code(secret)), hex(read_code(secret))[2:]] if number.isdecimal() and len(number) == 40 else []
    return {secret, number, secret.encode("unicode_escape").decode(), *more}


def test_no_secret_stands_in_any_table(lived):
    browser, typed = Client(), {"route": "self", "province": "KH-12", "words": "He sleeps under the bridge",
                                "name": "Bong Srey", "once": "12345678-1234-5678-1234-567812345678"}  # fmt: skip
    browser.post("/ask/", typed)
    code = browser.get("/ask/code/").content.decode().split('id="the-code">')[1].split("<")[0]
    browser.post("/ask/code/", {"code": code})
    browser.post("/answer/", {"text": "I am afraid of him"})
    again = Client()
    again.post("/follow/", {"code": lived.codes[0]})
    again.post("/answer/", {"text": "Bring nothing"})
    for path in (f"/clients/{lived.client}/", "/clients/?text=Kla+Tiger", f"/requests/{lived.request}/"):
        assert signed_in_as("manager").get(path).status_code == 200 or connection.close()
    looked_for = {form for secret in (*SECRETS, code, *lived.codes) for form in forms_of(secret)}
    found = [(name, secret) for name, row in dump() for secret in looked_for if secret in row]
    assert found == []


def test_what_is_looked_for_would_be_found(lived):
    """The dump reaches the tables that matter: what is no secret is found in them."""
    names = {name for name, row in dump() if lived.request in row}
    assert {"care_act", "care_request", "care_message"} <= names
    assert any(HOME in row for _name, row in dump())


def test_no_secret_stands_in_a_log(lived, caplog, monkeypatch):
    monkeypatch.setattr(logging.getLogger("django"), "propagate", True)
    with caplog.at_level(logging.DEBUG), caplog.at_level(logging.DEBUG, "django.request"):  # more than a side logs
        browser = Client(raise_request_exception=False)
        browser.post("/follow/", {"code": lived.codes[0], "text": "I am afraid of him"})
        browser.post("/follow/", {"code": "12 " + lived.codes[0]})
        browser.post("/ask/", {"route": "x", "words": "He sleeps under the bridge", "name": "Bong Srey"})
        browser.post("/answer/", {"text": ""})
        browser.post("/nowhere/", {"text": "I am afraid of him"})
        signed_in_as("manager").post(f"/clients/{lived.client}/correct/", {"name": "Kla Tiger", "province": "moon"})
    assert caplog.text
    assert not [secret for one in (*SECRETS, *lived.codes) for secret in forms_of(one) if secret in caplog.text]


def test_what_was_moved_to_another_row_by_sql_is_not_read(lived):
    one, other = Request.objects.get(pk=lived.request), Request.objects.exclude(pk=lived.request).first()
    Request.objects.filter(pk=other.pk).update(words=one.words)
    Message.objects.update(text=one.words)
    assert shown(Request.objects.get(pk=other.pk)).words == UNREADABLE
    assert {said.text for said in shown(one).messages} == {UNREADABLE}
    client = Person.objects.get(pk=lived.client)
    assert opened(client.name, "client.name", lived.client) == "Kla Tiger"
    assert opened(client.name, "client.contact", lived.client) == UNREADABLE


def test_two_people_of_one_name_have_nothing_alike_but_the_blind_words_of_its_sound(lived):
    named = [one for one in Person.objects.all() if opened(one.name, "client.name", one.number) == "Kla Tiger"]
    assert len(named) == 3
    assert len({one.name for one in named}) == 3
    assert len({tuple(one.sounds.order_by("word").values_list("word", flat=True)) for one in named[1:]}) <= 2
    assert Act.objects.filter(about__in=[one.pk for one in named]).count() >= 3
