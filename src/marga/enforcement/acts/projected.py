"""The tables that follow from acts, and by which columns their rows are told apart."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models

from marga.enforcement.cases.models import (
    Case,
    CaseOfficer,
    Charge,
    Merge,
    NameKey,
    Party,
    Property,
    Proposal,
    Prosecutor,
    SupplyRole,
    Trace,
)  # fmt: skip
from marga.enforcement.court.models import CourtFile, Tip, Warrant
from marga.enforcement.custody.models import Custody, Step
from marga.enforcement.exhibits.models import (
    Destruction,
    Exhibit,
    HandOver,
    Mass,
    Photograph,
    SealedWeight,
    WeighingRound,
    Witness,
)  # fmt: skip
from marga.enforcement.stations.models import Instrument, Officer, Pad, Slip, Unit, Unused


@dataclass(frozen=True, slots=True)
class Key:
    """The columns that name a row, and those that are not compared."""

    columns: tuple[str, ...]
    left_out: tuple[str, ...] = ()


#: In an order in which a row comes after those that it refers to.
PROJECTED: dict[type[models.Model], Key] = {
    Unit: Key(("code",)),
    Officer: Key(("number",)),
    Instrument: Key(("number",)),
    Pad: Key(("number",)),
    Slip: Key(("serial",)),
    Unused: Key(("unit_id", "year", "serial")),
    Case: Key(("number",)),
    CaseOfficer: Key(("case_id", "officer")),
    Prosecutor: Key(("case_id", "number")),
    Party: Key(("key",)),
    NameKey: Key(("party_id", "sound")),
    Charge: Key(("party_id", "line", "version")),
    Proposal: Key(("party_id", "line")),
    Property: Key(("party_id", "number")),
    SupplyRole: Key(("party_id", "at")),
    Trace: Key(("case_id", "kind", "value")),
    Merge: Key(("one_id", "other_id")),
    Exhibit: Key(("key",)),
    Photograph: Key(("exhibit_id", "sha256"), left_out=("data",)),
    WeighingRound: Key(("exhibit_id", "number")),
    SealedWeight: Key(("round__exhibit_id", "round__number", "which"), left_out=("round",)),
    HandOver: Key(("exhibit_id", "number")),
    Mass: Key(("exhibit_id", "at", "what")),
    Destruction: Key(("exhibit_id", "number")),
    Witness: Key(("destruction__exhibit_id", "destruction__number", "officer"), left_out=("destruction",)),
    Custody: Key(("key",)),
    Step: Key(("custody_id", "recorded", "what", "done")),
    CourtFile: Key(("case_id", "number")),
    Warrant: Key(("number",)),
    Tip: Key(("number",)),
}
