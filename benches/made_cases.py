"""Made-up cases for a register of any size, as an import would bring them: what the bench of the register looks for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from marga.enforcement.cases import contents

#: Beginnings, middles and ends of syllables, in Latin and in Khmer letters.
ONSETS = (("s", "ស"), ("ch", "ច"), ("k", "ក"), ("t", "ត"), ("p", "ព"), ("m", "ម"), ("n", "ន"), ("l", "ល"), ("r", "រ"),
          ("v", "វ"), ("ph", "ភ"), ("kh", "ខ"), ("th", "ថ"), ("h", "ហ"), ("y", "យ"), ("ng", "ង"))  # fmt: skip
VOWELS = (("a", "ា"), ("o", "ូ"), ("i", "ិ"), ("ea", "ា"), ("e", "េ"), ("u", "ុ"))
ENDS = (("", ""), ("n", "ន"), ("k", "ក"), ("t", "ត"), ("m", "ម"), ("ng", "ង"), ("s", "ស"), ("l", "ល"))
FAMILIES, GIVEN = 3000, 20_000
DAYS = 5 * 365
#: A unit has no more cases than this; the number of units follows.
OF_A_UNIT = 5000
OFFICERS_OF_A_UNIT = 10
PEOPLE_A_CASE = (1, 2, 3)


class Names:
    """Names as they are spread in a country: some are common, many are rare. The same dice give the same."""

    def __init__(self, dice: Random) -> None:
        self.families = [_word(dice, 1) for _ in range(FAMILIES)]
        self.given = [_word(dice, dice.choice((1, 2, 2, 3))) for _ in range(GIVEN)]

    def draw(self, dice: Random) -> str:
        """Another name: three of five in Latin letters."""
        script = int(dice.random() > 0.6)
        return f"{_common(dice, self.families)[script]} {_common(dice, self.given)[script]}"


def _common(dice: Random, words: list[tuple[str, str]]) -> tuple[str, str]:
    """One of these, the first of them more often: the hundredth part of them is a tenth of what is drawn."""
    return words[int(len(words) * dice.random() ** 2)]


def _word(dice: Random, syllables: int) -> tuple[str, str]:
    parts = [(dice.choice(ONSETS), dice.choice(VOWELS), dice.choice(ENDS)) for _ in range(syllables)]
    latin, khmer = ("".join(one[script] for part in parts for one in part) for script in (0, 1))
    return latin.capitalize(), khmer


def units(cases: int) -> list[str]:
    """The codes of the units that have so many cases."""
    return [f"KH-12-{place:03d}" for place in range(1, max(2, cases // OF_A_UNIT) + 1)]


def officers(unit: str) -> list[str]:
    """The numbers of a unit's officers: the last is its supervisor."""
    return [f"{unit[-3:]}{place:02d}" for place in range(1, OFFICERS_OF_A_UNIT + 1)]


def bookings(
    unit: str, first: int, count: int, now: datetime, held: float, names: Names, others: list[str], dice: Random
) -> Iterator[contents.Booking]:  # fmt: skip
    """So many bookings of a unit, two people a case, spread over five years up to now.

    first    the number of the first of them
    held     which part of the cases is of today, with people who are held still
    others   units of which an officer was there now and then
    """
    for place in range(first, first + count):
        still = dice.random() < held
        minutes = dice.randint(60, 20 * 60) if still else dice.randint(3 * 24 * 60, DAYS * 24 * 60)
        arrested = now - timedelta(minutes=minutes)
        number = PEOPLE_A_CASE[dice.randrange(3)]
        there = {dice.choice(officers(unit)), dice.choice(officers(unit))}
        if dice.random() < 0.02:
            there.add(dice.choice(officers(dice.choice(others))))
        yield contents.Booking.model_construct(
            place="Old market", province="KH-12", event=arrested, slip=None, slip_used=None, warrant="", tip="",
            operation=dice.choice(("patrol", "raid", "checkpoint", "tip")), officers=tuple(there),
            recorded=arrested + timedelta(minutes=50), narrative="Made up to be looked for.", source=f"{unit} {place}",
            people=tuple(person(dice, names, arrested, still) for _ in range(number)),
            exhibits=(exhibit(dice, f"{unit}-{place:05d}", number, arrested),),
        )  # fmt: skip


def person(dice: Random, names: Names, arrested: datetime, still: bool) -> contents.PersonToBook:
    """Somebody who was arrested, with what was taken."""
    born = (arrested - timedelta(days=dice.randint(15 * 365, 55 * 365))).date()
    left = None if still else contents.Left.model_construct(
        how="released", named="", at=arrested + timedelta(hours=dice.randint(2, 40)))  # fmt: skip
    taken = [contents.Taken.model_construct(kind="cash", mark="", amount=Decimal(dice.randint(1, 400) * 500),
                                            currency="KHR")]  # fmt: skip
    if dice.random() < 0.7:
        mark = f"0{dice.randint(10, 99)} {dice.randint(100_000, 999_999)}"
        taken.append(contents.Taken.model_construct(kind="phone", mark=mark, amount=None, currency=""))
    return contents.PersonToBook.model_construct(
        role="suspect", name=names.draw(dice), alias="", sex="male" if dice.random() < 0.9 else "female",
        birth=contents.Birth.model_construct(earliest=born, latest=born, known="day"), citizenship="national",
        nationality="", languages=("km",), occupation="driver", moved_for_work=None, moved_from="", moved_since=None,
        address_province="KH-12", guardian_of=None, arrested=arrested, arrived=arrested + timedelta(minutes=40),
        left=left, property=tuple(taken),
        charge=contents.Charged.model_construct(offence=dice.choice(("use", "possession", "trafficking")), quantity="",
                                                band=""),
    )  # fmt: skip


def exhibit(dice: Random, seal: str, people: int, seized: datetime) -> contents.Seized:
    """Something seized, weighed twice on paper."""
    grams = Decimal(dice.randint(1, 5000)) / 1000
    return contents.Seized.model_construct(
        person=dice.randint(1, people), seal=seal, seal_source="", drug="ice", form="crystal", concealment="on_body",
        description="", seized=seized, first_net=grams, second_net=grams,
    )  # fmt: skip
