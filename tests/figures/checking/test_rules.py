"""Each rule broken and kept, in a few made-up figures, and all that is wrong with the reports that were published."""

from pathlib import Path

import pytest

from marga.figures import RULES, Finding, explanation, published_reports
from support.reports import (
    YEAR_BEFORE,
    change,
    check_of,
    claim,
    dimension,
    figure,
    found,
    kh,
    report,
    said,
    share,
)

TRAFFICKING, USE = {"offence": "trafficking"}, {"offence": "use"}
FEMALE, MALE = {"sex": "female"}, {"sex": "male"}
TO_SEPTEMBER = "2019-01-01 to 2019-09-06"


def refs(finding: Finding) -> set[str]:
    return {ref.split("/")[1] for ref in finding.figures}


def only(*reports, rule: str) -> Finding:
    """The one finding of a rule."""
    (finding,) = found(*reports, rule=rule)
    return finding


# --- parts-whole


def test_parts_that_make_more_than_the_whole_are_named_with_the_arithmetic_and_what_would_mend_each():
    broken = report(figure("T", 5200), figure("A", 3399, where=TRAFFICKING), figure("B", 1896, where=USE))
    finding = only(broken, rule="parts-whole")
    assert str(finding.message) == (
        "Trafficking 3,399 and use 1,896 make 5,295, not the 5,200 printed as the total (95 too many)."
    )
    assert [(one.figure, one.would_be.low, one.would_be.high) for one in finding.repairs] == [
        ("r/T", 5295, 5295), ("r/A", 3304, 3304), ("r/B", 1801, 1801),
    ]  # fmt: skip


def test_parts_that_make_less_than_the_whole_are_too_few():
    broken = report(figure("T", 5300), figure("A", 3399, where=TRAFFICKING), figure("B", 1896, where=USE))
    assert said(broken) == [
        "Trafficking 3,399 and use 1,896 make 5,295, not the 5,300 printed as the total (5 too few)."
    ]


@pytest.mark.parametrize(
    ("value", "printed", "rounded_to"),
    [(5295, "5,295", None), (5000, "over 5,000", None), (5300, "around 5,300", None), (5300, "5,300", 10),
     (5300, "5.3 thousand", None), (5400, "nearly 5,400", None)],
)  # fmt: skip
def test_a_whole_that_its_parts_fit_within_what_was_printed_is_left_alone(value, printed, rounded_to):
    whole = figure("T", value, printed=printed, rounded_to=rounded_to)
    assert said(report(whole, figure("A", 3399, where=TRAFFICKING), figure("B", 1896, where=USE))) == []


@pytest.mark.parametrize(("value", "printed"), [(6000, "over 6,000"), (4000, "around 4,000"), (5000, "under 5,000")])
def test_a_whole_that_even_its_hedge_does_not_let_fit_is_named(value, printed):
    whole = figure("T", value, printed=printed)
    broken = report(whole, figure("A", 3399, where=TRAFFICKING), figure("B", 1896, where=USE))
    assert found(broken, rule="parts-whole") != []
    assert printed in said(broken, rule="parts-whole")[0]


def test_parts_of_a_list_that_is_not_all_there_is_may_be_fewer_but_not_more():
    parts = [figure("A", 60, where={"modality": "residential"}), figure("B", 50, where={"modality": "community"})]
    parts = [part.replace('measure = "cases"', 'measure = "requests"').replace('"case"', '"request"') for part in parts]
    assert said(report(figure("T", 200, "requests"), *parts)) == []
    assert said(report(figure("T", 100, "requests"), *parts)) == [
        "Community treatment 50 requests and residential 60 requests alone make 110 requests, more than the "
        "100 requests printed as the total (10 requests too many)."
    ]


def test_cases_by_drug_may_make_more_than_all_cases_since_one_case_can_have_two_drugs():
    parts = [figure("A", 60, where={"drug": "heroin"}), figure("B", 60, where={"drug": "cocaine"})]
    assert said(report(figure("T", 100), *parts)) == []


def test_grams_and_kilograms_and_tonnes_are_added_as_what_they_are():
    parts = [
        figure("A", 500, "seized", unit="kg", where={"drug": "heroin"}),
        figure("B", 600000, "seized", unit="g", where={"drug": "cocaine"}),
    ]
    assert said(report(figure("T", "1.1", "seized", unit="t").replace('"1.1"', "1.1"), *parts)) == []
    assert found(report(figure("T", 1000, "seized", unit="kg"), *parts), rule="parts-whole") != []


def test_two_splits_of_a_whole_that_is_not_printed_must_agree():
    by_offence = [figure("A", 60, where=TRAFFICKING), figure("B", 50, where=USE)]
    by_sex = [figure("F", 60, where=FEMALE), figure("M", 40, where=MALE)]
    assert said(report(*by_offence, *by_sex)) == [
        "Two splits of one total disagree: 60 and 50 make 110, and 60 and 40 make 100."
    ]


def test_a_split_within_a_split_is_added_up_too():
    parts = [figure("A", 60, where=FEMALE | TRAFFICKING), figure("B", 50, where=FEMALE | USE)]
    assert refs(only(report(figure("T", 100, where=FEMALE), *parts), rule="parts-whole")) == {"T", "A", "B"}


def test_a_split_that_a_report_declares_for_itself_is_checked():
    parts = [figure("A", 60, where={"result": "yes"}), figure("B", 50, where={"result": "no"})]
    assert found(report(dimension("result", "yes", "no"), figure("T", 100), *parts), rule="parts-whole") != []
    open_list = dimension("result", "yes", "no", exhaustive=False)
    assert said(report(open_list, figure("T", 200), *parts)) == []


# --- months of a year


QUARTERS = [
    "2019-01-01 to 2019-03-31",
    "2019-04-01 to 2019-06-30",
    "2019-07-01 to 2019-09-30",
    "2019-10-01 to 2019-12-31",
]


def test_quarters_that_do_not_make_their_year_are_named_with_the_arithmetic():
    parts = [figure(f"Q{number}", 1000 + number, period=span) for number, span in enumerate(QUARTERS, 1)]
    assert said(report(*parts, figure("Y", 4010))) == []
    finding = only(report(*parts, figure("Y", 4100)), rule="parts-whole")
    assert str(finding.message) == (
        "1,001 (1 January to 31 March 2019), 1,002 (1 April to 30 June 2019), 1,003 (1 July to 30 September 2019) and "
        "1,004 (1 October to 31 December 2019) follow each other without a gap and make 4,010, not the 4,100 "
        "printed for "
        "2019 (90 too few)."
    )
    assert [(one.figure, one.would_be.low) for one in finding.repairs][:2] == [("r/Y", 4010), ("r/Q1", 1091)]


def test_quarters_of_several_reports_of_one_body_are_put_together_the_latest_first():
    quarters = [
        report(figure("Q", 1000, period=span), id=f"q{number}", period=span, published=f"2020-0{number}-01")
        for number, span in enumerate(QUARTERS, 1)
    ]
    year = report(figure("Y", 4100), id="year")
    assert found(*quarters, year, rule="parts-whole") != []
    revised = report(figure("Q", 1100, rounded_to=1, period=QUARTERS[0]), id="again", published="2020-09-01")
    assert found(*quarters, revised, year, rule="parts-whole") == []
    others = report(figure("Y", 4100), id="year", body="Ministry")
    assert found(*quarters, others, rule="parts-whole") == []  # not the rule of one body, but they cannot all be true
    assert "These cannot all be true together" in said(*quarters, others)[0]


def test_people_of_two_halves_need_not_make_those_of_the_year_since_one_may_come_twice():
    halves = ["2019-01-01 to 2019-06-30", "2019-07-01 to 2019-12-31"]
    parts = [figure(f"H{number}", 100, "persons", period=span) for number, span in enumerate(halves)]
    assert said(report(*parts, figure("Y", 150, "persons"))) == []


def test_periods_with_a_gap_or_an_overlap_do_not_make_a_year():
    gap = ["2019-01-01 to 2019-06-29", "2019-07-01 to 2019-12-31"]
    parts = [figure(f"H{number}", 100, period=span) for number, span in enumerate(gap)]
    assert said(report(*parts, figure("Y", 250))) == []


def test_a_month_larger_than_its_year_is_named_once():
    parts = [figure("H1", 400, period="2019-01-01 to 2019-06-30"), figure("H2", 7, period="2019-07-01 to 2019-12-31")]
    assert [one.rule for one in found(report(*parts, figure("Y", 300)))] == ["subset"]


# --- subset


def test_a_part_larger_than_the_whole_is_named():
    broken = report(figure("T", 100), figure("F", 120, where=FEMALE))
    assert said(broken) == ["120 of women are more than the 100 of all of them (20 too many)."]
    assert said(report(figure("T", 100), figure("F", 100, where=FEMALE))) == []
    assert said(report(figure("T", 100, printed="over 100"), figure("F", 120, where=FEMALE))) == []


def test_a_category_within_another_is_no_larger():
    heroin, opioids = ({"drug": name} for name in ("heroin", "opioids"))
    broken = report(figure("A", 120, "seized", where=heroin), figure("B", 100, "seized", where=opioids))
    assert refs(only(broken, rule="subset")) == {"A", "B"}


def test_one_place_holds_no_more_than_all_places():
    where = {"as_of": "2019-09-06"}
    parts = [figure("A", 2000, "places", place="national centre"), figure("B", 1500, "places")]
    parts = [part + f"as_of = {where['as_of']}\n" for part in parts]
    assert refs(only(report(*parts), rule="subset")) == {"A", "B"}


def test_a_part_of_the_year_counts_no_more_than_the_year():
    broken = report(figure("S", 7788, period=TO_SEPTEMBER), figure("Y", 7000))
    assert said(broken) == [
        "7,788 in 1 January to 6 September 2019 are more than the 7,000 in the whole of 2019 (788 too many)."
    ]
    assert said(report(figure("S", 7788, period=TO_SEPTEMBER), figure("Y", 7789))) == []


def test_more_people_may_be_in_care_on_a_day_than_on_another():
    parts = [
        figure("A", 7000, "in_care") + "as_of = 2019-09-06\n",
        figure("B", 6000, "in_care") + "as_of = 2019-12-31\n",
    ]
    assert said(report(*parts)) == []


# --- rate


def test_a_rate_is_the_count_over_its_days():
    broken = report(figure("T", 5200), figure("R", 22, per="day"), period=TO_SEPTEMBER)
    assert said(broken, rule="rate") == ["5,200 in 249 days is 20.9 a day, not the 22 a day printed."]
    for value, printed in [(21, "21"), (20.9, "20.9"), (22, "some 22"), (20, "over 20"), (22, "nearly 22")]:
        assert (
            said(report(figure("T", 5200), figure("R", value, per="day", printed=printed), period=TO_SEPTEMBER)) == []
        )


@pytest.mark.parametrize(("year", "days", "right"), [(2020, 366, "10.00"), (2019, 365, "10.03"), (2000, 366, "10.00")])
def test_a_leap_year_has_a_day_more(year, days, right):
    span = f"{year}-01-01 to {year}-12-31"
    kept = report(figure("T", 3660), figure("R", right, per="day").replace(f'"{right}"', right), period=span)
    broken = report(figure("T", 3660), figure("R", 9, per="day"), period=span)
    assert said(kept) == []
    assert f"3,660 in {days} days" in said(broken, rule="rate")[0]


def test_a_rate_may_follow_from_the_sum_of_the_parts_where_no_total_is_printed():
    parts = [figure("A", 3399, where=TRAFFICKING), figure("B", 1896, where=USE)]
    assert said(report(*parts, figure("R", 21, per="day"), period=TO_SEPTEMBER)) == []
    broken = report(*parts, figure("R", 25, per="day"), period=TO_SEPTEMBER)
    assert refs(only(broken, rule="rate")) == {"R", "A", "B"}


# --- growth


def test_growth_is_judged_on_its_own_base():
    parts = [figure("N", 4510), figure("D", 1175, unit="case", change_on=YEAR_BEFORE)]
    assert said(report(*parts, change("P", 26)), rule="growth") == [
        "From 3,335 (4,510 less 1,175) to 4,510 is a rise of 35.2 %, not the 26 % printed: that is the change as a "
        "share "
        "of the new number (wrong base)."
    ]
    assert said(report(*parts, change("P", 35))) == []


def test_a_fall_is_a_change_below_nothing():
    parts = [figure("N", 3335), figure("B", 4510, period=YEAR_BEFORE)]
    assert said(report(*parts, change("P", -26))) == []
    assert said(report(*parts, change("P", -35)), rule="growth") == [
        "From 4,510 to 3,335 is a fall of 26.1 %, not the -35 % printed: that is the change as a share of the new "
        "number "
        "(wrong base)."
    ]
    assert found(report(*parts, change("P", 26)), rule="growth") != []


def test_an_absolute_change_is_new_less_old():
    parts = [figure("N", 4510), figure("B", 3335, period=YEAR_BEFORE)]
    assert said(report(*parts, change("D", 1175, unit="case"))) == []
    assert said(report(*parts, change("D", 1000, unit="case")), rule="growth") == [
        "From 3,335 to 4,510 is 1,175.0, not the 1,000 printed."
    ]


# --- share


def test_a_share_is_a_part_of_its_own_table_and_the_other_tables_are_named():
    people = [figure("P1", 10287, "persons", where=TRAFFICKING), figure("P2", 8678, "persons", where=USE)]
    cases = [figure("C1", 5380, where=TRAFFICKING), figure("C2", 3675, where=USE)]
    wrong = share("S", 70, TRAFFICKING, measure="persons")
    assert said(report(*people, wrong), rule="share") == [
        "10,287 of 18,965 (10,287 and 8,678) is 54.2 %, not the 70 % printed."
    ]
    assert (
        "and by cases 5,380 of 9,055 (5,380 and 3,675) is 59.4 %: the 70 % printed fits neither."
        in said(report(*people, *cases, wrong), rule="share")[0]
    )
    assert said(report(*people, share("S", 54, TRAFFICKING, measure="persons"))) == []


def test_a_share_of_a_hedged_whole_has_the_room_that_the_hedge_leaves():
    part = figure("A", 381, where=FEMALE)
    whole = figure("T", 18000, printed="more than 18,000")
    assert said(report(part, whole, share("S", 2, FEMALE))) == []
    assert said(report(part, whole, share("S", 1, FEMALE))) == []
    assert found(report(part, whole, share("S", 3, FEMALE)), rule="share") != []


def test_a_percent_that_was_cut_off_instead_of_rounded_is_a_note_and_no_error():
    cut = report(
        figure("A", 14707, where=FEMALE), figure("T", 28414), share("S", "51.7", FEMALE).replace('"51.7"', "51.7")
    )
    checked = check_of(cut)
    assert [(one.rule, one.severity) for one in checked.findings] == [("share", "note")]
    assert not checked.found
    assert checked.localised == ()
    rounded = share("S", "51.8", FEMALE).replace('"51.8"', "51.8")
    assert said(report(figure("A", 14707, where=FEMALE), figure("T", 28414), rounded)) == []


def test_the_shares_of_all_parts_make_100():
    assert said(report(share("A", 60, TRAFFICKING), share("B", 50, USE)), rule="share") == [
        "The shares 60 % and 50 % make 110 %, not 100 %."
    ]
    for first, second in [(60, 40), (59.5, 40.6), (66, 33)]:
        assert said(report(share("A", first, TRAFFICKING), share("B", second, USE))) == []


def test_a_share_over_100_of_a_group_that_holds_it_cannot_be():
    checked = check_of(report(share("A", 120, FEMALE), figure("T", 100)))
    assert checked.found


# --- period, unit, called


def test_a_stock_needs_its_day_and_a_count_its_period():
    assert said(report(figure("A", 6000, "in_care"))) == [
        "No day is printed with 6,000 (people in treatment centres), and what there is changes from day to day."
    ]
    assert said(report(figure("A", 6000, "in_care") + "as_of = 2019-09-06\n")) == []
    assert said(report(figure("A", 858), figure("B", 9, where=FEMALE), period="")) == [
        "No period is printed with 858 and 9 (cases), so nobody can tell how many a day that is."
    ]


def test_a_number_about_days_after_its_own_publication_is_named():
    assert [one.rule for one in found(report(figure("A", 100), published="2019-09-09"))] == ["period"]
    assert said(report(figure("A", 100), published="2020-01-02")) == []


def test_a_number_needs_a_unit_in_which_its_measure_is_counted():
    assert said(report(figure("A", 5200, unit=None)), rule="unit") == [
        "5,200 (cases) has no unit; it was read as case."
    ]
    assert said(report(figure("A", 5200, unit="person"))) == [
        "5,200 is given as cases, which are not counted in this unit: person."
    ]
    assert said(report(figure("A", 5200, "arrests", unit="person"))) == []


def test_a_noun_narrower_than_the_group_misleads():
    parts = [figure("A", 6165, "persons", where=TRAFFICKING), figure("B", 4354, "persons", where=USE, called="users")]
    assert said(report(figure("T", 10519, "persons", called="users"), *parts), rule="called") == [
        "10,519 are called “users”, but 6,165 of them are counted under trafficking."
    ]
    assert said(report(figure("T", 10519, "persons", called="users"))) == [
        "10,519 are called “users”, but not everyone counted is one."
    ]
    assert said(report(figure("T", 10519, "persons", called="people"), *parts)) == []
    assert said(report(figure("F", 10, "persons", where=FEMALE, called="Women"))) == []


def test_two_reports_that_give_no_time_may_speak_of_two_times():
    one, other = (report(figure("A", count), id=name, period="") for name, count in (("one", 858), ("other", 9)))
    assert {each.rule for each in found(one, other)} == {"period"}
    assert "same-number" in {each.rule for each in found(report(figure("A", 858), figure("B", 9), period=""))}


# --- same-number, between-bodies, later-revision

FIVE, SIX = "2019-01-01 to 2019-05-31", "2019-01-01 to 2019-06-30"


def test_one_number_printed_for_two_periods_is_named():
    assert said(report(figure("A", 4510, period=FIVE), figure("B", 4510, period=SIX))) == [
        "4,510 is printed for 1 January to 31 May 2019 and 1 January to 30 June 2019: one number for two periods of "
        "cases."
    ]
    assert said(report(figure("A", 4510, period=YEAR_BEFORE), figure("B", 4510))) != []


@pytest.mark.parametrize(
    ("value", "printed"), [(4000, "4,000"), (12, "12"), (4510, "about 4,510"), (4510, "over 4,510")]
)
def test_a_round_or_small_or_hedged_number_may_come_up_twice(value, printed):
    parts = [figure(name, value, printed=printed, period=span) for name, span in (("A", FIVE), ("B", SIX))]
    assert said(report(*parts), rule="same-number") == []


def test_a_repeat_among_many_periods_is_left_to_chance():
    years = [figure(f"Y{year}", 120 + year % 17, period=f"{year}-01-01 to {year}-12-31") for year in range(1980, 2019)]
    assert said(report(*years), rule="same-number") == []


def test_a_repeat_in_a_longer_period_that_holds_the_shorter_is_named_among_however_many():
    years = [figure(f"Y{year}", 120 + year % 17, period=f"{year}-01-01 to {year}-12-31") for year in range(1980, 2019)]
    repeated = [figure("A", 131, period=FIVE), figure("B", 131, period=SIX)]
    assert {"A", "B"} <= refs(only(report(*years, *repeated), rule="same-number"))


def test_a_repeat_among_the_many_tables_of_one_body_is_left_to_chance():
    def town(number: int, before: int, now: int) -> list[str]:
        spans = ((f"B{number}", before, YEAR_BEFORE), (f"N{number}", now, FIVE))
        return [figure(name, value, period=span, place=f"Town {number}")
                for name, value, span in spans]  # fmt: skip

    tables = [part for number in range(8) for part in town(number, 321 + number, 421 + 2 * number)]
    repeated = town(8, 321, 321)
    assert refs(only(report(*repeated), rule="same-number")) == {"B8", "N8"}
    assert said(report(*tables, *repeated), rule="same-number") == []


def test_what_two_bodies_say_is_named_with_its_group_its_time_and_one_unit():
    un = report(figure("A", 103, "seized", unit="kg", where={"drug": "cannabis"}), id="u", body="UN")
    police = report(figure("A", 113100.331, "seized", unit="g", where={"drug": "cannabis"}), id="p", body="Police")
    assert said(un, police) == ["Police says 113.1 kg and UN says 103 kg, of the same drugs seized (cannabis, 2019)."]


def test_a_part_that_one_body_says_is_more_than_the_whole_of_another_is_named_for_both():
    un = report(figure("A", 681, "seized", unit="kg"), id="u", body="UN")
    police = report(figure("A", 748109.315, "seized", unit="g", where={"offence": "use"}), id="p", body="Police")
    assert said(un, police) == [
        "Police says 748.1 kg of drugs seized (use, 2019). That is more than the 681 kg that UN says of drugs seized "
        "(2019), which holds it."
    ]


def test_one_number_of_two_groups_or_two_bodies_is_no_copy():
    assert said(report(figure("A", 4510, where=FEMALE), figure("B", 4510, where=MALE, period=YEAR_BEFORE))) == []
    assert said(report(figure("A", 4510)), report(figure("A", 4510, period=YEAR_BEFORE), id="o", body="Court")) == []


def test_one_quantity_as_two_numbers_is_named_for_who_contradicts_whom():
    one = report(figure("A", 5200), figure("B", 5300))
    assert [(each.rule, each.severity) for each in found(one)] == [("same-number", "error")]
    police = report(figure("A", 5200), id="p", body="Police", published="2020-01-02")
    court = report(figure("A", 5300), id="c", body="Court")
    later = report(figure("A", 5300), id="l", body="Police", published="2020-03-01")
    assert said(police, court) == ["Police says 5,200 and Court says 5,300, of the same cases (2019)."]
    assert [(each.rule, each.severity) for each in found(police, court)] == [("between-bodies", "warning")]
    assert said(later, police) == [
        "Police said 5,200 on 2 January 2020 and 5,300 on 1 March 2020, of the same cases (2019), and announced no "
        "revision."
    ]
    assert [(each.rule, each.severity) for each in found(later, police)] == [("later-revision", "warning")]
    vague = report(figure("A", 5000, printed="over 5,000"), id="v", body="Court")
    assert said(police, vague) == []


# --- claim


def changed(before: float, now: float, says: str, words: str = "", per: str | None = None) -> list[Finding]:
    parts = [figure("B", before, period=YEAR_BEFORE, per=per), figure("N", now, per=per)]
    return found(report(*parts, claim("K", says, "B", "N", words=words)), rule="claim")


@pytest.mark.parametrize(
    ("says", "before", "now", "severity"),
    [
        ("down", 1000, 800, None),
        ("down", 1000, 990, "warning"),  # less, but chance could make it
        ("down", 10000, 9800, "warning"),  # from 5 % fewer to 1 % more
        ("down", 1000, 1200, "error"),
        ("up", 1000, 1200, None),
        ("up", 1000, 1010, "warning"),
        ("up", 1000, 800, "error"),
        ("steady", 10000, 10100, None),
        ("steady", 10000, 12000, "warning"),
        ("steady", 10, 10, "warning"),  # too few to tell
        ("down", 10, 0, None),
        ("up", 0, 10, None),
    ],
)
def test_a_claim_of_change_is_carried_or_not_by_the_whole_interval(says, before, now, severity):
    assert [one.severity for one in changed(before, now, says)] == ([severity] if severity else [])


@pytest.mark.parametrize(("now", "carried"), [(8500, True), (8700, True), (8850, False), (9100, False)])
def test_largely_needs_the_whole_interval_beyond_10_percent(now, carried):
    assert changed(10000, now, "down", "decreased") == []
    assert (changed(10000, now, "down", "have largely decreased") == []) == carried


def test_a_claim_from_rates_counts_the_events_behind_them():
    (finding,) = changed(24, 22, "down", "largely decreased", per="day")
    assert str(finding.message) == (
        "“largely decreased” is more than the figures carry: from 24.0 to 22.0 a day is 6 % to 11 % fewer (95 % "
        "interval), "
        "and such a word needs the whole interval beyond 10 %."
    )


def test_a_few_events_a_year_are_not_shown_as_none_a_day():
    (finding,) = changed(12, 13, "down", "fell")
    assert "from 0.033 to 0.036 a day" in str(finding.message)


def test_a_rise_from_nothing_has_no_upper_end():
    (finding,) = changed(0, 10, "down", "fell")
    assert str(finding.message).endswith("is at least 124 % more.")


def test_the_order_in_which_a_claim_names_its_figures_does_not_matter_when_their_periods_differ():
    parts = [figure("B", 1000, period=YEAR_BEFORE), figure("N", 800)]
    for about in (("B", "N"), ("N", "B")):
        assert said(report(*parts, claim("K", "down", *about))) == []
        assert found(report(*parts, claim("K", "up", *about)), rule="claim") != []


def test_a_claim_that_rests_on_a_printed_change_has_its_sign():
    assert said(report(change("C", -8), claim("K", "down", "C"))) == []
    assert said(report(change("C", 8), claim("K", "down", "C", words="fell"))) == [
        "“fell” is the opposite of the change printed: 8 %."
    ]


def test_what_there_is_on_a_day_is_no_count_of_events_so_only_its_direction_is_judged():
    parts = [figure("A", 100, "in_care") + "as_of = 2018-01-01\n", figure("B", 101, "in_care") + "as_of = 2019-01-01\n"]
    assert said(report(*parts, claim("K", "up", "A", "B"))) == []
    assert found(report(*parts, claim("K", "down", "A", "B")), rule="claim") != []
    undated = [figure("A", 100, "in_care", period=YEAR_BEFORE), figure("B", 101, "in_care")]
    assert found(report(*undated, claim("K", "up", "A", "B")), rule="claim") == []


def test_cases_are_not_compared_with_people():
    parts = [figure("A", 1000, period=YEAR_BEFORE), figure("B", 2000, "persons")]
    assert found(report(*parts, claim("K", "down", "A", "B")), rule="claim") == []


@pytest.mark.parametrize("says", ["enough", "replaces"])
def test_places_cannot_replace_or_be_enough_for_more_people(says):
    dated = "as_of = 2019-09-06\n"
    people = figure("P", 6000, "in_care", printed="around 6,000") + dated
    for order in (("R", "P"), ("P", "R")):
        few = report(figure("R", 2000, "places") + dated, people, claim("K", says, *order, words="no need"))
        assert said(few) == ["“no need” does not follow: 2,000 places cannot hold “around 6,000” people."]
        assert said(report(figure("R", 5500, "places") + dated, people, claim("K", says, *order))) == []


def test_all_and_none_are_held_against_the_numbers():
    parts = [figure("A", 90, where=FEMALE), figure("T", 100)]
    assert said(report(*parts, claim("K", "all", "A", "T", words="all of them"))) == [
        "“all of them” is not so: 90 is not all of 100."
    ]
    assert said(report(figure("A", 100, where=FEMALE), parts[1], claim("K", "all", "A", "T"))) == []
    assert said(report(*parts, claim("K", "none", "A", words="not one"))) == ["“not one” is not so: 90 are printed."]
    assert said(report(figure("A", 0, where=FEMALE), claim("K", "none", "A"))) == []


def test_a_claim_that_the_body_s_later_figures_contradict_is_named():
    early = report(
        figure("B", 24, per="day", period="2018-01-01 to 2018-09-06"), figure("N", 22, per="day", period=TO_SEPTEMBER),
        claim("K", "down", "B", "N", words="decreased"), id="early", published="2019-09-09",
    )  # fmt: skip
    later = report(figure("B", 8002, period=YEAR_BEFORE), figure("N", 9806), id="later", published="2020-03-16")
    (finding,) = found(early, later, rule="later-revision")
    assert str(finding.message).startswith(
        "Police said “decreased” of cases. It did not last: by the figures that Police"
    )
    assert "8,002 in 2018 and 9,806 in 2019" in str(finding.message)
    assert finding.figures == ("early/B", "early/N", "later/B", "later/N")
    kept = report(figure("B", 9806, period=YEAR_BEFORE), figure("N", 8002), id="later", published="2020-03-16")
    assert found(early, kept, rule="later-revision") == []
    before = report(figure("B", 8002, period=YEAR_BEFORE), figure("N", 9806), id="later", published="2019-01-16")
    assert found(early, before, rule="later-revision") == []


# --- what was really published


@pytest.fixture(scope="module")
def published():
    return {one.id: one for one in published_reports(kh())}


def wrong(published, *names: str) -> list[tuple[str, str, set[str]]]:
    """Rule, severity and figures of what is found, dates and units of the report's own making left out."""
    return [
        (one.rule, one.severity, refs(one))
        for one in found(*(published[name] for name in names))
        if one.rule != "period"
    ]


def test_report_a_has_all_that_is_wrong_with_it_and_nothing_else(published):
    assert wrong(published, "kh-2019-09") == [
        ("parts-whole", "error", {"A1", "A3", "A5"}),  # 95 too many
        ("rate", "error", {"A7", "A1", "A3", "A5"}),  # neither 20.9 nor 21.3 is 22
        ("claim", "error", {"A12", "A11"}),  # 2,000 places for 6,000 people
        ("called", "warning", {"A2", "A4"}),  # "users"
        ("claim", "warning", {"A8", "A7"}),  # "largely decreased"
    ]
    told = " ".join(said(published["kh-2019-09"]))
    for part in ("(95 too many)", "20.9 a day", "21.3 a day", "6,165 of them", "5 % to 12 % fewer"):
        assert part in told
    undated = [refs(one) for one in found(published["kh-2019-09"], rule="period")]
    assert undated == [{"A11"}, {"A12"}]


def test_report_b_has_shares_that_fit_neither_its_people_nor_its_cases(published):
    assert wrong(published, "kh-2019-12") == [
        ("share", "error", {"B8", "B5", "B7"}),
        ("share", "error", {"B9", "B7", "B5"}),
    ]
    told = " ".join(said(published["kh-2019-12"]))
    for part in ("54.2 %", "45.8 %", "59.4 %", "40.6 %", "fits neither"):
        assert part in told


def test_report_c_has_cases_that_exceed_their_total_by_10(published):
    assert wrong(published, "kh-2020") == [("parts-whole", "error", {"C1", "C2", "C3"})]
    assert "(10 too many)" in said(published["kh-2020"])[0]


def test_report_d_has_growth_on_the_wrong_base(published):
    assert wrong(published, "kh-2020-05") == [("growth", "error", {"D3", "D1", "D2"})]
    assert "35.2 %" in said(published["kh-2020-05"])[0]
    assert "wrong base" in said(published["kh-2020-05"])[0]


def test_report_e_has_parts_that_exceed_the_whole_by_6(published):
    assert wrong(published, "kh-2016") == [("parts-whole", "error", {"E1", "E2"})]
    assert "(6 too many)" in said(published["kh-2016"])[0]


def test_what_was_said_for_five_months_and_again_for_six_is_named(published):
    same = [one for one in wrong(published, "kh-2020-05", "kh-2020-06") if one[0] == "same-number"]
    assert same == [("same-number", "warning", {"D1", "F1"}), ("same-number", "warning", {"D4", "F4"})]


@pytest.mark.parametrize(
    "name",
    ["kh-treated-2021", "kh-services-first", "kh-services-2022-03", "kh-centres-2021", "gb-eng-discharges-2008"],
)
def test_the_positive_controls_raise_no_error_and_no_warning_about_their_numbers(published, name):
    assert wrong(published, name) == []


def test_the_positive_controls_together_raise_no_alarm_either(published):
    names = ["kh-treated-2021", "kh-services-first", "kh-services-2022-03", "kh-centres-2021", "gb-eng-discharges-2008"]
    assert wrong(published, *names) == []
    assert check_of(*(published[name] for name in names)).localised == ()


def test_every_rule_is_explained_in_words():
    for rule in RULES:
        one = explanation(rule)
        assert one.rule == rule
        assert all(text.strip() for text in (one.title, one.means, one.source, one.example))


def test_every_rule_can_be_broken_by_a_test_of_this_file():
    written = Path(__file__).read_text("utf-8")
    assert all(f'"{rule}"' in written for rule in RULES)
