"""Which figures must be wrong: against a slow reference that tries every set of figures, smallest first."""

from collections.abc import Iterable
from fractions import Fraction
from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from marga.figures import published_reports
from marga.figures.checking.book import Book
from marga.figures.checking.localise import MOST_SETS, localise
from marga.figures.checking.statements import groups
from support.reports import YEAR, YEAR_BEFORE, change, check_of, dimension, figure, kh, report, share, suspects

# --- The reference. It is told what each figure and law means in numbers, and knows nothing of Marga's own code.
# True values: t total; a, b by offence; f, m by sex; p the total of the year before.
CELLS = ["t", "a", "b", "f", "m", "p"]
LAWS = [({"t": 1, "a": -1, "b": -1}, 0, 0), ({"t": 1, "f": -1, "m": -1}, 0, 0)]
WHERE = {
    "t": {},
    "a": {"offence": "trafficking"},
    "b": {"offence": "use"},
    "f": {"sex": "female"},
    "m": {"sex": "male"},
}

Bound = tuple[dict[str, float], float | None, float | None]


def can_hold(bounds: Iterable[Bound]) -> bool:
    """Whether some true values, none below 0, meet all the bounds."""
    rows, ends = [], []
    for weights, low, high in bounds:
        row = np.array([weights.get(cell, 0.0) for cell in CELLS])
        if low is not None:
            rows.append(-row)
            ends.append(-low)
        if high is not None:
            rows.append(row)
            ends.append(high)
    if not rows:
        return True
    return linprog(np.zeros(len(CELLS)), A_ub=np.array(rows), b_ub=np.array(ends), bounds=(0, None)).status == 0


def smallest_by_force(meaning: dict[str, list[Bound]], weight: dict[str, float] | None = None) -> set[frozenset[str]]:
    """Every set of figures of least weight without which the rest can hold."""
    weight = weight or dict.fromkeys(meaning, 1.0)
    sets = [frozenset(one) for size in range(len(meaning) + 1) for one in combinations(meaning, size)]
    sets.sort(key=lambda one: sum(weight[ref] for ref in one))
    best: set[frozenset[str]] = set()
    least = float("inf")
    for one in sets:
        cost = sum(weight[ref] for ref in one)
        if cost > least + 1e-9:
            break
        if any(smaller <= one for smaller in best):
            continue
        if can_hold([*LAWS, *(bound for ref, bounds in meaning.items() if ref not in one for bound in bounds)]):
            least = cost
            best.add(one)
    return best - {frozenset()}


@st.composite
def books(draw: st.DrawFn) -> tuple[list[str], dict[str, list[Bound]]]:
    """A few figures about one total: as they stand in a report file, and as the reference understands them."""
    written, meaning = [], {}
    value = st.integers(1, 12).map(lambda tens: 50 * tens)
    for cell in draw(st.lists(st.sampled_from(["t", "a", "b", "f", "m", "p", "a", "b", "t"]), min_size=3, max_size=6)):
        ref = f"N{len(written)}"
        printed = draw(value)
        vague = draw(st.sampled_from(["", "", "", "over ", "under "]))
        where = WHERE.get(cell, {})
        period = YEAR_BEFORE if cell == "p" else None
        written.append(figure(ref, printed, where=where, printed=f"{vague}{printed}", period=period))
        low, high = {"": (printed, printed), "over ": (printed, None), "under ": (0, printed)}[vague]
        meaning[ref] = [({cell: 1.0}, low, high)]
    if draw(st.booleans()):
        rate = draw(st.integers(1, 3))
        written.append(figure("R", rate, per="day"))
        meaning["R"] = [({"t": 1.0}, (rate - 0.5) * 365, (rate + 0.5) * 365)]
    if draw(st.booleans()):
        cell, percent = draw(st.sampled_from(["a", "b", "f", "m"])), draw(st.sampled_from([10, 30, 50, 70, 90]))
        written.append(share("S", percent, WHERE[cell]))
        meaning["S"] = relative(cell, "t", percent - 0.5, percent + 1)
    if draw(st.booleans()):
        percent = draw(st.sampled_from([-60, -20, 20, 100]))
        written.append(change("C", percent))
        below, above = (0.5, 1) if percent > 0 else (1, 0.5)
        meaning["C"] = relative("t", "p", 100 + percent - below, 100 + percent + above)
    if draw(st.booleans()):
        step = draw(st.sampled_from([-100, 50, 300]))
        written.append(change("D", step, unit="case"))
        meaning["D"] = [({"t": 1.0, "p": -1.0}, step, step)]
    return written, meaning


def relative(part: str, whole: str, low: float, high: float) -> list[Bound]:
    """low % to high % of the whole; a percent cut off instead of rounded is let pass, hence one above."""
    return [({part: 1.0, whole: -low / 100}, 0, None), ({part: 1.0, whole: -high / 100}, None, 0)]


def product_of_groups(checked) -> set[frozenset[str]]:
    """A set from each group, in every combination: what would mend all."""
    groups = [
        [frozenset(ref.split("/")[1] for ref in one.figures) for one in group.suspects] for group in checked.localised
    ]
    return {frozenset().union(*picked) for picked in product(*groups)} - {frozenset()}


@settings(max_examples=50)
@given(books())
def test_the_smallest_sets_are_those_that_trying_every_set_finds(book):
    written, meaning = book
    checked = check_of(report(*written))
    assume(not any(group.capped for group in checked.localised))
    assert product_of_groups(checked) == smallest_by_force(meaning)


@settings(max_examples=25)
@given(books(), st.data())
def test_a_figure_trusted_more_is_suspected_only_if_the_others_cost_more(book, data):
    written, meaning = book
    weight = {ref: data.draw(st.sampled_from([1.0, 2.5, 4.0]), label=ref) for ref in meaning}
    trusted = [one + f"trust = {weight[ref]}\n" for one, ref in zip(written, meaning, strict=True)]
    checked = check_of(report(*trusted))
    assume(not any(group.capped for group in checked.localised))
    assert product_of_groups(checked) == smallest_by_force(meaning, weight)


@settings(max_examples=25)
@given(books())
def test_contradictions_known_before_save_time_and_change_no_result(book):
    one = report(*book[0])
    checked = check_of(one)
    laid_out = Book([one], kh())
    alone = [found for group in groups(laid_out) for found in localise(laid_out, group, [])]
    assert {frozenset().union(*picked) for picked in product(*sets_of(alone))} == {
        frozenset().union(*picked) for picked in product(*sets_of(checked.localised))
    }


def sets_of(localised) -> list[list[frozenset[str]]]:
    return [[frozenset(one.figures) for one in group.suspects] for group in localised]


@settings(max_examples=25)
@given(books())
def test_a_value_inside_would_be_mends_and_one_outside_does_not(book):
    written, meaning = book
    checked = check_of(report(*written))
    assume(len(checked.localised) == 1)
    for one in checked.localised[0].suspects:
        others = [bound for ref, bounds in meaning.items() if f"r/{ref}" not in one.figures for bound in bounds]
        for repair in one.repairs:
            ref = repair.figure.split("/")[1]
            low, high = (None if end is None else float(end) for end in (repair.would_be.low, repair.would_be.high))
            if low is None and high is None:
                continue
            room = 0.001 * max(1.0, abs(low or 0), abs(high or 0))
            assert can_hold([*LAWS, *others, *around(meaning[ref], ref, low, high, room)])
            if low is not None and low > 0:
                assert not can_hold(
                    [*LAWS, *others, *around(meaning[ref], ref, None, low - whole(ref) - 2 * room, room)]
                )
            if high is not None:
                assert not can_hold(
                    [*LAWS, *others, *around(meaning[ref], ref, high + whole(ref) + 2 * room, None, room)]
                )


def whole(ref: str) -> float:
    """How much a repair may be narrowed: a count is whole."""
    return 1.0 if ref[0] in "ND" else 0.0


def around(bounds: list[Bound], ref: str, low: float | None, high: float | None, room: float) -> list[Bound]:
    """The figure's own statement, for values from low to high instead of those it was printed with."""
    low, high = (None if end is None else end + step for end, step in ((low, -room), (high, room)))
    per = {"R": 365.0}.get(ref, 1.0)
    if ref in "SC":
        (weights, _, _), _ = bounds
        part, base = weights
        shift = 100.0 if ref == "C" else 0.0
        return [
            *([({part: 1.0, base: -(low + shift) / 100}, 0, None)] if low is not None else []),
            *([({part: 1.0, base: -(high + shift) / 100}, None, 0)] if high is not None else []),
            ({base: 1.0}, 1e-6, None),
        ]
    return [(bounds[0][0], None if low is None else low * per, None if high is None else high * per)]


# --- What the reference cannot say: the country's own reports, the order, the cap.


def test_report_a_needs_two_changes_and_a1_with_a7_is_one_of_the_ways():
    checked = check_of(next(one for one in published_reports(kh()) if one.id == "kh-2019-09"))
    assert suspects(checked) == {
        frozenset(pair) for pair in [("A1", "A3"), ("A1", "A5"), ("A1", "A7"), ("A3", "A7"), ("A5", "A7")]
    }
    (group,) = checked.localised
    ends = {one.figure: (float(one.would_be.low), float(one.would_be.high)) for one in group.suspects[2].repairs}
    assert ends == {"kh-2019-09/A1": (5295, 5295), "kh-2019-09/A7": (21.2651, 21.2651)}
    assert not group.capped


def test_22_a_day_does_not_fit_249_days_with_either_total():
    assert float(Fraction(5200, 249)) < 21.5
    assert float(Fraction(5295, 249)) < 21.5


def test_errors_that_share_no_figure_are_listed_apart():
    one = report(
        figure("T", 100), figure("A", 60, where={"offence": "trafficking"}), figure("B", 50, where={"offence": "use"}),
        figure("P", 100, "persons"), figure("F", 60, "persons", where={"sex": "female"}),
        figure("M", 50, "persons", where={"sex": "male"}),
    )  # fmt: skip
    groups = check_of(one).localised
    assert [[set(each.figures) for each in group.suspects] for group in groups] == [
        [{"r/T"}, {"r/A"}, {"r/B"}],
        [{"r/P"}, {"r/F"}, {"r/M"}],
    ]


def test_two_errors_of_one_table_are_listed_apart_when_one_has_no_say_in_the_other():
    """The total is in doubt in neither, so the split by offence and the split by sex are two questions."""
    one = report(
        figure("T", 100, rounded_to=1), figure("T2", 100), figure("T3", 100),
        figure("A", 60, where={"offence": "trafficking"}), figure("B", 50, where={"offence": "use"}),
        figure("F", 60, where={"sex": "female"}), figure("M", 60, where={"sex": "male"}),
    )  # fmt: skip
    groups = check_of(one).localised
    assert [[set(each.figures) for each in group.suspects] for group in groups] == [
        [{"r/A"}, {"r/B"}],
        [{"r/F"}, {"r/M"}],
    ]


def test_contradictions_that_meet_while_one_is_settled_are_listed_once():
    """Settling N0 against N4 runs into N1, C and D, whose total the use cases are part of: N1, C and D are not two
    questions because of that."""
    use = {"offence": "use"}
    one = report(
        figure("N0", 50, where=use), figure("N1", 50, period=YEAR_BEFORE), figure("N2", 50, where=use),
        figure("N3", 50, where=use), figure("N4", 100, where=use), change("C", 20), change("D", 50, unit="case"),
    )  # fmt: skip
    assert [[set(each.figures) for each in group.suspects] for group in check_of(one).localised] == [
        [{"r/N1"}, {"r/C"}, {"r/D"}],
        [{"r/N4"}],
    ]


def test_a_figure_trusted_more_is_no_suspect_while_the_others_are_cheaper():
    parts = [figure("A", 60, where={"offence": "trafficking"}), figure("B", 50, where={"offence": "use"})]
    assert suspects(check_of(report(figure("T", 100), *parts))) == {frozenset("T"), frozenset("A"), frozenset("B")}
    assert suspects(check_of(report(figure("T", 100, trust=2), *parts))) == {frozenset("A"), frozenset("B")}
    assert suspects(check_of(report(figure("T", 100, trust=0.5), *parts))) == {frozenset("T")}


def test_a_list_that_was_cut_says_so():
    names = [f"c{number}" for number in range(MOST_SETS + 5)]
    parts = [figure(name, 10, where={"kind": name}) for name in names]
    (group,) = check_of(report(dimension("kind", *names), figure("T", 349), *parts)).localised
    assert len(group.suspects) == MOST_SETS
    assert group.capped
    (group,) = check_of(report(dimension("kind", *names[:9]), figure("T", 89), *parts[:9])).localised
    assert len(group.suspects) == 10
    assert not group.capped


def test_figures_that_can_all_be_true_have_no_suspects():
    one = report(figure("T", 100), figure("A", 60, where={"offence": "trafficking"}), figure("R", 0.27, per="day"))
    assert check_of(one).localised == ()
    assert check_of(report(figure("T", 100, period=YEAR))).localised == ()


def test_no_value_is_offered_for_a_change_from_nothing():
    one = report(figure("T", 50), figure("T2", 50), figure("P", 0, period=YEAR_BEFORE), change("C", -60),
                 figure("P2", 0, period=YEAR_BEFORE))  # fmt: skip
    (group,) = check_of(one).localised
    assert [(each.figures, each.repairs) for each in group.suspects] == [(("r/C",), ())]


@pytest.mark.parametrize("order", [1, -1])
def test_the_order_of_the_figures_decides_the_order_of_the_sets_and_nothing_else(order):
    parts = [
        figure("T", 100), figure("A", 60, where={"offence": "trafficking"}), figure("B", 50, where={"offence": "use"}),
    ][::order]  # fmt: skip
    (group,) = check_of(report(*parts)).localised
    assert [one.figures[0] for one in group.suspects] == ["r/T", "r/A", "r/B"][::order]
