"""Particulars of people and cases in words: the country's labels, days, and what is not known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marga.country import load, write
from marga.country.instants import day_of
from marga.site.writing import writer

from .models import Party

FIELDS = {
    "name": gettext_lazy("Name"), "alias": gettext_lazy("Also called"), "sex": gettext_lazy("Sex"),
    "birth": gettext_lazy("Born"), "citizenship": gettext_lazy("Citizenship"),
    "nationality": gettext_lazy("Nationality"), "languages": gettext_lazy("Languages"),
    "occupation": gettext_lazy("Occupation"), "moved_for_work": gettext_lazy("Moved for work"),
    "moved_from": gettext_lazy("Moved from"), "moved_since": gettext_lazy("Moved on"),
    "address_province": gettext_lazy("Province of the address"),
}  # fmt: skip
#: Of one person; the labels of the categories are those of groups.
OF_ONE = {
    "female": gettext_lazy("female"), "male": gettext_lazy("male"), "national": gettext_lazy("of this country"),
    "foreign": gettext_lazy("of another country"),
}  # fmt: skip
DIMENSIONS = {"sex": "sex", "citizenship": "citizenship", "address_province": "province"}


def label(known: Mapping[str, Any], name: str) -> str:
    """The label of a word of the country's, or the word itself where the country has it no more."""
    found = known.get(name)
    return name if found is None else write(found.label, writer())


def in_dimension(dimension: str, name: str) -> str:
    """The label of a category."""
    return label(load(settings.MARGA_COUNTRY).dimensions[dimension].categories, name)


def in_register(words: str, name: str) -> str:
    """The label of a word of the register: `words` is "roles", "operations", "forms" and so on."""
    return label(getattr(load(settings.MARGA_COUNTRY).enforcement.register, words), name)


def offence_of_case(name: str) -> str:
    """What a case counts as."""
    return in_dimension("offence", name) if name else _("no charge")


def of_one(choices: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Choices of a dimension, as they are said of one person."""
    return [(value, str(OF_ONE.get(value, says))) for value, says in choices]


def particular(field: str, value: Any) -> str:
    """One particular as an act has it, in words."""
    if value is None or value == "" or value == []:
        return _("not known")
    if field in DIMENSIONS:
        return str(OF_ONE[value]) if value in OF_ONE else in_dimension(DIMENSIONS[field], value)
    if field == "birth":
        return born(date.fromisoformat(value["earliest"]), date.fromisoformat(value["latest"]), value["known"])
    if field == "languages":
        return languages(value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value)


def languages(codes: list[str]) -> str:
    """Languages by their names."""
    known = load(settings.MARGA_COUNTRY).enforcement.custody.languages
    return ", ".join(label(known, code) for code in codes)


def born(earliest: date | None, latest: date | None, known: str) -> str:
    """When somebody was born, as exactly as it is known."""
    if earliest is None or latest is None:
        return _("not known")
    if known == "year":
        return str(earliest.year)
    if known == "month":
        return f"{earliest:%Y-%m}"
    if earliest == latest:
        return write(earliest, writer())
    return _("about {year}, between {earliest} and {latest}").format(
        year=(earliest + (latest - earliest) // 2).year, earliest=write(earliest, writer()),
        latest=write(latest, writer()),
    )  # fmt: skip


def name_of(party: Party) -> str:
    """What a person is called on a page; of whom the law had it erased, that and the day stand in the name's place."""
    if party.erased is not None:
        return _("erased on {day} by law").format(
            day=write(day_of(party.erased, ZoneInfo(settings.TIME_ZONE)), writer())
        )
    return party.name or party.alias or _("name not known")
