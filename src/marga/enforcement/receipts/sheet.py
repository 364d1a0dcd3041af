"""A whole receipt in the person's language, as words that a print and a page only lay out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from marga.country import ENGLISH, Country, gettext_noop
from marga.country.enforcement import Custody, Right
from marga.country.instants import moment
from marga.ledger.codes import format_code, read_code

from .facts import Facts, Stands, Taken, Weighed
from .voices import Said, Voice, languages_for
from .words import NO_PAYMENT, Way, Words, only_in, ways, words

#: Digits of a sealed weight's mark that stand together.
GROUP = 8


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A line of the exhibits. `mark`: of a weight that is still sealed, in groups; "" otherwise."""

    seal: Said
    drug: Said
    weight: Said
    mark: str


@dataclass(frozen=True, slots=True)
class Thing:
    """A line of the property."""

    kind: Said
    mark: str
    amount: str


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence that rests on a rule, and whether nobody has compared that rule with the law yet."""

    says: Said
    unverified: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """`code`: its ten groups. `facts`: labels with what was written down. `only_in`: may be empty."""

    languages: tuple[str, ...]
    words: Words
    only_in: Said
    code: tuple[str, ...]
    facts: tuple[tuple[Said, Said], ...]
    exhibits: tuple[Exhibit, ...]
    things: tuple[Thing, ...]
    rights: tuple[Told, ...]
    rights_reviewed: bool
    review: Told
    ways: tuple[Way, ...]
    complain_at: tuple[str, ...]
    witnessed: bool

    @property
    def unverified(self) -> bool:
        """Whether anything on it has an asterisk."""
        return any(one.unverified for one in (*self.rights, self.review))


def sheet(facts: Facts, country: Country, language: str = "") -> Sheet:
    """A receipt in a language of the country's custody.toml; "" is the person's own. Raises ValueError for another."""
    wanted, custody = language or facts.language, country.enforcement.custody
    voice, zone = Voice(languages_for(wanted, country.enforcement)), ZoneInfo(country.timezone)
    return Sheet(
        voice.languages, words(voice, facts.witnessed), only_in(voice, wanted, country),
        tuple(format_code(read_code(facts.code)).split()), _facts(voice, facts, zone, country),
        tuple(_exhibit(voice, one) for one in facts.weights), tuple(_thing(voice, one) for one in facts.property),
        _rights(voice, custody), _reviewed(voice, custody), _review(voice, facts.next_review, zone, custody),
        ways(voice, facts), facts.complain_at, facts.witnessed,
    )  # fmt: skip


def _facts(voice: Voice, facts: Facts, zone: ZoneInfo, country: Country) -> tuple[tuple[Said, Said], ...]:
    word, plain = voice.word, voice.plain
    missing = word(gettext_noop("not written down"))

    def at(instant: datetime | None) -> Said:
        return missing if instant is None else voice.said(moment(instant, zone))

    return (
        (word(gettext_noop("Arrested")), at(facts.arrested)),
        (word(gettext_noop("Arrived at the unit")), at(facts.arrived)),
        (word(gettext_noop("Receipt given (time in {country})"), country=country.name), at(facts.given)),
        (word(gettext_noop("Place of the arrest")), plain(facts.place) if facts.place else missing),
        (word(gettext_noop("Police unit")), voice.said(facts.unit)),
        (word(gettext_noop("Number of the officer")), plain(facts.officer)),
        (word(gettext_noop("Number of the case")), plain(facts.case)),
        (word(gettext_noop("Charge first given")), voice.said(facts.charge)),
    )


_STANDS = {
    Stands.NOT_TWICE: gettext_noop("Not weighed twice yet."),
    Stands.SEALED: gettext_noop("The second weight is sealed. Its mark is:"),
    Stands.TWICE: gettext_noop("Weighed twice. No limit is set for it."),
    Stands.LABORATORY: gettext_noop("Weighed by the laboratory."),
}


def _exhibit(voice: Voice, one: Weighed) -> Exhibit:
    mark = ""
    if one.band is not None:
        weight = voice.said(one.band)
    else:
        weight = voice.word(_STANDS[one.stands])
        mark = " ".join(one.commitment[start : start + GROUP] for start in range(0, len(one.commitment), GROUP))
    seal = voice.word(gettext_noop("Seal {number}"), number=one.seal)
    return Exhibit(seal, voice.said(one.drug), weight, mark)


def _thing(voice: Voice, one: Taken) -> Thing:
    amount = "" if one.amount is None else f"{ENGLISH.number(one.amount)} {one.currency}".strip()
    return Thing(voice.said(one.kind), one.mark, amount)


def _rights(voice: Voice, custody: Custody) -> tuple[Told, ...]:
    """The country's rights, but for one that the paper says by itself; the English under what nobody reviewed."""
    languages = voice.languages if _reviewed(voice, custody) else tuple(dict.fromkeys((*voice.languages, "en")))

    def told(right: Right) -> Told:
        return Told(voice.said(right.text, languages), right.basis.unverified)

    return tuple(told(right) for right in custody.rights.values() if right.text.en != NO_PAYMENT)


def _reviewed(voice: Voice, custody: Custody) -> bool:
    """Whether somebody compared every translation on this paper; the English text is none."""
    return all(custody.languages[code].is_reviewed for code in voice.languages)


def _review(voice: Voice, due: datetime | None, zone: ZoneInfo, custody: Custody) -> Told:
    if due is None:
        return Told(voice.word(gettext_noop("No time is set for another review of your custody.")), False)
    says = voice.word(gettext_noop("Your custody must be reviewed again before {moment}."), moment=moment(due, zone))
    return Told(says, custody.reviews.basis.unverified)
