"""What figures, units, splits and categories are called on a page; categories of the country come from its own data."""

from __future__ import annotations

from marga.country import Country, Text, Writer, gettext_noop

FIGURES = {
    "cases": gettext_noop("cases opened"),
    "cases_without_court_file": gettext_noop("cases without a court file"),
    "parties": gettext_noop("people in cases"),
    "persons_in_year": gettext_noop("different people in cases"),
    "arrests": gettext_noop("arrests"),
    "seen_within_a_year": gettext_noop("people seen again within a year"),
    "seizures": gettext_noop("seizures"),
    "grams_seized": gettext_noop("weight seized"),
    "requests": gettext_noop("requests for treatment"),
    "starts": gettext_noop("treatments started"),
    "starts_within_21_days": gettext_noop("treatments started within 21 days"),
    "gave_up": gettext_noop("requests that ended without treatment"),
    "still_waiting": gettext_noop("requests still waiting at the month’s end"),
    "in_care": gettext_noop("people in treatment at the month’s end"),
    "safe_places": gettext_noop("safe places at the month’s end"),
    "official_places": gettext_noop("official places at the month’s end"),
    "person_days": gettext_noop("people present, added up over days"),
    "safe_place_days": gettext_noop("safe places, added up over days"),
    "stays_past_basis": gettext_noop("people whose stay is past its basis at the month’s end"),
    "reviews_overdue": gettext_noop("people whose stay nobody from outside looked at in time, at the month’s end"),
    "quality_gaps_overdue": gettext_noop("gaps in quality that are overdue at the month’s end"),
    "centre_days": gettext_noop("days counted by centres"),
    "centre_days_above_safe": gettext_noop("days on which a centre was above safe"),
    "admissions": gettext_noop("episodes of treatment begun"),
    "entrants_in_year": gettext_noop("different people who began treatment"),
    "episodes_ended": gettext_noop("episodes of treatment ended"),
    "returned_within_six_months": gettext_noop("returns within six months"),
    "sessions": gettext_noop("sessions"),
    "people_reached": gettext_noop("attendances"),
    "cases_a_day": gettext_noop("cases a day"),
    "parties_a_day": gettext_noop("people in cases, a day"),
    "arrests_a_day": gettext_noop("arrests a day"),
    "cases_change": gettext_noop("cases a day, change on a year before"),
    "parties_change": gettext_noop("people in cases a day, change on a year before"),
    "arrests_change": gettext_noop("arrests a day, change on a year before"),
    "requests_change": gettext_noop("requests a day, change on a year before"),
    "share_of_women": gettext_noop("women, share of arrests"),
    "share_moved_for_work": gettext_noop("moved for work, share of arrests"),
    "share_by_part_in_supply": gettext_noop("part in supply, share of people in cases"),
    "grams_per_accused": gettext_noop("weight seized for each person in a case"),
    "share_seen_again": gettext_noop("seen again within a year, share of people in cases"),
    "share_within_21_days": gettext_noop("started within 21 days, share of starts"),
    "median_wait": gettext_noop("median wait"),
    "wait_of_nine_in_ten": gettext_noop("nine in ten waited no longer than"),
    "occupancy_of_safe": gettext_noop("people present against safe places"),
    "share_above_safe": gettext_noop("days above safe, share of days counted"),
    "completed": gettext_noop("episodes completed"),
    "share_completed": gettext_noop("completed, share of episodes ended"),
    "share_completed_by_modality": gettext_noop("completed, share of episodes ended"),
    "share_returned": gettext_noop("returned within six months, share of episodes begun"),
    "share_returned_by_modality": gettext_noop("returned within six months, share of episodes begun"),
}
UNITS = {
    "case": gettext_noop("case"), "person in a case": gettext_noop("person in a case"),
    "person": gettext_noop("person"), "arrest": gettext_noop("arrest"), "seizure": gettext_noop("seizure"),
    "kg": gettext_noop("kilogram"), "request": gettext_noop("request"), "place": gettext_noop("place"),
    "person-day": gettext_noop("person present on a day"), "place-day": gettext_noop("place on a day"),
    "centre-day": gettext_noop("day of a centre"), "episode": gettext_noop("episode"),
    "gap": gettext_noop("gap in quality"),
    "session": gettext_noop("session"), "attendance": gettext_noop("attendance"), "day": gettext_noop("day"),
    "percent": gettext_noop("percent"), "case a day": gettext_noop("case a day"),
    "person in a case a day": gettext_noop("person in a case a day"), "arrest a day": gettext_noop("arrest a day"),
    "g a person in a case": gettext_noop("gram for each person in a case"),
}  # fmt: skip
SPLITS = {
    "age_band": gettext_noop("age"), "moved_for_work": gettext_noop("moved for work"),
    "supply_role": gettext_noop("part in supply"), "offence_last_time": gettext_noop("what the case before was"),
    "reason": gettext_noop("how it ended"), "concealment": gettext_noop("way of hiding"), "form": gettext_noop("form"),
    "kind": gettext_noop("place of the session"), "operation": gettext_noop("kind of operation"),
    "treated_before": gettext_noop("treated before"), "administration": gettext_noop("how the main drug is taken"),
    "use_at_exit": gettext_noop("use of the main drug at the exit"),
    "how": gettext_noop("how custody ended"), "waited_days": gettext_noop("days waited"),
}  # fmt: skip
CATEGORIES = {
    "yes": gettext_noop("yes"), "no": gettext_noop("no"), "unknown": gettext_noop("not recorded"),
    "organiser": gettext_noop("organiser"), "seller": gettext_noop("seller"), "carrier": gettext_noop("carrier"),
    "user": gettext_noop("person who uses drugs"),
    "on_body": gettext_noop("on the body"), "in_baggage": gettext_noop("in baggage"),
    "in_vehicle": gettext_noop("in a vehicle"), "in_parcel": gettext_noop("in a parcel"),
    "in_building": gettext_noop("in a building"), "in_goods": gettext_noop("in goods"),
    "completed": gettext_noop("completed"), "referred_on": gettext_noop("referred on"),
    "left": gettext_noop("left early"), "contact_lost": gettext_noop("contact lost"),
    "prison": gettext_noop("went to prison"), "moved_away": gettext_noop("moved away"), "died": gettext_noop("died"),
    "transferred": gettext_noop("transferred"), "other": gettext_noop("other"),
    "inject": gettext_noop("injected"), "smoke": gettext_noop("smoked or inhaled"),
    "eat": gettext_noop("eaten or drunk"), "sniff": gettext_noop("sniffed"),
    "none": gettext_noop("not at all in the last 30 days"), "less": gettext_noop("less often than at the beginning"),
    "same": gettext_noop("as often as at the beginning"), "more": gettext_noop("more often than at the beginning"),
    "school": gettext_noop("school"), "community": gettext_noop("community"), "workplace": gettext_noop("workplace"),
    "family": gettext_noop("family"),
}  # fmt: skip


def figure_label(figure: str, writer: Writer) -> str:
    """A figure's name inside a sentence."""
    return writer.translate(FIGURES[figure])


def unit_label(unit: str, writer: Writer) -> str:
    """What one is. Weights are shown in kilograms."""
    return writer.translate(UNITS["kg" if unit == "g" else unit])


def split_label(split: str, country: Country, writer: Writer) -> str:
    """What a table is split by."""
    if split in country.dimensions:
        return writer.label(country.dimensions[split].label)
    return writer.translate(SPLITS[split])


def category_label(split: str, category: str, country: Country, writer: Writer) -> str:
    """One category's name; a band of ages as "15 to 19"."""
    if split == "age_band":
        return _band(category, writer)
    known = country.dimensions.get(split.removesuffix("_last_time"))
    label: Text | None = known.categories[category].label if known and category in known.categories else None
    return writer.label(label) if label else writer.translate(CATEGORIES[category])


def _band(band: str, writer: Writer) -> str:
    if band.startswith("<"):
        return writer.translate(gettext_noop("under {age}")).format(age=band[1:])
    if band.startswith(">="):
        return writer.translate(gettext_noop("{age} and over")).format(age=band[2:])
    if "-" not in band:
        return writer.translate(CATEGORIES[band])
    low, high = band.split("-")
    return writer.translate(gettext_noop("{low} to {high}")).format(low=low, high=high)
