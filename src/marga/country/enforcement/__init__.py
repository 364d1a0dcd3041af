"""What a country decides about cases, charges, weighing and custody: the data that the enforcement side works by."""

from marga.country.basis import Basis, Kind

from .custody import WRITTEN_IN, Custody, End, Extension, Language, Limit, Reviews, Right, Step, read_custody
from .offences import Agreement, Band, Offence, OffenceClass, Offences, Penalty, Quantity, read_offences
from .register import INSPECTOR, Evidence, Rank, Register, Role, SupplyRole, read_register
from .weighing import Tolerance, Weighing, read_weighing
from .whole import Enforcement, read_enforcement

__all__ = [
    "INSPECTOR",
    "WRITTEN_IN", "Agreement", "Band", "Basis", "Custody", "End", "Enforcement", "Evidence", "Extension", "Kind",
    "Language", "Limit", "Offence", "OffenceClass", "Offences", "Penalty", "Quantity", "Rank", "Register", "Reviews",
    "Right", "Role", "Step", "SupplyRole", "Tolerance", "Weighing", "read_custody", "read_enforcement", "read_offences",
    "read_register", "read_weighing",
]  # fmt: skip
