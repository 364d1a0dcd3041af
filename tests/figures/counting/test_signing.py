"""A cube is trusted by its signature: another key, another byte or no signature is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from marga.country import DataError
from marga.figures.counting.signing import key_at, public_name, sign, signature_file, verify


@pytest.fixture
def signed(tmp_path: Path) -> tuple[Path, str]:
    file = tmp_path / "one.cube"
    file.write_bytes(b"counts")
    key = key_at(tmp_path / "key")
    sign(file, key)
    return file, public_name(key.public_key())


def test_a_signed_file_is_trusted_by_its_key(signed: tuple[Path, str]) -> None:
    file, name = signed
    assert verify(file, {name}) == name


def test_the_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    first = public_name(key_at(tmp_path / "key").public_key())
    assert public_name(key_at(tmp_path / "key").public_key()) == first
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600


def test_a_changed_file_is_refused(signed: tuple[Path, str]) -> None:
    file, name = signed
    file.write_bytes(b"Counts")
    with pytest.raises(DataError, match="was changed after it was signed"):
        verify(file, {name})


def test_a_file_signed_by_a_stranger_is_refused_by_the_strangers_name(signed: tuple[Path, str], tmp_path: Path) -> None:
    file, name = signed
    other = key_at(tmp_path / "other")
    sign(file, other)
    with pytest.raises(DataError, match="not trusted here"):
        verify(file, {name})


def test_a_signature_taken_from_another_file_is_refused(signed: tuple[Path, str], tmp_path: Path) -> None:
    file, name = signed
    second = tmp_path / "two.cube"
    second.write_bytes(b"other counts")
    signature_file(second).write_text(signature_file(file).read_text())
    with pytest.raises(DataError, match="was changed after it was signed"):
        verify(second, {name})


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"key": "zz", "signature": "!"}', "not JSON"])
def test_a_signature_that_cannot_be_read_is_refused(signed: tuple[Path, str], text: str) -> None:
    file, name = signed
    signature_file(file).write_text(text)
    with pytest.raises(DataError, match="cannot be read"):
        verify(file, {name})


def test_a_file_without_a_signature_is_refused(signed: tuple[Path, str]) -> None:
    file, name = signed
    signature_file(file).unlink()
    with pytest.raises(DataError, match="has no signature beside it"):
        verify(file, {name})


def test_a_forged_signature_under_a_trusted_name_is_refused(signed: tuple[Path, str], tmp_path: Path) -> None:
    file, name = signed
    sign(file, key_at(tmp_path / "other"))
    said = json.loads(signature_file(file).read_text())
    signature_file(file).write_text(json.dumps({**said, "key": name}))
    with pytest.raises(DataError, match="was changed after it was signed"):
        verify(file, {name})
