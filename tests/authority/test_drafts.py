"""A visitor's draft: into a report file that reads back the same, and into an address that carries it."""

import base64
import zlib
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from marga.authority.drafts import (
    LARGEST_CARRIED,
    LONGEST_LINK,
    Draft,
    Row,
    a_year_before,
    carried,
    number_of,
    unpacked,
)
from marga.country import Period, load
from marga.figures import read_report

KH = load("kh")
DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
PERIODS = st.builds(lambda start, days: Period(start, start + timedelta(days)), DAYS, st.integers(0, 800))
#: What a person may type or paste into one line: any letters but the one that the form itself refuses, and surrogates.
LINES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60)
NUMBERS = st.one_of(
    st.integers(0, 10**9).map(str),
    st.integers(0, 10**9).map("{:,}".format),
    st.decimals(0, 10**6, places=2).map(str),
    st.integers(0, 10**6).map(lambda number: f"{number:,}".translate(str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩"))),
)
HEDGES = st.sampled_from(["", "some ", "around ", "over ", "more than ", "nearly ", "“", '"', "about\t", "ប្រហែល "])
GROUPS = ["", *(f"{name}={key}" for name, one in KH.dimensions.items() for key in one.categories)]


def flows() -> list[str]:
    return [name for name, measure in KH.measures.items() if measure.time == "flow"]


@st.composite
def rows(draw, number: int, period: Period | None) -> Row:
    kind = draw(st.sampled_from(["count", "rate", "share", *(["change"] if period else [])]))
    group = draw(st.sampled_from(GROUPS[1:] if kind == "share" else GROUPS))
    measure = draw(st.sampled_from(flows() if kind in ("rate", "change") else list(KH.measures)))
    printed = (
        draw(HEDGES) + draw(NUMBERS) + draw(st.sampled_from(["", " %", " cases", "\\", ' "', " 🙂", " នាក់", "\x7f"]))
    )
    return Row(number, printed, measure, group, kind, draw(st.none() | DAYS) if kind == "count" else None)


@st.composite
def drafts(draw) -> Draft:
    period = draw(st.none() | PERIODS)
    body = draw(LINES.filter(str.strip))
    several = [draw(rows(number, period)) for number in range(1, draw(st.integers(1, 6)) + 1)]
    return Draft(body, several, draw(st.none() | DAYS), period)


@given(drafts())
@settings(max_examples=150)
def test_the_file_of_a_draft_reads_back_to_the_same_figures(draft):
    report = read_report(draft.toml(KH), "my-report.toml", KH)
    assert report.published == draft.published
    assert report.period == draft.period
    for row, figure in zip(draft.rows, report.figures, strict=True):
        unit, value = number_of(row, KH)
        assert (figure.id, figure.measure.name, figure.kind) == (str(row.number), row.measure, row.kind)
        assert (figure.unit, figure.value) == (unit, value)
        assert figure.where == (dict([row.group.split("=")]) if row.group else {})
        assert figure.as_of == row.day
        assert figure.reading.allows.low is None or figure.reading.allows.low <= figure.value
        assert figure.reading.allows.high is None or figure.value <= figure.reading.allows.high
        if row.kind == "change":
            assert figure.change_on == a_year_before(draft.period)


@given(LINES.filter(str.strip))
@example('"')
@example('""" \\')
@example("a\nb = 1\n[report]")
@example("\x7f\x01\t\u2028\u202e")
@example("អាជ្ញាធរជាតិប្រយុទ្ធប្រឆាំងគ្រឿងញៀន")
def test_no_name_of_a_body_breaks_out_of_its_line_in_the_file(body):
    report = read_report(Draft(body, [Row(1, "5", "cases")]).toml(KH), "my-report.toml", KH)
    assert len(report.figures) == 1
    letters = [letter for letter in body if letter.isalnum()]
    assert [letter for letter in report.body if letter.isalnum()] == letters


@pytest.mark.parametrize(
    ("printed", "measure", "kind", "unit", "value"),
    [
        ("5,200", "cases", "count", "case", 5200),
        ("5 200", "cases", "count", "case", 5200),
        ("5\u202f200", "cases", "count", "case", 5200),
        ("៥,២០០", "cases", "count", "case", 5200),
        ("some 40", "cases", "count", "case", 40),
        ("over 9,000 cases", "cases", "count", "case", 9000),
        ("around 6 million", "persons", "count", "person", 6_000_000),
        ("54.0 kg", "seized", "count", "kg", 54),
        ("nearly 15 t", "seized", "count", "t", 15),
        ("1.5 t", "seized", "count", "t", Decimal("1.5")),
        ("36 %", "cases", "share", "percent", 36),
        ("-8 %", "cases", "change", "percent", -8),
        ("−8", "cases", "change", "percent", -8),
        ("8", "cases", "change", "percent", 8),
        ("20.9", "cases", "rate", "case", Decimal("20.9")),
        ("many", "cases", "count", "case", None),
        ("", "cases", "count", "case", None),
        ("NaN", "cases", "count", "case", None),
        ("1e9", "cases", "count", "case", 1),
    ],
)
def test_a_number_is_read_from_what_was_printed(printed, measure, kind, unit, value):
    group = "offence=use" if kind == "share" else ""
    found, number = number_of(Row(1, printed, measure, group, kind), KH)
    assert (found.name, number) == (unit, value)


@pytest.mark.parametrize(
    ("start", "end", "before"),
    [
        ((2020, 2, 29), (2020, 2, 29), ((2019, 2, 28), (2019, 2, 28))),
        ((2020, 1, 1), (2020, 2, 29), ((2019, 1, 1), (2019, 2, 28))),
        ((2019, 1, 1), (2019, 9, 6), ((2018, 1, 1), (2018, 9, 6))),
        ((2021, 2, 28), (2021, 3, 1), ((2020, 2, 28), (2020, 3, 1))),
    ],
)
def test_a_year_before_are_the_same_days_and_the_last_of_february_stays_it(start, end, before):
    assert a_year_before(Period(date(*start), date(*end))) == Period(*(date(*day) for day in before))


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=3000))
def test_what_an_address_carries_is_unpacked_to_the_letter(text):
    packed = carried(text)
    assert packed is not None
    assert set(packed) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    assert unpacked(packed) == text


@given(drafts())
@settings(max_examples=50)
def test_a_draft_survives_its_address(draft):
    text = draft.toml(KH)
    assert unpacked(carried(text)) == text


def test_a_report_too_long_for_an_address_is_not_carried():
    noise = "".join(f"{number * 7919 % 99991:05d}" for number in range(9000))
    assert carried(noise) is None
    assert carried("a" * LARGEST_CARRIED) is not None


@given(st.text(min_size=1, max_size=2000).filter(lambda text: text.isascii()), st.data())
def test_a_cut_address_is_refused(text, data):
    packed = carried(text)
    cut = data.draw(st.integers(0, len(packed) - 1))
    assert unpacked(packed[:cut]) is None


@given(st.text(st.characters(codec="ascii"), min_size=1, max_size=500), st.data())
def test_an_altered_address_gives_the_same_report_or_none(text, data):
    """The last letter of base64 has bits that carry nothing; all others are held by the sum at the end."""
    packed = carried(text)
    spot = data.draw(st.integers(0, len(packed) - 1))
    letter = data.draw(st.sampled_from("ABCxyz059-_"))
    assert unpacked(packed[:spot] + letter + packed[spot + 1 :]) in (None, text)
    assert unpacked(packed + letter * data.draw(st.integers(1, 8))) in (None, text)


@given(st.text(max_size=300))
def test_no_letters_in_an_address_raise(text):
    assert unpacked(text) is None or isinstance(unpacked(text), str)


def pack(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


@pytest.mark.parametrize(
    "packed",
    [
        "",
        "====",
        "a b",
        "ពិនិត្យ",
        "A" * (LONGEST_LINK + 1),
        "A" * 10**6,
        pack(b"not packed"),
        pack(zlib.compress(b"\xff\xfe")),
        pack(zlib.compress(b"\0" * (LARGEST_CARRIED + 1), 9)),
        pack(zlib.compress(b"\0" * 4_000_000, 9)),  # a bomb: 4 MB in some 4,000 letters
        pack(zlib.compress(b"fine") + b"something after it"),
        pack(zlib.compress(b"fine") + zlib.compress(b"another")),
    ],
    ids=lambda packed: f"{packed[:12]}-{len(packed)}",
)
def test_what_is_no_report_of_ours_is_refused(packed):
    assert unpacked(packed) is None


def test_a_bomb_is_not_unpacked_beyond_what_a_report_may_have(monkeypatch):
    """At most the limit is ever held in memory, however much the address would unpack to."""
    asked = []

    class Opener:
        def __init__(self) -> None:
            self.real = real()

        def decompress(self, raw: bytes, most: int) -> bytes:
            asked.append(most)
            return self.real.decompress(raw, most)

        def __getattr__(self, name: str) -> object:
            return getattr(self.real, name)

    real = zlib.decompressobj
    monkeypatch.setattr("marga.authority.drafts.zlib.decompressobj", Opener)
    assert unpacked(pack(zlib.compress(b"\0" * 4_000_000, 9))) is None
    assert asked == [LARGEST_CARRIED]
