"""`marga example` and `marga extract`, as typed."""

from typer.testing import CliRunner

from marga.cli import app


def typed(*words):
    return CliRunner().invoke(app, [str(word) for word in words])


def test_an_example_is_made_checked_and_not_overwritten(tmp_path):
    made = typed("example", tmp_path / "kh", "--from", "2019-01-01", "--to", "2019-01-31", "--scale", "0.05")
    assert made.exit_code == 0, made.output
    assert "cases" in made.output
    checked = typed("extract", "check", tmp_path / "kh" / "care")
    assert checked.exit_code == 0
    assert "is whole: Synthetic Cambodia, care, 2019-01-01 to 2019-01-31" in checked.output
    again = typed("example", tmp_path / "kh")
    assert again.exit_code == 2
    assert "left as it is; choose another name" in again.output


def test_a_side_that_does_not_exist_is_refused(tmp_path):
    refused = typed("example", tmp_path / "kh", "--side", "oversight")
    assert refused.exit_code == 2
    assert "write enforcement or care" in refused.output
    assert not (tmp_path / "kh").exists()


def test_days_in_the_wrong_order_are_refused(tmp_path):
    refused = typed("example", tmp_path / "kh", "--from", "2019-02-01", "--to", "2019-01-01")
    assert (refused.exit_code, "swap them" in refused.output) == (2, True)


def test_a_folder_that_is_no_extract_is_refused(tmp_path):
    refused = typed("extract", "check", tmp_path)
    assert (refused.exit_code, "is no finished extract" in refused.output) == (2, True)


def test_the_dictionary_is_printed_and_refreshed_in_a_page(tmp_path):
    from marga.extract.dictionary import BEGIN, END

    assert "| `person` | key |" in typed("extract", "dictionary").output
    page = tmp_path / "page.md"
    page.write_text(f"before\n{BEGIN}\n{END}\nafter\n", "utf-8")
    assert "was refreshed" in typed("extract", "dictionary", page).output
    assert "was up to date" in typed("extract", "dictionary", page).output
    assert page.read_text("utf-8").startswith("before\n")
    assert page.read_text("utf-8").endswith("after\n")
