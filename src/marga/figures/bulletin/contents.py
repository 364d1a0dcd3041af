"""What a bulletin holds: its sections, the tables of each, and the numbers worked out from them. Read this to know what
is published; what each figure counts is said in `counting/definitions.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from marga.country import gettext_noop

MONTH, QUARTER, YEAR, SPAN = "month", "quarter", "year", "span"
#: Figures large enough for every month, with the total of the period; the others by whole quarters and years only, so
#: that no month of a small group is left over by subtraction.
MONTHLY, QUARTERLY, YEARLY, AT_MONTH_END = (MONTH, QUARTER, YEAR, SPAN), (QUARTER, YEAR), (YEAR,), (MONTH,)
#: Into and out of care, by kind of care: by whole years. Who is in each kind stands there for every month, and by
#: quarter one small number of those could be worked out from who came and who left, unless dozens were hidden.
FLOWS = ("admissions", "episodes_ended", "completed", "returned_within_six_months")
#: By what those who began treatment are split: by whole years, as the Treatment Demand Indicator counts each once a
#: year (its tables 8, 13, 9 and 19).
ENTRANTS = ("treated_before", "route", "drug", "administration")


@dataclass(frozen=True, slots=True)
class Layout:
    """One table: a figure by some splits, with all margins, over times of these grains.

    before  whether the same period a year before stands beside it
    """

    figure: str
    by: tuple[str, ...]
    grains: tuple[str, ...]
    before: bool = False

    @property
    def name(self) -> str:
        """Its name in files and addresses: "cases-by-offence"."""
        return "-by-".join((self.figure.replace("_", "-"), *(one.replace("_", "-") for one in self.by)))


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the bulletin: a title, tables in their order, and derived numbers by name."""

    name: str
    side: str
    title: str
    tables: tuple[Layout, ...]
    derived: tuple[str, ...] = ()


SECTIONS = (
    Section("cases", "enforcement", gettext_noop("Cases and people"), (
        Layout("cases", ("offence",), MONTHLY, before=True),
        Layout("parties", ("offence",), MONTHLY, before=True),
        Layout("persons_in_year", ("offence",), (QUARTER, YEAR, SPAN), before=True),
        Layout("arrests", ("offence",), MONTHLY, before=True),
        Layout("cases_without_court_file", ("offence",), QUARTERLY),
    ), ("cases_a_day", "cases_change", "parties_a_day", "parties_change", "arrests_a_day", "arrests_change")),
    Section("where", "enforcement", gettext_noop("Where"), (
        Layout("cases", ("province",), QUARTERLY),
        Layout("arrests", ("province",), QUARTERLY),
        Layout("arrests", ("offence", "province"), YEARLY),
    )),
    Section("who", "enforcement", gettext_noop("Who was arrested"), (
        Layout("arrests", ("sex",), QUARTERLY),
        Layout("arrests", ("age_band",), QUARTERLY),
        Layout("arrests", ("citizenship",), QUARTERLY),
        Layout("arrests", ("moved_for_work",), QUARTERLY),
        Layout("arrests", ("offence", "sex"), YEARLY),
        Layout("arrests", ("offence", "age_band"), YEARLY),
        Layout("arrests", ("offence", "citizenship"), YEARLY),
        Layout("arrests", ("offence", "moved_for_work"), YEARLY),
    ), ("share_of_women", "share_moved_for_work")),
    Section("supply", "enforcement", gettext_noop("Part in supply"), (
        Layout("parties", ("supply_role",), QUARTERLY),
    ), ("share_by_part_in_supply", "grams_per_accused")),
    Section("seizures", "enforcement", gettext_noop("Seizures"), (
        Layout("seizures", ("drug",), QUARTERLY),
        Layout("grams_seized", ("drug",), QUARTERLY),
        Layout("grams_seized", ("offence",), QUARTERLY),
        Layout("seizures", ("concealment",), QUARTERLY),
    ), ("first_seen",)),
    Section("again", "enforcement", gettext_noop("Seen again within a year"), (
        Layout("seen_within_a_year", ("offence", "offence_last_time"), QUARTERLY),
    ), ("share_seen_again",)),
    Section("asking", "care", gettext_noop("Asking for help and waiting"), (
        Layout("requests", ("route",), MONTHLY, before=True),
        Layout("starts", ("route",), MONTHLY, before=True),
        Layout("starts_within_21_days", ("route",), QUARTERLY),
        Layout("gave_up", ("route",), QUARTERLY),
        Layout("still_waiting", (), AT_MONTH_END),
        Layout("requests", ("province",), QUARTERLY),
    ), ("requests_change", "share_within_21_days", "median_wait", "wait_of_nine_in_ten")),
    Section("treatment", "care", gettext_noop("In treatment"), (
        Layout("in_care", ("modality",), AT_MONTH_END),
        Layout("safe_places", ("modality",), AT_MONTH_END),
        Layout("official_places", ("modality",), AT_MONTH_END),
        Layout("person_days", ("modality",), QUARTERLY),
        Layout("safe_place_days", ("modality",), QUARTERLY),
        Layout("centre_days_above_safe", ("modality",), QUARTERLY),
        Layout("centre_days", ("modality",), QUARTERLY),
        Layout("admissions", (), QUARTERLY),
        Layout("entrants_in_year", (), QUARTERLY),
        *(Layout("entrants_in_year", (split,), YEARLY) for split in ENTRANTS),
        Layout("episodes_ended", ("reason",), QUARTERLY),
        Layout("completed", (), QUARTERLY),
        Layout("returned_within_six_months", (), QUARTERLY),
        *(Layout(figure, ("modality",), YEARLY) for figure in FLOWS),
        Layout("episodes_ended", ("use_at_exit",), YEARLY),
    ), ("occupancy_of_safe", "share_above_safe", "share_completed", "share_completed_by_modality",
        "share_returned", "share_returned_by_modality")),
    Section("safeguards", "care", gettext_noop("On what people stay, and quality"), (
        Layout("stays_past_basis", (), AT_MONTH_END),  # by kind of care most are small, and hide who is in care
        Layout("reviews_overdue", (), AT_MONTH_END),
        Layout("quality_gaps_overdue", ("modality",), AT_MONTH_END),
    )),
    Section("prevention", "care", gettext_noop("Prevention and community work"), (
        Layout("sessions", ("kind",), QUARTERLY),
        Layout("people_reached", ("kind",), QUARTERLY),
    )),
)  # fmt: skip

#: Figures that count nothing where the other is 0: no session reaches anybody, a kind of care without a centre has no
#: person-days.
NOTHING_WITHOUT = {"people_reached": "sessions", "person_days": "centre_days"}


def layouts(sides: frozenset[str] = frozenset({"enforcement", "care"})) -> list[Layout]:
    """Every table of the sections of these sides."""
    return [layout for section in SECTIONS if section.side in sides for layout in section.tables]


@cache
def side_of(table: str) -> str:
    """The side whose records a table is counted from, by the table's name. Raises KeyError."""
    for section in SECTIONS:
        if table in section.derived or table in [layout.name for layout in section.tables]:
            return section.side
    raise KeyError(table)
