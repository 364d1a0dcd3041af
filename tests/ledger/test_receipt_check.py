"""`marga receipt verify`: from a text, the input or a picture, without a server; and what a witness makes of it."""

import io
import re
import subprocess
import sys
import tomllib
from datetime import timedelta
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from typer.testing import CliRunner

from marga.cli import app
from marga.ledger.receipts import write_receipt
from support.ledgers import NOON, Log, Witness
from support.serving import serving


@pytest.fixture
def log():
    log = Log()
    log.enter(40)
    return log


@pytest.fixture
def witness():
    return Witness()


@pytest.fixture
def verify(log, witness, tmp_path):
    """Runs the command on a receipt's text, or on a file of these bytes."""
    (tmp_path / "log.keys").write_text(str(log.key.verifier))
    (tmp_path / "witness.keys").write_text(str(witness.verifier))

    def run(content, *more, name="receipt.txt"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        keys = ["--keys", tmp_path / "log.keys", "--witnesses", tmp_path / "witness.keys"]
        return CliRunner().invoke(app, ["receipt", "verify", *map(str, [path, *keys, *more])])

    return run


def picture(text, tilt=0):
    """A QR code of a text, as a photograph of it would be: grey, a little turned."""
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode)
    image = Image.fromarray(zxingcpp.write_barcode_to_image(code, scale=4)).convert("L")
    made = io.BytesIO()
    image.rotate(tilt, expand=True, fillcolor=255).save(made, "PNG")
    return made.getvalue()


def test_a_receipt_that_is_not_yet_witnessed_is_genuine_and_says_so(verify, log):
    done = verify(write_receipt(log.receipt(17)))
    assert done.exit_code == 0
    assert done.stdout.splitlines() == [
        "Genuine: entered on 24 November 2026 as entry 17. Signed by police.example/enforcement, not yet witnessed: "
        "check it again later against what a witness has seen.",
        f"Signed by: police.example/enforcement, with the key {log.key.verifier}",
        "Entry: 17 of a tree of 40 entries, entered on 24 November 2026",
        "Witnessed by: nobody whose key was given here",
        "Kind of entry: case.booked",
        "Charge: use",
        "Number: 17",
        "What: case 17",
        "When: 24 November 2026, 05:00 UTC",
        "Who: officer 3",
    ]


def test_a_witnessed_receipt_is_genuine_and_names_the_witness_and_the_key(verify, log, witness):
    note = witness.saw(log.signed(), log).note
    done = verify(write_receipt(log.receipt(17, note=note)))
    assert done.exit_code == 0
    assert "and witnessed by bar.example/witness." in done.stdout
    assert f"Witnessed by: bar.example/witness on 24 November 2026, 05:00 UTC, with the key {witness.verifier}" in (
        done.stdout
    )


def test_a_program_gets_what_was_entered_as_json_and_the_sentences_beside_it(verify, log):
    done = verify(write_receipt(log.receipt(17)), "--format", "json")
    assert done.exit_code == 0
    assert done.stdout == (
        '{"after":{"charge":"use","number":17},"before":null,"what":"case 17","when":"2026-11-24T05:00:00.000000Z",'
        '"who":"officer 3"}\n'
    )
    assert done.stderr.startswith("Genuine")
    forged = log.rewritten(17, charge="none")
    assert verify(write_receipt(forged.receipt(17, note=log.signed())), "--format", "json").stdout == ""


def test_every_fact_is_told_by_its_name_and_none_steers_a_terminal(verify):
    other = Log()
    things = [{"kind": "phone", "mark": "0\x1b[2J1"}]
    other.enter(1, next_review=NOON, article="", minor=True, sealed=None, things=things,
                spoken=["km", "en"], old={"place": "ភ្នំពេញ"})  # fmt: skip
    done = verify(write_receipt(other.receipt(0)), "--key", other.key.verifier)
    assert done.exit_code == 0, done.output
    for line in ("Next review: 24 November 2026, 05:00 UTC", "Article: nothing was written down", "Minor: yes",
                 "Sealed: nothing was written down", "Spoken 2: en", "Old place: ភ្នំពេញ"):  # fmt: skip
        assert line in done.stdout.splitlines()
    assert "Things 1: kind phone, mark 0 [2J1" in done.stdout
    assert "\x1b" not in done.stdout


def test_the_key_that_a_paper_prints_is_enough_and_without_any_nothing_is_checked(log, tmp_path):
    (tmp_path / "receipt").write_text(write_receipt(log.receipt(17)))
    command = ["receipt", "verify", str(tmp_path / "receipt")]
    done = CliRunner().invoke(app, [*command, "--key", str(log.key.verifier)])
    assert done.exit_code == 0, done.output
    done = CliRunner().invoke(app, [*command, "--key", str(Log().key.verifier)])
    assert (done.exit_code, done.stdout.split(":")[0]) == (1, "Not genuine")
    done = CliRunner().invoke(app, command)
    assert done.exit_code == 2
    assert "Give a file of them with --keys, or with --key the one that the paper prints" in done.stderr


def test_without_what_reads_pictures_the_text_is_read_and_a_picture_says_what_to_type(log, tmp_path):
    extra = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())["project"][
        "optional-dependencies"
    ]
    names = sorted(re.split("[<>=]", one)[0] for one in extra["qr"])
    (tmp_path / "receipt.txt").write_text(write_receipt(log.receipt(17)))
    (tmp_path / "photo.png").write_bytes(picture(write_receipt(log.receipt(17))))
    hidden = "import sys; sys.modules['zxingcpp'] = None; sys.modules['PIL'] = None; from marga.cli import app; app()"
    done = {}
    for name in ("receipt.txt", "photo.png"):
        program = [sys.executable, "-c", hidden, "receipt", "verify", tmp_path / name, "--key", str(log.key.verifier)]
        done[name] = subprocess.run(program, capture_output=True, text=True)
    assert done["receipt.txt"].stdout.startswith("Genuine")
    assert done["photo.png"].returncode == 2
    typed = done["photo.png"].stderr.partition("type: ")[2].partition(". Or scan")[0]
    assert typed.startswith(f"{sys.executable} -m pip install ")
    assert sorted(typed.split()[4:]) == names


def test_two_receipts_at_once_are_not_one(verify, log):
    done = verify("\n".join(write_receipt(log.receipt(index)) for index in (3, 4)))
    assert done.exit_code == 2
    assert done.stderr.startswith("Here are 2 receipts; give the text or a picture of one")


def test_a_forged_receipt_ends_with_1(verify, log):
    forged = log.rewritten(17, charge="none")
    done = verify(write_receipt(forged.receipt(17, note=log.signed())))
    assert done.exit_code == 1
    assert done.stdout == (
        "Not genuine: police.example/enforcement signed a tree in which this is not what was entered.\n"
    )


@pytest.mark.parametrize("content", ["", "hello", "MARGA1:AAAA", b"\x89PNG\r\n\x1a\n", b"\xff\xfe"])
def test_what_cannot_be_read_ends_with_2_and_a_sentence(verify, content):
    done = verify(content)
    assert (done.exit_code, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("tilt", [0, 3, 90])
def test_a_receipt_is_read_from_a_picture_of_its_qr_code(verify, log, tilt):
    done = verify(picture(write_receipt(log.receipt(17)), tilt), name="photo.png")
    assert done.exit_code == 0, done.stderr
    assert done.stdout.startswith("Genuine")


def test_a_picture_without_a_receipt_is_said_to_have_none(verify):
    done = verify(picture("hello"), name="photo.png")
    assert done.exit_code == 2
    assert done.stderr.startswith("No QR code of a receipt can be made out in this picture. Take it again")


def test_a_small_file_of_a_huge_picture_is_not_unpacked(verify):
    huge = io.BytesIO()
    Image.new("1", (10_000, 5_001)).save(huge, "PNG")
    done = verify(huge.getvalue(), name="photo.png")
    assert done.exit_code == 2
    assert done.stderr.startswith("The picture has more than 50,000,000 dots; take a smaller one.")


def test_a_receipt_is_read_from_the_input(log, tmp_path):
    (tmp_path / "keys").write_text(str(log.key.verifier))
    program = [sys.executable, "-m", "marga.cli", "receipt", "verify", "-", "--keys", tmp_path / "keys"]
    done = subprocess.run(program, input=write_receipt(log.receipt(17)), capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Genuine")


@pytest.fixture
def later(log, witness, tmp_path):
    """Writes down what a witness saw of a log later."""

    def write(seen, **after):
        path = tmp_path / "later.txt"
        path.write_text(str(witness.saw(seen.signed(), log, timedelta(**after)).note))
        return path

    return write


def test_a_receipt_that_a_later_witnessed_tree_holds_is_said_to_be_held(verify, log, later):
    text = write_receipt(log.receipt(17))
    log.enter(10)
    with serving(log) as side:
        done = verify(text, "--against", later(log), "--log", side.address)
    assert done.exit_code == 0
    assert "The witnessed tree of 50 entries holds it unchanged." in done.stdout


def test_a_receipt_missing_from_a_witnessed_tree_is_evidence_of_a_fork_and_ends_with_1(verify, log, later):
    text = write_receipt(log.receipt(17))
    log.enter(10)
    other = log.rewritten(17, charge="trafficking")
    with serving(other) as side:
        done = verify(text, "--against", later(other), "--log", side.address)
    assert done.exit_code == 1
    assert "Evidence of a fork: police.example/enforcement signed a tree of 40 entries that holds" in done.stdout


def test_a_tree_from_before_the_entry_is_said_to_be_continued_when_the_log_proves_it(verify, log, later, tmp_path):
    text = write_receipt(log.receipt(17))
    early = Log(log.key)
    early.enter(10)
    against = later(early, days=3)  # the sequencer stood still meanwhile
    assert early.checkpoint() == log.checkpoint(10)
    with serving(log) as side:
        done = verify(text, "--against", against, "--log", side.address)
    assert done.exit_code == 0, done.output
    assert "ends before entry 17, and the tree of this receipt continues it; take a later one" in done.stdout
    for more in ([], ["--log", "http://127.0.0.1:1"]):
        done = verify(text, "--against", against, *more)
        assert done.exit_code == 2
        assert "on 27 November 2026, after you were given the receipt, show both to a witness." in done.stdout


def test_a_log_that_does_not_answer_leaves_it_open_and_ends_with_2(verify, log, later):
    text = write_receipt(log.receipt(17))
    log.enter(10)
    for more in ([], ["--log", "http://127.0.0.1:1"]):
        done = verify(text, "--against", later(log), *more)
        assert done.exit_code == 2
        assert "No proof was given of what stands at entry 17" in done.stdout


def test_a_checkpoint_that_no_trusted_witness_saw_is_not_compared(verify, log, tmp_path):
    (tmp_path / "unseen.txt").write_text(str(log.signed()))
    done = verify(write_receipt(log.receipt(17)), "--against", tmp_path / "unseen.txt")
    assert done.exit_code == 2
    assert "cosigned by no witness that is trusted here" in done.stderr


def test_a_missing_file_is_named(log, tmp_path):
    (tmp_path / "keys").write_text(str(log.key.verifier))
    done = CliRunner().invoke(app, ["receipt", "verify", str(tmp_path / "none"), "--keys", str(tmp_path / "keys")])
    assert (done.exit_code, done.stderr) == (2, f"{tmp_path / 'none'}: No such file or directory.\n")
