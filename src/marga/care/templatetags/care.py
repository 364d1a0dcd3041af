"""How pages of the care side say words of the country, and sentences of the rules."""

from __future__ import annotations

from django import template
from django.conf import settings

from marga.country import Sentence, Text, load, write
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
    found = getattr(load(settings.MARGA_COUNTRY).care, words).get(name)
    return write(found.label, writer()) if found else name


@register.filter
def clinical_word(name: str, words: str) -> str:
    """The word of a list of clinical.toml: {{ "group"|clinical_word:"sessions" }}."""
    found = getattr(load(settings.MARGA_COUNTRY).clinical, words).get(name)
    return write(found.label, writer()) if found else name
