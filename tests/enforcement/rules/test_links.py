"""Cases that share a trace hang together; a trace that everybody shares links nobody."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marga.enforcement.rules.links import around, graph, groups, path, phone_traces, trace_value

FOUND = [
    ("A", "phone", "1"), ("B", "phone", "1"), ("B", "address", "x"), ("C", "address", "x"), ("C", "address", "x"),
    ("D", "seal", "s"), ("E", "seal", "s"), ("F", "phone", "9"), ("A", "supplier", ""), ("D", "supplier", ""),
    ("A", "address", "1"),
]  # fmt: skip


def test_cases_are_linked_by_what_they_share_and_not_by_like_values_of_other_kinds():
    net = graph(FOUND)
    assert net.neighbours("B") == {"A": {("phone", "1")}, "C": {("address", "x")}}
    assert net.neighbours("F") == {}
    assert net.neighbours("unknown") == {}


def test_groups_paths_and_what_is_around():
    net = graph(FOUND)
    assert groups(net) == [{"A", "B", "C"}, {"D", "E"}]
    assert path(net, "A", "C") == ["A", "B", "C"]
    assert path(net, "A", "A") == ["A"]
    assert path(net, "A", "D") == []
    assert path(net, "A", "unknown") == []
    assert around(net, "A", 1) == {"A": 0, "B": 1}
    assert around(net, "A", 9) == {"A": 0, "B": 1, "C": 2}


def test_a_trace_of_very_many_cases_is_shown_and_not_followed():
    found = [(number, "address", "market") for number in range(60)] + [(1, "phone", "5"), (2, "phone", "5")]
    net = graph(found)
    assert net.hubs == {("address", "market")}
    assert len(net.cases["address", "market"]) == 60
    assert net.neighbours(1) == {2: {("phone", "5")}}
    assert groups(net) == [{1, 2}]
    assert groups(graph(found, hub=60)) == [set(range(60))]


ONE = st.tuples(st.integers(0, 12), st.sampled_from(["phone", "seal"]), st.sampled_from("abcde"))
TRACES = st.lists(ONE, max_size=30)


@given(TRACES)
def test_links_go_both_ways_and_groups_do_not_overlap(found):
    net = graph(found)
    for case in net.traces:
        for other, shared in net.neighbours(case).items():
            assert net.neighbours(other)[case] == shared
    grouped = [case for group in groups(net) for case in group]
    assert len(grouped) == len(set(grouped))


@given(TRACES, st.integers(0, 12), st.integers(0, 12))
def test_a_path_is_the_shortest_and_each_step_is_a_link(found, start, end):
    net = graph(found)
    way, reached = path(net, start, end), around(net, start, 99)
    assert bool(way) == (end in reached)
    if way:
        assert len(way) == reached[end] + 1
        assert all(other in net.neighbours(one) for one, other in pairwise(way))


@given(TRACES, st.randoms())
def test_the_order_in_which_traces_are_found_does_not_matter(found, chance):
    assert graph(found) == graph(chance.sample(found, len(found)))


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("phone", "012 345 678", "85512345678"), ("phone", "+855 12-345-678", "85512345678"),
        ("phone", "0085512345678", "85512345678"), ("phone", "០១២ ៣៤៥ ៦៧៨", "85512345678"),
        ("phone", "+66 81 234 5678", "66812345678"), ("phone", "none", ""), ("phone", "", ""),
        ("address", "St. 271, No. 5", "st271no5"), ("address", "ផ្ទះលេខ ៥", "ផ្ទះលេខ៥"), ("seal", " ab-12 ", "ab12"),
    ],
)  # fmt: skip
def test_a_trace_is_the_same_however_it_is_written(decided, kind, text, value):
    assert trace_value(kind, text, decided.register.calling_code, decided.register.trunk) == value


PHONE, DEVICE = ("phone", "85512345678"), ("imei", "49015420323751")


@pytest.mark.parametrize(
    ("mark", "says"),
    [
        ("012 345 678", {PHONE}), ("IMEI 49-015420-323751-8", {DEVICE}), ("490154203237518", {DEVICE}),
        ("imei: ៤៩០១៥៤២០៣២៣៧៥១៨", {DEVICE}), ("012 345 678, 490154203237518", {PHONE, DEVICE}),
        ("+855 12 345 678 / IMEI 4901542032375101", {PHONE, DEVICE}),  # with two digits of its software
        ("Nokia 012 345 678 IMEI 49015420323751", {PHONE, DEVICE}), ("012 345 678; 012-345-678", {PHONE}),
        ("490154203237519", {("phone", "490154203237519")}),  # fifteen digits, and no check digit of an IMEI
        ("blue, cracked", set()), ("A12", set()), ("", set()), ("IMEI 12", set()), ("1234567890123456789", set()),
    ],
)  # fmt: skip
def test_the_mark_of_a_telephone_says_its_numbers_and_its_device(decided, mark, says):
    assert set(phone_traces(mark, decided.register.calling_code, decided.register.trunk)) == says
