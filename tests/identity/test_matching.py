"""Earlier records are offered with their reasons, the likeliest first, and nothing is ever merged."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from marga.identity.ages import born_in, born_on, estimated
from marga.identity.matching import Known, candidates, compare

DAY = date(1998, 5, 4)
DARA = Known("wanted", ("Sok Dara",), born_on(DAY), "male", frozenset({("phone", "85512345678")}))


def known(key, *names, born=None, sex="", phone=""):
    return Known(key, names, born, sex, frozenset({("phone", phone)} if phone else ()))


def test_the_likeliest_stands_first_and_the_unlikely_is_not_offered():
    found = candidates(
        DARA,
        [
            known("sounds", "សុខ តារា", born=born_in(1998)),
            known("same", "Dara Sok", born=born_on(DAY), sex="male"),
            known("father", "Sok Dara", born=born_in(1970), sex="male"),
            known("sister", "Sok Dara", born=born_in(1999), sex="female"),
            known("other", "Chan Sophea", born=born_on(DAY)),
            known("wanted", "Sok Dara", born=born_on(DAY)),
        ],
    )
    assert [one.key for one in found] == ["same", "sounds", "father"]


def test_an_alias_is_enough():
    assert compare(DARA, known("x", "Chan Sophea", "Sok Dara")).score == 100


def test_each_candidate_says_why():
    found = compare(DARA, known("x", "សុខ តារា", born=born_on(DAY), sex="female", phone="85512345678"))
    assert [str(reason) for reason in found.reasons] == [
        "May sound alike: Sok Dara, សុខ តារា.", "Born on the same day.", "Another sex is recorded.",
        "A telephone or paper is the same.",
    ]  # fmt: skip


def test_births_far_apart_speak_against_it_and_a_guess_speaks_little():
    score = {
        name: compare(DARA, known("x", "Sok Tara", born=born)).score
        for name, born in {
            "none": None, "same": born_on(DAY), "guess": estimated(27, 3, date(2026, 1, 1)), "near": born_in(1999),
            "far": born_in(1970),
        }.items()
    }  # fmt: skip
    assert score["far"] < score["near"] < score["none"] < score["guess"] < score["same"]


def test_nobody_is_offered_without_a_name():
    assert candidates(DARA, [known("x"), known("y", "")]) == []
    assert candidates(known("wanted"), [known("x", "Sok Dara")]) == []


def test_no_more_are_offered_than_can_be_looked_at():
    crowd = [known(str(number), "Sok Dara") for number in range(30)]
    assert len(candidates(DARA, crowd)) == 10
    assert len(candidates(DARA, crowd, at_most=3)) == 3


PEOPLE = st.builds(
    known, st.uuids(), st.text(st.sampled_from("sokdarachntphe "), max_size=12), st.sampled_from(["Sok Dara", "សុខ"]),
    born=st.none() | st.dates(date(1950, 1, 1), date(2015, 1, 1)).map(born_on),
    sex=st.sampled_from(["", "male", "female"]),
)  # fmt: skip


@given(PEOPLE, PEOPLE)
def test_scores_are_from_0_to_100_and_the_same_both_ways(one, other):
    assert 0 <= compare(one, other).score <= 100
    assert compare(one, other).score == compare(other, one).score


@given(PEOPLE, st.lists(PEOPLE, max_size=8))
def test_the_order_in_which_records_come_does_not_matter(one, others):
    assert candidates(one, others) == candidates(one, others[::-1])
