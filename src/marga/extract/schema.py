"""The tables that records are counted from: what one row is, and what each column means.

A count must be a count: each table is at the grain that is counted, so that no figure needs a join or a guess. Persons
are keys of one side only: an enforcement extract and a care extract have nothing that joins them.
"""

from __future__ import annotations

from dataclasses import dataclass

#: Raised when a column appears, goes or changes its meaning; a reader refuses another one.
VERSION = 3
SIDES = ("enforcement", "care")


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `kind`: key, day, moment (UTC), count, grams (exact, 3 decimals), flag, or code.

    codes   what a code may be: a dimension of the country ("dimension:offence"), or the words themselves
    """

    name: str
    kind: str
    means: str
    codes: str | tuple[str, ...] = ()
    may_miss: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One table. `row` says what one row is; `day` names the column by which a period takes a row in."""

    name: str
    side: str
    row: str
    day: str
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column:
        """The column of this name. Raises KeyError."""
        return next(column for column in self.columns if column.name == name)


def _province(means: str = "Where the unit or centre is.") -> Column:
    return Column("province", "code", means, "dimension:province")


def _person_columns() -> tuple[Column, ...]:
    return (
        Column("sex", "code", "As recorded.", "dimension:sex", may_miss=True),
        Column("age", "count", "Whole years at the day of the record.", may_miss=True),
        Column("citizenship", "code", "As recorded.", "dimension:citizenship", may_miss=True),
        Column("moved_for_work", "flag", "Left home to look for work in the last 5 years.", may_miss=True),
    )


ROLES = ("suspect", "found_using")
SUPPLY_ROLES = ("organiser", "seller", "carrier", "user")
OPERATIONS = ("patrol", "raid", "checkpoint", "warrant", "tip")
FORMS = ("crystal", "tablet", "powder", "plant", "liquid", "other")
CONCEALMENTS = ("on_body", "in_baggage", "in_vehicle", "in_parcel", "in_building", "in_goods", "other")
CUSTODY_ENDS = ("released", "court", "diverted", "transferred")
EPISODE_ENDS = (
    "completed", "referred_on", "left", "contact_lost", "prison", "moved_away", "died", "transferred", "other",
)  # fmt: skip
ADMINISTRATIONS = ("inject", "smoke", "eat", "sniff", "other")
USES_AT_EXIT = ("none", "less", "same", "more")
SESSION_KINDS = ("school", "community", "workplace", "family")

ENFORCEMENT = (
    Table("cases", "enforcement", "a case opened by a unit", "opened", (
        Column("case", "key", "The case, within this extract."),
        Column("unit", "key", "The unit that opened it: a pseudonym."),
        _province(),
        Column("opened", "day", "Day of the first record, in the country's time."),
        Column("operation", "code", "How it came about.", OPERATIONS),
        Column("offence", "code", "Trafficking if any party is charged with it last, else use.", "dimension:offence"),
        Column("court_file", "flag", "Whether a file went to the court."),
    )),
    Table("parties", "enforcement", "a person in a case", "opened", (
        Column("party", "key", "The person in this case, within this extract."),
        Column("case", "key", "The case."),
        Column("person", "key", "The person, within this extract; the same in every case of theirs."),
        Column("unit", "key", "The unit that opened the case: a pseudonym."),
        Column("officer", "key", "The officer who made the first charge: a pseudonym."),
        _province(),
        Column("opened", "day", "Day of the first record of the case."),
        Column("role", "code", "Part in the case.", ROLES),
        Column("offence_first", "code", "The charge first given.", "dimension:offence"),
        Column("offence", "code", "The charge last given.", "dimension:offence"),
        Column("supply_role", "code", "Part in supply.", SUPPLY_ROLES),
        *_person_columns(),
        Column("arrested", "flag", "Whether the person was arrested."),
        Column("first_in_month", "flag", "The person's first record of the calendar month."),
        Column("first_in_quarter", "flag", "The person's first record of the calendar quarter."),
        Column("first_in_year", "flag", "The person's first record of the calendar year."),
        Column("days_since_last", "count", "Days since the person's record before this one.", may_miss=True),
        Column("offence_last_time", "code", "The charge last given in that record.", "dimension:offence",
               may_miss=True),
    )),
    Table("exhibits", "enforcement", "a seized item that was weighed", "seized", (
        Column("exhibit", "key", "The item, within this extract."),
        Column("case", "key", "The case."),
        Column("unit", "key", "The unit: a pseudonym."),
        _province(),
        Column("seized", "day", "Day of seizure."),
        Column("offence", "code", "The case's offence.", "dimension:offence"),
        Column("drug", "code", "What it is held to be.", "dimension:drug"),
        Column("form", "code", "Its form.", FORMS),
        Column("concealment", "code", "How it was hidden.", CONCEALMENTS),
        Column("first_grams", "grams", "The first net weight; none where the laboratory alone weighed.", may_miss=True),
        Column("second_grams", "grams", "The net weight that is counted: the second, blind one, or the laboratory's.",
               may_miss=True),
    )),
    Table("custodies", "enforcement", "a stay in custody", "day", (
        Column("custody", "key", "The stay, within this extract."),
        Column("party", "key", "The person in the case."),
        Column("unit", "key", "The unit: a pseudonym."),
        _province(),
        Column("day", "day", "Day of arrival at the unit, in the country's time."),
            Column("arrested", "moment", "Time of arrest."),
        Column("arrived", "moment", "Arrival at the unit: the clock runs from here."),
        Column("recorded", "moment", "The first record."),
        Column("ended", "moment", "End of custody.", may_miss=True),
        Column("how", "code", "How it ended.", CUSTODY_ENDS, may_miss=True),
    )),
)  # fmt: skip

CARE = (
    Table("requests", "care", "a request for treatment", "asked", (
        Column("request", "key", "The request, within this extract."),
        Column("client", "key", "The client, within this extract."),
        Column("route", "code", "Who asked, or what led to it.", "dimension:route"),
        _province("Where the person lives."),
        *_person_columns(),
        Column("asked", "day", "Day the request was received."),
        Column("offered", "day", "Day a place was first offered.", may_miss=True),
        Column("started", "day", "Day treatment started.", may_miss=True),
        Column("gave_up", "day", "Day it ended without treatment: given up, not reached, died, care elsewhere.",
               may_miss=True),
        Column("paused_days", "count", "Days the person was not available, of those waited."),
    )),
    Table("episodes", "care", "an episode of treatment", "started", (
        Column("episode", "key", "The episode, within this extract."),
        Column("client", "key", "The client, within this extract."),
        Column("centre", "key", "The centre or service: a pseudonym."),
        Column("route", "code", "As of the request.", "dimension:route"),
        _province("Where the service is."),
        *_person_columns(),
        Column("drug", "code", "The main drug.", "dimension:drug", may_miss=True),
        Column("administration", "code", "How the main drug was taken most often at the beginning.", ADMINISTRATIONS,
               may_miss=True),
        Column("modality", "code", "The kind of care.", "dimension:modality"),
        Column("started", "day", "First day of treatment."),
        Column("ended", "day", "Last day of treatment.", may_miss=True),
        Column("reason", "code", "How it ended.", EPISODE_ENDS, may_miss=True),
        Column("use_at_exit", "code", "Use of the main drug in the 30 days before the exit, beside the beginning.",
               USES_AT_EXIT, may_miss=True),
        Column("first_in_year", "flag", "The client's first episode begun in the calendar year."),
        Column("treated_before", "flag", "Treated for drug use before: an earlier episode, or as the client said.",
               may_miss=True),
        Column("days_since_last", "count", "Days since the client's episode before this one ended.", may_miss=True),
    )),
    Table("census", "care", "a centre on a day", "day", (
        Column("centre", "key", "The centre: a pseudonym."),
        _province(),
        Column("modality", "code", "The kind of care.", "dimension:modality"),
        Column("day", "day", "The day; the count is at its midnight."),
        Column("present", "count", "People present."),
        Column("official_places", "count", "Places the ministry counts."),
        Column("operational_places", "count", "Places that are staffed and usable."),
        Column("emergency_places", "count", "Places that can be made for a short time."),
        Column("safe_places", "count", "The safe capacity."),
        Column("past_basis", "count", "Of those present, on whom nothing carries the stay any more."),
        Column("reviews_overdue", "count", "Of those present, whose look from outside is overdue."),
        Column("gaps_overdue", "count", "Gaps in quality whose day is over."),
    )),
    Table("sessions", "care", "a session of prevention or community work", "day", (
        Column("session", "key", "The session, within this extract."),
        Column("kind", "code", "Where it was held.", SESSION_KINDS),
        _province(),
        Column("day", "day", "The day."),
        Column("people", "count", "People present."),
    )),
)  # fmt: skip

TABLES = {table.name: table for table in (*ENFORCEMENT, *CARE)}
