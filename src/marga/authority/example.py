"""What a first start loads, so that there is something to look at."""

from marga.authority.services import check_published


def load_example() -> tuple[str, ...]:
    """Check the example country's published reports. Nothing on this side needs an account."""
    check_published()
    return ()
