"""What pages of the register include: what waits for whoever reads."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context

from marga.enforcement.access import acting
from marga.enforcement.charges.queries import waiting
from marga.site.roles import may

register = template.Library()


@register.inclusion_tag("enforcement/charges/_waiting.html", takes_context=True)
def charges_waiting(context: Context) -> dict[str, Any]:
    """How many changes of charges wait for a second officer; nothing for who may not agree."""
    user = context["request"].user
    if not user.is_authenticated or not may(user, "enforcement.agree"):
        return {"waiting": []}
    return {"waiting": waiting(acting(user))}
