"""The items and codes are those of the indicator, none is asked for nothing, and what follows is what was said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marga.care.rules import tdi
from marga.country import load

#: Item -> its codes, as the reporting template has them.
TEMPLATE = {
    "status": "1 2 3", "referral": "1 2 3 4 5 6 7 99", "living_with": "1 2 3 4 5 6 7 99", "children": "1 2 99",
    "living_where": "1 2 3 4 99", "education": "1 2 3 4 99", "labour": "1 2 3 4 5 6 99", "route": "1 2 3 4 5 99",
    "frequency": "1 2 3 4 5 99", "injecting": "1 2 2.1 2.2 2.3 3 99", "sharing": "1 2 2.1 2.2 2.3 3 99",
    "hiv": "1 2 2.1 2.2 3 99", "hcv": "1 2 2.1 2.2 3 99", "years_injecting": "1 2 3 4 99", "polydrug": "1 2 99",
    "years_ost": "<1 1 2 3 4 5 6 7 8 9 10 11-15 >15 99",
}  # fmt: skip
DRUGS = (
    "1 1.1 1.2 1.3 1.4 1.5 2 2.1 2.2 2.3 3 3.1 3.2 3.3 3.4 3.5 4 4.1 4.2 4.3 4.4 5 5.1 5.2 5.3 6 7 7.1 7.2 7.3 8 9 99"
)


def values(item):
    return st.sampled_from(list(item.codes)) if item.codes else st.integers(0, 40).map(str)


#: Any answers, also to what is not asked after the others.
answers = st.fixed_dictionaries({}, optional={name: values(item) for name, item in tdi.ITEMS.items() if item.page})
known = st.builds(
    tdi.known, sex=st.sampled_from(["male", "female", ""]), age=st.none() | st.integers(40, 98),
    centre_type=st.sampled_from(["outpatient", "inpatient"]), referral=st.sampled_from(["", "1", "6"]),
    treated=st.booleans(),
)  # fmt: skip


@pytest.mark.parametrize(("name", "codes"), TEMPLATE.items())
def test_the_codes_of_an_item_are_those_of_the_template(name, codes):
    assert list(tdi.ITEMS[name].codes) == codes.split()


def test_the_drugs_are_those_of_the_template_and_alcohol_is_never_the_main_one():
    assert set(tdi.DRUGS) == set(DRUGS.split())
    assert "8" not in tdi.ITEMS["drug"].codes
    assert "8" in tdi.ITEMS["second"].codes
    assert not set(tdi.CHOSEN) & {"1", "2", "3", "4", "5", "7"}


def test_no_item_is_asked_that_nothing_is_made_of_and_no_output_is_made_of_an_unknown_item():
    assert [name for name in tdi.ITEMS if not tdi.feeds(name)] == []
    assert {name for items in tdi.OUTPUTS.values() for name in items} == set(tdi.ITEMS)
    assert {str(number) for number in range(8, 30)} <= set(tdi.OUTPUTS)


@pytest.mark.parametrize("name", tdi.OUTPUTS[tdi.PRIORITY] + tdi.OUTPUTS[tdi.NEEDS])
def test_what_is_said_to_decide_of_priority_and_needs_does(name):
    base = {"injecting": "1", "drug": "3.2", "frequency": "1", "second": "99", "third": "99", "children": "1"}
    if name == "frequency":
        base["drug"] = "1.1"
    found = {tuple(sorted(tdi.facts({**base, name: code}).items())) for code in tdi.ITEMS[name].codes}
    assert len(found) > 1


def test_every_page_asks_at_most_five_things():
    for page in tdi.PAGES:
        assert 1 <= sum(item.page == page for item in tdi.ITEMS.values()) <= 5


def test_what_is_asked_after_an_answer_only_stands_on_a_later_page():
    pages = list(tdi.PAGES)
    for name, (after, _fitting) in tdi.AFTER.items():
        assert pages.index(tdi.ITEMS[after].page) < pages.index(tdi.ITEMS[name].page), name


@given(answers, known)
def test_what_is_known_is_not_asked_and_what_was_answered_is_kept_once(said, already):
    asked = [item.name for item in tdi.asked(said, already)]
    assert not set(asked) & set(already)
    assert len(asked) == len(set(asked))
    settled = tdi.settled(said, already)
    assert already.items() <= settled.items()
    assert set(settled) - set(already) <= set(asked)
    assert tdi.settled(settled, already) == settled


@given(known, st.data())
def test_whoever_answers_all_that_is_asked_is_refused_nothing_but_what_cannot_be(already, data):
    said = {}
    while left := [item for item in tdi.asked(said, already) if item.name not in said]:
        said[left[0].name] = data.draw(values(left[0]))
    found = tdi.refusals(said, already)
    assert set(found) <= {"third"}
    assert ("third" in found) == (said.get("third", "99") != "99" and said.get("third") == said.get("second"))


def test_what_is_missing_or_no_answer_or_impossible_is_named():
    already = tdi.known(sex="male", age=20, centre_type="outpatient", referral="6", treated=True)
    assert "referral" not in tdi.refusals({}, already)
    assert {"drug", "children"} <= set(tdi.refusals({}, already))
    assert "drug" in tdi.refusals({"drug": "8"}, already)
    assert "first_use" in tdi.refusals({"drug": "1.1", "first_use": "21"}, already)
    assert "first_use" not in tdi.refusals({"drug": "1.1", "first_use": "20"}, already)


@given(answers, st.frozensets(st.sampled_from(["danger", "pregnant", "minor", "injecting", "opioids", "children"])))
def test_an_assessment_changes_only_the_flags_that_it_speaks_of(said, flags):
    after = tdi.flags_after(flags, said)
    spoken = set(tdi.facts(said))
    assert set(flags ^ after) <= spoken - {"withdrawal"}
    assert "withdrawal" not in after


@pytest.mark.parametrize(("said", "facts"), [
    ({"injecting": "2.3"}, {"injecting": True}), ({"injecting": "2.2"}, {"injecting": False}),
    ({"injecting": "2"}, {}), ({"injecting": "3"}, {}), ({"injecting": "99"}, {}),
    ({"children": "2"}, {"children": True}), ({"children": "99"}, {}),
    ({"drug": "1.1", "frequency": "2"}, {"opioids": True, "withdrawal": False}),
    ({"drug": "1.1", "frequency": "1"}, {"opioids": True, "withdrawal": True}),
    ({"drug": "3.2", "frequency": "1"}, {"opioids": False, "withdrawal": False}),
    ({"drug": "3.2", "second": "8"}, {"opioids": False, "withdrawal": True}),
    ({"drug": "3.2", "third": "1.2"}, {"opioids": True, "withdrawal": False}),
    ({"drug": "99"}, {}),
])  # fmt: skip
def test_what_the_answers_say_and_what_they_leave_open(said, facts):
    assert tdi.facts(said) == facts


def test_the_country_has_a_word_for_every_main_drug_and_splits_only_into_its_own():
    drugs = load("kh").clinical.drugs
    assert {code for code, _word in drugs} == set(tdi.PRIMARY) - {"99"}
    assert {word for code, word in drugs if code == "3.2"} == {"tablets", "ice"}
    assert set(load("kh").clinical.centre_types.values()) <= set(tdi.ITEMS["centre_type"].codes)
    assert set(load("kh").clinical.referrals.values()) <= set(tdi.ITEMS["referral"].codes)
    assert set(load("kh").clinical.outcomes) <= set(tdi.ITEMS)
