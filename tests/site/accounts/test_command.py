"""`marga account …`, in processes of its own beside a side that was prepared."""

import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]
PASSWORD = re.compile(r"^One-time password, shown this once: ((\w{4}-){3}\w{4})$", re.M)


def environ(data: Path, **more: str) -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("MARGA_")}
    return {**clean, "MARGA_DATA": str(data), **more}


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> Path:
    """The data folder of a side with empty tables."""
    folder = tmp_path_factory.mktemp("data")
    command = [sys.executable, "-m", "django", "migrate", "--verbosity", "0"]
    subprocess.run(command, env=environ(folder), check=True)
    return folder


@pytest.fixture
def marga(data) -> Run:
    """Runs `marga account` on that side."""

    def run(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        program = Path(sys.executable).with_name("marga")
        return subprocess.run(
            [program, "account", *arguments], env=environ(data, **more), capture_output=True, text=True
        )

    return run


def rows(data: Path, question: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(data / "authority" / "db.sqlite3") as database:
        return database.execute(question).fetchall()


def test_an_account_is_added_listed_reset_closed_and_opened(marga, data):
    added = marga("add", "sok-dara", "--role", "statistician", "--role", "administrator")
    assert (added.returncode, added.stderr) == (0, "")
    assert added.stdout.startswith("sok-dara may now sign in.\n")
    first = PASSWORD.search(added.stdout).group(1)
    listed = marga("list").stdout
    assert re.search(r"sok-dara +administrator, statistician +open, one-time password until .* never", listed)
    assert first not in listed
    reset = marga("reset", "sok-dara", "--reason", "lost telephone")
    assert reset.returncode == 0
    assert PASSWORD.search(reset.stdout).group(1) != first
    closed = marga("close", "sok-dara", "--reason", "has left")
    assert closed.stdout == "sok-dara is closed, and signed out wherever it was signed in.\n"
    assert re.search(r"sok-dara .* closed", marga("list").stdout)
    assert marga("open", "sok-dara").returncode == 0
    done = rows(data, "SELECT kind, who, about, detail FROM accounts_event ORDER BY id")
    assert [(kind, about, detail) for kind, _who, about, detail in done] == [
        ("added", "sok-dara", "administrator, statistician"), ("reset", "sok-dara", "lost telephone"),
        ("closed", "sok-dara", "has left"), ("opened", "sok-dara", ""),
    ]  # fmt: skip
    assert all(who.startswith("command line") for _kind, who, _about, _detail in done)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("add", "two words", "--role", "statistician"), "“two words” cannot be a user name."),
        (("add", "new-one", "--role", "king"), "“king” is no role of this side. The roles are: statistician,"),
        (("reset", "no-one", "--reason", "lost telephone"), "There is no account “no-one”."),
        (("open", "no-one"), "There is no account “no-one”."),
        (("list", "--side", "care"), "There is no care side in "),
        (("list", "--side", "police"), "There is no police side in "),
    ],
)
def test_what_cannot_be_done_ends_with_2_and_one_line_that_says_why(marga, arguments, told):
    done = marga(*arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith(told)
    assert done.stderr.count("\n") == 1


def test_what_ends_something_asks_for_the_reason(marga):
    for act in ("reset", "close"):
        done = marga(act, "sok-dara")
        assert done.returncode == 2
        assert "--reason" in done.stderr


def test_a_wrong_data_folder_is_said_and_not_made(marga, tmp_path):
    done = marga("list", MARGA_DATA=str(tmp_path / "elsewhere"))
    assert done.returncode == 2
    assert done.stderr.startswith(f"There is no authority side in {tmp_path / 'elsewhere'}. Set MARGA_DATA")
    assert not (tmp_path / "elsewhere").exists()


def test_a_side_that_was_never_started_is_said(marga, tmp_path):
    (tmp_path / "authority").mkdir()
    done = marga("list", MARGA_DATA=str(tmp_path))
    assert done.returncode == 2
    assert "cannot be used" in done.stderr
    assert "./run" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_setting_that_cannot_be_read_is_said(marga):
    done = marga("list", MARGA_IDLE_MINUTES="soon")
    assert done.returncode == 2
    assert done.stderr == "MARGA_IDLE_MINUTES is 'soon'. Set it to a number from 1 to 1440.\n"


def test_help_needs_no_django():
    """`marga --help` stays quick because nothing of a side is imported for it."""
    look = "import sys; from marga.cli import app; app(['account', '--help'], standalone_mode=False)"
    done = subprocess.run(
        [sys.executable, "-c", f"{look}; print('django' in sys.modules)"], capture_output=True, text=True
    )
    assert "add" in done.stdout
    assert done.stdout.endswith("False\n")
