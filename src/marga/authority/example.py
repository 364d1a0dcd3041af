"""What a first start loads, so that there is something to look at."""

from marga.authority.bulletins.models import CubeSource
from marga.authority.bulletins.tasks import load_example_bulletins, take_cubes_beside
from marga.authority.receipts.models import ReceiptSource
from marga.authority.receipts.tasks import take_example_source
from marga.authority.services import check_published
from marga.site.accounts.example import example_accounts


def load_example() -> tuple[str, ...]:
    """Check the example country's published reports, make accounts to try every role with, and order the bulletins.

    The bulletins are made by the worker once it runs: that takes some seconds, and a first start should not wait. Then
    the worker takes the cubes of the sides beside this one; at every start, as they may have another address.
    """
    check_published()
    lines = example_accounts({
        "statistician": ["statistician"], "second-statistician": ["statistician"], "administrator": ["administrator"],
    })  # fmt: skip
    if lines and not CubeSource.objects.exists():
        load_example_bulletins.enqueue()
    if lines:
        take_cubes_beside.enqueue()
    if lines and not ReceiptSource.objects.exists():
        take_example_source.enqueue()
    return lines
