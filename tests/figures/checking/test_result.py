"""The outcome as JSON: the contract others build on."""

import json
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from marga.figures import RULES, as_json, published_reports
from marga.figures.checking.findings import SEVERITIES
from marga.figures.checking.result import number
from support.reports import YEAR_BEFORE, check_of, claim, figure, kh, report

BROKEN = report(
    figure("A1", 5200), figure("A3", 3399, where={"offence": "trafficking"}),
    figure("A5", 1896, where={"offence": "use"}), figure("W", 2.5, "seized"),
    figure("B", 4000, period=YEAR_BEFORE), claim("K1", "down", "B", "A1", words="fell"), id="kh",
)  # fmt: skip


def test_the_keys_are_those_of_the_contract():
    made = as_json(check_of(BROKEN))
    assert list(made) == ["reports", "figures", "findings", "smallest_wrong", "suspects"]
    assert (made["reports"], made["figures"]) == (1, 5)
    (parts,) = [one for one in made["findings"] if one["rule"] == "parts-whole"]
    assert parts == {
        "rule": "parts-whole",
        "severity": "error",
        "figures": ["kh/A1", "kh/A3", "kh/A5"],
        "message": "Trafficking 3,399 and use 1,896 make 5,295, not the 5,200 printed as the total (95 too many).",
        "repairs": [
            {"figure": "kh/A1", "printed": 5200, "would_be": [5295, 5295]},
            {"figure": "kh/A3", "printed": 3399, "would_be": [3304, 3304]},
            {"figure": "kh/A5", "printed": 1896, "would_be": [1801, 1801]},
        ],
    }
    assert made["smallest_wrong"] == [["kh/A1"], ["kh/A3"], ["kh/A5"]]
    assert [one["claim"] for one in made["findings"] if one["rule"] == "claim"] == ["kh/K1"]
    assert made["suspects"][0]["capped"] is False
    assert made["suspects"][0]["sets"][0] == {"figures": ["kh/A1"], "repairs": parts["repairs"][:1]}


def test_whole_numbers_stay_whole_and_open_ends_are_null():
    assert json.dumps([number(Decimal(text)) for text in ("5295", "5295.0", "5E+3", "21.2651")]) == (
        "[5295, 5295, 5000, 21.2651]"
    )
    assert number(None) is None


@given(st.decimals(-(10**10), 10**10, places=4))
def test_a_number_of_four_digits_after_the_point_comes_back_as_it_was(value):
    assert Decimal(str(number(value))) == value


def test_the_example_country_s_outcome_survives_json_and_is_the_same_each_time():
    reports = published_reports(kh())
    made = as_json(check_of(*reports))
    assert json.loads(json.dumps(made, allow_nan=False)) == made
    assert as_json(check_of(*published_reports(kh()))) == made


def test_every_figure_named_exists_and_every_word_is_one_of_the_contract():
    reports = published_reports(kh())
    refs = {one.ref for each in reports for one in each.figures}
    made = as_json(check_of(*reports))
    for finding in made["findings"]:
        assert finding["rule"] in RULES
        assert finding["severity"] in SEVERITIES
        assert set(finding["figures"]) <= refs
        assert {one["figure"] for one in finding["repairs"]} <= refs
        assert finding["message"][0].isupper() or not finding["message"][0].isalpha()
        assert finding["message"].endswith(".")
    assert {ref for one in made["smallest_wrong"] for ref in one} <= refs


def test_findings_come_in_the_order_of_the_reports_the_gravest_first():
    reports = published_reports(kh())
    place = {one.id: index for index, one in enumerate(reports)}
    order = [
        (place[one.figures[0].split("/")[0]], SEVERITIES.index(one.severity)) for one in check_of(*reports).findings
    ]
    assert order == sorted(order)
