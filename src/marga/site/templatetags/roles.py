"""Who may do what, in templates: the button and the refusal ask the same function."""

from django import template
from django.contrib.auth.models import AnonymousUser
from django.template import Context

from marga.site import roles

register = template.Library()


@register.simple_tag(takes_context=True)
def may(context: Context, permission: str) -> bool:
    """{% may "authority.publish" as can_publish %}: whether who reads this page may do it."""
    request = getattr(context, "request", None) or context.get("request")
    return roles.may(getattr(request, "user", AnonymousUser()), permission)
