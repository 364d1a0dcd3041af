"""What the enforcement side alone is told from outside. Each setting is a row of docs/operators.md."""

import os
from datetime import timedelta

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

from marga.site.environment import number

MOST_DAYS, MOST_CASES = 3650, 100_000


def inspector_delay() -> timedelta:
    """After how long a unit sees that an inspector read of its cases. Raises ImproperlyConfigured."""
    return timedelta(days=number("MARGA_INSPECTOR_DELAY_DAYS", 30, MOST_DAYS))


def alert_address() -> str:
    """Where alerts are sent: an address of an office, with {to} and {unit} in it. Raises ImproperlyConfigured."""
    given = os.environ.get("MARGA_ALERT_ADDRESS", "").strip() or "{to}.{unit}@localhost"
    try:
        validate_email(given.format(to="chief", unit="kh-12-01"))
    except (ValidationError, LookupError, ValueError, AttributeError) as wrong:
        raise ImproperlyConfigured(
            f"MARGA_ALERT_ADDRESS is {given!r}. Set it like {{to}}.{{unit}}@police.example: {{to}} is supervisor, "
            "chief or inspector, {unit} the code of the unit."
        ) from wrong
    return given


def example_cases() -> int:
    """How many cases the example is made of. Raises ImproperlyConfigured."""
    return number("MARGA_EXAMPLE_CASES", 2000, MOST_CASES)
