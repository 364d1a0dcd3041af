"""No mean, rate, share or change stands beside a hidden count that it would give away."""

from marga.country import Policy
from marga.figures.disclose import Derived, Relation, Release, hide, may_show, ratio, withheld

POLICY = Policy()
MADE = hide(Release.of("1", {"all": 131, "a": 3, "b": 28, "c": 100}, [("all", ["a", "b", "c"])]), POLICY)


def test_a_number_about_open_counts_is_shown():
    assert may_show(Derived("share of c", ("c", "all"), ratio("c", "all", 0.763, 0.0005)), MADE)
    assert may_show(Derived("mean age of c", ("c",)), MADE)


def test_a_number_about_a_hidden_count_is_not_shown_whatever_it_is_hidden_for():
    assert not may_show(Derived("mean age of a", ("a",)), MADE)
    assert not may_show(Derived("share of b", ("b", "all")), MADE)
    assert withheld([Derived("median wait of a", ("a",))], MADE) == {"median wait of a": "a is not printed"}


def test_a_number_about_a_count_that_is_printed_nowhere_is_not_shown():
    assert not may_show(Derived("mean age of the youngest", ("a under 15",)), MADE)


def test_a_change_on_a_hidden_earlier_count_is_not_shown():
    later = hide(Release.of("2", {"x now": 50}), POLICY)
    before = hide(Release.of("1", {"x then": 4}), POLICY)
    assert not may_show(Derived("change of x", ("x now", "x then")), later, [before])


def test_a_number_that_narrows_a_hidden_count_is_not_shown_though_its_own_are_open():
    """“One in ten of those not in c”: c and all are open, but it tells of a."""
    says = (Relation({"a": 1.0, "all": -0.1, "c": 0.1}, -0.5, 0.5),)
    assert withheld([Derived("share of a in the rest", ("all", "c"), says)], MADE) == {
        "share of a in the rest": "it would narrow a hidden count"
    }
