"""A bulletin is checked as everybody's figures are, with all that was published before; one that fails is told so."""

from dataclasses import replace
from datetime import date

from marga.country import ENGLISH
from marga.figures import check, published_reports, read_report
from marga.figures.bulletin.bulletin import Bulletin, Line
from marga.figures.bulletin.either_way import either_way
from marga.figures.bulletin.report import report_id, report_text, said, verdict
from marga.figures.bulletin.then_and_now import beside
from marga.figures.checking.reports import Report
from support.bulletins import COUNTRY, months, without
from support.reports import figure, text


def with_number(bulletin: Bulletin, table: str, place: int, time: str, value: int) -> Bulletin:
    """The bulletin with one number written over."""
    tables = []
    for one in bulletin.tables:
        if one.name == table:
            at = one.times.index(time)
            line = one.lines[place]
            values = (*line.values[:at], value, *line.values[at + 1 :])
            one = replace(one, lines=(*one.lines[:place], Line(line.where, values), *one.lines[place + 1 :]))
        tables.append(one)
    return replace(bulletin, tables=tuple(tables))


def test_a_bulletin_from_records_contradicts_neither_itself_nor_those_before(year_2018, nine_months, year_2019):
    found = verdict(year_2019.bulletin, COUNTRY, [year_2018.bulletin, nine_months.bulletin])
    assert found.errors == ()


def test_where_others_printed_something_else_it_is_named_but_no_contradiction(year_2018, year_2019):
    found = verdict(year_2019.bulletin, COUNTRY, [year_2018.bulletin])
    messages = [str(one.message) for one in found.differences]
    assert any("Authority for Combating Drugs says 20,490" in message for message in messages)


def test_a_total_that_its_parts_do_not_make_is_an_error(year_2019):
    wrong = with_number(year_2019.bulletin, "cases-by-offence", 0, "2019-02", 12_345)
    messages = [str(one.message) for one in verdict(wrong, COUNTRY, []).errors]
    assert any("not the 12,345 printed as the total" in message for message in messages)


def test_another_number_for_a_month_that_was_published_is_an_error(year_2018, nine_months, year_2019):
    table = year_2019.bulletin.table("requests-by-route")
    other = with_number(year_2019.bulletin, "requests-by-route", 0, "2019-02", table.lines[0].values[1] + 1)
    found = verdict(other, COUNTRY, [year_2018.bulletin, nine_months.bulletin])
    assert any(one.rule == "later-revision" for one in found.errors)


def test_a_number_that_was_changed_in_the_open_is_no_error(year_2018, year_2019, changed):
    mended = changed("cases", without(9, "province", "KH-8", date(2019, 2, 1), date(2019, 2, 28)))
    revised = mended.bulletin(months(2019, 1, 12), [year_2018, year_2019], reason="A mistake was found.").bulletin
    assert verdict(revised, COUNTRY, [year_2018.bulletin, year_2019.bulletin]).errors == ()
    unsaid = replace(revised, changes=())
    assert verdict(unsaid, COUNTRY, [year_2018.bulletin, year_2019.bulletin]).errors


def test_a_report_file_holds_every_shown_number_of_a_published_measure(year_2019):
    bulletin = year_2019.bulletin
    source = bulletin.source("enforcement")
    report = read_report(report_text(bulletin, source, COUNTRY), "bulletin.toml", COUNTRY)
    assert report.id == report_id(bulletin, "enforcement")
    assert report.body == source.body
    cases = {(tuple(one.where.items()), one.period): one.value for one in report.figures
             if one.measure.name == "cases" and one.kind == "count"}  # fmt: skip
    table = bulletin.table("cases-by-offence")
    assert cases[(), bulletin.period] == table.value((), "2019")
    assert cases[(("offence", "use"),), bulletin.period] == table.value((("offence", "use"),), "2019")
    hidden = bulletin.table("cases-by-province").hidden
    assert hidden, "no number is hidden: the test shows nothing"
    by_province = [one for where, one in cases.items() if where[0] and where[0][0][0] == "province"]
    assert len(by_province) == 25 * 5 - hidden
    assert check([report], COUNTRY).findings == ()


def test_people_once_a_case_and_different_people_are_two_measures_and_neither_is_what_others_print(year_2019):
    bulletin = year_2019.bulletin
    report = read_report(report_text(bulletin, bulletin.source("enforcement"), COUNTRY), "bulletin.toml", COUNTRY)
    whole = {one.measure.name: one.value for one in report.figures
             if one.kind == "count" and not one.where and one.period == bulletin.period}  # fmt: skip
    assert whole["people_by_case"] == bulletin.table("parties-by-offence").value((), "2019")
    assert whole["different_people"] == bulletin.table("persons-in-year-by-offence").value((), "2019")
    assert "persons" not in whole


def printed(value: int) -> Report:
    """A report of another body of the people in cases of 2019."""
    return read_report(text(figure("A", value, "persons"), id="other", body="Court"), "other.toml", COUNTRY)


def of_people(bulletin: Bulletin, value: int) -> list[str]:
    """What is found of people in a bulletin and a report that prints this number of them."""
    mine = read_report(report_text(bulletin, bulletin.source("enforcement"), COUNTRY), "bulletin.toml", COUNTRY)
    rules = lambda reports, country: list(check(reports, country).findings)  # noqa: E731
    return [str(one.message) for one in either_way([mine], [printed(value)], rules, COUNTRY)]


def test_printed_people_are_wrong_only_where_they_agree_with_neither_way_of_counting(year_2019):
    once_a_case = year_2019.bulletin.table("parties-by-offence").value((), "2019")
    different = year_2019.bulletin.table("persons-in-year-by-offence").value((), "2019")
    assert of_people(year_2019.bulletin, once_a_case) == []
    assert of_people(year_2019.bulletin, different) == []
    (both,) = [one for one in of_people(year_2019.bulletin, once_a_case + 1) if "of the same" in one]
    assert both.startswith("With people counted once a case: ")
    assert f"Court says {once_a_case + 1:,}" in both
    assert f"says {once_a_case:,}" in both
    assert f"says {different:,}" in both


def test_what_stands_beside_the_bulletin_as_agreeing_is_no_finding_of_it(year_2018, year_2019):
    found = verdict(year_2019.bulletin, COUNTRY, [year_2018.bulletin]).differences
    agreeing = {one.printed.ref for one in beside(year_2019.bulletin, published_reports(COUNTRY))
                if not one.off_percent}  # fmt: skip
    assert "kh-2019-12/B7" in agreeing
    assert not agreeing & {ref for one in found for ref in one.figures if one.rule != "later-revision"}


def test_every_finding_of_a_bulletin_says_who_printed_what(year_2018, year_2019):
    messages = [str(one.message) for one in verdict(year_2019.bulletin, COUNTRY, [year_2018.bulletin]).differences]
    assert all("Synthetic Cambodia, enforcement" in message for message in messages)
    assert not any(" g " in message for message in messages)
    wrong = with_number(year_2019.bulletin, "cases-by-offence", 0, "2019-02", 12_345)
    errors = [str(one.message) for one in verdict(wrong, COUNTRY, []).errors]
    assert all("Synthetic Cambodia, enforcement, cases (" in message for message in errors)


def test_findings_are_kept_in_every_language(year_2018, year_2019):
    from marga.figures.bulletin.languages import writer_in

    found = verdict(year_2019.bulletin, COUNTRY, [year_2018.bulletin]).differences
    kept = list(said(found, {"en": ENGLISH, "km": writer_in("km")}))
    assert kept[0]["message"]["en"] != kept[0]["message"]["km"]
    assert {"rule", "severity", "message"} == kept[0].keys()
