"""Accounts for tests: made in a moment, signed in without the pages where a test is about something else."""

from __future__ import annotations

import re
from functools import cache

from django.contrib.auth.hashers import ScryptPasswordHasher, make_password
from django.test import Client
from django.utils import timezone
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from marga.site.accounts import sessions
from marga.site.accounts.models import Account

PASSWORD = "river boat and rice field"
KEY = "12" * 20  # of the app, hexadecimal


class QuickHasher(ScryptPasswordHasher):
    """The hasher that is used, with little of the work that makes guessing slow."""

    work_factor = 2**4
    parallelism = 1


class CountingHasher(QuickHasher):
    """The same, counting how often it works."""

    worked = 0

    def encode(self, *arguments: object, **named: object) -> str:
        CountingHasher.worked += 1
        return super().encode(*arguments, **named)  # type: ignore[arg-type]


@cache
def _hashed() -> str:
    """One hash for all."""
    return make_password(PASSWORD)


def account(name: str = "sok-dara", *holds: str, second_factor: bool = True, **more: object) -> Account:
    """Someone who has signed in before: their password is `PASSWORD`, their app shows `code()`."""
    made = Account.objects.create(
        name=name, roles=list(holds or ["statistician"]), password=_hashed(), added_at=timezone.now(), **more
    )
    if second_factor:
        TOTPDevice.objects.create(user=made, name="app", key=KEY)
    return made


def administrator(name: str = "chan-vanna") -> Account:
    return account(name, "administrator")


def code(key: str = KEY) -> str:
    """What the app shows now."""
    return f"{totp(bytes.fromhex(key)):06d}"


def signed_in(one: Account, **headers: str) -> Client:
    """A browser in which someone signed in just now."""
    client = Client(raise_request_exception=False, headers=headers)
    client.force_login(one, backend="marga.site.accounts.backend.AccountBackend")
    session, now = client.session, timezone.now().timestamp()
    session[sessions.BEGAN] = session[sessions.SEEN] = now
    if device := TOTPDevice.objects.filter(user=one).first():
        session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    session.save()
    return client


def type_password(client: Client, name: str = "sok-dara", password: str = PASSWORD, **more: str) -> object:
    """The first page of signing in, filled and sent."""
    return client.post("/sign-in/", {"name": name, "password": password, **more})


def type_code(client: Client, typed: str, **more: str) -> object:
    """The second page, filled and sent."""
    return client.post("/sign-in/code/", {"code": typed, **more})


def back(client: Client, answer: object) -> object:
    """The page that a form which was refused comes back to: asked for with GET, so that it can be gone back to."""
    assert answer.status_code == 303, said(answer)  # type: ignore[attr-defined]
    page = client.get(answer["Location"])  # type: ignore[index]
    assert page.status_code == 200, said(page)
    return page


def is_signed_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def said(answer: object) -> str:
    """What a person reads on a page: no tags, one space between words, no token."""
    body = re.sub(r"<(style|script|svg)\b.*?</\1>", " ", answer.content.decode(), flags=re.S)  # type: ignore[attr-defined]
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())
