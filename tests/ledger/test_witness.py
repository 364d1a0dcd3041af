"""A witness vouches for what follows from what it has seen, and never for two histories of one log."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marga.ledger import LedgerError, fetching, tree
from marga.ledger.checkpoints import Checkpoint, open_checkpoint, sign_checkpoint
from marga.ledger.fetching import checked_address
from marga.ledger.keys import KeyType, make_key
from marga.ledger.merkle import EMPTY_ROOT
from marga.ledger.shelf import Shelf, locked
from marga.ledger.witness import Outcome, judge, proof_needed, told
from marga.ledger.witnessing import CONSISTENT, FORKED, NOT_ASKED, Task, one_round, watch, witness_key, worst
from support.ledgers import NOON, Log
from support.poor_servers import answering
from support.serving import serving

QUICK = settings(max_examples=60)


@pytest.fixture
def log():
    log = Log()
    log.enter(20)
    return log


@pytest.fixture
def side(log):
    with serving(log) as side:
        yield side


@pytest.fixture
def task(log, tmp_path):
    """A witness of this log, in an empty folder, that sends its cosignatures."""
    (tmp_path / "state").mkdir()
    key = witness_key(tmp_path / "state", "bar.example/witness")
    return Task([log.key.verifier], tmp_path / "state", key, send=True)


def ask(task, side, minutes=0):
    (asked,) = one_round(task, [side.address], NOON + timedelta(minutes=minutes))
    return asked


def kept(task):
    lines = Shelf(task.state, task.keys[0].name, task.witness.verifier).history.read_text().splitlines()
    return [open_checkpoint(json.loads(line)["note"], task.keys, [task.witness.verifier]) for line in lines]


@QUICK
@given(st.integers(0, 40), st.integers(0, 40))
def test_a_log_that_only_grows_is_always_consistent(first, more):
    log = Log()
    log.enter(first)
    last = log.checkpoint()
    log.enter(more)
    new = log.checkpoint()
    sizes = proof_needed(last, new)
    proof = tree.consistency_proof(log.nodes, *sizes) if sizes else []
    assert judge(last, new, proof) is (Outcome.GREW if more else Outcome.SAME)


@QUICK
@given(st.integers(1, 30), st.integers(0, 30), st.integers(0, 29))
def test_a_log_that_rewrote_what_was_seen_is_never_consistent(first, more, place):
    log = Log()
    log.enter(first)
    last = log.checkpoint()
    log.enter(more)
    other = log.rewritten(place % first, charge="none")
    new = other.checkpoint()
    sizes = proof_needed(last, new)
    for liar in (log, other):
        proof = tree.consistency_proof(liar.nodes, *sizes) if sizes else []
        assert judge(last, new, proof).is_evidence


def test_what_is_seen_is_judged_and_said_in_a_sentence():
    small, large, other = (
        Checkpoint("log", 5, bytes(32)),
        Checkpoint("log", 9, bytes(32)),
        Checkpoint("log", 5, b"1" * 32),
    )
    empty = Checkpoint("log", 0, EMPTY_ROOT)
    for last, new, outcome, sentence in [
        (None, large, Outcome.FIRST, "The log log has 9 entries, seen for the first time; cosigned."),
        (large, large, Outcome.SAME, "The log log has 9 entries, as before."),
        (empty, large, Outcome.GREW, "The log log has 9 entries, which continue the 0 seen before; cosigned."),
        (large, small, Outcome.SHRANK, "The log log has shrunk: 9 entries were seen, and now it signs 5."),
        (small, other, Outcome.FORKED, "The log log has forked: it has signed two different trees of 5 entries."),
        (small, large, Outcome.UNPROVEN, "The log log has forked, or its proof is wrong: its 9 entries do not continue "
         "the 5 seen before."),
    ]:  # fmt: skip
        assert judge(last, new) is outcome
        assert str(told(outcome, last, new)) == sentence


def test_a_log_is_cosigned_as_it_grows_and_every_checkpoint_is_kept(task, side, log):
    assert ask(task, side).code == CONSISTENT
    log.enter(30)
    asked = ask(task, side, 1)
    assert (asked.code, str(asked.says)) == (
        CONSISTENT,
        "The log police.example/enforcement has 50 entries, which continue the 20 seen before; cosigned.",
    )
    opened = kept(task)
    assert [one.checkpoint.size for one in opened] == [20, 50]
    assert [one.cosignatures[0].at for one in opened] == [NOON, NOON + timedelta(minutes=1)]
    assert side.cosigned == [str(one.note) for one in opened]
    assert (task.state / "police.example%2Fenforcement.log" / "checkpoint").read_text() == str(opened[-1].note)


def test_a_log_without_news_is_not_written_down_again_but_gets_its_cosignature(task, side):
    ask(task, side)
    assert str(ask(task, side, 1).says) == "The log police.example/enforcement has 20 entries, as before."
    assert len(kept(task)) == 1
    assert side.cosigned[0] == side.cosigned[1]
    assert side.asked == ["/ledger/checkpoint"] * 2


def test_nothing_is_sent_unless_it_is_wished(task, side):
    ask(replace(task, send=False), side)
    assert side.cosigned == []


def evidence(asked):
    return asked.evidence.read_text()


def test_a_rewritten_log_is_never_cosigned_and_both_checkpoints_are_kept(task, side, log):
    ask(task, side)
    seen = log.signed()
    log.enter(5)
    side.log = log.rewritten(3, charge="none")
    asked = ask(task, side, 1)
    assert asked.code == FORKED
    assert str(seen).rstrip() in evidence(asked)
    assert str(side.log.signed()).rstrip() in evidence(asked)
    assert "The proof of consistency that it gave" in evidence(asked)
    assert [one.checkpoint.size for one in kept(task)] == [20]
    assert len(side.cosigned) == 1


def test_two_trees_of_one_size_are_a_fork(task, side, log):
    ask(task, side)
    side.log = log.rewritten(3, charge="none")
    assert "has forked: it has signed two different trees of 20 entries" in str(ask(task, side).says)


def test_a_shrunken_log_is_reported_for_as_long_as_it_is_and_its_evidence_kept_once(task, side, log):
    ask(task, side)
    older = Log(log.key)
    older.enter(15)
    side.log = older
    first, second = ask(task, side, 1), ask(task, side, 2)
    assert first.code == second.code == FORKED
    assert first.evidence == second.evidence
    assert "has shrunk: 20 entries were seen, and now it signs 15" in str(first.says)
    side.log = log
    assert ask(task, side, 3).code == CONSISTENT


def test_keys_change_hands_without_a_break(task, side, log):
    ask(task, side)
    new = make_key(log.key.name, KeyType.LOG)
    log.enter(1)
    side.instead["/ledger/checkpoint"] = 200, str(sign_checkpoint(log.checkpoint(), [log.key, new])).encode()
    assert ask(task, side, 1).code == CONSISTENT
    told_of = replace(task, keys=[new.verifier])
    log.enter(1)
    side.instead["/ledger/checkpoint"] = 200, str(sign_checkpoint(log.checkpoint(), [new])).encode()
    assert ask(told_of, side, 2).code == CONSISTENT


@pytest.mark.parametrize(
    ("path", "answer", "told"),
    [
        ("/ledger/checkpoint", (404, b""), r"Cannot ask http://127\.0\.0\.1:.*: HTTP 404\."),
        ("/ledger/checkpoint", (500, b"no"), r"HTTP 500\."),
        ("/ledger/checkpoint", (302, b""), r"HTTP 302\."),
        ("/ledger/checkpoint", (200, b"nothing"), "an empty line between its text and its signatures"),
        ("/ledger/checkpoint", (200, b"\xff"), "is no text"),
        ("/ledger/checkpoint", (200, b"a" * 70_000), "has more than 64,000 bytes"),
        ("/ledger/checkpoint", (200, str(Log().signed()).encode()), "signed by no key of that name that is trusted"),
        ("/ledger/proof/consistency", (404, b""), r"HTTP 404\."),
        ("/ledger/proof/consistency", (200, b"<html>"), "A proof is hashes of 32 bytes"),
        ("/ledger/cosignature", (500, b""), r"/ledger/cosignature: HTTP 500\.|HTTP 500"),
    ],
)  # fmt: skip
def test_a_log_that_cannot_be_asked_is_said_to_be_so_and_nothing_is_lost(task, side, log, path, answer, told):
    ask(task, side)
    log.enter(5)
    side.instead[path] = answer
    asked = ask(task, side, 1)
    assert asked.code == NOT_ASKED
    with pytest.raises(LedgerError, match=told):
        raise LedgerError(asked.says.template, **asked.says.values)
    side.instead.clear()
    assert ask(task, side, 2).code == CONSISTENT
    assert [one.checkpoint.size for one in kept(task)] == [20, 25]


def test_a_log_that_is_not_there_keeps_nobody_from_asking_the_next(task, side):
    asked = list(one_round(task, ["http://127.0.0.1:1", side.address], NOON))
    assert [one.code for one in asked] == [NOT_ASKED, CONSISTENT]
    assert worst(asked) == NOT_ASKED
    assert worst([*asked, replace(asked[0], code=FORKED)]) == FORKED


def test_a_log_cannot_hide_behind_the_checkpoints_of_another(task, side):
    other = Log(make_key("care.example/log", KeyType.LOG))
    other.enter(30)
    both = replace(task, keys=[*task.keys, other.key.verifier])
    ask(both, side)
    side.log = other
    asked = ask(both, side, 1)
    assert asked.code == NOT_ASKED
    assert "answers for care.example/log, and answered for police.example/enforcement before" in str(asked.says)


def test_what_is_kept_survives_a_fall_in_the_middle_of_a_line(task, side, log):
    ask(task, side)
    history = Shelf(task.state, log.key.name, task.witness.verifier).history
    with history.open("ab") as file:
        file.write(b'{"at":"2026-')
    log.enter(5)
    assert ask(task, side, 1).code == CONSISTENT
    assert [one.checkpoint.size for one in kept(task)] == [20, 25]


@pytest.mark.parametrize("line", [b"{}\n", b"[]\n", b"\xff\n", b'{"note": "a"}\n', b'{"note": 7}\n'])
def test_a_witness_whose_memory_was_damaged_vouches_for_nothing(task, side, log, line):
    ask(task, side)
    history = Shelf(task.state, log.key.name, task.witness.verifier).history
    with history.open("ab") as file:
        file.write(line)
    asked = ask(task, side, 1)
    assert asked.code == NOT_ASKED
    assert "is not what this witness wrote; restore it from a copy" in str(asked.says)


def test_a_checkpoint_that_somebody_else_put_into_its_memory_is_noticed(task, side, log):
    ask(task, side)
    history = Shelf(task.state, log.key.name, task.witness.verifier).history
    forged = log.rewritten(3, charge="none")
    with history.open("ab") as file:
        file.write(json.dumps({"note": str(forged.signed())}).encode() + b"\n")
    assert ask(task, side, 1).code == NOT_ASKED


def test_a_log_whose_name_is_long_or_looks_like_a_path_has_a_folder_of_its_own(tmp_path):
    key = make_key("w", KeyType.WITNESS).verifier
    folders = {Shelf(tmp_path, name, key).folder for name in ("..", "../a", "ក" * 150, "ក" * 149 + "ខ", "a/b", "a%2Fb")}
    assert len(folders) == 6
    assert all(folder.parent == tmp_path and len(folder.name) < 120 for folder in folders)


def test_a_folder_is_for_one_witness_at_a_time(tmp_path):
    state = tmp_path / "state"
    with locked(state), pytest.raises(LedgerError, match="Another witness works in"), locked(state):
        pass
    with locked(tmp_path / "state"):
        assert (tmp_path / "state").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    "url", ["", "police.example", "ftp://police.example", "file:///etc/passwd", "https://", "http://a?b", "https://a#b"]
)
def test_only_an_address_of_the_web_is_asked(url):
    with pytest.raises(LedgerError, match="is no address of a log; write one such as"):
        checked_address(url)


@pytest.mark.parametrize(
    "said", [b"HTTP/1.1 200 OK\r\nX-Slow: ", b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\npolice"]
)
def test_a_log_that_never_ends_its_answer_is_left_and_the_next_one_asked(task, side, monkeypatch, said):
    monkeypatch.setattr(fetching, "LONGEST", 0.2)
    with answering(said, hold=True) as address:
        first, second = one_round(task, [address, side.address], NOON)
    assert first.code == NOT_ASKED
    assert "no whole answer within" in str(first.says)
    assert second.code == CONSISTENT


def test_rounds_go_on_until_a_log_has_forked(task, side, log):
    def pause(seconds):
        rounds.append(seconds)
        if len(rounds) == 3:
            side.log = log.rewritten(3, charge="none")

    rounds, shown = [], []
    assert watch(task, [side.address], 60.0, shown.append, lambda: NOON, pause) == FORKED
    assert rounds == [60.0] * 3
    assert [one.code for one in shown] == [0, 0, 0, 1]


def command(*arguments):
    environ = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    program = [sys.executable, "-m", "marga.cli", "witness", *map(str, arguments)]
    return subprocess.run(program, capture_output=True, text=True, env=environ)


@pytest.fixture
def keys(log, tmp_path):
    (tmp_path / "keys").write_text(f"# the police\n{log.key.verifier}\n")
    return tmp_path / "keys"


def test_the_command_ends_with_0_then_1_and_names_the_file_of_evidence(side, log, keys, tmp_path):
    state = tmp_path / "new" / "state"
    done = command(side.address, "--keys", keys, "--state", state, "--name", "bar.example/witness", "--send")
    assert (done.returncode, done.stderr) == (0, "")
    key, line = done.stdout.splitlines()
    assert key.startswith("bar.example/witness+")
    assert line == "The log police.example/enforcement has 20 entries, seen for the first time; cosigned."
    assert (state / "witness.key").stat().st_mode & 0o777 == 0o600
    side.log = log.rewritten(3, charge="none")
    done = command(f"{side.address}/", "--keys", keys, "--state", state)
    assert done.returncode == 1
    assert done.stdout == f"{key}\n"
    forked, where = done.stderr.splitlines()
    assert "has signed two different trees of 20 entries" in forked
    assert str(next(state.glob("*.log/evidence-*.txt"))) in where


def test_the_command_ends_with_2_when_it_cannot_ask_or_cannot_begin(side, keys, tmp_path):
    for arguments, said in [
        (
            ["http://127.0.0.1:1", "--keys", keys],
            "Cannot ask http://127.0.0.1:1/ledger/checkpoint: Connection refused.",
        ),
        (["police", "--keys", keys], "is no address of a log"),
        ([side.address, "--keys", tmp_path / "none"], "No such file"),
        ([side.address, "--keys", keys, "--name", "two words"], "is no name of a key"),
        ([side.address, "--keys", tmp_path], "Is a directory"),
    ]:
        done = command(*arguments, "--state", tmp_path / f"state-{len(said)}")
        assert done.returncode == 2, done
        assert said in done.stderr
        assert "Traceback" not in done.stderr


def test_a_witness_needs_python_and_cryptography_and_nothing_else():
    """Typer, with what it brings, is the command line's; the rest of Marga's packages are not loaded at all."""
    code = (
        "import sys, marga.ledger.witnessing, marga.ledger.receipt_check\n"
        "print(*sorted({name.partition('.')[0] for name in sys.modules} - set(sys.stdlib_module_names)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) <= {
        "__main__", "_cffi_backend", "_distutils_hack", "_openssl", "cffi", "cryptography", "marga",
    }  # fmt: skip


KEEPING = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from marga.ledger.checkpoints import Checkpoint, sign_checkpoint
from marga.ledger.keys import read_signer_key
from marga.ledger.notes import cosign
from marga.ledger.shelf import Shelf

log, witness = (read_signer_key(text) for text in sys.argv[2:])
shelf = Shelf(Path(sys.argv[1]), log.name, witness.verifier)
for size in range(1, 1_000_000):
    note = sign_checkpoint(Checkpoint(log.name, size, bytes(32)), [log])
    shelf.keep(note.with_signatures([cosign(note.text, witness, datetime.now(UTC))]), "http://a", datetime.now(UTC))
    print(size, flush=True)
"""


def test_what_was_shown_is_kept_when_the_witness_is_killed(log, task):
    program = [sys.executable, "-c", KEEPING, str(task.state), str(log.key), str(task.witness)]
    for _ in range(3):
        with subprocess.Popen(program, stdout=subprocess.PIPE, text=True) as running:
            for _ in range(20):
                shown = int(running.stdout.readline())
            running.kill()
        checkpoint, _ = Shelf(task.state, log.key.name, task.witness.verifier).last()
        assert checkpoint.size >= shown
