"""Names as they are compared: misspelt, in another order, in Khmer or Latin letters.

Two steps. `plain` takes away what does not tell names apart (case, marks, spaces); `sounds` keeps the consonants alone,
in classes that both scripts share. How alike two strings are, is Jaro and Winkler's measure (RapidFuzz).
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from functools import lru_cache
from itertools import combinations

from rapidfuzz.distance import JaroWinkler

from .khmer import consonants, is_khmer

#: Letters that no decomposition turns into plain ones.
_ALONE = str.maketrans({"đ": "d", "ł": "l", "ø": "o", "ı": "i", "ß": "ss", "æ": "ae"})
#: Latin spellings of one consonant, the longer before the shorter; what is left of h, vowels and the rest is dropped.
_SOUNDS = (
    ("ngh", "q"), ("ng", "q"), ("nh", "n"), ("ny", "n"), ("gn", "n"), ("chh", "c"), ("ch", "c"), ("kh", "k"),
    ("ph", "p"), ("th", "t"), ("dh", "t"), ("bh", "p"), ("gh", "k"), ("sh", "s"), ("j", "c"), ("g", "k"), ("q", "k"),
    ("b", "p"), ("f", "p"), ("d", "t"), ("w", "v"), ("z", "s"), ("x", "s"),
)  # fmt: skip
_SPELT = dict(_SOUNDS)
_LATIN_SOUND = re.compile("|".join(_SPELT) + "|.")
_KEPT = frozenset("kqcntpmyrlvsh")
_WORD = re.compile(r"[^\s\-.,'’·/()]+")
#: The best that names which only sound alike can score: many names share their consonants.
SOUNDS_AT_MOST = 85
#: Words of a name that are paired.
MOST_PAIRED = 5
#: What Jaro and Winkler's measure gives to two names that have nothing in common; it counts as 0.
UNLIKE = 0.6


class Alike(StrEnum):
    """In what two names are alike."""

    SAME = "same"
    SPELT = "spelt"
    SOUND = "sound"


@lru_cache(maxsize=50_000)  # people share their names
def words(name: str) -> tuple[str, ...]:
    """The words of a name without case, marks over Latin letters and invisible signs, in the order of the alphabet:
    which of a person's names comes first is written both ways."""
    if name.isascii():  # most are, and nothing of what follows would change them
        return tuple(sorted(_WORD.findall(name.lower())))
    folded = unicodedata.normalize("NFKC", name).casefold()
    visible = "".join(letter for letter in folded if unicodedata.category(letter) != "Cf").translate(_ALONE)
    if not is_khmer(visible):
        apart = unicodedata.normalize("NFKD", visible)
        visible = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return tuple(sorted(_WORD.findall(visible)))


@lru_cache(maxsize=50_000)
def plain(name: str) -> str:
    """The name as it is compared letter by letter."""
    return " ".join(words(name))


@lru_cache(maxsize=50_000)
def sounds(name: str) -> tuple[str, ...]:
    """The consonants of each word of a name, sorted: keys by which an index finds what may be the same name.

    A word that leaves nothing is left out. Final v, y and h, which are hardly heard, are dropped, and doubled letters
    are one.
    """
    return tuple(sorted(filter(None, (_sound(word) for word in words(name)))))


def pairs(name: str) -> tuple[str, ...]:
    """The sounds of each two words of a name, as one key: far fewer people share two than one. None of one word.

    Of a name with very many words the first few are taken, which still finds it.
    """
    return tuple(f"{one} {other}" for one, other in combinations(sounds(name)[:MOST_PAIRED], 2))


@lru_cache(maxsize=50_000)
def _sound(word: str) -> str:
    if is_khmer(word):
        letters = consonants(word)
    else:
        letters = "".join(_SPELT.get(part, part) for part in _LATIN_SOUND.findall(word))
        letters = ("x" if letters[:1] in tuple("aeiou") else "") + "".join(one for one in letters if one in _KEPT)
    first, rest = letters[:1], letters[1:].replace("y", "").replace("h", "")
    return re.sub(r"(.)\1+", r"\1", first + rest.rstrip("v"))


def likeness(one: str, other: str) -> tuple[int, Alike]:
    """How alike two names are, from 0 to 100, and in what. 100 only when they are the same, save for case and order."""
    left, right = plain(one), plain(other)
    if not left or not right:
        return 0, Alike.SPELT
    if left == right:
        return 100, Alike.SAME
    spelt = _measured(left, right, 99) if is_khmer(left) == is_khmer(right) else 0
    heard = _measured(_heard(one), _heard(other), SOUNDS_AT_MOST)
    return (spelt, Alike.SPELT) if spelt >= heard else (heard, Alike.SOUND)


@lru_cache(maxsize=50_000)
def _heard(name: str) -> str:
    """The name as it is compared by ear."""
    return " ".join(sounds(name))


def _measured(one: str, other: str, most: int) -> int:
    return int(max(0.0, JaroWinkler.similarity(one, other) - UNLIKE) / (1 - UNLIKE) * most)
