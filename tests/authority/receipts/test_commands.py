"""`marga receipts source …`: what the operator types, what is said, and the exit codes."""

import pytest
from typer.testing import CliRunner

from marga.authority.receipts import keys, queries
from marga.cli import app
from support.ledgers import ORIGIN
from support.receipt_logs import KEY, key_text


@pytest.fixture(autouse=True)
def environment_of_its_own(monkeypatch):
    """A command becomes the authority's side, by variables that no other test may find."""
    monkeypatch.setenv("MARGA_SIDE", "authority")
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "marga.site.settings")


@pytest.fixture
def files(log, tmp_path):
    """What the side of the police gave the operator, and the keys of a witness."""
    (tmp_path / "ledger.keys").write_text(f"{log.key.verifier}\n")
    (tmp_path / "witness.keys").write_text(f"{log.witness.verifier}\n")
    (tmp_path / "receipts.key").write_text(key_text())
    return tmp_path


def run(*arguments):
    return CliRunner().invoke(app, ["receipts", "source", *map(str, arguments)])


def add(address, files):
    return run("add", address, "--keys", files / "ledger.keys", "--key", files / "receipts.key",
               "--witnesses", files / "witness.keys")  # fmt: skip


def test_a_source_is_added_with_its_lists_shown_and_removed(database, side, log, files):
    log.gives()
    log.signs()
    done = add(side.address, files)
    assert done.exit_code == 0, done.output
    assert f"Receipts of {ORIGIN} are checked by the lists of {side.address}." in done.stdout
    assert "1 entries about receipts, of 21; taken " in done.stdout
    made = queries.sources().get()
    assert keys.read_shared_key(keys.path_of(made.pk)) == KEY
    assert keys.path_of(made.pk).stat().st_mode & 0o777 == 0o600
    assert key_text().strip() not in done.output
    shown = run("list")
    assert (shown.exit_code, shown.stdout.splitlines()[0]) == (0, f"{ORIGIN} at {side.address}")
    assert run("remove", ORIGIN).exit_code == 0
    assert "No ledger's lists are taken yet" in run("list").stdout
    again = run("remove", ORIGIN)
    assert again.exit_code == 2
    assert "There is no source of the name" in again.stderr


def test_a_side_that_does_not_answer_yet_is_set_all_the_same_and_ends_with_1(database, files):
    done = add("http://127.0.0.1:1", files)
    assert done.exit_code == 1
    assert "not taken since" in done.stderr
    assert "Connection refused" in done.stderr
    assert queries.sources().count() == 1
    assert run("list").exit_code == 1


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("ledger.keys", None, "ledger.keys: No such file or directory."),
        ("ledger.keys", b"\xff", "is no text in UTF-8"),
        ("ledger.keys", b"hello", "is no verifier key"),
        ("receipts.key", None, "The file receipts.key with the key of the receipts cannot be read (No such file"),
        ("receipts.key", b"AAAA", "The file receipts.key holds no key of receipts: 32 bytes as base64, in one line"),
    ],
)
def test_a_file_that_is_not_what_it_should_be_is_named_and_nothing_is_set(database, side, files, name, content, says):
    (files / name).unlink() if content is None else (files / name).write_bytes(content)
    done = add(side.address, files)
    assert done.exit_code == 2
    assert says in " ".join(done.stderr.split())
    assert queries.sources().count() == 0
