"""`marga witness`: asks logs for their checkpoints, keeps them, cosigns what follows, and raises the alarm.

It asks ADDRESS/ledger/checkpoint and ADDRESS/ledger/proof/consistency?first=M&second=N, and may send its cosignature
to ADDRESS/ledger/cosignature. It needs Python and `cryptography`, and nothing else that a machine might lack.
"""

from __future__ import annotations

import json
import platform
import sys
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from marga.country import Sentence, gettext_noop, say
from marga.country.reading import shown

from .checkpoints import OpenedCheckpoint, open_checkpoint
from .errors import LedgerError
from .fetching import NotTakenError, ask, checked_address, proof_between
from .keys import KeyType, SignerKey, VerifierKey, read_signer_key, read_verifier_keys, signer_at
from .notes import SignedNote, cosign
from .shelf import Shelf, locked, write_whole
from .witness import Evidence, Outcome, judge, told

CONSISTENT, FORKED, NOT_ASKED = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Asked:
    """What came of asking one log: 0 consistent, 1 it has two histories, 2 it could not be asked."""

    code: int
    says: Sentence
    evidence: Path | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """What a witness was asked to do."""

    keys: Collection[VerifierKey]  # of the logs
    state: Path
    witness: SignerKey
    send: bool  # the cosignature, back to the log


def witness_key(state: Path, name: str | None) -> SignerKey:
    """The key of the witness that works in this folder, made when it first does; `name` may be left out later on."""
    path = state / "witness.key"
    if name is None:
        name = read_signer_key(path.read_text("utf-8").strip()).name if path.exists() else platform.node()
    return signer_at(path, name, KeyType.WITNESS)


def one_round(task: Task, addresses: Sequence[str], now: datetime) -> Iterator[Asked]:
    """Ask each log once. What is wrong with one keeps nobody from asking the next."""
    for address in addresses:
        try:
            yield _visit(task, address, now)
        except LedgerError as error:
            yield Asked(NOT_ASKED, error.says)


def run(addresses: Sequence[str], keys: Path, state: Path, name: str | None, every: float | None, *, send: bool) -> int:
    """The command: says on standard output what is well and on standard error what is not. Returns the exit code.

    Raises LedgerError or OSError when it cannot begin.
    """
    checked = [checked_address(address) for address in addresses]
    known = read_verifier_keys(keys.read_text("utf-8"))
    with locked(state):
        task = Task(known, state, witness_key(state, name), send)
        print(f"{task.witness.verifier}", flush=True)  # noqa: T201 - whom to trust, for others to copy
        return watch(task, checked, every, show, lambda: datetime.now(UTC), time.sleep)


def show(asked: Asked) -> None:
    """One line about a log, and one with the file of evidence."""
    out = sys.stdout if asked.code == CONSISTENT else sys.stderr
    print(asked.says, file=out, flush=True)
    if asked.evidence:
        says = say(gettext_noop("both checkpoints are in {file}. Keep it, and show it to others."),
                   file=str(asked.evidence))  # fmt: skip
        print(says, file=out, flush=True)


def watch(
    task: Task, addresses: Sequence[str], every: float | None, show: Callable[[Asked], object],
    clock: Callable[[], datetime], pause: Callable[[float], object],
) -> int:  # fmt: skip
    """Rounds, `every` so many seconds, until a log has forked; one round where that is None. Returns the exit code."""
    while True:
        asked = []
        for one in one_round(task, addresses, clock()):
            show(one)
            asked.append(one)
        code = worst(asked)
        if every is None or code == FORKED:
            return code
        pause(every)


def worst(all_asked: Collection[Asked]) -> int:
    """The exit code of a round: a fork counts for more than a log that could not be asked."""
    codes = {one.code for one in all_asked}
    return FORKED if FORKED in codes else max(codes, default=CONSISTENT)


def _visit(task: Task, address: str, now: datetime) -> Asked:
    opened = open_checkpoint(ask(f"{address}/ledger/checkpoint"), task.keys)
    new = opened.checkpoint
    _check_same_log(task.state, address, new.origin)
    shelf = Shelf(task.state, new.origin, task.witness.verifier)
    seen = shelf.last()
    last = seen[0] if seen else None
    proof = proof_between(address, last, new)
    outcome = judge(last, new, proof)
    says = told(outcome, last, new)
    if seen and outcome.is_evidence:
        return Asked(FORKED, says, shelf.keep_evidence(Evidence(outcome, seen[1], opened.note, proof)))
    note = seen[1] if seen and outcome is Outcome.SAME else _vouch(task, shelf, opened, address, now)
    if task.send:
        _send(address, note)
    return Asked(CONSISTENT, says)


def _send(address: str, note: SignedNote) -> None:
    try:
        ask(f"{address}/ledger/cosignature", str(note).encode())
    except NotTakenError:
        says = gettext_noop("{url} takes no cosignature of this witness yet (HTTP 403). Give the witness’s key, as it "
                            "is printed here, to whoever runs that ledger, for their file witness.keys.")  # fmt: skip
        raise LedgerError(says, url=shown(address)) from None


def _vouch(task: Task, shelf: Shelf, opened: OpenedCheckpoint, address: str, now: datetime) -> SignedNote:
    """Cosign a checkpoint and keep it. What others signed beside the log is not ours to pass on."""
    own = {(key.name, key.key_id) for key in opened.log_keys}
    signatures = tuple(one for one in opened.note.signatures if (one.name, one.key_id) in own)
    cosigned = SignedNote(opened.note.text, signatures).with_signatures([cosign(opened.note.text, task.witness, now)])
    shelf.keep(cosigned, address, now)
    return cosigned


def _check_same_log(state: Path, address: str, origin: str) -> None:
    """An address answers for one log, always: else a log could hide behind the checkpoints of another."""
    path = state / "addresses.json"
    known = json.loads(path.read_text("utf-8")) if path.exists() else {}
    if address not in known:
        write_whole(path, json.dumps({**known, address: origin}, indent=1))
    elif known[address] != origin:
        raise LedgerError(gettext_noop("the address {url} answers for {found}, and answered for {known} before."),
                          url=shown(address), found=shown(origin), known=shown(known[address]))  # fmt: skip
