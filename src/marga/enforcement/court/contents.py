"""What acts with court files, warrants, tips, parts in supply and traces say."""

from __future__ import annotations

from typing import Annotated

from pydantic import AwareDatetime, StringConstraints

from marga.enforcement.cases.contents import Line, OfficerNumber, Reason, Word
from marga.site.acts.contents import Content

Short = Annotated[str, StringConstraints(max_length=300)]


class FileSent(Content):
    """The file of a case went to a court. `number` counts the files of the case from 1."""

    number: int
    court: Annotated[str, StringConstraints(min_length=1, max_length=120)]
    sent: AwareDatetime


class FileReturned(Content):
    """The court sent it back, and why."""

    number: int
    returned: AwareDatetime
    why: Annotated[str, StringConstraints(min_length=1, max_length=300)]


class FileResult(Content):
    """What the court decided."""

    number: int
    result: Annotated[str, StringConstraints(min_length=1, max_length=300)]
    decided: AwareDatetime


class WarrantIssued(Content):
    """A warrant came to a unit, and who holds it."""

    number: Annotated[str, StringConstraints(min_length=1, max_length=40)]
    court: Annotated[str, StringConstraints(min_length=1, max_length=120)]
    about: Annotated[str, StringConstraints(min_length=1, max_length=300)]
    issued: AwareDatetime
    holder: OfficerNumber


class WarrantHeld(Content):
    """Another officer holds a warrant since."""

    number: Word
    holder: OfficerNumber


class WarrantServed(Content):
    """A warrant was served, in a case."""

    number: Word
    case: Word
    served: AwareDatetime


class WarrantReturned(Content):
    """A warrant went back unserved, and why."""

    number: Word
    why: Annotated[str, StringConstraints(min_length=1, max_length=300)]
    returned: AwareDatetime


class TipReceived(Content):
    """Something that the public told a unit."""

    number: Annotated[str, StringConstraints(min_length=1, max_length=40)]
    text: Annotated[str, StringConstraints(min_length=1, max_length=4000)]
    received: AwareDatetime


class TipAnswered(Content):
    """What a unit did upon a tip: the case that it led to, or why nothing was done."""

    number: Word
    case: Word = ""
    why: Short = ""


class SupplyRecorded(Content):
    """A person's part in supply, on these classes of evidence."""

    role: Word
    evidence: tuple[Word, ...]
    reason: Reason = ""


class TraceNoted(Content):
    """A trace that may link cases: a telephone, an address, a supplier, the source of a seal."""

    kind: Word
    shown: Line
    value: Line
