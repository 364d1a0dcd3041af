"""A ledger that outsiders can check: trees of hashes, signed checkpoints, witnesses, receipts. Knows no database."""

from .errors import LedgerError

__all__ = ["LedgerError"]
