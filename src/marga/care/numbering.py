"""Numbers that say nothing: drawn at random, so that nobody can tell from one who came before whom, or when."""

from __future__ import annotations

import secrets

from django.db.models import Model

DIGITS = 9


def new_number(model: type[Model]) -> str:
    """A number that no row of the table has: "123-456-789". Two who draw the same at one time: the database refuses."""
    while True:
        digits = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
        number = "-".join(digits[start : start + 3] for start in range(0, DIGITS, 3))
        if not model._base_manager.filter(pk=number).exists():
            return number
