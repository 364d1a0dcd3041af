"""Tables of one measure become one set of counts with every sum between them."""

import pytest

from marga.figures.disclose import Cell, Cube, DisclosureError, Release, Table, release

MONTHS = [f"2019-{month:02d}" for month in range(1, 13)]
YEAR = Cube.of(
    "cases", {"sex": ("f", "m"), "place": ("a", "b")},
    {(month, sex, place): row for row, month in enumerate(MONTHS) for sex in "fm" for place in "ab"},
)  # fmt: skip


def tied(made: Release) -> set[tuple[object, frozenset[object]]]:
    return {(made.cells[one.total], frozenset(made.cells[part] for part in one.parts)) for one in made.sums}


def test_months_make_quarters_and_quarters_the_year():
    made = release("2019", [YEAR], [Table("cases")])
    assert len(made.cells) == 12 + 4 + 1
    assert (Cell("cases", "2019"), frozenset(Cell("cases", f"2019-Q{one}") for one in range(1, 5))) in tied(made)
    assert (Cell("cases", "2019-Q2"), frozenset(Cell("cases", month) for month in MONTHS[3:6])) in tied(made)


def test_months_make_the_year_where_no_quarter_is_printed():
    made = release("2019", [YEAR], [Table("cases", (), ("month", "year"))])
    assert tied(made) == {(Cell("cases", "2019"), frozenset(Cell("cases", month) for month in MONTHS))}


def test_tables_share_their_margins_across_grains():
    made = release("2019", [YEAR], [Table("cases", ("sex",), ("month",)), Table("cases", ("place",), ("year",))])
    year = Cell("cases", "2019")
    assert (year, frozenset(Cell("cases", "2019", (("place", one),)) for one in "ab")) in tied(made)
    assert (year, frozenset(Cell("cases", month) for month in MONTHS)) in tied(made)


def test_quarters_that_are_not_complete_have_no_cell():
    part = Cube.of("cases", {}, {("2019-01",): 5, ("2019-04",): 6})
    made = release("1", [part], [Table("cases", (), ("month", "quarter", "year", "span"))])
    months = ["2019-01", "2019-02", "2019-03", "2019-04"]
    assert [cell.time for cell in made.cells] == [*months, "2019-Q1", "2019-01..2019-04"]
    assert (Cell("cases", "2019-01..2019-04"),
            frozenset({Cell("cases", "2019-Q1"), Cell("cases", "2019-04")})) in tied(made)  # fmt: skip


def test_narrower_categories_with_the_rest_make_the_wider_one():
    drugs = {"drug": ("opioids", "heroin", "ice")}
    counts = {("2019-01", "opioids"): 2, ("2019-01", "heroin"): 5, ("2019-01", "ice"): 9}
    made = release("1", [Cube.of("cases", drugs, counts, within={"drug": {"heroin": "opioids"}})],
                   [Table("cases", ("drug",), ("month",))])  # fmt: skip
    shown = {dict(cell.where).get("drug"): count for cell, count, printed in
             zip(made.cells, made.counts, made.printed, strict=True) if printed}  # fmt: skip
    assert shown == {None: 16, "opioids": 7, "heroin": 5, "ice": 9}
    assert len(made.cells) == 5  # the rest of the opioids is counted, and printed nowhere


def test_people_who_come_back_make_less_than_their_months():
    counts = {("2019-01",): 8, ("2019-02",): 5, ("2019-03",): 4, ("2019-Q1",): 11}
    made = release("1", [Cube.of("persons", {}, counts, adds_up=False)], [Table("persons")])
    assert made.printed.sum() == 4
    assert len(made.sums) == 2 + 3  # together at least the quarter, and each at most the quarter


def test_people_in_a_year_who_are_more_than_their_months_are_refused():
    counts = {("2019-01",): 1, ("2019-02",): 1, ("2019-03",): 1, ("2019-Q1",): 11}
    with pytest.raises(DisclosureError, match="at most all together"):
        release("1", [Cube.of("persons", {}, counts, adds_up=False)], [Table("persons")])


def test_a_table_that_no_cube_can_fill_is_refused():
    with pytest.raises(DisclosureError, match="no cube has all of age for cases"):
        release("1", [YEAR], [Table("cases", ("age",))])
    with pytest.raises(DisclosureError, match="no cube has the measure stays"):
        release("1", [YEAR], [Table("stays")])
