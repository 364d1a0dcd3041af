"""What the care side alone is told from outside. Each setting is a row of docs/operators.md."""

from marga.site.environment import number

MOST_PEOPLE = 100_000


def example_people() -> int:
    """How many people the example is made of. Raises ImproperlyConfigured."""
    return number("MARGA_EXAMPLE_PEOPLE", 1500, MOST_PEOPLE)
