"""What a first start loads, so that there is something to look at."""

from marga.authority.services import check_published
from marga.site.accounts.example import example_accounts


def load_example() -> tuple[str, ...]:
    """Check the example country's published reports, and make accounts to try every role with."""
    check_published()
    return example_accounts({
        "statistician": ["statistician"], "second-statistician": ["statistician"], "administrator": ["administrator"],
    })  # fmt: skip
