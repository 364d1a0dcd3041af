"""What a printed number allows: "5,200" is exactly that, "some 40" what rounds to it with room, "54.0 kg" a decimal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from marga.country import Hedge, Room, Sentence, Unit, Words, gettext_noop, say
from marga.country.reading import shown

from .intervals import ZERO, Interval, exactly

HALF = Decimal("0.5")
#: How many letters may stand between a hedge and its number, as in "an estimated total of 5,000".
HEDGE_REACH = 12
NUMBER = re.compile(r"\d{1,3}(?:[,\u00a0\u202f ]\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?")
#: A word after a number. Khmer vowels are signs of their own kind, not letters, and Khmer puts no space between words.
WORD = r"(?:[^\W\d_]|[\u1780-\u17d3])+"
AFTER = re.compile(rf"\s*(\+?)\s*({WORD})?(?:\s+({WORD}))?")
KHMER_DIGITS = str.maketrans("០១២៣៤៥៦៧៨៩", "0123456789")


class PrintedError(ValueError):
    """The printed text holds numbers, and none of them is the figure's value. `says` is the sentence for the person."""

    def __init__(self, says: Sentence) -> None:
        super().__init__(str(says))
        self.says = says


@dataclass(frozen=True, slots=True)
class Reading:
    """A printed number as read. `allows` are the true values it allows, in the figure's own unit.

    `cut_off` are the values that would be printed so if digits had been cut off instead of rounded; `digit` is the
    size of the last digit printed; `hedge` is the name of the hedge, or "".
    """

    allows: Interval
    cut_off: Interval
    digit: Decimal
    hedge: str


@dataclass(frozen=True, slots=True)
class _Found:
    value: Decimal
    digit: Decimal
    start: int
    end: int


def read_printed(
    text: str, value: Decimal, unit: Unit, *, exact: bool, rounded_to: Decimal, words: Words, units: Mapping[str, Unit]
) -> Reading:
    """How a figure was printed, as an interval of true values in `unit`.

    text        as printed, with its hedge and its unit or scale; "" when only the value is known
    exact       whether an unhedged whole number is exactly that (a count) or right to its last digit (a weight)
    rounded_to  a rounding the publisher declared, 0 for none: widens the interval by half of it on each side
    Raises PrintedError when the text has numbers and none is the value.
    """
    text = text.translate(KHMER_DIGITS)
    found = _find(text, value, unit, words, units)
    hedge = _hedge(text, found, words)
    scaled = found.digit > 1
    room = max(HALF * rounded_to, ZERO if exact and not scaled and found.digit == 1 else HALF * found.digit)
    if hedge is not None:
        digit = _last_significant(value, found.digit)
        allows = Interval(_end(value, hedge.below, digit, -1), _end(value, hedge.above, digit, +1))
        return Reading(allows, allows, digit, hedge.name)
    if room == 0:
        return Reading(exactly(value), exactly(value), found.digit, "")
    allows = Interval(value - room, value + room)
    further = value + found.digit.copy_sign(value)
    return Reading(allows, Interval(min(value, further), max(value, further)), found.digit, "")


def number_in(text: str, unit: Unit, words: Words, units: Mapping[str, Unit]) -> Decimal | None:
    """The first number of a printed text, in `unit`: 6,000,000 of "around 6 million"; None where there is none."""
    found = next(_numbers(text.translate(KHMER_DIGITS), unit, words, units), None)
    return None if found is None else found.value


def _find(text: str, value: Decimal, unit: Unit, words: Words, units: Mapping[str, Unit]) -> _Found:
    """The number in the text that is the value, with the size of its last printed digit."""
    others = list(_numbers(text, unit, words, units))
    for found in others:
        if found.value == abs(value):
            return found
    if others:
        raise PrintedError(
            say(gettext_noop("says “{printed}”, and the value is {value}; correct the one that is wrong"),
                printed=shown(text), value=value)
        )  # fmt: skip
    exponent = value.as_tuple().exponent
    return _Found(value, Decimal(1).scaleb(min(int(exponent), 0)), len(text), len(text))


def _numbers(text: str, unit: Unit, words: Words, units: Mapping[str, Unit]) -> Iterator[_Found]:
    for match in NUMBER.finditer(text):
        number = Decimal(re.sub(r"[,\u00a0\u202f ]", "", match.group()))
        after = AFTER.match(text, match.end())
        following = [word for word in (after.groups()[1:] if after else ()) if word]
        factor = Decimal(1)
        for word in following:
            if (scale := _scale(word.lower(), words)) is not None:
                factor *= scale
            elif (other := units.get(word)) is not None and other.of == unit.of:
                factor *= other.factor / unit.factor
        digit = Decimal(1).scaleb(int(number.as_tuple().exponent)) * factor
        yield _Found(number * factor, digit, match.start(), match.end())


def _scale(word: str, words: Words) -> Decimal | None:
    """What the word multiplies by. A Khmer one may run on into the next: "៦លាននាក់" is 6 million people."""
    if word.isascii():
        return words.scales.get(word)
    return next((scale for name, scale in words.scales.items() if not name.isascii() and word.startswith(name)), None)


def _hedge(text: str, found: _Found, words: Words) -> Hedge | None:
    """The hedge nearest before the number, or a sign right after it as in "130,000+"; the longest words win."""
    before, after = text[: found.start].lower().rstrip(), text[found.end :].lstrip()
    best: tuple[int, int] | None = None
    chosen: Hedge | None = None
    for hedge in words.hedges:
        for word in hedge.words:
            spot = _last_word(before, word)
            if word == "+" and after.startswith("+"):
                spot = len(before)
            near = spot >= 0 and len(before) - spot - len(word) <= HEDGE_REACH
            if near and (best is None or (spot + len(word), len(word)) > best):
                best, chosen = (spot + len(word), len(word)), hedge
    return chosen


def _last_word(text: str, word: str) -> int:
    """Where `word` stands last in `text` as a word of its own, or -1. Khmer writes no spaces between words."""
    if word not in text:  # a quick no to nearly all of them
        return -1
    edge = r"\b" if word.isascii() and word[0].isalpha() else ""
    spots = [match.start() for match in re.finditer(edge + re.escape(word) + (r"(?![a-z])" if edge else ""), text)]
    return spots[-1] if spots else -1


def _last_significant(value: Decimal, digit: Decimal) -> Decimal:
    """The size of the last digit that says something: the tens of "some 40", the thousands of "around 6,000"."""
    if value == 0 or digit < 1:
        return digit
    return max(digit, Decimal(1).scaleb(int(value.normalize().as_tuple().exponent)))


def _end(value: Decimal, room: Room | None, digit: Decimal, sign: int) -> Decimal | None:
    if room is None:
        return ZERO if sign < 0 <= value else None
    return value + sign * (room.digits * digit + room.percent * abs(value) / 100)
