"""What the care side alone is told from outside. Each setting is a row of docs/operators.md."""

from marga.site.environment import number, office_address

MOST_PEOPLE = 100_000


def example_people() -> int:
    """How many people the example is made of. Raises ImproperlyConfigured."""
    return number("MARGA_EXAMPLE_PEOPLE", 1500, MOST_PEOPLE)


def alert_address() -> str:
    """Where alerts are sent: an address of an office, with {to} and {centre} in it. Raises ImproperlyConfigured."""
    return office_address("MARGA_CARE_ALERT_ADDRESS", "centre", "manager, inspector or planner", "kh-12-r1")
