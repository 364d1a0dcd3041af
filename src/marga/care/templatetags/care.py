"""How pages of the care side say words of the country, and sentences of the rules."""

from __future__ import annotations

from django import template
from django.conf import settings
from django.template import Context
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marga.care.disclosures.forms import ROLE_WORDS
from marga.care.disclosures.queries import waiting_for
from marga.care.national import care, clinical
from marga.care.queries import sex_of_one as in_words
from marga.country import Sentence, Text, load, write
from marga.site.accounts.models import Account
from marga.site.writing import writer

register = template.Library()


@register.filter
def text(label: Text) -> str:
    """A label of the country's in the language that is read."""
    return write(label, writer())


@register.filter
def sentence(says: Sentence) -> str:
    """A sentence of a rule in the language that is read."""
    return write(says, writer())


@register.filter
def together(key: str) -> SafeString:
    """A number of somebody or something that no line breaks within: its groups are read as one."""
    return format_html('<span class="key">{}</span>', key)


@register.filter
def sex_of_one(sex: str) -> str:
    """The sex of one person: the country's word of the category names all of them."""
    return in_words(sex)


@register.filter
def within(days: int) -> str:
    """A usual wait of so many days, inside a sentence."""
    if days == 0:
        return _("on the day they ask")
    return ngettext("within %(days)s day", "within %(days)s days", days) % {"days": days}


@register.filter
def category(name: str, dimension: str) -> str:
    """The word of a category: {{ "female"|category:"sex" }}; what is not known stands as it is."""
    found = load(settings.MARGA_COUNTRY).dimensions[dimension].categories.get(name)
    return write(found.label, writer()) if found else name


@register.filter
def permit(name: str, words: str) -> str:
    """The word of a list of consents.toml: {{ "case"|permit:"recipients" }}."""
    found = getattr(load(settings.MARGA_COUNTRY).consents, words).get(name)
    return write(found.label, writer()) if found else name


@register.filter
def word(name: str, words: str) -> str:
    """The word of a list of care.toml: {{ "court"|word:"bases" }}."""
    found = getattr(care(), words).get(name)
    return write(found.label, writer()) if found else name


@register.filter
def clinical_word(name: str, words: str) -> str:
    """The word of a list of clinical.toml: {{ "group"|clinical_word:"sessions" }}."""
    found = getattr(clinical(), words).get(name)
    return write(found.label, writer()) if found else name


@register.filter
def emergency_word(name: str, words: str) -> str:
    """The word of a list of emergencies: {{ "ambulance"|emergency_word:"teams" }}."""
    found = getattr(care().disclosure, words).get(name)
    return write(found.label, writer()) if found else name


@register.filter
def role_word(name: str) -> str:
    """A role that is alerted, in words."""
    return str(ROLE_WORDS.get(name, name))


@register.simple_tag(takes_context=True)
def alerts_to_me(context: Context) -> int:
    """How many alerts wait for whoever reads: one indexed question, none for who gets no alerts."""
    request = getattr(context, "request", None) or context.get("request")
    user = getattr(request, "user", None)
    return waiting_for(user, timezone.now()) if isinstance(user, Account) else 0
