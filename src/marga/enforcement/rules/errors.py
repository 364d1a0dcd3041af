"""The one error of the rules: what was typed and cannot be read, as a sentence."""

from __future__ import annotations

from marga.country import Value, say


class RuleError(ValueError):
    """Something typed cannot be used. `says` is the sentence, for a reader in any language."""

    def __init__(self, template: str, **values: Value) -> None:
        self.says = say(template, **values)
        super().__init__(str(self.says))
