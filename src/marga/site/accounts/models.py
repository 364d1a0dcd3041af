"""Who may sign in on this side, and what was done with accounts."""

from __future__ import annotations

from typing import Any, NoReturn

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from django_otp.models import Device

from marga.site import roles


class Account(AbstractBaseUser):
    """One person's account on this side. Never deleted: its name stands in records.

    `roles` are names of `marga.<side>.roles.ROLES`; a name that is none of them allows nothing.
    """

    last_login = None  # events say when, with the address

    name = models.CharField(max_length=40, unique=True)
    roles = models.JSONField(default=list)
    is_active = models.BooleanField(default=True)  # false: closed
    is_example = models.BooleanField(default=False)
    one_time_until = models.DateTimeField(null=True, blank=True)  # the password was given out, and is good until then
    session_round = models.PositiveIntegerField(default=0)  # raised to end every session of the account
    added_at = models.DateTimeField()

    objects = BaseUserManager()
    otp_device: Device | None = None  # which device's code was given in the session that this object came from

    USERNAME_FIELD = "name"

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def role_labels(self) -> list[str]:
        """Its roles as pages say them."""
        return roles.labels(self.roles)

    def get_session_auth_hash(self) -> str:
        """What a session must hold to be of this account: it changes with the password and with `session_round`."""
        kept = f"{self.password} {self.session_round}"
        return salted_hmac("marga.site.accounts.session", kept, algorithm="sha256").hexdigest()


class Kind(models.TextChoices):
    """What can happen with accounts."""

    SIGNED_IN = "signed-in", _("signed in")
    RECOVERY_USED = "recovery-used", _("signed in with a recovery code")
    PASSWORD_REFUSED = "password-refused", _("password refused")
    CODE_REFUSED = "code-refused", _("code refused")
    LOCKED = "locked", _("locked after too many tries")
    SIGNED_OUT = "signed-out", _("signed out")
    SIGNED_OUT_EVERYWHERE = "signed-out-everywhere", _("signed out everywhere")
    PASSWORD_CHANGED = "password-changed", _("password changed")
    SECOND_FACTOR_SET = "second-factor-set", _("second factor set up")
    ADDED = "added", _("account added")
    RESET = "reset", _("account reset")
    CLOSED = "closed", _("account closed")
    OPENED = "opened", _("account opened")
    NOT_ALLOWED = "not-allowed", _("was not allowed")


class Events(models.Manager["Event"]):
    """Events can be added, and that is all."""

    def get_queryset(self) -> OnlyAdded:
        return OnlyAdded(self.model, using=self._db)


class OnlyAdded(models.QuerySet["Event"]):
    """Rows that code neither changes nor removes."""

    def update(self, **_values: Any) -> NoReturn:
        raise TypeError("An event is never changed.")

    def delete(self) -> NoReturn:
        raise TypeError("An event is never removed.")


class Event(models.Model):
    """Something that was done, or refused. Never a password or a code, nor a name that nobody has.

    `who` did it, "" for a stranger; `about` is the account it was done with. Names, because they outlast everything.
    """

    at = models.DateTimeField(db_index=True)
    kind = models.CharField(max_length=24)  # a Kind
    who = models.CharField(max_length=40, blank=True)
    about = models.CharField(max_length=40, blank=True, db_index=True)
    address = models.GenericIPAddressField(null=True)
    detail = models.CharField(max_length=300, blank=True)  # a reason that someone wrote, the roles given, an address

    objects = Events()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.kind} {self.about}"

    @property
    def label(self) -> str:
        """What happened, as pages say it."""
        return str(Kind(self.kind).label)

    def save(self, *args: Any, **named: Any) -> None:
        if self.pk is not None:
            raise TypeError("An event is never changed.")
        super().save(*args, **named)

    def delete(self, *_args: Any, **_named: Any) -> NoReturn:
        raise TypeError("An event is never removed.")
