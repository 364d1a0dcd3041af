"""Every table of the enforcement side. `Act` is the record; what stands follows from it."""

from marga.enforcement.acts.models import Act
from marga.enforcement.cases.drafts import Draft
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
from marga.enforcement.custody.models import Alert, Custody, Step
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
from marga.enforcement.notices.models import CareBatch, CareNotice
from marga.enforcement.people.models import ErasureRequest, Read, ReadSeal
from marga.enforcement.stations.models import Counter, Instrument, Officer, Pad, Slip, Unit, UnitAlert, Unused

__all__ = [
    "Act", "Alert", "CareBatch", "CareNotice", "Case", "CaseOfficer", "Charge", "Counter", "CourtFile",
    "Custody", "Destruction", "Draft", "ErasureRequest", "Exhibit", "HandOver", "Instrument", "Mass", "Merge",
    "NameKey", "Officer", "Pad", "Party", "Photograph", "Property", "Proposal", "Prosecutor", "Read", "ReadSeal",
    "SealedWeight", "Slip", "Step", "SupplyRole", "Tip", "Trace", "Unit", "UnitAlert", "Unused", "Warrant",
    "WeighingRound", "Witness",
]  # fmt: skip
