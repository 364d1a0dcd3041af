"""How exact weights must be: tolerances, calibration, how often an exhibit is weighed again, who sees it destroyed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from marga.country.basis import Basis, amount, basis, whole
from marga.country.reading import Table


@dataclass(frozen=True, slots=True)
class Tolerance:
    """What two weights may differ by: so many grams or so many percent, whichever is more."""

    grams: Decimal
    percent: Decimal
    basis: Basis


@dataclass(frozen=True, slots=True)
class Weighing:
    """All of weighing.toml.

    between            of the first and the second weight of one exhibit
    near_limit         how close to a limit of quantity a weight is "near" it
    balance            of what was seized against what was sampled, destroyed and is held, for each weighing in the sum
    calibration_days   an instrument may be used for so many days after its calibration
    instruments        fewer than these in use at a station: the exhibit goes to the laboratory
    rounds             most rounds of double weighing of one exhibit; then it goes to the laboratory
    retry_by_others    who weighed in a round weighs in no later one
    witnesses          of a destruction, besides who destroys
    paper_after_days   weights are brought in from paper only for what was first written down so many days ago
    """

    between: Tolerance
    near_limit: Tolerance
    balance: Tolerance
    calibration_days: int
    instruments: int
    rounds: int
    retry_by_others: bool
    witnesses: int
    paper_after_days: int
    basis: Basis


def read_weighing(file: Table) -> Weighing:
    """weighing.toml. Raises DataError."""
    table = file.table("weighing")
    read = Weighing(
        _tolerance(file, "between"), _tolerance(file, "near_limit"), _tolerance(file, "balance"),
        whole(table, "calibration_days", least=1), whole(table, "instruments", least=2),
        whole(table, "rounds", least=1), table.flag("retry_by_others", True), whole(table, "witnesses"),
        whole(table, "paper_after_days", least=1), basis(table),
    )  # fmt: skip
    table.finish()
    file.finish()
    return read


def _tolerance(file: Table, key: str) -> Tolerance:
    table = file.table(key)
    read = Tolerance(amount(table, "grams"), amount(table, "percent"), basis(table))
    table.finish()
    return read
