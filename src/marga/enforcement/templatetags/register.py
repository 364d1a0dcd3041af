"""Words of the country's register in templates."""

from __future__ import annotations

from django import template
from django.conf import settings

from marga.country import load, write
from marga.site.writing import writer

library = template.Library()
register = library  # the name by which Django finds it


@library.simple_tag
def word(listed: str, name: str) -> str:
    """The label of a word of register.toml: `{% word "roles" party.role %}`. A word that is gone keeps its name."""
    found = getattr(load(settings.MARGA_COUNTRY).enforcement.register, listed).get(name)
    return name if found is None else write(found.label, writer())
