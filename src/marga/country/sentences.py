"""Sentences that a program makes and a person reads, in the reader's own language.

A core says what it found as a template and its values. English is written here; a site that speaks another language
brings a `Writer` of its own. So no core knows about a web framework, and no sentence is glued together from pieces.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Protocol

from .periods import Period


@dataclass(frozen=True, slots=True)
class Text:
    """A name in the country's languages. English is always there; an uncertain Khmer name is left out."""

    en: str
    km: str = ""
    en_plural: str = ""

    def in_language(self, code: str) -> str:
        return (self.km or self.en) if code == "km" else self.en


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its unit, as in "5,200 cases"."""

    number: Decimal
    unit: Text


@dataclass(frozen=True, slots=True)
class Sentence:
    """A template with {named} gaps, marked for translation by `gettext_noop`, and what fills them."""

    template: str
    values: Mapping[str, Value] = field(default_factory=dict)

    def __str__(self) -> str:
        return write(self, ENGLISH)

    def __hash__(self) -> int:
        return hash((self.template, str(self)))


Value = str | int | Decimal | date | Period | Text | Amount | Sentence | Sequence["Value"]


def gettext_noop(template: str) -> str:
    """Mark a template so that the translators' tools find it."""
    return template


def say(template: str, **values: Value) -> Sentence:
    """A sentence from a template already marked by `gettext_noop`."""
    return Sentence(template, values)


class Writer(Protocol):
    """How one language writes numbers, dates and lists."""

    def translate(self, template: str) -> str: ...
    def number(self, value: Decimal) -> str: ...
    def amount(self, value: Amount) -> str: ...
    def label(self, value: Text) -> str: ...
    def day(self, value: date) -> str: ...
    def period(self, value: Period) -> str: ...
    def join(self, values: Sequence[str]) -> str: ...


class English:
    """Writes British English: thousands with commas, days as 6 September 2019."""

    def translate(self, template: str) -> str:
        return template

    def number(self, value: Decimal) -> str:
        return f"{value:,f}"

    def amount(self, value: Amount) -> str:
        unit = value.unit.en if abs(value.number) == 1 or not value.unit.en_plural else value.unit.en_plural
        return f"{self.number(value.number)} {unit}"

    def label(self, value: Text) -> str:
        return value.en

    def day(self, value: date) -> str:
        return f"{value.day} {value:%B} {value.year}"

    def period(self, value: Period) -> str:
        if value.is_year:
            return str(value.start.year)
        if value.start.year == value.end.year:
            return f"{value.start.day} {value.start:%B} to {self.day(value.end)}"
        return f"{self.day(value.start)} to {self.day(value.end)}"

    def join(self, values: Sequence[str]) -> str:
        return values[0] if len(values) == 1 else f"{', '.join(values[:-1])} and {values[-1]}" if values else ""


ENGLISH = English()


def write(value: Value, writer: Writer) -> str:
    """The value in the writer's language; a sentence begins with a capital letter where the script has one."""
    text = fill(value, writer)
    return text[:1].upper() + text[1:] if isinstance(value, Sentence) else text


def fill(value: Value, writer: Writer) -> str:
    """The value as it stands inside a sentence, without a capital letter of its own."""
    match value:
        case str():
            return value
        case Sentence():
            gaps = {name: fill(inner, writer) for name, inner in value.values.items()}
            return writer.translate(value.template).format(**gaps)
        case Amount():
            return writer.amount(value)
        case Text():
            return writer.label(value)
        case int() | Decimal():
            return writer.number(Decimal(value))
        case Period():
            return writer.period(value)
        case date():
            return writer.day(value)
        case _:
            return writer.join([fill(inner, writer) for inner in value])
