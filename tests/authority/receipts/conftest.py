"""What the tests of the check of receipts share: a ledger that answers on loopback, and its source set."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from support.receipts import KEY, ReceiptLog
from support.serving import Side, serving

if TYPE_CHECKING:
    from marga.authority.receipts.models import ReceiptSource

NOW = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)


@pytest.fixture
def log() -> ReceiptLog:
    """Twenty acts that have nothing to do with any receipt, signed."""
    log = ReceiptLog()
    log.enter(20)
    log.signs()
    return log


@pytest.fixture
def side(log: ReceiptLog) -> Iterator[Side]:
    with serving(log) as side:
        yield side


@pytest.fixture
def source(database: str, side: Side, log: ReceiptLog) -> ReceiptSource:
    """On each database: the ledger's source, nothing taken yet."""
    from marga.authority.receipts.services import set_source

    return set_source(
        address=side.address, verifiers=f"{log.key.verifier}\n", witnesses=f"{log.witness.verifier}\n", key=KEY
    )
