"""Who comes first, by the country's rules, and why."""

from hypothesis import given
from hypothesis import strategies as st

from marga.care.rules.priority import priority
from marga.country import ENGLISH, load, write
from marga.country.care import FLAGS

RULES = load("kh").care.priorities
SETS = st.sets(st.sampled_from(FLAGS))


def why(*flags):
    found = priority(flags, RULES)
    return found.urgency, [write(RULES[number].label, ENGLISH) for number in found.reasons]


def test_the_most_urgent_class_decides_and_every_reason_of_it_is_kept():
    assert why() == (3, ["no reason to come first"])
    assert why("injecting", "children") == (2, ["injecting", "cares for small children"])
    assert why("injecting", "pregnant", "minor") == (1, ["pregnant", "under 18"])
    assert why("danger", "pregnant") == (0, ["danger to life"])


@given(SETS, SETS)
def test_more_that_is_known_never_makes_anybody_less_urgent(some, more):
    assert priority(some | more, RULES).urgency <= priority(some, RULES).urgency


@given(SETS)
def test_everybody_has_a_class_and_a_reason(flags):
    assert priority(flags, RULES).reasons
