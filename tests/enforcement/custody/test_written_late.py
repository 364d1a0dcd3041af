"""What is written down long after it was due is seen as that, whatever time is typed."""

import pytest

from marga.enforcement.acts.models import Act
from marga.enforcement.acts.replaying import differences
from marga.enforcement.custody.models import Custody
from marga.enforcement.custody.queries import board, everywhere, stay_of
from marga.enforcement.custody.reckoning import law
from marga.enforcement.custody.services import review, tell_prosecutor
from marga.enforcement.rules.deadlines import Standing, Subject, deadlines
from marga.site.faults import Faulty
from support.accounts import account, said
from support.custodies import PROSECUTOR, held, reviewed, supervisor, told_prosecutor
from support.register import NOW, acting, hours, signed_in_as, station

pytestmark = pytest.mark.usefixtures("database")
WHY = "Nobody typed it in before."
SHIFT = NOW + hours(40)  # when somebody sits down and types it all
IN_TIME = (5.9, 14.8, 23.7, 32.6)  # hours from arrival that would all be in time


@pytest.fixture(autouse=True)
def at_a_station(database):
    station()
    account(f"officer-{PROSECUTOR}", "prosecutor")
    yield
    assert list(differences()) == []  # the count of what was written down late follows from the acts


def standings(custody, subject, at=SHIFT):
    """How each deadline of a subject stands."""
    found = deadlines(stay_of(custody), law(), acting(at=at).clock)
    return [one.standing for one in found if one.subject is subject and not one.is_open]


def test_reviews_typed_days_later_with_fitting_times_are_not_done_in_time():
    custody = held(NOW)
    for after in IN_TIME:
        review(custody.key, reviewed(NOW + hours(after), late=WHY), supervisor(SHIFT))
    assert standings(custody, Subject.REVIEW) == [Standing.WRITTEN_LATE] * 4
    assert Custody.objects.get().written_late == 4
    (line,) = board(supervisor(SHIFT)).lines
    assert "written down late: 4" in line.missing
    found = everywhere(acting("5001", SHIFT))
    assert (found.written_late, [one[3] for one in found.units]) == (1, [1])


def test_a_review_written_down_within_an_hour_of_its_time_is_done_in_time_without_a_reason():
    custody = held(NOW)
    review(custody.key, reviewed(NOW + hours(5.9)), supervisor(NOW + hours(7)))
    assert standings(custody, Subject.REVIEW, NOW + hours(8)) == [Standing.MET]
    assert Custody.objects.get().written_late == 0


@pytest.mark.parametrize(
    "typed",
    [
        lambda key: review(key, reviewed(NOW + hours(5.9)), supervisor(NOW + hours(7.1))),
        lambda key: tell_prosecutor(key, told_prosecutor(NOW, note=""), acting(at=SHIFT)),
    ],
)
def test_what_is_written_down_long_after_needs_a_reason_and_leaves_no_trace_without(typed):
    custody = held(NOW)
    before = Act.objects.count()
    with pytest.raises(Faulty, match="long after it was due"):
        typed(custody.key)
    assert Act.objects.count() == before


def test_a_prosecutor_told_on_paper_alone_was_told_by_what_is_written_down_late():
    custody = held(NOW)
    tell_prosecutor(custody.key, told_prosecutor(NOW, note=WHY), acting(at=SHIFT))
    assert standings(custody, Subject.PROSECUTOR) == [Standing.WRITTEN_LATE]
    assert Custody.objects.get().written_late == 1


def test_a_prosecutor_told_late_does_not_become_told_in_time_by_typing_an_earlier_time():
    custody = held(NOW)
    tell_prosecutor(custody.key, told_prosecutor(SHIFT - hours(1), note=WHY), acting(at=SHIFT))
    tell_prosecutor(custody.key, told_prosecutor(NOW, note=WHY), acting(at=SHIFT))
    assert standings(custody, Subject.PROSECUTOR) == [Standing.WRITTEN_LATE]


def test_the_page_of_the_custody_says_it_in_a_word_and_a_sentence():
    custody = held(NOW)
    review(custody.key, reviewed(NOW + hours(5.9), late=WHY), supervisor(SHIFT))
    page = said(signed_in_as("5001").get(f"/held/{custody.key}/"))
    assert "Written down late" in page
    assert "after it was due" in page
