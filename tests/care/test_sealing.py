"""What says who somebody is cannot be read without the key, nor moved to another row."""

import base64

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from marga.care import sealing
from marga.care.sealing import UNREADABLE, blind, code_hash, opened, seal


@pytest.fixture
def folder(tmp_path):
    """Keys of its own."""
    before, settings.MARGA_FOLDER = settings.MARGA_FOLDER, tmp_path
    yield tmp_path
    settings.MARGA_FOLDER = before


def test_what_was_sealed_is_opened_again_and_is_never_sealed_twice_the_same(folder):
    sealed = [seal("សុខ ដារ៉ា", "client.name", "1") for _ in range(2)]
    assert [opened(one, "client.name", "1") for one in sealed] == ["សុខ ដារ៉ា"] * 2
    assert sealed[0] != sealed[1]
    assert seal("", "client.name", "1") == opened("", "client.name", "1") == ""


@pytest.mark.parametrize(("field", "key"), [("client.name", "2"), ("client.contact", "1"), ("message.text", "1")])
def test_a_text_that_was_moved_to_another_row_or_column_is_not_opened(folder, field, key):
    assert opened(seal("Sok Dara", "client.name", "1"), field, key) == UNREADABLE


@pytest.mark.parametrize("text", ["no base64!", "AAAA", "Zm9v", base64.b64encode(bytes(60)).decode()])
def test_what_is_no_sealed_text_is_not_opened_and_breaks_nothing(folder, text):
    assert opened(text, "client.name", "1") == UNREADABLE


def test_one_letter_changed_in_the_database_is_not_opened(folder):
    raw = bytearray(base64.b64decode(seal("Sok Dara", "client.name", "1")))
    raw[-1] ^= 1
    assert opened(base64.b64encode(raw).decode(), "client.name", "1") == UNREADABLE


def test_a_new_first_key_seals_and_the_old_one_still_opens(folder):
    old = seal("Sok Dara", "client.name", "1")
    path = folder / sealing.SEALS
    path.write_text(base64.b64encode(b"n" * 32).decode() + "\n" + path.read_text())
    sealing._read.cache_clear()
    new = seal("Sok Dara", "client.name", "1")
    assert opened(old, "client.name", "1") == opened(new, "client.name", "1") == "Sok Dara"
    path.write_text(path.read_text().splitlines()[0] + "\n")
    sealing._read.cache_clear()
    assert opened(old, "client.name", "1") == UNREADABLE
    assert opened(new, "client.name", "1") == "Sok Dara"


def test_keys_are_for_their_owner_alone_and_a_damaged_one_stops_the_side(folder):
    sealing.make_keys()
    paths = [folder / name for name in (sealing.SEALS, sealing.BLINDS, sealing.CODES)]
    assert [path.stat().st_mode & 0o777 for path in paths] == [0o600] * 3
    assert len({path.read_text() for path in paths}) == 3
    paths[0].write_text("c2hvcnQ=\n")
    sealing._read.cache_clear()
    with pytest.raises(ImproperlyConfigured, match=r"care\.key is damaged"):
        seal("Sok Dara", "client.name", "1")


def test_blind_words_are_equal_for_equal_words_of_one_purpose_only(folder):
    assert blind("sk tr", "client.sound") == blind("sk tr", "client.sound")
    assert len({blind("sk tr", "client.sound"), blind("sk tr", "other"), blind("sk", "client.sound")}) == 3
    assert len({code_hash(7, "request"), code_hash(7, "slip"), code_hash(8, "request")}) == 3
