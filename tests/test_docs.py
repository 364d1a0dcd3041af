"""Documents keep up with the code: a setting without a row fails, and so does a row without a setting."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent


def settings_in(*patterns: str) -> set[str]:
    """The MARGA_* variables that files of these patterns read."""
    files = [path for pattern in patterns for path in ROOT.glob(pattern)]
    assert files
    return {name for path in files for name in re.findall(r"[\"'{](MARGA_[A-Z_]+)", path.read_text("utf-8"))}


def rows_of(page: str) -> set[str]:
    """The MARGA_* variables that have a row of their own in a table of the page."""
    return set(re.findall(r"^\| `(MARGA_[A-Z_]+)`", (ROOT / "docs" / page).read_text("utf-8"), re.MULTILINE))


def test_every_setting_has_a_row_for_operators_and_every_row_is_a_setting():
    assert settings_in("src/**/*.py", "run") == rows_of("operators.md")


def test_every_setting_of_the_tests_has_a_row_for_contributors():
    assert settings_in("test", ".ci/*.sh", "tests/support/browser.py") - rows_of("operators.md") == rows_of(
        "contributing.md"
    )


def test_every_module_of_the_register_s_rules_and_every_file_of_its_data_has_its_place_in_the_page():
    page = (ROOT / "docs" / "enforcement-rules.md").read_text("utf-8")
    files = [*ROOT.glob("src/marga/enforcement/rules/[a-z]*.py"), *ROOT.glob("src/marga/country/kh/enforcement/*.toml")]
    assert files
    assert [path.name for path in files if f"`{path.name}`" not in page] == []


def test_every_threat_names_a_test_that_exists():
    named = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", (ROOT / "docs" / "security.md").read_text("utf-8"))
    assert named
    for path, test in named:
        assert f"def {test}(" in (ROOT / path).read_text("utf-8"), f"{path} has no {test}"
