"""Check your own: what is typed is kept whatever is wrong with it, and every fault is told beside what it is about."""

import re
from contextlib import ExitStack
from html import unescape
from html.parser import HTMLParser

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from marga.authority import queries
from marga.authority.drafts import carried
from marga.authority.forms import MORE_ROWS, MOST_ROWS, DraftForm, PlainSelect
from marga.authority.queries import MOST_FIGURES
from support.typed import REPORT_A, form, row

pytestmark = pytest.mark.django_db
FIELDS = ("printed", "measure", "group", "kind", "day")
TYPED = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


class Fields(HTMLParser):
    """What stands in the fields of the forms on a page, as a browser would send it again; buttons left out."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self.inside = ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "input" and "name" in given:
            self.found[given["name"]] = given.get("value") or ""
        elif tag in ("select", "textarea"):
            self.inside = given["name"]
            self.found[self.inside] = "(nothing)" if tag == "select" else ""
        elif tag == "option" and "selected" in given:
            self.found[self.inside] = given.get("value") or ""

    def handle_data(self, data):
        if self.lasttag == "textarea" and self.inside:
            self.found[self.inside] += data

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.found[self.inside] = self.found[self.inside].removeprefix("\n")
        self.inside = "" if tag in ("select", "textarea") else self.inside


def fields(answer) -> dict[str, str]:
    found = Fields(answer.content.decode()).found
    return {name: value for name, value in found.items() if name != "csrfmiddlewaretoken"}


def errors(answer) -> dict[str, str]:
    """The message beside each field that has one."""
    found = re.findall(r'class="field-error" id="id_([\w-]+)_error">(.*?)</p>', answer.content.decode(), re.S)
    return {name: unescape(re.sub(r"<span.*?</span>", "", text)).strip() for name, text in found}


def summary(answer) -> list[str]:
    """The lines at the top of the form that say what is wrong."""
    box = re.search(r'id="error-summary">(.*?)</div>', answer.content.decode(), re.S)
    return [] if box is None else [
        " ".join(unescape(re.sub(r"<[^>]+>", "", line)).split()) for line in re.findall(r"<li>(.*?)</li>", box[1], re.S)
    ]  # fmt: skip


def words(answer) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def test_the_five_figures_of_an_official_are_checked_and_each_finding_stands_beside_its_row(visitor):
    answer = visitor.post("/check/", form(*REPORT_A))
    assert answer.status_code == 200
    said = words(answer)
    assert "Trafficking 3,399 and use 1,896 make 5,295, not the 5,200 printed as the total (95 too many)." in said
    rows = re.findall(r'<fieldset class="row">(.*?)</fieldset>', answer.content.decode(), re.S)
    beside = ["make 5,295" in one for one in rows]
    assert beside == [True, True, True, False, False]
    assert "22 a day" in unescape(rows[3])
    assert "row-findings" not in rows[4]
    kept = fields(answer)
    assert "printed = " in kept.pop("report")  # the file, in the form that downloads it
    assert kept == form(*REPORT_A)


def test_the_file_of_the_form_is_given_as_it_was_checked(visitor):
    answer = visitor.post("/check/", form(*REPORT_A))
    text = fields(answer)["report"]
    file = visitor.post("/check/download/", {"report": text})
    assert file.headers["Content-Disposition"] == 'attachment; filename="my-report.toml"'
    assert file.content.decode() == text
    again = visitor.post("/check/file/", {"report": text})
    assert "make 5,295, not the 5,200" in words(again)
    carrying = re.search(r'href="(/check/carried/\?r=[^"]+)"', answer.content.decode())[1]
    assert "make 5,295, not the 5,200" in words(visitor.get(carrying))


def test_rows_left_empty_are_left_out_and_the_others_keep_their_numbers(visitor):
    answer = visitor.post("/check/", form(row(1, ""), row(2, "5"), row(3, "  "), row(4, "7", group="offence=use")))
    assert answer.status_code == 200
    assert re.findall(r'id = "(\d)"', fields(answer)["report"]) == ["2", "4"]


def test_a_form_without_any_figure_is_told_so(visitor):
    answer = visitor.post("/check/", form(row(1, ""), row(2, "")))
    assert answer.status_code == 422
    assert summary(answer) == ["Write at least one figure."]


@pytest.mark.parametrize(
    ("typed", "field", "message"),
    [
        (form(row(1, "5"), body=""), "body", "Write the name of the body"),
        (form(row(1, "5"), body="x" * 10**6), "body", "at most 200"),
        (form(row(1, "5"), start="6 September"), "start", "Write the day as year-month-day"),
        (form(row(1, "5"), start="2019-02-29"), "start", "check that it exists"),
        (form(row(1, "5"), start="2019-09-06", end="2019-01-01"), "end", "The last day is before the first"),
        (form(row(1, "5"), end=""), "end", "Write both days of the period, or neither."),
        (form(row(1, "5"), start=""), "start", "Write both days of the period, or neither."),
        (form(row(1, "5"), published="0000-00-00"), "published", "Write the day"),
        (form(row(1, "many")), "1-printed", "No number can be read in this."),
        (form(row(1, "5"), row(2, "a\0b")), "2-printed", "Null characters"),
        (form(row(1, "1" * 10**6)), "1-printed", "at most 120"),
        (form(row(1, "9" * 100)), "1-printed", "write a number below 10^12"),
        (form(row(1, "5"), row(2, "7", measure="joy")), "2-measure", "Select a valid choice"),
        (form(row(1, "5"), row(2, "7", group="offence=joy")), "2-group", "Select a valid choice"),
        (form(row(1, "5"), row(2, "7", kind="joy")), "2-kind", "Select a valid choice"),
        (form(row(1, "5"), row(2, "7", day="32 May")), "2-day", "Write the day"),
        (form(row(1, "5", kind="change"), start="", end=""), "1-kind", "A change needs the first and last day"),
        (form(row(1, "5", kind="change"), start="0001-01-01", end="0001-12-31"), "1-kind", "A change needs"),
        (form(row(1, "5"), row(2, "36 %", kind="share")), "2-group", "group"),
    ],
)  # fmt: skip
def test_every_fault_is_told_beside_its_field_and_everything_typed_is_still_there(visitor, typed, field, message):
    answer = visitor.post("/check/", typed)
    assert answer.status_code == 422
    assert list(errors(answer)) == [field]
    assert message in errors(answer)[field]
    (line,) = summary(answer)
    assert line.endswith(errors(answer)[field])
    if field[0].isdigit():
        assert line.startswith(f"Row {field[0]}")
    kept = fields(answer)
    offered = {
        name: value for name, value in typed.items() if "joy" not in value
    }  # no browser sends what was not offered
    assert {name: kept[name] for name in offered} == offered
    assert visitor.post("/km/check/", typed).status_code == 422


def test_faults_of_several_rows_are_all_told_at_once(visitor):
    answer = visitor.post("/check/", form(row(1, "many"), row(2, "5"), row(3, "few", day="x"), body=""))
    assert list(errors(answer)) == ["body", "1-printed", "3-day"]
    assert len(summary(answer)) == 3


def test_adding_rows_keeps_what_was_typed_and_blames_nobody_yet(visitor):
    typed = form(row(1, "many"), row(2, "5,200", day="soon", group="offence=use"), body="", start="someday")
    answer = visitor.post("/check/", typed | {"add": "1"})
    assert answer.status_code == 200
    assert errors(answer) == {}
    assert summary(answer) == []
    kept = fields(answer)
    assert kept.pop("rows") == str(2 + MORE_ROWS)
    assert {name: kept[name] for name in typed if name != "rows"} == {
        name: value for name, value in typed.items() if name != "rows"
    }
    assert kept["5-printed"] == ""


def test_rows_are_added_up_to_the_most_and_no_further(visitor):
    typed = form(*(row(number, str(number)) for number in range(1, MOST_ROWS + 1)))
    answer = visitor.post("/check/", typed | {"add": "1"})
    assert fields(answer)["rows"] == str(MOST_ROWS)
    assert fields(answer)[f"{MOST_ROWS}-printed"] == str(MOST_ROWS)
    assert visitor.post("/check/", typed).status_code == 200


@pytest.mark.parametrize("rows", ["", "0", "-1", "²", "٣", "1e3", "999", "9" * 5000, "x", "1\n"])
def test_no_count_of_rows_breaks_the_form(visitor, rows):
    answer = visitor.post("/check/", form(row(1, "5")) | {"rows": rows})
    assert answer.status_code == 200
    assert 1 <= int(fields(answer)["rows"]) <= MOST_ROWS


def test_a_row_that_a_browser_did_not_send_is_empty(visitor):
    assert visitor.post("/check/", form(row(1, "5")) | {"rows": "3"}).status_code == 200


class Typed(TestCase):
    """Whatever is typed into whatever field."""

    @given(
        st.fixed_dictionaries(dict.fromkeys(("body", "start", "end", "published"), TYPED)),
        st.lists(st.fixed_dictionaries(dict.fromkeys(("printed", "day"), TYPED)), min_size=1, max_size=3),
        st.sampled_from(["/check/", "/km/check/"]),
    )
    @settings(max_examples=80)
    def test_whatever_is_typed_gives_a_page_with_it_still_there(self, head, rows, address):
        typed = form(*(row(number, **one) for number, one in enumerate(rows, 1)), **head)
        answer = self.client.post(address, typed)
        assert answer.status_code in (200, 422)
        kept = fields(answer)
        for name, value in typed.items():
            # A page cannot hold a NUL, a browser sends no bare carriage return in a line, and a day is shown as a day.
            if "\0" not in value and "\r" not in value and not name.endswith(("day", "start", "end", "published")):
                assert kept[name] == value


def test_a_page_shows_what_was_typed_as_text_never_as_a_tag(visitor):
    nasty = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
    for typed in (form(row(1, f"5 {nasty}"[:120]), body=nasty), form(row(1, nasty), body=nasty)):
        page = visitor.post("/check/", typed).content.decode()
        assert "<script>alert" not in page
        assert "<img" not in page
    text = f'[report]\nid = "x"\nbody = \'{nasty}\'\ntitle = \'{nasty}\'\n[[figure]]\nid = "A"\nmeasure = "cases"\n' \
           f"unit = \"case\"\nvalue = 5\nprinted = '5 {nasty}'\ncalled = '{nasty}'\nnote = '{nasty}'\n"  # fmt: skip
    page = visitor.post("/check/file/", {"report": text}).content.decode()
    assert "alert(1)" in page
    assert "<script>alert" not in page
    assert "<img" not in page


def test_the_form_itself_does_not_say_that_something_is_wrong_before_anything_was_sent(visitor):
    answer = visitor.get("/check/")
    assert (errors(answer), summary(answer)) == ({}, [])
    assert fields(answer)["1-printed"] == ""


def test_a_list_to_choose_from_shows_its_choices_as_text():
    choices = [("", "all"), ("<group>", [('"a"', "<script>1</script>")])]
    shown = PlainSelect(choices=choices).render("<name>", '"a"', {"id": '"x"'})
    assert "<script>" not in shown
    assert "<group>" not in shown
    assert "<name>" not in shown
    found = Fields(shown).found
    assert found == {"<name>": '"a"'}


def test_the_form_object_does_not_read_a_row_beyond_those_it_has():
    draft = DraftForm(form(row(1, "5")) | row(2, "7"))
    assert [number for number, _ in draft.filled()] == [1]


GOOD = '[report]\nid = "mine"\nbody = "Police"\n' + "".join(
    f'[[figure]]\nid = "{name}"\nmeasure = "cases"\nunit = "case"\nvalue = {value}\n{where}'
    for name, value, where in (
        ("A1", 5200, ""),
        ("A2", 3399, 'where = { offence = "trafficking" }\n'),
        ("A3", 1896, 'where = { offence = "use" }\n'),
    )
)


@pytest.mark.parametrize(
    "content",
    [GOOD.encode(), GOOD.encode("utf-8-sig"), GOOD.replace("\n", "\r\n").encode(), GOOD.rstrip().encode()],
    ids=["plain", "with a byte order mark", "from Windows", "without a last line break"],
)
def test_an_uploaded_report_is_checked_whatever_editor_wrote_it(visitor, content):
    answer = visitor.post("/check/file/", {"report": "", "upload": SimpleUploadedFile("mine.toml", content)})
    assert answer.status_code == 200
    assert "make 5,295, not the 5,200" in words(answer)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (bytes(range(256)) * 40, "is not text in UTF-8"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" * 100, "is not text in UTF-8"),
        (GOOD.encode("utf-16"), "is not text in UTF-8"),
        (GOOD.replace("Police", "Polizei für").encode("latin-1"), "is not text in UTF-8"),
        (b"\0" * 5000, "is not TOML"),
        (b"just words", "is not TOML"),
        (b"[" * 100_000, "is not TOML"),
        (b"a." * 500_000, "points"),
        (b"", "empty"),
        (GOOD.replace("cases", "kases").encode(), "kases"),
        (GOOD.replace("5200", "1" * 5000).encode(), "number"),
    ],
    ids=lambda value: value[:18] if isinstance(value, str) else f"{value[:8]!r}-{len(value)}",
)
def test_an_upload_that_cannot_be_read_is_told_in_words(visitor, content, message):
    for address in ("/check/file/", "/km/check/file/"):
        answer = visitor.post(address, {"report": "", "upload": SimpleUploadedFile("mine.toml", content)})
        assert answer.status_code == 422
        assert len(summary(answer)) >= 1
        if address == "/check/file/":
            assert message.lower() in " ".join(summary(answer)).lower()


def test_a_pasted_report_that_cannot_be_read_is_still_there_to_be_mended(visitor):
    broken = GOOD.replace('measure = "cases"', 'measure = "kases"', 1) + "\n# ភាសាខ្មែរ <b> &amp; \\\n"
    answer = visitor.post("/check/file/", {"report": broken})
    assert answer.status_code == 422
    assert any("figure A1" in line and "cases" in line for line in summary(answer))
    assert fields(answer)["report"].replace("\r\n", "\n") == broken
    assert (
        visitor.post("/check/file/", {"report": fields(answer)["report"].replace("kases", "cases")}).status_code == 200
    )


@pytest.mark.parametrize("sent", [{}, {"report": ""}, {"report": " \n\t"}])
def test_sending_nothing_is_told_in_words(visitor, sent):
    answer = visitor.post("/check/file/", sent)
    assert answer.status_code == 422
    assert any("Paste a report file here" in line for line in summary(answer))


def test_a_report_of_more_figures_than_are_checked_here_is_told_the_limit(visitor):
    more = GOOD + "".join(
        f'[[figure]]\nid = "B{number}"\nmeasure = "cases"\nunit = "case"\nvalue = 5\n' for number in range(MOST_FIGURES)
    )
    answer = visitor.post("/check/file/", {"report": more})
    assert answer.status_code == 422
    assert str(MOST_FIGURES) in " ".join(summary(answer))


def test_fifty_megabytes_are_refused_on_a_page_that_says_so(visitor):
    huge = SimpleUploadedFile("mine.toml", b"# a comment\n" * 4_400_000)
    for address in ("/check/file/", "/km/check/file/"):
        huge.seek(0)
        answer = visitor.post(address, {"upload": huge})
        assert answer.status_code == 413
        assert answer["X-Reference"] in words(answer)
    huge.seek(0)
    assert "That is too large" in words(visitor.post("/check/file/", {"upload": huge}))


def test_a_link_that_was_cut_off_is_told_in_words(visitor):
    for address in ("/check/carried/", "/check/carried/?r=", "/check/carried/?r=abc", "/km/check/carried/?r=%FF"):
        answer = visitor.get(address)
        assert answer.status_code == 422
        assert len(summary(answer)) == 1
    assert "The link was cut off or altered" in summary(visitor.get("/check/carried/?r=abc"))[0]


def contradicting(number: int) -> str:
    """Numbers for one quantity that all differ: of 300 any 299 may be the wrong ones."""
    head = '[report]\nid = "flood"\nbody = "Police"\nperiod = { from = 2019-01-01, to = 2019-12-31 }\n'
    return head + "".join(
        f'[[figure]]\nid = "F{one}"\nmeasure = "cases"\nunit = "case"\nvalue = {1000 + one}\n' for one in range(number)
    )


def test_a_report_made_to_keep_the_check_busy_is_answered_with_what_is_certain(visitor, monkeypatch):
    monkeypatch.setattr("marga.authority.queries.MOST_SECONDS", 0.2)
    answer = visitor.post("/check/file/", {"report": contradicting(MOST_FIGURES)})
    assert answer.status_code == 200
    said = words(answer)
    assert "Police prints one quantity as two numbers, 1,000 and 1,299: cases" in said
    assert "Too much contradicts itself here" in said
    assert "0 figures must be wrong" not in said
    assert "Nothing was found" not in said
    found = visitor.post("/api/check", {"report": contradicting(MOST_FIGURES)}, content_type="application/json").json()
    assert found["suspects"] == [{"capped": True, "sets": []}]


def test_a_report_with_more_findings_than_a_page_can_hold_lists_the_first_and_says_how_many_there_are(
    visitor, monkeypatch
):
    monkeypatch.setattr("marga.authority.queries.MOST_SECONDS", 0.2)
    nested = contradicting(0) + "".join(
        f'[[figure]]\nid = "F{one}"\nmeasure = "cases"\nunit = "case"\nvalue = {1000 + one}\n'
        f"period = {{ from = 2019-01-{one + 1:02d}, to = 2019-12-{31 - one:02d} }}\n"
        for one in range(30)
    )
    answer = visitor.post("/check/file/", {"report": nested})
    assert answer.status_code == 200
    assert "Only the first 200 of 435 findings are listed here." in words(answer)
    monkeypatch.setattr("marga.authority.queries.MOST_FINDINGS", 100)
    found = visitor.post("/api/check", {"report": nested}, content_type="application/json").json()
    assert (len(found["findings"]), found["left_out"]) == (100, 335)
    assert len(answer.content) < 500_000


def test_while_as_many_reports_are_checked_as_can_be_the_next_is_kept_and_told_to_wait(visitor, monkeypatch):
    monkeypatch.setattr("marga.authority.queries.WAIT_SECONDS", 0.01)
    with ExitStack() as others:
        for _ in range(queries.AT_ONCE):
            others.enter_context(queries._checking)
        typed = form(*REPORT_A)
        answer = visitor.post("/check/", typed)
        assert answer.status_code == 503
        assert "Wait some seconds and send it again." in summary(answer)[0]
        assert fields(answer) == typed
        pasted = visitor.post("/check/file/", {"report": GOOD})
        assert pasted.status_code == 503
        assert fields(pasted)["report"].replace("\r\n", "\n") == GOOD
        assert visitor.get(f"/check/carried/?r={carried(GOOD)}").status_code == 503
        told = visitor.post("/api/check", {"report": GOOD}, content_type="application/json")
        assert told.status_code == 503
        assert sorted(told.json()) == ["error", "faults", "reference"]
        assert visitor.get("/check/").status_code == 200
    assert visitor.post("/check/", typed).status_code == 200


def test_a_check_that_fails_makes_room_for_the_next(visitor):
    for _ in range(queries.AT_ONCE + 1):
        assert visitor.post("/check/file/", {"report": "not TOML"}).status_code == 422
