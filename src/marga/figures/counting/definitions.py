"""Every figure that Marga counts, as one expression each. A case, a person, an arrest, an episode and an admission
are different units and never mixed: each table is at the grain of its own unit, so that a count here is a count there.

To add a figure: write a function of the table that returns an aggregate, say in its docstring what counts and what does
not, and give it its unit and its grain: what it may be split by, and what leaves. It is then in the list, the cube, the
docs and the tests.
"""

from __future__ import annotations

from typing import Any

from .definition import Grain, figure

CASE = Grain(("province", "offence", "operation"), (("offence", "province"), ("offence", "operation")))
PERSON = Grain(
    ("province", "offence", "sex", "age_band", "citizenship", "moved_for_work", "supply_role", "offence_last_time"),
    (
        ("offence", "province", "sex"), ("offence", "sex", "age_band"), ("offence", "sex", "citizenship"),
        ("offence", "sex", "moved_for_work"), ("offence", "supply_role"), ("offence", "offence_last_time"),
    ),
)  # fmt: skip
EXHIBIT = Grain(
    ("province", "offence", "drug", "form", "concealment"),
    (("offence", "province"), ("offence", "drug", "form"), ("offence", "drug", "concealment"), ("province", "drug")),
)
CUSTODY = Grain(("province", "how"), (("province", "how"),))
REQUEST = Grain(
    ("route", "province", "sex", "age_band", "moved_for_work"),
    (("route", "province"), ("route", "sex", "age_band"), ("route", "moved_for_work")),
)
#: With the days waited, one by one, so that their median is exact.
START = Grain((*REQUEST.splits, "waited_days"), (*REQUEST.margins, ("route", "waited_days")))
EPISODE = Grain(
    ("route", "province", "sex", "age_band", "drug", "administration", "treated_before", "modality"),
    (
        ("route", "modality"), ("modality", "province"), ("modality", "drug"), ("modality", "sex", "age_band"),
        ("modality", "administration"), ("modality", "treated_before"),
    ),
)  # fmt: skip
END = Grain(
    (*EPISODE.splits, "reason", "use_at_exit"),
    (("modality", "reason", "route"), ("modality", "reason", "province"), ("modality", "use_at_exit")),
)
CENSUS = Grain(("province", "modality"), (("modality", "province"),))
SESSION = Grain(("kind", "province"), (("kind", "province"),))
A_YEAR, HALF_A_YEAR, STANDARD_WAIT = 365, 182, 21  # days

# Cases: a case is counted once, on the day of its first record, whatever becomes of it.


@figure("cases", unit="case", measure="cases", grain=CASE)
def cases(t: Any) -> Any:
    """Cases opened in the period. One case may concern several people. Not counted: what was never written down."""
    return t.count()


@figure("cases", unit="case", grain=CASE)
def cases_without_court_file(t: Any) -> Any:
    """Cases opened in the period of which no file went to the court by the day of the extract."""
    return t.count(where=~t.court_file)


# Parties: a row is a person in a case. The same person in two cases is two parties, one person.


@figure("parties", unit="person in a case", measure="people_by_case", grain=PERSON)
def parties(t: Any) -> Any:
    """People in the cases of the period, once for each case they are in. Not a count of persons."""
    return t.count()


@figure("parties", unit="person", measure="different_people", grain=PERSON)
def persons_in_year(t: Any) -> Any:
    """Persons in cases, each once a calendar year, under what was recorded of them first in that year.

    Months of one year add up to the year; a person recorded in two years counts in both.
    """
    return t.count(where=t.first_in_year)


@figure("parties", unit="person", grain=PERSON)
def persons_in_month(t: Any) -> Any:
    """Persons in cases, each once a calendar month. Months do not add up to the year: a person may come back."""
    return t.count(where=t.first_in_month)


@figure("parties", unit="arrest", measure="arrests", grain=PERSON)
def arrests(t: Any) -> Any:
    """Arrests: people in cases who were arrested. A person arrested twice is two arrests."""
    return t.count(where=t.arrested)


@figure("parties", unit="person in a case", grain=PERSON)
def first_charged_otherwise(t: Any) -> Any:
    """People in cases whose last charge differs from the one first given, split by the last."""
    return t.count(where=t.offence_first != t.offence)


@figure("parties", unit="person in a case", grain=PERSON)
def seen_within_a_year(t: Any) -> Any:
    """People in cases who had been in another case within the 365 days before, split by what that one was."""
    return t.count(where=t.days_since_last <= A_YEAR)


# Exhibits: weights are the second, blind weight; an item not yet weighed again counts by its first.


@figure("exhibits", unit="seizure", grain=EXHIBIT)
def seizures(t: Any) -> Any:
    """Items seized and weighed in the period."""
    return t.count()


@figure("exhibits", unit="g", measure="seized", grain=EXHIBIT)
def grams_seized(t: Any) -> Any:
    """Net weight seized in the period, in grams: the second weight, or the first where there is no second yet.

    Precursor chemicals are not drugs and are not in it.
    """
    return t.second_grams.fill_null(t.first_grams).sum()


@figure("exhibits", unit="seizure", grain=EXHIBIT)
def weighed_once(t: Any) -> Any:
    """Items seized in the period that have no second weight by the day of the extract."""
    return t.count(where=t.second_grams.isnull())


# Custody: a stay is counted on the day of arrival at the unit.


@figure("custodies", unit="stay in custody", grain=CUSTODY)
def custodies(t: Any) -> Any:
    """Stays in custody that began in the period, by how they ended."""
    return t.count()


# Requests and waiting: the clock runs from the day the request was received.


@figure("requests", unit="request", measure="requests", grain=REQUEST)
def requests(t: Any) -> Any:
    """Requests for treatment received in the period, whatever came of them."""
    return t.count()


@figure("requests", unit="request", grain=START, day="started")
def starts(t: Any) -> Any:
    """Requests whose treatment started in the period, whenever they were received."""
    return t.count()


@figure("requests", unit="request", grain=START, day="started")
def starts_within_21_days(t: Any) -> Any:
    """Those of `starts` that began within 21 days of the request, days the person was not available left out."""
    return t.count(where=t.waited_days <= STANDARD_WAIT)


@figure("requests", unit="request", grain=REQUEST, day="gave_up")
def gave_up(t: Any) -> Any:
    """Requests that ended in the period without treatment: given up, not reached, found care elsewhere, or died."""
    return t.count(where=t.started.isnull())


# Episodes: a person may have several; each is counted where it starts and where it ends.


@figure("episodes", unit="episode", grain=EPISODE)
def admissions(t: Any) -> Any:
    """Episodes of treatment begun in the period."""
    return t.count()


@figure("episodes", unit="person", measure="treated", grain=EPISODE)
def entrants_in_year(t: Any) -> Any:
    """People who began treatment, each once a calendar year, under their first episode of it (TDI 3.0).

    The main drug, how it is taken and whether somebody was treated before are as assessed at the beginning; of whom
    nobody has asked, it is not recorded.
    """
    return t.count(where=t.first_in_year)


@figure("episodes", unit="episode", grain=EPISODE)
def returned_within_six_months(t: Any) -> Any:
    """Episodes begun in the period within 182 days after the client's last one ended."""
    return t.count(where=t.days_since_last <= HALF_A_YEAR)


@figure("episodes", unit="episode", grain=END, day="ended")
def episodes_ended(t: Any) -> Any:
    """Episodes that ended in the period, by how.

    Use at the exit is how often the main drug was taken in the 30 days before, beside the 30 days before the beginning:
    not at all, less, as often, more. It is not recorded where it was not measured both times.
    """
    return t.count()


@figure("episodes", unit="episode", measure="completed", grain=END, day="ended")
def completed(t: Any) -> Any:
    """Episodes that ended in the period as completed."""
    return t.count(where=t.reason == "completed")


# Census: a row is a centre on a day, counted at midnight.


@figure("census", unit="person-day", grain=CENSUS)
def person_days(t: Any) -> Any:
    """People present at midnight, added up over centres and days."""
    return t.present.sum()


@figure("census", unit="place-day", grain=CENSUS)
def safe_place_days(t: Any) -> Any:
    """Safe places, added up over centres and days."""
    return t.safe_places.sum()


@figure("census", unit="person", measure="in_care", grain=CENSUS, stock=True)
def in_care(t: Any) -> Any:
    """People present at midnight of the last day of the month."""
    return t.present.sum(where=t.is_month_end)


@figure("census", unit="place", measure="places", grain=CENSUS, stock=True)
def safe_places(t: Any) -> Any:
    """Safe places on the last day of the month."""
    return t.safe_places.sum(where=t.is_month_end)


@figure("census", unit="place", grain=CENSUS, stock=True)
def official_places(t: Any) -> Any:
    """Places that the ministry counts, on the last day of the month."""
    return t.official_places.sum(where=t.is_month_end)


@figure("census", unit="person", grain=CENSUS, stock=True)
def stays_past_basis(t: Any) -> Any:
    """People present at midnight of the last day of the month on whom nothing carries the stay any more: the longest
    time of its basis is over, somebody from outside found that it must end or rest on another, or the person asked to
    leave and may. Not counted: who is within their time but whose look from outside is overdue."""
    return t.past_basis.sum(where=t.is_month_end)


@figure("census", unit="person", grain=CENSUS, stock=True)
def reviews_overdue(t: Any) -> Any:
    """People present at midnight of the last day of the month whose stay somebody from outside should have looked at
    by an earlier day, and did not."""
    return t.reviews_overdue.sum(where=t.is_month_end)


@figure("census", unit="gap", grain=CENSUS, stock=True)
def quality_gaps_overdue(t: Any) -> Any:
    """Standards of quality that a centre did not wholly meet on the last day of the month, although the day by which
    that was to be mended was over. Not counted: gaps whose day is still to come, standards nobody looked at."""
    return t.gaps_overdue.sum(where=t.is_month_end)


@figure("census", unit="centre-day", grain=CENSUS)
def centre_days(t: Any) -> Any:
    """Days on which a centre counted, over all centres."""
    return t.count()


@figure("census", unit="centre-day", grain=CENSUS)
def centre_days_above_safe(t: Any) -> Any:
    """Days on which a centre held more people than its safe capacity, over all centres."""
    return t.count(where=t.present > t.safe_places)


# Prevention and community work.


@figure("sessions", unit="session", grain=SESSION)
def sessions(t: Any) -> Any:
    """Sessions of prevention or community work held in the period."""
    return t.count()


@figure("sessions", unit="attendance", grain=SESSION)
def people_reached(t: Any) -> Any:
    """People present at those sessions, added up: a person at two sessions counts twice."""
    return t.people.sum()


#: Figures that count some of what another counts, of the same rows: never more, and whoever has both has the rest.
PART_OF = {
    "cases_without_court_file": "cases", "persons_in_year": "parties", "persons_in_month": "parties",
    "arrests": "parties", "first_charged_otherwise": "parties", "seen_within_a_year": "parties",
    "weighed_once": "seizures", "starts_within_21_days": "starts", "entrants_in_year": "admissions",
    "returned_within_six_months": "admissions", "completed": "episodes_ended", "stays_past_basis": "in_care",
    "reviews_overdue": "in_care", "centre_days_above_safe": "centre_days",
}  # fmt: skip
