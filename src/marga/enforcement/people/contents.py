"""What acts with people say: a particular is another one, two records are one person, or are not."""

from __future__ import annotations

from typing import Annotated

from pydantic import AwareDatetime, Field, StringConstraints

from marga.enforcement.acts.models import LONGEST_NUMBER, LONGEST_PART
from marga.enforcement.cases.contents import Birth, OfficerNumber, Reason, Word
from marga.site.acts.contents import Content

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


class ErasureAsked(Content):
    """Somebody asked to erase a person's record: on which ground of law, by which decision or document."""

    party: Key
    ground: Reason
    reference: Annotated[str, StringConstraints(min_length=1, max_length=120)]


class PersonErased(ErasureAsked):
    """The record of a person was erased, as was asked for by `asked_by`. The paper receipt that the case was typed in
    from is no matter of the person, and stays."""

    asked_by: OfficerNumber
    slip: int | None = None
    slip_used: AwareDatetime | None = None
    slip_typed_in: AwareDatetime | None = None


class ReadsSealed(Content):
    """So many reads are from now on what they are. `root`: of the tree of their hashes (RFC 9162, SHA-256), in hex;
    `first`, `last`: the earliest and the latest of them."""

    number: Annotated[int, Field(ge=1)]
    count: Annotated[int, Field(ge=1)]
    first: AwareDatetime
    last: AwareDatetime
    root: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Merged(Content):
    """The person of the act and the one with this key are one, or are no longer held to be."""

    other: Key
    reason: Reason
