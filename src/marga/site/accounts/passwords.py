"""Passwords: made for others, and judged when people choose their own."""

from __future__ import annotations

import secrets
from collections.abc import Container
from functools import cache

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.utils.translation import gettext as _

from marga.site.accounts.models import Account
from marga.site.accounts.rules import LEAST_LETTERS, MOST_LETTERS, Fault, password_faults

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is read for another: no i l o 0 1
GROUPS, GROUP = 4, 4


def one_time_password() -> str:
    """A password to be read out or written down, such as "k3vf-9wq2-mm7x-pc4p": 79 bits."""
    return "-".join("".join(secrets.choice(LETTERS) for _letter in range(GROUP)) for _group in range(GROUPS))


@cache
def common() -> Container[str]:
    """What everyone tries first: the 20,000 that come with Django."""
    return frozenset(CommonPasswordValidator().passwords)


def faults(password: str, account: Account) -> list[str]:
    """Why this cannot be the new password of an account, in sentences; none if it can."""
    found = password_faults(password, name=account.name, common=common())
    if not found and account.check_password(password):
        found = [Fault.SAME]
    return [_sentence(fault) for fault in found]


def _sentence(fault: Fault) -> str:
    return {
        Fault.SHORT: _("The password is too short. Use {least} letters or more: three or four words are easy to keep."),
        Fault.LONG: _("The password is too long. Use {most} letters or fewer."),
        Fault.COMMON: _("Many people use this password, so it is tried first. Choose another."),
        Fault.NAME: _("The password has your user name in it. Choose another."),
        Fault.SAME: _("This is the password that you have now. Choose another."),
    }[fault].format(least=LEAST_LETTERS, most=MOST_LETTERS)
