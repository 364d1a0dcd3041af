"""What the care side alone is told from outside. Each setting is a row of docs/operators.md."""

import os

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

from marga.site.environment import number

MOST_PEOPLE = 100_000


def example_people() -> int:
    """How many people the example is made of. Raises ImproperlyConfigured."""
    return number("MARGA_EXAMPLE_PEOPLE", 1500, MOST_PEOPLE)


def alert_address() -> str:
    """Where alerts are sent: an address of an office, with {to} and {centre} in it. Raises ImproperlyConfigured."""
    given = os.environ.get("MARGA_CARE_ALERT_ADDRESS", "").strip() or "{to}.{centre}@localhost"
    try:
        validate_email(given.format(to="manager", centre="kh-12-r1"))
    except (ValidationError, LookupError, ValueError, AttributeError) as wrong:
        raise ImproperlyConfigured(
            f"MARGA_CARE_ALERT_ADDRESS is {given!r}. Set it like {{to}}.{{centre}}@health.example: {{to}} is manager, "
            "inspector or planner, {centre} the code of the centre."
        ) from wrong
    return given
