"""What the enforcement side alone is told from outside. Each setting is a row of docs/operators.md."""

from datetime import timedelta

from marga.site.environment import number, office_address

MOST_DAYS, MOST_CASES = 3650, 100_000


def inspector_delay() -> timedelta:
    """After how long a unit sees that an inspector read of its cases. Raises ImproperlyConfigured."""
    return timedelta(days=number("MARGA_INSPECTOR_DELAY_DAYS", 30, MOST_DAYS))


def alert_address() -> str:
    """Where alerts are sent: an address of an office, with {to} and {unit} in it. Raises ImproperlyConfigured."""
    return office_address("MARGA_ALERT_ADDRESS", "unit", "supervisor, chief or inspector", "kh-12-01")


def example_cases() -> int:
    """How many cases the example is made of. Raises ImproperlyConfigured."""
    return number("MARGA_EXAMPLE_CASES", 2000, MOST_CASES)
