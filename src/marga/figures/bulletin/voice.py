"""One bulletin said in one language: the words for its numbers, times, groups and coverage, which every part needs."""

from __future__ import annotations

from dataclasses import dataclass

from marga.country import Country, Value, Writer, gettext_noop, say, write
from marga.country.sentences import fill

from .bulletin import Bulletin, Number, Source, Table, Where
from .labels import figure_label, split_label
from .shown import capital, group_shown, number_shown, time_shown


@dataclass(frozen=True, slots=True)
class Voice:
    """A bulletin, its country, and the writer of a language by its code."""

    bulletin: Bulletin
    country: Country
    writer: Writer
    language: str

    def say(self, template: str, **values: Value) -> str:
        """A sentence that `gettext_noop` has marked, filled."""
        return write(say(template, **values), self.writer)

    def piece(self, template: str, **values: Value) -> str:
        """The same as it stands inside a sentence: what begins with a name or a code keeps its letters."""
        return fill(say(template, **values), self.writer)

    def word(self, text: str) -> str:
        return self.writer.translate(text)

    def group(self, where: Where) -> str:
        return capital(group_shown(where, self.country, self.writer))

    def time(self, time: str) -> str:
        return capital(time_shown(time, self.writer))

    def figure(self, figure: str) -> str:
        return capital(figure_label(figure, self.writer))

    def title(self, table: Table) -> str:
        """What a table is called: its figure, and by what it is split."""
        if not table.by:
            return self.figure(table.figure)
        splits = self.writer.join([self.split(one) for one in table.by])
        return self.say(gettext_noop("{figure} by {splits}"), figure=self.figure(table.figure), splits=splits)

    def split(self, split: str) -> str:
        return split_label(split, self.country, self.writer).lower()

    def number(self, value: Number | None, unit: str) -> str:
        return number_shown(value, unit, self.writer)

    def cell(self, table: Table, line: int, time: int) -> str:
        """A number of a table by its places, with its interval where it has one."""
        text = self.number(table.lines[line].values[time], table.unit)
        pair = table.bounds[line][time] if table.bounds else None
        if pair is None:
            return text
        low, high = (self.number(end, table.unit) for end in pair)
        return self.say(gettext_noop("{value} ({low} to {high})"), value=text, low=low, high=high)

    def coverage(self, source: Source) -> str:
        """How many units reported."""
        months = self.bulletin.period.end.month - self.bulletin.period.start.month + 1
        units = -(-source.expected // months)  # the most, where it changed
        if not source.missing:
            return self.say(gettext_noop("all {units} units reported every month"), units=units)
        return self.say(
            gettext_noop("{units} units: {reported} of {expected} monthly reports came"),
            units=units, reported=source.reported, expected=source.expected,
        )  # fmt: skip
