"""What docs/ledger.md tells outsiders to type does what it says."""

import re
import subprocess
from pathlib import Path

import pytest
from typer.testing import CliRunner

from marga.cli import app
from marga.ledger.receipts import write_receipt
from support.ledgers import Log

PAGE = (Path(__file__).parents[2] / "docs" / "ledger.md").read_text("utf-8")
SCRIPT = re.search(r"```sh\n(.*?)```", PAGE, re.DOTALL)[1]


@pytest.fixture(scope="module")
def log():
    log = Log()
    log.enter(37, place="ភ្នំពេញ", note='a "quoted", comma: {"day":"no"}')
    return log


def by_hand(folder, receipt, key):
    """Types the script of the page beside a receipt and a key."""
    (folder / "receipt.txt").write_text(receipt + "\n")
    (folder / "ledger.key").write_text(f"{key}\n")
    return subprocess.run(["sh", "-c", SCRIPT], cwd=folder, capture_output=True, text=True)


@pytest.mark.parametrize("index", [0, 17, 32, 36])
def test_a_receipt_is_checked_by_hand(log, tmp_path, index):
    done = by_hand(tmp_path, write_receipt(log.receipt(index)), log.key.verifier)
    assert done.returncode == 0, done.stderr
    act, tree, signature = done.stdout.splitlines()
    assert f'"number":{index}' in act
    assert tree == "It is in the tree."
    assert signature == "Signature Verified Successfully"


def test_a_forged_receipt_is_refused_by_hand(log, tmp_path):
    forged = log.rewritten(17, charge="none")
    done = by_hand(tmp_path, write_receipt(forged.receipt(17, note=log.signed())), log.key.verifier)
    assert done.returncode != 0
    assert "It is in the tree." not in done.stdout


def test_a_receipt_of_another_key_is_refused_by_hand(log, tmp_path):
    done = by_hand(tmp_path, write_receipt(log.receipt(17)), Log().key.verifier)
    assert done.returncode != 0
    assert "Verified Successfully" not in done.stdout


def test_every_option_that_the_page_names_is_one():
    for command in ("witness", "receipt verify"):
        said = CliRunner().invoke(app, [*command.split(), "--help"], env={"COLUMNS": "200", "TERM": "dumb"}).stdout
        lines = re.findall(rf"^    \.venv/bin/marga {command} .*$", PAGE, re.MULTILINE)
        assert lines
        assert {option for line in lines for option in re.findall(r"--[a-z]+", line)} <= set(
            re.findall(r"--[a-z]+", said)
        )
