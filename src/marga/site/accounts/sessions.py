"""What a session holds of signing in: who, since when, and how far. The cookie only names its row in the database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from marga.site.accounts import second_factor
from marga.site.accounts.models import Account
from marga.site.accounts.peer import example_accounts_work
from marga.site.accounts.rules import Limits, Step, is_over, next_step
from marga.site.refusals import NotAllowed

BEGAN, SEEN = "marga-began", "marga-seen"  # seconds since 1970
NOTED_EVERY = timedelta(minutes=1)  # a session is written no more often than that to keep it alive


def account_of(request: HttpRequest) -> Account:
    """Who is signed in, for a view that only they can reach. Raises NotAllowed for anybody else."""
    if not isinstance(request.user, Account):
        raise NotAllowed
    return request.user


def begin(request: HttpRequest, now: datetime) -> None:
    """Note when signing in began."""
    request.session[BEGAN] = request.session[SEEN] = now.timestamp()


def settle(request: HttpRequest, now: datetime) -> None:
    """Decide who is asking. Until every step of signing in is done, and once a session is over, that is nobody."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not isinstance(request.user, Account):
        return
    account = request.user
    began, seen = _time(request, BEGAN), _time(request, SEEN)
    limits = Limits(settings.SESSION_IDLE, settings.SESSION_LONGEST)
    over = is_over(began=began, seen=seen, now=now, limits=limits)
    if over or (account.is_example and not example_accounts_work(request)):
        request.session.flush()
        request.user = AnonymousUser()
        return
    if step_of(account) is not Step.DONE:
        request.user = AnonymousUser()
    if now - seen >= NOTED_EVERY and not _asks_by_itself(request):
        request.session[SEEN] = now.timestamp()


def step_of(account: Account) -> Step:
    """The next step of signing in, of the session that this account was read from."""
    verified = account.otp_device is not None
    return next_step(
        example=account.is_example,
        second_factor=verified or second_factor.has_one(account),
        verified=verified,
        one_time=account.one_time_until is not None,
    )


def unfinished(request: HttpRequest) -> Account | None:
    """Whose password was right in this session, while another step of signing in is still to be done."""
    if isinstance(request.user, Account):
        return None
    account = get_user(request)
    return account if isinstance(account, Account) else None


def _time(request: HttpRequest, name: str) -> datetime:
    return datetime.fromtimestamp(float(request.session.get(name, 0)), UTC)


def _asks_by_itself(request: HttpRequest) -> bool:
    """Whether a page that is left open may be asking, not a person."""
    return request.method == "GET" and request.headers.get("HX-Request") == "true"
