"""What pages show of bookings under way."""

from __future__ import annotations

from django import template
from django.forms import BoundField
from django.template import Context

from marga.enforcement.cases.booking.forms import StepForm, ThingsForm
from marga.enforcement.cases.booking.queries import drafts_of
from marga.enforcement.cases.drafts import Draft
from marga.site.accounts.models import Account
from marga.site.roles import may

register = template.Library()


@register.simple_tag(takes_context=True)
def my_drafts(context: Context) -> list[tuple[Draft, list[str]]]:
    """The bookings under way of whoever reads the page, each with the names of its people."""
    request = getattr(context, "request", None) or context.get("request")
    user = getattr(request, "user", None)
    if not isinstance(user, Account) or not may(user, "enforcement.book"):
        return []
    return [(draft, _names(draft)) for draft in drafts_of(user)]


def _names(draft: Draft) -> list[str]:
    people = [row.get("person", {}) for row in draft.typed.get("people", [])]
    return [name for one in people if (name := one.get("name") or one.get("alias"))]


@register.simple_tag
def shows(form: StepForm, *names: str) -> bool:
    """Whether something stands in one of these fields, or is wrong with it: then their fold is open."""
    return form.wrong_in(names)


@register.simple_tag
def taken(form: ThingsForm) -> list[list[BoundField]]:
    """The rows for things that were taken, as fields."""
    return [[form[name] for name in row] for row in form.rows]
