"""A country's decisions about small counts are read, and mistakes in them are named."""

import pytest

from marga.country import DataError, Policy, load, parse_toml
from marga.country.disclosure import read_disclosure


def test_counts_are_hidden_unless_a_country_says_otherwise():
    decided = load().disclosure
    assert decided.of("cases") == decided.default == Policy("hide", 7, 8, 5, "value", "all")
    assert decided.of("safe_places").method == "open"


def test_a_figure_changes_only_what_it_names():
    decided = read_disclosure(parse_toml('[default]\nat_most = 4\nup_to = 9\n[figure.x]\nmethod = "round"', "x.toml"))
    assert decided.of("x") == Policy("round", 4, 9)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[default]\nmethod = "hid"\n[figure]', "hide"),
        ("[default]\nup_to = 7\n[figure]", "should be more than `at_most`"),
        ("[default]\nbase = 1\n[figure]", "rounding to 1 changes nothing"),
        ("[default]\nat_most = 2.5\n[figure]", "whole number"),
        ("[default]\natmost = 2\n[figure]", "at_most"),
    ],
)
def test_a_mistake_is_named(text, message):
    with pytest.raises(DataError, match=message):
        read_disclosure(parse_toml(text, "x.toml"))
