"""Rights are told once each of them was, in whatever order and in however many tellings."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marga.country import load
from marga.country.instants import Clock
from marga.enforcement.rules.custody import done_refusals, end_refusals
from marga.enforcement.rules.interviews import Page, change_faults, interview_faults
from marga.enforcement.rules.rights import all_told, telling_faults

CUSTODY = load("kh").enforcement.custody
NAMES = sorted(CUSTODY.rights)
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
CLOCK = Clock(NOON)
HOUR = timedelta(hours=1)
TELLINGS = st.lists(st.tuples(st.integers(0, 100).map(lambda count: NOON + count * HOUR),
                              st.sets(st.sampled_from(NAMES))), max_size=8)  # fmt: skip


@given(TELLINGS)
def test_all_rights_are_told_by_the_first_instant_at_which_none_is_missing(tellings):
    instants = [
        instant for instant in sorted(told for told, _rights in tellings)
        if {right for told, rights in tellings if told <= instant for right in rights} == set(NAMES)
    ]  # fmt: skip
    assert all_told(tellings, CUSTODY) == (instants[0] if instants else None)


def test_a_telling_is_in_a_language_of_the_list_and_a_refusal_is_noted():
    assert telling_faults(NAMES, "km", "signed", "", CUSTODY) == {}
    assert set(telling_faults([], "xx", "refused", " ", CUSTODY)) == {"rights", "language", "note"}
    assert telling_faults(NAMES, "km", "refused", "“I sign nothing.”", CUSTODY) == {}


@given(st.integers(-100, 100), st.integers(-100, 100), st.none() | st.integers(-100, 100))
def test_a_thing_was_done_between_the_arrest_and_the_end_and_not_in_the_future(done, since, until):
    end = None if until is None else NOON + until * HOUR
    fine = since <= done <= 0 and (until is None or done <= until)
    assert (done_refusals(NOON + done * HOUR, NOON + since * HOUR, end, CLOCK) == ()) == fine


def test_custody_does_not_end_before_what_was_done_in_it():
    assert end_refusals(CUSTODY, "released", "", NOON, CLOCK, NOON) == ()
    assert len(end_refusals(CUSTODY, "released", "", NOON - HOUR, CLOCK, NOON)) == 1


@pytest.mark.parametrize("signature", ["refused", "unable"])
def test_a_page_without_a_signature_says_why(signature):
    def faults(note):
        return interview_faults(NOON, NOON, "km", ["km"], "", False, [Page("I was at home.", signature, note)], CLOCK)

    assert set(faults("")) == {"pages.0.note"}
    assert faults("“It is not what I said.”") == {}


@pytest.mark.parametrize(("spoken", "interpreter", "outside", "field"), [
    (["km"], "", False, {"interpreter"}), (["km"], "Nguyen An", False, {"outside"}), (["km"], "Nguyen An", True, set()),
    (["vi"], "", False, set()), ([], "", False, set())])  # fmt: skip
def test_who_does_not_speak_the_language_has_an_interpreter_from_outside(spoken, interpreter, outside, field):
    pages = [Page("I was at home.", "signed")]
    assert set(interview_faults(NOON, NOON, "vi", spoken, interpreter, outside, pages, CLOCK)) == field


def test_an_interview_ends_after_it_began_and_before_now():
    pages = [Page("I was at home.", "signed")]
    for began, ended in ((NOON, NOON - HOUR), (NOON, NOON + HOUR)):
        assert set(interview_faults(began, ended, "km", ["km"], "", False, pages, CLOCK)) == {"ended"}


def test_a_change_changes_something_after_the_page_was_written():
    before = Page("I was at home.", "signed")
    assert set(change_faults(before, before, NOON, NOON, CLOCK)) == {"text"}
    assert change_faults(before, Page("I was at home.", "waiting"), NOON, NOON, CLOCK) == {}
    for changed in (NOON - HOUR, NOON + HOUR):
        assert set(change_faults(before, Page("No.", "signed"), NOON, changed, CLOCK)) == {"changed"}
