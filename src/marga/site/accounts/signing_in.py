"""The steps of signing in, and signing out. Each raises Refused with what to do, and writes down what happened."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.models import Device

from marga.site.accounts import locking, second_factor, services, sessions
from marga.site.accounts.events import record
from marga.site.accounts.models import Account, Kind
from marga.site.accounts.peer import address
from marga.site.accounts.rules import LOCK, TRIES, as_name
from marga.site.refusals import Refused


def with_password(request: HttpRequest, *, name: str, password: str) -> Account:
    """Begin: the session is this account's from here on, and nobody's to every page until the last step is done."""
    account = _authenticated(request, name=name, password=password)
    login(request, account)
    sessions.begin(request, timezone.now())
    return account


def with_code(request: HttpRequest, account: Account, *, typed: str) -> bool:
    """The code of the app or a recovery code. True if it was a recovery code."""
    try:
        device = second_factor.verified(account, typed)
    except second_factor.TooSoon as too_soon:
        raise Refused(_too_soon(too_soon.until)) from too_soon
    if device is None:
        record(Kind.CODE_REFUSED, about=account.name, address=address(request))
        raise Refused(
            _(
                "The code is not right. Type the six digits that the app shows now; each code works once, so wait for "
                "the next one if you have just used it."
            )
        )
    _verify(request, account, device)
    if second_factor.is_recovery(device):
        record(Kind.RECOVERY_USED, who=account.name, about=account.name, address=address(request))
    return second_factor.is_recovery(device)


def with_new_password(request: HttpRequest, account: Account, *, password: str) -> None:
    """Change the password and stay signed in here, under a new session key."""
    services.change_password(account=account, password=password, address=address(request))
    request.user = account
    update_session_auth_hash(request, account)


def with_new_second_factor(request: HttpRequest, account: Account, *, offer: str, code: str) -> list[str]:
    """Set up the app and stay signed in here. Returns the recovery codes, which cannot be shown again."""
    device, codes = services.set_up_second_factor(account=account, offer=offer, code=code, address=address(request))
    _verify(request, account, device)
    return codes


def finish(request: HttpRequest, account: Account) -> None:
    """The last step is done: from now on the account is who asks."""
    request.user = account
    record(Kind.SIGNED_IN, who=account.name, about=account.name, address=address(request))


def check_password(request: HttpRequest, account: Account, password: str) -> None:
    """Ask for the password once more before something that a thief of a session must not do."""
    _authenticated(request, name=account.name, password=password)


def leave(request: HttpRequest) -> None:
    """Sign out, from a session that is half signed in too."""
    account = request.user if isinstance(request.user, Account) else sessions.unfinished(request)
    if account is not None:
        record(Kind.SIGNED_OUT, who=account.name, about=account.name, address=address(request))
    logout(request)


def _verify(request: HttpRequest, account: Account, device: Device) -> None:
    """Note which device's code was given in this session, and give the session a new key."""
    account.otp_device = device
    request.session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    request.session.cycle_key()


def _authenticated(request: HttpRequest, *, name: str, password: str) -> Account:
    name = as_name(name)
    if (until := locking.locked_until(request, name)) is not None:
        raise Refused(_locked(until))
    account = authenticate(locking.bare(request), username=name, password=password)
    if isinstance(account, Account):
        return account
    known = name if Account.objects.filter(name=name).exists() else ""
    record(Kind.PASSWORD_REFUSED, about=known, address=address(request))
    if (until := locking.locked_until(request, name)) is not None:
        record(Kind.LOCKED, about=known, address=address(request))
        raise Refused(_locked(until))
    raise Refused(
        _(
            "The user name or the password is not right. Small and capital letters differ in the password. After "
            "{tries} wrong tries nobody can sign in by the name for {minutes} minutes."
        ).format(tries=TRIES, minutes=LOCK.seconds // 60)
    )


def _locked(until: datetime) -> str:
    minutes = max(1, -(-int((until - timezone.now()).total_seconds()) // 60))
    wait = ngettext(
        "There were too many wrong tries by this user name, so nobody can sign in by it for another {minutes} minute, "
        "until {time}. If it cannot wait, ask {whom}.",
        "There were too many wrong tries by this user name, so nobody can sign in by it for another {minutes} minutes, "
        "until {time}. If it cannot wait, ask {whom}.",
        minutes,
    )
    return wait.format(minutes=minutes, time=_clock(until), whom=whom())


def whom() -> str:
    """Whom to ask about an account."""
    return settings.CONTACT or _("the person who looks after your office’s accounts")


def _too_soon(until: datetime) -> str:
    seconds = max(1, int((until - timezone.now()).total_seconds()) + 1)
    if seconds <= 60:
        return ngettext(
            "A wrong code was typed just now. Wait {seconds} second, then type the code that the app shows then.",
            "A wrong code was typed just now. Wait {seconds} seconds, then type the code that the app shows then.",
            seconds,
        ).format(seconds=seconds)
    return _("Too many wrong codes were typed. Wait until {time}, or ask {whom}.").format(
        time=_clock(until), whom=whom()
    )


def _clock(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), pgettext("date and time format", "H:i"))
