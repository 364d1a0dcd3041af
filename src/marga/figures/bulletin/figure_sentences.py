"""Each figure's latest number as a sentence: what was counted, when, and in which unit."""

from __future__ import annotations

from marga.country import gettext_noop

from .bulletin import Table, Where
from .sentences import Reader, when
from .shown import time_shown
from .voice import Voice

#: Figure -> its sentence. {time} is "in 2019", {month} "December 2019".
SAID = {
    "cases": gettext_noop("{number} cases were opened {time}."),
    "cases_without_court_file": gettext_noop("{number} of the cases opened {time} have no court file."),
    "parties": gettext_noop("{number} people were in cases {time}, counted once a case."),
    "persons_in_year": gettext_noop("{number} different people were in cases {time}."),
    "arrests": gettext_noop("{number} arrests were made {time}."),
    "seen_within_a_year": gettext_noop("{number} people in cases {time} had been in another case within a year."),
    "seizures": gettext_noop("{number} items were seized {time}."),
    "grams_seized": gettext_noop("{number} kg of drugs were seized {time}."),
    "requests": gettext_noop("{number} requests for treatment were received {time}."),
    "starts": gettext_noop("{number} treatments started {time}."),
    "starts_within_21_days": gettext_noop("{number} treatments started {time} within 21 days of the request."),
    "gave_up": gettext_noop("{number} requests ended {time} without treatment."),
    "still_waiting": gettext_noop("{number} requests for treatment still waited at the end of {month}."),
    "in_care": gettext_noop("{number} people were in treatment at the end of {month}."),
    "safe_places": gettext_noop("Treatment had {number} safe places at the end of {month}."),
    "official_places": gettext_noop("Treatment had {number} official places at the end of {month}."),
    "stays_past_basis": gettext_noop("{number} people were in a stay past its basis at the end of {month}."),
    "reviews_overdue": gettext_noop(
        "{number} people were in a stay that nobody from outside had looked at in time, at the end of {month}."
    ),
    "quality_gaps_overdue": gettext_noop("{number} gaps in quality were overdue at the end of {month}."),
    "person_days": gettext_noop("The people present on each day {time} add up to {number}."),
    "safe_place_days": gettext_noop("The safe places of each day {time} add up to {number}."),
    "centre_days": gettext_noop("The days on which centres counted {time} add up to {number}."),
    "centre_days_above_safe": gettext_noop("The days on which a centre was above safe {time} add up to {number}."),
    "admissions": gettext_noop("{number} episodes of treatment began {time}."),
    "entrants_in_year": gettext_noop("{number} different people began treatment {time}."),
    "episodes_ended": gettext_noop("{number} episodes of treatment ended {time}."),
    "completed": gettext_noop("{number} episodes of treatment were completed {time}."),
    "returned_within_six_months": gettext_noop(
        "{number} of the episodes of treatment begun {time} were returns within six months."
    ),
    "sessions": gettext_noop("{number} sessions were held {time}."),
    "people_reached": gettext_noop("{number} attendances at sessions were counted {time}."),
    "cases_a_day": gettext_noop("{number} cases a day were opened {time}."),
    "parties_a_day": gettext_noop("{number} people a day came into cases {time}, counted once a case."),
    "arrests_a_day": gettext_noop("{number} arrests a day were made {time}."),
    "cases_change": gettext_noop("Against the year before, the cases a day {time} changed by {number} %."),
    "parties_change": gettext_noop("Against the year before, the people in cases a day {time} changed by {number} %."),
    "arrests_change": gettext_noop("Against the year before, the arrests a day {time} changed by {number} %."),
    "requests_change": gettext_noop("Against the year before, the requests a day {time} changed by {number} %."),
    "share_of_women": gettext_noop("{number} % of the arrests {time} were of women."),
    "share_moved_for_work": gettext_noop(
        "Of the arrests {time} of which it is recorded, {number} % were of people who had left home for work."
    ),
    "share_by_part_in_supply": gettext_noop("{number} % of the people in cases {time} are held to be organisers."),
    "grams_per_accused": gettext_noop("{number} g of drugs were seized {time} for each person in a case."),
    "share_seen_again": gettext_noop("{number} % of the people in cases {time} had been in another within a year."),
    "share_within_21_days": gettext_noop("{number} % of the treatments started {time} began within 21 days."),
    "median_wait": gettext_noop("Half of those who started treatment {time} had waited {number} days or less."),
    "wait_of_nine_in_ten": gettext_noop(
        "Nine in ten of those who started treatment {time} had waited {number} days or less."
    ),
    "occupancy_of_safe": gettext_noop("The people present {time} were {number} % of the safe places."),
    "share_above_safe": gettext_noop("Centres were above safe on {number} % of the days they counted {time}."),
    "share_completed": gettext_noop("{number} % of the episodes of treatment ended {time} were completed."),
    "share_returned": gettext_noop(
        "{number} % of the episodes of treatment begun {time} were returns within six months."
    ),
}
SAID |= {f"{figure}_by_modality": SAID[figure] for figure in ("share_completed", "share_returned")}
#: Figures of which the whole says nothing, as it is 100 %: the group that the sentence is about.
ABOUT: dict[str, Where] = {"share_by_part_in_supply": (("supply_role", "organiser"),)}


def figure_sentence(voice: Voice, table: Table) -> str:
    """A figure's latest number in a sentence; that it is not shown, where it is not."""
    reader = Reader(voice.bulletin)
    time = reader.latest(table)
    value = reader.of(table.name, ABOUT.get(table.figure, ()), time)
    month = time_shown(time, voice.writer)
    if value is None:
        return voice.say(gettext_noop("{figure} ({time}): the number is not shown."), figure=voice.figure(table.figure),
                         time=month)  # fmt: skip
    return voice.say(SAID[table.figure], number=voice.number(value, table.unit), time=when(time), month=month)
