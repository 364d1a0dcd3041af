"""Who may do what. A role is data of its side, a permission a plain word such as "authority.publish".

A side lists its own in `marga.<side>.roles`: `ROLES`, and in `OPEN` the names of the addresses that need no account.
That module is found by name, so that `site` imports no app.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, wraps
from importlib import import_module
from importlib.util import find_spec
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Protocol

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from marga.site.refusals import NotAllowed

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.utils.functional import _StrOrPromise

    from marga.site.accounts.models import Account

MANAGE_ACCOUNTS = "site.accounts"  # the one permission that every side knows
View = Callable[..., HttpResponse]

SIGNING_IN = frozenset({"sign-in", "sign-in-code", "sign-in-password", "sign-in-set-up", "sign-out"})
OPEN_EVERYWHERE = SIGNING_IN | {"healthz", "digits"}  # what every side has, by name


@dataclass(frozen=True)
class Role:
    """What a person with this role may do. `label` is its name on pages, `does` says in a sentence what it is for."""

    label: _StrOrPromise
    does: _StrOrPromise
    permissions: tuple[str, ...]


@dataclass(frozen=True)
class Operator:
    """Whoever has the machine: manages accounts by command, and is nobody on the pages."""

    name: str = "command line"


class HasRoles(Protocol):
    """Whoever else has roles, such as an officer who acts."""

    @property
    def roles(self) -> Collection[str]: ...


@cache
def roles_of(side: str) -> Mapping[str, Role]:
    """The roles of a side by name; none if it lists none."""
    return MappingProxyType(dict(getattr(_listed(side), "ROLES", {})))


@cache
def open_names_of(side: str) -> frozenset[str]:
    """The names of a side's addresses that need no account."""
    return OPEN_EVERYWHERE | frozenset(getattr(_listed(side), "OPEN", ()))


def is_open(name: str) -> bool:
    """Whether the address of this name needs no account. A name that is not listed does."""
    return name in open_names_of(settings.MARGA_SIDE)


def _listed(side: str) -> Any:
    module = f"marga.{side}.roles"
    return import_module(module) if find_spec(module) else None


def roles() -> Mapping[str, Role]:
    """The roles of the side that this process is."""
    return roles_of(settings.MARGA_SIDE)


def labels(names: Iterable[str]) -> list[str]:
    """The names of roles as pages say them. A role that the side no longer has keeps its bare name."""
    return [str(roles()[name].label) if name in roles() else name for name in names]


def may(user: Account | AnonymousUser | Operator | HasRoles, permission: str) -> bool:
    """Whether this user has a role that allows it. No database is asked, and who is not signed in may nothing.

    Raises LookupError for a permission that no role of the side has: a slip of the pen must not look like a refusal.
    """
    allowing = _allowing(permission)
    if isinstance(user, Operator):
        return permission == MANAGE_ACCOUNTS
    return not allowing.isdisjoint(getattr(user, "roles", ()))


def check_may(user: Account | AnonymousUser | Operator | HasRoles, permission: str) -> None:
    """Raises NotAllowed, with who may, unless `may` says yes."""
    if not may(user, permission):
        raise NotAllowed(
            _(
                "Your account may not do this. It needs the role {roles}: ask the person who looks after the accounts."
            ).format(roles=" / ".join(labels(sorted(_allowing(permission)))))
        )


def _allowing(permission: str) -> frozenset[str]:
    return _allowing_of(settings.MARGA_SIDE, permission)


@cache  # a page asks some twenty times
def _allowing_of(side: str, permission: str) -> frozenset[str]:
    found = frozenset(name for name, role in roles_of(side).items() if permission in role.permissions)
    if not found and permission != MANAGE_ACCOUNTS:
        raise LookupError(f"No role of the {side} side has the permission {permission!r}.")
    return found


def needs(permission: str) -> Callable[[View], View]:
    """A view for those only who have a permission: `@needs("authority.collect")`. Others read why not."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
            check_may(request.user, permission)
            return view(request, *args, **named)

        vars(guarded)["needs"] = permission  # tests walk every address and ask for it
        return guarded

    return decorate
