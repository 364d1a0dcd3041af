"""Made-up people of the example: names in Latin or Khmer letters, ages, work, and what they carry. Nobody real."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from marga.enforcement.cases import contents
from marga.identity.ages import estimated

from .stations import MOVED_FROM

FAMILY = (
    ("Sok", "សុខ"), ("Chan", "ចាន់"), ("Chea", "ជា"), ("Keo", "កែវ"), ("Kim", "គឹម"), ("Ly", "លី"), ("Meas", "មាស"),
    ("Nhem", "ញ៉ែម"), ("Oum", "អ៊ុំ"), ("Pich", "ពេជ្រ"), ("Prak", "ប្រាក់"), ("Seng", "សេង"), ("Sin", "ស៊ិន"),
    ("Som", "សោម"), ("Tep", "ទេព"), ("Um", "អ៊ុំ"), ("Yim", "យឹម"), ("Heng", "ហេង"), ("Long", "ឡុង"), ("Nou", "នូ"),
)  # fmt: skip
GIVEN = (
    ("Dara", "តារា"), ("Bopha", "បុប្ផា"), ("Vanna", "វណ្ណា"), ("Sophea", "សុភា"), ("Rith", "រិទ្ធ"), ("Sovann", "សុវណ្ណ"),
    ("Chenda", "ចិន្តា"), ("Kosal", "កុសល"), ("Maly", "ម៉ាលី"), ("Narith", "ណារិទ្ធ"), ("Piseth", "ពិសិដ្ឋ"),
    ("Ratana", "រតនា"), ("Samnang", "សំណាង"), ("Thida", "ធីតា"), ("Veasna", "វាសនា"), ("Sreymom", "ស្រីមុំ"),
    ("Borey", "បូរី"), ("Makara", "មករា"), ("Phally", "ផល្លី"), ("Sarath", "សារ៉ាត់"),
)  # fmt: skip
WORK = ("construction", "garment factory", "fishing", "driver", "farm", "market", "none", "student", "security guard")


@dataclass(frozen=True)
class Someone:
    """A made-up person, who may be met again."""

    name: str
    sex: str
    born: date
    citizenship: str
    work: str
    moved_from: str
    moved_since: date | None


def someone(draw: Random, today: date) -> Someone:
    """Another person. A quarter moved for work, two in a hundred are foreign, six in a hundred are women."""
    script = draw.random() < 0.4
    name = " ".join(draw.choice(names)[script] for names in (FAMILY, GIVEN))
    born = today - timedelta(days=int(draw.triangular(15, 55, 24) * 365.25))
    moved = draw.random() < 0.25
    since = today - timedelta(days=draw.randint(30, 1500)) if moved else None
    return Someone(
        name, "female" if draw.random() < 0.06 else "male", born, "foreign" if draw.random() < 0.02 else "national",
        draw.choice(WORK), draw.choice(MOVED_FROM) if moved else "", since,
    )  # fmt: skip


def birth(draw: Random, who: Someone, today: date) -> contents.Birth:
    """How well the birth of a person is known: three in ten only by looks."""
    if draw.random() < 0.7:
        return contents.Birth(earliest=who.born, latest=who.born)
    looks = max(0, (today - who.born).days // 365 + draw.randint(-2, 2))
    about = estimated(looks, 3, today)
    return contents.Birth(earliest=about.earliest, latest=about.latest, known="about")


def taken(draw: Random) -> tuple[contents.Taken, ...]:
    """What was taken from somebody."""
    things = []
    if draw.random() < 0.8:
        things.append(contents.Taken(kind="phone", mark=f"0{draw.randint(10, 99)} {draw.randint(100000, 999999)}"))
    if draw.random() < 0.6:
        things.append(contents.Taken.model_validate(
            {"kind": "cash", "amount": draw.randint(1, 400) * 500, "currency": "KHR"}))  # fmt: skip
    if draw.random() < 0.2:
        things.append(contents.Taken(kind="vehicle", mark=f"1{draw.choice('ABC')}-{draw.randint(1000, 9999)}"))
    return tuple(things)
