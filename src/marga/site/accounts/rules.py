"""Pure rules: the next step of signing in, when a sign-in is over, what a name and a password may be.

Passwords follow NIST SP 800-63B-4, section 3.1.1.2: long, not what everyone tries, no rules on which letters, no
expiry, pasting allowed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

NAME = re.compile(r"[a-z][a-z0-9-]{1,39}", re.ASCII)
LEAST_LETTERS, MOST_LETTERS = 12, 200
ONE_TIME_DAYS = 7  # in which a one-time password must be used
TRIES, LOCK = 5, timedelta(minutes=15)  # so many wrong passwords, counted over such a time, lock a name for as long
RECOVERY_CODES = 10
APP_DIGITS, RECOVERY_DIGITS = 6, 12


class Step(StrEnum):
    """What someone whose password was right has yet to do."""

    CODE = "code"
    NEW_PASSWORD = "new-password"  # noqa: S105 - the name of a step
    SET_UP = "set-up"
    DONE = "done"


class Fault(StrEnum):
    """Why a password cannot be taken."""

    SHORT = "short"
    LONG = "long"
    COMMON = "common"
    NAME = "name"
    SAME = "same"


@dataclass(frozen=True)
class Limits:
    """How long a sign-in lasts: without anything done, and at most."""

    idle: timedelta
    longest: timedelta


def next_step(*, example: bool, second_factor: bool, verified: bool, one_time: bool) -> Step:
    """What comes after what has been done. An example account has no second factor: it works on one machine only."""
    if example:
        return Step.DONE
    if second_factor and not verified:
        return Step.CODE
    if one_time:
        return Step.NEW_PASSWORD
    return Step.DONE if second_factor else Step.SET_UP


def is_over(*, began: datetime, seen: datetime, now: datetime, limits: Limits) -> bool:
    """Whether a sign-in that began and was last used at these times has ended."""
    return now - began >= limits.longest or now - seen >= limits.idle


def as_name(typed: str) -> str:
    """A user name as it is kept: small letters, whatever the keyboard of a phone made of it."""
    return unicodedata.normalize("NFKC", typed).strip().lower()


def is_name(name: str) -> bool:
    """Two to forty small letters, digits and hyphens, a letter first."""
    return NAME.fullmatch(name) is not None


def password_faults(password: str, *, name: str, common: Container[str]) -> list[Fault]:
    """Why this cannot be the password of `name`, all reasons; `common` holds, in small letters, what everyone tries."""
    plain, bare = password.lower(), re.sub(r"[\W_]", "", password.lower())
    found = []
    if len(password) < LEAST_LETTERS:
        found.append(Fault.SHORT)
    if len(password) > MOST_LETTERS:
        found.append(Fault.LONG)
    if plain in common or bare in common or len(set(plain)) < 5:
        found.append(Fault.COMMON)
    if len(name) > 3 and re.sub(r"[\W_]", "", name) in bare:
        found.append(Fault.NAME)
    return found


def digits_of(typed: str) -> str:
    """The digits of a code as it was typed, in any script and with any spaces between."""
    return "".join(str(unicodedata.decimal(letter)) for letter in typed if letter.isdecimal())
