"""How bulletins and drafts are printed in the authority's templates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

from marga.authority.bulletins.said import here

register = template.Library()


@register.filter
def at(found: Mapping[str, Any], key: str) -> Any:
    """What stands under a key; None where nothing does."""
    return found.get(key)


@register.filter
def kept(text: dict[str, str]) -> str:
    """A sentence that was kept in every language, in the reader's."""
    return here(text)
