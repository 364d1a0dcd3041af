"""Nobody becomes an organiser by one sentence of a frightened man."""

from itertools import combinations

import pytest

from marga.enforcement.rules.supply import role_refusals, supported


def refused(decided, role, *evidence):
    words = decided.register
    return " ".join(str(one) for one in role_refusals(words.supply[role], evidence, words.evidence))


def test_an_organiser_takes_three_classes_of_evidence_two_of_them_independent(decided):
    assert refused(decided, "organiser", "witness", "messages", "money") == ""
    assert refused(decided, "organiser", "witness", "own_words", "money") == (
        "To write “organiser” takes 2 classes of evidence that do not rest on what somebody said; named: 1."
    )
    assert "takes 3 classes of evidence; named: 2" in refused(decided, "organiser", "messages", "money")


def test_one_class_named_three_times_is_one(decided):
    assert "named: 1" in refused(decided, "organiser", "messages", "messages", "messages")


def test_a_user_takes_no_evidence_of_supply(decided):
    assert refused(decided, "user") == ""


@pytest.mark.parametrize("role", ["organiser", "seller", "carrier"])
def test_words_alone_never_make_a_part_in_supply(decided, role):
    assert refused(decided, role, "own_words", "words_of_another", "witness") != ""


def test_an_unknown_class_is_refused(decided):
    assert "“rumour” is no class of evidence" in refused(decided, "seller", "rumour", "money")


def test_more_evidence_never_carries_less(decided):
    words = decided.register
    for size in range(len(words.evidence)):
        for some in combinations(words.evidence, size):
            fewer = set(supported(some, words.supply, words.evidence))
            for more in words.evidence:
                assert fewer <= set(supported([*some, more], words.supply, words.evidence))
