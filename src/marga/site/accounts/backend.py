"""Who a name and a password are."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest
from django.utils import timezone

from marga.site.accounts.models import Account
from marga.site.accounts.peer import example_accounts_work


class AccountBackend(ModelBackend):
    """Django's own, which works as long for a name that nobody has; refuses what is out of time or out of place."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **_named: Any
    ) -> Account | None:
        """The open account, or None: its password was wrong, given out too long ago, or is only for this machine."""
        account = super().authenticate(request, username=username, password=password)
        if not isinstance(account, Account):
            return None
        if account.one_time_until is not None and account.one_time_until <= timezone.now():
            return None
        if account.is_example and (request is None or not example_accounts_work(request)):
            return None
        return account
