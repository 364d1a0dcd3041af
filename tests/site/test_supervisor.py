"""`./run`: starts a side with its worker, keeps them running, and leaves nothing behind."""

import json
import os
import signal
import socket
import urllib.request
from pathlib import Path
from types import SimpleNamespace

import pytest

from marga.site import preparing, supervisor
from support.sides import LiveSide, free_port, running_side
from support.sides import supervisor as start_supervisor
from support.waiting import line_with, until

#: They start a side on the same data, one after another: a first start is the slowest.
ON_SAME_DATA = pytest.mark.xdist_group("supervisor")


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return tmp_path_factory.mktemp("data")


def health(side: LiveSide) -> dict[str, object]:
    """What the side says about itself."""
    with urllib.request.urlopen(f"{side.address}/healthz", timeout=10) as answer:
        return json.load(answer)


def descendants(pid: int) -> list[int]:
    """Every process that this one started, and those started by them."""
    children = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return [*children, *(deeper for child in children for deeper in descendants(child))]


def is_alive(pid: int) -> bool:
    """Whether the process still runs."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def command(pid: int) -> str:
    """The command line of a process."""
    return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")


def test_a_side_answers_and_its_worker_beats(live_side):
    until("the worker beats", lambda: health(live_side)["worker"])
    assert health(live_side)["side"] == "authority"


@ON_SAME_DATA
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_stop_leaves_no_process_behind(data, number):
    with running_side(data) as side:
        started = descendants(side.supervisor.pid)
        assert len(started) >= 3
        side.supervisor.send_signal(number)
        assert side.supervisor.wait(timeout=20) == 0
    assert [pid for pid in started if is_alive(pid)] == []


@ON_SAME_DATA
def test_a_killed_supervisor_leaves_no_process_behind(data):
    with running_side(data) as side:
        started = descendants(side.supervisor.pid)
        side.supervisor.kill()
        until("all of them ended", lambda: not [pid for pid in started if is_alive(pid)])


@ON_SAME_DATA
def test_a_worker_that_dies_is_started_again_and_it_is_said(data):
    with running_side(data) as side:
        until("the worker beats", lambda: health(side)["worker"])
        first = next(pid for pid in descendants(side.supervisor.pid) if "django work" in command(pid))
        os.kill(first, signal.SIGKILL)
        said = line_with("worker process ended", side.supervisor, side.supervisor.stdout)
        assert "started again in 1 s" in said
        until("another worker", lambda: [p for p in descendants(side.supervisor.pid) if "django work" in command(p)])


def test_a_second_start_keeps_the_secret_and_the_data(tmp_path):
    with running_side(tmp_path):
        secret = (tmp_path / "authority" / "secret").read_text()
    with running_side(tmp_path):
        assert (tmp_path / "authority" / "secret").read_text() == secret


def test_a_port_in_use_is_one_line_and_exit_code_2(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        process = start_supervisor(tmp_path, port)
        out, error = process.communicate(timeout=60)
    assert process.returncode == 2
    assert out == ""
    assert error.startswith(f"Port {port} of 127.0.0.1 cannot be used")
    assert error.count("\n") == 1


def test_a_side_that_does_not_exist_is_one_line_and_exit_code_2(tmp_path):
    process = start_supervisor(tmp_path, free_port(), MARGA_SIDE="nowhere")
    _, error = process.communicate(timeout=60)
    assert process.returncode == 2
    assert error == "MARGA_SIDE is 'nowhere'. Set it to one of: authority, enforcement, care.\n"


def test_a_database_that_cannot_be_prepared_is_said_and_nothing_stays(tmp_path):
    process = start_supervisor(tmp_path, free_port(), MARGA_DATABASE_URL="postgres://nobody@127.0.0.1:1/none")
    _, error = process.communicate(timeout=60)
    assert process.returncode == 2
    first, second = error.splitlines()[0], error.splitlines()[-1]
    assert "The database cannot be used" in first
    assert second.startswith("The authority side could not be prepared")
    assert "Traceback" not in error


@pytest.mark.parametrize(
    ("setting", "value"),
    [("MARGA_COUNTRY", "xx"), ("MARGA_TLS", "yes"), ("MARGA_PROCESSES", "0"), ("MARGA_DATABASE_URL", "nosuch://x")],
)
def test_a_setting_that_cannot_be_read_is_one_line_and_exit_code_2(tmp_path, setting, value):
    process = start_supervisor(tmp_path, free_port(), **{setting: value})
    _, error = process.communicate(timeout=60)
    assert process.returncode == 2
    assert error.startswith(setting)
    assert error.count("\n") == 1


def test_an_example_is_loaded_only_when_asked_and_names_its_accounts(database, monkeypatch):
    example = SimpleNamespace(load_example=lambda: ["officer / officer"])
    monkeypatch.setattr(preparing, "find_spec", lambda name: name == "marga.authority.example")
    monkeypatch.setattr(preparing, "import_module", lambda _name: example)
    monkeypatch.setattr(preparing, "collect_static", lambda: False)
    assert list(preparing.prepare(example=False)) == []
    assert list(preparing.prepare(example=True)) == ["officer / officer"]


def test_each_side_has_its_own_port_and_data(tmp_path, monkeypatch):
    monkeypatch.setattr(supervisor, "existing_sides", lambda: ["authority", "care"])
    ports = {side.name: side.port for side in supervisor.sides_of(tmp_path, None)}
    assert ports == {"authority": 8000, "care": 8002}
    assert [side.port for side in supervisor.sides_of(tmp_path, 9000)] == [9000, 9002]
    assert [side.environ["MARGA_SIDE"] for side in supervisor.sides_of(tmp_path, None)] == ["authority", "care"]


def test_two_sides_are_never_given_one_database(tmp_path, monkeypatch):
    monkeypatch.setattr(supervisor, "existing_sides", lambda: ["authority", "care"])
    monkeypatch.setenv("MARGA_DATABASE_URL", "postgres://marga@db/marga")
    with pytest.raises(supervisor.CannotStart, match="no two sides may share one"):
        supervisor.sides_of(tmp_path, None)


@pytest.mark.django_db
def test_static_files_are_collected_again_only_when_they_changed(settings, tmp_path, monkeypatch):
    settings.STATIC_ROOT = tmp_path / "static"
    monkeypatch.setattr(preparing, "static_sources", lambda: iter(["a.css 10 1"]))
    assert preparing.collect_static()
    assert not preparing.collect_static()
    monkeypatch.setattr(preparing, "static_sources", lambda: iter(["a.css 11 2"]))
    assert preparing.collect_static()
