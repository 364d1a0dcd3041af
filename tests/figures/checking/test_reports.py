"""Report files: what is read, and what a person is told who wrote something else."""

import random
import unicodedata
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marga.country import DataError
from marga.country.reading import LARGEST_FILE
from marga.figures import as_json, check, published_reports, read_files, read_report
from marga.figures.checking.report_file import MOST_FIGURES
from marga.figures.checking.starter import STARTER
from support.reports import change, claim, dimension, figure, found, kh, report, share, text

GOOD = text(
    figure("A1", 5200, printed="5,200"),
    figure("A2", 3399, printed="3,399", where={"offence": "trafficking"}),
    figure("A3", 22, printed="some 22", per="day", note="a note"),
    share("A4", 65, {"offence": "trafficking"}),
    change("A5", 8),
    figure("A6", 6000, "in_care", as_of=date(2019, 9, 6), trust=2),
    dimension("outcome", "completed", "prison"),
    figure("A7", 6, "treated", where={"outcome": "prison"}, called="users", rounded_to=5, place="north"),
    claim("K1", "up", "A5", words="rose"),
)


def faults(written: str | bytes) -> list[str]:
    """The lines a person reads about a file named report.toml."""
    with pytest.raises(DataError) as raised:
        read_report(written, "report.toml", kh())
    lines = str(raised.value).split("\n")
    assert len(lines) == len(raised.value.faults)
    assert all(line.startswith("report.toml: ") for line in lines)
    return [line.removeprefix("report.toml: ") for line in lines]


def is_plain(line: str) -> bool:
    """Whether nothing in it breaks the line, steers a terminal or turns the direction of writing."""
    return not any(unicodedata.category(letter) in ("Cc", "Zl", "Zp") or letter in "\u202a\u202b\u202d\u202e"
                   for letter in line)  # fmt: skip


def test_a_good_report_is_read_whole():
    read = read_report(GOOD, "report.toml", kh())
    assert [one.id for one in read.figures] == ["A1", "A2", "A3", "A4", "A5", "A6", "A7"]
    assert [one.kind for one in read.figures] == ["count", "count", "rate", "share", "change", "count", "count"]
    assert read.figures[0].ref == "r/A1"
    assert read.figures[5].trust == 2
    assert read.claims[0].about == ("A5",)
    assert list(read.dimensions["outcome"].categories) == ["completed", "prison"]


def test_decimals_keep_the_digits_they_were_written_with():
    (one,) = report(figure("A1", Decimal("54.0"), "seized", unit="kg")).figures
    assert str(one.reading.digit) == "0.1"


def test_a_byte_order_mark_and_windows_line_ends_are_read():
    marked = "\ufeff" + GOOD.replace("\n", "\r\n")
    for written in (marked, marked.encode()):
        assert len(read_report(written, "report.toml", kh()).figures) == 7


def test_the_file_that_a_newcomer_starts_from_is_read_and_can_be_all_true_but_for_what_the_check_is_shown_by():
    read = read_report(STARTER, "starter.toml", kh())
    assert {one.kind for one in read.figures} == {"count", "rate", "change", "share"}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        # keys
        ('id = "r"\n', "", '`report`, `id`: is missing; write id = "…"'),
        ('body = "Police"\n', "", '`report`, `body`: is missing; write body = "…"'),
        ("value = 5200\n", "", "figure A1, `value`: is missing; write value = 5200"),
        ('id = "A1"\n', "", 'figure 1, `id`: is missing; write id = "…"'),
        ('printed = "5,200"', 'prnted = "5,200"',
         "figure A1, `prnted`: is not a key that can stand here; write “printed”"),
        ("[[figure]]", "[[figures]]\na = 1\n[[figure]]", "`figures`: is not a key that can stand here; write “figure”"),
        ('body = "Police"', 'body = "Police"\nfoo = 1',
         "`report`, `foo`: is not a key that can stand here; write body / id"),
        ('words = "rose"', 'word = "rose"', "claim K1, `word`: is not a key that can stand here; write “words”"),
        ("where = {", "wher = {", "figure A2, `wher`: is not a key that can stand here; write “where”"),
        ("share_of = {", "share_off = {", "figure A4, `unit`: is percent, of what? Add `share_of` or `change_on`"),
        # names with a near miss
        ('measure = "cases"', 'measure = "case"', "figure A1, `measure`: is “case”, which is not known; write “cases”"),
        ('measure = "cases"', 'measure = "zebras"',
         "figure A1, `measure`: is “zebras”, which is not known; write arrests / cases"),
        ('unit = "case"', 'unit = "cases"', "figure A1, `unit`: is “cases”, which is not known; write “case”"),
        ('unit = "case"', 'unit = "case/week"', 'figure A1, `unit`: is per week; a rate is per day: write per = "day"'),
        ('per = "day"', 'per = "week"', "figure A3, `per`: is “week”, which is not known; write day"),
        ('offence = "trafficking" }\n[[figure]]\nid = "A3"', 'offence = "traficking" }\n[[figure]]\nid = "A3"',
         "figure A2, `where`, `offence`: is “traficking”, which is not known; write “trafficking”"),
        ('where = { offence = "trafficking" }', 'where = { offense = "trafficking" }',
         "figure A2, `where`, `offense`: is not a way to split figures here; write citizenship / drug / modality"),
        ('says = "up"', 'says = "grew"', "claim K1, `says`: is “grew”, which is not known; write all / down / enough"),
        # days
        ("to = 2019-12-31", "to = 2019-02-30", "is not TOML: Invalid date or datetime (at line"),
        ("from = 2019-01-01", "from = 2020-01-01",
         "`report`, `period`: ends on 2019-12-31, before it begins on 2020-01-01"),
        ("from = 2019-01-01, ", "", "`report`, `period`: should be { from = 2019-01-01, to = 2019-09-06 }"),
        ("as_of = 2019-09-06", "as_of = 2019-09-06T10:00:00",
         "figure A6, `as_of`: should be a day such as 2019-09-06, not"),
        ("as_of = 2019-09-06", 'as_of = "6 September"',
         "figure A6, `as_of`: should be a day such as 2019-09-06, not 6 September"),
        ("as_of = 2019-09-06", "as_of = 2019-09-06\nperiod = { from = 2019-01-01, to = 2019-01-31 }",
         "figure A6, `as_of`: stands beside `period`"),
        # numbers
        ("value = 5200", "value = -5", "figure A1, `value`: is -5; only a change can be below 0"),
        ("value = 5200", "value = 1e400",
         "figure A1, `value`: is 1E+400, which no such figure can be; write a number below 10^12"),
        ("value = 5200", "value = 1e1000000", "figure A1, `value`: is 1E+1000000, which no such figure can be"),
        ("value = 5200", "value = 1e99999999999999999999", "figure A1, `value`: is NaN, which no such figure can be"),
        ("value = 5200", "value = nan", "figure A1, `value`: is NaN, which no such figure can be"),
        ("value = 5200", "value = inf", "figure A1, `value`: is Infinity, which no such figure can be"),
        ("value = 5200", "value = 1000000000000000",
         "figure A1, `value`: is 1000000000000000, which no such figure can be"),
        ("value = 5200", f"value = {'9' * 5000}", "has a number of thousands of digits; write a number below 10^12"),
        ("value = 5200", f"value = 0x{'f' * 5000}", "figure A1, `value`: is …, which no such figure can be"),
        ("value = 5200", "value = 1e-400", "figure A1, `value`: has more than 12 digits after the point; round it"),
        ("value = 5200", 'value = "5200"', "figure A1, `value`: should be a number such as 5200 or 54.0, not 5200"),
        ("value = 5200", "value = true", "figure A1, `value`: should be a number such as 5200 or 54.0, not true"),
        ("rounded_to = 5", "rounded_to = -5", "figure A7, `rounded_to`: should be above 0"),
        ("trust = 2", "trust = 0", "figure A6, `trust`: should be above 0"),
        ('printed = "5,200"', 'printed = "5,300"',
         "figure A1, `printed`: says “5,300”, and the value is 5,200; correct the one that is wrong"),
        # what a figure is
        ("share_of = {  }", 'share_of = {  }\nper = "day"', "figure A4: has two of `per`, `change_on` and `share_of`"),
        ("share_of = {  }\n", "", "figure A4, `unit`: is percent, of what? Add `share_of` or `change_on`"),
        ("share_of = {  }", 'share_of = { offence = "trafficking" }',
         "figure A4, `share_of`: is the figure's own group"),
        ('unit = "percent"\nvalue = 65', 'unit = "case"\nvalue = 65',
         'figure A4, `unit`: of a share is percent; write unit = "percent"'),
        ("change_on = { from = 2018-01-01, to = 2018-12-31 }", "change_on = { from = 2019-01-01, to = 2019-12-31 }",
         "figure A5, `change_on`: is the figure's own period"),
        # claims and splits
        ('about = ["A5"]', 'about = ["A9"]', "claim K1, `about`: names A9, which is no figure of this report"),
        ('about = ["A5"]', "about = []", "claim K1, `about`: is empty; name the figures the claim rests on"),
        ('about = ["A5"]\n', "", "claim K1, `about`: is empty; name the figures the claim rests on"),
        ('about = ["A5"]', 'about = "A5"', 'claim K1, `about`: should be a list of texts such as ["A1", "A2"], not A5'),
        ('about = ["A5"]', 'about = ["A1"]', "claim K1, `about`: names one figure; “up” compares two"),
        ('categories = ["completed", "prison"]\n', "", "`dimension`, `outcome`, `categories`: is missing; write"),
        ("exhaustive = true", 'exhaustive = "yes"',
         "`dimension`, `outcome`, `exhaustive`: should be true or false, not yes"),
        ("[dimension.outcome]", "[dimension.place]\ncategories = [\"a\"]\n[dimension.outcome]",
         "`dimension`, `place`: cannot be the name of a split"),
        # ids
        ('id = "A2"', 'id = "A1"', "figure A1, `id`: “A1” is used twice in this report; give each its own"),
        ('id = "K1"', 'id = "A1"', "claim A1, `id`: “A1” is used twice in this report; give each its own"),
        ('id = "A1"', 'id = "A 1"', "figure A 1, `id`: should be a short name without spaces or /, such as A1"),
        ('id = "r"', 'id = "r/2019"', "`report`, `id`: should be a short name without spaces or /, such as kh-2019-09"),
        ('id = "r"', 'id = ""', "`report`, `id`: should be a text between quotes, not "),
        ('body = "Police"', f'body = "{"x" * 501}"', "`report`, `body`: is longer than 500 letters; shorten it"),
    ],
)  # fmt: skip
def test_each_fault_says_where_it_is_and_what_to_write(old, new, told):
    assert GOOD.count(old) >= 1
    found = faults(GOOD.replace(old, new, 1))
    assert len(found) == 1
    assert found[0].startswith(told)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("", "has no [report]; add it"),
        ("report = 1", "`report`: should be a table { … }, not 1"),
        ("[[report]]", "`report`: should be a table { … }, not [{}]"),
        ("just words", "is not TOML: "),
        ('{"report": 1}', "is not TOML: "),
        ("a = " + "[" * 100_000, "is not TOML: it is nested too deep"),
        ("a = " + "{a=" * 100_000, "is not TOML: it is nested too deep"),
        (".".join(["a"] * 900_000) + " = 1", "has a line with more than 1,000 points; break it"),
        (b"\xff\xfe\x00\x01", "is not text in UTF-8 (byte 1); save it as UTF-8"),
        (b"\x00" * 1000, "is not TOML: "),
        (b"[report]\nid = \"\xe9\"", "is not text in UTF-8 (byte 16); save it as UTF-8"),
        ("#" * (LARGEST_FILE + 1), "is larger than 2 MB, which no report is; give the report alone"),
        (text(), "`figure`: stands 0 times; a report has 1 to 2,000 of [[figure]]"),
        (text(*["[[figure]]\n"] * (MOST_FIGURES + 1)), "`figure`: stands 2,001 times; a report has 1 to 2,000"),
        ("figure = 3\n" + text(), "`figure`: should be written as [[figure]]"),
        ("claim = [1]\n" + text(figure("A1", 1)), "`claim`: should be written as [[claim]]"),
    ],
    ids=range(16),
)  # fmt: skip
def test_what_is_no_report_at_all_is_told_in_one_line(written, told):
    found = faults(written)
    assert len(found) == 1
    assert found[0].startswith(told)


def test_every_fault_of_a_file_is_told_at_once():
    broken = (
        GOOD.replace("value = 5200", "value = -1")
        .replace('says = "up"', 'says = "grew"')
        .replace('measure = "treated"', 'measure = "treatd"')
    )
    assert [line.split(":")[0] for line in faults(broken)] == [
        "figure A1, `value`",
        "figure A7, `measure`",
        "claim K1, `says`",
    ]


def test_a_claim_is_not_blamed_for_the_fault_of_its_figure():
    assert len(faults(GOOD.replace("value = 8\n", "value = nan\n"))) == 1


@pytest.mark.parametrize(
    "hostile",
    ["a\\nb", "\\u001b[31mred", "x" * 400, "a\\tb\\rc", "{0} {value} %s", "a\\u0000b", "[/red]", "\\u2028b\\u202ec"],
)
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('id = "A1"', 'id = "{}"\nvalu = 1'),
        ('body = "Police"', 'body = "Police"\n"{}" = 1'),
        ('measure = "cases"', 'measure = "{}"'),
        ('unit = "case"', 'unit = "case/{}"'),
        ('printed = "5,200"', 'printed = "{} 7"'),
        ('about = ["A5"]', 'about = ["{}"]'),
        ('offence = "trafficking"', 'offence = "{}"'),
        ('offence = "trafficking"', '"{}" = "trafficking"'),
        ("[dimension.outcome]", '[dimension."{}"]\ncategories = 1\n[dimension.outcome]'),
    ],
)
def test_what_a_person_typed_is_repeated_on_one_line_and_cannot_steer_a_terminal(old, new, hostile):
    for line in faults(GOOD.replace(old, new.replace("{}", hostile), 1)):
        assert len(line) < 700
        assert is_plain(line)


def test_two_files_cannot_bear_one_report_id(tmp_path):
    paths = [tmp_path / "a.toml", tmp_path / "b.toml"]
    for path in paths:
        path.write_text(GOOD)
    with pytest.raises(
        DataError, match=r"b\.toml: `report`, `id`: “r” is the id of another report too; give each its own"
    ):
        read_files(paths, kh())


def test_the_faults_of_all_files_are_told_and_a_missing_file_is_one_of_them(tmp_path):
    (tmp_path / "a.toml").write_text("[report]")
    with pytest.raises(DataError) as raised:
        read_files([tmp_path / "a.toml", tmp_path / "none.toml", tmp_path], kh())
    assert [fault.message for fault in raised.value.faults] == [
        'is missing; write id = "…"',
        "cannot be read: No such file or directory",
        "cannot be read: Is a directory",
    ]


def test_a_file_of_50_mb_is_refused_after_its_first_2(tmp_path, monkeypatch):
    path = tmp_path / "big.toml"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    given = []
    monkeypatch.setattr(
        "marga.figures.checking.report_file.read_report",
        lambda data, *rest: given.append(data) or read_report(data, *rest),
    )
    with pytest.raises(DataError, match=r"big\.toml: is larger than 2 MB"):
        read_files([path], kh())
    assert [len(data) for data in given] == [LARGEST_FILE + 1]


def test_a_report_in_more_than_six_ways_at_once_is_refused():
    ways = [dimension(f"d{number}", "a", "b") for number in range(7)]
    six, seven = ({f"d{number}": "a" for number in range(count)} for count in (6, 7))
    assert report(*ways, figure("A1", 1, where=six)).figures
    assert faults(text(*ways, figure("A1", 1, where=seven))) == [
        "figure A1, `where`: splits in more than 6 ways at once; leave some out"
    ]


def test_the_published_reports_of_the_example_country_are_read():
    reports = published_reports(kh())
    assert len(reports) == len({one.id for one in reports}) == len(kh().report_files)
    assert all(one.source and one.title for one in reports)


START = date(2015, 1, 1)
LINES = GOOD.split("\n")
TOKENS = [
    "1", "-1", "nan", "inf", "1e999", "0x1f", "true", '""', '"x"', '"percent"', '"kg"', "[]", "{}", "[1]", "{ a = 1 }",
    "2019-02-29", "2019-01-01", "07:00:00", '"day"', '"users"', '"some 40"', "{ from = 2019-01-01, to = 2018-01-01 }",
    '{ offence = "use" }', '["A1", "A2"]', '"A1"', "0.1", "'''", '"\\u0007"', "1_000", "9" * 30,
]  # fmt: skip


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A valid report after a few accidents: values swapped, lines lost, doubled, moved or cut."""
    lines = list(LINES)
    for _ in range(draw(st.integers(1, 4))):
        spot = draw(st.integers(0, len(lines) - 1))
        accident = draw(st.sampled_from(["value", "lose", "double", "move", "cut", "letter", "key"]))
        line = lines[spot]
        match accident:
            case "value" if " = " in line:
                lines[spot] = line.split(" = ")[0] + " = " + draw(st.sampled_from(TOKENS))
            case "key" if " = " in line:
                other = draw(st.sampled_from([one for one in LINES if " = " in one]))
                lines[spot] = other.split(" = ")[0] + " = " + line.split(" = ", 1)[1]
            case "lose":
                del lines[spot]
            case "double":
                lines.insert(spot, line)
            case "move":
                lines.insert(draw(st.integers(0, len(lines) - 1)), lines.pop(spot))
            case "cut":
                lines[spot] = line[: draw(st.integers(0, len(line)))]
            case "letter":
                at = draw(st.integers(0, len(line)))
                lines[spot] = line[:at] + draw(st.characters(codec="utf-8")) + line[at + 1 :]
    return "\n".join(lines)


@settings(max_examples=600)
@given(mutated())
def test_a_report_after_any_accident_is_read_and_checked_or_refused_in_lines(written):
    try:
        read = read_report(written, "report.toml", kh())
    except DataError as error:
        told = str(error).split("\n")
    else:
        told = [one["message"] for one in as_json(check([read], kh()))["findings"]]
    assert all(line and is_plain(line) for line in told)


@settings(max_examples=200)
@given(st.binary(max_size=200) | st.text(max_size=200))
def test_any_bytes_at_all_are_refused_in_lines(written):
    with pytest.raises(DataError):
        read_report(written, "report.toml", kh())


def test_daily_figures_of_three_years_are_held_against_their_total():
    days = [figure(f"F{day}", 1, period=f"{START + timedelta(day)} to {START + timedelta(day)}") for day in range(1100)]
    over = f"{START} to {START + timedelta(1099)}"
    assert found(report(*days, figure("T", 1100, period=over))) == []
    assert found(report(*days, figure("T", 1099, period=over))) != []


def test_cumulative_figures_of_hundreds_of_days_are_checked():
    days = random.Random(1).sample(range(1, 501), 500)
    figures = [figure(f"F{day}", day, period=f"{START} to {START + timedelta(day)}") for day in days]
    assert found(report(*figures)) == []
