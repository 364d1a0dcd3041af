"""When the rights of a person were told: all of them, in a language that the country tells them in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from marga.country import Sentence, gettext_noop, say
from marga.country.enforcement import Custody
from marga.country.instants import utc


def all_told(tellings: Iterable[tuple[datetime, Collection[str]]], custody: Custody) -> datetime | None:
    """The instant by which every right had been told, over several tellings; None while one is missing."""
    missing = set(custody.rights)
    for told, rights in sorted(tellings, key=lambda one: utc(one[0])):
        missing -= set(rights)
        if not missing:
            return utc(told)
    return None


def said_of(rights: Collection[str], custody: Custody) -> Sentence:
    """How many of the rights were told at once: one that was told is not all of them."""
    return say(gettext_noop("{told} of {all} rights were told"), told=len(set(rights) & set(custody.rights)),
               all=len(custody.rights))  # fmt: skip


def telling_faults(
    rights: Collection[str], language: str, how: str, note: str, custody: Custody
) -> Mapping[str, Sentence]:  # fmt: skip
    """What is wrong with a telling of rights, by its field."""
    found = {}
    if not rights or any(right not in custody.rights for right in rights):
        found["rights"] = say(gettext_noop("Choose the rights that were told, from the list."))
    if language not in custody.languages:
        found["language"] = say(gettext_noop("Rights are told in one of these languages: {languages}."),
                                languages=[one.label for one in custody.languages.values()])  # fmt: skip
    if how == "refused" and not note.strip():
        found["note"] = say(gettext_noop("Write what the person said when they refused to sign."))
    return found
