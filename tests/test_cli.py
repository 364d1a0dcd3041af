"""The `marga` command: what it prints, and its exit codes 0 (nothing found), 1 (found), 2 (cannot be read)."""

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from marga import __version__
from marga.cli import app
from marga.figures import RULES
from support.reports import figure, text

FINE = text(figure("T", 5295), figure("A", 3399, where={"offence": "trafficking"}))
BROKEN = text(
    figure("T", 5200), figure("A", 3399, where={"offence": "trafficking"}), figure("B", 1896, where={"offence": "use"}),
    id="broken",
)  # fmt: skip
CUT_OFF = text(
    figure("T", 28414), figure("A", 14707, where={"sex": "female"}),
    figure("S", 51.7, unit="percent", where={"sex": "female"}, share_of={}),
)  # fmt: skip


def marga(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture
def file(tmp_path):
    """Writes a report file and gives its path."""

    def write(content: str, name: str = "report.toml") -> Path:
        path = tmp_path / name
        path.write_text(content, "utf-8")
        return path

    return write


def test_a_report_that_adds_up_ends_with_0_and_says_so(file):
    done = marga("check", file(FINE))
    assert done.exit_code == 0
    assert "1 report, 2 figures: nothing found. What is printed can all be true." in done.stdout


def test_a_note_alone_ends_with_0(file):
    done = marga("check", file(CUT_OFF))
    assert done.exit_code == 0
    assert "cut off, not rounded" in " ".join(done.stdout.split())


def test_a_report_that_does_not_add_up_ends_with_1_and_a_sentence_and_what_would_mend_it(file):
    done = marga("check", file(BROKEN))
    assert done.exit_code == 1
    assert "(95 too many)" in " ".join(done.stdout.split())
    assert "broken/T: 5,200 would be 5,295" in done.stdout


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("not toml", "report.toml: is not TOML:"),
        (FINE.replace("5295", "nan"), "report.toml: figure T, `value`: is NaN"),
        (FINE.replace("to = 2019-12-31", "to = 2018-12-31"), "report.toml: `report`, `period`: ends on 2018-12-31"),
    ],
)
def test_a_file_that_cannot_be_read_ends_with_2_and_one_line_for_each_fault(file, content, told):
    done = marga("check", file(content))
    assert done.exit_code == 2
    assert done.stdout == ""
    assert len(done.stderr.strip().split("\n")) == 1
    assert done.stderr.startswith(told)


def test_a_missing_file_a_folder_and_no_file_at_all_end_with_2(tmp_path):
    for arguments in ([tmp_path / "none.toml"], [tmp_path], [], [tmp_path / "a.toml", "--example"]):
        done = marga("check", *arguments)
        assert done.exit_code == 2
        assert len(done.stderr.strip().split("\n")) == 1
    assert "none.toml: cannot be read: No such file or directory" in marga("check", tmp_path / "none.toml").stderr


def test_two_files_are_checked_together(file):
    one, other = (
        file(BROKEN.replace("5200", "5295"), "a.toml"),
        file(text(figure("T", 5200), id="o", body="Court"), "b.toml"),
    )
    assert marga("check", one).exit_code == 0
    done = marga("check", one, other, "--format", "json")
    assert done.exit_code == 1
    assert [finding["rule"] for finding in json.loads(done.stdout)["findings"]] == ["between-bodies"]


def test_json_is_all_that_is_printed(file):
    done = marga("check", file(BROKEN), "--format", "json")
    assert done.exit_code == 1
    assert json.loads(done.stdout)["smallest_wrong"] == [["broken/T"], ["broken/A"], ["broken/B"]]
    assert done.stderr == ""


def test_json_is_all_that_a_real_process_prints_too():
    """In a process of its own, where a solver written in another language could print past Python."""
    done = subprocess.run(
        [Path(sys.executable).with_name("marga"), "check", "--example", "--format", "json"],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert done.stderr == ""
    made = json.loads(done.stdout)
    assert ["kh-2019-09/A1", "kh-2019-09/A7"] in made["smallest_wrong"]
    assert {"parts-whole", "rate", "share", "growth", "called", "claim", "same-number"} <= {
        finding["rule"] for finding in made["findings"]
    }


def test_the_example_is_the_country_s_own_reports():
    done = marga("check", "--example")
    assert done.exit_code == 1
    assert "28 reports, 173 figures" in done.stdout


@pytest.mark.parametrize("rule", RULES)
def test_each_rule_is_explained(rule):
    done = marga("check", "--explain", rule)
    assert done.exit_code == 0
    assert done.stdout.startswith(f"{rule}: ")
    assert "Example: " in done.stdout
    assert "Source: " in done.stdout


def test_a_word_that_is_no_rule_is_answered_with_the_rules():
    done = marga("check", "--explain", "sums")
    assert done.exit_code == 2
    assert f"the rules are {', '.join(RULES)}" in done.stderr


def test_a_figure_trusted_more_is_no_suspect(file):
    done = marga("check", file(BROKEN), "--trust", "broken/T=5", "--format", "json")
    assert json.loads(done.stdout)["smallest_wrong"] == [["broken/A"], ["broken/B"]]


@pytest.mark.parametrize(
    ("trust", "told"),
    [
        ("broken/X=5", "--trust: names broken/X, which is no figure of these reports"),
        ("broken/T=0", "--trust: should be FIGURE=WEIGHT with a weight above 0"),
        ("broken/T=much", "--trust: should be FIGURE=WEIGHT"),
        ("broken/T", "--trust: should be FIGURE=WEIGHT"),
        ("broken/T=nan", "--trust: should be FIGURE=WEIGHT"),
    ],
)
def test_trust_in_nothing_or_by_nothing_is_refused(file, trust, told):
    done = marga("check", file(BROKEN), "--trust", trust)
    assert done.exit_code == 2
    assert done.stderr.startswith(told)


def test_what_a_person_typed_is_printed_as_it_stands(file):
    hostile = file(BROKEN.replace('id = "A"', 'id = "[red]A"').replace("5200", '6000\nprinted = "over 6,000 [/b]"'))
    done = marga("check", hostile)
    assert done.exit_code == 1
    assert "[red]A" in done.stdout
    assert "[/b]" in done.stdout


def test_a_country_that_is_not_there_ends_with_2(file):
    done = marga("check", file(FINE), "--country", "xx")
    assert done.exit_code == 2
    assert "has no country.toml" in done.stderr


def test_a_new_report_is_started_and_can_be_checked(tmp_path):
    path = tmp_path / "mine.toml"
    done = marga("report", "new", path)
    assert done.exit_code == 0
    assert f"marga check {path}" in done.stdout.replace("\n", " ")
    assert tomllib.loads(path.read_text("utf-8"))["report"]["id"] == "my-report"
    assert marga("check", path).exit_code == 1


def test_a_new_report_does_not_overwrite_a_file(file, tmp_path):
    path = file("mine")
    done = marga("report", "new", path)
    assert done.exit_code == 2
    assert "is there already, and was left as it is" in done.stderr
    assert path.read_text() == "mine"
    assert "cannot be written" in marga("report", "new", tmp_path / "none" / "mine.toml").stderr


def test_help_lists_the_commands_and_the_version_is_printed():
    for arguments in ([], ["--help"], ["-h"]):
        shown = marga(*arguments)
        assert "check" in shown.output
        assert "report" in shown.output
    assert marga("--version").stdout == f"marga {__version__}\n"
    assert "--example" in marga("check", "--help").stdout


def test_a_day_in_the_help_is_written_as_it_is_typed():
    words = " ".join(marga("example", "--help").stdout.split())
    assert "2017-01-01" in words
    assert "00:00:00" not in words
    assert "YYYY-MM-DD" in words


def test_every_command_is_there_and_no_core_is_loaded_for_its_help():
    look = "import sys; from marga.cli import app; app(['--help'], standalone_mode=False); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    for name in ("check", "figures", "figure", "cube", "bulletin", "example", "witness", "report", "extract", "cubes",
                 "account", "receipt"):  # fmt: skip
        assert f" {name} " in done.stdout, name
    assert {"django", "pyarrow", "marga.figures"}.isdisjoint(done.stdout.splitlines()[-1].split())
