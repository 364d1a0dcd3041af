"""What pages of the register include: words of the country, and what waits for whoever reads."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from marga.country import load, write
from marga.enforcement.access import acting
from marga.enforcement.cases.models import Party
from marga.enforcement.cases.words import FIELDS, name_of
from marga.enforcement.charges.queries import waiting
from marga.enforcement.custody.queries import held_by_unit
from marga.enforcement.exhibits.queries import to_take, to_witness
from marga.enforcement.people.reading import shown_in
from marga.site.refusals import NotAllowed
from marga.site.roles import may
from marga.site.writing import writer

register = template.Library()


@register.simple_tag
def word(listed: str, name: str) -> str:
    """The label of a word of register.toml: `{% word "roles" party.role %}`. A word that is gone keeps its name."""
    found = getattr(load(settings.MARGA_COUNTRY).enforcement.register, listed).get(name)
    return name if found is None else write(found.label, writer())


@register.simple_tag
def drug(name: str) -> str:
    """The label of a drug of the country. One that is gone keeps its name."""
    found = load(settings.MARGA_COUNTRY).dimensions["drug"].categories.get(name)
    return name if found is None else write(found.label, writer())


@register.simple_tag
def correct_links(party: str) -> SafeString:
    """A link to the correction of each particular of a person. Their addresses differ in the last word alone, so that
    one is resolved for all."""
    first = next(iter(FIELDS))
    above = reverse("person-correct", args=[party, first]).removesuffix(f"{first}/")
    return format_html_join("", '<li><a href="{}{}/">{}</a></li>',
                            ((above, field, label) for field, label in FIELDS.items()))  # fmt: skip


@register.filter
def called(party: Party) -> str:
    """What a person is called; that nothing is known of them, or was erased, where that is so."""
    return name_of(party)


@register.filter
def of_read(detail: str) -> str:
    """What the log of reads says of a page, in words."""
    return shown_in(detail)


@register.inclusion_tag("enforcement/custody/_everywhere.html", takes_context=True)
def held_everywhere(context: Context) -> dict[str, Any]:
    """How many are held at all units, for an inspector; nothing for others."""
    user = context["request"].user
    if not user.is_authenticated or not may(user, "enforcement.inspect"):
        return {"held": None}
    try:
        units = held_by_unit(acting(user))
    except NotAllowed:  # no officer's number belongs to the account yet
        return {"held": None}
    return {"held": sum(one[1] for one in units), "overdue": sum(one[2] for one in units)}


@register.inclusion_tag("enforcement/charges/_waiting.html", takes_context=True)
def charges_waiting(context: Context) -> dict[str, Any]:
    """How many changes of charges wait for a second officer; nothing for who may not agree."""
    user = context["request"].user
    if not user.is_authenticated or not may(user, "enforcement.agree"):
        return {"waiting": []}
    return {"waiting": waiting(acting(user))}


@register.inclusion_tag("enforcement/exhibits/_waiting.html", takes_context=True)
def exhibits_waiting(context: Context) -> dict[str, Any]:
    """Hand-overs and destructions that wait for one's signature; nothing for who may not hand over.

    `alone`: nothing else can wait for this reader, so that none is said too.
    """
    user = context["request"].user
    if not user.is_authenticated or not may(user, "enforcement.hand-over"):
        return {}
    try:
        who = acting(user)
    except NotAllowed:  # no officer's number belongs to the account yet
        return {}
    alone = not may(user, "enforcement.book")
    return {"to_take": to_take(who), "to_witness": to_witness(who), "alone": alone}
