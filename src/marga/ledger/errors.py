"""The one error of the ledger: what is wrong with what was given, as a sentence."""

from __future__ import annotations

from marga.country import Value, say


class LedgerError(ValueError):
    """Something given to the ledger cannot be used. `says` is the sentence, for a reader in any language."""

    def __init__(self, template: str, **values: Value) -> None:
        self.says = say(template, **values)
        super().__init__(str(self.says))
