"""`marga bulletin`: what it writes and refuses, and its exit codes 0 (made), 1 (contradicts), 2 (cannot be made)."""

import hashlib
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from marga.cli import app
from marga.figures.bulletin import report
from marga.figures.counting.signing import key_at, public_name


def marga(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["bulletin", *(str(argument) for argument in arguments)])


def year(number: int) -> tuple[str, ...]:
    return ("--from", f"{number}-01-01", "--to", f"{number}-12-31", "--published", f"{number + 1}-01-20", "--no-pdf")


@pytest.fixture(scope="module")
def first(records, tmp_path_factory) -> Path:
    """The bulletin of 2018 as a folder."""
    out = tmp_path_factory.mktemp("bulletins") / "2018"
    done = marga(*records.cubes, *year(2018), "--out", out)
    assert done.exit_code == 0, done.output
    return out


def test_a_folder_holds_the_bulletin_in_every_form_and_apart_from_it_the_counts(first):
    names = {path.name for path in first.iterdir()}
    assert names == {
        "2018-r1.json", "2018-r1.csv", "2018-r1.enforcement.toml", "2018-r1.care.toml", "2018-r1.en.html",
        "2018-r1.km.html", "2018-r1.en.xlsx", "2018-r1.km.xlsx", "SHA256SUMS", "not-for-publication",
    }  # fmt: skip
    assert (first / "not-for-publication").stat().st_mode & 0o077 == 0
    for line in (first / "SHA256SUMS").read_text().splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256((first / name).read_bytes()).hexdigest() == digest


def test_no_count_behind_a_mark_is_in_what_is_published(first):
    kept = json.loads((first / "not-for-publication" / "counts.json").read_text())
    hidden = sum(sum(one["hidden"]) for one in kept)
    assert hidden
    published = json.loads((first / "2018-r1.json").read_text())
    assert {"protected", "counts", "truth"}.isdisjoint(published)


def test_it_says_what_was_hidden_and_what_others_printed(records, tmp_path):
    done = marga(*records.cubes, *year(2019), "--out", tmp_path / "x")
    said = " ".join(done.stdout.split())
    assert "bulletin of Cambodia, 2019, revision 1" in said
    assert "small ones hidden" in said
    assert "Unlike what others printed" in said


def test_bulletins_before_are_named_with_before(records, first, tmp_path):
    done = marga(*records.cubes, *year(2019), "--out", tmp_path / "2019", "--before", first)
    assert done.exit_code == 0, done.output
    assert marga(*records.cubes, *year(2018), "--out", tmp_path / "again", "--before", first).exit_code == 2
    assert not (tmp_path / "again").exists()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--from", "2018-01-01", "--to", "2018-09-06"), "cuts a month"),
        (("--from", "2018-09-01", "--to", "2018-01-31"), "--to is before --from"),
        (("--from", "2018-01-01", "--to", "2018-12-31", "--before", "nowhere"), "is not a folder of marga bulletin"),
        (("--from", "2018-01-01", "--to", "2018-12-31", "--trust", "somebody"), "signed by a key that is not trusted"),
    ],
)
def test_what_cannot_be_made_ends_with_2_and_leaves_nothing(records, tmp_path, arguments, says):
    done = marga(*records.cubes, *arguments, "--out", tmp_path / "out")
    assert done.exit_code == 2
    assert says in done.output
    assert list(tmp_path.iterdir()) == []


def test_a_cube_that_was_changed_after_it_was_signed_is_refused(records, tmp_path):
    copied = tmp_path / "one.cube"
    copied.write_bytes(records.cubes[0].read_bytes() + b" ")
    (tmp_path / "one.cube.sig").write_bytes(records.cubes[0].with_name("enforcement.cube.sig").read_bytes())
    done = marga(copied, *year(2018), "--out", tmp_path / "out")
    assert done.exit_code == 2
    assert "was changed after it was signed" in done.output


def test_a_trusted_key_is_named_as_marga_cube_prints_it(records, tmp_path):
    key = public_name(key_at(records.folder / "enforcement.key").public_key())
    done = marga(records.cubes[0], *year(2018), "--out", tmp_path / "out", "--trust", key)
    assert done.exit_code == 0, done.output


def test_a_folder_that_is_there_is_left_as_it_is(records, first, tmp_path):
    before = {path.name: path.stat().st_mtime_ns for path in first.iterdir()}
    done = marga(*records.cubes, *year(2018), "--out", first)
    assert done.exit_code == 2
    assert "is there already" in done.output
    assert {path.name: path.stat().st_mtime_ns for path in first.iterdir()} == before


def test_figures_that_contradict_each_other_end_with_1_and_leave_nothing(records, tmp_path, monkeypatch):
    """A fault of the program itself, which the check would catch: the report says another total than the parts."""
    true_text = report.report_text
    wrong = ('value = 8002\nprinted = "8,002"', 'value = 8000\nprinted = "8,000"')
    monkeypatch.setattr(report, "report_text", lambda *given: true_text(*given).replace(*wrong, 1))
    done = marga(*records.cubes, *year(2018), "--out", tmp_path / "out")
    assert done.exit_code == 1
    assert "not the 8,000 printed as the total" in done.output
    assert "nothing was written" in done.output
    assert list(tmp_path.iterdir()) == []


def test_the_figure_check_passes_the_files_that_a_bulletin_brings(first):
    files = [str(first / f"2018-r1.{side}.toml") for side in ("enforcement", "care")]
    done = CliRunner().invoke(app, ["check", *files])
    assert done.exit_code == 0, done.output
