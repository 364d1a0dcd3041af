"""The authority of `./run` takes the cubes of the sides beside it by itself, over HTTP, and leaves a draft of them."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from marga.authority.bulletins.example import take_cubes_beside
from marga.authority.bulletins.models import Cube, CubeSource, Draft
from marga.authority.bulletins.services import set_source
from support.accounts import account
from support.bulletins import Records, months

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
TOKEN = "a-word-that-nobody-guesses"


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """What the sides answer with: what stands in this folder."""

    class Quiet(SimpleHTTPRequestHandler):
        def __init__(self, *words: object) -> None:
            super().__init__(*words, directory=str(tmp_path / "answered"))  # type: ignore[arg-type]

        def log_message(self, *_: object) -> None:
            """Keeps the output of tests clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Quiet)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def counts(tmp_path: Path, records: Records, side: str) -> None:
    """A side has made its cube: it stands in the side's own folder, and is answered at the secret address."""
    (cube,) = (one for one in records.cubes if one.stem == side)
    for folder in (tmp_path / side / "cube", tmp_path / "answered" / "cube" / TOKEN):
        folder.mkdir(parents=True, exist_ok=True)
        for file in (cube, cube.with_name(f"{cube.name}.sig")):
            shutil.copy(file, folder)
    (tmp_path / side / "cube" / "address.secret").write_text(f"{TOKEN}\n")


@pytest.fixture
def desk(database: str, settings, tmp_path: Path) -> None:
    settings.MARGA_FOLDER = tmp_path / "authority"
    account("statistician", "statistician")


def test_nothing_is_taken_before_both_sides_have_counted(desk, records, tmp_path, address):
    both = dict.fromkeys(("authority", "enforcement", "care"), address)
    assert not take_cubes_beside(tmp_path, both)
    counts(tmp_path, records, "enforcement")
    assert not take_cubes_beside(tmp_path, both)
    assert not CubeSource.objects.exists()


def test_then_both_are_fetched_and_a_draft_of_the_months_that_both_hold_is_made_once(desk, records, tmp_path, address):
    both = dict.fromkeys(("authority", "enforcement", "care"), address)
    set_source(side="care", address=(tmp_path / "authority" / "example" / "care.cube").as_uri(), key="A" * 43 + "=")
    for side in ("enforcement", "care"):
        counts(tmp_path, records, side)
    assert take_cubes_beside(tmp_path, both)
    assert {one.side: one.address for one in CubeSource.objects.all()} == {
        side: f"{address}/cube/{TOKEN}/{side}.cube" for side in ("enforcement", "care")
    }
    assert {cube.side for cube in Cube.objects.all()} == {"enforcement", "care"}
    draft = Draft.objects.get()
    assert (draft.period, draft.state, draft.cubes.count()) == (months(2019, 1, 12), "ready", 2)
    assert take_cubes_beside(tmp_path, both)
    assert Draft.objects.count() == 1


def test_a_source_that_an_operator_has_set_is_left_alone(desk, records, tmp_path, address):
    theirs = set_source(side="care", address=(tmp_path / "elsewhere" / "care.cube").as_uri(), key="A" * 43 + "=")
    for side in ("enforcement", "care"):
        counts(tmp_path, records, side)
    take_cubes_beside(tmp_path, dict.fromkeys(("authority", "enforcement", "care"), address))
    assert CubeSource.objects.get(side="care").address == theirs.address


def test_where_the_authority_runs_alone_there_is_nothing_to_wait_for(desk, tmp_path, address):
    assert take_cubes_beside(tmp_path, {"authority": address})
    assert not CubeSource.objects.exists()
