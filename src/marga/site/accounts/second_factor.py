"""The second factor: codes of an authenticator app (TOTP, RFC 6238), and recovery codes for when it is lost.

The key of an app stands in the database, since it is needed to check a code. Of a recovery code only a keyed hash does.
"""

from __future__ import annotations

import secrets
import time
from base64 import b32encode
from binascii import unhexlify
from datetime import datetime

import segno
from django.core import signing
from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.safestring import SafeString, mark_safe
from django_otp.models import Device
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp.util import random_hex

from marga.site.accounts.models import Account
from marga.site.accounts.rules import APP_DIGITS, RECOVERY_CODES, RECOVERY_DIGITS, digits_of

OFFER_SECONDS = 60 * 60  # in which a key that a page shows can be confirmed
SALT = "marga.site.accounts.second-factor"


class TooSoon(Exception):
    """A code was refused before, and no other is looked at until `until`."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


def new_offer(account: Account) -> tuple[str, str]:
    """A new key for this account's app (hexadecimal), sealed and plain. The page that shows it brings the seal back."""
    key = random_hex(20)
    return signing.dumps(key, salt=f"{SALT} {account.pk}"), key


def key_of(offer: str, account: Account) -> str | None:
    """The key (hexadecimal) in an offer that was made to this account within the last hour; None for anything else."""
    try:
        return str(signing.loads(offer, salt=f"{SALT} {account.pk}", max_age=OFFER_SECONDS))
    except signing.BadSignature:
        return None


def as_text(key: str) -> str:
    """The key as people type it into an app: base 32, in groups of four."""
    letters = b32encode(unhexlify(key)).decode()
    return " ".join(letters[start : start + 4] for start in range(0, len(letters), 4))


def as_picture(account: Account, key: str) -> SafeString:
    """The key as a QR code: inline SVG, dark on white in every scheme, because not every camera reads the reverse."""
    code = segno.make(TOTPDevice(user=account, key=key).config_url, error="m")
    drawn = code.svg_inline(border=4, dark="#000000", light="#ffffff", omitsize=True, svgclass=None, lineclass=None)
    return mark_safe(drawn)  # noqa: S308  drawn from a key and a name of letters, digits and hyphens


def has_one(account: Account) -> bool:
    """Whether an app is set up."""
    return bool(TOTPDevice.objects.filter(user=account, confirmed=True).exists())


def recovery_codes_left(account: Account) -> int:
    """How many recovery codes were not used yet."""
    return int(StaticToken.objects.filter(device__user=account).count())


@transaction.atomic
def set_up(account: Account, key: str, code: str) -> tuple[TOTPDevice, list[str]] | None:
    """Take a new app and new recovery codes in place of any before; None if the code is not of this key.

    The code counts as used: it cannot be the next one to sign in with.
    """
    digits = digits_of(code)
    app = TOTP(unhexlify(key))
    app.time = time.time()
    if len(digits) != APP_DIGITS or not app.verify(int(digits), tolerance=1):
        return None
    forget(account)
    device = TOTPDevice.objects.create(user=account, name="app", key=key, last_t=app.t(), drift=app.drift)
    codes = [_recovery_code() for _code in range(RECOVERY_CODES)]
    recovery = StaticDevice.objects.create(user=account, name="recovery")
    StaticToken.objects.bulk_create(StaticToken(device=recovery, token=_hash(account, one)) for one in codes)
    return device, [" ".join((one[:4], one[4:8], one[8:])) for one in codes]


def forget(account: Account) -> None:
    """Remove the app and the recovery codes."""
    TOTPDevice.objects.filter(user=account).delete()
    StaticDevice.objects.filter(user=account).delete()


@transaction.atomic
def verified(account: Account, typed: str) -> Device | None:
    """The device whose code was typed, of the app or for recovery; None if it is neither's. Each code works once.

    Raises TooSoon after a wrong code: one second, then two, four and so on.
    """
    digits = digits_of(typed)
    kinds = {APP_DIGITS: TOTPDevice, RECOVERY_DIGITS: StaticDevice}
    if len(digits) not in kinds:
        return None
    own = kinds[len(digits)].objects.select_for_update().filter(user=account, confirmed=True)
    if (device := own.first()) is None:
        return None
    allowed, why_not = device.verify_is_allowed()
    if not allowed:
        raise TooSoon(why_not["locked_until"])
    code = digits if len(digits) == APP_DIGITS else _hash(account, digits)
    return device if device.verify_token(code) else None


def is_recovery(device: Device) -> bool:
    return isinstance(device, StaticDevice)


def _recovery_code() -> str:
    return "".join(str(secrets.randbelow(10)) for _digit in range(RECOVERY_DIGITS))


def _hash(account: Account, digits: str) -> str:
    return salted_hmac(f"{SALT} recovery", f"{account.pk} {digits}", algorithm="sha256").hexdigest()[:16]
