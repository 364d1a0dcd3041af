"""What acts with people say: a particular is another one, two records are one person, or are not."""

from __future__ import annotations

from typing import Annotated

from pydantic import StringConstraints

from marga.enforcement.acts.contents import Content
from marga.enforcement.acts.models import LONGEST_NUMBER, LONGEST_PART
from marga.enforcement.cases.contents import Birth, Reason, Word

#: What a particular of a person can be: plain values, exactly as `contents.Person` has them.
Value = bool | str | tuple[str, ...] | Birth | None
Key = Annotated[str, StringConstraints(max_length=LONGEST_NUMBER + LONGEST_PART)]


class Particular(Content):
    """One particular of a person, as it was."""

    field: Word
    value: Value


class PersonCorrected(Particular):
    """One particular of a person is another one. `minor`: whether the person is treated as a minor since."""

    reason: Reason
    minor: bool


class Merged(Content):
    """The person of the act and the one with this key are one, or are no longer held to be."""

    other: Key
    reason: Reason
