"""Two sides on one PostgreSQL server, each with its own database, roles, keys and processes, and what they wrote down.

with two_sides() as sides:
    seized = sides.filled()
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import psycopg
import requests

from support.databases import postgresql_cluster, postgresql_programs
from support.sides import free_port
from support.waiting import until
from support.wall_people import Town, at_care, at_the_stations, town
from support.wall_seized import Hoard, Truth, changes_of, listed, log_of, messages_of, rows_of

TESTS = Path(__file__).parents[1]
NAMES = ("enforcement", "care")
SLIPS, ANSWER_SECONDS = 400, 30
PROGRAM = Path(sys.executable).with_name("marga")


@dataclass(frozen=True)
class Sides:
    """Both sides, prepared as docs/operators.md says. `socket`: the folder of the server's socket."""

    socket: Path
    data: Path

    def address(self, side: str, database: str = "", *, owner: bool = False) -> str:
        """The address of a database as one side has it: its own, or the other's under its own role and password."""
        role = f"{side}_owner" if owner else side
        return f"postgres://{role}:of-{role}@{str(self.socket).replace('/', '%2F')}/{database or side}"

    def environ(self, side: str, **more: str) -> dict[str, str]:
        """Of a process of a side."""
        clean = {name: value for name, value in os.environ.items() if not name.startswith("MARGA_")}
        return {
            **clean, "MARGA_SIDE": side, "MARGA_DATA": str(self.data / side), "MARGA_DATABASE_URL": self.address(side),
            "DJANGO_SETTINGS_MODULE": "marga.site.settings", "PYTHONPATH": self.path(), **more,
        }  # fmt: skip

    def path(self) -> str:
        """Where the processes find this code."""
        return os.pathsep.join([str(TESTS), str(TESTS.parent), *filter(None, [os.environ.get("PYTHONPATH")])])

    def does(self, side: str, *command: str, given: object = None, **more: str) -> Any:
        """One command of `support.wall_side` in a process of the side; its log goes on."""
        with (self.data / f"{side}.log").open("a") as log:
            done = subprocess.run([sys.executable, "-m", "support.wall_side", *command], env=self.environ(side, **more),
                                  input=json.dumps(given), stdout=subprocess.PIPE, stderr=log, text=True)  # fmt: skip
        assert done.returncode == 0, f"{side} {command}: {log_tail(self.data / f'{side}.log')}"
        return json.loads(done.stdout or "null")

    def ask(self, database: str, sql: str) -> list[tuple[Any, ...]]:
        """What the owner of the whole server reads."""
        with psycopg.connect(f"host={self.socket} user=marga dbname={database}", autocommit=True) as server:
            done = server.execute(sql)  # type: ignore[arg-type]
            return done.fetchall() if done.description else []

    def prepare(self) -> None:
        """Databases, roles and rights, as docs/operators.md says, and tables; from now on every change is recorded."""
        for side in NAMES:
            (self.data / side).mkdir()
            for role in (f"{side}_owner", side):
                self.ask("postgres", f"CREATE ROLE {role} LOGIN PASSWORD 'of-{role}'")
            self.ask("postgres", f"CREATE DATABASE {side} OWNER {side}_owner")
        self._passwords()
        with ThreadPoolExecutor() as both:
            list(both.map(self._prepare, NAMES))

    def _prepare(self, side: str) -> None:
        self.does(side, "prepare", MARGA_DATABASE_URL=self.address(side, owner=True))
        told = subprocess.run([PROGRAM, "ledger", "grants", side, "--side", side], env=self.environ(side),
                              capture_output=True, text=True, check=True).stdout  # fmt: skip
        with psycopg.connect(self.address(side, owner=True), autocommit=True) as owner:
            owner.execute(told)  # type: ignore[arg-type]
        self.ask(side, "SELECT pg_create_logical_replication_slot('thief_' || current_database(), 'test_decoding')")
        self.does(side, "open")

    def _passwords(self) -> None:
        """Only the owner of the server comes in without a password."""
        ((path,),) = self.ask("postgres", "SHOW hba_file")
        Path(path).write_text("local all marga trust\nlocal replication marga trust\nlocal all all scram-sha-256\n")
        self.ask("postgres", "SELECT pg_reload_conf()")

    def dump(self, side: str) -> str:
        """A copy of a database, as text."""
        command = [postgresql_programs() / "pg_dump", "-h", str(self.socket), "-U", "marga", side]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    def pulled(self, typed: list[str]) -> bytes:
        """The enforcement side asks the care side's server for the batch of today, both in their own processes. On the
        server's public pages somebody types these slips, which were shown before."""
        port, path = free_port(), self._path_of_notices()
        address = f"http://127.0.0.1:{port}{path}"
        with (self.data / "care.log").open("a") as log:
            server = subprocess.Popen([sys.executable, "-m", "marga.site.serve", str(port)], env=self.environ("care"),
                                      stdin=subprocess.PIPE, stdout=log, stderr=log)  # fmt: skip
        try:
            answers: list[bytes] = []
            until("care's server answers", lambda: _answer(address, answers))
            for slip in typed:
                _type(f"http://127.0.0.1:{port}/slip/", slip)
            key = (self.data / "care" / "care" / "notices" / "notices.pub").read_text().strip()
            told = self.environ("enforcement", MARGA_NOTICES_AT=address, MARGA_NOTICES_KEY=key)
            with (self.data / "enforcement.log").open("a") as log:
                subprocess.run([PROGRAM, "enforcement", "notices"], env=told, stdout=log, stderr=log, check=True)
            return answers[0]
        finally:
            server.terminate()
            server.wait(20)
            if server.stdin:
                server.stdin.close()

    def _path_of_notices(self) -> str:
        secret = (self.data / "care" / "care" / "notices" / "address.secret").read_text().strip()
        return f"/notices/{secret}/notices.batch"

    def filled(self, seed: int) -> Hoard:
        """Both sides live through their weeks. Returns all that a thief finds, and who is whom."""
        made = town(datetime.now(UTC).date(), seed)
        police = self.does("enforcement", "live", given={"told": {}, "steps": at_the_stations(made)})
        paper = self.does("care", "print", str(SLIPS), datetime.combine(made.first, time(), UTC).isoformat())
        slips = handed_over(made, paper)
        receipts = {number: known["receipt"] for number, known in police.items()}
        steps = at_care(made, slips, receipts)
        before = [step for step in steps if step["at"] < made.middle.isoformat()]
        told = self._lived(before, {})
        copies = {side: self.dump(side) for side in NAMES}
        told = self._lived(steps[len(before) :], told)
        typed = [slips[one.number] for one in made.people if one.slip][:3]
        batches = [Path(path).read_bytes() for path in told["batches"]] + [self.pulled(typed)]
        records = []
        for side in NAMES:
            records += rows_of(side, self.dump(side)) + rows_of(side, copies[side], "backup")
            decoded = self.ask(
                side, f"SELECT xid::text, data FROM pg_logical_slot_get_changes('thief_{side}', NULL, NULL)"
            )
            records += changes_of(side, decoded)
            records += log_of(side, (self.data / f"{side}.log").read_text())
        records += log_of("server", (self.socket / "log").read_text())
        keys = self.does("enforcement", "handles", given=[known["case"] for known in police.values()])
        cases = {one.number: police[str(one.number)]["case"] for one in made.people if one.arrested is not None}
        clients = {one.number: told[str(one.number)]["client"] for one in made.people if one.came is not None}
        truth = Truth(made, cases, clients, slips, receipts)
        return Hoard(records, messages_of(batches), keys, truth, listed(records))

    def _lived(self, steps: list[dict[str, Any]], told: dict[str, Any]) -> dict[str, Any]:
        """Care lives through these steps, and the other side takes what it is told."""
        known = len(told.get("batches", []))
        told = self.does("care", "live", given={"told": told, "steps": steps})
        key = self.data / "care" / "care" / "notices" / "notices.pub"
        self.does("enforcement", "take", str(key), *told["batches"][known:])
        return told


def handed_over(made: Town, paper: list[str]) -> dict[int, str]:
    """Slips are mixed before they go to stations, and each officer takes the next one of the pile."""
    pile = list(paper)
    made.rest.shuffle(pile)
    given = sorted((one for one in made.people if one.given), key=lambda one: str(one.arrested))
    return {one.number: slip for one, slip in zip(given, pile, strict=False)}


def log_tail(path: Path) -> str:
    return path.read_text()[-3000:]


def _answer(address: str, answers: list[bytes]) -> bool:
    try:
        answer = requests.get(address, timeout=ANSWER_SECONDS)
    except requests.RequestException:
        return False
    assert answer.status_code == 200, answer.text[:500]
    answers.append(answer.content)
    return True


def _type(page: str, digits: str) -> None:
    """Type digits into a public page and send it."""
    browser = requests.Session()
    browser.get(page, timeout=ANSWER_SECONDS)
    token = next(value for name, value in browser.cookies.items() if name.endswith("csrf"))
    answer = browser.post(page, {"slip": digits, "csrfmiddlewaretoken": token}, timeout=ANSWER_SECONDS)
    assert "shown before" in answer.text, answer.text[:3000]


@contextmanager
def two_sides() -> Iterator[Sides]:
    """Both, on a server of their own, until the end."""
    with tempfile.TemporaryDirectory(prefix="marga-wall-") as data, postgresql_cluster("wal_level=logical") as address:
        sides = Sides(Path(unquote(address.split("@")[1].rpartition("/")[0])), Path(data))
        sides.prepare()
        yield sides
