"""How the check of receipts is printed in the authority's templates."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext

from marga.country import Sentence, write
from marga.site.writing import writer

register = template.Library()


@register.filter
def sentence(says: Sentence) -> str:
    """A sentence of a core, in the reader's language."""
    return write(says, writer())


@register.filter
def in_words(marked: str) -> str:
    """Words that a rule marked for translation, in the reader's language."""
    return gettext(marked)
