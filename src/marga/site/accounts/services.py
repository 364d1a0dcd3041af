"""What is done with accounts, by those who look after them and by their owners: one act a function, each whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_otp.models import Device

from marga.site import roles
from marga.site.accounts import locking, second_factor
from marga.site.accounts.events import record
from marga.site.accounts.models import Account, Kind
from marga.site.accounts.passwords import one_time_password
from marga.site.accounts.rules import ONE_TIME_DAYS, as_name, is_name
from marga.site.refusals import NotFound, Refused, WrongState
from marga.site.roles import MANAGE_ACCOUNTS, Operator, check_may

Manager = Account | Operator
LEAST_REASON = 3


@dataclass(frozen=True)
class GivenOut:
    """An account with the password that its owner uses once, until `until`. Nobody can be shown it again."""

    account: Account
    password: str
    until: datetime


def add_account(*, by: Manager, name: str, holds: Sequence[str], address: str | None = None) -> GivenOut:
    """Let someone new sign in. Raises NotAllowed, or Refused for a name or a role that cannot be."""
    check_may(by, MANAGE_ACCOUNTS)
    name, holds = as_name(name), sorted(set(holds))
    if not is_name(name):
        raise Refused(
            _("“{name}” cannot be a user name. Use 2 to 40 small letters, digits and hyphens, a letter first.").format(
                name=name
            )
        )
    _check_roles(holds)
    now, password = timezone.now(), one_time_password()
    account = Account(name=name, roles=holds, added_at=now, one_time_until=now + timedelta(days=ONE_TIME_DAYS))
    account.set_password(password)
    try:
        with transaction.atomic():
            account.save()
            record(Kind.ADDED, who=by.name, about=name, address=address, detail=", ".join(holds), at=now)
    except IntegrityError as error:
        raise Refused(_("There is an account “{name}” already. Choose another name.").format(name=name)) from error
    return _given_out(account, password)


@transaction.atomic
def reset_account(*, by: Manager, name: str, reason: str, address: str | None = None) -> GivenOut:
    """Give a new one-time password and forget the second factor. Raises NotAllowed, NotFound, WrongState, Refused."""
    account = _managed(by, name)
    _check_reason(reason)
    _check_open(account)
    if account.is_example:
        raise WrongState(
            _("{name} is an example account: its password is fixed, and it has no second factor.").format(
                name=account.name
            )
        )
    password = one_time_password()
    account.set_password(password)
    account.one_time_until = timezone.now() + timedelta(days=ONE_TIME_DAYS)
    account.save()
    second_factor.forget(account)
    locking.forget_tries(account.name)
    record(Kind.RESET, who=by.name, about=account.name, address=address, detail=reason.strip())
    return _given_out(account, password)


@transaction.atomic
def close_account(*, by: Manager, name: str, reason: str, address: str | None = None) -> Account:
    """End every session of an account and let nobody sign in by it; its name stays. Raises as `reset_account`."""
    account = _managed(by, name)
    _check_reason(reason)
    _check_open(account)
    account.is_active = False
    account.session_round += 1
    account.save()
    record(Kind.CLOSED, who=by.name, about=account.name, address=address, detail=reason.strip())
    return account


@transaction.atomic
def open_account(*, by: Manager, name: str, address: str | None = None) -> Account:
    """Let a closed account sign in again, with what it had. Raises NotAllowed, NotFound, WrongState."""
    account = _managed(by, name)
    if account.is_active:
        raise WrongState(_("The account {name} is open already.").format(name=account.name))
    account.is_active = True
    account.save()
    record(Kind.OPENED, who=by.name, about=account.name, address=address)
    return account


@transaction.atomic
def change_password(*, account: Account, password: str, address: str | None = None) -> None:
    """Take a password that its owner chose; every other session of theirs ends. Raises WrongState for an example."""
    _check_own(account)
    account.set_password(password)
    account.one_time_until = None
    account.save(update_fields=["password", "one_time_until"])
    record(Kind.PASSWORD_CHANGED, who=account.name, about=account.name, address=address)


@transaction.atomic
def sign_out_everywhere(*, account: Account, address: str | None = None) -> None:
    """End every session of an account, this one too."""
    account.session_round += 1
    account.save(update_fields=["session_round"])
    record(Kind.SIGNED_OUT_EVERYWHERE, who=account.name, about=account.name, address=address)


@transaction.atomic
def set_up_second_factor(
    *, account: Account, offer: str, code: str, address: str | None = None
) -> tuple[Device, list[str]]:
    """Take the app that shows this code; returns its device and new recovery codes. Raises Refused, WrongState."""
    _check_own(account)
    if (key := second_factor.key_of(offer, account)) is None:
        raise Refused(_("This page was open too long. Here is a new picture: scan it instead of the one before."))
    if (done := second_factor.set_up(account, key, code)) is None:
        raise Refused(
            _(
                "The code does not fit. Type the six digits that the app shows now. If it still does not fit, set the "
                "clock of your telephone to automatic."
            )
        )
    record(Kind.SECOND_FACTOR_SET, who=account.name, about=account.name, address=address)
    return done


def _managed(by: Manager, name: str) -> Account:
    """The account to do something with, locked. Nobody manages their own: so one who manages always stays."""
    check_may(by, MANAGE_ACCOUNTS)
    account = Account.objects.select_for_update().filter(name=as_name(name)).first()
    if account is None:
        raise NotFound(_("There is no account “{name}”. See the list of accounts.").format(name=name))
    if isinstance(by, Account) and by.pk == account.pk:
        raise WrongState(_("This is your own account. Another administrator, or the command line, can do that."))
    return account


def _check_open(account: Account) -> None:
    if not account.is_active:
        raise WrongState(_("The account {name} is closed. Open it first.").format(name=account.name))


def _check_own(account: Account) -> None:
    if account.is_example:
        raise WrongState(_("This is an example account: its password is fixed, and it has no second factor."))


def _check_reason(reason: str) -> None:
    if len(reason.strip()) < LEAST_REASON:
        raise Refused(_("Write why this is done. It stays with the record."))


def _check_roles(holds: Sequence[str]) -> None:
    known = roles.roles()
    if not holds or not set(holds) <= set(known):
        raise Refused(
            _("“{given}” is no role of this side. The roles are: {roles}.").format(
                given=", ".join(holds), roles=", ".join(known)
            )
        )


def _given_out(account: Account, password: str) -> GivenOut:
    assert account.one_time_until is not None
    return GivenOut(account, password, account.one_time_until)
