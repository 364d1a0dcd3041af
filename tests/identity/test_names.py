"""A name is found again when it is misspelt, turned round, or written in the other script."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marga.identity.khmer import consonants, is_khmer
from marga.identity.names import SOUNDS_AT_MOST, Alike, likeness, plain, sounds, words

PAIRS = [
    ("សុខ តារា", "Sok Dara"), ("ចាន់ សុភា", "Chan Sophea"), ("ហេង វិបុល", "Heng Vibol"), ("ស្រី មុំ", "Srey Mom"),
    ("គឹម សុខា", "Kim Sokha"), ("លី ហួរ", "Ly Hour"), ("ឈឿន រតនា", "Chhoeun Ratana"), ("ញ៉ែម ពៅ", "Nhem Pov"),
    ("អ៊ុក ងួន", "Ouk Nguon"), ("ប៊ុន ធឿន", "Bun Thoeun"), ("កែវ ពិសិដ្ឋ", "Keo Piseth"), ("ទេព សុវណ្ណ", "Tep Sovann"),
    ("ដារ៉ា ម៉ៅ", "Dara Mao"), ("យិន ផល្លា", "Yin Phalla"), ("រស់ ឃ្លាំង", "Ros Khleang"),
]  # fmt: skip
NAMES = st.text(st.sampled_from("abdeghiklmnoprstuvyកខគងចតនបពមយរលវសហអាិុេោ្ -"), min_size=1, max_size=20)


@pytest.mark.parametrize(("khmer", "latin"), PAIRS)
def test_a_name_sounds_the_same_in_both_scripts(khmer, latin):
    assert sounds(khmer) == sounds(latin)
    assert likeness(khmer, latin) == (SOUNDS_AT_MOST, Alike.SOUND)


@pytest.mark.parametrize("at", range(len(PAIRS)))
def test_another_name_of_the_list_is_less_alike_than_the_right_one(at):
    khmer = PAIRS[at][0]
    assert max(PAIRS, key=lambda pair: likeness(khmer, pair[1])[0])[1] == PAIRS[at][1]


@pytest.mark.parametrize(
    ("one", "other"),
    [("SOK  Dara", "sok dara"), ("Sok Dara", "Dara Sok"), ("Nguyễn Văn Đức", "Nguyen Van Duc"), ("O'Neil", "O’Neil"),
     ("Sok-Dara", "Sok Dara"), ("ស\u200bុខ", "សុខ"), ("Ｓｏｋ", "sok")],
)  # fmt: skip
def test_case_order_marks_and_invisible_signs_do_not_tell_names_apart(one, other):
    assert likeness(one, other) == (100, Alike.SAME)


@pytest.mark.parametrize(
    ("one", "other"), [("Sok Dara", "Sok Tara"), ("Sophea", "Sopheap"), ("លីណា", "លីនណា"), ("Chhay", "Chay")]
)
def test_a_misspelt_name_is_alike_and_not_the_same(one, other):
    score, alike = likeness(one, other)
    assert 80 <= score < 100
    assert alike is not Alike.SAME


@pytest.mark.parametrize(
    ("one", "other"), [("Sok Dara", "Chan Sophea"), ("សុខ តារា", "Chan Sophea"), ("លី ហួរ", "ឈឿន រតនា")]
)
def test_another_name_is_not_alike(one, other):
    assert likeness(one, other)[0] < 40


@given(NAMES, NAMES)
def test_likeness_is_the_same_both_ways_and_within_its_bounds(one, other):
    assert likeness(one, other) == likeness(other, one)
    assert 0 <= likeness(one, other)[0] <= 100
    assert (likeness(one, other)[0] == 100) == (plain(one) == plain(other) != "")


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_text_can_be_compared(one, other):
    assert 0 <= likeness(one, other)[0] <= 100


@given(
    st.lists(st.text(st.characters(categories=["Lu", "Ll"], max_codepoint=0x17F), min_size=1), max_size=4), st.randoms()
)
def test_the_order_of_a_name_s_words_does_not_matter(parts, chance):
    turned = chance.sample(parts, len(parts))
    assert words(" ".join(parts)) == words(" ".join(turned))


def test_a_khmer_word_leaves_its_consonants_and_a_vowel_at_its_start():
    assert consonants("ស្រី") == "sr"
    assert consonants("អ៊ុក") == "xk"
    assert consonants("ហ្វា") == "p"
    assert consonants("abc") == ""
    assert is_khmer("a ក")
    assert not is_khmer("Sok")
