"""The rules of accounts, over plain values."""

from datetime import UTC, datetime, timedelta

import pytest

from marga.site.accounts.passwords import LETTERS, one_time_password
from marga.site.accounts.rules import (
    Fault,
    Limits,
    Step,
    as_name,
    digits_of,
    is_name,
    is_over,
    next_step,
    password_faults,
)

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
LIMITS = Limits(idle=timedelta(minutes=30), longest=timedelta(hours=10))
COMMON = frozenset({"passwordpassword", "qwertyuiop123"})


@pytest.mark.parametrize(
    ("example", "second_factor", "verified", "one_time", "step"),
    [
        (False, False, False, True, Step.NEW_PASSWORD),  # the first time
        (False, False, False, False, Step.SET_UP),  # the password was chosen
        (False, True, True, False, Step.DONE),
        (False, True, False, False, Step.CODE),  # every other time
        (False, True, False, True, Step.CODE),  # never past the second factor, whatever else is to do
        (False, True, True, True, Step.NEW_PASSWORD),
        (True, False, False, False, Step.DONE),
    ],
)
def test_the_next_step_follows_from_what_was_done(example, second_factor, verified, one_time, step):
    found = next_step(example=example, second_factor=second_factor, verified=verified, one_time=one_time)
    assert found is step


@pytest.mark.parametrize(
    ("began", "seen", "over"),
    [
        (timedelta(0), timedelta(0), False),
        (timedelta(hours=9, minutes=59), timedelta(minutes=29), False),
        (timedelta(hours=1), timedelta(minutes=30), True),
        (timedelta(hours=10), timedelta(0), True),
    ],
)
def test_a_sign_in_ends_when_idle_and_after_its_longest_time_however_busy(began, seen, over):
    assert is_over(began=NOON - began, seen=NOON - seen, now=NOON, limits=LIMITS) is over


@pytest.mark.parametrize("name", ["sok-dara", "a1", "x" * 40])
def test_what_can_be_a_user_name(name):
    assert is_name(name)


@pytest.mark.parametrize("name", ["", "a", "1a", "-a", "sok dara", "sok.dara", "Sok", "សុខ", "x" * 41, "a\n", "a/b"])
def test_what_cannot_be_a_user_name(name):
    assert not is_name(name)


def test_a_name_is_found_however_a_telephone_wrote_it():
    assert as_name(" Sok-Dara ") == as_name("ｓｏｋ-ｄａｒａ") == "sok-dara"


@pytest.mark.parametrize(
    ("password", "found"),
    [
        ("river boat and rice field", []),
        ("ទូកទន្លេនិងស្រែចម្ការ", []),
        ("river boat", [Fault.SHORT]),
        ("x1y2z3w4v5u" * 20, [Fault.LONG]),
        ("PasswordPassword", [Fault.COMMON]),
        ("Password Password", [Fault.COMMON]),
        ("qwertyuiop-123", [Fault.COMMON]),
        ("111111111111111", [Fault.COMMON]),
        ("my sok-dara password", [Fault.NAME]),
        ("SokDara12345678", [Fault.NAME]),
        ("sokdara", [Fault.SHORT, Fault.NAME]),
    ],
)
def test_a_password_is_long_uncommon_and_not_the_name(password, found):
    assert password_faults(password, name="sok-dara", common=COMMON) == found


def test_any_letters_will_do_in_a_password():
    assert password_faults("nothing but small letters", name="sok-dara", common=COMMON) == []


def test_a_very_short_name_forbids_no_password():
    assert password_faults("abacus on a table", name="ab", common=COMMON) == []


@pytest.mark.parametrize("typed", ["123456", "123 456", " 12-34-56 ", "១២៣៤៥៦", "１２３４５６"])
def test_a_code_is_read_however_it_is_typed(typed):
    assert digits_of(typed) == "123456"


def test_what_has_no_digit_is_no_code():
    assert digits_of("abc ² Ⅻ") == ""


def test_one_time_passwords_can_be_read_aloud_and_never_repeat():
    made = {one_time_password() for _ in range(200)}
    assert len(made) == 200
    for one in made:
        assert [len(group) for group in one.split("-")] == [4, 4, 4, 4]
        assert set(one) <= {*LETTERS, "-"}
        assert not set(one) & set("ilo01")
        assert password_faults(one, name="sok-dara", common=COMMON) == []
