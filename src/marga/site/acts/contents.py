"""The shape of what an act says: exact, without anything that its kind does not know."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict


class Content(BaseModel):
    """What stands in an act. Weights are exact decimals in grams, times are aware, days are the country's."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    def plain(self) -> dict[str, Any]:
        """As it is entered: texts, whole numbers, lists and tables."""
        return self.model_dump(mode="json")
